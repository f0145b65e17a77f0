"""What belongs in a picture of one agreement or one area: what is there, who sits on it, who takes part in it."""

from __future__ import annotations

import networkx as nx

TAKING_PART = ("LED_BY", "CONTRIBUTED_BY", "SERVED_BY", "ABOUT", "HELD_BY", "TO", "OF", "ACCOUNTABLE_BODY", "IN")
"""Links from what is there to those who take part in it."""


def near(graph: nx.MultiDiGraph, agreement: str | None, area: str | None) -> set[str]:
    """The things of an agreement, of an area, or of both at once; everything if neither is named."""
    kept = set(graph.nodes)
    if agreement is not None:
        kept &= _with_those_taking_part(graph, {agreement} | _standing_under(graph, agreement))
    if area is not None:
        kept &= _with_those_taking_part(graph, {area})
    return kept


def _with_those_taking_part(graph: nx.MultiDiGraph, first: set[str]) -> set[str]:
    places = _inside(graph, {area for thing in first for area in _to(graph, thing, ("COVERS",))} | _areas(graph, first))
    there = first | places | {one for place in places for one in _from(graph, place, ("COVERS", "IN"))}
    there |= {one for thing in first for one in _from(graph, thing, ("OVERSEES", "PARTY_TO"))}
    boards = {one for one in there if graph.nodes[one]["is_a"] == "Partnership"}
    members = {one for board in boards for one in _from(graph, board, ("MEMBER_OF",))}
    return there | members | {one for thing in there for one in _to(graph, thing, TAKING_PART)}


def _standing_under(graph: nx.MultiDiGraph, agreement: str) -> set[str]:
    under = _from(graph, agreement, ("UNDER", "FOR_AGREEMENT"))
    return under | {one for outcome in under for one in _from(graph, outcome, ("MEASURES",))}


def _inside(graph: nx.MultiDiGraph, areas: set[str]) -> set[str]:
    found, todo = set(areas), list(areas)
    while todo:
        new = _from(graph, todo.pop(), ("WITHIN",)) - found
        found |= new
        todo += new
    return found


def _areas(graph: nx.MultiDiGraph, things: set[str]) -> set[str]:
    return {thing for thing in things if graph.nodes[thing]["is_a"] == "Area"}


def _from(graph: nx.MultiDiGraph, thing: str, links: tuple[str, ...]) -> set[str]:
    return {one for one, _, facts in graph.in_edges(thing, data=True) if facts["link"] in links}


def _to(graph: nx.MultiDiGraph, thing: str, links: tuple[str, ...]) -> set[str]:
    return {other for _, other, facts in graph.out_edges(thing, data=True) if facts["link"] in links}
