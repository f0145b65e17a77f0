"""What the reference facts say about names: words and their parts, short forms, other names, successions.

All of it is read from ``data/reference`` at first need, and kept as long as the program runs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from partnermap.resources import data_folder


class Body(NamedTuple):
    """What sort of body a form such as “District Council” tells of, and of which tier; blank: any."""

    sort: str
    tier: str


@dataclass(frozen=True, slots=True)
class Words:
    """``words.csv``: keys are single words or phrases in lower case, without “the”.

    Of a form the place of the name is told apart: after it (``before``), before it (``after``), within it (``around``).
    """

    short: dict[str, tuple[str, ...]] = field(default_factory=dict)
    short_at_start: dict[str, tuple[str, ...]] = field(default_factory=dict)
    short_not_last: dict[str, tuple[str, ...]] = field(default_factory=dict)
    before: dict[str, Body] = field(default_factory=dict)
    after: dict[str, Body] = field(default_factory=dict)
    around: dict[tuple[str, str], Body] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    differs: set[str] = field(default_factory=set)
    general: set[str] = field(default_factory=set)
    tail: set[str] = field(default_factory=set)
    pair: set[str] = field(default_factory=set)
    small: set[str] = field(default_factory=set)
    place: set[str] = field(default_factory=set)


class Other(NamedTuple):
    """Two names of one thing, the second often short."""

    name: str
    other: str


class Became(NamedTuple):
    """What took the place of something, from which year if that is known."""

    was: str
    now: str
    year: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of reference facts."""
    with (data_folder() / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def words() -> Words:
    """What single words and phrases do in a name."""
    found = Words()
    for row in rows("words"):
        for text in row["Words"].split("; "):
            plain = text.casefold().replace("'", "")
            if row["Part"] == "body":
                _take_form(found, plain, Body(row["Means"].casefold(), row["Tier"]))
            elif row["Part"] == "short":
                _take_short(found, plain, tuple(row["Means"].casefold().split()))
            else:
                getattr(found, row["Part"]).add(plain)
    return found


def _take_form(found: Words, text: str, body: Body) -> None:
    head, _, tail = (part.strip() for part in text.partition("*"))
    if head and tail:
        found.around[head, tail] = body
    elif head:
        found.before[head] = body
    else:
        found.after[tail] = body


def _take_short(found: Words, text: str, means: tuple[str, ...]) -> None:
    if text.startswith("* "):
        found.short_not_last[text.strip("* ")] = means
    elif text.endswith(" *"):
        found.short_at_start[text.strip("* ")] = means
    else:
        found.short[text] = means


@cache
def others() -> tuple[Other, ...]:
    """Every name with another that is used for it."""
    return tuple(_others())


def _others() -> Iterator[Other]:
    for row in rows("aliases"):
        yield Other(row["Name"], row["Short"])
    for row in rows("departments"):
        yield Other(row["Department"], row["Short name"])
    for row in rows("regions"):
        yield Other(row["Government Office"], row["Short name"])
    for row in rows("streams"):
        if row["Also called"]:
            yield Other(row["Stream"], row["Also called"])


@cache
def abbreviations() -> dict[str, str]:
    """What letters stand for, as they are written: NRF, DfES."""
    return {one.other: one.name for one in reversed(others()) if is_abbreviation(one.other)}


@cache
def folded_abbreviations() -> dict[str, str]:
    """Letters in lower case, as people also write them, and as they are written properly; at least three."""
    return {letters.casefold(): letters for letters in abbreviations() if len(letters) > 2}


def is_abbreviation(text: str) -> bool:
    """Whether a text is letters that stand for words."""
    return " " not in text and sum(letter.isupper() for letter in text) >= 2


@cache
def successions() -> tuple[Became, ...]:
    """What took the place of what: kinds of bodies, bodies, streams."""
    return tuple(Became(row["Was"], row["Became"], row["From"]) for row in rows("successions"))
