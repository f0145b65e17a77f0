"""The columns of a table that is being understood: what heads each, what stands in it, what that may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.fields import BASES, TREATMENTS, Meaning, choice_alone, is_bare_total, meaning, place_of
from partnermap.intake.finance.guess import About, Guess
from partnermap.intake.finance.heads import LOOK_AHEAD
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.finance.sums import is_figure, without_unit
from partnermap.intake.finance.years import Year, bare_year, is_year, years_in
from partnermap.intake.sheets import Value, column_letter

Knows = Callable[[str, str], bool]
"""Whether the map has a thing of a kind under a name."""


@dataclass
class Understood:
    """What was made of a table."""

    mapping: FinanceMapping
    guesses: list[Guess] = field(default_factory=list)
    sure: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Field: how sure (certain, likely, guess) and why."""
    origins: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Constant: the cell it was read from, and the text that stood there."""
    question: str = ""
    """What has to be said before anything can be imported; empty if nothing has."""


@dataclass
class Column:
    """A column with the first of its values, and what its headings speak of."""

    index: int
    letter: str
    heading: str
    stack: list[str]
    values: list[Value]
    means: Meaning | None
    year: Year | None = None
    basis: str | None = None
    treatment: str | None = None

    @cached_property
    def is_figures(self) -> bool:
        years = self.field == "year"  # elsewhere 2005 is a sum like any other
        figures = sum(is_figure(value) and not (years and is_year(value)) for value in self.values)
        return figures * 2 > len(self.values) > 0

    @property
    def field(self) -> str:
        return self.means.field if self.means else ""

    @property
    def is_certain(self) -> bool:
        return self.means is not None and self.means.sure == "certain"

    @property
    def rank(self) -> tuple[int, int]:
        """Of headings that mean the same the plainest goes first, then the order of the sheet."""
        return (place_of(self.heading), self.index)

    @cached_property
    def stream_text(self) -> str:
        """The text over the column that is neither year, basis, treatment nor unit; empty if there is none."""
        for text in reversed(self.stack):
            rest = without_year(text)
            spoken = choice_alone(rest, BASES) or choice_alone(rest, TREATMENTS)
            if rest and not (spoken or is_figure(rest) or is_year(text) or is_bare_total(rest)):
                return text
        return ""


@dataclass
class Draft:
    """A table that is being understood, and what was made of it so far."""

    block: Block
    file: str
    knows: Knows
    columns: list[Column]
    made: Understood

    @cached_property
    def twice(self) -> set[str]:
        """Headings that stand over several columns, in lower case."""
        headings = Counter(one.heading.casefold() for one in self.columns)
        return {heading for heading, times in headings.items() if times > 1}

    @property
    def mapping(self) -> FinanceMapping:
        return self.made.mapping

    def say(self, **said: Any) -> None:
        """Write something into the mapping."""
        self.made.mapping = replace(self.made.mapping, **said)

    def guess(self, about: About, words: str, why: str = "") -> None:
        self.made.guesses.append(Guess(about, words, why))

    def ask(self, question: str) -> None:
        """Leave a question open; the first is the one that is asked."""
        self.made.question = self.made.question or question

    def called(self, one: Column) -> str:
        """How the mapping names a column: by its heading, or its letter where several are headed alike."""
        return one.heading if one.heading and one.heading.casefold() not in self.twice else one.letter

    def told(self, one: Column) -> str:
        """How people are told of a column: by its heading, with its letter where several are headed alike."""
        letter = f" (column {one.letter})" if one.heading.casefold() in self.twice else ""
        return f"“{one.heading}”{letter}"

    def way_to(self, name: str, others: list[Column]) -> str:
        """How to have another column read for a field, where its heading alone does not tell it from the one read."""
        alike = [one for one in others if one.heading.casefold() in self.twice]
        way = "; to read the other, name it in a mapping by its letter: "
        return f'{way}{name} = "{alike[0].letter}"' if alike else ""


def draft_of(block: Block, file: str, knows: Knows, hidden: bool = False) -> Draft:
    """A table of which nothing is said yet but where it is. ``hidden``: whether hidden columns are read."""
    mapping = FinanceMapping(sheets=(block.sheet.name,), header_row=block.header_row)
    first = block.sheet.first_column
    left_out = frozenset() if hidden else block.sheet.marks.hidden_columns
    columns = [_column(block, at) for at in block.columns if first + at not in left_out]
    return Draft(block, file, knows, columns, Understood(mapping))


def _column(block: Block, index: int) -> Column:
    heading, stack = block.heading(index), block.stack(index)
    letter = column_letter(block.sheet.first_column + index)
    one = Column(index, letter, heading, stack, _first_values(block, index), meaning(heading) if heading else None)
    for text in reversed(stack):
        rest = without_year(text)
        one.year = one.year or next(iter(years_in(text)), None) or bare_year(text)
        one.basis = one.basis or choice_alone(rest, BASES)
        one.treatment = one.treatment or choice_alone(rest, TREATMENTS)
    return one


def _first_values(block: Block, index: int) -> list[Value]:
    values: list[Value] = []
    for row in range(block.bottom + 1, min(block.last, block.bottom + 8 * LOOK_AHEAD) + 1):
        if (value := block.cell(row, index)) is not None:
            values.append(value)
        if len(values) >= LOOK_AHEAD:
            break
    return values


def without_year(text: str) -> str:
    """A heading without the years and the unit that it names."""
    for year in years_in(text):
        text = text.replace(year.found, " ")
    return without_unit(text)
