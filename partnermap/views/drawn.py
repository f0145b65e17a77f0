"""What of a graph is drawn, and how: shapes, lines, words, and the same facts as rows of a table."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from math import sqrt
from typing import Any

import networkx as nx

from partnermap.model import BY_NAME
from partnermap.views.places import Piece, lay_out

AT_MOST = 1_500
"""As many things as a picture can still be read with."""

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
}
"""Each link in words, from its beginning to its end, and how its line looks."""
DASHES: dict[str, Any] = {"dashed": [14, 8], "dotted": [3, 7]}


def drawable(graph: nx.MultiDiGraph, kinds: Collection[str], at_most: int = AT_MOST) -> tuple[list[str], int]:
    """The things of these kinds that a picture shows, best linked first kept, and how many are left out."""
    things = sorted(thing for thing, facts in graph.nodes(data=True) if facts["is_a"] in kinds)
    if len(things) <= at_most:
        return things, 0
    kept = sorted(things, key=lambda thing: (-graph.degree(thing), thing))[:at_most]
    return sorted(kept), len(things) - at_most


class Drawn:
    """What of a graph is drawn, as vis-network wants it."""

    def __init__(self, graph: nx.MultiDiGraph, things: set[str], sources: Mapping[str, str]) -> None:
        self.graph, self.things, self.sources = graph, things, sources
        self.layout: Piece = lay_out(graph, things)
        self.themes = _themes(graph)
        self.links = sorted(
            (
                (one, other, facts)
                for one, other, facts in graph.edges(data=True)
                if one in things and other in things and facts["link"] in LINKS
            ),
            key=lambda link: (link[2]["link"], link[0], link[1], link[2].get("since", "")),
        )
        self.degree = Counter(end for one, other, _ in self.links for end in (one, other))

    def name(self, thing: str) -> str:
        return str(self.graph.nodes[thing].get("name", thing))

    def nodes(self) -> Iterator[dict[str, Any]]:
        for thing in sorted(self.things):
            facts, (x, y) = self.graph.nodes[thing], self.layout.at[thing]
            kind = BY_NAME[facts["is_a"]]
            says = str(facts.get("kind", kind.name)).replace("_", " ")
            yield {
                "id": thing,
                "name": self.name(thing),
                "label": "\n".join(textwrap.wrap(self.name(thing), 22)),
                "title": f"{self.name(thing)}\n{says}, {self.degree[thing]} links",
                "says": says,
                "kind": kind.name,
                "themes": sorted(self.themes.get(thing, ())),
                "shape": SHAPES[kind.name][0],
                "color": kind.colour,
                "size": round(10 + 2.2 * sqrt(self.degree[thing]), 1),
                "x": round(x),
                "y": round(y),
            }

    def edges(self) -> Iterator[dict[str, Any]]:
        for number, (one, other, facts) in enumerate(self.links):
            look = LINKS[facts["link"]][1]
            dotted = "dotted" if facts.get("role") == "observer" else next((d for d in DASHES if d in look), "")
            yield {
                "id": number,
                "from": one,
                "to": other,
                "title": self.sentence(one, other, facts),
                "arrows": "to" if "arrow" in look else "",
                "dashes": DASHES.get(dotted, False),
                "width": 4 if "thick" in look else 1.6 if "dashed" in look else 1,
                "color": {
                    "color": "#b3282d" if "thick" in look else "#59636e",
                    "opacity": 0.9 if "dashed" in look else 0.35,
                },
            }

    def sentence(self, one: str, other: str, facts: Mapping[str, Any]) -> str:
        """A link in words: A sits on B (chair, since 2004-01-01)."""
        more = self.more(facts)
        return f"{self.name(one)} {LINKS[facts['link']][0]} {self.name(other)}{f' ({more})' if more else ''}"

    def more(self, facts: Mapping[str, Any]) -> str:
        """What else a link's row says."""
        said = [str(facts[name]).replace("_", " ") for name in ("role", "status", "seniority") if name in facts]
        said += [f"{name} {facts[name]}" for name in ("since", "until") if name in facts]
        if "at" in facts:
            said.append(f"at {self.name(facts['at'])}" if facts["at"] in self.graph else "")
        return ", ".join(filter(None, said))

    def facts(self) -> list[dict[str, str]]:
        """The same as rows of a table: every link, then what stands alone."""
        rows = [
            {
                "who": self.name(one),
                "how": LINKS[facts["link"]][0],
                "what": self.name(other),
                "more": self.more(facts),
                "source": self.sources.get(facts.get("id", one), self.sources.get(one, "")),
            }
            for one, other, facts in self.links
        ]
        alone = sorted((thing for thing in self.things if not self.degree[thing]), key=self.name)
        rows += [
            {
                "who": self.name(thing),
                "how": "has no link here",
                "what": "",
                "more": "",
                "source": self.sources.get(thing, ""),
            }
            for thing in alone
        ]
        return sorted(rows, key=lambda row: (row["who"].casefold(), row["how"], row["what"].casefold()))


MEMBERS = {"MEMBER_OF": True, "OVERSEES": False, "SERVED_BY": False, "LED_BY": False, "CONTRIBUTED_BY": False}
"""Links along which a thing takes part in another's themes; whether it stands at the link's beginning."""


def _themes(graph: nx.MultiDiGraph) -> dict[str, set[str]]:
    """The names of the themes, and wider ones, that each thing is about; who takes part is about what that is about."""
    wider = {one: other for one, other, facts in graph.edges(data=True) if facts["link"] == "PART_OF"}
    about: dict[str, set[str]] = {}
    for one, other, facts in graph.edges(data=True):
        if facts["link"] == "ABOUT":
            about.setdefault(one, set()).update(_with_wider(graph, wider, other))
    found = {thing: set(names) for thing, names in about.items()}
    for one, other, facts in graph.edges(data=True):
        if facts["link"] in MEMBERS:
            member, place = (one, other) if MEMBERS[facts["link"]] else (other, one)
            found.setdefault(member, set()).update(about.get(place, ()))
    for thing, facts in graph.nodes(data=True):
        if facts["is_a"] == "Theme":
            found[thing] = _with_wider(graph, wider, thing)
    return found


def _with_wider(graph: nx.MultiDiGraph, wider: Mapping[str, str], theme: str) -> set[str]:
    names: set[str] = set()
    step: str | None = theme
    while step is not None and graph.nodes[step]["name"] not in names:
        names.add(graph.nodes[step]["name"])
        step = wider.get(step)
    return names
