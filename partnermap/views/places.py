"""Where things stand in the picture: a county's own tier above, its districts beside each other below.

Everything that shares a home (a county, a district, several of them, none) stands in one frame. Within a frame each
connected part is laid out alone by rustworkx and set on a grid, so that names can be read; the parts are then packed.
The same map always gives the same places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from math import ceil, log, sqrt

import networkx as nx
import rustworkx as rx

CELL = (160.0, 110.0)
PADDING, HEAD, GAP = 40.0, 60.0, 60.0
WIDE = 2.2
"""How much wider than high the picture should be."""
WIDER_TIERS = ("nation", "region")

SHARED = "Several districts"

Home = tuple[str, str]
"""A county (or "" for what is wider or nowhere) and the frame in it."""


@dataclass(frozen=True)
class Frame:
    """A rectangle drawn behind the things of one home."""

    label: str
    x: float
    y: float
    width: float
    height: float
    upper: bool = False
    """Whether it holds a county's own tier."""


@dataclass
class Piece:
    """Things with their places, and frames, from (0, 0) to the right and down."""

    at: dict[str, tuple[float, float]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0

    def add(self, other: Piece, dx: float, dy: float) -> None:
        """Take in another piece, moved."""
        self.at |= {thing: (x + dx, y + dy) for thing, (x, y) in other.at.items()}
        self.frames += [replace(frame, x=frame.x + dx, y=frame.y + dy) for frame in other.frames]
        self.width = max(self.width, dx + other.width)
        self.height = max(self.height, dy + other.height)


def lay_out(graph: nx.MultiDiGraph, things: Collection[str]) -> Piece:
    """Places for these things of a day's graph."""
    homes = _Homes(graph)
    grouped: dict[Home, list[str]] = defaultdict(list)
    for thing in sorted(things):
        grouped[homes.home(thing)].append(thing)
    links = _links(graph, set(things))
    counties = sorted({county for county, _ in grouped if county}, key=homes.name)
    middle = packed([_county(links, homes, county, grouped) for county in counties])
    rest = {label: _frame(links, held, label, 3.0) for (county, label), held in grouped.items() if not county}
    below = sorted(label for label in rest if label in _NO_AREA.values())
    above = sorted(label for label in rest if label not in below)
    rows = [packed([rest[label] for label in labels], middle.width or None) for labels in (above, below)]
    return stacked([rows[0], middle, rows[1]])


_NO_AREA = {"Theme": "Themes", "FundingStream": "Funding streams"}


class _Homes:
    """Which county and frame a thing belongs to."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self.graph = graph
        self.within: dict[str, list[str]] = defaultdict(list)
        self.areas: dict[str, list[str]] = defaultdict(list)
        self.under: dict[str, str] = {}
        for one, other, facts in graph.edges(data=True):
            if facts["link"] == "WITHIN":
                self.within[one].append(other)
            elif facts["link"] in ("COVERS", "IN"):
                self.areas[one].append(other)
            elif facts["link"] in ("UNDER", "FOR_AGREEMENT", "MEASURES"):
                self.under[one] = other

    def name(self, thing: str) -> str:
        return str(self.graph.nodes[thing].get("name", thing))

    def tier(self, area: str) -> str:
        return str(self.graph.nodes[area].get("tier", ""))

    def home(self, thing: str) -> Home:
        areas = self._areas(thing)
        if not areas:
            return "", _NO_AREA.get(self.graph.nodes[thing]["is_a"], "National, or of no area stated")
        if all(self.tier(area) in WIDER_TIERS for area in areas):
            return "", self._named(areas)
        counties = {self.county(area) for area in areas if self.tier(area) not in WIDER_TIERS}
        if len(counties) > 1:
            return "", "Across " + self._named(counties)
        county = counties.pop()
        parts = {self.part(area, county) for area in areas if self.tier(area) not in WIDER_TIERS}
        if county in parts:
            return county, ""
        return county, self.name(parts.pop()) if len(parts) == 1 else SHARED

    def _areas(self, thing: str) -> list[str]:
        passed: set[str] = set()
        while not self.areas.get(thing) and thing in self.under and thing not in passed:
            passed.add(thing)
            thing = self.under[thing]
        return [thing] if self.graph.nodes[thing]["is_a"] == "Area" else self.areas.get(thing, [])

    def _named(self, areas: Iterable[str]) -> str:
        names = sorted(self.name(area) for area in areas)
        return ", ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} more"

    def county(self, area: str) -> str:
        """The widest area around it that is neither region nor nation; itself if there is none."""
        return self._climb(area, None)

    def part(self, area: str, county: str) -> str:
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


def _links(graph: nx.MultiDiGraph, things: set[str]) -> nx.Graph:
    links = nx.Graph()
    links.add_nodes_from(sorted(things))
    links.add_edges_from(sorted((one, other) for one, other in graph.edges() if one in things and other in things))
    return links


def _county(links: nx.Graph, homes: _Homes, county: str, grouped: dict[Home, list[str]]) -> Piece:
    """The county's own tier, below it what several districts share, below that the districts."""
    own = {label: held for (home, label), held in grouped.items() if home == county}
    upper, shared = own.pop("", []), own.pop(SHARED, [])
    districts = packed([_frame(links, own[label], label, 1.2) for label in sorted(own)], ratio=2 * WIDE)
    name = homes.name(county)
    rows = [_frame(links, upper, name, WIDE, districts.width, upper=True)] if upper else []
    rows += [_frame(links, shared, f"{name}: several districts", WIDE, districts.width)] if shared else []
    return stacked([*rows, districts])


def _frame(
    links: nx.Graph, things: list[str], label: str, ratio: float, wide: float = 0.0, *, upper: bool = False
) -> Piece:
    """A frame with the things of one home in it: as wide as ``wide`` allows, or ``ratio`` times as wide as high."""
    columns = max(int((wide - 2 * PADDING) // CELL[0]), ceil(sqrt(ratio * len(things))))
    parts = sorted(nx.connected_components(links.subgraph(things)), key=lambda part: (-len(part), min(part)))
    inner = packed([_part(links, sorted(part), columns) for part in parts], columns * CELL[0], 0.0)
    framed = Piece()
    framed.add(inner, PADDING, HEAD)
    framed.width, framed.height = inner.width + 2 * PADDING, inner.height + HEAD + PADDING / 2
    framed.frames.insert(0, Frame(label, 0.0, 0.0, framed.width, framed.height, upper))
    return framed


def _part(links: nx.Graph, things: list[str], columns: int) -> Piece:
    """One connected part: what belongs together near each other, on a grid."""
    spots = _spring(links, things)
    rows = ceil(len(things) / columns)
    across = ceil(len(things) / rows)
    downward = sorted(things, key=lambda thing: (spots[thing][1], thing))
    piece = Piece(width=across * CELL[0], height=rows * CELL[1])
    for row in range(rows):
        line = sorted(downward[row * across : (row + 1) * across], key=lambda thing: (spots[thing][0], thing))
        indent = (across - len(line)) / 2
        for column, thing in enumerate(line):
            piece.at[thing] = ((column + indent + 0.5) * CELL[0], (row + 0.35) * CELL[1])
    return piece


def _spring(links: nx.Graph, things: list[str]) -> dict[str, tuple[float, float]]:
    number = {thing: place for place, thing in enumerate(things)}
    drawn = rx.PyGraph()
    drawn.add_nodes_from(things)
    drawn.add_edges_from_no_data([(number[a], number[b]) for a, b in links.subgraph(things).edges() if a != b])
    spots = rx.spring_layout(drawn, seed=1, num_iter=60)
    return {thing: (float(spots[place][0]), float(spots[place][1])) for thing, place in number.items()}


def packed(pieces: list[Piece], width: float | None = None, gap: float = GAP, ratio: float = WIDE) -> Piece:
    """Pieces in rows, in their order, no wider than ``width``; left out: as near to ``ratio`` as can be."""
    if width is not None or not pieces:
        return _in_rows(pieces, width or 0.0, gap)
    widths = [sum(one.width + gap for one in pieces[: count + 1]) - gap for count in range(len(pieces))]
    tried = [_in_rows(pieces, wide, gap) for wide in widths]
    return min(tried, key=lambda whole: abs(log(whole.width / whole.height / ratio)))


def _in_rows(pieces: list[Piece], width: float, gap: float) -> Piece:
    whole = Piece()
    x = y = tallest = 0.0
    for one in pieces:
        if x and x + one.width > width + 0.5:
            x, y, tallest = 0.0, y + tallest + gap, 0.0
        whole.add(one, x, y)
        x, tallest = x + one.width + gap, max(tallest, one.height)
    return whole


def stacked(pieces: list[Piece]) -> Piece:
    """Pieces below each other, each in the middle."""
    wide = max((one.width for one in pieces), default=0.0)
    whole, y = Piece(), 0.0
    for one in pieces:
        if one.at:
            whole.add(one, (wide - one.width) / 2, y)
            y = whole.height + GAP
    return whole
