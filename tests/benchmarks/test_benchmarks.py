"""The invented England is a sound map: what it measures would mean nothing otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import networkx as nx
import pytest
from python_calamine import CalamineWorkbook

from partnermap.model import KINDS, Kind, Property, Type
from tests.benchmarks import england as workbook
from tests.benchmarks.england import england, write_workbook

Rows = list[dict[str, object]]
SCALE = 0.03
PLANNED = {"Partners": 20_000, "Partnerships": 10_000, "Memberships": 250_000, "Allocations": 50_000}
KIND_OF = {kind.sheet: kind for kind in KINDS}


@cache
def sheets(scale: float = SCALE, seed: int = 2005) -> dict[str, Rows]:
    return {name: [dict(zip(head, row, strict=True)) for row in rows] for name, head, rows in england(scale, seed)}


def names_in(row: dict[str, object], prop: Property) -> list[str]:
    text = str(row.get(prop.heading) or "")
    parts = text.split(";") if prop.several else [text]
    return [part.split(":")[0].strip() for part in parts if part.strip()]


def name_columns() -> Iterator[tuple[Kind, Property]]:
    return ((kind, prop) for kind in KINDS for prop in kind.properties if prop.names_things)


def names_of(kind: str) -> list[str]:
    """Every name and alias of that kind."""
    rows = sheets()[next(k.sheet for k in KINDS if k.name == kind)]
    return [str(row[head]) for row in rows for head in ("Name", "Aliases") if row.get(head)]


def test_england_has_only_sheets_and_headings_of_the_workbook() -> None:
    for name, headings, _ in england(SCALE):
        assert set(headings) <= {prop.heading for prop in KIND_OF[name].properties}


@pytest.mark.parametrize("sheet", PLANNED)
@pytest.mark.parametrize("scale", [SCALE, 0.1])
def test_england_has_as_many_rows_as_planned(sheet: str, scale: float) -> None:
    assert len(sheets(scale)[sheet]) == PLANNED[sheet] * scale


def test_england_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert sheets(SCALE, 2005) == {
        name: [dict(zip(h, r, strict=True)) for r in rows] for name, h, rows in england(SCALE)
    }
    assert sheets(SCALE, 1) != sheets(SCALE, 2005)


@pytest.mark.parametrize(
    "kinds", [("Area",), ("Partner", "Partnership"), ("Theme",), ("Agreement",), ("FundingStream",)]
)
def test_names_stand_for_one_thing(kinds: tuple[str, ...]) -> None:
    names = Counter(name.casefold() for kind in kinds for name in names_of(kind))
    assert names.most_common(1)[0][1] == 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.counted], ids=lambda kind: kind.name)
def test_keys_stand_once(kind: Kind) -> None:
    columns = [kind[name].heading for name in kind.key]
    if kind.name == "Indicator":
        columns.append("Agreement")
    keys = Counter(tuple(row.get(column) for column in columns) for row in sheets()[kind.sheet])
    assert keys.most_common(1)[0][1] == 1


@pytest.mark.parametrize(("kind", "prop"), list(name_columns()), ids=lambda each: str(each.name))
def test_every_name_is_known(kind: Kind, prop: Property) -> None:
    known = {name for to in prop.to for name in names_of(to)}
    used = {name for row in sheets()[kind.sheet] for name in names_in(row, prop)}
    assert used <= known


def test_outcomes_named_beside_an_agreement_are_that_agreements_own() -> None:
    under = {(row["Agreement"], row["Name"]) for row in sheets()["Outcomes"]}
    shares = KIND_OF["Allocations"]["outcomes"]
    used = {(row["Agreement"], name) for row in sheets()["Allocations"] for name in names_in(row, shares)}
    assert used | {(row["Agreement"], row["Outcome"]) for row in sheets()["Indicators"]} <= under


@pytest.mark.parametrize(
    ("kind", "prop"), [(k, p) for k, p in name_columns() if p.acyclic], ids=lambda each: str(each.name)
)
def test_nothing_leads_back_to_itself(kind: Kind, prop: Property) -> None:
    links = [(row["Name"], name) for row in sheets()[kind.sheet] for name in names_in(row, prop)]
    assert links
    assert nx.is_directed_acyclic_graph(nx.DiGraph(links))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_cells_hold_what_their_column_allows(kind: Kind) -> None:
    for row in sheets()[kind.sheet]:
        for prop in kind.properties:
            value = row.get(prop.heading)
            assert value or not prop.required
            if value is not None and prop.choices:
                assert set(str(value).split("; ")) <= set(prop.choices)
            if value is not None and prop.type is Type.DATE:
                assert isinstance(value, date)


def test_nothing_ends_before_it_begins() -> None:
    for rows in sheets().values():
        for row in rows:
            since, until = row.get("Since"), row.get("Until")
            assert not (isinstance(since, date) and isinstance(until, date)) or since <= until


def test_no_membership_row_is_for_a_partnership_whose_members_nobody_knows() -> None:
    unknown = {row["Name"] for row in sheets()["Partnerships"] if row["Members known"] == "none"}
    assert unknown
    assert not unknown & {row["Partnership"] for row in sheets()["Memberships"]}


def read_back(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: [list[object](row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def test_workbook_holds_every_row_and_dates_as_dates(tmp_path: Path) -> None:
    [path] = write_workbook(tmp_path / "england.xlsx", SCALE)
    written = read_back(path)
    assert {name: len(rows) - 1 for name, rows in written.items()} == {n: len(rows) for n, rows in sheets().items()}
    since = [row[written["Memberships"][0].index("Since")] for row in written["Memberships"][1:]]
    assert {type(value) for value in since if value != ""} == {date}


def test_rows_that_a_sheet_has_no_room_for_go_into_a_further_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "ROWS_OF_A_SHEET", 4_000)
    first, second = write_workbook(tmp_path / "england.xlsx", SCALE)
    assert second.name == "england-2.xlsx"
    assert [len(read_back(path)["Memberships"]) for path in (first, second)] == [4_001, 3_501]
    assert list(read_back(second)) == ["Memberships"]
