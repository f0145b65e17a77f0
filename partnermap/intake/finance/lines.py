"""Rows of a table with what is said of each, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress

from partnermap.store.base import Fact

Column = list[Fact | None]
"""What is said of one property, row by row; None where nothing is."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Some rows of a table, by their indexes, and for each field what is said of them."""

    rows: list[int]
    said: dict[str, Column]

    def column(self, name: str) -> Column:
        """What is said of a field, if anything is."""
        return self.said.get(name) or [None] * len(self.rows)

    def only(self, sound: list[bool]) -> Lines:
        """Those that are sound."""
        if all(sound):
            return self
        said = {name: [*compress(column, sound)] for name, column in self.said.items()}
        return Lines([*compress(self.rows, sound)], said)
