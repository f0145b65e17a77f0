"""Which of many names are worth a closer look for a text: those that share a handle with it, or are spelt alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from partnermap.likeness.changed import related
from partnermap.likeness.known import Written
from partnermap.likeness.parts import Parts, initials_of, parts_of
from partnermap.likeness.spelling import normal

SPELT_ALIKE = 8
"""So many of the names that are spelt likest are looked at."""
ALIKE = 60.0
"""Names that are less like as a whole (rapidfuzz's ratio) are not."""
COMMON = 200
"""A word that more names have leads to none of them by itself."""
LETTERS = 12


class Entry(NamedTuple):
    """A name that is known, taken apart."""

    written: Written
    parts: Parts


class Index:
    """Names of some kinds; more may be added."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._spellings: list[str] = []
        self._handles: dict[str, list[int]] = defaultdict(list)
        self._words: dict[str, list[int]] = defaultdict(list)

    def add(self, written: Written) -> None:
        place, parts = len(self.entries), parts_of(written.text)
        self.entries.append(Entry(written, parts))
        self._spellings.append(" ".join(parts.core))
        for handle in dict.fromkeys(_handles_of_name(parts)):
            self._handles[handle].append(place)
        for word in set(parts.core):
            self._words[word].append(place)

    def worth_a_look(self, texts: Sequence[Parts]) -> Iterator[list[Entry]]:
        """For each text the names that it may be like."""
        for parts, near in zip(texts, self._spelt_alike(texts), strict=True):
            places = {place for handle in _handles_of_text(parts) for place in self._handles.get(handle, ())}
            places.update(near, self._with_more_or_fewer_words(parts))
            yield [self.entries[place] for place in sorted(places)]

    def _with_more_or_fewer_words(self, parts: Parts) -> Iterator[int]:
        asked = set(parts.core)
        for word in asked:
            places = self._words.get(word, ())
            for place in places if len(places) <= COMMON else ():
                core = self.entries[place].parts.core
                if asked.issuperset(core) or asked.issubset(core):
                    yield place

    def _spelt_alike(self, texts: Sequence[Parts]) -> Iterator[list[int]]:
        from rapidfuzz import fuzz, process

        if not self.entries:
            yield from ([] for _ in texts)
            return
        asked = [" ".join(parts.core) for parts in texts]
        for row in process.cdist(asked, self._spellings, scorer=fuzz.ratio, score_cutoff=ALIKE):
            places = row.nonzero()[0]
            least = sorted(row[places])[-SPELT_ALIKE:][:1]  # as many more as are as like as the last of these
            yield [int(place) for place in places if row[place] >= least[0]]


def _handles_of_name(parts: Parts) -> Iterator[str]:
    yield from _common_handles(parts)
    for letters in initials_of(parts.text):
        yield f"begins {letters}"
    if letters := _letters(parts):
        yield f"letters {letters}"


def _handles_of_text(parts: Parts) -> Iterator[str]:
    yield from _common_handles(parts)
    for letters in initials_of(parts.text):
        yield f"letters {letters}"
    if letters := _letters(parts):
        yield f"begins {letters}"
    yield from (f"key {' '.join(key)}" for key in related(parts.key))


def _common_handles(parts: Parts) -> Iterator[str]:
    yield f"name {parts.unmarked}"
    yield f"full {parts.full}"
    yield f"key {' '.join(parts.key)}"
    if parts.outside:
        yield f"name {parts.outside}"


def _letters(parts: Parts) -> str:
    """What may be the first letters of the words of another name."""
    if len(parts.text) > LETTERS or sum(map(str.isupper, parts.text)) < 2:
        return ""
    return normal(parts.text).replace(" ", "")
