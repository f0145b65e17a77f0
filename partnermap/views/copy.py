"""What is handed on: the part of a map that was asked for, without what its audience does not get."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from partnermap.store.base import View
from partnermap.views.excerpt import Excerpt, part_of
from partnermap.views.redacted import LeftOut
from partnermap.views.selection import with_links
from partnermap.wording import long_day

EVERYTHING = "Everything, whatever its dates"
PRIVATE = ("revision", "gone")
"""What a graph knows besides the map."""


@dataclass(frozen=True)
class Part:
    """Which part of the map, by names as people write them; ``as_of`` None is everything, whatever its dates."""

    agreement: str | None = None
    area: str | None = None
    focus: str | None = None
    hops: int = 1
    as_of: dt.date | None = None

    def __str__(self) -> str:
        around = f"{self.focus} and what stands around it" if self.focus else ""
        return ", ".join(filter(None, (around, self.agreement, self.area))) or "The whole map"

    @property
    def day(self) -> str:
        return f"As of {long_day(self.as_of)}" if self.as_of else EVERYTHING


WHOLE = Part()


@dataclass(frozen=True)
class Copy:
    """What a file may show: nothing that is not in here."""

    view: View
    """All that the audience may have, in every part and on every day."""
    graph: nx.MultiDiGraph
    """The same on the day that was asked for."""
    kept: frozenset[str]
    """The things that belong to the part."""
    part: Part = WHOLE
    focus: str | None = None
    """The id of what the part is around."""
    audience: str = ""
    """The name of the profile; empty: everything."""
    left_out: tuple[LeftOut, ...] = ()

    @cached_property
    def map(self) -> Excerpt:
        """The part as a map of its own."""
        return part_of(self.view, with_links(self.graph, set(self.kept)))

    @cached_property
    def network(self) -> nx.MultiDiGraph:
        """The part as a graph, things and links in the order of their ids."""
        held = self.graph.subgraph(self.kept)
        ordered = nx.MultiDiGraph(**{name: said for name, said in self.graph.graph.items() if name not in PRIVATE})
        ordered.add_nodes_from(sorted(held.nodes(data=True), key=lambda node: node[0]))
        ordered.add_edges_from(sorted(held.edges(keys=True, data=True), key=lambda edge: edge[:3]))
        return ordered

    @property
    def about(self) -> str:
        """What its face says of what is left out; empty if nothing is."""
        return f"Copy for: {self.audience}. {in_short(self.left_out)}" if self.audience else ""


def in_short(left_out: Iterable[LeftOut]) -> str:
    """What is left out, in a sentence."""
    counted: dict[str, int] = {}
    for one in left_out:
        counted[one.in_short] = counted.get(one.in_short, 0) + one.count
    listed = "; ".join(f"{what} ({count:,})" for what, count in counted.items())
    return f"Left out: {listed}." if listed else "Nothing had to be left out."
