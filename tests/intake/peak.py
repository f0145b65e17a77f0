"""Reads one file and prints what came of it and how much memory it took at most, in this process and those it started.

python -m tests.intake.peak FILE [--marks]
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from partnermap.errors import UnreadableFile
from partnermap.intake.reading import read_book

LOOK_EVERY = 0.005  # seconds


class Peak:
    """Watches this process and its children."""

    def __init__(self) -> None:
        self.most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._over.wait(LOOK_EVERY):
            self.most = max(self.most, sum(map(resident, [own, *own.children()])))


def resident(process: psutil.Process) -> int:
    """Bytes that a process holds; 0 when it is gone."""
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def told(path: Path, marks: bool) -> dict[str, object]:
    """What came of it, in words; megabytes; seconds."""
    begun = time.perf_counter()
    with Peak() as peak:
        try:
            book = read_book(path, marks=marks)
            words = f"read: {sum(len(sheet.rows) for sheet in book.sheets):,} rows {book.unmarked}".strip()
        except UnreadableFile as error:
            words = error.found
    return {"words": words, "megabytes": peak.most / 1e6, "seconds": time.perf_counter() - begun}


def measured(path: Path, marks: bool = True) -> tuple[str, float, float]:
    """The same, found out in a fresh process: words, megabytes, seconds."""
    command = [sys.executable, "-m", "tests.intake.peak", str(path), *(["--marks"] if marks else [])]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return said["words"], said["megabytes"], said["seconds"]


if __name__ == "__main__":
    print(json.dumps(told(Path(sys.argv[1]), "--marks" in sys.argv)))
