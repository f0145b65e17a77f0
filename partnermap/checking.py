"""Whether a store holds together, and what contradicts what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from partnermap.disagreeing import disagreements
from partnermap.intake.against import stored_edges
from partnermap.model import BY_NAME, KINDS
from partnermap.store.base import Store, View
from partnermap.store.settling import Canon


def unnamed(view: View) -> list[str]:
    """Statements that name something nobody defines any more, by their cell."""
    names = {thing for kind in BY_NAME.values() for thing in view.things(kind)["id"]}
    canon = Canon(view.decisions())
    found = []
    for said in view.statements():
        for prop in BY_NAME[said.statement.kind].properties:
            fact = said.statement.facts.get(prop.name)
            if fact and prop.names_things and not _all_there(fact.value, names, canon):
                found.append(f"{said.source(fact)}: {prop.heading} “{fact.text}”")
    return found


def _all_there(value: Any, names: set[str], canon: Canon) -> bool:
    values = value if isinstance(value, list) else [value]
    return all(canon(one[0] if isinstance(one, list) else one) in names for one in values)


def circles(view: View) -> list[str]:
    """Chains that lead back to where they began; an import refuses them, undoing a correction may bring one back."""
    found = []
    for kind in KINDS:
        for prop in kind.properties:
            if prop.acyclic:
                names = dict(zip(*(view.things(kind)[column] for column in ("id", "name")), strict=True))
                found += [
                    f"{prop.heading} of {kind.sheet}: " + " → ".join(f"“{names[one]}”" for one in [*loop, loop[0]])
                    for loop in _loops(stored_edges(view, kind, prop))
                ]
    return found


def _loops(edges: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    graph = nx.DiGraph(edges)
    for part in nx.strongly_connected_components(graph):
        inner = graph.subgraph(part)
        if inner.number_of_edges():
            loop = [one for one, _ in nx.find_cycle(inner)]
            first = loop.index(min(loop))
            yield loop[first:] + loop[:first]


def check(store: Store) -> dict[str, Any]:
    """Faults of the store, circles, sources that contradict each other, names that nobody defines any more.

    What a person ruled on stands apart from what is open: thing, property, the value that was ruled to show, by whom
    and when, and each value that a source gives, with its cell.
    """
    with store.view() as view:
        differing = disagreements(view)
        return {
            "faults": store.faults(),
            "circles": circles(view),
            "contradictions": [one.as_record() for one in differing if not one.is_settled],
            "undefined": unnamed(view),
            "ruled": [one.as_record() for one in differing if one.is_settled],
        }
