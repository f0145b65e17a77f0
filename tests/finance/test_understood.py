"""For each table an import says the header it found, the unit, the year, the fields, and what they rest on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.finance.facts import YEARS, Fact, facts_of
from tests.finance.families import FAMILIES, Made, account, front_page, outturn, years_across
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import brought, headings, holds, holds_turned, stored, table_of
from tests.finance.mappings import mapping

KEYS = {"file", "sheet", "header_row", "unit", "year", "columns", "streams", "years", "guesses", "sure", "constants"}
TWO_TABLES = {"stacked", "side by side"}


@pytest.mark.parametrize("family", list(FAMILIES))
def test_each_table_is_described(family: str) -> None:
    one = FAMILIES[family]()
    path = one.write(Path("file.xlsx"))
    understood = brought(path)["understood"]
    with_money = [table for table in understood if table["sheet"] == one.grids[0].name]
    assert len(with_money) == (2 if family in TWO_TABLES else 1)
    for table in with_money:
        assert set(table) == KEYS
        assert table["file"] == "file.xlsx"
        _is_described(table, one, alone=family not in TWO_TABLES)


def _is_described(table: dict[str, Any], one: Made, *, alone: bool) -> None:
    if alone:
        assert table["header_row"] in one.headers
    assert table["unit"] == one.unit
    if one.year:
        assert table["year"] == one.year
    assert table["columns"] == table["columns"] | one.columns
    assert [headings(text) for text in table["streams"]] == [headings(text) for text in one.streams] or not one.streams
    assert table["years"] == one.years or not one.years
    assert all(isinstance(guess, str) and guess for guess in table["guesses"])


def test_dry_run_understands_as_much_and_keeps_nothing() -> None:
    one = outturn(facts_of(years=["2010/11"]))
    path = one.write(Path("file.xls"))
    rehearsed = brought(path, "--dry-run")
    holds([])
    record = brought(path)
    for key in ("understood", "totals", "rows", "problems", "added"):
        assert rehearsed[key] == record[key]


def test_sheet_without_a_table_is_no_problem() -> None:
    one = outturn(facts_of(years=["2010/11"]), more=[front_page(), Grid("Empty", [])])
    record = brought(one.write(Path("file.xlsx")))
    assert {problem["sheet"] for problem in record["problems"]} == {one.grids[0].name}
    assert [table["sheet"] for table in record["understood"]] == [one.grids[0].name]


@pytest.mark.parametrize("header", [4, 6, 9, 15])
def test_headings_are_found_on_the_nth_row(header: int) -> None:
    one = outturn(facts_of(years=["2010/11"]), header=header)
    assert table_of(brought(one.write(Path("file.xlsx"))))["header_row"] == header
    holds_turned(one.facts)


def test_heading_row_of_a_csv_is_its_record_however_many_lines_it_takes() -> None:
    """ "csv: records, blank ones counted": a heading with a line break before it is one record."""
    one = account(facts_of(years=["2021/22"]))
    one.grids[0].rows[4][5] = "Education\nServices"
    assert table_of(brought(one.write(Path("file.csv"))))["header_row"] == 7


def test_heading_with_line_breaks_and_spaces_is_told_on_one_line() -> None:
    facts = facts_of(streams=["Supporting People", "Children's Fund"])
    one = outturn([*facts], year="2005/06")
    one.grids[0].rows[5][5] = " Supporting \n People"
    table = table_of(brought(one.write(Path("file.xlsx"))))
    assert table["streams"] == ["Supporting People", "Children's Fund"]
    holds_turned(facts)


# -- units ---------------------------------------------------------------------------------------


FACTS = [
    Fact(name, stream, "2005/06", sum_ * 100_000)
    for name, sums in {"Hartlow": (1_250, 87), "Pennyfold": (640, 12), "Dunmarsh": (2_375, 5)}.items()
    for stream, sum_ in zip(("Supporting People", "Teenage pregnancy"), sums, strict=True)
]


def rows_in(unit: int, *before: Row, heading: str = "{}", below: str = "") -> list[Row]:
    """FACTS as a table of streams across, in units of so many pounds."""
    rows: list[Row] = [*before, ["Partner", heading.format("Supporting People"), heading.format("Teenage pregnancy")]]
    for name in dict.fromkeys(fact.recipient for fact in FACTS):
        sums = [(fact.pence or 0) / 100 / unit for fact in FACTS if fact.recipient == name]
        rows.append([name, *(int(sum_) if sum_.is_integer() else sum_ for sum_ in sums)])
    return [*rows, [], [below]] if below else rows


@pytest.mark.parametrize("kind", [".xlsx", ".csv"])
@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("£", "one"), ("£s", "one"), ("pounds", "one"), ("in £", "one"),
        ("£000", "thousand"), ("£000s", "thousand"), ("£'000", "thousand"), ("£’000", "thousand"),
        ("£ 000", "thousand"), ("£k", "thousand"), ("£K", "thousand"), ("£ thousand", "thousand"),
        ("£ thousands", "thousand"), ("thousands of pounds", "thousand"),
        ("£m", "million"), ("£M", "million"), ("£ million", "million"), ("£ millions", "million"),
        ("£mn", "million"),
    ],
)  # fmt: skip
def test_unit_is_read_from_a_title(words: str, unit: str, kind: str) -> None:
    times = {"one": 1, "thousand": 1_000, "million": 1_000_000}[unit]
    title: list[Row] = [["LAA pooled funding 2005/06"], [f"All figures are in {words}"], []]
    record = brought(write(Path(f"pooled{kind}"), Grid("Pooled", rows_in(times, *title))))
    assert table_of(record)["unit"] == unit
    holds(FACTS)


@pytest.mark.parametrize("words", ["£000", "£k", "£ thousand"])
@pytest.mark.parametrize("form", ["title in brackets", "corner", "heading", "note below"])
def test_unit_is_read_wherever_it_stands(words: str, form: str) -> None:
    title: Row = ["LAA pooled funding 2005/06"]
    rows = {
        "title in brackets": rows_in(1_000, [f"LAA pooled funding 2005/06 ({words})"], []),
        "corner": rows_in(1_000, title, [None, None, words]),
        "heading": rows_in(1_000, title, [], heading=f"{{}} ({words})"),
        "note below": rows_in(1_000, title, [], below=f"Note: figures are in {words}."),
    }[form]
    record = brought(write(Path("pooled.xlsx"), Grid("Pooled", rows)))
    assert table_of(record)["unit"] == "thousand"
    holds(FACTS)


def test_unit_that_is_nowhere_is_guessed_and_the_guess_is_shown() -> None:
    record = brought(write(Path("pooled.xlsx"), Grid("Pooled", rows_in(1, ["LAA pooled funding 2005/06"], []))))
    table = table_of(record)
    assert table["unit"] == "one"
    assert "the unit is £1: no title or heading says otherwise" in table["guesses"]
    holds(FACTS)


def test_units_of_columns_may_differ() -> None:
    """A heading's own unit counts for its column, whatever the other column says."""
    rows: list[Row] = [
        ["LAA pooled funding 2005/06"],
        [],
        ["Partner", "Supporting People (£000)", "Teenage pregnancy (£)"],
        ["Hartlow", 1_250, 87_000],
        ["Pennyfold", 640, 12_000],
        ["Dunmarsh", 2_375, 5_000],
    ]
    brought(write(Path("pooled.xlsx"), Grid("Pooled", rows)))
    holds(FACTS)


# -- years ---------------------------------------------------------------------------------------


def test_year_may_stand_in_the_name_of_the_sheet() -> None:
    rows = rows_in(1, ["LAA pooled funding (£)"], [])
    record = brought(write(Path("pooled.xlsx"), Grid("Pooled 2005-06", rows)))
    assert table_of(record)["year"] == "2005/06"
    holds(FACTS)


def test_year_may_stand_in_the_name_of_the_file() -> None:
    rows = rows_in(1, ["LAA pooled funding (£)"], [])
    record = brought(write(Path("pooled_2005-06.csv"), Grid("Pooled", rows)))
    assert table_of(record)["year"] == "2005/06"
    holds(FACTS)


def test_years_across_are_told_as_headings() -> None:
    one = years_across(facts_of(years=YEARS))
    table = table_of(brought(one.write(Path("file.xlsx"))))
    assert table["years"] == list(YEARS)
    holds(one.facts)


def test_column_that_adds_up_the_years_is_no_year_and_is_not_added() -> None:
    one = years_across(facts_of(years=YEARS), total=True)
    brought(one.write(Path("file.xlsx")))
    assert {fact.year for fact in one.facts} == set(YEARS)
    holds(one.facts)


def test_of_two_columns_of_one_heading_the_letters_are_told_and_how_to_name_the_other() -> None:
    rows: list[Row] = [
        ["Recipient", "Grant", "Year", "Amount", "Amount", "Notes", "Notes"],
        ["Hartlow", "NRF", "2005/06", 10, 20, "first", "second"],
        ["Pennyfold", "NRF", "2005/06", 30, 40, "first", "second"],
    ]
    record = brought(write(Path("twice.xlsx"), Grid("Twice", rows)))
    assert {
        "the sums are read from “Amount” (column D), and not from “Amount” (column E); "
        'to read the other, name it in a mapping by its letter: amount = "E"',
        "for the notes “Notes” (column F) is read, and not “Notes” (column G); "
        'to read the other, name it in a mapping by its letter: notes = "G"',
    } <= set(table_of(record)["guesses"])
    other = record["mapping"].replace('amount = "D"', 'amount = "E"')
    brought(Path("twice.xlsx"), *mapping(other))
    assert sorted(fact.pence or 0 for fact in stored()) == [2000, 4000]
