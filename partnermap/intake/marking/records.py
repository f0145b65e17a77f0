"""The records of an .xls, as far as they tell more than values ([MS-XLS], 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from partnermap.intake.marking.codes import BUILT_IN, unit
from partnermap.intake.marking.palette import INDEXED, WHITE
from partnermap.intake.marking.styles import Look

BIFF8 = 0x0600
BOF, EOF, SHEET, FORMAT, XF, PALETTE, BOOK, OTHER_SHEETS = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x92, 0x1AE, 0x17
ROW, COLUMNS = 0x208, 0x7D
NUMBER, RK, RKS, TEXT, RICH_TEXT, SHARED_TEXT = 0x203, 0x27E, 0xBD, 0x204, 0xD6, 0xFD
BLANK, BLANKS, FORMULA, TRUTH_OR_ERROR = 0x201, 0xBE, 0x06, 0x205

_SOLID = 1
_WORKSHEET, _MACROS = 0, 1  # kinds of sheet


def records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record from there to the end of its block."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == BOF) - (kind == EOF)
        yield kind, stream[at + 4 : at + 4 + size]
        if depth <= 0:
            return
        at += 4 + size


@dataclass(slots=True)
class Globals:
    """What stands before the sheets and holds for all of them."""

    version: int = 0
    sheets: list[tuple[str, int]] = field(default_factory=list)  # name, where it begins
    has_macro_sheet: bool = False
    links: list[str] = field(default_factory=list)  # names of other workbooks
    elsewhere: set[int] = field(default_factory=set)  # numbers under which formulas name sheets of other workbooks
    looks: list[Look] = field(default_factory=list)


def read_globals(stream: bytes) -> Globals:
    """The first block of records."""
    found, codes, formats = Globals(), dict(BUILT_IN), []
    books: list[bool] = []  # whether another workbook
    colours = list(INDEXED)
    for kind, data in records(stream):
        if kind == BOF and not found.version:
            found.version = struct.unpack_from("<H", data)[0]
        elif kind == SHEET:
            _add_sheet(found, data)
        elif kind == FORMAT and found.version == BIFF8:
            codes[struct.unpack_from("<H", data)[0]] = text(data, 2)
        elif kind == XF and found.version == BIFF8:
            formats.append(data)
        elif kind == PALETTE:
            colours[8 : 8 + len(data[2:]) // 4] = [f"#{data[at : at + 3].hex()}" for at in range(2, len(data) - 3, 4)]
        elif kind == BOOK:
            books.append(_add_book(found, data))
        elif kind == OTHER_SHEETS and found.version == BIFF8:
            pairs = (struct.unpack_from("<H", data, at)[0] for at in range(2, len(data) - 5, 6))
            found.elsewhere = {number for number, book in enumerate(pairs) if book < len(books) and books[book]}
    found.looks = [_look(data, codes, colours) for data in formats]
    return found


def _add_sheet(found: Globals, data: bytes) -> None:
    start, _, kind = struct.unpack_from("<IBB", data)
    found.has_macro_sheet = found.has_macro_sheet or kind == _MACROS
    if kind == _WORKSHEET:
        name = text(data, 6, "<B") if found.version == BIFF8 else data[7 : 7 + data[6]].decode("cp1252", "replace")
        found.sheets.append((name, start))


def _add_book(found: Globals, data: bytes) -> bool:
    """Takes note of a workbook that formulas name; false for this one and for programs that add functions."""
    if found.version != BIFF8 or len(data) < 4 or data[2:4] in (b"\x01\x04", b"\x01\x3a"):
        return False
    path = "".join(sign if sign >= " " else "/" for sign in text(data, 2))
    name = path.replace("\\", "/").rpartition("/")[2]
    if name and name not in found.links:
        found.links.append(name)
    return bool(name)


def text(data: bytes, at: int, length: str = "<H") -> str:
    """A text that begins with its length and with how it is written."""
    number = struct.unpack_from(length, data, at)[0]
    at += struct.calcsize(length)
    wide = data[at] & 1
    written = data[at + 1 : at + 1 + number * (2 if wide else 1)]
    return written.decode("utf-16-le" if wide else "latin-1", errors="replace")


def _look(data: bytes, codes: dict[int, str], colours: list[str]) -> Look:
    code = codes.get(struct.unpack_from("<H", data, 2)[0], "")
    _, borders, fill = struct.unpack_from("<IIH", data, 10)
    front = fill & 0x7F
    colour = colours[front] if borders >> 26 == _SOLID and front < len(colours) else WHITE
    shown = unit(code)
    return Look(None if colour == WHITE else colour, code if shown else "", shown)
