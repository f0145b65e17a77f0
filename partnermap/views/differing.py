"""Where sources differ, as rows: each value with the cell that gives it, and when and by whom it came in."""

from __future__ import annotations

from collections.abc import Iterable

from partnermap.disagreeing import Disagreement, Heard
from partnermap.store.base import EDITS, Source
from partnermap.views.files import csv_text
from partnermap.wording import moment_of

COLUMNS = ("Value", "File", "Sheet", "Cell", "What stands there", "Came in", "By", "Shows now")


def values_rows(one: Disagreement) -> list[dict[str, str]]:
    """The values side by side, a row for each cell; the one that shows stands last."""
    return [
        dict(zip(COLUMNS, _row(heard, source, heard is one.shown), strict=True))
        for heard in one.values
        for source in heard.sources
    ]


def _row(heard: Heard, source: Source, shows: bool) -> tuple[str, ...]:
    file = "by hand" if source.file == EDITS else source.file
    came = f"{moment_of(heard.change.at)} (change {heard.change.number})"
    cell = source.cell if source.sheet else ""
    return (heard.words, file, source.sheet, cell, source.text, came, heard.change.who, "yes" if shows else "")


def differing_csv(found: Iterable[Disagreement]) -> str:
    """All of them as a csv, formulas neutralised."""
    rows = [
        (one.kind.name, one.caption, one.prop.heading, "ruled on" if one.is_settled else "open", *row.values())
        for one in found
        for row in values_rows(one)
    ]
    return csv_text(("Kind", "Thing", "Property", "State", *COLUMNS), rows) + "\n"
