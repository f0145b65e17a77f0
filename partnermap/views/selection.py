"""Which part of a map an export holds: an agreement's, an area's, or what stands around one thing."""

from __future__ import annotations

import networkx as nx

from partnermap.model import BY_NAME

UNDER = ("UNDER", "FOR_AGREEMENT", "MEASURES", "PARTY_TO", "OVERSEES")


def select(
    graph: nx.MultiDiGraph,
    agreement: str | None = None,
    area: str | None = None,
    focus: str | None = None,
    hops: int = 1,
) -> set[str]:
    """The ids to keep, closed so that nothing kept lacks what it cannot do without."""
    kept = set(graph.nodes)
    if agreement:
        kept &= _of_agreement(graph, agreement)
    if area:
        kept &= _of_area(graph, area)
    if focus:
        kept &= set(nx.ego_graph(graph.to_undirected(as_view=True), focus, radius=hops).nodes)
    return _closed(graph, kept)


def _of_agreement(graph: nx.MultiDiGraph, agreement: str) -> set[str]:
    """An agreement, what stands under it, and whatever that names or sits with."""
    own = {agreement}
    for _ in range(2):  # outcomes, then their indicators
        own |= {
            one for thing in list(own) for one, _, facts in graph.in_edges(thing, data=True) if facts["link"] in UNDER
        }
    named = {other for thing in own for other in graph.successors(thing)}
    tables = {one for one in own | named if graph.nodes[one]["is_a"] == "Partnership"}
    members = {one for table in tables for one, _, f in graph.in_edges(table, data=True) if f["link"] == "MEMBER_OF"}
    areas = {other for _, other, facts in graph.out_edges(agreement, data=True) if facts["link"] == "COVERS"}
    return own | named | members | {thing for area in areas for thing in _of_area(graph, area)}


def _of_area(graph: nx.MultiDiGraph, area: str) -> set[str]:
    """An area, those within it, and whatever covers or is in one of them, with what that names."""
    areas, todo = {area}, [area]
    while todo:
        for inner, _, facts in graph.in_edges(todo.pop(), data=True):
            if facts["link"] == "WITHIN" and inner not in areas:
                areas.add(inner)
                todo.append(inner)
    near = {one for place in areas for one, _, f in graph.in_edges(place, data=True) if f["link"] in ("COVERS", "IN")}
    under = {one for thing in near for one, _, f in graph.in_edges(thing, data=True) if f["link"] in UNDER}
    return areas | near | under | {other for thing in near | under for other in graph.successors(thing)}


def _closed(graph: nx.MultiDiGraph, kept: set[str]) -> set[str]:
    closed, todo = set(kept), list(kept)
    while todo:
        thing = todo.pop()
        needed = {prop.link for prop in BY_NAME[graph.nodes[thing]["is_a"]].properties if prop.required and prop.link}
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
