"""What a name is made of: the words that tell it from others, and the form that says what sort of body it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from partnermap.likeness.reference import Body, abbreviations, folded_abbreviations, words
from partnermap.likeness.spelling import Word, joined, normal, split_marks, words_of
from partnermap.store.ids import fold

_BRACKETED = re.compile(r"(?P<outside>.*\S)\s*\((?P<inside>[^()]+)\)\s*", re.DOTALL)
_ALONE = re.compile(r"[^\W_](?:[\w&.'’]*[^\W_])?")
NO_BODY = Body("", "")


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart. Words are in normal form, letters that stand for words are written out."""

    text: str
    folded: str
    normal: str
    marks: str
    """The footnote marks at its end."""
    unmarked: str
    """The normal form without them."""
    full: str
    """The normal form with letters written out."""
    letters: tuple[str, ...]
    """The letters that were written out, as written."""
    outside: str
    """The normal form of what stands before brackets; blank: there are none."""
    bracket: str
    """What stands in brackets, with them."""
    body: Body
    forms: tuple[str, ...]
    """What says which sort of body it is, as written."""
    words: tuple[Word, ...]
    """What is left without that."""
    core: tuple[str, ...]
    """Of these, the words that are not small ones."""
    key: tuple[str, ...]
    """The same in the order of the alphabet."""

    @property
    def differs(self) -> frozenset[str]:
        """The words that tell one place, group or number from another."""
        telling = words().differs
        found = (one.removesuffix("s") if one.removesuffix("s") in telling else one for one in self.core)
        return frozenset(one for one in found if one in telling or any(letter.isdigit() for letter in one))


@lru_cache(maxsize=1 << 16)
def parts_of(text: str) -> Parts:
    """Take a name apart."""
    name, marks = split_marks(text)
    outside, bracket, turned = _bracket(name)
    long, letters = _written_out(turned)
    found = words_of(long)
    body, forms, rest = _without_form(found)
    core = tuple(word.norm for word in rest if word.norm not in words().small) or tuple(one.norm for one in rest)
    return Parts(
        text, fold(text), normal(text), marks, normal(name), normal(long), letters, outside, bracket,
        body, forms, rest, core, tuple(sorted(core)),
    )  # fmt: skip


def _written_out(text: str) -> tuple[str, tuple[str, ...]]:
    """A name with its letters written out, and the letters. In a name all in capitals they cannot be told."""
    known = abbreviations()
    if alone := folded_abbreviations().get(text.strip().casefold()):
        return known[alone], (alone,)
    if text.isupper() and text.strip() not in known:
        return text, ()
    found = tuple(one for one in _ALONE.findall(text) if one in known)
    for one in found:
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", lambda match: known[match[0]], text)
    return text, found


def _bracket(text: str) -> tuple[str, str, str]:
    """What stands before brackets, the brackets, and the name in the order in which its form is found: area first."""
    found = _BRACKETED.fullmatch(text) if text.rstrip().endswith(")") else None
    if not found:
        return "", "", text
    if is_initials(found["inside"], found["outside"]) or _may_be_its_letters(found["inside"], found["outside"]):
        return normal(found["outside"]), f"({found['inside']})", found["outside"]
    return normal(found["outside"]), f"({found['inside']})", f"{found['inside']} {found['outside']}"


def _may_be_its_letters(inside: str, outside: str) -> bool:
    """Whether brackets hold capitals that may stand for the name before them: Hartlow DC (HDC)."""
    return inside.isupper() and inside.isalpha() and 1 < len(inside) <= 6 and inside[0] == outside[:1].upper()


def is_initials(letters: str, text: str) -> bool:
    """Whether a text is letters, mostly capitals, with which the words of a name begin; small words may be left out."""
    if len(letters) > 12 or sum(map(str.isupper, letters)) < 2:
        return False
    return normal(letters).replace(" ", "") in initials_of(text)


@lru_cache(maxsize=1 << 16)
def initials_of(text: str) -> frozenset[str]:
    """With which letters the words of a name begin, with small words and without; at least two."""
    found = [word.norm for word in words_of(text)]
    without = [one for one in found if one not in words().small]
    ands = [one for one in found if one == "and" or one not in words().small]
    return frozenset("".join(one[0] for one in some) for some in (found, without, ands) if len(some) > 1)


def _without_form(found: tuple[Word, ...]) -> tuple[Body, tuple[str, ...], tuple[Word, ...]]:
    """The sort of body that the words name, how that is written, and the other words; at least one is left."""
    body, forms, rest = NO_BODY, tuple[str, ...](), found
    while joined(rest) not in words().whole and (form := next(_forms(rest), None)):
        said, shown, left = form
        if body.sort not in ("", said.sort) or not any(_names(word) for word in left):
            break
        body = Body(said.sort, body.tier or said.tier)
        forms, rest = (*forms, *shown), left
    return body, forms, rest


def _names(word: Word) -> bool:
    """Whether a word names something by itself: “Connexions Grant” is no Connexions of Grant."""
    return word.norm not in words().general and word.norm not in words().small


def _forms(found: tuple[Word, ...]) -> Iterator[tuple[Body, tuple[str, ...], tuple[Word, ...]]]:
    """The forms that a name has, the longest first."""
    known, texts = words(), [word.norm for word in found]
    for (head, tail), body in known.around.items() if len(found) > 2 else ():
        first, last = len(head.split()), len(found) - len(tail.split())
        if first < last and texts[:first] == head.split() and texts[last:] == tail.split():
            yield body, (_shown(found[:first]), _shown(found[last:])), found[first:last]
    for size in range(min(len(found) - 1, 9), 0, -1):
        if after := known.after.get(" ".join(texts[-size:])):
            yield after, (_shown(found[-size:]),), found[:-size]
        if before := known.before.get(" ".join(texts[:size])):
            yield before, (_shown(found[:size]),), found[size:]


def _shown(some: tuple[Word, ...]) -> str:
    return " ".join(word.shown for word in some if word.shown)
