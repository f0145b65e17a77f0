"""An import is one step: all of it or nothing, the same again is nothing, and what it says is what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from partnermap.changes import undo
from partnermap.errors import RequestError
from partnermap.intake.importing import Options, import_books, import_files
from partnermap.intake.report import ImportReport
from partnermap.model import BY_NAME
from partnermap.store import Store
from partnermap.store.base import Draft, Effect
from tests.intake.county import (
    AREAS,
    COUNCIL,
    COUNTY,
    LAA,
    ROWS,
    Rows,
    allocated,
    assert_each_row_counted_once,
    county,
    problems,
)
from tests.sheets import book_of, content_of, put

ADDED = {
    "Area": 4, "Partner": 2, "Theme": 2, "Agreement": 1, "Partnership": 1, "FundingStream": 1, "Outcome": 2,
}  # fmt: skip


def revision(store: Store) -> int:
    with store.view() as view:
        return view.revision


def sums(store: Store) -> list[int]:
    with store.view() as view:
        return sorted(view.things(BY_NAME["Allocation"])["amount"])


def test_import_says_what_it_added(store: Store) -> None:
    report = put(store, COUNTY)
    assert report.as_record() | {"understood": []} == {
        "import": 1,
        "files": ["map.xlsx"],
        "added": ADDED,
        "changed": {},
        "unchanged": {},
        "removed": {},
        "rows": {"read": ROWS, "imported": ROWS, "skipped": 0, "refused": 0},
        "totals": [],
        "understood": [],
        "problems": [],
    }


def test_import_says_what_it_understood(store: Store) -> None:
    understood = put(store, allocated({"Amount": "12"})).as_record()["understood"]
    assert [one["sheet"] for one in understood] == [*COUNTY, "Allocations"]
    assert understood[-1] == {
        "file": "map.xlsx",
        "sheet": "Allocations",
        "header_row": 1,
        "unit": "one",
        "year": None,
        "columns": {"stream": "Stream", "year": "Year", "agreement": "Agreement", "amount": "Amount"},
        "streams": [],
        "years": [],
        "guesses": [],
    }


def test_same_file_again_changes_nothing(store: Store) -> None:
    put(store, COUNTY)
    before, kept = revision(store), content_of(store)
    report = put(store, COUNTY)
    assert (report.effect.change, report.effect.unchanged) == (None, ADDED)
    assert (report.effect.added, report.effect.changed, report.effect.removed) == ({}, {}, {})
    assert (revision(store), content_of(store)) == (before, kept)


def test_blank_cell_says_nothing_and_takes_nothing_back_from_others(store: Store) -> None:
    put(store, COUNTY, "full.xlsx")
    report = put(store, county(Partners=[{"Name": COUNCIL, "Kind": "county_council", "Covers": ""}]), "other.xlsx")
    assert report.effect.changed == {}
    with store.view() as view:
        assert ("Partner:selshire county council", "SCC", None) in view.pairs(
            BY_NAME["Partner"], BY_NAME["Partner"]["aliases"]
        )


def corrected() -> dict[str, Rows]:
    return county(Partners=[{**COUNTY["Partners"][0], "Kind": "unitary_council"}, COUNTY["Partners"][1]])


def test_corrected_file_changes_what_it_corrects(store: Store) -> None:
    put(store, COUNTY)
    report = put(store, corrected())
    assert report.effect.changed == {"Partner": 1}
    assert report.effect.unchanged == ADDED | {"Partner": 1}


def test_blanked_cell_of_a_corrected_file_is_no_longer_said(store: Store) -> None:
    put(store, county(Areas=[{**AREAS[0], "Code": "E10"}, *AREAS[1:]]))
    put(store, COUNTY)
    with store.view() as view:
        assert set(view.things(BY_NAME["Area"])["code"]) == {None}


def test_undoing_a_correction_brings_the_first_words_back(store: Store) -> None:
    put(store, COUNTY)
    before = content_of(store)
    put(store, corrected())
    undo(store, 2, "JB")
    assert content_of(store) == before


def test_undoing_the_first_keeps_the_correction(store: Store) -> None:
    put(store, COUNTY)
    put(store, corrected())
    after = content_of(store)
    undo(store, 1, "JB")
    assert content_of(store) == after


def test_undoing_both_leaves_nothing(store: Store) -> None:
    put(store, COUNTY)
    put(store, corrected())
    undo(store, 1, "JB")
    undo(store, 2, "JB")
    assert not any(content_of(store).values())


def test_dry_run_says_what_the_real_run_does_and_changes_nothing(store: Store) -> None:
    put(store, county(Themes=[*COUNTY["Themes"], {"Name": "Arts"}]))
    before = revision(store)
    rehearsed = put(store, corrected(), options=Options(replace=True, dry_run=True)).as_record()
    assert revision(store) == before
    assert rehearsed["import"] is None
    real = put(store, corrected(), options=Options(replace=True)).as_record()
    assert (real["import"], real["changed"], real["removed"]) == (2, {"Partner": 1}, {"Theme": 1})
    assert rehearsed | {"import": 2} == real


def test_dry_run_on_an_empty_store_leaves_it_empty(store: Store) -> None:
    assert put(store, COUNTY, options=Options(dry_run=True)).effect.added == ADDED
    assert not any(content_of(store).values())


def test_one_error_refuses_every_row(store: Store) -> None:
    report = put(store, county(Themes=[{"Name": "Safer", "Kind": "blok"}, {"Name": "Health"}]))
    assert report.as_record()["rows"] == {"read": ROWS, "imported": 0, "skipped": 0, "refused": ROWS}
    assert (report.effect.added, report.effect.change, revision(store)) == ({}, None, 0)


def test_all_problems_come_at_once(store: Store) -> None:
    sheets = county(
        Areas=[*AREAS, {"Name": "Nowhere", "Tier": "shire", "Since": "spring"}],
        Partners=[*COUNTY["Partners"], {"Name": "X", "Kind": "pct", "Covers": "Zebra"}],
        Themes=[{"Name": "A", "Part of": "B"}, {"Name": "B", "Part of": "A"}, {"Name": "Safer"}, {"Name": "Health"}],
        Memberships=[{"Partner": "SCC"}],
        Parties=[{"Partner": "SCC", "Agreement": "", "Status": "maybe"}],
    )
    assert {(one.code, one.sheet, one.cell) for one in problems(store, sheets)} == {
        ("not-in-list", "Areas", "B6"),
        ("bad-date", "Areas", "D6"),
        ("unknown-name", "Partners", "C4"),
        ("cycle", "Themes", "B2"),
        ("cycle", "Themes", "B3"),
        ("missing-column", "Memberships", None),
        ("blank-cell", "Parties", "B2"),
        ("not-in-list", "Parties", "C2"),
    }


def test_name_in_a_row_at_fault_is_known_all_the_same(store: Store) -> None:
    found = problems(store, {"Areas": [{"Name": "Selshire", "Tier": "shire"}], "Agreements": COUNTY["Agreements"]})
    assert [one.code for one in found] == ["not-in-list"]


# Several files

SEATS: Rows = [{"Partner": "SCC", "Partnership": "County LSP"}]


def test_files_define_each_others_names(store: Store) -> None:
    areas = {"Areas": [{"Name": "Selshire", "Tier": "county", "Within": "East"}], "Memberships": SEATS}
    others = {sheet: rows for sheet, rows in COUNTY.items() if sheet in ("Partners", "Partnerships")}
    region = {"Areas": [{"Name": "East", "Tier": "region"}, {"Name": "Hartlow", "Tier": "district"}], **others}
    report = import_books(store, [book_of(areas, "one.xlsx"), book_of(region, "other.xlsx")])
    assert report.problems == []
    assert report.effect.added == {"Area": 3, "Partner": 2, "Partnership": 1, "Membership": 1}


def test_names_of_an_earlier_import_are_known(store: Store) -> None:
    put(store, COUNTY, "county.xlsx")
    assert put(store, {"Memberships": SEATS}, "seats.xlsx").effect.added == {"Membership": 1}


def test_columns_with_several_values_add_up_over_files(store: Store) -> None:
    put(store, COUNTY, "county.xlsx")
    put(store, {"Partners": [{"Name": "Hartlow PCT", "Kind": "pct", "Covers": "Kelmoor"}]}, "kelmoor.xlsx")
    covers = BY_NAME["Partner"]["covers"]
    with store.view() as view:
        found = [area for one, area, _ in view.pairs(BY_NAME["Partner"], covers) if one == "Partner:hartlow pct"]
    assert found == ["Area:hartlow", "Area:kelmoor"]


def test_of_single_values_the_newest_shows(store: Store) -> None:
    put(store, COUNTY, "county.xlsx")
    put(store, {"Partners": [{"Name": "Hartlow PCT", "Kind": "sha", "Covers": "Hartlow"}]}, "newer.xlsx")
    with store.view() as view:
        partners = view.things(BY_NAME["Partner"])
    assert partners["kind"][partners["name"].index("Hartlow PCT")] == "sha"


def written(folder: Path) -> list[Path]:
    """A workbook of areas and two csv files that lean on it."""
    with xlsxwriter.Workbook(folder / "areas.xlsx") as book:
        sheet = book.add_worksheet("Areas")
        for line, row in enumerate((("Name", "Tier"), ("Selshire", "county"), ("Hartlow", "district"))):
            sheet.write_row(line, 0, row)
    (folder / "Partners.csv").write_text("Name;Kind;Covers\nHartlow PCT;pct;Hartlow\n", encoding="utf-8")
    (folder / "Funding streams.csv").write_text("Name,Nature\nRenewal Fund,specific\n", encoding="cp1252")
    return [folder / name for name in ("areas.xlsx", "Partners.csv", "Funding streams.csv")]


def test_csv_and_workbook_import_as_one(store: Store, tmp_path: Path) -> None:
    told: list[str] = []
    report = import_files(store, written(tmp_path), say=told.append)
    assert report.problems == []
    assert report.effect.added == {"Area": 2, "Partner": 1, "FundingStream": 1}
    assert told == ["Reading areas.xlsx …", "Reading Partners.csv …", "Reading Funding streams.csv …"]


def test_files_of_one_name_are_refused(store: Store, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Areas.csv").write_text("Name,Tier\nSelshire,county\n", encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        import_files(store, [tmp_path / "a" / "Areas.csv", tmp_path / "b" / "Areas.csv"])
    assert str(caught.value) == (
        "Areas.csv: two of the files have this name, and what a file says is kept under its name. Rename one."
    )


def test_one_unreadable_file_stops_the_others(store: Store, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\3\4 and no more")
    report = import_files(store, [*written(tmp_path), tmp_path / "broken.xlsx"])
    assert [(one.code, one.file, one.sheet, one.cell) for one in report.problems] == [
        ("unreadable", "broken.xlsx", None, None)
    ]
    assert revision(store) == 0
    assert_each_row_counted_once(report)


# --agreement


def unnamed() -> dict[str, Rows]:
    """Outcomes and money without a word of the agreement."""
    outcomes: Rows = [{"Name": "Less litter", "Theme": "Safer"}]
    allocations: Rows = [{"Stream": "Renewal Fund", "Year": "2005/06", "Outcomes": "Less litter"}]
    return county(Outcomes=outcomes, Allocations=allocations)


def test_agreement_that_was_given_stands_in_for_blanks(store: Store) -> None:
    report = put(store, unnamed(), options=Options(agreement=LAA))
    assert report.problems == []
    with store.view() as view:
        assert view.things(BY_NAME["Outcome"])["agreement"] == ["Agreement:selshire laa"]
        assert view.things(BY_NAME["Allocation"])["agreement"] == ["Agreement:selshire laa"]


def test_agreement_in_the_row_goes_before_the_one_given(store: Store) -> None:
    agreements: Rows = [*COUNTY["Agreements"], {"Name": "Marland LAA", "Covers": "Marland"}]
    put(store, county(Agreements=agreements), options=Options(agreement="Marland LAA"))
    with store.view() as view:
        assert set(view.things(BY_NAME["Outcome"])["agreement"]) == {"Agreement:selshire laa"}


def test_agreement_that_nobody_defines_is_refused(store: Store) -> None:
    with pytest.raises(RequestError) as caught:
        put(store, unnamed(), options=Options(agreement="Selshire LA"))
    assert str(caught.value) == (
        "“Selshire LA” is not defined in Agreements. Did you mean “Selshire LAA”? Else add it to Agreements."
    )


# Allocations: told apart by their order where nothing else does

LIKE: Rows = [{"Amount": "10"}, {"Amount": "20"}, {"Amount": "30", "Line": "b"}, {"Amount": "40", "Basis": "budget"}]


def test_like_allocations_are_all_kept(store: Store) -> None:
    report = put(store, allocated(*LIKE))
    assert report.problems == []
    assert sums(store) == [1000, 2000, 3000, 4000]


def test_corrected_sum_is_a_change(store: Store) -> None:
    put(store, allocated(*LIKE))
    report = put(store, allocated(LIKE[0], {"Amount": "25"}, *LIKE[2:]))
    assert (report.effect.added, report.effect.changed) == ({}, {"Allocation": 1})
    assert sums(store) == [1000, 2500, 3000, 4000]


def test_blank_basis_and_budget_are_one_key(store: Store) -> None:
    put(store, allocated({"Amount": "10"}))
    report = put(store, allocated({"Amount": "10", "Basis": "budget"}))
    assert (report.effect.added, report.effect.changed) == ({}, {"Allocation": 1})


@pytest.mark.parametrize(
    "other",
    [
        {"Area": "Hartlow"},
        {"Recipient": "SCC"},
        {"Agreement": ""},
        {"Year": "2006/07"},
        {"Basis": "plan"},
        {"Line": "b"},
    ],
)
def test_allocation_of_another_key_is_another(store: Store, other: dict[str, str]) -> None:
    put(store, allocated({"Amount": "10"}), "one.xlsx")
    report = put(store, allocated({"Amount": "10", **other}), "other.xlsx")
    assert report.effect.added == {"Allocation": 1}


def test_allocation_of_the_same_key_in_another_file_is_the_same(store: Store) -> None:
    put(store, allocated({"Amount": "10"}), "one.xlsx")
    report = put(store, allocated({"Amount": "12"}), "other.xlsx")
    assert (report.effect.added, report.effect.changed) == ({}, {"Allocation": 1})
    assert sums(store) == [1200]


def test_report_of_nothing_is_complete() -> None:
    record = ImportReport(["map.xlsx"]).as_record()
    assert list(record) == [
        "import", "files", "added", "changed", "unchanged", "removed", "rows", "totals", "understood", "problems",
    ]  # fmt: skip


def test_map_that_somebody_changed_meanwhile_is_planned_on_anew_and_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, {"Areas": [{"Name": "Kent", "Tier": "county"}]})
    apply = store.apply

    def somebody_was_quicker(draft: Draft, **how: Any) -> Effect:
        monkeypatch.setattr(store, "apply", apply)
        put(store, {"Partners": [{"Name": "Kent PCT", "Kind": "pct"}]}, "b.xlsx", Options(who="Ann"))
        put(store, {"Partners": [{"Name": "Kent PCT", "Kind": "pct"}]}, "c.xlsx", Options(who="Bob"))
        return apply(draft, **how)

    monkeypatch.setattr(store, "apply", somebody_was_quicker)
    said: list[str] = []
    rows = {"Partners": [{"Name": "Kent PCT", "Kind": "pct"}, {"Name": "Kent police", "Kind": "police_force"}]}
    report = import_books(store, [book_of(rows)], say=said.append)
    assert said == [
        "The map was changed meanwhile by Ann (import b.xlsx), then Bob (import c.xlsx). "
        "Planning again on what is there now …"
    ]
    assert (report.effect.change, report.effect.added, report.effect.unchanged) == (4, {"Partner": 1}, {"Partner": 1})
