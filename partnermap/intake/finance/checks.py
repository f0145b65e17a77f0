"""Checks on the money of an import: what looks wrong beside the rest of the file and beside the map.

Each rule is stated in its warning. None stops an import: a sum may be odd and right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from partnermap.intake.finance.compared import Sum, grouped, stated_sums, sums_in_map, warning
from partnermap.intake.finance.doubles import doubled_cells
from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.planning import TableResult
from partnermap.intake.finance.repeats import repeated
from partnermap.intake.finance.sums import written
from partnermap.intake.finance.totals import figure
from partnermap.intake.finance.years import first_year, years_in
from partnermap.intake.problems import Problem
from partnermap.store.base import StatedRows, View

FAR = 5
"""A sum is far from those of other years if it is so many times their median, or that part of it."""
FAR_PENCE = 1_000_000
"""And if it lies at least so far from it (£10,000)."""
THOUSANDS = (300, 3_000)
"""Sums so many times those of the same stream elsewhere may be in pounds where the others are in thousands."""
FAR_YEARS = 10
"""A year so far from the middle one of its table is out of step."""


def check_money(view: View, tables: Sequence[TableResult], listed: Sequence[StatedRows]) -> list[Problem]:
    """Warnings about what an import would state, held against itself and against the map."""
    lines = {line for result in tables if (line := result.table.mapping.constants.get("line"))}
    planned = [one for rows in listed for one in stated_sums(rows, lines)]
    streams = {one.stream for one in planned}
    about = {thing for rows in listed for thing in rows.things} if planned else set()
    known = [one for one in sums_in_map(view, about, lines) if one.stream in streams] if planned else []
    found: list[Problem] = []
    for table in (result.table for result in tables):
        found += [*_row_totals(table), *_other_year_in_title(table)]
    told = {cell for result in tables for cell in doubled_cells(result.table)}
    found += [*_units(planned, known), *_far(planned, known), *repeated(view, planned, known, told)]
    return [*found, *_years_out_of_step(planned)]


# -- units ---------------------------------------------------------------------------------------


def _units(planned: list[Sum], known: list[Sum]) -> Iterator[Problem]:
    """Whether the sums of a stream are about a thousand times, or a thousandth of, those that the map has of it."""
    before = grouped(known, lambda one: (one.stream, one.recipient))
    if not before:
        return
    ratios: dict[str, list[float]] = {}
    first: dict[str, Sum] = {}
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
            yield warning(
                "unit-suspect", statement, f"The sums of “{name}” are about {more} those that the map has of it.",
                "Check the unit: pounds or thousands. It can be set in the mapping: [money] unit.",
            )  # fmt: skip


# -- years ---------------------------------------------------------------------------------------


def _far(planned: list[Sum], known: list[Sum]) -> Iterator[Problem]:
    """Sums far from the median of all years, or from the one other, of the same series."""
    for sums in grouped(_of_several_years([*planned, *known]), lambda one: one.series).values():
        years = grouped(sums, lambda one: one.year)
        for year in years:
            others = [one.pence for one in sums if one.year != year or len(years) > 2]
            usual = int(median(others))
            for one in years[year]:
                if one.rows and one.pence and _is_far(one.pence, usual):
                    yield _told_far(one, usual)


def _of_several_years(sums: list[Sum]) -> list[Sum]:
    """Sums of which there are some of other years."""
    first: dict[Any, str] = {}
    several = {one.series for one in sums if first.setdefault(one.series, one.year) != one.year}
    return [one for one in sums if one.series in several] if several else []


def _told_far(one: Sum, usual: int) -> Problem:
    return warning(
        "far-from-other-years", one.statement,
        f"{written(one.pence)} in {one.year} is far from other years, whose median is {written(usual)}.",
        "Right, if it is so; told where a sum is over five times that median, or under a fifth of it.",
    )  # fmt: skip


def _is_far(pence: int, usual: int) -> bool:
    big, small = max(abs(pence), abs(usual)), min(abs(pence), abs(usual))
    return big > FAR * small and abs(pence - usual) >= FAR_PENCE


def _years_out_of_step(planned: list[Sum]) -> Iterator[Problem]:
    """Years that lie far from the others of the same sheet."""
    for sums in grouped(planned, _sheet).values():
        begins = {year: first_year(year) for year in {one.year for one in sums}}
        middle = median([begins[one.year] for one in sums])
        far = {year for year, begun in begins.items() if abs(begun - middle) > FAR_YEARS}
        first: dict[str, Sum] = {}
        for one in sums if far else ():
            if one.year in far:
                first.setdefault(one.year, one)
        for year, one in first.items():
            yield warning(
                "year-out-of-step", one.statement,
                f"{year} lies more than {FAR_YEARS} years from the other years of this table.",
                "Correct it, if it is a slip.", "year",
            )  # fmt: skip


def _sheet(one: Sum) -> tuple[str, str]:
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


# -- parts ---------------------------------------------------------------------------------------


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
