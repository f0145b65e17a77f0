"""The illustrative county: sound rows, and exactly the faults that are said to be in it."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from partnermap import frameworks, graph
from partnermap.analysis import registry
from partnermap.intake.importing import import_files
from partnermap.intake.report import ImportReport
from partnermap.resources import data_folder
from partnermap.store.opening import open_store
from tests import oracle

FOLDER = data_folder() / "illustrative"

CODES = {
    "two-tier": "no-county-forum broader-forum-only no-district-forum unlinked-forum no-county-seat seat-by-proxy"
    " no-lsp in-name-only",
    "engagement": "absent unengaged declined named-not-agreed money-without-consent lead-without-seat"
    " no-accountable-body no-table",
    "missing": "missing not-seated represented-only sector-absent",
    "funding": "outcome-without-money stream-without-outcome unquantified no-recipient sole-stream"
    " possible-double-count possible-pass-on",
    "thread": "no-money no-lead no-indicator no-baseline no-target no-target-year no-local-lead no-government-lead",
}

Told = tuple[str, str, str, str, str, tuple[str, ...]]


@pytest.fixture(scope="module")
def sheets() -> dict[str, list[dict[str, str]]]:
    files = sorted(FOLDER.glob("*.csv"))
    return {file.stem: list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())) for file in files}


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "faults.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, said: dict[str, Any]) -> tuple[ImportReport, nx.MultiDiGraph]:
    store = open_store(str(Path(tmp_path_factory.mktemp("illustrative")) / "map.db"))
    report = import_files(store, sorted(FOLDER.glob("*.csv")))
    with store.view() as view:
        day = graph.build(view, said["as_of"])
    store.close()
    return report, day


def test_import_takes_every_row_without_a_word(
    imported: tuple[ImportReport, nx.MultiDiGraph], sheets: dict[str, list[dict[str, str]]]
) -> None:
    report = imported[0]
    assert report.problems == []
    assert report.imported == sum(len(rows) for rows in sheets.values())


def told(one: Any) -> Told:
    """What tells one finding from another, of a fault or of a finding."""
    code, subject, partner, area, agreement = (
        one.get(key) or "" for key in ("code", "subject", "partner", "area", "agreement")
    )
    return code, subject, partner, area, agreement, tuple(one.get("open", ()))


@pytest.mark.parametrize("report", CODES)
def test_rules_give_the_faults_and_nothing_else(
    report: str, sheets: dict[str, list[dict[str, str]]], said: dict[str, Any]
) -> None:
    framework_file = data_folder() / "frameworks" / f"{said['framework']}.toml"
    framework = tomllib.loads(framework_file.read_text(encoding="utf-8"))
    found = {told(one) for one in oracle.findings(report, sheets, framework, said["as_of"])}
    assert found == {told(fault) for fault in said["fault"] if fault["report"] == report}


@pytest.mark.parametrize("report", CODES)
def test_imported_county_shows_the_faults_and_nothing_else(
    report: str, imported: tuple[ImportReport, nx.MultiDiGraph], said: dict[str, Any]
) -> None:
    found = registry.run(report, imported[1], frameworks.load(said["framework"])).findings
    assert {told(vars(one)) for one in found} == {told(fault) for fault in said["fault"] if fault["report"] == report}


@pytest.mark.parametrize("report", CODES)
def test_every_code_has_its_fault(report: str, said: dict[str, Any]) -> None:
    assert {fault["code"] for fault in said["fault"] if fault["report"] == report} == set(CODES[report].split())


def test_every_fault_says_why_once(said: dict[str, Any]) -> None:
    assert all(fault["why"].endswith(".") for fault in said["fault"])
    counted = Counter((fault["report"], told(fault)) for fault in said["fault"])
    assert max(counted.values()) == 1


def test_some_findings_are_open_for_want_of_a_list(said: dict[str, Any]) -> None:
    assert {fault["report"] for fault in said["fault"] if fault.get("open")} == {"two-tier", "engagement", "missing"}


def test_readme_counts_the_rows(sheets: dict[str, list[dict[str, str]]]) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"| {sheet} | {len(rows)} |" in readme for sheet, rows in sheets.items())


def test_every_sum_is_marked_as_illustrative(sheets: dict[str, list[dict[str, str]]]) -> None:
    assert all(row["Notes"].startswith("illustrative") for row in sheets["Allocations"])


@pytest.mark.parametrize(
    ("sheet", "key"),
    [
        ("Areas", "Name"),
        ("Partners", "Name"),
        ("Themes", "Name"),
        ("Partnerships", "Name"),
        ("Agreements", "Name"),
        ("Funding streams", "Name"),
        ("Memberships", "Partner Partnership Since"),
        ("Parties", "Partner Agreement Since"),
        ("Outcomes", "Name Agreement"),
        ("Freedoms", "Request Agreement"),
    ],
)
def test_nothing_is_said_twice(sheet: str, key: str, sheets: dict[str, list[dict[str, str]]]) -> None:
    counted = Counter(tuple(row[heading] for heading in key.split()) for row in sheets[sheet])
    assert max(counted.values()) == 1
