"""One sheet of an .xlsx, searched as bytes: ten times as fast as reading its markup."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from partnermap.intake.extent import column_number
from partnermap.intake.marking.canonical import canonical
from partnermap.intake.marking.columns import HEAD, Columns
from partnermap.intake.marking.formulas import Formula, Formulas
from partnermap.intake.marking.seen import Seen
from partnermap.intake.marking.styles import PLAIN, Look
from partnermap.intake.marks import Cell

MOST_LISTED = 50  # styles that are searched for by number

_ROW = re.compile(rb'<row r="(\d+)"([^>]*)>')
_HIDDEN = re.compile(rb'\b(?:hidden="(?:1|true)"|(?:ht|width)="0(?:\.0*)?")')
_COLUMN = re.compile(rb"<col\b([^>]*)>")
_BOUNDS = re.compile(rb'\b(min|max)="(\d+)"')

_CELL = re.compile(rb'<c r="([A-Z]+)[0-9]+"([^>]*)>')
_PLACED_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"([^>]*)>')
_STYLE = re.compile(rb'\bs="(\d+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')

_ERROR = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>\s*(?:<f\b[^>]*?(?:/>|>[^<]*</f>)\s*)?<v[^>]*>\s*(#[^<]*?)\s*</v>'
)
_FORMULA = re.compile(rb"<f\b([^>]*?)(?:/>|>([^<]*)</f>)\s*(?:<v\b[^>]*?(?:/>|>([^<]*)</v>)|(<is>))?")
_SHARED = re.compile(rb'\bsi="(\d+)"')
_RULE = re.compile(rb'<conditionalFormatting\b[^>]*\bsqref="([^"]*)"')


def place(letters: bytes, row: bytes) -> Cell:
    """Where a cell stands, from its name in two parts."""
    return int(row), column_number(letters)


class Worksheet:
    """Takes the markup of a sheet and tells what it sees there."""

    def __init__(self, looks: Sequence[Look], seen: Seen, formulas: Formulas) -> None:
        self._looks = looks
        self._seen = seen
        self._formulas = formulas
        self._columns = Columns()
        self._coloured = _styled([number for number, look in enumerate(looks) if look.colour])
        self._has_units = any(look.unit for look in looks)
        self._in_head = True

    def take(self, chunks: Iterable[bytes]) -> None:
        """All of a sheet."""
        for piece in canonical(chunks):
            self._take_hidden(piece)
            self._take_cells(piece)
            if b"<conditionalFormatting" in piece:
                self._seen.conditional += [html.unescape(found.decode()) for found in _RULE.findall(piece)]
        self._columns.tell(self._seen)

    def _take_hidden(self, piece: bytes) -> None:
        if b"<cols" in piece or b"<col " in piece:
            for said in filter(_HIDDEN.search, _COLUMN.findall(piece)):
                bounds = dict(_BOUNDS.findall(said))
                self._seen.hide(self._seen.hidden_columns, int(bounds.get(b"min", 1)), int(bounds.get(b"max", 1)))
        if b" hidden=" in piece or b' ht="0' in piece:
            for row, said in _ROW.findall(piece):
                if _HIDDEN.search(said) and not said.endswith(b"/"):
                    self._seen.hide(self._seen.hidden_rows, int(row), int(row))

    def _take_cells(self, piece: bytes) -> None:
        if b't="e"' in piece:
            for letters, row, text in _ERROR.findall(piece):
                self._seen.add("errors", place(letters, row), html.unescape(text.decode(errors="replace")))
        if b"<f" in piece:
            for found in _FORMULA.finditer(piece):
                if cell := _PLACED_CELL.match(piece, max(0, piece.rfind(b"<c ", 0, found.start()))):
                    self._take_formula(cell, found)
        if self._has_units:
            self._take_units(piece)
        if self._coloured:
            self._take_colours(piece, self._coloured)

    def _take_formula(self, cell: re.Match[bytes], found: re.Match[bytes]) -> None:
        said, text, value, inline = found.groups(b"")
        shared = _SHARED.search(said) if b'"shared"' in said else None
        formula = Formula(place(cell[1], cell[2]), text.decode(errors="replace"), int(shared[1]) if shared else None)
        is_valued = value or inline or b't="str"' in cell[3]
        self._formulas.take(formula, value.decode(errors="replace") if is_valued else None)

    def _take_units(self, piece: bytes) -> None:
        """Counts the looks of numbers; in the first rows one by one."""
        if self._in_head:
            end = next((row.start() for row in _ROW.finditer(piece) if int(row[1]) > HEAD), len(piece))
            for letters, row, said in _PLACED_CELL.findall(piece, 0, end):
                if _is_number(said):
                    self._columns.head(int(row), column_number(letters), self._look(said))
            self._in_head = end == len(piece)
            piece = piece[end:]
        for (letters, said), number in Counter(_CELL.findall(piece)).items():
            if _is_number(said):
                self._columns.count(column_number(letters), self._look(said), number)

    def _look(self, said: bytes) -> Look:
        found = _STYLE.search(said)
        number = int(found[1]) if found else 0
        return self._looks[number] if number < len(self._looks) else PLAIN

    def _take_colours(self, piece: bytes, coloured: re.Pattern[bytes]) -> None:
        cells: dict[str, list[tuple[bytes, bytes]]] = {}
        for letters, row, style, rest in coloured.findall(piece):
            colour = self._looks[int(style)].colour if int(style) < len(self._looks) else None
            if not colour:
                continue
            if not rest.endswith(b"/"):
                cells.setdefault(colour, []).append((letters, row))
            else:
                self._seen.add_swatch(place(letters, row), colour)
        for colour, found in cells.items():
            if self._seen.is_listed(colour):
                self._seen.add_colour(colour, [place(*cell) for cell in found])
            else:
                self._seen.count_colour(colour, len(found))


def _is_number(said: bytes) -> bool:
    """Whether a cell with these attributes holds a number."""
    kind = _TYPE.search(said)
    return not said.endswith(b"/") and (kind is None or kind[1] == b"n")


def _styled(numbers: Sequence[int]) -> re.Pattern[bytes] | None:
    """Matches a cell with one of these styles, or with any if they are many."""
    listed = "|".join(map(str, numbers)) if len(numbers) <= MOST_LISTED else r"\d+"
    return re.compile(rf'<c r="([A-Z]+)([0-9]+)"[^>]*? s="({listed})"([^>]*)>'.encode()) if listed else None
