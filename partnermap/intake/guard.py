"""Looks at a file before anything reads it: is it there, is it what it says, can it do harm."""

from __future__ import annotations

from pathlib import Path

from partnermap.errors import UnreadableFile
from partnermap.intake.limits import Limits

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
EXPECTED = "Expected a workbook or table ending in .xlsx, .xlsm, .xls, .ods or .csv"


def inspect(path: Path, limits: Limits) -> str:
    """The kind of the file (its ending without the dot). Raises UnreadableFile."""
    if not path.exists():
        raise UnreadableFile(path.name, "there is no such file", EXPECTED, "Check the name and the folder")
    if path.suffix.lower() not in ENDINGS:
        raise UnreadableFile(path.name, f"it ends in {path.suffix}", EXPECTED, "Save it as .xlsx and bring that copy")
    return path.suffix.lower()[1:]
