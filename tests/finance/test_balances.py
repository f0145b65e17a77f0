"""Columns of what is held at one day are no sums of the year: kept beside them, told, and not added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import Record, all_reconciled, brought, codes, pounds, table_of
from tests.finance.mappings import mapping

FLOWS = ("Neighbourhood Renewal Fund", "Appropriations to(+)/ from(-) unallocated financial reserves")
HELD = ("Estimated unallocated financial reserves level at 1 April", "Schools reserves level")
TOLD = "balances at one day, no sums of the year, are kept as breakdowns and not added"


def outturn(name: str, *headings: str, year: str = "2005/06") -> Path:
    """Under each heading 10 and 30 for two councils, and what they make."""
    rows: list[Row] = [[f"Revenue outturn {year} (£)"], ["Local authority", *headings]]
    rows += [["Hartlow", *(10 for _ in headings)], ["Pennyfold", *(30 for _ in headings)]]
    return write(Path(name), Grid("Outturn", [*rows, ["ENGLAND", *(40 for _ in headings)]]))


def guessed(record: Record) -> list[str]:
    return [guess for guess in table_of(record)["guesses"] if guess.startswith(TOLD)]


def counted() -> object:
    return pounds(json.loads(run("report", "funding", "--format", "json").stdout)["totals"]["counted"])


def test_levels_of_reserves_are_held_against_their_total_and_not_counted() -> None:
    record = brought(outturn("levels.xlsx", *FLOWS, *HELD))
    assert guessed(record) == [f"{TOLD}: “{HELD[0]}”, “{HELD[1]}”"]
    all_reconciled(record)
    assert len(record["totals"]) == 4
    assert counted() == 80


@pytest.mark.parametrize(
    "heading",
    [
        "HRA Reserves at 31 March",
        "Reserves held on behalf of third parties at 31 March 2006",
        "Opening balance",
        "Balances carried forward",
        "Borrowing at the end of the year",
        "Level of general reserves",
    ],
)
def test_what_is_held_at_a_day_is_known_by_its_words(heading: str) -> None:
    assert guessed(brought(outturn("held.xlsx", *FLOWS, heading))) == [f"{TOLD}: “{heading}”"]
    assert counted() == 80


@pytest.mark.parametrize(
    "heading",
    ["Transfer to reserves at 31 March", "Provision for bad debts", "Grant at 1 April prices", "Interest on balances"],
)
def test_what_moves_in_a_year_is_a_sum(heading: str) -> None:
    assert guessed(brought(outturn("moved.xlsx", *FLOWS, heading))) == []
    assert counted() == 120


def test_balance_that_a_mapping_names_is_read_as_it_says() -> None:
    text = f'[columns]\nrecipient = "Local authority"\n[streams]\n"{HELD[0]}" = "Reserves"\n'
    assert guessed(brought(outturn("levels.xlsx", *FLOWS, *HELD), *mapping(text))) == []
    assert counted() == 40


def test_balance_beside_a_column_of_sums_is_not_asked_about() -> None:
    rows: list[Row] = [["Recipient", "Stream", "Year", "Paid £", "Reserves at 31 March £"]]
    rows += [[body, "NRF", "2005/06", 10, 90] for body in ("Hartlow", "Pennyfold")]
    brought(write(Path("list.xlsx"), Grid("List", rows)))
    assert counted() == 20


def test_next_year_s_balances_are_left_out_too_new_ones_among_them() -> None:
    """The family's headings name the day with its year; one balance is new, one is gone."""
    more = (*FLOWS, "Connexions", "Teenage pregnancy", "Positive activities")
    brought(outturn("first.xlsx", *more, "Reserves at 31 March 2006", "Reserves at 1 April 2005"))
    path = outturn("next.xlsx", *more, "Reserves at 31 March 2007", "Schools reserves level", year="2006/07")
    record = brought(path)
    assert "read as first.xlsx › Outturn was" in table_of(record)["guesses"]
    assert codes(record)["missing-column"] == 0
    assert counted() == 400
