"""Columns that are filled once for several rows: blank cells mean what stands above them."""

from __future__ import annotations

from partnermap.intake.finance.guess import Guess
from partnermap.intake.finance.laid import KEYS, Label, Laid
from partnermap.intake.finance.named_rows import is_named
from partnermap.intake.sheets import Value

FILLED_ONCE = 0.6
"""A column with no more than this share of its cells filled, and gaps between them, is taken as filled once a group."""


def fill_down(laid: Laid) -> None:
    """Columns that are filled once for several rows: blank cells mean what stands above them."""
    named = laid.mapping.fill
    for label in laid.labels:
        if named is None:
            filled = (label.field in KEYS or label.field == "year") and _is_filled_once(laid, label)
        else:
            filled = any(is_named(label, name) for name in named)
        if filled:
            laid.filled[label.index] = _filled_cells(laid, label.index)
            cells = len(laid.filled[label.index])
            if cells and named is None:
                words = f"“{label.heading}” is filled once for several rows"
                words += f"; {cells} blank cells are read as what stands above them"
                laid.guesses.append(Guess("cells", words))


def _is_filled_once(laid: Laid, label: Label) -> bool:
    sheet, rows = laid.block.sheet, laid.fates.data
    cells = laid.block.cells(rows, label.index)
    blank = cells.count(None)
    if not blank or cells[0] is None:
        return False
    column = sheet.first_column + label.index
    merged = any(left <= column <= right and bottom > top for top, left, bottom, right in sheet.merged)
    return merged or len(rows) - blank <= FILLED_ONCE * len(rows)


def _filled_cells(laid: Laid, column: int) -> dict[int, tuple[Value, int]]:
    held: tuple[Value, int] | None = None
    filled = {}
    totals = set(laid.fates.totals)
    for row in sorted([*laid.fates.data, *totals]):
        value = laid.block.cell(row, column)
        if value is not None:
            held = None if row in totals else (value, row)  # below a total nothing is meant by what stands above it
        elif value is None and held is not None and row not in totals:
            filled[row] = held
    return filled
