"""How much of a file is taken on: enough for every council in England, too little to do harm."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may be or need."""

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 800_000_000  # a workbook is a zip archive; its cells shrink to a sixteenth or so
    cells: int = 6_000_000  # in the whole file, each sheet from its first to its last filled row and column
    columns: int = 2_000
    sheets: int = 250
    memory_bytes: int = 360_000_000  # of the processes that read the file and what is taken from them
    seconds: float = 120.0
    seconds_for_marks: float = 30.0  # after which a file is read without them


LIMITS = Limits()
