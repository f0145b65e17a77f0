"""A table of a finance workbook as a mapping lays it out: its columns, and what became of each of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.guess import Guess
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value

KEYS = ("stream", "recipient", "area", "agreement", "department", "part_of")
"""Fields that name things: their cells are often filled once for several rows."""


@dataclass(frozen=True, slots=True)
class Label:
    """A column that says something about the sums of its rows."""

    index: int
    letter: str
    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A column of sums, and what its headings say of them; None: the row says it, or a constant."""

    index: int
    letter: str
    heading: str
    heading_cell: str
    unit: int
    """Pounds that its figures count in."""
    sign: int = 1
    """-1 where income is recorded as negative."""
    stream: str | None = None
    year: str | None = None
    basis: str | None = None
    treatment: str | None = None
    breakdown: bool = False


@dataclass
class Fates:
    """What became of the rows below the headings: indexes of the sheet's rows."""

    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)

    def skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


@dataclass(frozen=True, slots=True)
class Section:
    """A row of words that names the year of the rows below it."""

    row: int
    year: str
    cell: str
    text: str


@dataclass
class Laid:
    """A table of a finance workbook, laid out by a mapping."""

    file: str
    block: Block
    mapping: FinanceMapping
    labels: list[Label] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    row_totals: list[int] = field(default_factory=list)
    """Columns that sum the others of their row, and are only compared."""
    guesses: list[Guess] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fates: Fates = field(default_factory=Fates)
    filled: dict[int, dict[int, tuple[Value, int]]] = field(default_factory=dict)
    """For columns filled once a group: row: what stands above it, and in which row."""
    sure: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For each field how sure its column is, and why."""
    origins: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For what is the same in every row the cell that says it, and the text that stands there."""
    question: str = ""
    """What has to be said before the table can be read; empty if nothing has."""
    sections: list[Section] = field(default_factory=list)
    """Rows between the data that say for which year those below them are."""

    def section_of(self, row: int) -> Section | None:
        """The section that a row stands in; None above the first."""
        return next((section for section in reversed(self.sections) if section.row < row), None)

    @property
    def sheet_name(self) -> str:
        return self.block.sheet.name

    def label(self, name: str) -> Label | None:
        """The column of a field."""
        return next((label for label in self.labels if label.field == name), None)

    def number(self, row: int) -> int:
        """A row as the spreadsheet numbers it."""
        return self.block.sheet.first_row + row

    def problem(
        self,
        code: str,
        severity: str,
        cell: str | None,
        heading: str | None,
        value: str | None,
        message: str,
        hint: str,
    ) -> None:
        self.problems.append(Problem(code, severity, self.file, self.sheet_name, cell, heading, value, message, hint))


@dataclass(frozen=True)
class Hidden:
    """Rows and columns that are hidden, as the spreadsheet numbers them."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
