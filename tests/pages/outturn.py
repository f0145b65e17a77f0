"""A workbook as councils' outturn is published: titles, headings in row 6, £ thousand, ENGLAND, a class breakdown."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

HARTLOW = "Hartlow District Council"
KELMOOR = "Kelmoor District"
"""In the map it is Kelmoor District Council."""
FIRE = "Selshire Combined Fire Authority"
"""Not in the map."""
GRANTS = ("Supporting People", "School Travel Advisers", "Area Based Grant")
CLASSES = {HARTLOW: "SD", KELMOOR: "SD", FIRE: "O"}
SUMS = {HARTLOW: (1200, 35, 410), KELMOOR: (980, 20, 95), FIRE: (15, 0, 2300)}
TITLES = ("Net current expenditure", "Capital charges", "Net total cost")

Sums = Mapping[str, Sequence[int | str]]
Row = list[str | int | None]


def outturn(
    *, year: str = "2010-11", sums: Sums = SUMS, titles: Sequence[str] = TITLES, wrong: int = 0, hidden: str = ""
) -> bytes:
    """A sheet for each title, in thousands of pounds. ``wrong``: how much too high ENGLAND is in the last column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for at, title in enumerate(titles, 1):
            name = f"RS LA Data {year} ({at})"
            _write(book.add_worksheet(name), _rows(title, year, _times(sums, at), wrong))
        if hidden:
            sheet = book.add_worksheet(hidden)
            _write(sheet, _rows("Memorandum", year, sums, 0))
            sheet.hide()
    return out.getvalue()


def _times(sums: Sums, at: int) -> Sums:
    return {name: [one * at if isinstance(one, int) else one for one in figures] for name, figures in sums.items()}


def _rows(title: str, year: str, sums: Sums, wrong: int) -> list[Row]:
    rows: list[Row] = [[f"Revenue Outturn Summary (RS): {year} data"], [], [f"{title} (£ thousand)"], [], []]
    rows += [["E-code", "Local authority", None, "Class", None, *GRANTS], []]
    rows += [
        [f"E{at}", name, None, CLASSES.get(name, "SD"), None, *row] for at, (name, row) in enumerate(sums.items(), 1001)
    ]
    england = _added(sums.values())
    england[-1] += wrong
    rows += [[], [None, "ENGLAND", None, None, None, *england], [], [None, "CLASS BREAKDOWN"]]
    for kind, words in (("SD", "SHIRE DISTRICTS"), ("O", "OTHER AUTHORITIES")):
        of_kind = [row for name, row in sums.items() if CLASSES.get(name, "SD") == kind]
        rows += [[None, words, None, kind, None, *_added(of_kind)]] if of_kind else []
    return [*rows, [], [f"Source: Revenue Outturn (RO) returns {year}"], ["Notes"], ["1. Figures are as returned."]]


def _added(rows: Iterable[Sequence[int | str]]) -> list[int]:
    columns = zip(*rows, strict=True)
    return [sum(one for one in column if isinstance(one, int)) for column in columns]


def _write(sheet: Any, rows: list[Row]) -> None:
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)
