"""Which changes count before one is taken back, and which after."""

from __future__ import annotations

from partnermap.store.base import Change, Decision, View
from partnermap.store.joining import Canon
from partnermap.store.settling import live_changes


class Flip:
    """Which changes count before and after, and which of them come to count or cease to."""

    def __init__(self, view: View, number: int) -> None:
        self.view = view
        made = view.history()
        undo = Change(len(made) + 1, "undo", "", "", "", (), number)
        self.changes = {change.number: change for change in made}
        self.number = number
        self.before = {change.number: change.live for change in made}
        self.after = live_changes([*made, undo])
        self.numbers = [one.number for one in reversed(made) if one.live != self.after[one.number]]
        self.decisions = view.decisions_made()
        self.canon = Canon(one for change, one in self.decisions if self.before[change])
        self.canon_after = Canon(one for change, one in self.decisions if self.after[change])

    def joins_that_go(self) -> list[Decision]:
        """The decisions that two names are one body, which count before and not after."""
        made = [one for change, one in self.decisions if self.before[change] and not self.after[change]]
        return [one for one in made if one.verdict == "same"]
