"""Financial years in every spelling, in a column, across the top and in a title."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.finance.facts import Fact
from tests.finance.grids import Cell, Grid, Row, write
from tests.finance.importing import Record, attempted, brought, errors_at, holds, said_of, stored, table_of

STREAM = "Supporting People"
SPELLINGS = (
    "2005/06", "2005-06", "2005–06", "2005/2006", "2005-2006", "2005 - 06", "2005/6", "2005-6", "05/06",
    "05-06", "FY2005/06", "FY 2005/06", "FY05/06", "FY2005-06", "Year 2005/06",
    "Year ending 31 March 2006", "Year ended 31 March 2006", "year to 31 March 2006", "Y/E 31 March 2006",
    "Financial year 2005-06", "April 2005 to March 2006",
)  # fmt: skip
SPANS = ("2005-08", "2005/06 to 2007/08", "2005/06-2007/08", "2005/06 – 2007/08", "2005-06 to 2007-08")


def in_a_column(*years: Cell) -> Path:
    rows: list[Row] = [["Recipient", "Funding stream", "Year", "Amount (£)"]]
    rows += [
        [name, STREAM, year, sum_] for name, sum_, year in zip(("Hartlow", "Pennyfold"), (10, 20), years, strict=True)
    ]
    return write(Path("years.xlsx"), Grid("List", rows))


def across(*years: Cell) -> Path:
    rows: list[Row] = [["All figures in £"], ["Funding stream", "Recipient", *years]]
    rows += [[STREAM, "Hartlow", 10, 20], [STREAM, "Pennyfold", 30, 40]]
    return write(Path("years.xlsx"), Grid("Across", rows))


def titled(title: str) -> Path:
    rows: list[Row] = [[title], ["All figures in £"], ["Partner", STREAM, "Teenage pregnancy"]]
    rows += [["Hartlow", 10, 20], ["Pennyfold", 30, 40]]
    return write(Path("years.xlsx"), Grid("Titled", rows))


@pytest.mark.parametrize("written", SPELLINGS)
def test_year_in_a_column_is_read_in_every_spelling(written: str) -> None:
    brought(in_a_column(written, "2006/07"))
    holds([Fact("Hartlow", STREAM, "2005/06", 1000), Fact("Pennyfold", STREAM, "2006/07", 2000)])


@pytest.mark.parametrize("written", SPELLINGS)
def test_year_across_the_top_is_read_in_every_spelling(written: str) -> None:
    record = brought(across(written, "2006/07"))
    holds(
        [
            Fact("Hartlow", STREAM, "2005/06", 1000),
            Fact("Hartlow", STREAM, "2006/07", 2000),
            Fact("Pennyfold", STREAM, "2005/06", 3000),
            Fact("Pennyfold", STREAM, "2006/07", 4000),
        ]
    )
    assert table_of(record)["years"] == [written, "2006/07"]


@pytest.mark.parametrize("written", [year for year in SPELLINGS if len(year) > 5])
def test_year_in_a_title_is_read_in_every_spelling(written: str) -> None:
    record = brought(titled(f"LAA pooled funding: {written}"))
    assert table_of(record)["year"] == "2005/06"
    assert {fact.year for fact in stored()} == {"2005/06"}


@pytest.mark.parametrize("written", SPANS)
def test_span_is_kept_as_a_span_and_never_divided(written: str) -> None:
    brought(in_a_column(written, "2006/07"))
    holds([Fact("Hartlow", STREAM, "2005/06-2007/08", 1000), Fact("Pennyfold", STREAM, "2006/07", 2000)])


@pytest.mark.parametrize("written", SPANS)
def test_span_may_stand_in_a_title(written: str) -> None:
    brought(titled(f"LAA pooled funding: {written}"))
    assert {fact.year for fact in stored()} == {"2005/06-2007/08"}


@pytest.mark.parametrize("written", SPANS)
def test_span_may_stand_across_the_top(written: str) -> None:
    brought(across("2004/05", written))
    assert {fact.year for fact in stored()} == {"2004/05", "2005/06-2007/08"}


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2005, 4, 1), "2005/06"), (dt.date(2006, 3, 31), "2005/06"), (dt.date(2006, 4, 1), "2006/07"),
        (dt.date(2006, 1, 1), "2005/06"), (dt.date(2005, 12, 31), "2005/06"),
    ],
)  # fmt: skip
def test_date_is_of_the_financial_year_from_april(day: dt.date, year: str) -> None:
    rows: list[Row] = [
        ["Recipient", "Funding stream", "Date", "Amount (£)"],
        ["Hartlow", STREAM, day, 10],
        ["Pennyfold", STREAM, dt.date(2005, 6, 1), 20],
    ]
    brought(write(Path("dates.xlsx"), Grid("List", rows)))
    holds([Fact("Hartlow", STREAM, year, 1000), Fact("Pennyfold", STREAM, "2005/06", 2000)])


@pytest.mark.parametrize("written", ["FY06", "FY 06", "FY2006"])
def test_year_by_its_last_alone_is_read_so_and_said_or_refused(written: str) -> None:
    """FY06 ends in March 2006, by the usual reading; whoever is not sure may ask, but may not take it for 2006/07."""
    _, record = attempted(in_a_column(written, "2006/07"))
    found = {fact.recipient: fact.year for fact in stored()}
    assert found.get("Pennyfold") == "2006/07"
    if "Hartlow" in found:
        assert found["Hartlow"] == "2005/06"
    else:
        assert errors_at(record, "C2")


@pytest.mark.parametrize("written", ["2005/07", "06/05", "2005", "last year", "20055/06", "Q3 2005/06"])
def test_year_that_is_none_is_told_with_its_cell_or_its_guess(written: str) -> None:
    """Refused, or read with a word on it; the neighbour goes in whatever happens."""
    status, record = attempted(in_a_column(written, "2006/07"))
    assert status == 0
    assert Fact("Pennyfold", STREAM, "2006/07", 2000) in [_bare(fact) for fact in stored()]
    assert _told(record, written)


@pytest.mark.parametrize("written", ["05/06", "05-06"])
def test_year_of_four_figures_in_a_title_is_read_or_asked_for(written: str) -> None:
    """It may be May 2006 as well: nobody has to take it for a year, but nobody may take it for another."""
    status, record = attempted(titled(f"LAA pooled funding: {written}"))
    assert {fact.year for fact in stored()} <= {"2005/06"}
    assert status == 0 or record["problems"]


@pytest.mark.parametrize("written", ["2005/06 (actual)", "2005/06*", "2005/08"])
def test_year_with_something_more_is_read_or_refused_with_its_cell(written: str) -> None:
    _, record = attempted(in_a_column(written, "2006/07"))
    found = {fact.recipient: fact.year for fact in stored()}
    assert found["Pennyfold"] == "2006/07"
    assert found.get("Hartlow", "") in ("2005/06", "2005/06-2007/08") or errors_at(record, "C2")


def _bare(fact: Fact) -> Fact:
    return Fact(fact.recipient, fact.stream, fact.year, fact.pence)


def _told(record: Record, written: str) -> bool:
    return bool(errors_at(record, "C2")) or written in said_of(record)
