"""Something that stays as it is, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why something stays as it is; ``cell`` is the one that says so, if one does."""

    words: str
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.words.removesuffix(')')}, {self.cell})" if self.cell else self.words


@dataclass(frozen=True)
class Stay:
    """Something that the change spoke of and that stays as it is."""

    thing: str
    """The thing's id; nothing for a decision or a finding."""
    what: str
    how: str
    """stays (in the map), stays gone, stays £12,000 …"""
    reason: Reason

    def __str__(self) -> str:
        return f"{self.what} {self.how}: {self.reason}."
