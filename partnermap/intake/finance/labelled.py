"""What the labels of a table say of the sums of its rows: column by column, each different cell read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from partnermap.errors import BadValue
from partnermap.intake.cells import BadCell
from partnermap.intake.finance.laid import Label, Laid
from partnermap.intake.finance.lines import Column, Lines
from partnermap.intake.finance.meaning import Meanings
from partnermap.intake.finance.seen import failed_cells
from partnermap.intake.finance.telling import Teller
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of
from partnermap.store.base import Fact

Facts: TypeAlias = dict[str, Fact]
Read: TypeAlias = Callable[[Value], Any]
"""Reads a cell; BadCell or BadValue if it cannot."""
NOT_SAID = "currency"
"""The field of a column that says what the sums are in, and nothing of them that the map keeps."""


class Labelled:
    """Reads the labels of some rows of a table."""

    def __init__(
        self, laid: Laid, rows: list[int], reader: Callable[[str], Read], meanings: Meanings, teller: Teller
    ) -> None:
        """``reader`` gives for a field how its cells are read."""
        self._laid = laid
        self._rows = rows
        self._meanings = meanings
        self._teller = teller
        self._failed = failed_cells(laid)
        self._amiss: dict[int, list[tuple[Label, Value, BadCell]]] = {}
        """For rows that cannot be read: the cells at fault."""
        labels = [label for label in laid.labels if label.field != NOT_SAID]
        self._columns = {label.field: self._column(label, reader(label.field)) for label in labels}

    def readable(self) -> Lines:
        """The rows all of whose labels can be read, with what these say; tells why others cannot."""
        for row in sorted(self._amiss):
            for label, value, bad in self._amiss[row]:
                self._teller.bad_cell(label, row, value, bad)
        return Lines(self._rows, self._columns).only([row not in self._amiss for row in self._rows])

    def _column(self, label: Label, read: Read) -> Column:
        """The facts of a column, row by row."""
        cells = self._laid.block.cells(self._rows, label.index)
        keys = _told_apart(cells)
        facts: dict[Any, Fact | None] = {}
        bad: dict[Any, BadCell] = {}
        for key, value in dict(zip(keys, cells, strict=True)).items():
            try:
                facts[key] = _fact(label, value, read)
            except BadCell as fault:
                bad[key] = fault
        if bad:
            self._mend(label, keys, cells, facts, bad, read)
        column = list(map(facts.get, keys))
        self._fill(label, cells, column, read)
        self._note_failed(label)
        return column

    def _mend(
        self, label: Label, keys: list[Any], cells: list[Value], facts: dict[Any, Fact | None],
        bad: dict[Any, BadCell], read: Read,
    ) -> None:  # fmt: skip
        """Make the names that nobody defines, where that is asked for; note the rows that cannot be read then."""
        first = dict(zip(reversed(keys), reversed(self._rows), strict=True))
        values = dict(zip(keys, cells, strict=True))
        for key, fault in list(bad.items()):
            if self._meanings.make(label.field, fault, label.heading, f"{label.letter}{self._laid.number(first[key])}"):
                facts[key] = _fact(label, values[key], read)
                del bad[key]
        for row, key in zip(self._rows if bad else (), keys, strict=False):
            if key in bad:
                self._amiss.setdefault(row, []).append((label, values[key], bad[key]))

    def _fill(self, label: Label, cells: list[Value], column: Column, read: Read) -> None:
        """Give blank cells of a column that is filled once for several rows what stands above them, with its cell."""
        filled = self._laid.filled.get(label.index, {})
        known: dict[int, Fact | None] = {}
        for at, row in enumerate(self._rows if filled else ()):
            if cells[at] is None and row in filled:
                value, above = filled[row]
                try:
                    if above not in known:
                        fact = _fact(label, value, read)
                        known[above] = fact and fact._replace(column=f"{label.letter}{self._laid.number(above)}")
                    column[at] = known[above]
                except BadCell as bad:
                    self._amiss.setdefault(row, []).append((label, value, bad))

    def _note_failed(self, label: Label) -> None:
        """Cells whose formula gives nothing cannot be read either."""
        index = self._laid.block.sheet.first_column + label.index
        for row in self._rows if self._failed else ():
            fault = self._failed.get((self._laid.number(row), index))
            if fault is not None:
                self._amiss.setdefault(row, []).append((label, None, BadCell([("", fault)])))


def _told_apart(cells: list[Value]) -> list[Any]:
    """The cells, such that what is equal and of different types (1 and yes) is told apart."""
    if {str, type(None)}.issuperset(map(type, cells)):
        return list(cells)
    return [cell if cell.__class__ is str else (cell.__class__, cell) for cell in cells]


def _fact(label: Label, value: Value, read: Read) -> Fact | None:
    """What a cell says; None if it says nothing. Raises BadCell."""
    if value is None:
        return None
    try:
        said = read(value)
    except BadValue as fault:
        raise BadCell([(text_of(value), fault)]) from None
    return None if said is None or said == [] else Fact(said, label.letter, text_of(value))
