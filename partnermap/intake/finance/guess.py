"""What was worked out about a table, since nobody said it: each guess with what it is about and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

About = Literal[
    "unit", "year", "basis", "stream",  # what is the same for all sums
    "columns", "income", "breakdown",  # what columns hold
    "rows", "cells", "tables",  # what stands below the headings, and beside them
    "memory",  # the earlier file that a table is read like
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing that was worked out, in words."""

    about: About
    words: str
    why: str = ""
    """What it rests on; empty where the words say so themselves."""

    def __str__(self) -> str:
        return f"{self.words}: {self.why}" if self.why else self.words
