"""Which cells a picture tells: those of each thing's facts, of each link, of each flow of money."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from partnermap.analysis.words import Map
from partnermap.model import BY_NAME, Kind, Property
from partnermap.store.base import Source
from partnermap.views.flows import flows
from partnermap.views.table import cell_text

Cell = tuple[str, str]
"""The id of a thing, or of a row that links two, and a property of it."""

IN_WORDS = {"Area", "Theme"}
"""Kinds that a card names even where they are not drawn."""

SHOWN = 4
"""So many cells of a finding are told in a card; the report lists them all."""

_CELL = re.compile(r"(.*?![A-Z]+)(\d+)", re.DOTALL)


def cells(map_: Map, things: Collection[str], links: Collection[str]) -> set[Cell]:
    """The cells that a picture of these things, with links of these names, tells."""
    shown = set(things)
    wanted = {(thing, prop.name) for thing in shown for prop, _ in filled(map_, thing)}
    wanted |= {(thing, "name") for thing in shown}
    for one, other, facts in map_.graph.edges(data=True):
        if facts["link"] in links and one in shown and other in shown:
            wanted.add(cell_of(map_, one, facts))
    return wanted | {(flow.allocation, "amount") for flow in flows(map_, shown)}


def cell_of(map_: Map, one: str, facts: dict[str, Any]) -> Cell:
    """What says a link: its own row, or the row of the thing where it begins."""
    if "id" in facts:
        return facts["id"], "partner"
    return one, _property(BY_NAME[map_.graph.nodes[one]["is_a"]], facts["link"])


def _property(kind: Kind, link: str) -> str:
    """The property that a link is drawn for; a voice has none of its own, and the name stands for it."""
    return next((prop.name for prop in kind.properties if prop.link == link), "name")


def filled(map_: Map, thing: str) -> Iterator[tuple[Property, str]]:
    """The properties that a card tells, with their text: all but the name and what is drawn as a line."""
    facts = map_.graph.nodes[thing]
    for prop in BY_NAME[facts["is_a"]].properties:
        if prop.names_things:
            named = map_.links[prop.link].get(thing, []) if IN_WORDS.issuperset(prop.to) else []
            text = "; ".join(map_.names_of(named))
        else:
            text = "" if prop.name == "name" else cell_text(facts.get(prop.name))
            text = text.replace("_", " ") if prop.choices or prop.name == "kind" else text
        if text:
            yield prop, text


def split(source: Source | None) -> tuple[str, int]:
    """Where a fact stands, as file, sheet and column, and the row; what has no row of a sheet as one text, and 0."""
    if source is None:
        return "", 0
    parted = _CELL.fullmatch(str(source))
    return (parted[1], int(parted[2])) if parted else (str(source), 0)


def listed(sources: Iterable[Source]) -> str:
    """The first cells of a finding, each file named once, and how many more there are."""
    told = list(dict.fromkeys(sources))
    said, file = [], ""
    for one in told[:SHOWN]:
        said.append(str(one).removeprefix(f"{one.file} › ") if one.file == file else str(one))
        file = one.file
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return "; ".join(said) + more
