"""A map as an audience may have it: what its profile leaves out is in no id, no name and no text of what remains.

It is done once, to the map, before any file is written, so that no format can show more than another. Ids are made from
names, so every thing gets a number for an id. What goes takes along what says something about it: a row that cannot be
without it, and every text in which its name stands. A list of members that lost a seat is no longer said to be whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from partnermap.model import BY_NAME, KINDS, Kind, Property, Type
from partnermap.redaction import Profile, Rule
from partnermap.store.base import Said, View
from partnermap.store.ids import fold
from partnermap.views.excerpt import Excerpt, keep_only, whole_of
from partnermap.views.mentions import Mentions

HANGS_ON_IT = "It says something about what is left out."
NAMES_IT = "The name of something that is left out stands in it."


@dataclass(frozen=True)
class LeftOut:
    """Things of a kind, or one of their properties, that are left out for one reason."""

    kind: str
    """Empty: the sources of so many things."""
    prop: str
    """Empty: the things themselves."""
    why: str
    count: int

    @property
    def in_short(self) -> str:
        """Freedoms; Notes; Sources."""
        if not self.kind:
            return "Sources"
        return BY_NAME[self.kind][self.prop].heading if self.prop else BY_NAME[self.kind].sheet

    def __str__(self) -> str:
        of = f" of {BY_NAME[self.kind].sheet}" if self.prop else ""
        return f"{self.in_short}{of}: {self.count:,}. {self.why}"


@dataclass
class Redacted:
    """What is left of a map, the new id of each thing that is left, and what went."""

    view: Excerpt
    ids: dict[str, str]
    profile: Profile
    gone: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Of each thing or property that went: its old id, kind, property (or nothing) and the reason."""

    def left_out(self, part: Collection[str]) -> tuple[LeftOut, ...]:
        """What went of a part of the map, given by the old ids of its things, counted by reason."""
        counted = Counter(one[1:] for one in self.gone if one[0] in part)
        things = tuple(LeftOut(*what, count) for what, count in counted.items())
        return things if self.profile.sources else (*things, LeftOut("", "", self.profile.why_no_sources, len(part)))


def redact(view: View, profile: Profile) -> Redacted:
    """The map without what the profile leaves out."""
    return _Redaction(view, profile).done()


class _Redaction:
    """One redaction, step by step."""

    def __init__(self, view: View, profile: Profile) -> None:
        self.source, self.profile = view, profile
        self.map = whole_of(view)
        self.gone: list[tuple[str, str, str, str]] = []
        self.blanked: set[tuple[str, str]] = set()
        self.stand_ins: list[tuple[Kind, Property, str]] = []

    def done(self) -> Redacted:
        removed = self._removed()
        mentions = Mentions(self._names_of(removed | self._nameless()))
        seats = self._seats()
        keep_only(self.map, {thing for kind in KINDS for thing in self.map.columns[kind.name]["id"]} - removed)
        self._say_who_is_known(seats)
        for rule in self.profile.rules:
            if rule.properties:
                self._blank_by(rule)
        self._blank_mentions(mentions)
        ids = self._numbered()
        self._stand_in(ids)
        self._renamed(ids)
        self._tell_cells(ids, mentions)
        return Redacted(self.map, ids, self.profile, self.gone)

    # What goes

    def _removed(self) -> set[str]:
        removed: set[str] = set()
        for kind in KINDS:  # in the order in which one needs another
            rules = [rule for rule in self.profile.rules if not rule.properties and kind.name in rule.kinds]
            for thing, facts in self._facts(kind):
                rule = next((rule for rule in rules if rule.meets(kind, facts)), None)
                if rule is not None or self._hangs_on(kind, facts, removed):
                    removed.add(thing)
                    self.gone.append((thing, kind.name, "", rule.why if rule else HANGS_ON_IT))
            removed |= self._without_needed(kind, removed)
        return removed

    def _facts(self, kind: Kind) -> Iterator[tuple[str, dict[str, Any]]]:
        columns = self.map.columns[kind.name]
        names = list(columns)
        for row in zip(*columns.values(), strict=True):
            facts = dict(zip(names, row, strict=True))
            yield facts["id"], facts

    @staticmethod
    def _hangs_on(kind: Kind, facts: dict[str, Any], removed: set[str]) -> bool:
        """Whether it would say something else without what is removed."""
        telling = [p.name for p in kind.columns if p.names_things and (p.required or p.name in kind.key)]
        return any(facts[name] in removed for name in telling)

    def _without_needed(self, kind: Kind, removed: set[str]) -> set[str]:
        """Things of which nothing is left of a list that cannot be blank."""
        lost: set[str] = set()
        for prop in kind.lists:
            if prop.required:
                pairs = self.map.lists[kind.name, prop.name]
                had = {thing for thing, _, _ in pairs} - removed
                lost |= had - {thing for thing, value, _ in pairs if value not in removed}
        self.gone += [(thing, kind.name, "", HANGS_ON_IT) for thing in sorted(lost)]
        return lost

    def _nameless(self) -> set[str]:
        """What stays without its name."""
        return {
            thing
            for rule in self.profile.rules
            for kind in KINDS
            if "name" in rule.properties and kind.name in rule.kinds and kind.is_named
            for thing, facts in self._facts(kind)
            if rule.meets(kind, facts)
        }

    def _names_of(self, things: set[str]) -> Iterator[str]:
        for kind in KINDS:
            if kind.is_named:
                columns = self.map.columns[kind.name]
                pairs = zip(columns["id"], columns["name"], strict=True)
                yield from (name for thing, name in pairs if thing in things)
                yield from (alias for thing, alias, _ in self.map.lists[kind.name, "aliases"] if thing in things)

    # Who is known to sit where

    def _seats(self) -> Counter[str]:
        return Counter(self.map.columns["Membership"]["partnership"])

    def _say_who_is_known(self, before: Counter[str]) -> None:
        """A list that lost a seat is not whole; said so, or the copy would say that nobody else sits there."""
        now = self._seats()
        columns = self.map.columns["Partnership"]
        columns["members_known"] = [
            known if now[thing] == before[thing] else ("some" if now[thing] else "none")
            for thing, known in zip(columns["id"], columns["members_known"], strict=True)
        ]

    # What is blanked

    def _blank_by(self, rule: Rule) -> None:
        for kind in KINDS:
            met = {thing for thing, facts in self._facts(kind) if rule.meets(kind, facts)} if rule.of(kind) else set()
            for prop in rule.of(kind):
                self._blank(kind, prop, met, rule.why)
                if prop.name == "name":
                    self._blank(kind, kind["aliases"], met, rule.why)

    def _blank(self, kind: Kind, prop: Property, things: set[str], why: str) -> None:
        if prop.several:
            pairs = self.map.lists[kind.name, prop.name]
            had = {thing for thing, _, _ in pairs} & things
            self.map.lists[kind.name, prop.name] = [pair for pair in pairs if pair[0] not in things]
        else:
            columns = self.map.columns[kind.name]
            rows = [row for row, thing in enumerate(columns["id"]) if thing in things]
            had = {columns["id"][row] for row in rows if columns[prop.name][row] is not None}
            for row in rows:
                columns[prop.name][row] = None
            if prop.name in kind.key and (prop.required or not kind.counted):
                self.stand_ins += [(kind, prop, thing) for thing in had]
        self.blanked |= {(thing, prop.name) for thing in had}
        self.gone += [(thing, kind.name, prop.name, why) for thing in sorted(had)]

    def _blank_mentions(self, mentions: Mentions) -> None:
        for kind in KINDS if mentions else ():
            for prop in kind.properties:
                if prop.type is Type.TEXT and not prop.several:
                    columns = self.map.columns[kind.name]
                    texts = zip(columns["id"], columns[prop.name], strict=True)
                    found = {thing for thing, text in texts if text is not None and text in mentions}
                    self._blank(kind, prop, found, NAMES_IT)
                elif prop.type is Type.TEXT:
                    found = {thing for thing, text, _ in self.map.lists[kind.name, prop.name] if text in mentions}
                    self._blank(kind, prop, found, NAMES_IT)

    # What is put in its place

    def _numbered(self) -> dict[str, str]:
        """A new id for each thing, in the order of what is left of it: the old order was that of names.

        Things of which the same is left come in an order that says nothing, and is the same in every copy of a map.
        """
        ids: dict[str, str] = {}
        seed = repr([(change.at, change.files) for change in self.source.history()])
        for kind in KINDS:
            shown = [p for p in kind.columns if not p.names_things]
            naming = [p for p in kind.columns if p.names_things]
            things = []
            for thing, facts in self._facts(kind):
                said = [str(facts[p.name] or "") for p in shown]
                named = [_number(ids.get(facts[p.name], ":0")) for p in naming]
                things.append((said, named, sha256(f"{seed} {thing}".encode()).digest(), thing))
            ids |= {one[-1]: f"{kind.name}:{number}" for number, one in enumerate(sorted(things), 1)}
        return ids

    def _stand_in(self, ids: dict[str, str]) -> None:
        """Where a text that tells things apart was blanked, one that says nothing but tells them apart as well."""
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, prop, thing in self.stand_ins:
            named[kind.name, prop.name].add(thing)
        for (kind_name, prop_name), things in named.items():
            columns = self.map.columns[kind_name]
            used = {fold(text) for text in columns[prop_name] if text is not None}
            called = _called(BY_NAME[kind_name], prop_name)
            for row, thing in enumerate(columns["id"]):
                if thing in things:
                    columns[prop_name][row] = _unlike(used, called, _number(ids[thing]), len(ids))

    def _renamed(self, ids: dict[str, str]) -> None:
        """Put the new ids in, and everything in their order."""
        for kind in KINDS:
            columns = self.map.columns[kind.name]
            for prop in kind.columns:
                if prop.names_things:
                    columns[prop.name] = [None if named is None else ids[named] for named in columns[prop.name]]
            columns["id"] = [ids[thing] for thing in columns["id"]]
            order = [row for _, row in sorted((_number(thing), row) for row, thing in enumerate(columns["id"]))]
            self.map.columns[kind.name] = {name: [held[row] for row in order] for name, held in columns.items()}
            for prop in kind.lists:
                pairs = [
                    (ids[thing], ids[value] if prop.names_things else value, share)
                    for thing, value, share in self.map.lists[kind.name, prop.name]
                ]
                self.map.lists[kind.name, prop.name] = sorted(pairs, key=_numbers if prop.names_things else _turn)

    def _tell_cells(self, ids: dict[str, str], mentions: Mentions) -> None:
        """Say where what is left was found, but for a file or sheet that is called by what is left out."""
        if not self.profile.sources:
            self.map.stated = lambda _: ()
            return
        cells = _Cells(self.source, ids, self.blanked, mentions)
        self.map.stated = cells
        if mentions:
            unsaid = {said.entity for said in self.source.statements(list(ids)) if cells.gives_away(said)}
            self.gone += [(thing, "", "", NAMES_IT) for thing in sorted(unsaid & ids.keys())]


def _number(thing: str) -> int:
    return int(thing.rpartition(":")[2])


def _turn(pair: tuple[str, Any, Any]) -> int:
    return _number(pair[0])


def _numbers(pair: tuple[str, Any, Any]) -> tuple[int, int]:
    return _number(pair[0]), _number(pair[1])


def _called(kind: Kind, prop: str) -> str:
    """What a stand-in is called: Partner 4, Post 7."""
    return kind.name if prop == "name" else kind[prop].heading


def _unlike(used: set[str], called: str, number: int, step: int) -> str:
    """A stand-in that is no other thing's text."""
    while fold(text := f"{called} {number}") in used:
        number += step
    return text


@dataclass(frozen=True)
class _Cells:
    """Statements that say only in which cell what is left was found, not what stood there."""

    view: View
    ids: dict[str, str]
    blanked: set[tuple[str, str]]
    mentions: Mentions

    def gives_away(self, said: Said) -> bool:
        """Whether the file or the sheet is called by a name that is left out."""
        return said.statement.file in self.mentions or said.statement.sheet in self.mentions

    def __call__(self, entities: Collection[str] | None) -> Iterable[Said]:
        wanted = None if entities is None else set(entities)
        old = [thing for thing, new in self.ids.items() if wanted is None or new in wanted]
        told = (said for said in self.view.statements(old) if said.entity in self.ids)
        return (self._bare(said) for said in told if not self.gives_away(said))

    def _bare(self, said: Said) -> Said:
        kept = {name: fact for name, fact in said.statement.facts.items() if (said.entity, name) not in self.blanked}
        facts = {name: fact._replace(value=None, text="", over=()) for name, fact in kept.items()}
        new = self.ids[said.entity]
        return said._replace(entity=new, statement=said.statement._replace(thing=new, facts=facts))
