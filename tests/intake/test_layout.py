"""Which sheet holds what: titles, notes, odd headings and merged cells are seen for what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnermap.intake.importing import import_books, import_files
from partnermap.intake.report import ImportReport
from partnermap.intake.sheets import Book, Sheet, Value
from partnermap.model import BY_NAME, KINDS
from partnermap.store import Store
from partnermap.views.workbook import template_bytes
from tests.intake.county import AREAS, COUNTY, assert_each_row_counted_once, county, error, problems, warning

SHEETS = ", ".join(kind.sheet for kind in KINDS)
AREA_COLUMNS = "Name, Tier, Within, Code, Succeeded by, Aliases, Since, Until, Notes"


def laid(store: Store, title: str, rows: list[list[Value]], *merged: tuple[int, int, int, int]) -> ImportReport:
    """Import one sheet as it stands, cell by cell; ``merged``: row, column, last row, last column."""
    report = import_books(store, [Book("map.xlsx", "0" * 64, (Sheet(title, 1, 1, rows, True, merged),))])
    assert_each_row_counted_once(report)
    return report


def test_misspelt_heading_offers_the_nearest(store: Store) -> None:
    areas = [{"Name": "Selshire", "Tier": "county", "Witin": "Marland", "Colour": "red"}]
    assert problems(store, {"Areas": areas}) == [
        warning(
            "unknown-heading", "Areas", "C1", "Witin", "Witin", "No column “Witin” is known in Areas; it was left out.",
            "Did you mean “Within”?",
        ),
        warning(
            "unknown-heading", "Areas", "D1", "Colour", "Colour",
            "No column “Colour” is known in Areas; it was left out.", f"Known are: {AREA_COLUMNS}.",
        ),
    ]  # fmt: skip


def test_misspelt_needed_heading_is_missing_as_well(store: Store) -> None:
    assert problems(store, {"Areas": [{"Name": "Selshire", "Teir": "county"}]}) == [
        warning(
            "unknown-heading", "Areas", "B1", "Teir", "Teir", "No column “Teir” is known in Areas; it was left out.",
            "Did you mean “Tier”?",
        ),
        error(
            "missing-column", "Areas", None, "Tier", None, "There is no column “Tier”.",
            "Add it and fill in every row: its tier, one of nation, region, county, unitary, district, neighbourhood.",
        ),
    ]  # fmt: skip


def test_heading_that_stands_twice_counts_once(store: Store) -> None:
    areas = [{"Name": "Selshire", "Tier": "county", "NAME": "Marland"}]
    assert problems(store, {"Areas": areas}) == [
        warning(
            "unknown-heading", "Areas", "C1", "NAME", "NAME", "There is a second column “NAME”; it was left out.",
            "Keep one of the two.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["name *", "  NAME", "Name*"])
def test_heading_matches_whatever_its_case_spacing_and_star(store: Store, heading: str) -> None:
    assert problems(store, {"AREAS ": [{heading: "Selshire", "tier": "county"}]}) == []


def test_unknown_sheets_are_left_out_and_told(store: Store) -> None:
    rows: list[dict[str, Value]] = [{"Name": "X"}]
    assert problems(store, {"Areas": AREAS, "Partnrs": rows, "Zebra": rows}) == [
        warning(
            "unknown-sheet", "Partnrs", None, None, "Partnrs", "No sheet “Partnrs” is known; it was left out.",
            "Did you mean “Partners”?",
        ),
        warning(
            "unknown-sheet", "Zebra", None, None, "Zebra", "No sheet “Zebra” is known; it was left out.",
            f"Known are: {SHEETS}.",
        ),
    ]  # fmt: skip


def test_empty_sheets_are_no_problem(store: Store) -> None:
    empty = [Sheet("Sheet2", 1, 1, [], True, ()), Sheet("Partners", 1, 1, [[None]], True, ())]
    areas = Sheet("Areas", 1, 1, [["Name", "Tier"], ["Selshire", "county"]], True, ())
    assert import_books(store, [Book("map.xlsx", "0" * 64, (areas, *empty))]).problems == []


def test_workbook_of_something_else_is_refused(store: Store) -> None:
    (found,) = laid(store, "Sheet1", [["Budget"], [5]]).problems
    assert str(found) == (
        "error: map.xlsx: It is no map workbook, and no sheet has a table of sums under headings (found: “Sheet1”). "
        "Name the sheets of a map workbook as the template does; give each column of a table of sums a heading."
    )


@pytest.mark.parametrize(
    ("name", "sheet"), [("partner.csv", "Partners"), ("zzz.csv", "the sheet it holds, such as Partners")]
)
def test_csv_that_is_named_as_no_sheet_is_refused(store: Store, tmp_path: Path, name: str, sheet: str) -> None:
    (tmp_path / name).write_text("Name,Kind\nHartlow PCT,pct\n", encoding="utf-8")
    (found,) = import_files(store, [tmp_path / name]).problems
    assert str(found) == (
        f"error: {name}: It has no table of sums under headings, and is not named as a sheet of a map workbook is. "
        f"If it is such a sheet, rename it to {sheet}.csv; else give each column a heading."
    )


def test_title_rows_above_the_headings_are_skipped(store: Store) -> None:
    rows: list[list[Value]] = [
        ["Areas of Selshire, March 2005"], [None], ["Name", "Tier"], ["Selshire", "county"], [None, None],
        ["Marland", "county"],
    ]  # fmt: skip
    report = laid(store, "Areas", rows)
    assert report.problems == []
    assert report.skipped == {"title": 2, "blank": 1}
    assert report.understood[0]["header_row"] == 3
    assert report.effect.added == {"Area": 2}


def test_cell_below_a_title_is_named_as_the_spreadsheet_does(store: Store) -> None:
    (found,) = laid(store, "Areas", [["Areas"], ["Name", "Tier"], ["Selshire", "shire"]]).problems
    assert found.cell == "B3"


def test_cell_of_a_table_that_stands_aside_is_named_as_the_spreadsheet_does(store: Store) -> None:
    sheet = Sheet("Areas", 4, 3, [["Name", "Tier"], ["Selshire", "shire"]], True, ())
    (found,) = import_books(store, [Book("map.xlsx", "0" * 64, (sheet,))]).problems
    assert found.cell == "D5"


def test_template_imports_as_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "map.xlsx").write_bytes(template_bytes())
    report = import_files(store, [tmp_path / "map.xlsx"])
    assert report.problems == []
    assert report.skipped == {"note": len(KINDS)}
    assert (report.read, report.imported, report.effect.change) == (len(KINDS), 0, None)


def test_merged_needed_cells_are_to_be_unmerged(store: Store) -> None:
    rows: list[list[Value]] = [["Name", "Tier"], ["Selshire", "county"], ["Marland", None]]
    assert laid(store, "Areas", rows, (2, 2, 3, 2)).problems == [
        error(
            "blank-cell", "Areas", "B3", "Tier", None, "Tier is blank.",
            "Unmerge B2:B3 and fill in each row: its tier, one of nation, region, county, unitary, district, "
            "neighbourhood.",
        )
    ]  # fmt: skip


def test_merged_cells_that_may_be_blank_count_once_and_are_told(store: Store) -> None:
    rows: list[list[Value]] = [["Name", "Tier", "Notes"], ["Selshire", "county", "seen"], ["Marland", "county", None]]
    assert laid(store, "Areas", rows, (2, 3, 3, 3)).problems == [
        warning(
            "merged-cells", "Areas", "C2", "Notes", None,
            "Cells C2:C3 are merged; what stands there counts for the first of them alone.",
            "Unmerge them and fill in each row to which it applies.",
        )
    ]  # fmt: skip
    with store.view() as view:
        assert sorted(view.things(BY_NAME["Area"])["notes"], key=str) == [None, "seen"]


def test_merged_title_is_no_problem(store: Store) -> None:
    rows: list[list[Value]] = [["Areas of Selshire", None], ["Name", "Tier"], ["Selshire", "county"]]
    assert laid(store, "Areas", rows, (1, 1, 1, 2)).problems == []


def test_stray_text_outside_the_columns_is_a_blank_row(store: Store) -> None:
    rows: list[list[Value]] = [["Name", "Tier", "Checked by"], ["Selshire", "county", None], [None, None, "JB, 3 May"]]
    report = laid(store, "Areas", rows)
    assert [one.code for one in report.problems] == ["unknown-heading"]
    assert report.skipped == {"blank": 1}


def test_repeated_row_counts_once(store: Store) -> None:
    assert problems(store, {"Areas": [*AREAS, {**AREAS[0], "Name": "SELSHIRE"}]}) == [
        warning(
            "repeated-row", "Areas", "A6", "Name", "SELSHIRE",
            "The row says the same as row 2; they are taken as one.", "Delete one of the two.",
        )
    ]  # fmt: skip


def test_thing_said_twice_otherwise_is_refused(store: Store) -> None:
    partners = [*COUNTY["Partners"], {"Name": "hartlow pct", "Kind": "sha", "Covers": "Kelmoor"}]
    assert problems(store, county(Partners=partners)) == [
        error(
            "said-twice", "Partners", "A4", "Name", "hartlow pct",
            "Row 3 is about the same thing and says otherwise in Covers and Kind.",
            "Keep one of the two rows. If they are two bodies of one name, write each as “hartlow pct (Area)”.",
        )
    ]  # fmt: skip


def test_seat_said_twice_otherwise_is_refused_without_talk_of_names(store: Store) -> None:
    seat = {"Partner": "SCC", "Partnership": "County LSP"}
    found = problems(store, county(Memberships=[{**seat, "Role": "chair"}, {**seat, "Role": "member"}]))
    assert [(one.message, one.hint) for one in found] == [
        ("Row 2 is about the same thing and says otherwise in Role.", "Keep one of the two rows.")
    ]


def test_seats_of_different_times_are_two(store: Store) -> None:
    seat = {"Partner": "SCC", "Partnership": "County LSP"}
    seats = [{**seat, "Until": "2004-03-31"}, {**seat, "Since": "2004-06-01", "Role": "chair"}]
    assert problems(store, county(Memberships=seats)) == []
