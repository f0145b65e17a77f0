"""Real places through the command line: a few of them, and the whole public lookups where they are at hand."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.real.places import write_all

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FACTS = HERE / "facts"
WHOLE = (34, 238, 354), (314, 339, 43, 48)
EXTRACT = (2, 19, 25), (10, 10, 6, 6)


class Loaded(NamedTuple):
    """A store, the workbook in it, and what the import answered."""

    store: Path
    workbook: Path
    answer: dict[str, Any]


def partnermap(store: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "partnermap", "--store", str(store), *arguments, "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def load(workbook: Path) -> Loaded:
    store = workbook.with_suffix(".db")
    return Loaded(store, workbook, partnermap(store, "import", str(workbook)))


def folders() -> dict[str, Path]:
    """The few places that come with the tests, and all of them where they are at hand."""
    whole = os.environ.get("PARTNERMAP_PUBLIC_DATA")
    return {"few": FACTS, "all": Path(whole)} if whole else {"few": FACTS}


@pytest.fixture(scope="module", params=list(folders().values()), ids=list(folders()))
def folder(request: pytest.FixtureRequest) -> Path:
    named: Path = request.param
    return named


@pytest.fixture(scope="module")
def workbooks(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_all(folder, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def england(workbooks: tuple[Path, Path]) -> Loaded:
    return load(workbooks[0])


@pytest.fixture(scope="module")
def safety(workbooks: tuple[Path, Path]) -> Loaded:
    return load(workbooks[1])


@pytest.fixture(scope="module")
def two_tier(england: Loaded) -> dict[str, Any]:
    return partnermap(england.store, "report", "two-tier")


@pytest.fixture(scope="module")
def councils(folder: Path) -> list[dict[str, str]]:
    return records(folder, "england_lower_tier_2005")


@pytest.fixture(scope="module")
def safety_rows(folder: Path) -> list[dict[str, str]]:
    return records(folder, "LAD19_CSP19_PFA19_EW")


def records(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "places" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counties_and_districts(councils: list[dict[str, str]]) -> tuple[int, int]:
    districts = [row["county_2005"] for row in councils if row["county_2005"]]
    return len(set(districts)), len(districts)


def test_lookups_have_the_number_of_places_that_is_known(
    folder: Path, councils: list[dict[str, str]], safety_rows: list[dict[str, str]]
) -> None:
    fire = {row["FRA19CD"] for row in records(folder, "LAD19_FRA19_EW")}
    codes = [len({row[column] for row in safety_rows}) for column in ("CSP19CD", "LAD19CD", "PFA19CD")]
    found = (*counties_and_districts(councils), len(councils)), (*codes, len(fire))
    assert found == (EXTRACT if folder == FACTS else WHOLE)


def test_import_takes_every_council_of_2005(england: Loaded, councils: list[dict[str, str]]) -> None:
    counties, districts = counties_and_districts(councils)
    regions = len({row["go_region"] for row in councils})
    added = england.answer["added"]
    assert added["Area"] == 1 + regions + counties + len(councils)
    assert added["Partner"] == counties + len(councils)
    assert added["Partnership"] == counties + districts


@pytest.mark.parametrize("which", [0, 1], ids=["england", "safety"])
def test_import_refuses_nothing_and_has_nothing_to_say(which: int, england: Loaded, safety: Loaded) -> None:
    loaded = (england, safety)[which]
    rows = loaded.answer["rows"]
    assert rows["read"] == rows["imported"] + rows["skipped"]
    assert rows["refused"] == 0
    assert loaded.answer["problems"] == []


@pytest.mark.parametrize("which", [0, 1], ids=["england", "safety"])
def test_import_again_changes_nothing(which: int, england: Loaded, safety: Loaded) -> None:
    loaded = (england, safety)[which]
    again = partnermap(loaded.store, "import", str(loaded.workbook))
    assert again["import"] is None
    assert not any(again["added"].values())


def test_two_tier_has_the_shape_that_is_promised(two_tier: dict[str, Any]) -> None:
    assert two_tier["report"] == "two-tier"
    assert set(two_tier["tables"]) == {"matrix", "seats"}
    keys = {"code", "severity", "subject", "partner", "area", "theme", "agreement", "open", "message", "sources"}
    assert all(keys <= set(finding) for finding in two_tier["findings"])


def test_two_tier_finds_one_open_question_a_district_and_its_council(
    two_tier: dict[str, Any], councils: list[dict[str, str]]
) -> None:
    """Nobody entered who sits where: it may be that all do, so nothing is more than not yet known."""
    _, districts = counties_and_districts(councils)
    findings = two_tier["findings"]
    assert Counter(finding["code"] for finding in findings) == {
        "no-county-seat": districts,
        "unlinked-forum": districts,
    }
    assert {finding["severity"] for finding in findings} == {"low"}


def test_two_tier_says_which_lists_would_settle_it(two_tier: dict[str, Any]) -> None:
    board, own = "Kent local strategic partnership", "Dover local strategic partnership"
    of_dover = {
        finding["subject"]: finding["open"] for finding in two_tier["findings"] if "Dover" in finding["subject"]
    }
    assert of_dover == {"Dover council": [board], own: [own, board]}


def test_two_tier_of_one_county_looks_at_no_other(england: Loaded, councils: list[dict[str, str]]) -> None:
    kent = {row["name_2005"] for row in councils if row["county_2005"] == "Kent"}
    findings = partnermap(england.store, "report", "two-tier", "--area", "Kent")["findings"]
    expected = {f"{name} {body}" for name in kent for body in ("council", "local strategic partnership")}
    assert {finding["subject"] for finding in findings} == expected
    assert len(findings) == 2 * len(kent) == 24


def test_two_tier_keeps_a_county_and_a_district_of_one_name_apart(england: Loaded) -> None:
    findings = partnermap(england.store, "report", "two-tier", "--area", "County Durham")["findings"]
    assert [f["open"] for f in findings if f["subject"] == "Durham council"] == [
        ["County Durham local strategic partnership"]
    ]
    assert len(findings) == 14


def test_import_seats_councils_police_and_fire_on_each_partnership(
    safety: Loaded, folder: Path, safety_rows: list[dict[str, str]]
) -> None:
    fire = {row["LAD19CD"]: row["FRA19CD"] for row in records(folder, "LAD19_FRA19_EW")}
    holders = ({row["LAD19CD"], row["PFA19CD"], fire[row["LAD19CD"]]} for row in safety_rows)
    seats = {(one, row["CSP19CD"]) for row, several in zip(safety_rows, holders, strict=True) for one in several}
    added = safety.answer["added"]
    assert added["Partnership"] == len({row["CSP19CD"] for row in safety_rows})
    assert added["Membership"] == len(seats)
