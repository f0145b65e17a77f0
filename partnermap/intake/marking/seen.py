"""What was seen on one sheet, kept within bounds that the whole book shares."""

from __future__ import annotations

from collections import Counter
from typing import Any

from partnermap.intake.marks import Cell

MOST = {"errors": 100_000, "unvalued": 100_000, "linked": 100_000, "colours": 60_000, "swatches": 5_000}
MOST_OF_A_COLOUR = 20_000
MOST_SWATCHES_OF_A_SHEET = 500
MOST_RUNS = 100_000  # of hidden rows or columns
MOST_RANGES = 100


class Room:
    """How many cells are still kept, of each field."""

    def __init__(self) -> None:
        self.left = Counter(MOST)


class Seen:
    """The marks of one sheet."""

    def __init__(self, room: Room) -> None:
        self.hidden_rows: list[list[int]] = []  # runs: first, last
        self.hidden_columns: list[list[int]] = []
        self.conditional: list[str] = []
        self.formats: dict[int, str] = {}
        self.mixed: dict[int, dict[str, int]] = {}
        self.circular: list[Cell] = []
        self.more: Counter[str] = Counter()
        self._room = room.left
        self._counts: Counter[str] = Counter()
        self._cells: dict[str, dict[Cell, str]] = {"errors": {}, "unvalued": {}, "linked": {}, "swatches": {}}
        self._tints: Counter[str] = Counter()
        self._coloured: dict[str, list[Cell]] = {}
        self._unlisted: set[str] = set()

    def add(self, what: str, cell: Cell, text: str = "") -> None:
        """A cell of errors, unvalued, linked or swatches, if there is still room for it."""
        self._counts[what] += 1
        if self._room[what] > 0:
            self._room[what] -= 1
            self._cells[what][cell] = text

    def add_swatch(self, cell: Cell, colour: str) -> None:
        """An empty cell of that colour: a few are enough."""
        if len(self._cells["swatches"]) < MOST_SWATCHES_OF_A_SHEET:
            self.add("swatches", cell, colour)

    def add_colour(self, colour: str, cells: list[Cell]) -> None:
        """Filled cells of that colour; a colour with too many of them is only counted."""
        self.count_colour(colour, len(cells))
        if not self.is_listed(colour):
            return
        kept = self._coloured.setdefault(colour, [])
        kept.extend(cells)
        self._room["colours"] -= len(cells)
        if len(kept) > MOST_OF_A_COLOUR or self._room["colours"] < 0:
            self._room["colours"] += len(self._coloured.pop(colour))
            self._unlisted.add(colour)

    def count_colour(self, colour: str, number: int) -> None:
        """As many filled cells of that colour."""
        self._tints[colour] += number

    def is_listed(self, colour: str) -> bool:
        """Whether cells of that colour are still kept one by one."""
        return colour not in self._unlisted

    def hide(self, runs: list[list[int]], first: int, last: int) -> None:
        """Rows or columns, in order, joined to those before."""
        if runs and runs[-1][0] <= first <= runs[-1][1] + 1:
            runs[-1][1] = max(last, runs[-1][1])
        elif len(runs) < MOST_RUNS:
            runs.append([first, last])

    def told(self) -> dict[str, Any]:
        """All of it in plain values."""
        cut = {what: number for what, number in self._counts.items() if number > len(self._cells[what])}
        colours = {cell: colour for colour, cells in self._coloured.items() for cell in cells}
        cut |= {"colours": self._tints.total()} if self._tints.total() > len(colours) else {}
        return {
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "errors": self._cells["errors"],
            "unvalued": list(self._cells["unvalued"]),
            "circular": self.circular,
            "linked": list(self._cells["linked"]),
            "colours": colours,
            "swatches": self._cells["swatches"],
            "tints": dict(self._tints),
            "conditional": self.conditional[:MOST_RANGES],
            "formats": self.formats,
            "mixed": self.mixed,
            "more": {**self.more, **cut},
        }
