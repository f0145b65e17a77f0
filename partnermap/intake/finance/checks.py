"""Checks on the money of an import: what looks wrong beside the rest of the file and beside the map.

Each rule is stated in its warning. None stops an import: a sum may be odd and right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.planning import TableResult
from partnermap.intake.finance.sums import written
from partnermap.intake.finance.totals import figure
from partnermap.intake.finance.years import first_year, years_in
from partnermap.intake.problems import Problem
from partnermap.model import ALLOCATION, BLANK_MEANS
from partnermap.store.base import Statement, View

FAR = 5
"""A sum is far from those of other years if it is so many times their median, or that part (a fifth) of it."""
FAR_PENCE = 1_000_000
"""And if it lies at least so far from it (£10,000)."""
THOUSANDS = (300, 3_000)
"""Sums so many times those of the same stream elsewhere may be in pounds where the others are in thousands."""
FAR_YEARS = 10
"""A year so far from the middle one of its table is out of step."""
_BUDGET = BLANK_MEANS["Allocation", "basis"]


@dataclass(frozen=True, slots=True)
class _Sum:
    """One sum, planned or in the map."""

    stream: str
    recipient: str | None
    area: str | None
    year: str
    basis: str
    pence: int
    statement: Statement | None

    @property
    def series(self) -> tuple[str, str | None, str | None, str]:
        return self.stream, self.recipient, self.area, self.basis


def check_money(view: View, tables: Sequence[TableResult], statements: Sequence[Statement]) -> list[Problem]:
    """Warnings about what an import would state, held against itself and against the map."""
    planned = [one for statement in statements if statement.kind == "Allocation" and (one := _planned(statement))]
    files = {one.table.file for one in tables}
    planned = [one for one in planned if one.statement and one.statement.file in files]
    streams = {one.stream for one in planned}
    known = [one for one in _in_map(view, {s.thing for s in statements}) if one.stream in streams] if planned else []
    found: list[Problem] = []
    for table in (result.table for result in tables):
        found += [*_row_totals(table), *_other_year_in_title(table)]
    found += [*_units(planned, known), *_far(planned, known), *_twice(planned, known), *_years_out_of_step(planned)]
    return found


def _planned(one: Statement) -> _Sum | None:
    facts = one.facts
    if "amount" not in facts or "breakdown" in facts:
        return None
    said: dict[str, Any] = {name: fact.value for name, fact in facts.items()}
    basis = facts["basis"].value if "basis" in facts else _BUDGET
    return _Sum(
        said["stream"], said.get("recipient"), said.get("area"), said["year"], basis, facts["amount"].value, one
    )


def _in_map(view: View, without: set[str]) -> Iterator[_Sum]:
    columns = view.things(ALLOCATION)
    names = ("id", "stream", "recipient", "area", "year", "basis", "amount", "breakdown")
    for thing, stream, recipient, area, year, basis, amount, breakdown in zip(
        *(columns[n] for n in names), strict=True
    ):
        if amount is not None and not breakdown and thing not in without:
            yield _Sum(stream, recipient, area, year, basis or _BUDGET, amount, None)


def _warning(code: str, one: Statement, message: str, hint: str, name: str = "amount") -> Problem:
    fact = one.facts[name]
    heading = ALLOCATION[name].heading
    return Problem(code, "warning", one.file, one.sheet, fact.cell(one.row), heading, str(fact.text), message, hint)


# -- units ---------------------------------------------------------------------------------------


def _units(planned: list[_Sum], known: list[_Sum]) -> Iterator[Problem]:
    """Whether the sums of a stream are about a thousand times, or a thousandth of, those that the map has of it."""
    before = _by(known, lambda one: (one.stream, one.recipient))
    ratios: dict[str, list[float]] = {}
    first: dict[str, Statement] = {}
    for one in planned:
        same = before.get((one.stream, one.recipient))
        usual = median(abs(other.pence) for other in same) if same else 0
        if usual and one.pence and one.statement:
            ratios.setdefault(one.stream, []).append(abs(one.pence) / usual)
            first.setdefault(one.stream, one.statement)
    low, high = THOUSANDS
    for stream, found in ratios.items():
        ratio = median(found)
        if low <= ratio <= high or low <= 1 / ratio <= high:
            more = "a thousand times" if ratio > 1 else "a thousandth of"
            name = first[stream].facts["stream"].text
            yield _warning(
                "unit-suspect", first[stream], f"The sums of “{name}” are about {more} those that the map has of it.",
                "Check the unit: pounds or thousands. It can be set in the mapping: [money] unit.",
            )  # fmt: skip


# -- years ---------------------------------------------------------------------------------------


def _far(planned: list[_Sum], known: list[_Sum]) -> Iterator[Problem]:
    """Sums far from those of the other years of the same stream, recipient, area and basis."""
    series = _by([*planned, *known], lambda one: one.series)
    for one in planned:
        others = [other.pence for other in series[one.series] if other.year != one.year]
        if others and one.statement and one.pence and _is_far(one.pence, usual := int(median(others))):
            yield _warning(
                "far-from-other-years", one.statement,
                f"{written(one.pence)} in {one.year} is far from other years: their median is {written(usual)}.",
                f"Right, if it is so; told where a sum is over {FAR} times that median, or under a fifth of it.",
            )  # fmt: skip


def _is_far(pence: int, usual: int) -> bool:
    big, small = max(abs(pence), abs(usual)), min(abs(pence), abs(usual))
    return big > FAR * small and abs(pence - usual) >= FAR_PENCE


def _years_out_of_step(planned: list[_Sum]) -> Iterator[Problem]:
    """Years that lie far from the others of the same sheet."""
    for sums in _by(planned, lambda one: (one.statement.file, one.statement.sheet) if one.statement else None).values():
        middle = median(first_year(one.year) for one in sums)
        told = set()
        for one in sums:
            if abs(first_year(one.year) - middle) > FAR_YEARS and one.year not in told and one.statement:
                told.add(one.year)
                yield _warning(
                    "year-out-of-step", one.statement,
                    f"{one.year} lies more than {FAR_YEARS} years from the other years of this table.",
                    "Correct it, if it is a slip.", "year",
                )  # fmt: skip


def _other_year_in_title(table: Laid) -> Iterator[Problem]:
    """Where a mapping gives the year, and the title above the table speaks of another alone."""
    given = table.mapping.constants.get("year")
    titled = {year.year for text in table.block.title_texts for year in years_in(text)}
    if given and len(titled) == 1 and given not in titled:
        (other,) = titled
        yield Problem(
            "year-out-of-step", "warning", table.file, table.sheet_name, None, None, other,
            f"The sums are taken for {given}, and the title speaks of {other}.", "Correct the year in the mapping.",
        )  # fmt: skip


# -- counted twice, and parts --------------------------------------------------------------------


def _twice(planned: list[_Sum], known: list[_Sum]) -> Iterator[Problem]:
    """The same sum of one stream for one recipient, area, year and basis a second time, here or in the map."""
    there = {(*one.series, one.year, one.pence) for one in known}
    seen: dict[Any, Statement] = {}
    for one in planned:
        key = (*one.series, one.year, one.pence)
        if not one.pence or one.statement is None:
            continue
        if key in seen and _line(seen[key]) == _line(one.statement):
            earlier = seen[key]
            at = earlier.facts["amount"].cell(earlier.row)
            yield _double(one, f"in {at} of {earlier.sheet}")
        elif key in there:
            yield _double(one, "in the map, from another file or another row")
        seen.setdefault(key, one.statement)


def _line(one: Statement) -> str:
    return str(one.facts["line"].value) if "line" in one.facts else ""


def _double(one: _Sum, where: str) -> Problem:
    assert one.statement
    return _warning(
        "possible-double-count", one.statement,
        f"The same sum, {written(one.pence)} of the same stream for the same recipient and year, stands {where}.",
        "Delete one, or tell the two apart by a line.",
    )  # fmt: skip


def _row_totals(table: Laid) -> Iterator[Problem]:
    """Columns that sum the others of their row, and do not."""
    counted = [amount for amount in table.amounts if not amount.breakdown]
    for column in table.row_totals:
        like = table.amounts[0]
        for row in table.fates.data:
            said = figure(table, row, _at(like, column, table))
            parts = [figure(table, row, amount) for amount in counted]
            made = sum(part for part in parts if part is not None)
            if said is not None and any(part is not None for part in parts) and said != made:
                cell = f"{table.block.letter(column)}{table.number(row)}"
                yield Problem(
                    "total-differs", "warning", table.file, table.sheet_name, cell, table.block.heading(column),
                    written(said), f"The row's own total is {written(said)}, and its sums make {written(made)}: "
                    f"a difference of {written(said - made)}.", "The sums are imported as they are.",
                )  # fmt: skip


def _at(amount: Amount, column: int, table: Laid) -> Amount:
    return replace(amount, index=column, letter=table.block.letter(column))


def _by(sums: Iterable[_Sum], key: Callable[[_Sum], Any]) -> dict[Any, list[_Sum]]:
    groups: dict[Any, list[_Sum]] = {}
    for one in sums:
        groups.setdefault(key(one), []).append(one)
    return groups
