"""Whether a store holds together, and what contradicts what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from partnermap.intake.against import stored_edges
from partnermap.model import BY_NAME, KINDS, Kind
from partnermap.store.base import Said, Source, Store, View
from partnermap.store.ids import kind_of
from partnermap.store.settling import Canon


def contradictions(view: View) -> Iterator[dict[str, Any]]:
    """Single values that sources give differently: thing, property, and each value with the cell that gives it.

    The newest shows in the map; it stands last.
    """
    by_thing: dict[str, list[Said]] = {}
    for said in view.statements():
        by_thing.setdefault(said.entity, []).append(said)
    for thing, said_of in by_thing.items():
        if len(said_of) > 1:
            yield from _differing(BY_NAME[kind_of(thing)], said_of)


def _differing(kind: Kind, said_of: list[Said]) -> Iterator[dict[str, Any]]:
    for prop in kind.columns:
        said = [(one.statement, one.statement.facts[prop.name]) for one in said_of if prop.name in one.statement.facts]
        if prop.name not in kind.key and len({repr(fact.value) for _, fact in said}) > 1:
            values = [
                {"value": fact.text, "source": str(Source(one.file, one.sheet, fact.cell(one.row), ""))}
                for one, fact in said
            ]
            yield {"kind": kind.name, "thing": _caption(kind, said_of), "property": prop.heading, "values": values}


def _caption(kind: Kind, said_of: list[Said]) -> str:
    facts = said_of[-1].statement.facts
    return " · ".join(str(facts[name].text) for name in kind.key if name in facts)


def unnamed(view: View) -> list[str]:
    """Statements that name something nobody defines any more, by their cell."""
    names = {thing for kind in BY_NAME.values() for thing in view.things(kind)["id"]}
    canon = Canon(view.decisions())
    found = []
    for said in view.statements():
        for prop in BY_NAME[said.statement.kind].properties:
            fact = said.statement.facts.get(prop.name)
            if fact and prop.names_things and not _all_there(fact.value, names, canon):
                one = said.statement
                found.append(f"{Source(one.file, one.sheet, fact.cell(one.row), '')}: {prop.heading} “{fact.text}”")
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
    """Faults of the store, circles, sources that contradict each other, names that nobody defines any more."""
    with store.view() as view:
        return {
            "faults": store.faults(),
            "circles": circles(view),
            "contradictions": list(contradictions(view)),
            "undefined": unnamed(view),
        }
