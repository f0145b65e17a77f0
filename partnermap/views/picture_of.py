"""The picture of a part of the map: which things, which sources, and what is left out, in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx

from partnermap.analysis.findings import listed, plural
from partnermap.model import BY_NAME
from partnermap.store.base import View
from partnermap.views.answers import find, sources_of
from partnermap.views.drawn import SHAPES, drawable
from partnermap.views.near import near
from partnermap.views.picture import picture

KINDS = ("Partner", "Partnership", "Agreement")
"""What a picture shows if nothing else is asked for."""


@dataclass(frozen=True)
class Wanted:
    """Which part is wanted: kinds of thing, an agreement and an area by name (None: all)."""

    kinds: tuple[str, ...] = KINDS
    agreement: str | None = None
    area: str | None = None


def picture_of(view: View, graph: nx.MultiDiGraph, wanted: Wanted) -> str:
    """A whole HTML page that shows this part of a day's graph."""
    part = graph.subgraph(_part(view, graph, wanted))
    things, dropped = drawable(part, wanted.kinds)
    title = wanted.agreement or wanted.area or "The whole map"
    return picture(graph, title, things, _sources(view, part, things), _left_out(part, graph, wanted, dropped))


def _part(view: View, graph: nx.MultiDiGraph, wanted: Wanted) -> set[str]:
    agreement, area = find(view, "Agreement", wanted.agreement), find(view, "Area", wanted.area)
    there = all(one in graph for one in (agreement, area) if one is not None)
    return near(graph, agreement, area) if there else set()


def _sources(view: View, graph: nx.MultiDiGraph, things: Collection[str]) -> dict[str, str]:
    """The first cell behind each thing, and behind each row that links two of them."""
    shown = set(things)
    rows = [f["id"] for one, other, f in graph.edges(data=True) if "id" in f and one in shown and other in shown]
    cells = {(thing, "name") for thing in things} | {(row, "partner") for row in rows}
    return {thing: str(sources[0]) for (thing, _), sources in sources_of(view, cells).items() if sources}


def _left_out(part: nx.MultiDiGraph, graph: nx.MultiDiGraph, wanted: Wanted, dropped: int) -> str:
    there = {facts["is_a"] for _, facts in part.nodes(data=True)}
    kinds = [BY_NAME[kind].sheet for kind in SHAPES if kind in there and kind not in wanted.kinds]
    never = [BY_NAME[kind].sheet for kind in sorted(there - SHAPES.keys())]
    said = []
    if len(part) < len(graph):
        said.append("what lies outside " + " and ".join(filter(None, (wanted.agreement, wanted.area))))
    if dropped:
        said.append(f"{plural(dropped, 'thing')} with the fewest links")
    if kinds or never:
        said.append(listed([*kinds, *never], 12))
    return "; ".join(said) + "." if said else ""
