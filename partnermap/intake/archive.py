"""Looks into a workbook that is a zip archive before it is unpacked: sizes, names, markup, reach of the cells."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NoReturn

from partnermap.errors import UnreadableFile
from partnermap.intake.extent import check_extent, filled_extent, is_beyond, rough_extent, spread_extents
from partnermap.intake.kinds import DAMAGED, LESS, PROTECTED, SAVE
from partnermap.intake.limits import Limits

CHUNK = 1 << 20  # bytes of a part looked at in one go
START = 64  # bytes that show whether a part is markup, after these marks and blanks
MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
LONGEST_TAG = 1 << 14  # bytes
LONGEST_ROW = 50_000_000  # bytes of markup, which are searched as a whole
MOST_PARTS = 10_000
MOST_RATIO = 100  # a part with real cells shrinks to a twentieth or so
SMALL = 10_000_000  # bytes; below this a part may shrink as it likes
STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")
DECLARING = (".svg", "META-INF/manifest.xml")  # drawings, and files of the first OpenOffice, declare one by custom
EXPECTED = "Expected a workbook as Excel or LibreOffice save it"


def check_archive(path: Path, ending: str, limits: Limits) -> None:
    """Refuses an .xlsx or .ods whose inside is not safe to read. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_list(path.name, archive.infolist(), limits)
            for part in archive.infolist():
                _check_part(path.name, archive, part, ending, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        _refuse(path.name, f"it is {DAMAGED.words}", DAMAGED.hint)


def _check_list(file: str, parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > MOST_PARTS:
        _refuse(file, f"it is packed from {len(parts):,} parts, too many")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        allowed = f"more than the {limits.unpacked_bytes / 1e6:,.0f} MB allowed"
        _refuse(file, f"it unpacks to {unpacked / 1e6:,.0f} MB, {allowed}", LESS)
    for part in parts:
        _check_entry(file, part)


def _check_entry(file: str, part: zipfile.ZipInfo) -> None:
    names = part.filename.replace("\\", "/").split("/")
    if names[0] == "" or ".." in names or ":" in names[0]:
        _refuse(file, f"a part of it has the unsafe name {part.filename}")
    if part.flag_bits & 1:
        _refuse(file, f"it is {PROTECTED.words}", PROTECTED.hint)
    if part.compress_type not in STORED_OR_DEFLATED:
        _refuse(file, "it is packed in an unusual way")
    if part.file_size > max(SMALL, MOST_RATIO * part.compress_size):
        times = part.file_size // max(1, part.compress_size)
        _refuse(file, f"a part of it ({part.filename}) unpacks to {times:,} times its size, as no real workbook does")


def _check_part(file: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, ending: str, limits: Limits) -> None:
    """Reads a part once; a second time only if its cells may reach too far."""
    with archive.open(part) as unpacked:
        if not _is_markup(unpacked.read(START)):
            return
        unpacked.seek(0)
        chunks = _without_declarations(file, part.filename, _chunks(unpacked))
        if ending == "ods":
            _check_tables(file, _with_rows(file, part.filename, chunks), limits)
        elif is_beyond(rough_extent(_overlapping(chunks)), limits):
            unpacked.seek(0)
            check_extent(file, filled_extent(_overlapping(_chunks(unpacked))), limits)


def _check_tables(file: str, chunks: Iterable[bytes], limits: Limits) -> None:
    for extent in spread_extents(chunks):
        check_extent(file, extent, limits)


def _with_rows(file: str, part: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks; refuses markup that goes on and on without a new row."""
    length = 0
    for chunk in chunks:
        last = chunk.rfind(b"<table:table-row")
        length = len(chunk) - last if last >= 0 else length + len(chunk)
        if length > LONGEST_ROW:
            _refuse(file, f"a row in a part of it ({part}) takes more than {LONGEST_ROW / 1e6:,.0f} MB", LESS)
        yield chunk


def _is_markup(start: bytes) -> bool:
    return start.lstrip(MARKS)[:1] in (b"<", b"")


def _chunks(unpacked: IO[bytes]) -> Iterator[bytes]:
    while chunk := unpacked.read(CHUNK):
        yield chunk


def _overlapping(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks, cut before a tag and not within it."""
    carried = b""
    for chunk in chunks:
        whole = carried + chunk
        cut = max(whole.rfind(b"<"), len(whole) - LONGEST_TAG)
        carried = whole[cut:]
        yield whole[:cut]
    yield carried


def _without_declarations(file: str, part: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks; refuses entities and document types, which can unfold without end or point to other files."""
    last = b""
    for chunk in chunks:
        if _declares(last + chunk) and not part.endswith(DECLARING):
            _refuse(file, f"a part of it ({part}) declares a document type or entities, as no real workbook does")
        last = chunk[-16:]
        yield chunk


def _declares(markup: bytes) -> bool:
    """Also true for two bytes a letter, which could hide anything and which no workbook is written in."""
    return b"\0" in markup or (b"!" in markup and b"<!" in markup and DECLARATION.search(markup) is not None)


def _refuse(file: str, found: str, hint: str = SAVE) -> NoReturn:
    raise UnreadableFile(file, found, EXPECTED, hint)
