"""What taking a change back cannot alter, and why: what else says it, or keeps it away."""

from __future__ import annotations

from partnermap.store.base import View
from partnermap.store.halves import uncollected
from partnermap.undoing.besides import besides
from partnermap.undoing.flip import Flip
from partnermap.undoing.kept import things
from partnermap.undoing.readings import readings
from partnermap.undoing.stays import Reason, Stay
from partnermap.undoing.verdicts import verdicts

__all__ = ["Reason", "Stay", "consequences"]


def consequences(view: View, number: int) -> list[Stay]:
    """Of the things that a change spoke of, those that would remain as they are if it were taken back, and why.

    Also what went with it and is kept by itself: decisions, rulings, how its tables were read. What it said for the
    first time and nobody else says goes, and is not told of here.
    """
    flip = Flip(view, number)
    with uncollected():
        return list(dict.fromkeys([*verdicts(flip), *readings(flip), *things(flip), *besides(flip)]))
