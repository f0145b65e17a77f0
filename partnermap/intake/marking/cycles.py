"""Formulas that lead back to themselves, found by following them from cell to cell, over all sheets.

First from column to column, for which it is enough to read one of the formulas that are alike but for their row
numbers; then from cell to cell, in those columns that lead back to themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from partnermap.intake.marking.circles import in_circles
from partnermap.intake.marking.formulas import Formula
from partnermap.intake.marking.references import Reference, references
from partnermap.intake.marks import Cell

MOST_STEPS = 1_000_000  # from a formula to another, in the whole book; as many between columns

Column: TypeAlias = tuple[int, int]
"""Sheet and column."""
Node: TypeAlias = tuple[int, int, int]
"""Sheet, row and column of a formula."""


class TooManyError(Exception):
    """The formulas of a book lead to each other in too many ways."""


def circular(sheets: Sequence[tuple[str, Sequence[Formula]]], most_steps: int = MOST_STEPS) -> list[list[Cell]]:
    """For each sheet its circular formulas. Raises TooManyError."""
    texts = _Texts(sheets)
    graph = _column_graph(texts, sheets, most_steps)
    columns = in_circles(graph, graph.__getitem__)
    nodes = {
        (number, *formula.cell): formula
        for number, (_, formulas) in enumerate(sheets)
        for formula in formulas
        if (number, formula.cell[1]) in columns
    }
    found: list[list[Cell]] = [[] for _ in sheets]
    for sheet, row, column in sorted(in_circles(nodes, _CellGraph(texts, nodes, most_steps).followed)):
        found[sheet].append((row, column))
    return found


class _Texts:
    """What each formula names: sheet, first row, first column, last row, last column."""

    def __init__(self, sheets: Sequence[tuple[str, Sequence[Formula]]]) -> None:
        self._numbers = {name.casefold(): number for number, (name, _) in enumerate(sheets)}
        self._first = {
            (number, formula.shared): formula
            for number, (_, formulas) in enumerate(sheets)
            for formula in formulas
            if formula.shared is not None and formula.text
        }
        self._parsed: dict[tuple[int, int], list[Reference]] = {}

    def blocks(self, sheet: int, formula: Formula) -> Iterator[tuple[int, int, int, int, int]]:
        """The blocks of cells of this book that a formula rests on."""
        first, found = self._references(sheet, formula)
        rows, columns = formula.cell[0] - first.cell[0], formula.cell[1] - first.cell[1]
        for reference in found:
            number = sheet if reference.sheet is None else self._numbers.get(reference.sheet.casefold())
            if number is not None:
                yield number, *reference.moved(rows, columns)

    def _references(self, sheet: int, formula: Formula) -> tuple[Formula, Iterable[Reference]]:
        """The first cell that has this formula, and what it names there."""
        if formula.shared is None:
            return formula, references(formula.text)
        key = (sheet, formula.shared)
        first = self._first.get(key, formula)
        if key not in self._parsed:
            self._parsed[key] = list(references(first.text))
        return first, self._parsed[key]


def _column_graph(
    texts: _Texts, sheets: Sequence[tuple[str, Sequence[Formula]]], most_steps: int
) -> dict[Column, set[Column]]:
    """To which columns with formulas the formulas of a column lead. Raises TooManyError."""
    alike = {
        (number, formula.cell[1], _likeness(formula)): formula
        for number, (_, formulas) in enumerate(sheets)
        for formula in formulas
    }
    graph: dict[Column, set[Column]] = {(sheet, column): set() for sheet, column, _ in alike}
    for (number, column, _), formula in alike.items():
        for sheet, _, left, _, right in texts.blocks(number, formula):
            most_steps -= min(right - left + 1, len(graph))
            if most_steps < 0:
                raise TooManyError
            graph[number, column].update(_between(graph, sheet, left, right))
    return graph


def _between(columns: Collection[Column], sheet: int, left: int, right: int) -> Iterable[Column]:
    """Those columns of a sheet that are there."""
    if right - left < 10:
        return [(sheet, number) for number in range(left, right + 1) if (sheet, number) in columns]
    return [column for column in columns if column[0] == sheet and left <= column[1] <= right]


def _likeness(formula: Formula) -> str | bytes | int:
    """The same for formulas of a column that name the same columns."""
    if formula.shared is not None:
        return formula.shared
    return formula.text if "!" in formula.text else formula.text.encode().translate(None, b"0123456789")


class _CellGraph:
    """To which formulas a formula leads, among those given."""

    def __init__(self, texts: _Texts, nodes: dict[Node, Formula], most_steps: int) -> None:
        self._texts = texts
        self._nodes = nodes
        self._rows = _rows(nodes)
        self._steps = most_steps

    def followed(self, node: Node) -> Iterator[Node]:
        """The formulas that this one rests on. Raises TooManyError."""
        for sheet, top, left, bottom, right in self._texts.blocks(node[0], self._nodes[node]):
            for column in _between(self._rows, sheet, left, right):
                rows = self._rows[column]
                for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
                    self._steps -= 1
                    if self._steps < 0:
                        raise TooManyError
                    yield sheet, row, column[1]


def _rows(nodes: Iterable[Node]) -> dict[Column, list[int]]:
    """The rows of each column that hold formulas, in order."""
    rows: dict[Column, list[int]] = {}
    for sheet, row, column in sorted(nodes):
        rows.setdefault((sheet, column), []).append(row)
    return rows
