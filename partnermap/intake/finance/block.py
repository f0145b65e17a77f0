"""One table of a sheet: its titles, what is written over each column, its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.sums import is_figure, unit_in
from partnermap.intake.sheets import Sheet, Value, column_letter
from partnermap.intake.values import text_of

NOTES = 20
"""So many rows at the end of a table may be notes."""
TITLE_CELLS = 2
"""A title row has at most so many filled cells."""


@dataclass(frozen=True)
class Block:
    """One table on a sheet. Rows and columns are indexes, from the first that the sheet holds."""

    sheet: Sheet
    titles: int
    """The first row of what stands above the headings and belongs to them."""
    top: int
    header: int
    """The row with the most headings."""
    bottom: int
    """The last row of headings."""
    last: int
    """The last row that may belong to the table."""
    first_column: int
    last_column: int

    @property
    def header_row(self) -> int:
        """The row of the headings as the spreadsheet numbers it."""
        return self.sheet.first_row + self.header

    @property
    def columns(self) -> range:
        return range(self.first_column, self.last_column + 1)

    @cached_property
    def title_texts(self) -> list[str]:
        """The texts above the headings."""
        return [collapsed(text) for _, text in self.title_cells()]

    def title_cells(self) -> list[tuple[str, str]]:
        """The addresses and texts above the headings, nearest first; of rows with many filled cells the first alone."""
        found = []
        for row in range(self.header - 1, self.titles - 1, -1):
            whole = [(c, v) for c, v in enumerate(self.sheet.rows[row]) if v is not None]
            mine = [(c, v) for c, v in whole if c in self.columns]
            filled = mine or (whole if len(whole) == 1 else [])  # one title may stand over tables side by side
            said = [(c, v) for c, v in filled if isinstance(v, str) and (not is_figure(v) or unit_in(v))]
            kept = said if len(filled) <= TITLE_CELLS else said[:1] if said[:1] == filled[:1] else []
            found += [(self.sheet.address(row, c), v) for c, v in kept]
        return found

    def heading_texts(self) -> list[str]:
        """Every text in the rows of headings, those of columns without figures among them."""
        rows = range(self.top, self.bottom + 1)
        return [collapsed(v) for row in rows for c in self.columns if isinstance(v := self.cell(row, c), str)]

    def notes_below(self) -> list[str]:
        """The texts of the last rows, where they stand alone in theirs."""
        notes: list[str] = []
        for row in self.sheet.rows[max(self.bottom + 1, self.last - NOTES) : self.last + 1]:
            filled = [v for v in row[self.first_column : self.last_column + 1] if v is not None]
            notes += [v for v in filled if isinstance(v, str)] if len(filled) == 1 else []
        return notes

    def cell(self, row: int, column: int) -> Value:
        return cell(self.sheet, row, column)

    def cells(self, rows: Sequence[int], column: int) -> list[Value]:
        """The cells of a column in these rows."""
        sheet_rows = self.sheet.rows
        if column < self._narrowest:
            return [sheet_rows[row][column] for row in rows]
        return [self.cell(row, column) for row in rows]

    @cached_property
    def _narrowest(self) -> int:
        """How many columns every row of the table has."""
        return min(map(len, self.sheet.rows[self.top : self.last + 1]), default=0)

    def letter(self, column: int) -> str:
        return column_letter(self.sheet.first_column + column)

    def heading(self, column: int) -> str:
        """The heading of a column: what stands in the row of headings, else in another, nearest the figures first."""
        rows = [self.header, *range(self.bottom, self.top - 1, -1)]
        return next((collapsed(text_of(v)) for row in rows if (v := self.cell(row, column)) is not None), "")

    def heading_cell(self, column: int) -> str:
        """The address of the heading of a column."""
        rows = [self.header, *range(self.bottom, self.top - 1, -1)]
        row = next((row for row in rows if self.cell(row, column) is not None), self.header)
        return self.sheet.address(row, column)

    def stack(self, column: int) -> list[str]:
        """What is written over a column, from the top down; what stands over several columns counts for each."""
        return self._stacks.get(column, [])

    @cached_property
    def _stacks(self) -> dict[int, list[str]]:
        stacks: dict[int, list[str]] = {column: [] for column in self.columns}
        for row in range(self.top, self.bottom + 1):
            spread = self._spread(row)
            for column in self.columns:
                if text := spread.get(column):
                    stacks[column].append(text)
        return stacks

    def _spread(self, row: int) -> dict[int, str]:
        """The texts of a row of headings by column; one that stands over several columns counts for each of them.

        It does so where cells are merged, else over the blank cells to its right that have headings further down.
        """
        texts = {c: collapsed(text_of(v)) for c in self.columns if (v := self.cell(row, c)) is not None}
        merged = self._merged_in(row)
        held, spread = "", {}
        for column in self.columns:
            if column in texts:
                held = texts[column]
            elif merged:
                held = texts.get(merged.get(column, -1), "")
            elif not any(self.cell(below, column) is not None for below in range(row + 1, self.bottom + 1)):
                held = ""
            if held:
                spread[column] = held
        return spread

    def _merged_in(self, row: int) -> dict[int, int]:
        """Columns that lie in a merged range that begins in this row, each with the column where it begins."""
        at = self.sheet.first_row + row
        shift = self.sheet.first_column
        return {
            column - shift: left - shift
            for top, left, _, right in self.sheet.merged
            if top == at and right > left
            for column in range(left, right + 1)
        }


def cell(sheet: Sheet, row: int, column: int) -> Value:
    """A cell by index; None beyond what the sheet holds."""
    rows = sheet.rows
    if not 0 <= row < len(rows) or not 0 <= column < len(rows[row]):
        return None
    return rows[row][column]
