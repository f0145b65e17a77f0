"""Lay out a map workbook: which sheet is which kind, where its headings stand, which rows are rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Book, Sheet, Value, column_letter
from partnermap.intake.values import text_of
from partnermap.model import KINDS, Kind, Property
from partnermap.nearest import nearest

LOOK_FOR_HEADINGS = 20
"""Headings stand in one of the first so many rows; what stands above them is a title."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet whose heading is known."""

    index: int
    letter: str
    heading: str
    prop: Property


class Row(NamedTuple):
    """A row that says something: its number in the spreadsheet, and all its cells."""

    number: int
    values: list[Value]

    def cell(self, column: Column) -> Value:
        return self.values[column.index] if column.index < len(self.values) else None


@dataclass(frozen=True)
class Table:
    """A sheet of a map workbook that holds things of one kind."""

    book: Book
    sheet: Sheet
    kind: Kind
    header: int
    """Where the headings stand, counted from the sheet's first row."""
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        return self.book.name

    def column(self, name: str) -> Column | None:
        """The column of a property, if the sheet has it."""
        return next((column for column in self.columns if column.prop.name == name), None)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows below the headings that say something, the template's notes left out."""
        notes = {note(column.prop) for column in self.columns}
        return [row for row in self._filled if notes.isdisjoint(map(str, row.values)) or not self._is_note(row)]

    @cached_property
    def _filled(self) -> list[Row]:
        places = [column.index for column in self.columns]
        numbered = enumerate(self.sheet.rows[self.header + 1 :], self.sheet.first_row + self.header + 1)
        full = max(places, default=-1) + 1
        return [
            Row(number, values)
            for number, values in numbered
            if any(values[at] is not None for at in (places if len(values) >= full else _within(places, values)))
        ]

    def _is_note(self, row: Row) -> bool:
        return all(row.cell(column) in (None, note(column.prop)) for column in self.columns)

    def skipped(self) -> dict[str, int]:
        """How many rows say nothing, by reason: blank, title, note."""
        below = len(self.sheet.rows) - self.header - 1
        reasons = {
            "title": self.header,
            "note": len(self._filled) - len(self.rows),
            "blank": below - len(self._filled),
        }
        return {reason: count for reason, count in reasons.items() if count}

    def understood(self) -> dict[str, Any]:
        """What was made of the sheet, as the import report says it."""
        return {
            "file": self.file,
            "sheet": self.sheet.name,
            "header_row": self.sheet.first_row + self.header,
            "unit": "one" if self.kind.name == "Allocation" else None,
            "year": None,
            "columns": {column.prop.name: column.heading for column in self.columns},
            "streams": [],
            "years": [],
            "guesses": [],
        }


def _within(places: list[int], values: list[Value]) -> list[int]:
    return [at for at in places if at < len(values)]


@cache
def note(prop: Property) -> str:
    """The template's note on a column; a row of these is no row of the map."""
    parts = [
        prop.says,
        "Needed." if prop.required else "",
        f"One of: {', '.join(prop.choices)}." if prop.choices else "",
    ]
    if prop.several:
        parts.append("Several are separated by semicolons.")
    return " ".join(part for part in parts if part)


def plain(heading: str) -> str:
    """A heading without what does not tell headings apart: case, spacing, the star of a template."""
    return re.sub(r"[\s_]+", " ", heading.replace("*", " ")).strip().casefold()


_SHEETS = {plain(kind.sheet): kind for kind in KINDS}
_HEADINGS = {kind.name: {plain(prop.heading): prop for prop in kind.properties} for kind in KINDS}


def lay_out(book: Book, given: Collection[str] = ()) -> tuple[list[Table], list[Problem]]:
    """The sheets of a book that the contract knows, and what is amiss with their names and headings.

    ``given`` names properties that need no column, since something else stands in for a blank cell.
    """
    tables: list[Table] = []
    problems: list[Problem] = []
    for sheet in book.sheets:
        kind = _SHEETS.get(plain(sheet.name))
        if sheet.is_filled() and kind is None:
            problems.append(_unknown_sheet(book, sheet))
        elif sheet.is_filled() and kind is not None:
            table = _lay_out_sheet(book, sheet, kind)
            tables.append(table)
            problems += [*_heading_problems(table, given), *_merged_cells(table)]
    return tables, problems


def is_sheet_name(name: str) -> bool:
    """Whether a sheet of a map workbook is called so."""
    return plain(name) in _SHEETS


def is_map(book: Book, given: Collection[str] = ()) -> bool:
    """Whether a book is a map workbook: it has a sheet of the contract with the columns that this cannot do without.

    ``given`` names properties that need no column.
    """
    return any(table.columns and not list(_missing(table, given)) for table in _tables(book))


def may_be_map(book: Book) -> bool:
    """Whether a book has a sheet that the contract knows by name, whatever stands in it."""
    return bool(_tables(book))


def _tables(book: Book) -> list[Table]:
    known = [(sheet, _SHEETS.get(plain(sheet.name))) for sheet in book.sheets if sheet.is_filled()]
    return [_lay_out_sheet(book, sheet, kind) for sheet, kind in known if kind is not None]


def _lay_out_sheet(book: Book, sheet: Sheet, kind: Kind) -> Table:
    known = _HEADINGS[kind.name]
    counts = [sum(plain(text_of(v)) in known for v in row if v is not None) for row in sheet.rows[:LOOK_FOR_HEADINGS]]
    header = counts.index(max(counts))
    columns: list[Column] = []
    for index, value in enumerate(sheet.rows[header]):
        prop = known.get(plain(text_of(value))) if value is not None else None
        if prop is not None and prop not in [column.prop for column in columns]:
            columns.append(Column(index, column_letter(sheet.first_column + index), text_of(value), prop))
    return Table(book, sheet, kind, header, tuple(columns))


def _heading_problems(table: Table, given: Collection[str]) -> Iterator[Problem]:
    known = _HEADINGS[table.kind.name]
    taken = {column.index for column in table.columns}
    for index, value in enumerate(table.sheet.rows[table.header]):
        if value is not None and index not in taken:
            yield _stray_heading(table, index, text_of(value), twice=plain(text_of(value)) in known)
    for prop in _missing(table, given):
        message, hint = f"There is no column “{prop.heading}”.", f"Add it and fill in every row: {wanted(prop)}"
        yield Problem("missing-column", "error", table.file, table.sheet.name, None, prop.heading, None, message, hint)


def _missing(table: Table, given: Collection[str]) -> Iterator[Property]:
    """The columns that a sheet cannot do without and lacks."""
    found = {column.prop for column in table.columns}
    return (prop for prop in table.kind.properties if prop.required and prop not in found and prop.name not in given)


def wanted(prop: Property) -> str:
    """What a column wants to know, as the end of a sentence."""
    says = prop.says[:1].lower() + prop.says[1:]
    return f"{says.rstrip('.')}, one of {', '.join(prop.choices)}." if prop.choices else says


def merged_around(table: Table, row: int, column: Column) -> str | None:
    """The range of merged cells in which a cell lies, such as B2:B4, if it is not the first of them."""
    at = table.sheet.first_column + column.index
    for top, left, bottom, right in table.sheet.merged:
        if top <= row <= bottom and left <= at <= right and (row, at) != (top, left):
            return f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"
    return None


def _merged_cells(table: Table) -> Iterator[Problem]:
    """A warning for merged cells of columns that may be blank: the blanks are taken as they stand."""
    optional = {table.sheet.first_column + column.index: column for column in table.columns if not column.prop.required}
    for top, left, bottom, right in table.sheet.merged:
        column = next((optional[at] for at in range(left, right + 1) if at in optional), None)
        if column and bottom > table.sheet.first_row + table.header:
            cells = f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"
            yield Problem(
                "merged-cells", "warning", table.file, table.sheet.name, f"{column_letter(left)}{top}", column.heading,
                None, f"Cells {cells} are merged; what stands there counts for the first of them alone.",
                "Unmerge them and fill in each row to which it applies.",
            )  # fmt: skip


def _stray_heading(table: Table, index: int, heading: str, twice: bool) -> Problem:
    headings = [prop.heading for prop in table.kind.properties]
    likely = nearest(heading, headings)
    if twice:
        message, hint = f"There is a second column “{heading}”; it was left out.", "Keep one of the two."
    else:
        message = f"No column “{heading}” is known in {table.kind.sheet}; it was left out."
        hint = f"Did you mean “{likely[0]}”?" if likely else f"Known are: {', '.join(headings)}."
    cell = table.sheet.address(table.header, index)
    return Problem("unknown-heading", "warning", table.file, table.sheet.name, cell, heading, heading, message, hint)


def _unknown_sheet(book: Book, sheet: Sheet) -> Problem:
    likely = nearest(sheet.name, [kind.sheet for kind in KINDS])
    hint = f"Did you mean “{likely[0]}”?" if likely else f"Known are: {', '.join(kind.sheet for kind in KINDS)}."
    message = f"No sheet “{sheet.name}” is known; it was left out."
    return Problem("unknown-sheet", "warning", book.name, sheet.name, None, None, sheet.name, message, hint)
