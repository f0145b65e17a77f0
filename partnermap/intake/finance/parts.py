"""Which columns of figures sum others beside them."""

from __future__ import annotations

from collections.abc import Sequence

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.sums import number_in

SAMPLE = 12
"""So many rows have to bear it out, or all there are."""
LEAST_PARTS = 2
NEAR = 2
"""Rounded parts may miss their sum by so much, in the unit of the column."""


def sums_of_others(block: Block, columns: Sequence[int]) -> set[int]:
    """The columns that sum a run of columns to their left: all since the last such sum, or with it."""
    rows = _sample(block, columns)
    found: set[int] = set()
    if len(rows) < 3:
        return found
    start = 0
    last: int | None = None
    for at in range(len(columns)):
        run = range(start, at)
        if (len(run) >= LEAST_PARTS and _is_sum(rows, at, list(run))) or (
            last is not None and at > start and _is_sum(rows, at, [last, *run])
        ):
            found.add(columns[at])
            last, start = at, at + 1
    return found


def _sample(block: Block, columns: Sequence[int]) -> list[list[float]]:
    rows = []
    for row in range(block.bottom + 1, block.last + 1):
        values = [block.cell(row, at) for at in columns]
        if any(values):
            rows.append([number_in(value) or 0.0 for value in values])
        if len(rows) >= SAMPLE:
            break
    return rows


def _is_sum(rows: list[list[float]], at: int, parts: list[int]) -> bool:
    telling = [row for row in rows if row[at] and sum(bool(row[part]) for part in parts) >= LEAST_PARTS]
    return len(telling) >= 3 and all(abs(row[at] - sum(row[part] for part in parts)) <= NEAR for row in rows)
