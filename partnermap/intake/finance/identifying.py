"""The ids of sums: by their keys, and their places among the sums of their file that share them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partnermap.intake.finance.lines import Column
from partnermap.model import ALLOCATION, BLANK_MEANS
from partnermap.store.ids import extend_id, fold, make_id

_KEY = ALLOCATION.key[:-1]
"""What tells a sum from others, but for its line."""
_BUDGET = BLANK_MEANS["Allocation", "basis"]


def identify(facts: Mapping[str, Column], count: int, alike: dict[str, int]) -> list[str]:
    """The ids of so many sums, by their facts, property by property.

    ``alike``: how many of the file's sums had each key so far; these sums are added to it.
    """
    blank: Column = [None] * count
    keys = list(zip(*(_values(facts.get(name, blank)) for name in _KEY), strict=True))
    begins = {key: make_id("Allocation", _parts(key)) for key in set(keys)}
    found = []
    for key, line in zip(keys, facts.get("line", blank), strict=True):
        thing = extend_id(begins[key], line and fold(line.value))
        alike[thing] = place = alike.get(thing, 0) + 1
        found.append(f"{thing}|{place}")
    return found


def _values(column: Column) -> list[Any]:
    return [fact and fact.value for fact in column]


def _parts(key: tuple[Any, ...]) -> list[str | None]:
    return [_BUDGET if name == "basis" and part is None else part for name, part in zip(_KEY, key, strict=True)]
