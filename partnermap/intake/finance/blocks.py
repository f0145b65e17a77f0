"""Where the tables of a sheet are: below which titles each begins, where it ends, which stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from partnermap.intake.finance.block import TITLE_CELLS, Block
from partnermap.intake.finance.fields import LABELS, meaning
from partnermap.intake.finance.heads import HEADING_ROWS, bottom_of, filled_in, kinds_below, score, top_of
from partnermap.intake.finance.sums import is_figure
from partnermap.intake.sheets import Sheet

LOOK_FOR_A_TABLE = 200
"""So many rows of a sheet are searched for the headings of its first table."""


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
    wide = filled_in(sheet.rows[header]) if header < len(sheet.rows) else []
    kinds = kinds_below(sheet, header)
    bottom = bottom_of(sheet, header, kinds)
    top = top_of(sheet, header, max(0, header - HEADING_ROWS))
    first, far = _width(sheet, top, bottom) if wide else (0, 0)
    end = len(sheet.rows) - 1 if last is None else last
    return Block(sheet, _titles(sheet, top, 0), top, header, bottom, end, first, far)


def _next_zone(sheet: Sheet, start: int) -> tuple[int, int, int] | None:
    """The next rows of headings from a row on: that with the most, the last and the first of them."""
    for row in _candidates(sheet, start):
        if score(sheet, row, first=not start):
            best = max((score(sheet, at), at) for at in range(row, min(row + HEADING_ROWS, len(sheet.rows))))[1]
            return (
                best,
                bottom_of(sheet, best, kinds_below(sheet, best)),
                top_of(sheet, best, row if row < best else start),
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
        if start == 0 and at > LOOK_FOR_A_TABLE:
            return


def _titles(sheet: Sheet, top: int, least: int) -> int:
    """The first row of the titles over headings: rows with few filled cells, a blank one between them allowed."""
    if least == 0:
        return 0
    first, blanks = top, 0
    for at in range(top - 1, least - 1, -1):
        row = sheet.rows[at]
        filled = filled_in(row)
        blanks = 0 if filled else blanks + 1
        if blanks > 1 or len(filled) > TITLE_CELLS or any(is_figure(row[c]) for c in filled):
            break
        if filled:
            first = at
    return first


def _width(sheet: Sheet, top: int, bottom: int) -> tuple[int, int]:
    filled = [at for row in sheet.rows[top : bottom + 1] for at in filled_in(row)]
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
