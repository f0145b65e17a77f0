"""What a mapping says of rows, and of columns filled once, held against what the file has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.laid import Label, Laid
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.problems import Problem
from partnermap.nearest import nearest


def check_named_rows(tables: Sequence[Laid], mapping: FinanceMapping) -> Iterator[Problem]:
    """A warning for each row and column that the mapping names and none of the tables that it reads has."""
    rows = {"as a total": mapping.total or (), "to be skipped": mapping.skip}
    if tables and any(rows.values()):
        texts = dict.fromkeys(text for table in tables for text in _texts(table))
        there = {text.casefold() for text in texts}
        for how, named in rows.items():
            for name in named:
                if name.casefold() not in there:
                    yield _no_row(tables[0], name, how, list(texts))
    labels = [label for table in tables for label in table.labels]
    for name in mapping.fill or () if tables else ():
        if not any(is_named(label, name) for label in labels):
            yield _no_column(tables[0], name, [label.heading for label in labels])


def is_named(label: Label, name: str) -> bool:
    """Whether a column is meant by a heading, or a letter."""
    return name.casefold() in (label.heading.casefold(), label.letter.casefold())


def _texts(table: Laid) -> Iterator[str]:
    """The texts in the rows below the headings."""
    sums = {amount.index for amount in table.amounts}
    block = table.block
    for row in block.sheet.rows[block.bottom + 1 : block.last + 1]:
        for at, value in enumerate(row):
            if isinstance(value, str) and at not in sums:
                yield collapsed(value)


def _no_row(table: Laid, name: str, how: str, texts: list[str]) -> Problem:
    hint = _meant(name, texts) or "Leave it out, or write it as it stands in the row."
    return Problem(
        "missing-row", "warning", table.file, table.sheet_name, None, None, name,
        f"No row is called “{name}”, which the mapping names {how}.", hint,
    )  # fmt: skip


def _no_column(table: Laid, name: str, headings: list[str]) -> Problem:
    hint = _meant(name, headings) or "Name it under [columns], or leave it out."
    return Problem(
        "missing-heading", "warning", table.file, table.sheet_name, None, name, None,
        f"The mapping fills “{name}”, and no column that is read has that heading.", hint,
    )  # fmt: skip


def _meant(name: str, texts: list[str]) -> str:
    """The nearest of these texts, as a question; empty if none is near."""
    likely = nearest(name, texts, 1)
    return f"Did you mean “{likely[0]}”?" if likely else ""
