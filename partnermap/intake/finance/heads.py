"""Which rows of a sheet are headings over figures: words or years, with figures and labels below them."""

from __future__ import annotations

from collections.abc import Sequence

from partnermap.intake.finance.block import TITLE_CELLS
from partnermap.intake.finance.fields import NO_FIELD, meaning
from partnermap.intake.finance.sums import is_figure, unit_in
from partnermap.intake.finance.years import is_year
from partnermap.intake.sheets import Sheet, Value
from partnermap.intake.values import text_of

LOOK_AHEAD = 25
"""So many filled rows below a heading tell what its column holds."""
HEADING_ROWS = 4
"""Headings take up at most so many rows."""
GAP = 3
"""So many blank rows in a row end what is looked at below a heading."""
LONGEST_HEADING = 300


def score(sheet: Sheet, row: int, first: bool = True) -> int:
    """How much a row looks like headings over figures; 0 if it does not. ``first``: no table stands above it."""
    values = sheet.rows[row]
    filled = filled_in(values)
    headings = _headings_in(values, filled)
    if len(headings) < 2 or (len(filled) - len(headings)) * 3 > len(filled):
        return 0
    kinds = kinds_below(sheet, row)
    over_figures = sum(kinds.get(c) == "figure" for c in headings)
    over_labels = sum(kinds.get(c) == "label" for c in headings)
    fields = [found.field for c in headings if (found := meaning(text_of(values[c]))) is not None]
    known = sum(name != NO_FIELD for name in fields)
    sums_may_be_words = "amount" in fields and known >= 2
    enough = over_figures >= 2 or known or over_labels >= 2
    if not sums_may_be_words and not (over_figures and (over_labels or known >= 2) and enough):
        return 0
    titled = row > 0 and len(filled_in(sheet.rows[row - 1])) in (1, TITLE_CELLS) and len(headings) == len(filled)
    return over_figures + over_labels + 2 * known if first or known or titled else 0


def _headings_in(values: Sequence[Value], filled: list[int]) -> list[int]:
    """The cells of a row that may be headings: words, and numbers if each of them is another year."""
    numbers = [c for c in filled if isinstance(v := values[c], int | float) or (isinstance(v, str) and v.isdigit())]
    years = {text_of(values[c]) for c in numbers if is_year(values[c])}
    if len(years) < max(2, len(numbers)):
        filled = [c for c in filled if c not in numbers]
    return [c for c in filled if _is_heading(values[c])]


def _is_heading(value: Value) -> bool:
    if isinstance(value, str) and len(value) > LONGEST_HEADING:
        return False
    if isinstance(value, str) and unit_in(value) and not any(digit in value for digit in "123456789"):
        return True  # £000 stands over figures, and is none
    return is_year(value) or (isinstance(value, str) and not is_figure(value))


def kinds_below(sheet: Sheet, row: int) -> dict[int, str]:
    """For each column whether figures or labels stand below a row."""
    figures: dict[int, int] = {}
    labels: dict[int, int] = {}
    seen = gap = 0
    for values in sheet.rows[row + 1 : row + 1 + 4 * LOOK_AHEAD]:
        filled = filled_in(values)
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


def bottom_of(sheet: Sheet, header: int, kinds: dict[int, str]) -> int:
    """The last row of headings: below the main one as long as there are words or years over figures, and no labels."""
    for at in range(header + 1, min(header + HEADING_ROWS, len(sheet.rows))):
        row = sheet.rows[at]
        over = [c for c in filled_in(row) if kinds.get(c) == "figure"]
        labelled = any(kinds.get(c) == "label" for c in filled_in(row))
        if labelled or not over or any(is_figure(row[c]) and not is_year(row[c]) for c in over):
            return at - 1
    return header


def top_of(sheet: Sheet, header: int, least: int) -> int:
    """The first row of headings: above the main one as long as there are words over at least two columns."""
    top = header
    while top > least and header - top < HEADING_ROWS - 1:
        row = sheet.rows[top - 1]
        texts = [c for c in filled_in(row) if isinstance(row[c], str) or is_year(row[c])]
        merged = any(first == sheet.first_row + top - 1 and right > left for first, left, _, right in sheet.merged)
        if len(texts) < 2 and not (merged and texts and texts[0] > 0):
            break
        top -= 1
    return top


def filled_in(row: Sequence[Value]) -> list[int]:
    return [at for at, value in enumerate(row) if value is not None]
