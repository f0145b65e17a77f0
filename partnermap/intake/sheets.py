"""What a file holds once it is read: sheets of cells that know where they stand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from partnermap.intake.marks import NO_MARKS, Marks

Value = str | int | float | bool | datetime.date | datetime.datetime | None


def column_letter(n: int) -> str:
    """The spreadsheet's name of the n-th column (from 1): 1 is A, 27 is AA."""
    letters = ""
    while n > 0:
        n, rest = divmod(n - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Texts are stripped, an empty cell is None, a time of day or a duration is text."""

    name: str
    first_row: int  # row of rows[0] as the spreadsheet numbers it, from 1
    first_column: int  # column of rows[i][0], from 1
    rows: list[list[Value]]  # may be ragged
    visible: bool
    merged: tuple[tuple[int, int, int, int], ...]  # (row, column, last row, last column), from 1, where known
    marks: Marks = NO_MARKS  # where they were asked for

    def address(self, row_index: int, column_index: int) -> str:
        """Where rows[row_index][column_index] stands in the file, such as B7."""
        return f"{column_letter(self.first_column + column_index)}{self.first_row + row_index}"

    def is_filled(self) -> bool:
        """Whether any cell says anything."""
        return any(value is not None for row in self.rows for value in row)


@dataclass(frozen=True, slots=True)
class Book:
    """One file, whole."""

    name: str  # without its folder
    sha256: str
    sheets: tuple[Sheet, ...]
    # Where marks are asked for:
    macros: bool = False  # whether it carries programs, which are never run
    links: tuple[str, ...] = ()  # the names of the workbooks that it looks into
    unmarked: str = ""  # why its marks could not be found, if they were asked for
