"""The formulas of one sheet: which have no value, which look into another workbook."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from partnermap.intake.marking.seen import Seen
from partnermap.intake.marks import Cell

MOST_FORMULAS = 100_000  # of a book, that are followed from cell to cell

_STRING = re.compile(r'"[^"]*"')
# [1]Sheet!A1, '[Budget.xlsx]Sheet 1'!A1, 'C:\Folder\[Budget.xlsx]Sheet 1'!A1, [1]!Name, and DDE: Excel|Book!Item
_ELSEWHERE = re.compile(r"'[^']*\[[^\[\]]+\](?:[^']|'')*'!|\[[^\[\]]+\][\w.]*!|'?[\w\\/:.]+\|")


class Formula(NamedTuple):
    """A formula as it stands in a cell."""

    cell: Cell
    text: str
    shared: int | None = None  # the group of cells that share a formula; the first of them has the text


class Formulas:
    """Takes the formulas of one sheet."""

    def __init__(self, seen: Seen, most: int = MOST_FORMULAS) -> None:
        self.kept: list[Formula] = []
        self.number = 0
        self._seen = seen
        self._most = most
        self._linked: set[int | None] = set()
        self._zeros: list[Cell] = []

    def take(self, formula: Formula, value: str | None) -> None:
        """A formula, with the value that was saved with it."""
        self.number += 1
        formula = formula._replace(text=html.unescape(formula.text)) if "&" in formula.text else formula
        if self._is_linked(formula):
            self._seen.add("linked", formula.cell)
        if value is None:
            self._seen.add("unvalued", formula.cell)
        elif value == "0":
            self._zeros.append(formula.cell)
        if len(self.kept) < self._most:
            self.kept.append(formula)

    def were_never_calculated(self) -> None:
        """The book says that no values were calculated: where all are 0, none of them is a value."""
        if len(self._zeros) == self.number:
            for cell in self._zeros:
                self._seen.add("unvalued", cell)

    def _is_linked(self, formula: Formula) -> bool:
        if looks_elsewhere(formula.text):
            self._linked.add(formula.shared)
            return True
        return formula.shared is not None and not formula.text and formula.shared in self._linked


def looks_elsewhere(text: str) -> bool:
    """Whether a formula names another workbook."""
    return ("[" in text or "|" in text) and _ELSEWHERE.search(_STRING.sub('""', text)) is not None
