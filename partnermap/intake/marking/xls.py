"""What an .xls says beside its values."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from partnermap.intake.marking import records as r
from partnermap.intake.marking.columns import HEAD, Columns
from partnermap.intake.marking.compound import Compound
from partnermap.intake.marking.seen import Room, Seen
from partnermap.intake.marking.styles import PLAIN, Look
from partnermap.intake.marking.tokens import looks_elsewhere

_MACROS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR"}
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_FILLED = {r.NUMBER, r.RK, r.TEXT, r.RICH_TEXT, r.SHARED_TEXT, r.FORMULA, r.TRUTH_OR_ERROR}
_NO_HEIGHT = 0x20  # of the flags of a row


def look(path: Path) -> Iterator[tuple[str, Any]]:
    """The marks of the book and of each of its sheets. Raises ValueError."""
    compound = Compound(path.read_bytes())
    try:
        stream = compound.stream("Workbook" if "Workbook" in compound.names else "Book")
        found = r.read_globals(stream)
        yield "book", (found.has_macro_sheet or bool(compound.names & _MACROS), tuple(found.links))
        room = Room()
        for name, start in found.sheets:
            sheet = _Sheet(found, Seen(room))
            yield "sheet", (name, sheet.told(stream, start))
    except (struct.error, IndexError) as error:
        raise ValueError(str(error)) from error


class _Sheet:
    """Takes the records of a sheet."""

    def __init__(self, found: r.Globals, seen: Seen) -> None:
        self._globals = found
        self._seen = seen
        self._columns = Columns()

    def told(self, stream: bytes, start: int) -> dict[str, Any]:
        """What the sheet that begins there says."""
        for kind, data in r.records(stream, start):
            if kind in _FILLED:
                self._take_cell(kind, data)
            elif kind == r.RKS:
                self._take_numbers(data)
            elif kind in (r.BLANK, r.BLANKS):
                self._take_blanks(kind, data)
            elif kind in (r.ROW, r.COLUMNS):
                self._take_hidden(kind, data)
        self._columns.tell(self._seen)
        return self._seen.told()

    def _take_hidden(self, kind: int, data: bytes) -> None:
        if kind == r.ROW:
            number, _, _, height, _, _, flags = struct.unpack_from("<7H", data)
            if flags & _NO_HEIGHT or not height:
                self._seen.hide(self._seen.hidden_rows, number + 1, number + 1)
        else:
            first, last, width, _, flags = struct.unpack_from("<5H", data)
            if flags & 1 or not width:
                self._seen.hide(self._seen.hidden_columns, first + 1, last + 1)

    def _take_cell(self, kind: int, data: bytes) -> None:
        row, column, style = struct.unpack_from("<3H", data)
        is_number = kind in (r.NUMBER, r.RK)
        if kind == r.TRUTH_OR_ERROR and data[7]:
            self._take_error(row, column, data[6])
        elif kind == r.FORMULA:
            is_number = data[12:14] != b"\xff\xff"
            if not is_number and data[6] == 2:
                self._take_error(row, column, data[8])
            self._take_formula(row, column, data)
        self._take_look(row, column, style, is_number)

    def _take_error(self, row: int, column: int, code: int) -> None:
        self._seen.add("errors", (row + 1, column + 1), _ERRORS.get(code, "#ERROR!"))

    def _take_formula(self, row: int, column: int, data: bytes) -> None:
        if self._globals.elsewhere and self._globals.version == r.BIFF8:
            size = struct.unpack_from("<H", data, 20)[0]
            if looks_elsewhere(data[22 : 22 + size], self._globals.elsewhere):
                self._seen.add("linked", (row + 1, column + 1))

    def _take_numbers(self, data: bytes) -> None:
        """Numbers side by side in one record, each with its style."""
        row, first = struct.unpack_from("<2H", data)
        for at in range(4, len(data) - 6, 6):
            self._take_look(row, first + (at - 4) // 6, struct.unpack_from("<H", data, at)[0], True)

    def _take_blanks(self, kind: int, data: bytes) -> None:
        row, first = struct.unpack_from("<2H", data)
        styles = data[4:6] if kind == r.BLANK else data[4:-2]
        for offset, (style,) in enumerate(struct.iter_unpack("<H", styles)):
            if colour := self._look(style).colour:
                self._seen.add_swatch((row + 1, first + offset + 1), colour)

    def _take_look(self, row: int, column: int, style: int, is_number: bool) -> None:
        look = self._look(style)
        if look.colour:
            self._seen.add_colour(look.colour, [(row + 1, column + 1)])
        if is_number and row < HEAD:
            self._columns.head(row + 1, column + 1, look)
        elif is_number:
            self._columns.count(column + 1, look, 1)

    def _look(self, style: int) -> Look:
        return self._globals.looks[style] if style < len(self._globals.looks) else PLAIN
