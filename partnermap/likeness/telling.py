"""In what two names differ, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.likeness.parts import Parts
from partnermap.likeness.reference import words
from partnermap.likeness.spelling import Word, words_of


def but_for(*shown: str) -> str:
    """The same but for these words, each told once."""
    told = list(dict.fromkeys(f"“{text}”" for text in shown if text))
    return f"the same but for {listed(told)}" if told else "the same words in another order"


def listed(told: list[str]) -> str:
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def small_differences(one: Parts, other: Parts) -> str:
    """In what two spellings of one normal form differ."""
    found = list(dict.fromkeys(_differences(words_of(one.text), words_of(other.text))))
    if len(found) == 1 and (short := found[0]) not in ("&", "+", "St") and short.casefold() in words().short:
        return f"{short} is short for {' '.join(words().short[short.casefold()]).capitalize()}"
    told = [f"“{text}”" for text in found]
    if _says_the(one) != _says_the(other):
        told.append("“the”")
    return f"the same but for {listed(told or ['punctuation'])}"


def _differences(one: tuple[Word, ...], other: tuple[Word, ...]) -> Iterator[str]:
    """Of each word that is written in two ways, the short one."""
    for ours, theirs in zip(one, other, strict=True):
        shown = sorted((ours.shown, theirs.shown), key=lambda text: (len(text), text))
        if _plain(ours.shown) != _plain(theirs.shown) and all(shown):
            yield shown[0]


def _plain(shown: str) -> str:
    return "".join(letter for letter in shown.casefold() if letter.isalnum()) or shown


def _says_the(name: Parts) -> bool:
    return "the" in name.folded.split()
