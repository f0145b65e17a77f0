"""Sheets of cells, written as each kind of file that people send."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from tests.finance.ods import ods


@dataclass(frozen=True)
class Formula:
    """A formula with the value that was stored with it; an error is a text such as #DIV/0!."""

    text: str
    value: int | float | str = 0


Cell = str | int | float | dt.date | Formula | None
Row = list[Cell]


@dataclass
class Grid:
    """A sheet. Rows and columns count from 0; ``merges`` are (first row, first column, last row, last column)."""

    name: str
    rows: list[Row]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)
    inks: Mapping[tuple[int, int], str] = field(default_factory=dict)


ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def write(path: Path, *grids: Grid, encoding: str = "utf-8-sig", separator: str = ",") -> Path:
    """The grids as a file of the kind that the path's ending says; a csv takes the first alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            _xlsx(path, grids)
        case ".xls":
            _xls(path, grids)
        case ".ods":
            path.write_bytes(
                ods([(g.name, [[_plain(c) for c in r] for r in g.rows], g.merges, g.hidden) for g in grids])
            )
        case _:
            path.write_bytes(csv_text(grids[0], separator).encode(encoding))
    return path


def csv_text(grid: Grid, separator: str = ",") -> str:
    out = io.StringIO(newline="")
    width = max(map(len, grid.rows))
    rows = [[_as_text(cell) for cell in row] + [""] * (width - len(row)) for row in grid.rows]
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def _plain(cell: Cell) -> str | int | float | dt.date | None:
    return cell.value if isinstance(cell, Formula) else cell


def _as_text(cell: Cell) -> str:
    value = _plain(cell)
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else str(value)


def _xlsx(path: Path, grids: Sequence[Grid]) -> None:
    with xlsxwriter.Workbook(path) as book:
        formats: dict[tuple[str, str, bool], Any] = {}
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            for at, row in enumerate(grid.rows):
                for column, cell in enumerate(row):
                    look = (
                        grid.fills.get((at, column), ""),
                        grid.inks.get((at, column), ""),
                        isinstance(cell, dt.date),
                    )
                    if look not in formats:
                        formats[look] = book.add_format(_look(*look))
                    _xlsx_cell(sheet, at, column, cell, formats[look])
            for merge in grid.merges:
                sheet.merge_range(*merge, "", None)
                _xlsx_cell(sheet, merge[0], merge[1], grid.rows[merge[0]][merge[1]], None)
            for hidden in grid.hidden_rows:
                sheet.set_row(hidden, None, None, {"hidden": True})
            for hidden in grid.hidden_columns:
                sheet.set_column(hidden, hidden, None, None, {"hidden": True})
            if grid.hidden:
                sheet.hide()
        if not grids[0].hidden:
            return
        next(sheet for sheet, grid in zip(book.worksheets(), grids, strict=True) if not grid.hidden).activate()
        next(sheet for sheet, grid in zip(book.worksheets(), grids, strict=True) if not grid.hidden).set_first_sheet()


def _look(fill: str, ink: str, day: bool) -> dict[str, Any]:
    look: dict[str, Any] = {"num_format": "dd/mm/yyyy"} if day else {}
    if fill:
        look |= {"bg_color": fill, "pattern": 1}
    return look | ({"font_color": ink} if ink else {})


def _xlsx_cell(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, look, cell.value)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, look)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, look)
    elif cell is not None:
        sheet.write_number(row, column, cell, look)


def _xls(path: Path, grids: Sequence[Grid]) -> None:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for number, grid in enumerate(grids):
        sheet = book.add_sheet(grid.name)
        tops = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
        covered = {
            (at, column)
            for top, left, bottom, right in grid.merges
            for at in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - tops.keys()
        for at, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                value = None if (at, column) in covered else _plain(cell)
                if isinstance(value, str) and value in ERRORS:
                    sheet.row(at).set_cell_error(column, ERRORS[value])
                elif (at, column) in tops:
                    bottom, right = tops[at, column]
                    sheet.write_merge(at, bottom, column, right, value)
                elif value is not None:
                    sheet.write(at, column, value, day) if isinstance(value, dt.date) else sheet.write(
                        at, column, value
                    )
        for hidden in grid.hidden_rows:
            sheet.row(hidden).hidden = True
        for hidden in grid.hidden_columns:
            sheet.col(hidden).hidden = True
        if grid.hidden:
            sheet.visibility = 1
        elif not any(not earlier.hidden for earlier in grids[:number]):
            book.set_active_sheet(number)
    book.save(str(path))
