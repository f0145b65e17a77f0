"""Which themes each thing of a map has to do with: for narrowing a picture to one."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

MEMBERS = {"MEMBER_OF": True, "OVERSEES": False, "SERVED_BY": False, "LED_BY": False, "CONTRIBUTED_BY": False}
"""Links along which a thing takes part in another's themes; whether it stands at the link's beginning."""


def themes_of(graph: nx.MultiDiGraph) -> dict[str, set[str]]:
    """The names of the themes, and wider ones, that each thing is about; who takes part is about what that is about."""
    wider: dict[str, str] = {}
    about: dict[str, set[str]] = {}
    taking_part: list[tuple[str, str]] = []
    for one, other, facts in graph.edges(data=True):
        link = facts["link"]
        if link == "PART_OF":
            wider[one] = other
        elif link == "ABOUT":
            about.setdefault(one, set()).add(other)
        elif link in MEMBERS:
            taking_part.append((one, other) if MEMBERS[link] else (other, one))
    named = {thing: _names(graph, wider, themes) for thing, themes in about.items()}
    found = {thing: set(names) for thing, names in named.items()}
    for member, place in taking_part:
        found.setdefault(member, set()).update(named.get(place, ()))
    themes = [thing for thing, kind in graph.nodes(data="is_a") if kind == "Theme"]
    return found | {theme: _names(graph, wider, {theme}) for theme in themes}


def _names(graph: nx.MultiDiGraph, wider: Mapping[str, str], themes: set[str]) -> set[str]:
    passed: set[str] = set()
    for theme in themes:
        step: str | None = theme
        while step is not None and step not in passed:
            passed.add(step)
            step = wider.get(step)
    return {str(graph.nodes[theme]["name"]) for theme in passed}
