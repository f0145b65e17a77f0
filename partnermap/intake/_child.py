"""Reads one workbook and writes what it holds to standard output; run as a program of its own.

A damaged or hostile workbook can abort the whole process that reads it. This is that process: it
is started by `apart.py`, bounds its own memory where the system can, and imports nothing of partnermap.

A message is its length (8 bytes) and a pickled pair:
    ("sheet", (name, first row, first column, visible, merged))
    ("columns", [cells, ...]) for a block of the sheet's rows; a column of numbers as doubles
    ("failed", (reason, words...))
    ("end", None)
"""

from __future__ import annotations

import array
import datetime
import gc
import math
import pickle
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

BLOCK_CELLS = 100_000  # small enough that the reader at the other end works while this one goes on


class Texts(dict[str, str | None]):
    """Each text once, stripped; an empty one is None."""

    def __missing__(self, text: str) -> str | None:
        stripped = text.strip() or None
        self[text] = stripped
        return stripped


def other(value: Any) -> Any:
    """A cell that is neither a finite number nor a text: days as dates, times of day and durations as text."""
    if type(value) is datetime.datetime and value.time() == datetime.time():
        return value.date()
    if isinstance(value, datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value) if type(value) is float else value


def columns(rows: list[list[Any]]) -> list[list[Any] | bytes]:
    """A block of rows as columns of cleaned cells."""
    texts = Texts()
    return [cleaned(column, texts) for column in zip(*rows, strict=True)]


def cleaned(column: tuple[Any, ...], texts: Texts) -> list[Any] | bytes:
    """The cells of a column; where all are finite numbers, packed as doubles, which are quicker to hand over."""
    types = set(map(type, column))
    if types == {float} and math.isfinite(sum(column)):
        return array.array("d", column).tobytes()
    if types == {str}:
        return list(map(texts.__getitem__, column))
    return [v if type(v) is float and math.isfinite(v) else texts[v] if type(v) is str else other(v) for v in column]


def heading(sheet: CalamineSheet, visible: bool) -> tuple[str, int, int, bool, tuple[tuple[int, ...], ...]]:
    """What is known of a sheet before its cells."""
    row, column = sheet.start or (0, 0)
    merged = tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
    return sheet.name, row + 1, column + 1, visible, merged


def blocks(sheet: CalamineSheet) -> Iterator[list[list[Any]]]:
    """The rows of a sheet from its first filled row and column, some at a time."""
    height = max(1, BLOCK_CELLS // max(1, sheet.width))
    first_row, _ = sheet.start or (0, 0)
    rows = islice(sheet.iter_rows(), first_row, None)  # which begin at row 1, but at the first filled column
    while block := list(islice(rows, height)):
        yield block


def messages(path: str, most_sheets: int) -> Iterator[tuple[str, Any]]:
    """The whole workbook, sheet by sheet, a block of rows at a time."""
    book = CalamineWorkbook.from_path(path)
    if len(book.sheets_metadata) > most_sheets:
        yield "failed", ("sheets", f"{len(book.sheets_metadata):,}", f"{most_sheets:,}")
    for index, known in enumerate(book.sheets_metadata):
        if known.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        yield "sheet", heading(sheet, known.visible == SheetVisibleEnum.Visible)
        for block in blocks(sheet):
            yield "columns", columns(block)
    yield "end", None


def send(message: tuple[str, Any]) -> None:
    """One message to standard output."""
    data = pickle.dumps(message, protocol=5)
    sys.stdout.buffer.write(len(data).to_bytes(8, "little"))
    sys.stdout.buffer.write(data)


def bound_memory(most: int) -> None:
    """Lets the system refuse more memory than `most` bytes, where it can; elsewhere `apart.py` watches."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main(path: str, memory: str, most_sheets: str) -> None:
    """Sends the workbook, or why it cannot be read."""
    gc.disable()
    bound_memory(int(memory))
    try:
        for message in messages(path, int(most_sheets)):
            send(message)
    except PasswordError:
        send(("failed", ("password",)))
    except MemoryError:
        send(("failed", ("memory",)))
    except (CalamineError, OSError, ValueError):  # their texts speak to programmers
        send(("failed", ("damaged",)))


if __name__ == "__main__":
    main(*sys.argv[1:])
