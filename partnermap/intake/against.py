"""Hold a plan against what the store already says: circles, one name for two bodies, rows that vanished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from partnermap.intake.problems import Problem
from partnermap.model import BY_NAME, KINDS, Kind, Property
from partnermap.store.base import Said, Statement, View
from partnermap.store.ids import kind_of
from partnermap.store.joining import Canon
from partnermap.store.voices import standing, voices
from partnermap.wording import caption_of

TANGLE = 20
"""A circle of more things is not spelt out."""

Edges = dict[str, set[str]]


def cycles(view: View, statements: list[Statement], files: set[str]) -> Iterator[Problem]:
    """An error for each cell that closes a circle of Within, Part of or Reports to."""
    for kind in KINDS:
        for prop in kind.properties:
            if prop.acyclic:
                stated = [one for one in statements if one.kind == kind.name]
                if any(prop.name in one.facts for one in stated):
                    yield from _circles(view, kind, prop, stated, files)


def _circles(view: View, kind: Kind, prop: Property, stated: list[Statement], files: set[str]) -> Iterator[Problem]:
    import networkx as nx

    graph = nx.DiGraph(
        (one, other) for one, others in _edges(view, kind, prop, stated, files).items() for other in others
    )
    looped = [part for part in nx.strongly_connected_components(graph) if len(part) > 1 or graph.has_edge(*[*part] * 2)]
    within = {thing: part for part in looped for thing in part}
    names = _namer(view, kind, stated) if looped else str
    for one in stated:
        fact = one.facts.get(prop.name)
        named = _as_list(fact.value) if fact else []
        if fact and one.thing in within and any(other in within[one.thing] for other in named):
            way = _circle(graph.subgraph(within[one.thing]), names, one.thing, named)
            yield Problem(
                "cycle", "error", one.file, one.sheet, fact.cell(one.row), prop.heading, fact.text,
                f"{prop.heading} leads in a circle{way}.",
                "Blank or correct one of these cells, whichever is wrong.",
            )  # fmt: skip


def _circle(graph: Any, names: Callable[[str], str], thing: str, named: list[str]) -> str:
    """The shortest way from a thing back to itself, in names; of a great tangle its size."""
    import networkx as nx

    if len(graph) > TANGLE:
        return f" of {len(graph)} things"
    ways = [nx.shortest_path(graph, other, thing) for other in named if other in graph]
    return ": " + " → ".join(names(one) for one in [thing, *min(ways, key=len)])


def _namer(view: View, kind: Kind, stated: list[Statement]) -> Callable[[str], str]:
    """The name of a thing of this kind, as the store or these files give it."""
    things = view.things(kind)
    known = dict(zip(things["id"], things["name"], strict=True))
    known.update((one.thing, one.facts["name"].text) for one in stated if "name" in one.facts)
    return lambda thing: f"“{known.get(thing, thing)}”"


def _edges(view: View, kind: Kind, prop: Property, stated: list[Statement], files: set[str]) -> Edges:
    """What leads where once the plan is carried out: what the store says, where these files do not say otherwise."""
    edges: Edges = {}
    mine = {one.thing for one in stated}
    for thing, other in stored_edges(view, kind, prop):
        if thing not in mine:
            edges.setdefault(thing, set()).add(other)
    said_now: dict[str, list[Said]] = {}
    others = (said for said in view.statements(mine) if said.statement.file not in files)
    for said in (*others, *(Said(0, 0, one.thing, one) for one in stated)):  # oldest first
        if prop.name in said.statement.facts:
            said_now.setdefault(said.entity, []).append(said)
    for thing, each in said_now.items():
        shown = each if prop.several else standing(voices(kind, prop, each, Canon(()))).said
        edges[thing] = {other for said in shown for other in _as_list(said.statement.facts[prop.name].value)}
    return edges


def stored_edges(view: View, kind: Kind, prop: Property) -> Iterator[tuple[str, str]]:
    """What leads where in the map along a property."""
    if prop.several:
        yield from ((thing, other) for thing, other, _ in view.pairs(kind, prop))
        return
    things = view.things(kind)
    for thing, other in zip(things["id"], things[prop.name], strict=True):
        if other is not None:
            yield thing, other


def leads_to(edges: Edges, one: str, other: str) -> bool:
    """Whether a thing leads to another along edges, in any number of steps."""
    reached, todo = {one}, [one]
    while todo:
        new = edges.get(todo.pop(), set()) - reached
        reached |= new
        todo += new
    return one != other and other in reached


def _as_list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def same_names(view: View, statements: list[Statement]) -> Iterator[Problem]:
    """A warning for each body that another file puts somewhere wholly different: one name, perhaps two bodies."""
    bodies = [one for one in statements if one.kind in ("Partner", "Partnership") and "covers" in one.facts]
    others = _covered_elsewhere(view, statements, {one.thing for one in bodies})
    nested = _Nesting(view, statements)
    for one in bodies:
        fact = one.facts["covers"]
        for file, areas, kind in others.get(one.thing, ()):
            if file != one.file and kind == one.facts["kind"].value and not nested.meet(fact.value, areas):
                yield Problem(
                    "same-name", "warning", one.file, one.sheet, fact.cell(one.row), "Covers", fact.text,
                    f"{file} has a body of this name and kind in wholly different areas; the two are taken as one.",
                    f"If they are two bodies, write this one as “{one.facts['name'].text} ({_first(fact.text)})”.",
                )  # fmt: skip
                break


def _first(text: str) -> str:
    return text.partition(";")[0].strip()


def _covered_elsewhere(
    view: View, statements: list[Statement], bodies: set[str]
) -> dict[str, list[tuple[str, list[str], str | None]]]:
    found: dict[str, list[tuple[str, list[str], str | None]]] = {}
    stated = [said.statement for said in view.statements(bodies)] + list(statements)
    for one in stated:
        if one.thing in bodies and "covers" in one.facts and "kind" in one.facts:
            found.setdefault(one.thing, []).append((one.file, one.facts["covers"].value, one.facts["kind"].value))
    return found


class _Nesting:
    """Whether two sets of areas have anything to do with each other: one shared, or one within the other."""

    def __init__(self, view: View, statements: list[Statement]) -> None:
        kind = BY_NAME["Area"]
        self._within: Edges = {}
        for thing, other, _ in view.pairs(kind, kind["within"]):
            self._within.setdefault(thing, set()).add(other)
        for one in statements:
            if one.kind == "Area" and "within" in one.facts:
                self._within.setdefault(one.thing, set()).update(one.facts["within"].value)

    def meet(self, some: Iterable[str], others: Iterable[str]) -> bool:
        some, others = set(some), set(others)
        return bool(self._upward(some) & others or self._upward(others) & some)

    def _upward(self, areas: set[str]) -> set[str]:
        reached, todo = set(areas), list(areas)
        while todo:
            for wider in self._within.get(todo.pop(), ()):
                if wider not in reached:
                    reached.add(wider)
                    todo.append(wider)
        return reached


def vanished(gone: list[Said], replaced: bool) -> Iterator[Problem]:
    """A warning for each row that a file gave before and lacks now."""
    for said in gone:
        one = said.statement
        kind = BY_NAME[kind_of(one.thing)]
        names = [name for name in ("amount", *one.facts) if name in one.facts and one.facts[name].column]
        name, first = (names[0], one.facts[names[0]]) if names else ("", None)
        cell, heading, value = (first.cell(one.row), kind[name].heading, first.text) if first else (None,) * 3
        yield Problem(
            "vanished", "warning", one.file, one.sheet, cell, heading, value,
            f"{_caption(kind, one)} stood in this file before and does not stand in it now; "
            + ("what this file said of it is withdrawn." if replaced else "it is kept."),
            "Undo this import to bring it back." if replaced else "If it is so no longer, import again with --replace.",
        )  # fmt: skip


def _caption(kind: Kind, one: Statement) -> str:
    return f"“{caption_of(one)}” of {kind.sheet}"
