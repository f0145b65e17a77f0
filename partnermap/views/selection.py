"""Which part of a map an export holds: an agreement's, an area's, or what stands around one thing."""

from __future__ import annotations

import networkx as nx

from partnermap.model import KINDS
from partnermap.views.near import near

_NEEDED = {kind.name: {prop.link for prop in kind.properties if prop.required and prop.link} for kind in KINDS}
"""The links that a thing cannot do without, by its kind."""


def select(
    graph: nx.MultiDiGraph,
    agreement: str | None = None,
    area: str | None = None,
    focus: str | None = None,
    hops: int = 1,
) -> set[str]:
    """The ids to keep, closed so that nothing kept lacks what it cannot do without."""
    kept = near(graph, agreement, area)
    if focus:
        kept &= set(nx.ego_graph(graph.to_undirected(as_view=True), focus, radius=hops).nodes)
    return _closed(graph, kept)


def _closed(graph: nx.MultiDiGraph, kept: set[str]) -> set[str]:
    closed, todo = set(kept), list(kept)
    while todo:
        thing = todo.pop()
        needed = _NEEDED[graph.nodes[thing]["is_a"]]
        for _, other, facts in graph.out_edges(thing, data=True):
            if facts["link"] in needed and other not in closed:
                closed.add(other)
                todo.append(other)
    return closed


def with_links(graph: nx.MultiDiGraph, kept: set[str]) -> set[str]:
    """The ids of the seats and parties between things that are kept, and these."""
    return kept | {
        facts["id"] for one, other, facts in graph.edges(data=True) if "id" in facts and one in kept and other in kept
    }
