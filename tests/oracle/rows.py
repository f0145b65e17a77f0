"""A map workbook as plain rows, and what of it is there at a day.

Two passes: ``spelled`` reads every reference as the thing's own name, ``there`` keeps what is there at the day and
loses the references to what is not. Everything after that is a question over ``dict[str, str]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Row = dict[str, str]
Sheets = dict[str, list[Row]]
Framework = Mapping[str, Any]

NAMED = ("Areas", "Partners", "Themes", "Partnerships", "Agreements", "Funding streams")
BODIES = ("Partners", "Partnerships")
SHEETS = (*NAMED, "Memberships", "Parties", "Leads", "Outcomes", "Indicators", "Allocations", "Freedoms")

# "allocations and indicators by their years alone"
BY_YEARS_ALONE = ("Indicators", "Allocations")

# Sheet -> heading -> the sheets whose names it gives.
REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "Areas": {"Within": ("Areas",)},
    "Partners": {"Covers": ("Areas",), "Part of": ("Partners",)},
    "Themes": {"Part of": ("Themes",)},
    "Partnerships": {
        "Theme": ("Themes",),
        "Covers": ("Areas",),
        "Reports to": ("Partnerships",),
        "Oversees": ("Agreements",),
        "Accountable body": ("Partners",),
    },
    "Agreements": {"Covers": ("Areas",), "Lead partner": ("Partners",)},
    "Funding streams": {"Part of": ("Funding streams",)},
    "Memberships": {"Partner": BODIES, "Partnership": ("Partnerships",), "Speaks for": BODIES},
    "Parties": {"Partner": BODIES, "Agreement": ("Agreements",)},
    "Leads": {"Agreement": ("Agreements",), "Theme": ("Themes",), "Partner": ("Partners",)},
    "Outcomes": {
        "Agreement": ("Agreements",),
        "Theme": ("Themes",),
        "Area": ("Areas",),
        "Lead partner": BODIES,
        "Contributing partners": BODIES,
        "Streams": ("Funding streams",),
    },
    "Indicators": {"Agreement": ("Agreements",), "Area": ("Areas",), "Lead partner": BODIES},
    "Allocations": {
        "Stream": ("Funding streams",),
        "Recipient": BODIES,
        "Agreement": ("Agreements",),
        "Area": ("Areas",),
    },
    "Freedoms": {"Agreement": ("Agreements",)},
}

# Starred single references: without the thing they name, the row is not there either.
REQUIRED: dict[str, tuple[str, ...]] = {
    "Memberships": ("Partner", "Partnership"),
    "Parties": ("Partner", "Agreement"),
    "Leads": ("Agreement",),
    "Outcomes": ("Agreement",),
    "Allocations": ("Stream",),
    "Freedoms": ("Agreement",),
}

# "Only in funding does an allocation keep a recipient that is gone": the rules outside funding ask whether it is there.
# A lead's theme that is gone must not read as blank, "the whole agreement": kept, it is for no theme that is there.
KEPT = {("Allocations", "Recipient"), ("Leads", "Theme")}


def cell(row: Mapping[str, str], heading: str) -> str:
    """The text under a heading; blank or missing is the empty text."""
    return (row.get(heading) or "").strip()


def several(row: Mapping[str, str], heading: str) -> list[str]:
    """ "several values in a cell are separated by `;`"."""
    return [part.strip() for part in cell(row, heading).split(";") if part.strip()]


def day_of(text: str) -> date:
    """ "`YYYY-MM-DD` or `DD/MM/YYYY` text"."""
    form = "%d/%m/%Y" if "/" in text else "%Y-%m-%d"
    return datetime.strptime(text, form).date()


def is_current(row: Row, as_of: date) -> bool:
    """ "What has Since after it or Until before it is not there"; Until is "the last day"."""
    since, until = cell(row, "Since"), cell(row, "Until")
    if since and day_of(since) > as_of:
        return False
    return not (until and day_of(until) < as_of)


@dataclass(frozen=True)
class Day:
    """What a map says at a day: ``written`` has every row, ``there`` those that are there, gone references lost."""

    as_of: date
    written: Sheets
    there: Sheets
    framework: Framework

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet that are there at the day."""
        return self.there.get(sheet, [])

    def named(self, sheet: str, name: str) -> Row | None:
        """The row of a named thing that is there, or None."""
        return next((row for row in self.rows(sheet) if cell(row, "Name") == name), None)

    def is_there(self, sheets: Sequence[str], name: str) -> bool:
        """Whether one of the sheets has a thing of that name at the day."""
        return any(self.named(sheet, name) is not None for sheet in sheets)

    def own_name(self, sheet: str, text: str) -> str:
        """The thing's own name for "the full name or an alias"; what nobody defines stays as it is."""
        return own_name(self.written, (sheet,), text)


def read_day(sheets: Sheets, framework: Framework, as_of: date) -> Day:
    """The map at a day."""
    written = spelled(sheets)
    return Day(as_of, written, there_at(written, as_of), framework)


def own_name(sheets: Sheets, among: Sequence[str], text: str) -> str:
    """ "A name can be the full name or an alias"; a full name goes before an alias."""
    rows = [row for sheet in among for row in sheets.get(sheet, [])]
    for row in rows:
        if cell(row, "Name") == text:
            return text
    return next((cell(row, "Name") for row in rows if text in several(row, "Aliases")), text)


def spelled(sheets: Sheets) -> Sheets:
    """Every row, its references read as own names and each indicator with its outcome's agreement."""
    written = {sheet: [spelled_row(sheets, sheet, row) for row in sheets.get(sheet, [])] for sheet in SHEETS}
    for row in written["Indicators"]:
        row["Agreement"] = cell(row, "Agreement") or only_agreement(written, cell(row, "Outcome"))
    return written


def spelled_row(sheets: Sheets, sheet: str, row: Row) -> Row:
    """A row with its references as own names."""
    clean = {heading: cell(row, heading) for heading in row}
    for heading, among in REFERENCES[sheet].items():
        clean[heading] = "; ".join(own_name(sheets, among, text) for text in several(row, heading))
    return clean


def only_agreement(written: Sheets, outcome: str) -> str:
    """The agreement of the outcome of that name, where an indicator leaves it out."""
    return next((cell(row, "Agreement") for row in written["Outcomes"] if cell(row, "Name") == outcome), "")


def there_at(written: Sheets, as_of: date) -> Sheets:
    """What is there at the day: by its own dates, then by what it needs."""
    current = {
        sheet: rows if sheet in BY_YEARS_ALONE else [row for row in rows if is_current(row, as_of)]
        for sheet, rows in written.items()
    }
    names = {sheet: {cell(row, "Name") for row in current[sheet]} for sheet in NAMED}
    there = {sheet: [lost(sheet, row, names) for row in rows] for sheet, rows in current.items()}
    there = {sheet: [row for row in rows if has_required(sheet, row)] for sheet, rows in there.items()}
    outcomes = {outcome_key(row) for row in there["Outcomes"]}
    there["Indicators"] = [row for row in there["Indicators"] if indicated(row) in outcomes]
    return there


def lost(sheet: str, row: Row, names: Mapping[str, set[str]]) -> Row:
    """The row without its references to what is gone."""
    clean = dict(row)
    for heading, among in REFERENCES[sheet].items():
        if (sheet, heading) not in KEPT:
            known = set[str]().union(*(names[one] for one in among))
            clean[heading] = "; ".join(text for text in several(row, heading) if text in known)
    return clean


def has_required(sheet: str, row: Row) -> bool:
    """Whether everything that its starred single columns name is there."""
    return all(cell(row, heading) for heading in REQUIRED.get(sheet, ()))


def outcome_key(row: Row) -> tuple[str, str]:
    """An outcome's key: "its name (with the agreement ...)"."""
    return cell(row, "Name"), cell(row, "Agreement")


def indicated(row: Row) -> tuple[str, str]:
    """The key of the outcome that an indicator is of."""
    return cell(row, "Outcome"), cell(row, "Agreement")


def served(row: Row) -> list[tuple[str, str]]:
    """The keys of the outcomes an allocation names: "`A; B` or `A: 60%; B: 40%`", under its own agreement."""
    names = [re.sub(r"\s*:\s*[\d.]+\s*%$", "", text) for text in several(row, "Outcomes")]
    return [(name, cell(row, "Agreement")) for name in names]
