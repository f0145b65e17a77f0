"""What a mapping says twice, or of something that is not there: refused or told, in the mapping's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.finance.facts import Fact
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import Record, attempted, brought, codes, holds, stored
from tests.finance.mappings import mapping

ROWS: list[Row] = [
    ["Year", "Body", "Fund", "Budget", "Outturn"],
    ["2005/06", "Hartlow", "Supporting People", 10, 20],
    [None, "Pennyfold", "Supporting People", 30, 40],
    ["ALL OF IT", None, None, 40, 60],
]
READ = '[columns]\nyear = "Year"\nrecipient = "Body"\nstream = "Fund"\namount = "Budget"\n'
ACROSS = '[columns]\nyear = "Year"\nrecipient = "Body"\nstream = "Fund"\n'
ALL = '[rows]\ntotal = ["All of it"]\n'


def sheet(*rows: Row) -> Path:
    return write(Path("sheet.xlsx"), Grid("Sheet", list(rows) or ROWS))


def told(record: Record, code: str) -> list[tuple[str, str | None, str, str]]:
    """Severity, cell, message and hint of each problem of a code."""
    found = [one for one in record["problems"] if one["code"] == code]
    return [(one["severity"], one["cell"], one["message"], one["hint"]) for one in found]


SAID_TWICE = {
    "years beside a column": (
        ACROSS + '[years]\n"Budget" = "2005/06"\n',
        'M.toml, line 2: "year" of [columns] is "Year", and [years] says the year too; leave one of them out.',
    ),
    "streams beside a column": (
        ACROSS + '[streams]\n"Budget" = "NRF"\n',
        'M.toml, line 4: "stream" of [columns] is "Fund", and [streams] says the stream too; leave one of them out.',
    ),
    "bases beside a column": (
        ACROSS + 'basis = "Body"\n[bases]\n"Budget" = "budget"\n',
        'M.toml, line 5: "basis" of [columns] is "Body", and [bases] says the basis too; leave one of them out.',
    ),
    "a column of sums beside streams": (
        '[columns]\namount = "Budget"\n[streams]\n"Outturn" = "NRF"\n',
        'M.toml, line 2: "amount" of [columns] is "Budget", and [streams] names columns of sums too; '
        "leave one of them out.",
    ),
    "skip_below of nothing": (
        READ + "[rows]\nskip_below = true\n",
        'M.toml, line 7: "skip_below" of [rows] is true, and no "skip" says below which row; '
        'add one, such as skip = ["CLASS BREAKDOWN"].',
    ),
}


@pytest.mark.parametrize("wrong", list(SAID_TWICE))
def test_mapping_that_says_one_thing_twice_is_refused_with_its_line(wrong: str) -> None:
    text, words = SAID_TWICE[wrong]
    status, record = attempted(sheet(), *mapping(text))
    assert status == 1
    assert words in record["error"].splitlines()
    assert stored() == []


def test_column_that_a_mapping_names_by_heading_and_by_letter_is_refused() -> None:
    text = READ.replace('stream = "Fund"', 'stream = "B"')
    status, record = attempted(sheet(), *mapping(text))
    assert status == 1
    assert told(record, "said-twice") == [
        (
            "error",
            "B1",
            "The mapping reads the column “Body” as recipient, and under “B” as stream as well; "
            "a column says one thing.",
            "Name another column for stream, or leave it out.",
        )
    ]
    assert stored() == []


def test_column_of_labels_that_a_mapping_takes_for_sums_too_is_refused() -> None:
    text = '[columns]\nyear = "A"\nrecipient = "Body"\n[streams]\n"Year" = "NRF"\n"Budget" = "Rest"\n'
    status, record = attempted(sheet(), *mapping(text))
    assert status == 1
    assert told(record, "said-twice") == [
        (
            "error",
            "A1",
            "The mapping reads the column “Year” as year, and under “Year” as stream as well; a column says one thing.",
            "Name another column for stream, or leave it out.",
        )
    ]


def test_year_column_beside_years_across_gives_way_to_them() -> None:
    """Nobody wrote a mapping: the headings tell the years; the one that is kept can be read again."""
    rows: list[Row] = [["Year", "Recipient", "Grant", "2005/06", "2006/07"], ["2004/05", "Hartlow", "NRF", 10, 20]]
    record = brought(sheet(*rows, ["2004/05", "Pennyfold", "NRF", 30, 40]))
    assert "“Year” is not read: the headings over the sums say the year" in record["understood"][0]["guesses"]
    assert {fact.year for fact in stored()} == {"2005/06", "2006/07"}
    assert brought(Path("sheet.xlsx"), *mapping(record["mapping"]))["import"] is None


# -- rows and columns that are not there ---------------------------------------------------------


def test_rows_that_a_mapping_names_and_the_file_lacks_are_told_with_the_nearest() -> None:
    text = READ + '[rows]\ntotal = ["All of them"]\nskip = ["Supporting Poeple", "Quite another thing"]\n'
    record = brought(sheet(), *mapping(text))
    here = ("warning", None)
    assert told(record, "missing-row") == [
        (*here, "No row is called “All of them”, which the mapping names as a total.", "Did you mean “ALL OF IT”?"),
        (
            *here,
            "No row is called “Supporting Poeple”, which the mapping names to be skipped.",
            "Did you mean “Supporting People”?",
        ),
        (
            *here,
            "No row is called “Quite another thing”, which the mapping names to be skipped.",
            "Leave it out, or write it as it stands in the row.",
        ),
    ]


def test_rows_that_stand_on_one_of_several_sheets_are_not_told() -> None:
    second = [*ROWS[:-1]]
    path = write(Path("two.xlsx"), Grid("One", ROWS), Grid("Two", [[*row] for row in second]))
    record = brought(path, *mapping('sheet = ["One", "Two"]\n' + READ + ALL))
    assert codes(record)["missing-row"] == 0


def test_column_to_fill_that_is_not_read_is_told() -> None:
    text = READ + ALL + 'fill = ["Yaer", "Outturn"]\n'
    record = brought(sheet(), *mapping(text))
    here = ("warning", None)
    assert told(record, "missing-heading") == [
        (*here, "The mapping fills “Yaer”, and no column that is read has that heading.", "Did you mean “Year”?"),
        (
            *here,
            "The mapping fills “Outturn”, and no column that is read has that heading.",
            "Name it under [columns], or leave it out.",
        ),
    ]


def test_column_to_fill_may_be_any_that_is_read_and_named_by_its_letter() -> None:
    rows: list[Row] = [["Kind", "Body", "Fund", "£"], ["budget", "Hartlow", "NRF", 10], [None, "Pennyfold", "NRF", 30]]
    text = (
        '[columns]\nbasis = "Kind"\nrecipient = "Body"\nstream = "Fund"\namount = "£"\n'
        '[constants]\nyear = "2005/06"\n[rows]\nfill = ["A"]\n'
    )
    record = brought(sheet(*rows), *mapping(text))
    holds(
        [Fact("Hartlow", "NRF", "2005/06", 1000, "budget"), Fact("Pennyfold", "NRF", "2005/06", 3000, "budget")],
        with_basis=True,
    )
    assert codes(record)["missing-heading"] == 0


# -- one stream under two headings ---------------------------------------------------------------


def streams(*sums: tuple[int, int]) -> Record:
    rows: list[Row] = [["Body", "First half", "Second half"]]
    rows += [[f"Body {number}", *pair] for number, pair in enumerate(sums)]
    text = (
        '[columns]\nrecipient = "Body"\n[streams]\n"First half" = "NRF"\n"Second half" = "NRF"\n'
        '[constants]\nyear = "2005/06"\n[money]\nunit = "one"\n'
    )
    return brought(sheet(*rows), *mapping(text))


def test_two_headings_of_one_stream_add_up() -> None:
    record = streams((10, 20), (30, 40), (50, 60))
    assert sum(fact.pence or 0 for fact in stored()) == 21000
    assert codes(record)["possible-double-count"] == 0


def test_two_headings_of_one_stream_with_the_same_sums_are_told_once() -> None:
    record = streams((10, 10), (30, 30), (50, 50))
    words = (
        "“First half” (column B) and “Second half” (column C) are both read as NRF, 2005/06, and have the same sums "
        "in all 3 rows; both are added."
    )
    hint = "Leave one out of the mapping, or name it under [rows] breakdown."
    assert told(record, "possible-double-count") == [("warning", "C1", words, hint)]


# -- one year under two headings -----------------------------------------------------------------

SECOND_YEAR = "Leave one out of the mapping, or name it under [rows] breakdown."


def two_years(*sums: tuple[int, int]) -> Record:
    """Nobody writes a mapping: the headings spell one year in two ways."""
    rows: list[Row] = [["Recipient", "Grant", "2005/06", "2005-06", "2006/07"]]
    rows += [[f"Body {number}", "NRF", *pair, 7] for number, pair in enumerate(sums)]
    return brought(sheet(*rows))


def test_two_headings_of_one_year_are_told_whatever_their_sums() -> None:
    record = two_years((10, 20), (30, 40))
    words = "“2005/06” (column C) and “2005-06” (column D) are both read as 2005/06; both are added."
    assert told(record, "possible-double-count") == [("warning", "D1", words, SECOND_YEAR)]


def test_two_headings_of_one_year_with_the_same_sums_are_told_so() -> None:
    record = two_years((10, 10), (30, 30))
    words = (
        "“2005/06” (column C) and “2005-06” (column D) are both read as 2005/06, and have the same sums in all 2 rows; "
        "both are added."
    )
    assert told(record, "possible-double-count") == [("warning", "D1", words, SECOND_YEAR)]


def test_row_that_stands_twice_is_told_beside_two_headings_of_one_year() -> None:
    rows: list[Row] = [["Recipient", "Grant", "2005/06", "2005-06"]]
    record = brought(sheet(*rows, ["Hartlow", "NRF", 10, 10], ["Pennyfold", "NRF", 30, 30], ["Hartlow", "NRF", 10, 10]))
    assert [(cell, words) for _, cell, words, _ in told(record, "possible-double-count")][1:] == [
        ("C4", "The same sum, £10 of the same stream for the same recipient and year, stands in C2 of Sheet.")
    ]


def test_second_heading_of_a_year_kept_as_breakdown_is_not_told() -> None:
    path = sheet(["Recipient", "Grant", "2005/06", "2005-06"], ["Hartlow", "NRF", 10, 10], ["Pennyfold", "NRF", 30, 30])
    text = (
        '[columns]\nrecipient = "Recipient"\nstream = "Grant"\n'
        '[years]\n"2005/06" = "2005/06"\n"2005-06" = "2005/06"\n[rows]\nbreakdown = ["D"]\n'
    )
    assert codes(brought(path, *mapping(text)))["possible-double-count"] == 0
