"""The mapping of one table as it was read, written so that it can be corrected without touching any other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.mapping import ACROSS, FinanceMapping, Pairs


def as_read(table: Laid) -> FinanceMapping:
    """The mapping of this one table, to be corrected without touching others."""
    mapping, row = table.mapping, table.block.header_row
    mapping = replace(mapping, file=table.file, sheets=(table.sheet_name,), header_row=row)
    return mapping if _stands_alone(table.block) else _by_letters(table, mapping)


def _stands_alone(block: Block) -> bool:
    """Whether no other table may stand beside it."""
    headings = block.sheet.rows[block.header]
    return all(at in block.columns for at, value in enumerate(headings) if value is not None)


def _by_letters(table: Laid, mapping: FinanceMapping) -> FinanceMapping:
    """The same with each column named by its letter: a heading may stand over a column of the table beside it, too."""
    columns = {label.field: label.letter for label in table.labels}
    if "amount" in mapping.columns and table.amounts:
        columns["amount"] = table.amounts[0].letter
    mapping = replace(
        mapping,
        columns=columns,
        income=tuple(amount.letter for amount in turned(table)) or False,
        breakdown=tuple(amount.letter for amount in table.amounts if amount.breakdown),
    )
    for name, across in ACROSS.items():
        said = {amount.letter: text for amount in table.amounts if (text := getattr(amount, name))}
        mapping = saying(mapping, across, said)
    return mapping


def called(block: Block) -> dict[int, str]:
    """How a mapping names each column: by its heading where that stands over no other, else by its letter."""
    over = Counter(text for column in block.columns for text in _texts(block, column))
    alone = _stands_alone(block)
    return {
        column: heading
        if alone and (heading := block.heading(column)) and over[heading.casefold()] == 1
        else block.letter(column)
        for column in block.columns
    }


def _texts(block: Block, column: int) -> set[str]:
    return {text.casefold() for text in (block.heading(column), *block.stack(column))}


def saying(mapping: FinanceMapping, across: str, pairs: Pairs) -> FinanceMapping:
    changed: dict[str, Any] = {across: dict(pairs)}
    return replace(mapping, **changed)


def turned(table: Laid) -> list[Amount]:
    """The columns whose sums are income recorded as negative."""
    return [amount for amount in table.amounts if amount.sign < 0]
