"""The ids of sums: by their keys, and their places among the sums of their file that share them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from partnermap.model import ALLOCATION, BLANK_MEANS
from partnermap.store.base import Fact
from partnermap.store.ids import extend_id, fold, make_id

Columns = Mapping[str, Sequence[Fact | None]]
HELD = ALLOCATION.key[:-1]
"""What tells a sum from others, but for its line."""
_BUDGET = BLANK_MEANS["Allocation", "basis"]


def identify(facts: Columns, count: int, alike: dict[str, int]) -> list[str]:
    """The ids of so many sums. ``alike``: how many of the file's sums had each key so far; it is counted on."""
    blank = [None] * count
    keys = list(zip(*(_values(facts.get(name, blank)) for name in HELD), strict=True))
    begins = {key: make_id("Allocation", _parts(key)) for key in set(keys)}
    found = []
    for key, line in zip(keys, facts.get("line", blank), strict=True):
        thing = extend_id(begins[key], line and fold(line.value))
        alike[thing] = place = alike.get(thing, 0) + 1
        found.append(f"{thing}|{place}")
    return found


def _values(column: Sequence[Fact | None]) -> list[Any]:
    return [fact and fact.value for fact in column]


def _parts(key: tuple[Any, ...]) -> list[str | None]:
    return [_BUDGET if name == "basis" and part is None else part for name, part in zip(HELD, key, strict=True)]
