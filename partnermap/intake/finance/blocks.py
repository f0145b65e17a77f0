"""Where the tables of a sheet are: which rows hold their headings, where their figures begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from partnermap.intake.finance.fields import LABELS, NO_FIELD, collapsed, meaning
from partnermap.intake.finance.sums import is_figure, unit_in
from partnermap.intake.finance.years import is_year
from partnermap.intake.sheets import Sheet, Value, column_letter
from partnermap.intake.values import text_of

LOOK_AHEAD = 25
"""So many filled rows below a heading tell what its column holds."""
HEADING_ROWS = 4
"""Headings take up at most so many rows."""
GAP = 3
"""So many blank rows in a row end what is looked at below a heading."""
LONGEST_HEADING = 300
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


def blocks(sheet: Sheet) -> list[Block]:
    """The tables on a sheet that have headings over figures, from the top down and from the left."""
    found: list[Block] = []
    start = 0
    while (zone := _next_zone(sheet, start)) is not None:
        header, bottom, top = zone
        titles = _titles(sheet, top, found[-1].bottom + 1 if found else 0)
        if found:
            found[-1] = replace(found[-1], last=titles - 1)
        first, last = _width(sheet, top, bottom)
        found.append(Block(sheet, titles, top, header, bottom, len(sheet.rows) - 1, first, last))
        start = bottom + 1
    return [part for block in found for part in _side_by_side(block)]


def block_at(sheet: Sheet, header: int, last: int | None = None) -> Block:
    """The table whose headings stand in a row that somebody named."""
    wide = _filled(sheet.rows[header]) if header < len(sheet.rows) else []
    kinds = _kinds_below(sheet, header)
    bottom = _bottom(sheet, header, kinds)
    top = _top(sheet, header, max(0, header - HEADING_ROWS))
    first, far = _width(sheet, top, bottom) if wide else (0, 0)
    end = len(sheet.rows) - 1 if last is None else last
    return Block(sheet, _titles(sheet, top, 0), top, header, bottom, end, first, far)


def _next_zone(sheet: Sheet, start: int) -> tuple[int, int, int] | None:
    """The next rows of headings from a row on: that with the most, the last and the first of them."""
    for row in _candidates(sheet, start):
        if _score(sheet, row, first=not start):
            best = max((_score(sheet, at), at) for at in range(row, min(row + HEADING_ROWS, len(sheet.rows))))[1]
            return (
                best,
                _bottom(sheet, best, _kinds_below(sheet, best)),
                _top(sheet, best, row if row < best else start),
            )
    return None


def _candidates(sheet: Sheet, start: int) -> Iterator[int]:
    """Rows that may hold headings: all at first; below a table those that follow a gap or a title."""
    after_gap = start == 0
    for at in range(start, len(sheet.rows)):
        row = sheet.rows[at]
        filled = len(row) - row.count(None)
        if filled > 1 and (after_gap or start == 0):
            yield at
        after_gap = filled <= TITLE_CELLS
        if start == 0 and at > 200:
            return


def _score(sheet: Sheet, row: int, first: bool = True) -> int:
    """How much a row looks like headings over figures; 0 if it does not. ``first``: no table stands above it."""
    values = sheet.rows[row]
    filled = _filled(values)
    headings = _headings_in(values, filled)
    if len(headings) < 2 or (len(filled) - len(headings)) * 3 > len(filled):
        return 0
    kinds = _kinds_below(sheet, row)
    over_figures = sum(kinds.get(c) == "figure" for c in headings)
    over_labels = sum(kinds.get(c) == "label" for c in headings)
    fields = [found.field for c in headings if (found := meaning(text_of(values[c]))) is not None]
    known = sum(name != NO_FIELD for name in fields)
    sums_may_be_words = "amount" in fields and known >= 2
    enough = over_figures >= 2 or known or over_labels >= 2
    if not sums_may_be_words and not (over_figures and (over_labels or known >= 2) and enough):
        return 0
    titled = row > 0 and len(_filled(sheet.rows[row - 1])) in (1, TITLE_CELLS) and len(headings) == len(filled)
    return over_figures + over_labels + 2 * known if first or known or titled else 0


def _headings_in(values: Sequence[Value], filled: list[int]) -> list[int]:
    """The cells of a row that may be headings: words, and numbers if each of them is another year."""
    numbers = [c for c in filled if isinstance(v := values[c], int | float) or (isinstance(v, str) and v.isdigit())]
    years = {text_of(values[c]) for c in numbers if is_year(values[c])}
    if len(years) < max(2, len(numbers)):
        filled = [c for c in filled if c not in numbers]
    return [c for c in filled if _is_heading(values[c])]


def _filled(row: Sequence[Value]) -> list[int]:
    return [at for at, value in enumerate(row) if value is not None]


def _is_heading(value: Value) -> bool:
    if isinstance(value, str) and len(value) > LONGEST_HEADING:
        return False
    if isinstance(value, str) and unit_in(value) and not any(digit in value for digit in "123456789"):
        return True  # £000 stands over figures, and is none
    return is_year(value) or (isinstance(value, str) and not is_figure(value))


def _kinds_below(sheet: Sheet, row: int) -> dict[int, str]:
    """For each column whether figures or labels stand below a row."""
    figures: dict[int, int] = {}
    labels: dict[int, int] = {}
    seen = gap = 0
    for values in sheet.rows[row + 1 : row + 1 + 4 * LOOK_AHEAD]:
        filled = _filled(values)
        gap = 0 if filled else gap + 1
        seen += len(filled) > 1
        if seen > LOOK_AHEAD or (gap >= GAP and seen):
            break
        if len(filled) < 2:
            continue
        for at in filled:
            counts = figures if is_figure(values[at]) and not _is_code(values[at]) else labels
            counts[at] = counts.get(at, 0) + 1
    columns = figures.keys() | labels.keys()
    return {at: "figure" if figures.get(at, 0) >= max(1, labels.get(at, 0)) else "label" for at in columns}


def _is_code(value: Value) -> bool:
    """Whether a text of digits is a code, such as 00123, rather than a figure."""
    return isinstance(value, str) and value.isdigit() and len(value) > 1 and value.startswith("0")


def _bottom(sheet: Sheet, header: int, kinds: dict[int, str]) -> int:
    """The last row of headings: below the main one as long as there are words or years over figures, and no labels."""
    for at in range(header + 1, min(header + HEADING_ROWS, len(sheet.rows))):
        row = sheet.rows[at]
        over = [c for c in _filled(row) if kinds.get(c) == "figure"]
        labelled = any(kinds.get(c) == "label" for c in _filled(row))
        if labelled or not over or any(is_figure(row[c]) and not is_year(row[c]) for c in over):
            return at - 1
    return header


def _top(sheet: Sheet, header: int, least: int) -> int:
    """The first row of headings: above the main one as long as there are words over at least two columns."""
    top = header
    while top > least and header - top < HEADING_ROWS - 1:
        row = sheet.rows[top - 1]
        texts = [c for c in _filled(row) if isinstance(row[c], str) or is_year(row[c])]
        merged = any(first == sheet.first_row + top - 1 and right > left for first, left, _, right in sheet.merged)
        if len(texts) < 2 and not (merged and texts and texts[0] > 0):
            break
        top -= 1
    return top


def _titles(sheet: Sheet, top: int, least: int) -> int:
    """The first row of the titles over headings: rows with few filled cells, a blank one between them allowed."""
    if least == 0:
        return 0
    first, blanks = top, 0
    for at in range(top - 1, least - 1, -1):
        row = sheet.rows[at]
        filled = _filled(row)
        blanks = 0 if filled else blanks + 1
        if blanks > 1 or len(filled) > TITLE_CELLS or any(is_figure(row[c]) for c in filled):
            break
        if filled:
            first = at
    return first


def _width(sheet: Sheet, top: int, bottom: int) -> tuple[int, int]:
    filled = [at for row in sheet.rows[top : bottom + 1] for at in _filled(row)]
    return min(filled, default=0), max(filled, default=0)


def _side_by_side(block: Block) -> list[Block]:
    """The block, or the tables it is made of where the same label heads a column again after a blank column."""
    cuts, seen = [block.first_column], set[str]()
    for column in block.columns:
        heading = block.heading(column)
        known = meaning(heading) if heading else None
        label = heading.casefold() if known and known.field in LABELS else ""
        if label and label in seen and block.heading(column - 1) == "" and column - 1 > cuts[-1]:
            cuts.append(column)
            seen = set()
        seen.add(label)
    ends = [cut - 2 for cut in cuts[1:]] + [block.last_column]
    return [replace(block, first_column=first, last_column=last) for first, last in zip(cuts, ends, strict=True)]
