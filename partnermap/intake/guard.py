"""Looks at a file before anything reads it: is it there, is it what its name says, can it do harm."""

from __future__ import annotations

import errno
import lzma
import zlib
from pathlib import Path

from partnermap.errors import UnreadableFile
from partnermap.intake.archive import check_archive
from partnermap.intake.kinds import DAMAGED, PROTECTED, Kind, recognise
from partnermap.intake.limits import Limits

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
EXPECTED = "Expected a workbook or table that ends in .xlsx, .xlsm, .xls, .ods or .csv"


def inspect(path: Path, limits: Limits) -> str:
    """What the file is: xlsx (also for .xlsm), xls, ods or csv. Raises UnreadableFile."""
    try:
        _check_file(path, limits)
        kind = _recognised(path)
    except OSError as error:
        raise _unopened(path, error) from error
    _check_kind(path, kind)
    return kind.ending


def _recognised(path: Path) -> Kind:
    try:
        return recognise(path)
    except RuntimeError:  # a part that is read asks for a password
        return PROTECTED
    except (zlib.error, lzma.LZMAError):
        return DAMAGED


def check_inside(path: Path, kind: str, limits: Limits) -> None:
    """Refuses a file of that kind whose inside is not safe to use. Raises UnreadableFile."""
    try:
        if kind in ("xlsx", "ods"):
            check_archive(path, kind, limits)
    except OSError as error:
        raise _unopened(path, error) from error


def _check_file(path: Path, limits: Limits) -> None:
    if path.is_dir():
        raise UnreadableFile(path.name, "it is a folder", EXPECTED, "Choose a file in that folder")
    size = path.stat().st_size
    if not path.is_file():
        raise UnreadableFile(path.name, "it is not an ordinary file", EXPECTED, "Choose another")
    if size == 0:
        hint = "Save, copy or download it again"
        raise UnreadableFile(path.name, "the file is empty (0 bytes)", EXPECTED, hint)
    if size > limits.file_bytes:
        raise UnreadableFile(
            path.name,
            f"it has {size / 1e6:,.1f} MB, too much",
            f"Expected at most {limits.file_bytes / 1e6:,.0f} MB",
            "Delete pictures and sheets that are not needed, or split it, and save it as .xlsx",
        )


def _check_kind(path: Path, kind: Kind) -> None:
    ending = path.suffix.lower()
    if kind is PROTECTED or (not kind.ending and ending in ENDINGS):
        raise UnreadableFile(path.name, f"it is {kind.words}", EXPECTED, kind.hint)
    if ending.replace("xlsm", "xlsx") == f".{kind.ending}":
        return
    joined = f"it ends in {ending or 'nothing'} {'but' if ending in ENDINGS else 'and'} is {kind.words}"
    hint = f"If it is a table, rename it to end in .{kind.ending}" if kind.ending else kind.hint
    raise UnreadableFile(path.name, joined, EXPECTED, hint)


def _unopened(path: Path, error: OSError) -> UnreadableFile:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        found = f"there is no such file in {path.absolute().parent}"
        return UnreadableFile(path.name, found, EXPECTED, "Check its name and folder")
    found = f"it cannot be opened ({error.strerror or error})"
    return UnreadableFile(path.name, found, EXPECTED, "Close it in Excel, check that you may read it, and try again")
