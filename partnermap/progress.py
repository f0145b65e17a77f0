"""How far a long copy has come, said now and then."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY_SECONDS = 3.0


class Progress:
    """Told how many records have been taken in; says so every few seconds, in plain lines."""

    def __init__(self, say: Callable[[str], None] = lambda _: None, total: int | None = None) -> None:
        self._say = say
        self._of = f" of {total:,}" if total else ""
        self._began_at = self._said_at = time.monotonic()

    def goes_on(self, count: int) -> None:
        """An earlier try left so many behind."""
        self._say(f"Going on after {count:,}{self._of} records, which an earlier try has copied …")

    def begins_anew(self) -> None:
        """What was there is the beginning of another copy."""
        self._say("The store held the beginning of another copy; that is thrown away.")

    def taken(self, count: int) -> None:
        """So many are in by now."""
        if time.monotonic() - self._said_at >= EVERY_SECONDS:
            self._say(f"{count:,}{self._of} records …")
            self._said_at = time.monotonic()

    def settles(self) -> None:
        """All are in; what follows from them is worked out."""
        if time.monotonic() - self._began_at >= EVERY_SECONDS:
            self._say("All records are there; making the map of them …")


QUIET = Progress()
