"""Whether a text mentions one of some names, as whole words and whatever their case."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from partnermap.store.ids import fold

_WORD = re.compile(r"\w+")


class Mentions:
    """Texts that mention one of the names are "in" it. The time it takes does not grow with the number of names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in names:
            if words := _words(name):
                self._by_first[words[0]].add(words)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def __contains__(self, text: str) -> bool:
        words = _words(text)
        return any(
            words[at : at + len(name)] == name
            for at, word in enumerate(words)
            if word in self._by_first
            for name in self._by_first[word]
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))
