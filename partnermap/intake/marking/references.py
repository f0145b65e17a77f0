"""The cells that a formula of an .xlsx names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from partnermap.intake.extent import column_number

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_STRING = re.compile(r'"[^"]*"')
# Functions that ask where a cell is and not what is in it
_PLACES_ONLY = re.compile(r"\b(?:ROWS?|COLUMNS?|SHEETS?|AREAS|ISREF|ISFORMULA|FORMULATEXT)\([^()]*\)")
_REFERENCE = re.compile(
    r"(?<![\w.\]'!$\[#])"
    r"(?:('(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?:(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Z]{1,3})(\$?)(\d{1,7}))?"
    r"|(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})"
    r"|(\$?)(\d{1,7}):(\$?)(\d{1,7}))"
    r"(?![\w.(!\[])"
)


class Reference(NamedTuple):
    """A block of cells; each of its bounds with whether it stays when the formula is copied elsewhere."""

    sheet: str | None  # None is the formula's own
    top: tuple[int, bool]
    left: tuple[int, bool]
    bottom: tuple[int, bool]
    right: tuple[int, bool]

    def moved(self, rows: int, columns: int) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column, for a copy of the formula so much farther."""
        top, bottom = sorted(place + (0 if stays else rows) for place, stays in (self.top, self.bottom))
        left, right = sorted(place + (0 if stays else columns) for place, stays in (self.left, self.right))
        return top, left, bottom, right


def references(text: str) -> Iterator[Reference]:
    """Every block of cells that a formula's value rests on, without names, tables and other workbooks."""
    if '"' in text:
        text = _STRING.sub('""', text)
    if "(" in text:
        text = _PLACES_ONLY.sub("", text)
    for sheet, *parts in _REFERENCE.findall(text):
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        yield Reference(name or None, *_bounds(*parts))


def _bounds(
    # $A$1:$B$2, $A:$B, $1:$2; each part may be empty
    *parts: str,
) -> tuple[tuple[int, bool], tuple[int, bool], tuple[int, bool], tuple[int, bool]]:
    a, left, b, top, c, right, d, bottom, e, first, f, last, g, upper, h, lower = parts
    if first:
        return (1, True), _column(first, e), (LAST_ROW, True), _column(last, f)
    if upper:
        return (int(upper), bool(g)), (1, True), (int(lower), bool(h)), (LAST_COLUMN, True)
    start, side = (int(top), bool(b)), _column(left, a)
    return (start, side, (int(bottom), bool(d)), _column(right, c)) if right else (start, side, start, side)


def _column(letters: str, sign: str) -> tuple[int, bool]:
    return column_number(letters.encode()), bool(sign)
