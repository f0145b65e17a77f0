"""From statements to the map: what the statements that count, taken together, say is there.

The same in every store. A thing is there if a statement says so and everything is there that it cannot do
without (a membership needs both its ends). A reference to something that is not there is left out, and
*waits*: it comes back by itself when the thing does.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Protocol

from partnermap.model import BY_NAME, KINDS, Kind, Property, Type
from partnermap.store.base import Change, Decision, Said
from partnermap.store.ids import key_parts, kind_of, make_id

Values = dict[str, Any]


def live_changes(changes: Iterable[Change]) -> dict[int, bool]:
    """Which changes count: one counts unless another that counts undoes it."""
    live: dict[int, bool] = {}
    undone: set[int] = set()
    for change in sorted(changes, key=lambda c: c.number, reverse=True):
        live[change.number] = change.number not in undone
        if live[change.number] and change.undoes is not None:
            undone.add(change.undoes)
    return live


def counting(said: Iterable[Said]) -> list[Said]:
    """Of the statements of same-named files about one thing the newest, unless it withdraws; oldest first."""
    newest = {(one.statement.thing, one.statement.file): one for one in sorted(said, key=lambda s: s.number)}
    return sorted((one for one in newest.values() if not one.statement.withdrawn), key=lambda s: s.number)


class Canon:
    """Which id stands for which, once names that were found to be one body are joined.

    An id may hold others (a membership its two ends): those are looked at too. False if nothing was joined.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._leads: dict[str, str] = {}
        self._known: dict[str, str] = {}
        for decision in decisions:
            if decision.verdict == "same":
                first, second = self._root(decision.first), self._root(decision.second)
                if first != second:
                    self._leads[second] = first

    def __bool__(self) -> bool:
        return bool(self._leads)

    def __call__(self, one: str) -> str:
        if not self._leads:
            return one
        if one not in self._known:
            self._known[one] = self._root(self._rename(one))
        return self._known[one]

    def _root(self, one: str) -> str:
        while one in self._leads:
            one = self._leads[one]
        return one

    def _rename(self, one: str) -> str:
        kind = BY_NAME[kind_of(one)]
        held = [name for name in kind.key if kind[name].names_things]
        if not held:
            return one
        parts = key_parts(one)
        for place, name in enumerate(kind.key):
            if name in held and parts[place]:
                parts[place] = self(parts[place])
        return make_id(kind.name, parts)


def merge(kind: Kind, said: list[Said], canon: Canon) -> Values:
    """What the statements about one thing say together: several values add up, of single ones the newest shows."""
    if len(said) == 1 and not canon:
        return {name: fact[0] for name, fact in said[0].statement.facts.items()}
    merged: Values = {}
    for one in said:
        for name, fact in one.statement.facts.items():
            value = _canonical_value(kind[name], fact.value, canon)
            if kind[name].several:
                merged[name] = merged.get(name, []) + [v for v in value if v not in merged.get(name, ())]
            else:
                merged[name] = value
    return _keep_first_name(said, merged) if kind.is_named and canon else merged


def _canonical_value(prop: Property, value: Any, canon: Canon) -> Any:
    if not canon or not prop.names_things:
        return value
    if prop.type is Type.SHARES:
        return [[canon(one), share] for one, share in value]
    if prop.several:
        return list(dict.fromkeys(canon(one) for one in value))
    return canon(value)


def _keep_first_name(said: list[Said], merged: Values) -> Values:
    """Of bodies found to be one, the kept id's own name shows; the other names become aliases."""
    own = [
        s.statement.facts["name"].value for s in said if s.statement.thing == s.entity and "name" in s.statement.facts
    ]
    names = [s.statement.facts["name"].value for s in said if "name" in s.statement.facts]
    if not own or set(names) == {own[-1]}:
        return merged
    others = [name for name in dict.fromkeys(names) if name != own[-1]]
    aliases = merged.get("aliases", [])
    return merged | {"name": own[-1], "aliases": aliases + [name for name in others if name not in aliases]}


def digest(values: Values) -> bytes:
    """Eight bytes that change when the values do."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=8).digest()


class Shelf(Protocol):
    """What settling needs to look up in a store."""

    def counted(self, entities: Collection[str]) -> Mapping[str, list[Said]]:
        """The statements that count about each of these."""

    def there(self, entities: Collection[str]) -> set[str]:
        """Which of these are in the map as it was before."""

    def referring(self, entities: Collection[str]) -> set[str]:
        """Things in the map that name any of these."""

    def waiting(self, entities: Collection[str]) -> set[str]:
        """Things with a reference that waits for any of these."""


@dataclass
class Settled:
    """What the touched things have become: their values, or None where they are not there."""

    things: dict[str, Values | None] = field(default_factory=dict)
    waits: dict[str, set[str]] = field(default_factory=dict)
    """For each thing, the things it names that are not there."""


def settle(touched: Collection[str], shelf: Shelf, canon: Canon, before: set[str] | None = None) -> Settled:
    """Work out the touched things anew, and all that depends on their being there."""
    stated: dict[str, Values] = {}
    todo = set(touched)
    known: set[str] = set()
    while True:
        for entity, said in shelf.counted(todo).items():
            if said:
                stated[entity] = merge(BY_NAME[kind_of(entity)], said, canon)
        known |= todo
        was = shelf.there(known) if before is None else before & known
        settled = _presence(known, stated, shelf)
        now = {entity for entity, values in settled.things.items() if values is not None}
        come, gone = now - was, was - now
        todo = (shelf.waiting(come) if come else set()) | (shelf.referring(gone) if gone else set())
        todo -= known
        if not todo:
            return settled


def _presence(known: set[str], stated: Mapping[str, Values], shelf: Shelf) -> Settled:
    outside = _named_outside(known, stated)
    present = shelf.there(outside) if outside else set()
    settled = Settled(dict.fromkeys(known))
    by_kind: dict[str, list[str]] = {}
    for entity in stated:
        by_kind.setdefault(kind_of(entity), []).append(entity)
    # A kind stands after those it cannot do without, so their presence is settled by then; what it
    # merely mentions may come later and is looked at in a second pass.
    for kind in KINDS:
        needs = [p.name for p in kind.properties if p.required and p.names_things and not p.several]
        for entity in by_kind.get(kind.name, ()):
            values = stated[entity]
            if all(values.get(name) in present for name in needs):
                present.add(entity)
                settled.things[entity] = values
    _drop_absent(settled, stated, present)
    return settled


def _named_outside(known: set[str], stated: Mapping[str, Values]) -> set[str]:
    named: set[str] = set()
    for entity, values in stated.items():
        for prop in _references(entity):
            if prop.name in values:
                named.update(_targets(prop, values[prop.name]))
    return named - known


_REFERENCES = {kind.name: tuple(p for p in kind.properties if p.names_things) for kind in KINDS}


def _references(entity: str) -> tuple[Property, ...]:
    return _REFERENCES[kind_of(entity)]


def _targets(prop: Property, value: Any) -> Iterable[str]:
    if prop.type is Type.SHARES:
        return (one for one, _ in value)
    return value if prop.several else (value,)


def _drop_absent(settled: Settled, stated: Mapping[str, Values], present: set[str]) -> None:
    for entity, values in stated.items():
        for prop in _references(entity):
            if prop.name not in values:
                continue
            absent = [one for one in _targets(prop, values[prop.name]) if one not in present]
            if absent:
                settled.waits.setdefault(entity, set()).update(absent)
                if settled.things[entity] is not None:
                    settled.things[entity] = _without(settled.things[entity] or {}, prop, set(absent))


def _without(values: Values, prop: Property, absent: set[str]) -> Values:
    rest = {name: value for name, value in values.items() if name != prop.name}
    if not prop.several:
        return rest
    kept = [v for v in values[prop.name] if (v[0] if prop.type is Type.SHARES else v) not in absent]
    return rest | {prop.name: kept} if kept else rest
