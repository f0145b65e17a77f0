"""Sums that stand a second time, in the files at hand or in the map."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from partnermap.intake.finance.compared import Sum, warning
from partnermap.intake.finance.sums import written
from partnermap.intake.problems import Problem
from partnermap.store.base import Said, View

EACH = 10
"""So many that stand a second time in a column are told one by one; of more their number, and the first."""
FIRST = 3
DELETE = "Delete one, or tell the two apart by a line."
DELETE_MANY = "Delete one of each, or tell the two apart by a line."
SAME_LIST = "Where one list came in twice, keep one of the two: partnermap undo takes the other back."


class _Repeat(NamedTuple):
    one: Sum
    first: Sum

    @property
    def column(self) -> tuple[str, str, str, bool]:
        """File, sheet and column of the sum, and whether it repeats one in the map."""
        assert self.one.rows
        fact = self.one.rows.facts["amount"][self.one.at]
        assert fact
        return self.one.rows.file, self.one.rows.sheet, fact.column, self.first.rows is None


def repeated(view: View, planned: list[Sum], known: list[Sum], told: Set[tuple[str, str, str]]) -> Iterator[Problem]:
    """The same sum of one stream for one recipient, area, year and basis a second time, here or in the map.

    ``told``: file, sheet and address of sums of which that is told already.
    """
    columns: dict[tuple[str, str, str, bool], list[_Repeat]] = {}
    for repeat in _repeats(planned, known):
        if not told or _place(repeat.one) not in told:
            columns.setdefault(repeat.column, []).append(repeat)
    for found in columns.values():
        yield from _one_by_one(view, found) if len(found) <= EACH else [_together(view, found)]


def _repeats(planned: list[Sum], known: list[Sum]) -> Iterator[_Repeat]:
    there = {one[:3]: one for one in known}
    seen: dict[Any, Sum] = {}
    for one in planned:
        key = one[:3]
        if not one.pence:
            continue
        if key in seen and _line(seen[key]) == _line(one):
            yield _Repeat(one, seen[key])
        elif key in there:
            yield _Repeat(one, there[key])
        seen.setdefault(key, one)


def _line(one: Sum) -> str:
    assert one.rows
    fact = one.rows.facts["line"][one.at] if "line" in one.rows.facts else None
    return str(fact.value) if fact else ""


def _place(one: Sum) -> tuple[str, str, str]:
    statement = one.statement
    return statement.file, statement.sheet, statement.facts["amount"].cell(statement.row)


def _one_by_one(view: View, repeats: list[_Repeat]) -> Iterator[Problem]:
    for repeat, where in zip(repeats, _firsts(view, repeats), strict=True):
        yield warning(
            "possible-double-count", repeat.one.statement,
            f"The same sum, {written(repeat.one.pence)} of the same stream for the same recipient and year, "
            f"stands in {where}.", DELETE,
        )  # fmt: skip


def _together(view: View, repeats: list[_Repeat]) -> Problem:
    shown = repeats[:FIRST]
    cells = [f"{_place(one)[2]} in {where}" for (one, _), where in zip(shown, _firsts(view, shown), strict=True)]
    return warning(
        "possible-double-count", repeats[0].one.statement,
        f"{len(repeats):,} sums, {written(sum(one.pence for one, _ in repeats))} in all, stand a second time, of the "
        f"same stream for the same recipient and year: {', '.join(cells)} and {len(repeats) - FIRST:,} more.",
        SAME_LIST if repeats[0].first.thing else DELETE_MANY,
    )  # fmt: skip


def _firsts(view: View, repeats: list[_Repeat]) -> list[str]:
    """Where the sums stand that these repeat."""
    in_map = [repeat.first.thing for repeat in repeats if repeat.first.thing]
    said = {one.entity: one for one in (view.statements(in_map) if in_map else ()) if "amount" in one.statement.facts}
    return [_where(repeat.first, said) for repeat in repeats]


def _where(first: Sum, said: dict[str, Said]) -> str:
    if not first.thing:
        _, sheet, address = _place(first)
        return f"{address} of {sheet}"
    one = said[first.thing]
    return f"the map, from {one.source(one.statement.facts['amount'])}"
