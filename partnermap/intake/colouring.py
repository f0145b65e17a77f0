"""Which colours of a sheet mean something, and what.

A colour that covers most of the table, whole columns, headings, totals or every other row is decoration. What remains
was put there by somebody for a reason, which may stand in a legend.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from partnermap.intake.marks import Cell
from partnermap.intake.sheets import Sheet, Value, column_letter

MOST = 0.5  # of the filled cells of the table: more is the table's own colour
MOST_UNLISTED = 0.3  # the same for a colour on more cells than are kept
WHOLE = 0.9  # of the filled cells of a column, or of the cells of a colour that lie in full rows
FULL = 0.8  # of the filled cells of a row, which then is coloured as a row
REGULAR = 0.8  # of the steps from one band to the next
FEWEST_BANDS = 3
USED = 0.2  # of the rows of a table: a column that is filled in fewer is beside it
LONGEST_SIGN = 3  # letters of a cell in a legend that stands for the colour only, such as "(x)"
YEARS = range(1900, 2101)  # a row of such numbers is one of headings
TOTAL = re.compile(r"\b(?:sub-?)?totals?\b|\bsum\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a sheet that hold figures, and the columns that they fill; from 1, both ends counted."""

    rows: range
    columns: range
    headings: range  # the rows above that are as wide

    def holds(self, cell: Cell) -> bool:
        return cell[0] in self.rows and cell[1] in self.columns


def meaningful_colours(sheet: Sheet) -> dict[str, list[str]]:
    """Each colour that tells cells of the table apart: the addresses of those cells, in order of rows.

    No addresses where it lies on more cells than are kept; `Marks.tints` has their number.
    """
    if not sheet.marks.tints:
        return {}
    table = _table(sheet)
    inside, explained = _inside(sheet, table), _legend(sheet, table)
    kept = {
        colour: [f"{column_letter(column)}{row}" for row, column in cells]
        for colour, cells in inside.items()
        if colour in explained or not _is_decoration(sheet, table, cells)
    }
    return kept | {colour: [] for colour in _unlisted(sheet, table)}


def legend(sheet: Sheet) -> dict[str, str]:
    """What the sheet says of the colours of its table: in a cell of that colour outside it, or in the one beside."""
    return _legend(sheet, _table(sheet)) if sheet.marks.tints else {}


def _legend(sheet: Sheet, table: _Table) -> dict[str, str]:
    found: dict[str, str] = {}
    inside = _inside(sheet, table)
    headed = {(colour, column) for colour, cells in inside.items() for column in _whole_columns(sheet, table, cells)}
    for (row, column), colour in sorted({**sheet.marks.swatches, **sheet.marks.colours}.items()):
        is_heading = row in table.headings or (row < table.rows.start and (colour, column) in headed)
        is_legend = colour in inside and not table.holds((row, column)) and not is_heading
        if is_legend and (text := _said_at(sheet, table, (row, column))):
            found.setdefault(colour, text)
    return found


def _said_at(sheet: Sheet, table: _Table, cell: Cell) -> str:
    """What a cell says, or the one to its right or left if it says nothing or holds a sign only."""
    row, column = cell
    places = [place for place in ((row, column), (row, column + 1), (row, column - 1)) if not table.holds(place)]
    texts = [text for place in places if isinstance(text := _at(sheet, place), str)]
    return next((text for text in texts if len(text) > LONGEST_SIGN), texts[0] if texts else "")


def _table(sheet: Sheet) -> _Table:
    widths = [sum(value is not None for value in row) for row in sheet.rows]
    widest = max(widths, default=0)
    wide = [at for at, width in enumerate(widths) if width >= max(2, widest / 2)]
    figures = [at for at in wide if any(map(_is_figure, sheet.rows[at]))] or wide or [0]
    top, bottom = figures[0], figures[-1]
    first = top
    while first - 1 in wide:
        first -= 1
    filled = Counter(
        column for row in sheet.rows[top : bottom + 1] for column, value in enumerate(row) if value is not None
    )
    columns = [column for column, number in filled.items() if number >= USED * (bottom - top + 1)] or [0]
    return _Table(
        range(sheet.first_row + top, sheet.first_row + bottom + 1),
        range(sheet.first_column + min(columns), sheet.first_column + max(columns) + 1),
        range(sheet.first_row + first, sheet.first_row + top),
    )


def _is_figure(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in YEARS


def _inside(sheet: Sheet, table: _Table) -> dict[str, list[Cell]]:
    """The cells of the table that have a colour, by colour, in order of rows."""
    found: dict[str, list[Cell]] = {}
    for cell, colour in sorted(sheet.marks.colours.items()):
        if table.holds(cell):
            found.setdefault(colour, []).append(cell)
    return found


def _unlisted(sheet: Sheet, table: _Table) -> list[str]:
    """Colours on more cells than are kept, but not on so many that they are the table's own."""
    listed = set(sheet.marks.colours.values())
    most = MOST_UNLISTED * len(table.rows) * len(table.columns)
    return [colour for colour, number in sheet.marks.tints.items() if colour not in listed and number < most]


def _is_decoration(sheet: Sheet, table: _Table, cells: Sequence[Cell]) -> bool:
    in_rows = Counter(row for row, _ in cells)
    if len(cells) > MOST * sum(_filled(_row(sheet, row)) for row in table.rows):
        return True
    if _whole_columns(sheet, table, cells) == {column for _, column in cells}:
        return True
    full = [row for row, number in sorted(in_rows.items()) if number >= FULL * _filled(_row(sheet, row))]
    if sum(in_rows[row] for row in full) < WHOLE * len(cells):
        return False
    return all(_is_heading_or_total(_row(sheet, row)) for row in full) or _are_bands(full)


def _whole_columns(sheet: Sheet, table: _Table, cells: Sequence[Cell]) -> set[int]:
    """The columns of which these cells are nearly all that is filled."""
    numbers = Counter(column for _, column in cells)
    return {column for column, number in numbers.items() if number >= WHOLE * _filled_in(sheet, table, column)}


def _filled(values: Iterable[Value]) -> int:
    return sum(value is not None for value in values)


def _filled_in(sheet: Sheet, table: _Table, column: int) -> int:
    return _filled(_at(sheet, (row, column)) for row in table.rows)


def _is_heading_or_total(values: Sequence[Value]) -> bool:
    says_total = any(isinstance(value, str) and TOTAL.search(value) for value in values)
    return says_total or not any(map(_is_figure, values))


def _are_bands(rows: Sequence[int]) -> bool:
    """Whether rows come in regular distances, one by one or a few together."""
    starts = [row for row, before in zip(rows, [-1, *rows], strict=False) if row != before + 1]
    steps = Counter(after - before for before, after in pairwise(starts))
    return len(starts) >= FEWEST_BANDS and max(steps.values()) >= REGULAR * steps.total()


def _row(sheet: Sheet, row: int) -> Sequence[Value]:
    at = row - sheet.first_row
    return sheet.rows[at] if 0 <= at < len(sheet.rows) else ()


def _at(sheet: Sheet, cell: Cell) -> Value:
    values, at = _row(sheet, cell[0]), cell[1] - sheet.first_column
    return values[at] if 0 <= at < len(values) else None
