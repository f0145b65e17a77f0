"""Takes the cells of a workbook from the process that reads them."""

from __future__ import annotations

import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from partnermap.intake.apart import Apart, BrokenOffError, Reader, refuse
from partnermap.intake.sheets import Sheet, Value

PROGRAM = Path(__file__).with_name("_child.py")

MERGED = 250  # bytes: what the place of a merged cell takes

Column: TypeAlias = "list[Value] | bytes"
"""A column of a block of rows, as `_child.py` sends it: its cells, or the doubles of its numbers."""


def start_cells(apart: Apart) -> Reader:
    """The process that sends the cells."""
    return apart.start(PROGRAM, apart.limits.seconds, str(apart.limits.sheets))


def take_sheets(file: str, apart: Apart, reader: Reader) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in the file's order. Raises UnreadableFile."""
    sheets: list[Sheet] = []
    try:
        for word, content, size in reader.messages():
            _take(file, apart, sheets, word, content, size)
    except BrokenOffError as error:
        refuse(file, str(error))
    return tuple(sheets)


def _take(file: str, apart: Apart, sheets: list[Sheet], word: str, content: Any, size: int) -> None:
    if word == "failed":
        refuse(file, *content)
    if word == "sheet":
        name, row, column, visible, merged = content
        apart.take(len(merged) * MERGED)
        sheets.append(Sheet(name, row, column, [], visible, merged))
    else:
        rows = _rows(content)
        apart.take(_weight(content, len(rows), size))
        sheets[-1].rows.extend(rows)


def _rows(columns: list[Column]) -> list[list[Value]]:
    return list(map(list, zip(*map(_cells, columns), strict=True)))


def _cells(column: Column) -> Sequence[Value]:
    if isinstance(column, list):
        return column
    numbers = array.array("d")
    numbers.frombytes(column)
    return numbers


def _weight(columns: list[Column], rows: int, size: int) -> int:
    """About how many bytes a block of rows takes here: its lists, and a number, date or text for most cells."""
    packed = sum(len(column) for column in columns if isinstance(column, bytes))
    listed = sum(map(len, columns)) - packed
    others = size - packed
    return rows * (72 + 8 * len(columns)) + packed * 3 + min(3 * others, others + 56 * listed)
