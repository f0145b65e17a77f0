"""Official codes beside names say what a name may mean; a name goes first, and nothing is joined without a person."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from partnermap.intake.finance.naming import name_questions
from partnermap.intake.importing import Options, import_files
from partnermap.store import open_store
from tests.cli.commands import done, here, run, sheets
from tests.finance.facts import Fact
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import Record, brought, codes, errors_at, holds

MAP = {
    "Areas": "Name,Tier,Code\nHartlow,district,E0931\nPennyfold,district,E0932\n",
    "Partners": (
        "Name,Kind,Covers,Aliases\n"
        "Hartlow Borough Council,district_council,Hartlow,\n"
        "Pennyfold District Council,district_council,Pennyfold,\n"
        "Shelter for All,vcs_organisation,Hartlow,1126147\n"
    ),
    "Funding_streams": "Name\nNRF\n",
}
COUNCIL = "Hartlow Borough Council"


@pytest.fixture(autouse=True)
def known() -> None:
    done("import", *sheets(Path("map"), **MAP))


def listed(*rows: tuple[str | int, str, int], heading: str = "E-code") -> Path:
    made: list[Row] = [[heading, "Recipient", "Stream", "Year", "Amount (£)"]]
    made += [[code, name, "NRF", "2005/06", sum_] for code, name, sum_ in rows]
    return write(Path("list.xlsx"), Grid("List", made))


def imported(path: Path) -> Record:
    record: Record = json.loads(run("import", path, "--yes", "--format", "json").stdout)
    return record


def suggested(path: Path) -> dict[str, list[tuple[str, str]]]:
    """What each name that nobody defines may mean, and why."""
    with closing(open_store(here())) as store:
        report = import_files(store, [path], Options(dry_run=True))
        assert report.finance
        with store.view() as view:
            questions = name_questions(view, report.finance.unknown)
    return {one.text: [(guess.name, guess.reason) for guess in one.likely] for one in questions}


@pytest.mark.parametrize("heading", ["E-code", "ONS Code", "Code"])
def test_unknown_name_beside_a_council_s_code_is_asked_about(heading: str) -> None:
    path = listed(("E0931", "The Town Hall", 10), ("E0932", "Pennyfold District Council", 20), heading=heading)
    assert suggested(path) == {"The Town Hall": [(COUNCIL, "the same code E0931")]}
    record = imported(path)
    holds([Fact("Pennyfold District Council", "NRF", "2005/06", 2000)])
    (problem,) = errors_at(record, "B2")
    assert problem["hint"] == (
        f"Did you mean “{COUNCIL}” (the same code E0931)? Else add it to Partners or Partnerships."
    )


def test_number_of_a_charity_that_is_its_other_name_is_found_as_a_number_too() -> None:
    path = listed((1126147, "SfA", 10), ("", "Hartlow Borough Council", 20), heading="Charity Number")
    assert suggested(path) == {"SfA": [("Shelter for All", "the same code 1126147")]}


def test_answer_of_no_is_kept_and_not_asked_again() -> None:
    path = listed(("E0931", "The Town Hall", 10), ("E0932", "Pennyfold District Council", 20))
    done("different", COUNCIL, "The Town Hall")
    assert suggested(path) == {"The Town Hall": []}
    (problem,) = errors_at(imported(path), "B2")
    assert "E0931" not in problem["hint"]


def test_answer_of_yes_is_used() -> None:
    done("same", COUNCIL, "The Town Hall")
    record = imported(listed(("E0931", "The Town Hall", 10)))
    holds([Fact(COUNCIL, "NRF", "2005/06", 1000)])
    assert codes(record)["code-of-another"] == 0


def test_name_goes_before_the_code_and_the_difference_is_told_once() -> None:
    name = "Pennyfold District Council"
    record = imported(listed(("E0931", name, 10), ("E0931", name, 15), ("E0931", COUNCIL, 20)))
    sums = ((name, 1000), (name, 1500), (COUNCIL, 2000))
    holds(Fact(body, "NRF", "2005/06", pence) for body, pence in sums)
    found = [one for one in record["problems"] if one["code"] == "code-of-another"]
    assert [(one["severity"], one["cell"], one["message"], one["hint"]) for one in found] == [
        (
            "warning",
            "A2",
            f"“{name}” stands beside the code E0931, which is that of “{COUNCIL}” in the map (2 rows); "
            "the sums go by the name.",
            f'If the two are one body, say so: partnermap same "{COUNCIL}" "{name}"; if not, "different".',
        )
    ]


def test_body_that_is_created_beside_the_code_of_another_is_told() -> None:
    record = brought(listed(("E0931", "The Town Hall", 10)))
    holds([Fact("The Town Hall", "NRF", "2005/06", 1000)])
    assert codes(record)["code-of-another"] == 1


def test_codes_that_the_map_does_not_know_say_nothing() -> None:
    record = imported(listed(("E9999", COUNCIL, 10), ("", "Pennyfold District Council", 20)))
    assert codes(record)["code-of-another"] == 0
