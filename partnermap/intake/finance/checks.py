"""Checks on the money of an import: what looks wrong beside the rest of the file and beside the map.

Each rule is stated in its warning. None stops an import: a sum may be odd and right.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Any, NamedTuple, TypeVar

from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.planning import TableResult
from partnermap.intake.finance.sums import written
from partnermap.intake.finance.totals import figure
from partnermap.intake.finance.years import first_year, years_in
from partnermap.intake.problems import Problem
from partnermap.model import ALLOCATION
from partnermap.store.base import StatedRows, Statement, View

FAR = 5
"""A sum is far from those of other years if it is so many times their median, or that part of it."""
FAR_PENCE = 1_000_000
"""And if it lies at least so far from it (£10,000)."""
THOUSANDS = (300, 3_000)
"""Sums so many times those of the same stream elsewhere may be in pounds where the others are in thousands."""
FAR_YEARS = 10
"""A year so far from the middle one of its table is out of step."""
Key = TypeVar("Key", bound=Hashable)


class _Sum(NamedTuple):
    """One sum, planned or in the map."""

    series: tuple[str, str | None, str | None, str]
    """Stream, recipient, area and basis."""
    year: str
    pence: int
    rows: StatedRows | None
    """Where it stands, if it is planned, and at which place among these rows."""
    at: int = 0

    @property
    def stream(self) -> str:
        return self.series[0]

    @property
    def recipient(self) -> str | None:
        return self.series[1]

    @property
    def statement(self) -> Statement:
        """What its row says."""
        assert self.rows
        return self.rows.statement(self.at)


def check_money(view: View, tables: Sequence[TableResult], listed: Sequence[StatedRows]) -> list[Problem]:
    """Warnings about what an import would state, held against itself and against the map."""
    planned = [one for rows in listed for one in _planned(rows)]
    streams = {one.stream for one in planned}
    about = {thing for rows in listed for thing in rows.things} if planned else set()
    known = [one for one in _in_map(view, about) if one.stream in streams] if planned else []
    found: list[Problem] = []
    for table in (result.table for result in tables):
        found += [*_row_totals(table), *_other_year_in_title(table)]
    found += [*_units(planned, known), *_far(planned, known), *_twice(planned, known), *_years_out_of_step(planned)]
    return found


def _planned(rows: StatedRows) -> Iterator[_Sum]:
    names = ("stream", "recipient", "area", "basis", "year", "amount", "breakdown")
    across = zip(*map(rows.values, names), strict=True)
    for at, (stream, recipient, area, basis, year, pence, breakdown) in enumerate(across):
        if pence is not None and not breakdown:
            yield _Sum((stream, recipient, area, basis or "budget"), year, pence, rows, at)


def _in_map(view: View, without: set[str]) -> Iterator[_Sum]:
    columns = view.things(ALLOCATION)
    names = ("id", "stream", "recipient", "area", "year", "basis", "amount", "breakdown")
    for thing, stream, recipient, area, year, basis, amount, breakdown in zip(
        *(columns[n] for n in names), strict=True
    ):
        if amount is not None and not breakdown and thing not in without:
            yield _Sum((stream, recipient, area, basis or "budget"), year, amount, None)


def _warning(code: str, one: Statement, message: str, hint: str, name: str = "amount") -> Problem:
    fact = one.facts[name]
    heading = ALLOCATION[name].heading
    return Problem(code, "warning", one.file, one.sheet, fact.cell(one.row), heading, str(fact.text), message, hint)


# -- units ---------------------------------------------------------------------------------------


def _units(planned: list[_Sum], known: list[_Sum]) -> Iterator[Problem]:
    """Whether the sums of a stream are about a thousand times, or a thousandth of, those that the map has of it."""
    before = _by(known, lambda one: (one.stream, one.recipient))
    if not before:
        return
    ratios: dict[str, list[float]] = {}
    first: dict[str, _Sum] = {}
    for one in planned:
        same = before.get((one.stream, one.recipient))
        usual = median(abs(other.pence) for other in same) if same else 0
        if usual and one.pence:
            ratios.setdefault(one.stream, []).append(abs(one.pence) / usual)
            first.setdefault(one.stream, one)
    low, high = THOUSANDS
    for stream, found in ratios.items():
        ratio = median(found)
        if low <= ratio <= high or low <= 1 / ratio <= high:
            more = "a thousand times" if ratio > 1 else "a thousandth of"
            statement = first[stream].statement
            name = statement.facts["stream"].text
            yield _warning(
                "unit-suspect", statement, f"The sums of “{name}” are about {more} those that the map has of it.",
                "Check the unit: pounds or thousands. It can be set in the mapping: [money] unit.",
            )  # fmt: skip


# -- years ---------------------------------------------------------------------------------------


def _far(planned: list[_Sum], known: list[_Sum]) -> Iterator[Problem]:
    """Sums far from the median of all years, or from the one other, of the same stream, recipient, area and basis."""
    for sums in _by(_of_several_years([*planned, *known]), lambda one: one.series).values():
        years = _by(sums, lambda one: one.year)
        for year in years:
            others = [one.pence for one in sums if one.year != year or len(years) > 2]
            usual = int(median(others))
            for one in years[year]:
                if one.rows and one.pence and _is_far(one.pence, usual):
                    yield _told_far(one, usual)


def _of_several_years(sums: list[_Sum]) -> list[_Sum]:
    """Sums of which there are some of other years."""
    first: dict[Any, str] = {}
    several = {one.series for one in sums if first.setdefault(one.series, one.year) != one.year}
    return [one for one in sums if one.series in several] if several else []


def _told_far(one: _Sum, usual: int) -> Problem:
    return _warning(
        "far-from-other-years", one.statement,
        f"{written(one.pence)} in {one.year} is far from other years, whose median is {written(usual)}.",
        "Right, if it is so; told where a sum is over five times that median, or under a fifth of it.",
    )  # fmt: skip


def _is_far(pence: int, usual: int) -> bool:
    big, small = max(abs(pence), abs(usual)), min(abs(pence), abs(usual))
    return big > FAR * small and abs(pence - usual) >= FAR_PENCE


def _years_out_of_step(planned: list[_Sum]) -> Iterator[Problem]:
    """Years that lie far from the others of the same sheet."""
    for sums in _by(planned, _sheet).values():
        begins = {year: first_year(year) for year in {one.year for one in sums}}
        middle = median([begins[one.year] for one in sums])
        far = {year for year, begun in begins.items() if abs(begun - middle) > FAR_YEARS}
        first: dict[str, _Sum] = {}
        for one in sums if far else ():
            if one.year in far:
                first.setdefault(one.year, one)
        for year, one in first.items():
            yield _warning(
                "year-out-of-step", one.statement,
                f"{year} lies more than {FAR_YEARS} years from the other years of this table.",
                "Correct it, if it is a slip.", "year",
            )  # fmt: skip


def _sheet(one: _Sum) -> tuple[str, str]:
    assert one.rows
    return one.rows.file, one.rows.sheet


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
    there = {one[:3] for one in known}
    seen: dict[Any, _Sum] = {}
    for one in planned:
        key = one[:3]
        if not one.pence:
            continue
        if key in seen and _line(seen[key]) == _line(one):
            earlier = seen[key].statement
            at = earlier.facts["amount"].cell(earlier.row)
            yield _double(one, f"in {at} of {earlier.sheet}")
        elif key in there:
            yield _double(one, "in the map, from another file or another row")
        seen.setdefault(key, one)


def _line(one: _Sum) -> str:
    assert one.rows
    fact = one.rows.facts["line"][one.at] if "line" in one.rows.facts else None
    return str(fact.value) if fact else ""


def _double(one: _Sum, where: str) -> Problem:
    return _warning(
        "possible-double-count", one.statement,
        f"The same sum, {written(one.pence)} of the same stream for the same recipient and year, stands {where}.",
        "Delete one, or tell the two apart by a line.",
    )  # fmt: skip


def _row_totals(table: Laid) -> Iterator[Problem]:
    """Columns that sum the others of their row, and do not."""
    counted = [amount for amount in table.amounts if not amount.breakdown]
    for column in table.row_totals:
        total = replace(table.amounts[0], index=column, letter=table.block.letter(column))  # for its unit
        for row in table.fates.data:
            said = figure(table, row, total)
            parts = [figure(table, row, amount) for amount in counted]
            made = sum(part for part in parts if part is not None)
            if said is not None and any(part is not None for part in parts) and said != made:
                cell = f"{total.letter}{table.number(row)}"
                yield Problem(
                    "total-differs", "warning", table.file, table.sheet_name, cell, table.block.heading(column),
                    written(said), f"The row's own total is {written(said)}, and its sums make {written(made)}: "
                    f"a difference of {written(said - made)}.", "The sums are imported as they are.",
                )  # fmt: skip


def _by(sums: Iterable[_Sum], key: Callable[[_Sum], Key]) -> dict[Key, list[_Sum]]:
    groups: dict[Key, list[_Sum]] = {}
    for one in sums:
        groups.setdefault(key(one), []).append(one)
    return groups
