"""Which things a text may mean, likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from partnermap.likeness.facts import CODE, Facts, facts_of
from partnermap.likeness.index import Entry, Index
from partnermap.likeness.known import Known
from partnermap.likeness.pairs import Alike, compare
from partnermap.likeness.parts import Parts, parts_of
from partnermap.store.base import View
from partnermap.store.ids import kind_of

FLOOR = 60.0
"""What scores less is not suggested."""
SAME_CODE = 97.0
TAKEN_PLACE = 8.0
"""So much less likely than a thing is what took its place."""
AT_ONCE = 250
"""Texts that are compared with all names in one go: 20 MB for 20,000 names."""

_SEEN = ("spelt alike", "the same name", "the same but for", "the same words")


@dataclass(frozen=True, slots=True)
class Likely:
    """A thing that a text may mean."""

    thing: str
    name: str
    """As the map writes it."""
    score: float
    """From 0 to 100, where only the name itself, or another that the map has for it, scores 100."""
    reason: str
    """In plain words, to stand in brackets."""

    @property
    def told(self) -> str:
        """The name, with the reason where the two texts themselves do not show it."""
        return f"“{self.name}”" if self.reason.startswith(_SEEN) else f"“{self.name}” ({self.reason})"


class Likeness:
    """Which things a text that nobody defines may mean; never decides anything.

    It knows the names that ``names`` knows, also those that are added later. Of the map itself (``view``, which has to
    be open when it is first asked) it knows codes and successions.
    """

    def __init__(self, names: Known, view: View | None = None) -> None:
        self._names = names
        self._view = view
        self._indexes: dict[str, Index] = {}

    def likely(self, kinds: tuple[str, ...], text: str, limit: int = 3) -> list[Likely]:
        """Up to ``limit`` things of these kinds that the text may mean, likeliest first; none where nothing is like it.

        What somebody has decided to be different is not among them.
        """
        return self.all_likely(kinds, (text,), limit)[text]

    def all_likely(self, kinds: tuple[str, ...], texts: Sequence[str], limit: int = 3) -> dict[str, list[Likely]]:
        """The same for many texts at once."""
        asked = [parts_of(text) for text in dict.fromkeys(texts)]
        found: dict[str, list[Likely]] = {}
        for first in range(0, len(asked), AT_ONCE):
            some = asked[first : first + AT_ONCE]
            looks = [list(self._index(kind).worth_a_look(some)) for kind in dict.fromkeys(kinds)]
            for parts, *entries in zip(some, *looks, strict=True):
                found[parts.text] = self._ranked(kinds, parts, [one for some in entries for one in some], limit)
        return found

    def coded(self, kinds: tuple[str, ...], code: str, text: str = "") -> list[Likely]:
        """The things of these kinds that an official code is of, or that have it for another name.

        ``text``: the name beside the code; what somebody has decided to be different from it is not among them.
        """
        things = {thing for thing in self._facts.codes.get(code.upper(), ()) if kind_of(thing) in kinds}
        if (known := self._names.known(kinds, code)) is not None:
            things.add(known)
        things = {self._names.standing_for(thing) for thing in things} - self._names.told_apart(kinds, text)
        found = [(self._names.written(thing), thing) for thing in things if thing in self._names]
        return [Likely(thing, name, SAME_CODE, f"the same code {code}") for name, thing in sorted(found)]

    def _index(self, kind: str) -> Index:
        index = self._indexes.setdefault(kind, Index())
        for written in self._names.all_written(kind)[len(index.entries) :]:
            index.add(written)
        return index

    @cached_property
    def _facts(self) -> Facts:
        return facts_of(self._view)

    def _ranked(self, kinds: tuple[str, ...], text: Parts, entries: list[Entry], limit: int) -> list[Likely]:
        best: dict[str, Alike] = {}
        for thing, alike in (*self._by_name(text, entries), *self._by_code(kinds, text)):
            _keep(best, thing, alike)
        for thing, alike in list(self._by_succession(best)):
            _keep(best, thing, alike)
        for thing in self._names.told_apart(kinds, text.text):
            best.pop(thing, None)
        known = {thing: alike for thing, alike in best.items() if thing in self._names}  # not what is to be withdrawn
        found = [Likely(thing, self._names.written(thing), *alike) for thing, alike in known.items()]
        return sorted(found, key=lambda one: (-one.score, one.name, one.thing))[:limit]

    def _by_name(self, text: Parts, entries: list[Entry]) -> Iterator[tuple[str, Alike]]:
        for written, parts in entries:
            alike = compare(text, parts)
            thing = self._names.standing_for(written.thing)
            if written.is_alias or thing != written.thing:
                alike = _as_alias(alike, written.text)
            yield thing, alike

    def _by_code(self, kinds: tuple[str, ...], text: Parts) -> Iterator[tuple[str, Alike]]:
        for code in dict.fromkeys(CODE.findall(text.text.upper())) if any(map(str.isdigit, text.text)) else ():
            for thing in self._facts.codes.get(code, ()):
                if kind_of(thing) in kinds:
                    yield thing, Alike(SAME_CODE, f"the same code {code}")

    def _by_succession(self, best: dict[str, Alike]) -> Iterator[tuple[str, Alike]]:
        pairs = ((was, now, alike) for was, alike in best.items() for now in self._facts.successors.get(was, ()))
        for was, now, alike in pairs:
            if was in self._names and now in self._names:
                year = self._facts.year(was, now)
                told = f"former name: {self._names.written(was)}, succeeded by {self._names.written(now)}"
                yield now, Alike(alike.score - TAKEN_PLACE, told + (f" from {year}" if year else ""))


def _as_alias(alike: Alike, written: str) -> Alike:
    """The likeness to another name of a thing, a little less telling unless it is that name."""
    reason = "its other name" if alike.score == 100 else f"{alike.reason}, for its other name “{written}”"
    return Alike(alike.score if alike.score == 100 else max(alike.score - 1, 0), reason)


def _keep(best: dict[str, Alike], thing: str, alike: Alike) -> None:
    """Of what speaks for a thing, the strongest."""
    known = best.get(thing)
    if alike.score >= FLOOR and (known is None or (-alike.score, alike.reason) < (-known.score, known.reason)):
        best[thing] = alike
