"""How like two names are spelt, word by word: one word that differs much makes another name of it."""

from __future__ import annotations

from collections.abc import Sequence

from partnermap.likeness.reference import words

LEAST = 0.7
"""Words less like than this are different words; of words of three letters, one letter may differ."""
LONG = 6
"""In names of so many words a few may differ altogether."""


def near(one: str, other: str) -> float:
    """How like two words are, from 0 to 1.

    Two places that are easily taken for one another are not alike, nor is a word and the same with three letters more
    (Gloucester, Gloucestershire). A slip at the first letter is rare.
    """
    from rapidfuzz import fuzz

    if one == other:
        return 1.0
    places = words().place
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if (one in places and other in places) or (len(longer) - len(shorter) > 2 and longer.startswith(shorter)):
        return 0.0
    alike = fuzz.ratio(one, other) / 100 * (1 if one[:1] == other[:1] else 0.88)
    return alike if alike >= (LEAST if len(longer) > 3 else 0.6) else 0.0


def spelt(one: Sequence[str], other: Sequence[str]) -> float:
    """How like two names are spelt, from 0 to 95."""
    if not (one and other):
        return 0.0
    if len(one) == len(other):
        found = max(_in_turn(one, other), _in_turn(sorted(one), sorted(other)))
    else:
        found = _without_spaces("".join(one), "".join(other))
    if not found and min(len(one), len(other)) >= LONG:
        found = _mostly(one, other)
    return round(min(95.0, found * 100 - 2), 1) if found else 0.0


def _in_turn(one: Sequence[str], other: Sequence[str]) -> float:
    alike = [near(*pair) for pair in zip(one, other, strict=True)]
    letters = [len(word) for word in one]
    mean = sum(map(float.__mul__, alike, map(float, letters))) / sum(letters)
    return (mean + min(alike)) / 2 if all(alike) else 0.0


def _without_spaces(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    found = fuzz.ratio(one, other) / 100
    return found if found >= 0.95 and near(one, other) else 0.0


def _mostly(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of letters in words that both have, misspelt or not."""
    left, shared = list(other), 0.0
    for word in one:
        best = max(left, key=lambda each: near(word, each), default="")
        if best and near(word, best):
            left.remove(best)
            shared += len(word) + len(best)
    return shared / (len("".join(one)) + len("".join(other)))
