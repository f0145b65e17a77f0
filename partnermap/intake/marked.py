"""Takes what a workbook says beside its values from the process that looks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from partnermap.intake.apart import REASONS, Apart, BrokenOffError, Reader
from partnermap.intake.marks import Marks
from partnermap.intake.sheets import Book, Sheet

PROGRAM = Path(__file__).with_name("marking") / "__main__.py"
WEIGHT = 20  # times the bytes of a message: what its cells take here


@dataclass(frozen=True, slots=True)
class _Told:
    macros: bool
    links: tuple[str, ...]
    sheets: dict[str, dict[str, Any]]


def start_marks(apart: Apart, kind: str) -> Reader:
    """The process that sends the marks of a file of that kind."""
    return apart.start(PROGRAM, apart.limits.seconds_for_marks, kind)


def with_marks(book: Book, apart: Apart, reader: Reader) -> Book:
    """The same book with its marks; with the reason where they could not be found, for it can be read without them."""
    try:
        told = _take(apart, reader)
    except BrokenOffError as error:
        return replace(book, unmarked=REASONS[str(error)][0])
    sheets = tuple(_marked(sheet, told.sheets.get(sheet.name)) for sheet in book.sheets)
    return replace(book, sheets=sheets, macros=told.macros, links=told.links)


def _take(apart: Apart, reader: Reader) -> _Told:
    macros, links, sheets = False, (), {}
    for word, content, size in reader.messages():
        apart.take(size * WEIGHT)
        if word == "failed":
            raise BrokenOffError(content)
        if word == "book":
            macros, links = content
        else:
            name, marks = content
            sheets[name] = marks
    return _Told(macros, links, sheets)


def _marked(sheet: Sheet, told: dict[str, Any] | None) -> Sheet:
    return replace(sheet, marks=_marks(sheet, told)) if told else sheet


def _marks(sheet: Sheet, told: dict[str, Any]) -> Marks:
    last_row = sheet.first_row + len(sheet.rows) - 1
    last_column = sheet.first_column + max(map(len, sheet.rows), default=0) - 1
    return Marks(
        hidden_rows=_within(told["hidden_rows"], last_row),
        hidden_columns=_within(told["hidden_columns"], last_column),
        errors=told["errors"],
        unvalued=frozenset(told["unvalued"]),
        circular=frozenset(told["circular"]),
        linked=frozenset(told["linked"]),
        colours=told["colours"],
        swatches=told["swatches"],
        tints=told["tints"],
        conditional=tuple(told["conditional"]),
        formats=told["formats"],
        mixed=told["mixed"],
        more=told["more"],
    )


def _within(runs: Iterable[Sequence[int]], last: int) -> frozenset[int]:
    """The numbers of some runs, as far as the sheet is filled."""
    return frozenset(number for first, end in runs for number in range(first, min(end, last) + 1))
