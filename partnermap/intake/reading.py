"""The only way in for a file's cells: looked at first, then read where it can do no harm."""

from __future__ import annotations

import hashlib
from pathlib import Path

from partnermap.errors import UnreadableFile
from partnermap.intake.apart import Apart
from partnermap.intake.guard import check_inside, inspect
from partnermap.intake.limits import LIMITS, Limits
from partnermap.intake.marked import start_marks, with_marks
from partnermap.intake.marks import NO_MARKS, Marks
from partnermap.intake.separated import read_separated
from partnermap.intake.sheets import Book, Sheet, Value, column_letter
from partnermap.intake.taking import start_cells, take_sheets

__all__ = ["LIMITS", "NO_MARKS", "Book", "Limits", "Marks", "Sheet", "Value", "column_letter", "read_book"]


def read_book(path: Path, limits: Limits = LIMITS, marks: bool = False) -> Book:
    """Every sheet of an .xlsx, .xlsm, .xls, .ods or .csv file. Raises UnreadableFile, in words for its owner.

    With `marks` each sheet also tells what its cells do not: what is hidden, what failed, what is coloured.
    """
    kind = inspect(path, limits)
    book = _read_separated(path, limits) if kind == "csv" else _read_apart(path, kind, limits, marks)
    if not any(sheet.is_filled() for sheet in book.sheets):
        raise UnreadableFile(
            path.name,
            "no sheet in it has a filled cell",
            "Expected at least one sheet with a table",
            "Check that it is the right file, and that it was saved after it was filled in",
        )
    return book


def _read_separated(path: Path, limits: Limits) -> Book:
    return Book(path.name, _sha256(path), (read_separated(path, limits),))


def _read_apart(path: Path, kind: str, limits: Limits, marks: bool) -> Book:
    """The cells from one process, the marks from another, while this one looks whether they may be used."""
    with Apart(path, limits) as apart:
        cells = start_cells(apart)
        check_inside(path, kind, limits)
        marker = start_marks(apart, kind) if marks else None  # now, so that of two cores none has to be shared
        book = Book(path.name, _sha256(path), take_sheets(path.name, apart, cells))
        return with_marks(book, apart, marker) if marker else book


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
