"""Footnote marks differ from year to year: a body, a stream and a heading stay what they are."""

from __future__ import annotations

from pathlib import Path

from tests.finance.facts import Fact
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import brought, codes, holds, stored, table_of
from tests.finance.mappings import mapping

TWO_YEARS = [Fact("Connexions", "NRF", "2005/06", 1000), Fact("Connexions", "NRF", "2006/07", 2000)]


def listed(name: str, *rows: tuple[str, str, int]) -> Path:
    made: list[Row] = [["Recipient", "Stream", "Year", "Amount (£)"]]
    made += [[body, "NRF", year, sum_] for body, year, sum_ in rows]
    return write(Path(name), Grid("List", made))


def test_mark_of_a_body_that_changes_between_files_makes_no_other_body() -> None:
    brought(listed("first.xlsx", ("Connexions(1)", "2005/06", 10)))
    brought(listed("next.xlsx", ("Connexions(2)", "2006/07", 20)))
    holds(TWO_YEARS)


def test_mark_that_changes_between_sheets_of_one_file_makes_no_other_body() -> None:
    first: list[Row] = [["Recipient", "Stream", "Year", "Amount (£)"], ["Connexions(1)", "NRF", "2005/06", 10]]
    second: list[Row] = [first[0], ["Connexions(2)", "NRF", "2006/07", 20]]
    brought(write(Path("both.xlsx"), Grid("One", first), Grid("Two", second)))
    holds(TWO_YEARS)


def test_marks_that_tell_two_bodies_apart_in_one_table_do_so_in_later_files() -> None:
    brought(listed("both.xlsx", ("PCT(1)", "2005/06", 10), ("PCT(2)", "2005/06", 20)))
    brought(listed("next.xlsx", ("PCT(2)", "2006/07", 30)))
    holds(
        [
            Fact("PCT(1)", "NRF", "2005/06", 1000),
            Fact("PCT(2)", "NRF", "2005/06", 2000),
            Fact("PCT(2)", "NRF", "2006/07", 3000),
        ]
    )


def test_body_without_a_mark_before_and_with_two_marks_now() -> None:
    """The plain name is known: a mark beside another in one table still tells them apart, and nothing is joined."""
    brought(listed("first.xlsx", ("Connexions", "2005/06", 10)))
    brought(listed("next.xlsx", ("Connexions(1)", "2006/07", 20), ("Connexions(2)", "2006/07", 30)))
    assert sorted({fact.recipient for fact in stored()}) == ["Connexions", "Connexions(1)", "Connexions(2)"]


def across(name: str, year: str, grant: str, body: str = "Local authority") -> Path:
    rows: list[Row] = [[f"Grants {year} (£)"], [body, grant, "NRF", "Supporting People"], ["Hartlow", 10, 20, 30]]
    return write(Path(name), Grid("Grants", [*rows, ["Pennyfold", 40, 50, 60]]))


def test_mark_of_a_heading_that_changes_is_the_same_stream_in_a_remembered_file() -> None:
    brought(across("first.xlsx", "2005/06", "Connexions(1)", "Local authority(1)"))
    record = brought(across("next.xlsx", "2006/07", "Connexions(2)", "Local authority(2)"))
    guesses = table_of(record)["guesses"]
    assert "read as first.xlsx › Grants was" in guesses
    assert not [guess for guess in guesses if guess.startswith(("new here", "not here any more"))]
    assert {fact.stream for fact in stored()} == {"Connexions", "NRF", "Supporting People"}
    assert len(stored()) == 12


def test_mapping_that_names_a_heading_with_last_year_s_mark_reads_this_year_s() -> None:
    text = '[columns]\nrecipient = "Local authority(1)"\n[streams]\n"Connexions(1)" = "Connexions"\n'
    record = brought(across("next.xlsx", "2006/07", "Connexions(2)", "Local authority(2)"), *mapping(text))
    assert codes(record)["missing-column"] == 0
    assert {(fact.stream, fact.pence) for fact in stored()} == {("Connexions", 1000), ("Connexions", 4000)}


def test_mapping_tells_headings_apart_by_their_marks_where_both_stand() -> None:
    rows: list[Row] = [["Grants 2005/06 (£)"], ["Body", "Grant(1)", "Grant(2)"], ["Hartlow", 10, 20], ["Dale", 30, 40]]
    text = '[columns]\nrecipient = "Body"\n[streams]\n"Grant(2)" = "Second"\n'
    brought(write(Path("two.xlsx"), Grid("Two", rows)), *mapping(text))
    assert sorted(fact.pence or 0 for fact in stored()) == [2000, 4000]
