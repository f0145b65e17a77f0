"""Financial years in every spelling, in a column, across the top and in a title."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.finance.facts import Fact
from tests.finance.grids import Cell, Grid, Row, write
from tests.finance.importing import brought, errors_at, holds, stored, table_of

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


SPAN = "“{}” is read as the span {}"
BEGINS = "“{}” is read as the financial year {}, that which begins in it"
ENDS = "“{}” is read as the financial year {}, that which ends in it"


@pytest.mark.parametrize(
    ("written", "year", "told"),
    [
        ("FY06", "2005/06", ENDS), ("FY 06", "2005/06", ENDS), ("FY2006", "2005/06", ENDS), ("2005", "2005/06", BEGINS),
        ("2005/07", "2005/06-2006/07", SPAN), ("2005/08", "2005/06-2007/08", SPAN),
    ],
)  # fmt: skip
def test_year_of_two_meanings_is_read_in_the_usual_one_and_told(written: str, year: str, told: str) -> None:
    record = brought(in_a_column(written, "2006/07"))
    holds([Fact("Hartlow", STREAM, year, 1000), Fact("Pennyfold", STREAM, "2006/07", 2000)])
    assert told.format(written, year) in table_of(record)["guesses"]


@pytest.mark.parametrize("written", ["2005/06 (actual)", "2005/06*"])
def test_year_with_something_more_is_read(written: str) -> None:
    brought(in_a_column(written, "2006/07"))
    holds([Fact("Hartlow", STREAM, "2005/06", 1000), Fact("Pennyfold", STREAM, "2006/07", 2000)])


@pytest.mark.parametrize("written", ["06/05", "last year", "20055/06", "Q3 2005/06"])
def test_year_that_is_none_is_refused_with_its_cell(written: str) -> None:
    """The neighbour goes in whatever happens."""
    record = brought(in_a_column(written, "2006/07"))
    holds([Fact("Pennyfold", STREAM, "2006/07", 2000)])
    [told] = errors_at(record, "C2")
    assert (told["code"], told["value"]) == ("bad-year", written)
    assert told["message"] == f"“{written}” is not a financial year."
    assert told["hint"] == "Write it as 2005/06, or a span as 2005/06-2007/08."


@pytest.mark.parametrize("written", ["05/06", "05-06"])
def test_year_of_four_figures_in_a_title_is_read_and_told(written: str) -> None:
    """It may be May 2006 as well."""
    title = f"LAA pooled funding: {written}"
    record = brought(titled(title))
    assert {fact.year for fact in stored()} == {"2005/06"}
    assert f"the year is 2005/06: the title says “{title}”" in table_of(record)["guesses"]
