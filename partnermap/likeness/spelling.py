"""A name as it is compared with others: without what people write now one way, now another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from partnermap.likeness.reference import words as known
from partnermap.store.ids import fold

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*|[&+]")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
_TURNED = re.compile(r"(?P<name>.+), *(?P<form>[^,]*\bof)(?: the)? *", re.IGNORECASE)
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍ"
_SIGN = rf"\(\s*(?:\d{{1,2}}|[^\W\d_])\s*\)|\[\s*(?:\d{{1,2}}|[^\W\d_])\s*\]|[*†‡§¶]+|[{_SUPERSCRIPT}]+"
_MARKS = re.compile(rf"(?P<name>.*?\S)(?P<marks>(?:[\s,]*(?:{_SIGN}))+)\s*", re.DOTALL)


class Word(NamedTuple):
    """One word of a name, in the form in which it is compared, and as it is written (blank: with the one before)."""

    norm: str
    shown: str


def marks_off(text: str) -> str:
    """A name without the footnote marks at its end.

    Marks are one or two digits or a single letter in brackets (``Connexions(1)``, ``Levy (a)``, ``Fund [2]``), raised
    digits and letters (``Fund ¹``) and the signs ``* † ‡ § ¶``. Nothing else is taken off: ``Block 1`` and
    ``Police (Kent)`` stay, and so does a text that is nothing but marks.
    """
    return split_marks(text)[0]


def split_marks(text: str) -> tuple[str, str]:
    """A name, and the footnote marks at its end."""
    found = _MARKS.fullmatch(text)
    return (found["name"], found["marks"].strip(" ,\t\n")) if found else (text.strip(), "")


def normal(text: str) -> str:
    """The form in which two spellings are compared: they are one spelling if their normal forms are the same.

    Case, width, accents, apostrophes and all other punctuation go; so does “the”. ``&`` and ``+`` are “and”; ``St``
    before another word is “saint”, and other short forms (``Herts``, ``N`` in front, ``Upon``) are written out, as
    ``data/reference/words.csv`` has them; letters with stops between are one word; ``Bristol, City of`` is
    “city of bristol”. The order of words, and forms such as “Council”, stay. A text of which nothing would be left is
    only folded.
    """
    return joined(words_of(text)) or fold(text)


def joined(words: Iterable[Word]) -> str:
    return " ".join(word.norm for word in words)


@lru_cache(maxsize=1 << 16)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a name in normal form, each with what is written."""
    plain = unicodedata.normalize("NFKC", text)
    if turned := _TURNED.fullmatch(plain):
        plain = f"{turned['form']} {turned['name']}"
    found = [Word(_bare(shown), shown) for shown in _WORD.findall(plain)]
    return tuple(_long(_together([word for word in found if word.norm not in ("the", "")])))


def _bare(shown: str) -> str:
    if shown in "&+":
        return "and"
    letters = unicodedata.normalize("NFKD", shown.translate(_APOSTROPHES).casefold())
    return letters if letters.isascii() else "".join(one for one in letters if not unicodedata.combining(one))


def _together(words: list[Word]) -> list[Word]:
    """Letters that stand alone, two or more in a row, are one word: N.R.F."""
    made: list[Word] = []
    lone = False
    for word in words:
        alone = len(word.norm) == 1 and word.norm.isalpha()
        if alone and lone:
            made[-1] = Word(made[-1].norm + word.norm, made[-1].shown + word.shown)
        else:
            made.append(word)
        lone = alone
    return made


def _long(words: list[Word]) -> Iterator[Word]:
    """Short forms are written out."""
    table, last = known(), len(words) - 1
    for place, word in enumerate(words):
        means = table.short.get(word.norm, (word.norm,))
        if place < last:
            means = table.short_not_last.get(word.norm, means)
        if place == 0 < last:
            means = table.short_at_start.get(word.norm, means)
        first, *more = means
        yield Word(first, word.shown)
        yield from (Word(one, "") for one in more)
