"""From statements to the map: what the statements that count, taken together, say is there.

The same in every store. A thing is there if what is stated about it has all that it cannot do without, and
the things among that are there too (a membership needs both its ends). A reference to something that is
not there is left out, and *waits*: it comes back by itself when the thing does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from partnermap.model import BY_NAME, KINDS, Type
from partnermap.store.base import EDITS, Change, Said, StatedRows, Statement
from partnermap.store.joining import Canon
from partnermap.store.merging import Values, merge

__all__ = ["Canon", "Settled", "Shelf", "Values", "counting", "live_changes", "settle", "speaker"]


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
    newest = {speaker(one.statement): one for one in sorted(said, key=lambda s: s.number)}
    return sorted((one for one in newest.values() if not one.statement.withdrawn), key=lambda s: s.number)


def speaker(one: Statement) -> tuple[str, ...]:
    """Of statements that share this only the newest counts."""
    return (one.thing, one.file, one.sheet) if one.file == EDITS else (one.thing, one.file)


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


Stated = dict[str, dict[str, Values]]
"""Values of things, by kind."""


@dataclass
class Settled:
    """What the touched things have become."""

    present: Stated
    """Those that are there, with every kind of the model."""
    absent: set[str]
    """Those that are not."""
    waits: dict[str, set[str]] = field(default_factory=dict)
    """For each thing, those it names whose coming may change it."""
    listed: Sequence[StatedRows] = ()
    """More that are there, as their rows state them."""

    def there(self) -> set[str]:
        """The ids of those that are there."""
        return {entity for things in self.present.values() for entity in things}


def settle(touched: Collection[str], shelf: Shelf, canon: Canon, alone: Sequence[StatedRows] = ()) -> Settled:
    """Work out the touched things anew, and all that depends on their being there.

    ``alone``: what was just said of things of which nothing else speaks. They are touched too.
    """
    settled = _settled(touched, shelf, canon)
    if all(_stand(rows, settled, shelf) for rows in alone):
        settled.listed = alone
        return settled
    return _settled([*touched, *(thing for rows in alone for thing in rows.things)], shelf, canon)


def _stand(rows: StatedRows, settled: Settled, shelf: Shelf) -> bool:
    """Whether all these things are there as they are stated: what they need and name is, and nothing names them."""
    if rows.kind in _NAMED or any(None in rows.values(name) for name, _ in _NEEDS[rows.kind]):
        return False
    named = set().union(*(reference.in_column(rows.values(reference.name)) for reference in _REFERENCES[rows.kind]))
    outside = named - settled.there()
    return outside.isdisjoint(settled.absent) and outside <= shelf.there(outside)


def _settled(touched: Collection[str], shelf: Shelf, canon: Canon) -> Settled:
    stated: Stated = {kind.name: {} for kind in KINDS}
    todo, known = touched, set[str]()
    while True:
        for entity, said in shelf.counted(todo).items():
            if said:
                kind = said[0].statement.kind
                stated[kind][entity] = merge(BY_NAME[kind], said, canon)
        known.update(todo)
        settled = _presence(known, stated, shelf)
        todo = _dependent(known, settled.there(), shelf) - known
        if not todo:
            return settled


def _dependent(known: set[str], now: set[str], shelf: Shelf) -> set[str]:
    """Things whose own place may have changed because some of these came or went."""
    was = shelf.there(known)
    come, gone = now - was, was - now
    return (shelf.waiting(come) if come else set()) | (shelf.referring(gone) if gone else set())


def _presence(known: set[str], stated: Stated, shelf: Shelf) -> Settled:
    named = {
        kind: {reference.name: reference.named_by(things) for reference in _REFERENCES[kind]}
        for kind, things in stated.items()
    }
    outside = set().union(*(targets for each in named.values() for targets in each.values())) - known
    present = shelf.there(outside) if outside else set()
    there: Stated = {}
    # A kind stands after those it cannot do without, so their presence is settled by then; what it
    # merely mentions may come later and is looked at in a second pass.
    for kind, things in stated.items():
        there[kind] = _whole(things, kind, present)
        present.update(there[kind])
    settled = Settled(there, known - present)
    for kind, things in stated.items():
        for reference in _REFERENCES[kind]:
            if len(there[kind]) < len(things) or not named[kind][reference.name] <= present:
                _drop_absent(settled, kind, things, reference, present)
    return settled


@dataclass(frozen=True)
class _Reference:
    name: str
    several: bool
    shares: bool

    def targets(self, value: Any) -> Iterable[str]:
        if self.shares:
            return [one for one, _ in value]
        return value if self.several else (value,)

    def named_by(self, things: dict[str, Values]) -> set[str]:
        """Everything that these things name."""
        return self.in_column([values.get(self.name) for values in things.values()])

    def in_column(self, values: Iterable[Any]) -> set[str]:
        """Everything that these values name."""
        if not self.several:
            return set(values) - {None}
        return {one for value in values if value for one in self.targets(value)}


_REFERENCES = {
    kind.name: [_Reference(p.name, p.several, p.type is Type.SHARES) for p in kind.properties if p.names_things]
    for kind in KINDS
}
_NAMED = {name for kind in KINDS for prop in kind.properties if prop.names_things for name in prop.to}
"""Kinds that others name."""
_NEEDS = {
    kind.name: [(p.name, p.names_things) for p in kind.properties if p.required and not p.several] for kind in KINDS
}


def _column(things: dict[str, Values], name: str) -> set[Any]:
    """What stands in a property of single values."""
    return {values.get(name) for values in things.values()}


def _whole(things: dict[str, Values], kind: str, present: set[str]) -> dict[str, Values]:
    """Those of these things that have all that they cannot do without, and it is there."""
    for name, names_a_thing in _NEEDS[kind]:
        found = _column(things, name)
        amiss = found - present if names_a_thing else found & {None}
        if amiss:
            things = {entity: values for entity, values in things.items() if values.get(name) not in amiss}
    return dict(things)


def _drop_absent(
    settled: Settled, kind: str, things: dict[str, Values], reference: _Reference, present: set[str]
) -> None:
    """What is there waits for what it names that is not there; what is not there for all that it names."""
    for entity, values in things.items():
        if (value := values.get(reference.name)) is None:
            continue
        targets = reference.targets(value)
        if entity not in present:
            settled.waits.setdefault(entity, set()).update(targets)
        elif not present.issuperset(targets):
            absent = set(targets) - present
            settled.waits.setdefault(entity, set()).update(absent)
            settled.present[kind][entity] = _without(settled.present[kind][entity], reference, absent)


def _without(values: Values, reference: _Reference, absent: set[str]) -> Values:
    rest = {name: value for name, value in values.items() if name != reference.name}
    if not reference.several:
        return rest
    kept = [v for v in values[reference.name] if (v[0] if reference.shares else v) not in absent]
    return rest | {reference.name: kept} if kept else rest
