"""Where a thing belongs: its county, the part of it, the tiers it works at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import networkx as nx

WIDER_TIERS = ("nation", "region")
SHARED = "Several districts"
ACROSS = "Across "
NO_AREA = {"Theme": "Themes", "FundingStream": "Funding streams"}

Home = tuple[str, str]
"""A county (or "" for what is wider or nowhere) and the frame in it."""


class Homes:
    """Which county and frame each thing of a graph belongs to."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self.graph = graph
        self.within: dict[str, list[str]] = defaultdict(list)
        self.covered: dict[str, list[str]] = defaultdict(list)
        self.under: dict[str, str] = {}
        for one, other, facts in graph.edges(data=True):
            if facts["link"] == "WITHIN":
                self.within[one].append(other)
            elif facts["link"] in ("COVERS", "IN"):
                self.covered[one].append(other)
            elif facts["link"] in ("UNDER", "FOR_AGREEMENT", "MEASURES"):
                self.under[one] = other

    def name(self, thing: str) -> str:
        return str(self.graph.nodes[thing].get("name", thing))

    def tier(self, area: str) -> str:
        return str(self.graph.nodes[area].get("tier", ""))

    def tiers(self, thing: str) -> list[str]:
        """The tiers of its areas, by name."""
        return sorted({self.tier(area) for area in self.areas(thing)} - {""})

    def home(self, thing: str) -> Home:
        """The county and the frame in it where a thing belongs."""
        areas = self.areas(thing)
        if not areas:
            return "", NO_AREA.get(self.graph.nodes[thing]["is_a"], "National, or of no area stated")
        return self.home_of(areas)

    def home_of(self, areas: list[str]) -> Home:
        """The county and the frame in it where something of these areas belongs."""
        if all(self.tier(area) in WIDER_TIERS for area in areas):
            return "", self._named(areas)
        counties = {self._county(area) for area in areas if self.tier(area) not in WIDER_TIERS}
        if len(counties) > 1:
            return "", ACROSS + self._named(counties)
        county = counties.pop()
        parts = {self._part(area, county) for area in areas if self.tier(area) not in WIDER_TIERS}
        if county in parts:
            return county, ""
        return county, self.name(parts.pop()) if len(parts) == 1 else SHARED

    def areas(self, thing: str) -> list[str]:
        """The areas it names; if it names none, those of what it stands under."""
        passed: set[str] = set()
        while not self.covered.get(thing) and thing in self.under and thing not in passed:
            passed.add(thing)
            thing = self.under[thing]
        return [thing] if self.graph.nodes[thing]["is_a"] == "Area" else self.covered.get(thing, [])

    def _named(self, areas: Iterable[str]) -> str:
        names = sorted(self.name(area) for area in areas)
        return ", ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} more"

    def _county(self, area: str) -> str:
        """The widest area around it that is neither region nor nation; itself if there is none."""
        return self._climb(area, None)

    def _part(self, area: str, county: str) -> str:
        """The area directly within the county that it lies in; the county itself."""
        return self._climb(area, county)

    def _climb(self, area: str, stop: str | None) -> str:
        passed = {area}
        while area != stop:
            around = [
                one for one in self.within.get(area, ()) if self.tier(one) not in WIDER_TIERS and one not in passed
            ]
            if not around or (stop is not None and stop in around):
                return area
            area = min(around)
            passed.add(area)
        return area
