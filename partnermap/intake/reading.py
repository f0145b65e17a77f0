"""The only way in for a file's cells: looked at first, then read where it can do no harm."""

from __future__ import annotations

import hashlib
from pathlib import Path

from partnermap.errors import UnreadableFile
from partnermap.intake.apart import read_apart
from partnermap.intake.guard import inspect
from partnermap.intake.limits import LIMITS, Limits
from partnermap.intake.separated import read_separated
from partnermap.intake.sheets import Book, Sheet, Value, column_letter

__all__ = ["LIMITS", "Book", "Limits", "Sheet", "Value", "column_letter", "read_book"]


def read_book(path: Path, limits: Limits = LIMITS) -> Book:
    """Every sheet of an .xlsx, .xlsm, .xls, .ods or .csv file. Raises UnreadableFile, in words for its owner."""
    kind = inspect(path, limits)
    sheets = (read_separated(path, limits),) if kind == "csv" else read_apart(path, limits)
    if not any(sheet.is_filled() for sheet in sheets):
        raise UnreadableFile(
            path.name,
            "no sheet in it has a filled cell",
            "Expected at least one sheet with a table",
            "Check that it is the right file, and that it was saved after it was filled in",
        )
    return Book(path.name, _sha256(path), sheets)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
