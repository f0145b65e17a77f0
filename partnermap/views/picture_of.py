"""The picture of a part of the map: which things, which sources and findings, and what is left out, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import networkx as nx

from partnermap import frameworks
from partnermap.analysis.findings import listed
from partnermap.analysis.words import Map
from partnermap.errors import RequestError
from partnermap.model import BY_NAME
from partnermap.settings import DEFAULT_FRAMEWORK
from partnermap.store.base import Source, View
from partnermap.views.answers import Answer, Question, answer, find, sources_of
from partnermap.views.cells import Cell, cells
from partnermap.views.copy import Copy
from partnermap.views.drawn import LINKS, SHAPES, drawable
from partnermap.views.gaps import REPORTS
from partnermap.views.near import near
from partnermap.views.picture import picture
from partnermap.views.selection import select

KINDS = ("Partner", "Partnership", "Agreement")
"""What the app draws if nothing else is asked for."""
EXPORTED = (*KINDS, "Outcome", "FundingStream")
"""What a file shows: areas are its frames, themes a choice."""


@dataclass(frozen=True)
class Wanted:
    """Which part is wanted: kinds of thing, an agreement and an area by name (None: all); by which framework."""

    kinds: tuple[str, ...] = KINDS
    agreement: str | None = None
    area: str | None = None
    framework: str = DEFAULT_FRAMEWORK
    around: str | None = None
    """The id of one thing around which alone the map is shown; or its name, the first of that name then."""
    steps: int = 1
    """How far around it."""
    title: str = ""
    """What the picture is called; empty: as what it is of."""


def picture_of(
    view: View, graph: nx.MultiDiGraph, wanted: Wanted, ask: Callable[[Question], Answer] | None = None
) -> str:
    """A whole HTML page that shows this part of a day's graph. ``ask``: how reports are asked, where they are kept."""
    day = dt.date.fromisoformat(graph.graph["as_of"])
    asked = [Question(name, wanted.agreement, wanted.area, None, wanted.framework, day) for name in REPORTS]
    kept = _part(view, graph, wanted)
    answers = [ask(one) if ask else answer(view, one, graph) for one in asked] if kept else []
    return _page(view, graph, kept, wanted, answers)


def picture_file(copy: Copy) -> bytes:
    """The picture of a copy of the map, on its day. RequestError: there is nothing to draw.

    A copy for an audience says nothing of who is missing: that would rest on what is left out.
    """
    part, graph = copy.part, copy.graph
    if not drawable(copy.network, EXPORTED):
        raise RequestError(
            f"There is nothing to draw: on {part.as_of} the map holds no "
            f"{listed([BY_NAME[kind].sheet.lower() for kind in EXPORTED], 9)} for this choice. "
            "Import a map first, choose another day with --as-of, or a wider part."
        )
    questions = [Question(name, part.agreement, part.area, as_of=part.as_of) for name in REPORTS]
    answers = [] if copy.audience else [answer(copy.view, one, graph) for one in questions]
    wanted = Wanted(EXPORTED, part.agreement, part.area, around=copy.focus, title=str(part))
    removed = f"{copy.about} Findings are not shown: they would rest on it." if copy.audience else ""
    return _page(copy.view, graph, copy.kept, wanted, answers, removed).encode()


def _page(
    view: View,
    graph: nx.MultiDiGraph,
    kept: Collection[str],
    wanted: Wanted,
    answers: Sequence[Answer],
    removed: str = "",
) -> str:
    part = graph if len(kept) == len(graph) else graph.subgraph(kept).copy()
    framework = frameworks.load(wanted.framework)
    things = drawable(part, wanted.kinds)
    return picture(
        part,
        _title(graph, wanted),
        things,
        sources=_sources(view, cells(Map(part, framework), things, LINKS)),
        findings=[one for each in answers for one in each.findings],
        left_out=_left_out(part, graph, wanted),
        removed=removed,
        unasked=_unasked(answers),
        at_tables=wanted.around is not None,
        framework=framework,
        whole=graph,
    )


def _unasked(answers: Sequence[Answer]) -> str:
    """Why nobody looked who is missing; empty if somebody did."""
    asked = (one for one in answers if one.question.report == "missing")
    return next((one.nothing for one in asked if not one.report.looked_at), "")


def shown(view: View, graph: nx.MultiDiGraph, wanted: Wanted) -> list[str]:
    """The ids of the things in the picture of this part, in the order in which the picture counts them."""
    return sorted(drawable(graph.subgraph(_part(view, graph, wanted)), wanted.kinds))


def _part(view: View, graph: nx.MultiDiGraph, wanted: Wanted) -> set[str]:
    agreement, area = find(view, "Agreement", wanted.agreement), find(view, "Area", wanted.area)
    if not all(one in graph for one in (agreement, area) if one is not None):
        return set()
    if wanted.around is None:
        return near(graph, agreement, area)
    around = thing_of(graph, wanted.around)
    return select(graph, agreement, area, around, wanted.steps) if around else set()


def thing_of(graph: nx.MultiDiGraph, called: str) -> str | None:
    """The thing with this id, or the first of this name, that can be drawn."""
    there = drawable(graph, SHAPES)
    return called if called in there else next((one for one in there if graph.nodes[one].get("name") == called), None)


def _title(graph: nx.MultiDiGraph, wanted: Wanted) -> str:
    thing = thing_of(graph, wanted.around) if wanted.around else None
    around = graph.nodes[thing]["name"] if thing else wanted.around
    return wanted.title or ", ".join(filter(None, (around, wanted.agreement, wanted.area))) or "The whole map"


def _sources(view: View, wanted: Collection[Cell]) -> dict[Cell, Source]:
    """The first cell behind each fact."""
    return {cell: found[0] for cell, found in sources_of(view, wanted).items() if found}


def _left_out(part: nx.MultiDiGraph, graph: nx.MultiDiGraph, wanted: Wanted) -> str:
    there = {facts["is_a"] for _, facts in part.nodes(data=True)}
    kinds = [BY_NAME[kind].sheet for kind in SHAPES if kind in there and kind not in wanted.kinds]
    never = [BY_NAME[kind].sheet for kind in sorted(there - SHAPES.keys())]
    said = []
    if len(part) < len(graph):
        said.append(f"what lies outside {_title(graph, wanted)}")
    if kinds or never:
        said.append(listed([*kinds, *never], 12))
    return "; ".join(said) + "." if said else ""
