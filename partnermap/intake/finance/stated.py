"""What became of the sums of finance workbooks while they are stated: counted, said of streams, not known."""

from __future__ import annotations

from dataclasses import dataclass, field

from partnermap.store.base import Statement


@dataclass
class Imported:
    """What became of the sums of one table."""

    rows: int = 0
    refused: int = 0
    sums: dict[int, dict[int, int]] = field(default_factory=dict)
    """Column of sums: row: pence imported."""


@dataclass
class FileState:
    """What the tables of one file have said so far."""

    alike: dict[str, int] = field(default_factory=dict)
    """How many rows share the key of an allocation, by the beginning of their ids."""
    streams: dict[str, Statement] = field(default_factory=dict)
    """What was said of streams beside their sums."""
    made: set[str] = field(default_factory=set)
    """Things that nobody defines and that are created."""
    keep_out: frozenset[tuple[str, str]] = frozenset()
    """Fields and texts of names that are not created."""


@dataclass
class Unknown:
    """Names that nobody defines: field, name as written, and the cells that name it."""

    cells: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    """An official code beside such a name, where it is that of something in the map."""

    def add(self, name: str, text: str, cell: str) -> None:
        self.cells.setdefault((name, text), []).append(cell)
