"""Headings of a mapping as a table has them, where only a footnote mark is another: Connexions(1), Connexions(2)."""

from __future__ import annotations

from dataclasses import replace

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.mapping import FinanceMapping, Pairs
from partnermap.likeness import marks_off


def unmarked(heading: str) -> str:
    """A heading as it is compared where marks do not count."""
    return marks_off(collapsed(heading)).casefold()


def as_here(mapping: FinanceMapping, block: Block) -> FinanceMapping:
    """The mapping with the marks of this table, for headings of which one alone stands here, under another mark."""
    texts = {text for column in block.columns for text in (block.heading(column), *block.stack(column)) if text}
    there = {text.casefold() for text in texts} | {block.letter(column).casefold() for column in block.columns}
    named = {heading.casefold() for heading in _headings(mapping)}

    def here(heading: str) -> str:
        if heading.casefold() in there:
            return heading
        alike = [text for text in texts if unmarked(text) == unmarked(heading)]
        return alike[0] if len(alike) == 1 and alike[0].casefold() not in named else heading

    def keys(pairs: Pairs) -> dict[str, str]:
        return {here(heading): said for heading, said in pairs.items()}

    return replace(
        mapping,
        columns={name: here(heading) for name, heading in mapping.columns.items()},
        streams=keys(mapping.streams),
        years=keys(mapping.years),
        bases=keys(mapping.bases),
        treatments=keys(mapping.treatments),
        income=mapping.income if isinstance(mapping.income, bool) else tuple(map(here, mapping.income)),
        breakdown=tuple(map(here, mapping.breakdown)),
        fill=None if mapping.fill is None else tuple(map(here, mapping.fill)),
    )


def _headings(mapping: FinanceMapping) -> set[str]:
    """The headings that a mapping reads columns by."""
    return {*mapping.columns.values(), *mapping.streams, *mapping.years, *mapping.bases, *mapping.treatments}
