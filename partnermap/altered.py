"""What a change altered, thing by thing: what the same file said before, and what it says now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from partnermap.model import BY_NAME, Kind, Property
from partnermap.store.base import EDITS, Change, Fact, Said, Source, View
from partnermap.store.halves import uncollected
from partnermap.store.joining import Canon
from partnermap.store.settling import counting, live_changes, speaker
from partnermap.store.voices import standing, voices
from partnermap.wording import caption, in_words

FATES = ("added", "changed", "withdrawn")


@dataclass(frozen=True)
class Cell:
    """What stood in a cell, in words, and where."""

    words: str
    source: Source


@dataclass(frozen=True)
class Altered:
    """A property before and after; None: nothing was said of it."""

    prop: Property
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True)
class Alteration:
    """What a change did to what a file says about one thing."""

    fate: str
    """One of FATES."""
    kind: Kind
    caption: str
    file: str
    properties: tuple[Altered, ...]


@dataclass(frozen=True)
class Alterations:
    """All that a change altered, and how many things its files said again as before, by kind."""

    change: Change
    things: list[Alteration]
    again: dict[str, int]

    def of(self, fate: str) -> list[Alteration]:
        return [one for one in self.things if one.fate == fate]

    def count(self, fate: str) -> dict[str, int]:
        """How many things of each kind met this fate."""
        return dict(Counter(one.kind.name for one in self.of(fate)))


def altered(view: View, change: Change) -> Alterations:
    """Each statement of a change beside what the same file said about the thing when it was made."""
    things, again = list[Alteration](), Counter[str]()
    with uncollected():
        stated = list(view.stated_in(change.number))
        earlier = _Earlier(view, change, stated)
        for said in stated:
            if found := _alteration(said, earlier):
                things.append(found)
            else:
                again[said.statement.kind] += 1
    return Alterations(change, things, dict(again))


class _Earlier:
    """What had been said, and counted, when a change was made."""

    def __init__(self, view: View, change: Change, stated: list[Said]) -> None:
        self._change = change
        live = live_changes(one for one in view.history() if one.number < change.number)
        self._canon = Canon(one for number, one in view.decisions_made() if live.get(number))
        self._said: dict[str, list[Said]] = {}
        for said in view.ever_stated({one.entity for one in stated}):
            if said.change == change.number or live.get(said.change):
                self._said.setdefault(said.entity, []).append(said)
        self._newest = {
            speaker(said.statement): said
            for each in self._said.values()
            for said in each
            if said.change != change.number
        }

    def of(self, said: Said) -> Mapping[str, tuple[Said, Fact]]:
        """For each property what stood there before; of a first edit what showed in the map."""
        before = self._newest.get(speaker(said.statement))
        if before is not None:
            return {name: (before, fact) for name, fact in before.statement.facts.items()}
        return dict(self._shown(said)) if said.statement.file == EDITS else {}

    def _shown(self, said: Said) -> Iterator[tuple[str, tuple[Said, Fact]]]:
        kind = BY_NAME[said.statement.kind]
        others = counting(one for one in self._said[said.entity] if one.change != self._change.number)
        for name in said.statement.facts:
            if not kind[name].several and (heard := voices(kind, kind[name], others, self._canon)):
                one = standing(heard).said[-1]
                yield name, (one, one.statement.facts[name])

    def caption(self, said: Said) -> str:
        return caption((one.statement for one in self._said.get(said.entity, ())), said.statement.thing)


def _alteration(said: Said, earlier: _Earlier) -> Alteration | None:
    """None where the file says again what it said before."""
    one, before = said.statement, earlier.of(said)
    kind = BY_NAME[one.kind]
    names = [prop.name for prop in kind.properties if prop.name in before or prop.name in one.facts]
    properties = tuple(
        Altered(kind[name], _cell(kind[name], *before[name]) if name in before else None, _now(kind[name], said))
        for name in names
        if name not in before or name not in one.facts or before[name][1].value != one.facts[name].value
    )
    fate = "withdrawn" if one.withdrawn else "changed" if before else "added"
    return Alteration(fate, kind, earlier.caption(said), one.file, properties) if properties else None


def _now(prop: Property, said: Said) -> Cell | None:
    fact = said.statement.facts.get(prop.name)
    return _cell(prop, said, fact) if fact else None


def _cell(prop: Property, said: Said, fact: Fact) -> Cell:
    return Cell(in_words(prop, fact), said.source(fact))
