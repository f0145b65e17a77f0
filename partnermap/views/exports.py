"""The map as a file for other tools, by the file's ending. The map only: no history, revision or time."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace

import networkx as nx

from partnermap.errors import RequestError
from partnermap.graph import build
from partnermap.names import Names
from partnermap.store.base import View
from partnermap.views.answers import find, no_such
from partnermap.views.picture_of import EXPORTED, Wanted, picture_bytes
from partnermap.views.selection import select, with_links
from partnermap.views.workbook import map_bytes

ENDINGS = (".html", ".json", ".xlsx")


@dataclass(frozen=True)
class Part:
    """Which part of the map, by names as people write them; ``as_of`` None is everything, whatever its dates."""

    agreement: str | None = None
    area: str | None = None
    focus: str | None = None
    hops: int = 1
    as_of: dt.date | None = None


WHOLE = Part()


def export_bytes(view: View, ending: str, part: Part = WHOLE) -> bytes:
    """The map, or a part of it, in the form of a file's ending."""
    if ending not in ENDINGS:
        written = f"A file ending in {ending} cannot be written" if ending else "The file's ending says what to write"
        raise RequestError(f"{written}. Known endings are: {', '.join(ENDINGS)}.")
    if ending == ".html" and part.as_of is None:
        part = replace(part, as_of=dt.date.today())  # a picture says who is missing, and that is asked of a day
    graph = build(view, part.as_of)
    asked = (find(view, "Agreement", part.agreement), find(view, "Area", part.area), _focus(view, part))
    for thing, name in zip(asked, (part.agreement, part.area, part.focus), strict=True):
        if thing is not None and thing not in graph:
            raise RequestError(
                f"“{name}” is not there on {part.as_of}. Choose another day with --as-of, or leave it out."
            )
    kept = select(graph, *asked, part.hops)
    if ending == ".html":
        wanted = Wanted(EXPORTED, part.agreement, part.area, around=part.focus)
        return picture_bytes(view, graph, kept, wanted)
    return node_link(graph, kept) if ending == ".json" else map_bytes(view, with_links(graph, kept))


def _focus(view: View, part: Part) -> str | None:
    if part.focus is None:
        return None
    names = Names(view)
    kinds = ("Partner", "Partnership", "Agreement", "Outcome", "FundingStream", "Theme", "Area")
    for kind in kinds:
        if thing := names.known((kind,), part.focus):
            return thing
    raise RequestError(no_such("thing", part.focus, names.all_names(kinds)))


def node_link(graph: nx.MultiDiGraph, kept: set[str]) -> bytes:
    """networkx's node-link form: ``nodes`` and ``edges``."""
    part = graph.subgraph(kept).copy()
    for private in ("revision", "gone"):
        part.graph.pop(private, None)
    record = nx.node_link_data(part, edges="edges")
    record["nodes"].sort(key=lambda node: node["id"])
    record["edges"].sort(key=lambda edge: (edge["source"], edge["target"], edge["key"]))
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
