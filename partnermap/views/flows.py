"""Money as lines of a picture: what each recipient gets of each stream, with the words and cells for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from partnermap.analysis.findings import listed, plural
from partnermap.analysis.money import basis, is_counted
from partnermap.analysis.words import Map
from partnermap.wording import pounds

BASES = ("budget", "plan", "outturn")
"""The sums that a line shows: budgets where there are any, else plans, else outturns, never added together."""


@dataclass(frozen=True)
class Flow:
    """What a recipient gets of a stream; ``pence`` is 0 where no sum is given."""

    stream: str
    recipient: str
    pence: int
    words: str
    allocation: str
    """The first of its rows, for the cell."""


def flows(map_: Map, things: Collection[str]) -> Iterator[Flow]:
    """A line for each stream and recipient that are both shown, of the allocations that are counted."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for allocation in map_.things["Allocation"]:
        ends = str(map_.get(allocation, "stream")), str(map_.get(allocation, "recipient"))
        if is_counted(map_, allocation) and all(end in things for end in ends):
            rows[ends].append(allocation)
    for (stream, recipient), held in sorted(rows.items()):
        yield _flow(map_, stream, recipient, sorted(held))


def _flow(map_: Map, stream: str, recipient: str, held: list[str]) -> Flow:
    shown = next(name for name in BASES if any(basis(map_, one) == name for one in held))
    rows = [one for one in held if basis(map_, one) == shown]
    years: dict[str, int] = defaultdict(int)
    for one in rows:
        years[str(map_.get(one, "year"))] += int(map_.get(one, "amount") or 0)
    sums = listed([f"{pounds(pence)} in {year}" for year, pence in sorted(years.items()) if pence], 6)
    open_ = sum(map_.get(one, "amount") is None for one in rows)
    said = [sums, f"{plural(open_, 'row')} not quantified" if open_ else "", shown]
    return Flow(stream, recipient, sum(years.values()), ", ".join(filter(None, said)), rows[0])
