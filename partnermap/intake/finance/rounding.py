"""Sums that go beyond whole pence: read to the nearest penny, and told once a column."""

from __future__ import annotations

from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.stated import Imported
from partnermap.intake.finance.sums import is_rounded, written
from partnermap.intake.problems import Problem
from partnermap.intake.values import text_of


def rounded(table: Laid, imported: Imported) -> list[Problem]:
    """A warning for each column of which sums were rounded, with the first of them."""
    found = ((amount, _rows(table, amount, imported.sums[amount.index])) for amount in table.amounts)
    return [_told(table, amount, rows, imported.sums[amount.index]) for amount, rows in found if rows]


def _rows(table: Laid, amount: Amount, sums: dict[int, int]) -> list[int]:
    rows, at, unit = table.block.sheet.rows, amount.index, amount.unit
    return [row for row, pence in sums.items() if is_rounded(rows[row][at], unit, pence)]


def _told(table: Laid, amount: Amount, rows: list[int], sums: dict[int, int]) -> Problem:
    text = text_of(table.block.cell(rows[0], amount.index))
    many = f"{len(rows):,} sums under “{amount.heading}” hold fractions of a penny; they are rounded, the first"
    one = f"A sum under “{amount.heading}” holds a fraction of a penny; it is rounded"
    return Problem(
        "rounded", "warning", table.file, table.sheet_name, f"{amount.letter}{table.number(rows[0])}", amount.heading,
        text,
        f"{many if len(rows) > 1 else one} from {text} to {written(sums[rows[0]])}.",
        "Right, if it was worked out from others; else write whole pence.",
    )  # fmt: skip
