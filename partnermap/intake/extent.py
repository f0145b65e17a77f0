"""How far the cells of a sheet reach, found by searching its markup and not by reading it.

A reader makes room for every cell between the first and the last. A sheet of two cells, A1 and XFD1048576,
is a few bytes of markup and hundreds of gigabytes of room. The `<dimension>` that a sheet states about itself
may be missing or wrong, so the cells themselves are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from partnermap.errors import UnreadableFile
from partnermap.intake.limits import Limits
from partnermap.intake.sheets import column_letter

Extent = tuple[int, int]  # last row, last column, from 1

# Capitals and double quotation marks; with the blanks taken out, every reference to a cell begins R="
PLAIN = bytes.maketrans(b"'abcdefghijklmnopqrstuvwxyz", b'"ABCDEFGHIJKLMNOPQRSTUVWXYZ')
BLANKS = b" \t\r\n"
REFERENCE = re.compile(rb'R="([A-Z]{1,6})([0-9]{1,10})"')
FILLED = re.compile(rb'R="([A-Z]{1,6})([0-9]{1,10})"[^<>]*(?<!/)>')  # a cell that is only a format ends />

ROW = b"<table:table-row"
ODS_CELLS = (b"<table:table-cell", b"<table:covered-table-cell")
ODS_FILLED = (b"value", b"<text:p")
REPEATED = b"-repeated"
REPEATED_ROWS = re.compile(rb"""number-rows-repeated\s*=\s*["'](\d+)""")
REPEATED_COLUMNS = re.compile(rb"""number-columns-repeated\s*=\s*["'](\d+)""")


@lru_cache(maxsize=20_000)
def column_number(letters: bytes) -> int:
    """The column of that name, from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def rough_extent(chunks: Iterable[bytes]) -> Extent:
    """As far as the cells of an .xlsx sheet reach, the row rounded up after its first two digits."""
    rows, columns = 0, 0
    farther = _farther(rows, columns)
    for chunk in chunks:
        plain = chunk.translate(PLAIN, BLANKS)
        for references in (_last, REFERENCE.findall):  # the last is the farthest, as a rule
            if farther.search(plain):
                row, column = _reach(references(plain))
                rows, columns = max(rows, _rounded(row)), max(columns, column)
                farther = _farther(rows, columns)
    return rows, columns


def _last(plain: bytes) -> list[tuple[bytes, bytes]]:
    return REFERENCE.findall(plain, max(0, plain.rfind(b'R="')))


def filled_extent(chunks: Iterable[bytes]) -> Extent:
    """As far as the cells of an .xlsx sheet reach that are more than a format; slower than `rough_extent`."""
    reaches = [_reach(FILLED.findall(chunk.translate(PLAIN, BLANKS))) for chunk in chunks]
    return max(row for row, _ in reaches), max(column for _, column in reaches)


def _reach(references: list[tuple[bytes, bytes]]) -> Extent:
    rows = {number for _, number in references}
    columns = {letters for letters, _ in references}
    return max(map(int, rows), default=0), max(map(column_number, columns), default=0)


def _rounded(row: int) -> int:
    digits = str(row)
    return int(digits[:2] + "9" * len(digits[2:]))


def _farther(rows: int, columns: int) -> re.Pattern[bytes]:
    """Matches a reference to a cell in a later row or column."""
    return re.compile(f'R="(?:{_later(column_letter(columns), "A-Z")}|[A-Z]+(?:{_later(str(rows), "0-9")}))'.encode())


def _later(name: str, signs: str) -> str:
    """A pattern of what comes after `name` when counting with these signs: longer, or larger at some place."""
    last = signs[-1]
    patterns = [f"[{signs}]{{{len(name) + 1}}}"]
    for place, sign in enumerate(name):
        if sign < last:
            rest = len(name) - place - 1
            patterns.append(f"{name[:place]}[{chr(ord(sign) + 1)}-{last}][{signs}]{{{rest}}}")
    return "|".join(patterns)


def spread_extents(chunks: Iterable[bytes]) -> Iterator[Extent]:
    """As far as the filled cells of each table of an .ods reach; repeated rows and cells count as often as they say."""
    row, rows, columns = 0, 0, 0
    for piece in _rows(chunks):
        row += _repeats(piece) if REPEATED in piece else 1
        if width := _width(piece):
            rows, columns = row, max(columns, width)
        if b"</table:table>" in piece:
            yield rows, columns
            row, rows, columns = 0, 0, 0


def _rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The markup of each row, with what follows up to the next."""
    carried, is_row = b"", False
    for chunk in chunks:
        *pieces, carried = (carried + chunk).split(ROW)
        yield from pieces if is_row else pieces[1:]
        is_row = is_row or bool(pieces)
    if is_row:
        yield carried


def _repeats(row: bytes) -> int:
    found = REPEATED_ROWS.search(row, 0, row.find(b">"))
    return int(found[1]) if found else 1


def _width(row: bytes) -> int:
    """The number of cells in a row up to the last that is filled; 0 if none is."""
    if REPEATED not in row:  # the usual row: blanks at its end, if any, are few
        return sum(map(row.count, ODS_CELLS)) if any(sign in row for sign in ODS_FILLED) else 0
    last = max(map(row.rfind, ODS_FILLED))
    filled = row[: row.find(b">", last)] if last >= 0 else b""
    return sum(map(filled.count, ODS_CELLS)) + sum(int(times) - 1 for times in REPEATED_COLUMNS.findall(filled))


def is_beyond(extent: Extent, limits: Limits) -> bool:
    """Whether a sheet reaches farther than is taken on."""
    rows, columns = extent
    return columns > limits.columns or rows * columns > limits.cells


def check_extent(file: str, extent: Extent, limits: Limits) -> None:
    """Raises UnreadableFile for a sheet that reaches too far."""
    if is_beyond(extent, limits):
        rows, columns = extent
        raise UnreadableFile(
            file,
            f"a sheet in it reaches to row {rows:,} and column {column_letter(columns)}, {rows * columns:,} cells",
            f"Expected at most {limits.cells:,} cells and {limits.columns:,} columns",
            "Press Ctrl+End on each sheet in Excel, delete the rows and columns beyond the table, and save it again",
        )
