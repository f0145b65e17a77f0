"""Whether a text mentions one of some names, as whole words, however people spell them.

Case, accents, signs that nobody sees, hyphens, apostrophes, "&" for "and" and the s of a plural do not tell words
apart here, and the words of a name may be run together, as in an address: what is blanked too often can be asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from partnermap.store.ids import fold

_WORD = re.compile(r"[^\W_]+")
_OWNED = re.compile(r"(?<=\w)['’‘ʼ`´]s\b|['’‘ʼ`´]")


class Mentions:
    """Texts that mention one of the names are "in" it. The time it takes does not grow with the number of names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in names:
            if words := _words(name):
                self._by_first[words[0]].add(words)
                self._by_first["".join(words)].add(("".join(words),))

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
    plain = _plain(fold(text)).replace("&", " and ")
    return tuple(_singular(word) for word in _WORD.findall(_OWNED.sub("", plain)))


def _plain(text: str) -> str:
    """Without accents, and without signs that nobody sees."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cf"))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
