"""One sheet of an .ods, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from partnermap.intake.marking.columns import HEAD, Columns
from partnermap.intake.marking.seen import Room, Seen
from partnermap.intake.marking.styles import PLAIN, Look

_REPEATED = re.compile(rb'\btable:number-(?:rows|columns)-repeated="(\d+)"')
_HIDDEN = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
_DEFAULT = re.compile(rb'\btable:default-cell-style-name="([^"]*)"')
_STYLE = re.compile(rb'\btable:style-name="([^"]*)"')
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_ERROR = re.compile(rb"<text:p[^>]*>\s*(#[A-Z/0!?]+|Err:\d+)")
_NUMBER = re.compile(rb'\boffice:value-type="(?:float|currency|percentage)"')
_FORMULA = b"table:formula="
_ELSEWHERE = re.compile(rb"(?:&apos;|')file:|\bDDE\(")
_MOST_REPEATS = 10_000  # of one row or cell that are told one by one


class _Cells(NamedTuple):
    """A cell, or several alike side by side."""

    column: int
    times: int
    said: bytes
    content: bytes


class Table:
    """Takes the columns and rows of a sheet."""

    def __init__(self, looks: Mapping[str, Look], room: Room) -> None:
        self._looks = {name.encode(): look for name, look in looks.items()}
        self._seen = Seen(room)
        self._units = Columns()
        self._row = 0
        self._column = 0
        self._defaults: list[tuple[int, Look]] = []  # last column, look of cells that name none

    def told(self) -> dict[str, Any]:
        """All that was seen."""
        self._units.tell(self._seen)
        return self._seen.told()

    def take(self, name: bytes, said: bytes, content: bytes) -> None:
        """A tag of the sheet with its attributes and, of a row, the markup of its cells."""
        if name == b"table-column":
            self._take_column(said)
        else:
            self._take_row(said, content)

    def _take_column(self, said: bytes) -> None:
        """A column, or several alike."""
        first, self._column = self._column + 1, self._column + _times(said)
        if _HIDDEN.search(said):
            self._seen.hide(self._seen.hidden_columns, first, self._column)
        self._defaults.append((self._column, self._named(_DEFAULT.search(said)) or PLAIN))

    def _take_row(self, said: bytes, content: bytes) -> None:
        """A row, or several alike, with the markup of its cells."""
        first, self._row = self._row + 1, self._row + _times(said)
        if _HIDDEN.search(said):
            self._seen.hide(self._seen.hidden_rows, first, self._row)
        if self._looks or _FORMULA in content:
            default = self._named(_DEFAULT.search(said))
            last = min(self._row, first + _MOST_REPEATS - 1)
            for cells in _cells(content):
                self._take_cells(first, last, cells, default)

    def _take_cells(self, first: int, last: int, cells: _Cells, default: Look | None) -> None:
        is_number = _NUMBER.search(cells.said) is not None
        is_filled = is_number or b"office:value-type" in cells.said or b"<text:p" in cells.content
        look = self._look(cells, default)
        places = (
            [
                (row, column)
                for row in range(first, last + 1)
                for column in range(cells.column, cells.column + min(cells.times, _MOST_REPEATS // (last - first + 1)))
            ]
            if is_filled or look.colour
            else []
        )
        if _FORMULA in cells.said:
            self._take_formula(places or [(first, cells.column)], cells, is_filled)
        if look.colour and is_filled:
            self._seen.add_colour(look.colour, places)
        elif look.colour:
            self._seen.add_swatch((first, cells.column), look.colour)
        for row, column in places if is_number and self._looks else ():
            self._units.head(row, column, look) if row <= HEAD else self._units.count(column, look, 1)

    def _take_formula(self, places: list[tuple[int, int]], cells: _Cells, is_filled: bool) -> None:
        error = _ERROR.search(cells.content)
        for place in places:
            if error:
                self._seen.add("errors", place, error[1].decode())
            if not is_filled:
                self._seen.add("unvalued", place)
            if _ELSEWHERE.search(cells.said):
                self._seen.add("linked", place)

    def _look(self, cells: _Cells, default: Look | None) -> Look:
        found = self._named(_STYLE.search(cells.said)) or default
        return found or next((look for last, look in self._defaults if last >= cells.column), PLAIN)

    def _named(self, found: re.Match[bytes] | None) -> Look | None:
        """The look of that name; None if there is no name."""
        return self._looks.get(found[1], PLAIN) if found else None


def _times(said: bytes) -> int:
    found = _REPEATED.search(said)
    return max(1, int(found[1])) if found else 1


def _cells(content: bytes) -> Iterator[_Cells]:
    column, tags = 1, [*_CELL.finditer(content)]
    ends = [*(tag.start() for tag in tags[1:]), len(content)]
    for tag, end in zip(tags, ends, strict=False):
        times = _times(tag[1])
        yield _Cells(column, times, tag[1], content[tag.end() : end])
        column += times
