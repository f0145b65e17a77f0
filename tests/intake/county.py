"""A small sound county in rows, to be spoilt one cell at a time, and problems as the tests write them down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partnermap.intake.importing import PLAIN, Options
from partnermap.intake.problems import Problem
from partnermap.intake.report import ImportReport
from partnermap.intake.sheets import Value
from partnermap.store import Store
from tests.sheets import Sheets, put

Row = Mapping[str, Value]
Rows = Sequence[Row]
COUNCIL, LAA = "Selshire County Council", "Selshire LAA"

AREAS: Rows = [
    {"Name": "Selshire", "Tier": "county"},
    {"Name": "Hartlow", "Tier": "district", "Within": "Selshire"},
    {"Name": "Kelmoor", "Tier": "district", "Within": "Selshire"},
    {"Name": "Marland", "Tier": "county"},
]
COUNTY: dict[str, Rows] = {
    "Areas": AREAS,
    "Partners": [
        {"Name": COUNCIL, "Kind": "county_council", "Covers": "Selshire", "Aliases": "SCC; The County"},
        {"Name": "Hartlow PCT", "Kind": "pct", "Covers": "Hartlow"},
    ],
    "Themes": [{"Name": "Safer"}, {"Name": "Health"}],
    "Agreements": [{"Name": LAA, "Covers": "Selshire"}],
    "Partnerships": [{"Name": "County LSP", "Kind": "lsp", "Covers": "Selshire"}],
    "Funding streams": [{"Name": "Renewal Fund"}],
    "Outcomes": [
        {"Name": "Fewer burglaries", "Agreement": LAA, "Theme": "Safer"},
        {"Name": "Warmer homes", "Agreement": LAA, "Theme": "Health"},
    ],
}
ROWS = sum(len(rows) for rows in COUNTY.values())


def county(**changed: Rows) -> dict[str, Rows]:
    """The county with other rows in some sheets; ``Funding_streams`` is Funding streams."""
    return COUNTY | {sheet.replace("_", " "): rows for sheet, rows in changed.items()}


def allocated(*rows: Row) -> dict[str, Rows]:
    """The county with allocations of its one stream in 2005/06, unless a row says otherwise."""
    return county(Allocations=[{"Stream": "Renewal Fund", "Year": "2005/06", "Agreement": LAA, **row} for row in rows])


def problems(store: Store, sheets: Sheets, options: Options = PLAIN) -> list[Problem]:
    """What is amiss with these sheets; an error leaves the store as it was."""
    with store.view() as view:
        before = view.revision
    report = put(store, sheets, options=options)
    with store.view() as view:
        assert not report.failed or view.revision == before
    assert_each_row_counted_once(report)
    return report.problems


def assert_each_row_counted_once(report: ImportReport) -> None:
    """Every row read is imported, skipped or refused."""
    rows = report.as_record()["rows"]
    assert rows["read"] == rows["imported"] + rows["skipped"] + rows["refused"]
    assert not report.failed or rows["imported"] == 0


def error(code: str, sheet: str, cell: str | None, heading: str | None, value: str | None, *words: str) -> Problem:
    """An error in map.xlsx; ``words``: message and hint."""
    return Problem(code, "error", "map.xlsx", sheet, cell, heading, value, *words)


def warning(code: str, sheet: str, cell: str | None, heading: str | None, value: str | None, *words: str) -> Problem:
    """A warning in map.xlsx; ``words``: message and hint."""
    return Problem(code, "warning", "map.xlsx", sheet, cell, heading, value, *words)
