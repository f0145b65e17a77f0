"""Records as columns, for a page that holds very many: each name once, each value that repeats once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any


def columns(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Records that share their names, as ``{"rows": n, "columns": {name: values}}``.

    Values stand as they are; long runs of one as ``{"runs": [[value, how often], ...]}``; whole numbers that hardly
    change as ``{"steps": from each to the next}``; values that repeat as ``{"of": distinct values, "at": the place of
    each row's}``.
    """
    names = list(records[0]) if records else []
    return {"rows": len(records), "columns": {name: _column([one[name] for one in records]) for name in names}}


def _column(values: list[Any]) -> Any:
    runs = [[value, len(list(same))] for value, same in groupby(values)]
    if len(runs) * 4 < len(values):
        return {"runs": runs}
    if all(type(value) is int for value in values):
        return _numbers(values)
    places: dict[str, int] = {}
    distinct: list[Any] = []
    at = []
    for value in values:
        mark = repr(value)
        if mark not in places:
            places[mark] = len(distinct)
            distinct.append(value)
        at.append(places[mark])
    return {"of": distinct, "at": at} if len(distinct) * 2 <= len(values) else values


def _numbers(values: list[int]) -> Any:
    steps = [after - before for before, after in pairwise([0, *values])]
    return {"steps": steps} if len(str(steps)) < len(str(values)) else values
