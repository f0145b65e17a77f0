"""Tells what is amiss with the cells of a table, and which names nobody defines."""

from __future__ import annotations

from partnermap.intake.cells import BadCell
from partnermap.intake.finance.guess import Guess
from partnermap.intake.finance.laid import Label, Laid
from partnermap.intake.finance.stated import Unknown
from partnermap.intake.planning import Plan
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of


class Teller:
    """Adds problems of one table to a plan."""

    def __init__(self, laid: Laid, plan: Plan, unknown: Unknown) -> None:
        self._laid = laid
        self._plan = plan
        self._unknown = unknown
        self._guessed: set[str] = set()

    @property
    def errors(self) -> int:
        """How many errors were told so far, of any table."""
        return self._plan.errors

    def error(
        self, code: str, cell: str | None, heading: str | None, value: str | None, message: str, hint: str
    ) -> None:
        """Something for which a cell or row is refused."""
        file, sheet = self._laid.file, self._laid.sheet_name
        self._plan.add(Problem(code, "error", file, sheet, cell, heading, value, message, hint))

    def warn(
        self, code: str, cell: str | None, heading: str | None, value: str | None, message: str, hint: str
    ) -> None:
        """Something that people should look at; it is imported."""
        file, sheet = self._laid.file, self._laid.sheet_name
        self._plan.add(Problem(code, "warning", file, sheet, cell, heading, value, message, hint))

    def bad_cell(self, label: Label, row: int, value: Value, bad: BadCell) -> None:
        """A cell of a column of labels that cannot be read."""
        text = None if value is None else text_of(value)
        self.faults(label.field, f"{label.letter}{self._laid.number(row)}", label.heading, bad, text)

    def faults(self, field: str, cell: str, heading: str | None, bad: BadCell, value: str | None = None) -> None:
        """What is amiss with the parts of a text; ``value``: the whole, where a problem should show that."""
        for part, fault in bad.faults:
            self.error(fault.code, cell or None, heading, value or part or None, fault.message, fault.hint)
            if fault.code == "unknown-name":
                self._unknown.add(field, part, cell)

    def guess(self, words: str) -> None:
        """Something that was taken to be so, once."""
        if words and words not in self._guessed:
            self._guessed.add(words)
            self._laid.guesses.append(Guess("cells", words))
