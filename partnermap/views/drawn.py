"""What of a graph is drawn, and how: shapes, lines, words, facts with their cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import networkx as nx

from partnermap.analysis.words import Map
from partnermap.model import BY_NAME
from partnermap.store.base import Source
from partnermap.views.cells import Cell, cell_of, filled, listed, split
from partnermap.views.flows import flows
from partnermap.views.gaps import Gaps
from partnermap.views.homes import Homes
from partnermap.views.places import Piece, lay_out
from partnermap.views.themes import themes_of

SHAPES = {
    "Partner": ("dot", "●"),
    "Partnership": ("diamond", "◆"),
    "Agreement": ("star", "★"),
    "Theme": ("triangle", "▲"),
    "Outcome": ("square", "■"),
    "FundingStream": ("hexagon", "⬢"),
    "Area": ("triangleDown", "▼"),
}
"""The shape of each kind and the sign for it in the legend: a kind is told by its shape, not by colour alone."""

LINKS = {
    "MEMBER_OF": ("sits on", ""),
    "REPORTS_TO": ("reports to", "arrow dashed"),
    "OVERSEES": ("oversees", "arrow thick"),
    "PARTY_TO": ("is party to", "dotted"),
    "SPEAKS_FOR": ("speaks for", "arrow dotted"),
    "PART_OF": ("is part of", "arrow dashed"),
    "ACCOUNTABLE_BODY": ("has as its accountable body", "dashed"),
    "LED_BY": ("is led by", "arrow"),
    "CONTRIBUTED_BY": ("is contributed to by", "arrow dotted"),
    "SERVED_BY": ("is served by", "arrow"),
    "SUCCEEDED_BY": ("was succeeded by", "arrow dashed"),
    "ABOUT": ("is about", "dotted"),
    "UNDER": ("stands under", "dotted"),
    "COVERS": ("covers", "dotted"),
    "WITHIN": ("lies within", "arrow"),
    "IN": ("is in", "dotted"),
    "PAID": ("is paid to", "arrow money"),
    "ASKED_AT": ("is asked for at, and missing from", "missing"),
}
"""Each link in words, from its beginning to its end, and how its line looks."""


def drawable(graph: nx.MultiDiGraph, kinds: Collection[str]) -> list[str]:
    """The things of these kinds, in order."""
    return sorted(thing for thing, facts in graph.nodes(data=True) if facts["is_a"] in kinds)


class Drawn:
    """What of a graph is drawn: things, links, money and what is missing, as records of a network."""

    def __init__(
        self,
        map_: Map,
        things: Collection[str],
        sources: Mapping[Cell, Source],
        gaps: Gaps,
        whole: nx.MultiDiGraph | None = None,
    ) -> None:
        """``whole``: the graph of which this is a part; it knows in which areas things are."""
        self.map, self.graph, self.things = map_, map_.graph, set(things)
        self.sources, self.gaps = sources, gaps
        around = self.graph if whole is None else whole
        self.homes = Homes(around)
        self.layout: Piece = lay_out(around, things, gaps.ghosts.values())
        self.themes = themes_of(self.graph)
        self.theme_names = sorted({name for thing in things for name in self.themes.get(thing, ())})
        self.flows = list(flows(map_, self.things))
        self.number = {thing: place for place, thing in enumerate((*sorted(things), *sorted(gaps.ghosts)))}
        self.links = sorted(
            (
                (one, other, facts)
                for one, other, facts in self.graph.edges(data=True)
                if facts["link"] in LINKS and one in self.things and other in self.things
            ),
            key=self._order,
        )

    def _order(self, link: tuple[str, str, dict[str, Any]]) -> tuple[Any, ...]:
        one, other, facts = link
        return facts["link"], self.number[one], self.number[other], facts.get("since", ""), facts.get("at", "")

    def nodes(self) -> Iterator[dict[str, Any]]:
        """A record for each thing, then for each that is missing; links name them by their places."""
        theme_numbers = {name: place for place, name in enumerate(self.theme_names)}
        for thing in sorted(self.things):
            facts = self.graph.nodes[thing]
            kind = facts["is_a"]
            yield self._record(thing, kind, str(facts.get("name", thing))) | {
                "says": str(facts.get("kind", BY_NAME[kind].table)).replace("_", " "),
                "sector": self.map.sector(thing) or "" if kind == "Partner" else "",
                "tiers": self.homes.tiers(thing),
                "themes": sorted(theme_numbers[name] for name in self.themes.get(thing, ())),
                "hollow": 1 if thing in self.gaps.hollow else 0,
                "facts": list(self._facts(thing)),
            }
        for thing, ghost in sorted(self.gaps.ghosts.items()):
            yield self._record(thing, ghost.kind, ghost.name) | {
                "says": "missing", "sector": "", "tiers": sorted({self.homes.tier(area) for area in ghost.areas}),
                "themes": [], "hollow": 2, "facts": [],
            }  # fmt: skip

    def _record(self, thing: str, kind: str, name: str) -> dict[str, Any]:
        x, y = self.layout.at[thing]
        return {
            "label": name,
            "kind": kind,
            "shape": SHAPES[kind][0],
            "x": round(x),
            "y": round(y),
            "findings": self.gaps.about.get(thing, []),
        } | self._source((thing, "name"))

    def _facts(self, thing: str) -> Iterator[list[Any]]:
        """Heading, text and cell of what a card tells; file, sheet and row are left out where they are the name's."""
        column, line = split(self.sources.get((thing, "name")))
        own = column.partition("!")[0]
        for prop, text in filled(self.map, thing):
            sheet, row = split(self.sources.get((thing, prop.name)))
            same = bool(own) and sheet.startswith(f"{own}!") and row == line
            yield [prop.heading, text, sheet.removeprefix(own)] if same else [prop.heading, text, sheet, row]

    def edges(self) -> Iterator[dict[str, Any]]:
        """A record for each link, each flow of money, each table at which something is missing."""
        for one, other, facts in self.links:
            told = self._edge(one, other, facts["link"], cell_of(self.map, one, facts))
            yield told | {"as": self._as(facts), "when": _when(facts)}
        for flow in self.flows:
            told = self._edge(flow.stream, flow.recipient, "PAID", (flow.allocation, "amount"))
            yield told | {"as": flow.words, "pence": flow.pence}
        for ghost, tables in sorted(self.gaps.asked_at.items()):
            for table in sorted(tables):
                yield self._edge(ghost, table, "ASKED_AT", (ghost, ""))

    def _edge(self, one: str, other: str, link: str, cell: Cell) -> dict[str, Any]:
        ends = {"from": self.number[one], "to": self.number[other]}
        return ends | {"link": link, "as": "", "when": "", "pence": 0} | self._source(cell)

    def _source(self, cell: Cell) -> dict[str, Any]:
        sheet, row = split(self.sources.get(cell))
        return {"sheet": sheet, "row": row}

    def _as(self, facts: Mapping[str, Any]) -> str:
        """As what, and where, a link's row says it."""
        said = [str(facts[name]).replace("_", " ") for name in ("role", "status") if name in facts]
        said += [str(facts["seniority"])] if "seniority" in facts else []
        if facts.get("at") in self.graph:
            said.append(f"at {self.map.name(facts['at'])}")
        return ", ".join(said)

    def findings(self) -> list[dict[str, Any]]:
        """The findings that something shown bears."""
        return [
            {
                "code": one.finding.code,
                "severity": one.finding.severity,
                "message": one.finding.message,
                "open": list(one.finding.open),
                "sources": listed(one.sources),
            }
            for one in self.gaps.found
        ]


def _when(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {facts[name]}" for name in ("since", "until") if name in facts)
