"""Where things stand in the picture: a county's own tier above, its districts beside each other below.

Everything that shares a home (a county, a district, several of them, none) stands in one frame, tables above those
who sit at them, each by name on a grid, so that names can be read and found. What is linked within a frame stands
apart from what is not; the parts are then packed. The same map always gives the same places, and a thing that is
added moves little but its own row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, inf, log, sqrt

import networkx as nx

from partnermap.views.homes import ACROSS, NO_AREA, SHARED, Home, Homes

CELL = (160.0, 110.0)
PADDING, HEAD, GAP = 30.0, 80.0, 40.0
LETTER, LONGEST = 56.0, 30
"""A frame is at least as wide as its name, so much a letter up to so many: to be read where all frames are seen."""
WIDE = 2.2
"""How much wider than high the picture should be."""
BESIDE = 14
"""So many districts stand in one row."""
BANDS = ({"Agreement", "Partnership"}, {"Partner"})
"""Kinds that share rows, from the top; the rest stand below."""


@dataclass(frozen=True)
class Ghost:
    """Something that should be there and is not: drawn in the frame of its area."""

    id: str
    kind: str
    name: str
    areas: tuple[str, ...]


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
    block: bool = False
    """Whether it is drawn from afar, in place of what is in it."""
    around: bool = False
    """Whether it holds other frames, and things only in these."""


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


def lay_out(
    graph: nx.MultiDiGraph, things: Collection[str], ghosts: Collection[Ghost] = (), *, banded: bool = True
) -> Piece:
    """Places for these things of a day's graph, and for what is missing. Not ``banded``: kinds share rows."""
    homes = Homes(graph)
    rows = _Rows(graph, set(things), ghosts, BANDS if banded else ())
    grouped: dict[Home, list[str]] = defaultdict(list)
    for thing in sorted(things):
        grouped[homes.home(thing)].append(thing)
    for ghost in ghosts:
        grouped[homes.home_of(list(ghost.areas))].append(ghost.id)
    _join_across(grouped)
    counties = sorted({county for county, _ in grouped if county}, key=homes.name)
    middle = packed([_county(rows, homes, county, grouped) for county in counties])
    rest = {
        label: _frame(rows, held, label, 3.0, block=True) for (county, label), held in grouped.items() if not county
    }
    wider = sorted(rest, key=lambda label: (label in NO_AREA.values(), label))
    return stacked([packed([rest[label] for label in wider], max(middle.width, WIDE * middle.height) or None), middle])


ACROSS_APART = 6
"""So many sets of counties have a frame each; if there are more, what works across counties stands in one."""


def _join_across(grouped: dict[Home, list[str]]) -> None:
    several = [home for home in grouped if home[0] == "" and home[1].startswith(ACROSS)]
    if len(several) > ACROSS_APART:
        grouped["", f"{ACROSS}counties"] = sorted(thing for home in several for thing in grouped.pop(home))


class _Rows:
    """What stands in which row of a frame, in which order, and what is linked there."""

    def __init__(
        self, graph: nx.MultiDiGraph, things: set[str], ghosts: Collection[Ghost], bands: Sequence[set[str]]
    ) -> None:
        named = [(thing, graph.nodes[thing]["is_a"], str(graph.nodes[thing].get("name", ""))) for thing in things]
        missing = {ghost.id for ghost in ghosts}
        named += [(ghost.id, ghost.kind, ghost.name) for ghost in ghosts]
        self.band = {
            thing: next((band for band, kinds in enumerate(bands) if kind in kinds), len(bands))
            for thing, kind, _ in named
        }
        self.order = {thing: (thing in missing, name.casefold(), thing) for thing, _, name in named}
        self.links = nx.Graph()
        self.links.add_nodes_from(sorted(self.band))
        self.links.add_edges_from((a, b) for a, b in graph.edges() if a in things and b in things and a != b)

    def parts(self, things: Sequence[str]) -> list[list[str]]:
        """What is linked within these, the largest first; what is linked to nothing here together, at the end."""
        linked = [sorted(part) for part in nx.connected_components(self.links.subgraph(things))]
        alone = sorted(thing for part in linked if len(part) == 1 for thing in part)
        several = sorted((part for part in linked if len(part) > 1), key=lambda part: (-len(part), part[0]))
        return [*several, *([alone] if alone else [])]

    def bands(self, things: Sequence[str]) -> list[list[str]]:
        """The rows of kinds, each in order of names."""
        found: dict[int, list[str]] = defaultdict(list)
        for thing in sorted(things, key=self.order.__getitem__):
            found[self.band[thing]].append(thing)
        return [found[band] for band in sorted(found)]


def _county(rows: _Rows, homes: Homes, county: str, grouped: dict[Home, list[str]]) -> Piece:
    """The county's own tier, below it what several districts share, below that the districts."""
    own = {label: held for (home, label), held in grouped.items() if home == county}
    upper, shared, name = own.pop("", []), own.pop(SHARED, []), homes.name(county)
    frames = [_frame(rows, own[label], label, 0.8) for label in sorted(own)]
    districts = beside(frames) if upper or shared else packed(frames)
    bands = [_frame(rows, upper, name, WIDE, districts.width, upper=True)] if upper else []
    bands += [_frame(rows, shared, f"{name}: several districts", WIDE, districts.width)] if shared else []
    whole = stacked([*bands, districts])
    whole.frames.insert(0, Frame(name, 0.0, 0.0, whole.width, whole.height, upper=True, block=True, around=True))
    return whole


def _frame(
    rows: _Rows, things: list[str], label: str, ratio: float, wide: float = 0.0, *, upper: bool = False,
    block: bool = False,
) -> Piece:  # fmt: skip
    """A frame with the things of one home in it: as wide as ``wide``, or ``ratio`` times as wide as high."""
    columns = max(int((wide - 2 * PADDING) // CELL[0]), ceil(sqrt(ratio * len(things) * CELL[1] / CELL[0])), 2)
    inner = packed([_part(rows, part, columns) for part in rows.parts(things)], columns * CELL[0], 0.0)
    framed = Piece()
    framed.add(inner, PADDING, HEAD)
    title = LETTER * min(len(label), LONGEST) + PADDING
    framed.width, framed.height = max(wide, title, inner.width + 2 * PADDING), inner.height + HEAD + PADDING / 2
    framed.frames.insert(0, Frame(label, 0.0, 0.0, framed.width, framed.height, upper, block))
    return framed


def _part(rows: _Rows, things: list[str], columns: int) -> Piece:
    """What is linked together: its bands below each other, on a grid."""
    piece, line = Piece(), 0
    for band in rows.bands(things):
        lines = ceil(len(band) / columns)
        across = ceil(len(band) / lines)
        for number, thing in enumerate(band):
            piece.at[thing] = ((number % across + 0.5) * CELL[0], (line + number // across + 0.35) * CELL[1])
        line += lines
        piece.width = max(piece.width, across * CELL[0])
    piece.height = line * CELL[1]
    return piece


def packed(pieces: list[Piece], width: float | None = None, gap: float = GAP) -> Piece:
    """Pieces in rows, in their order, no wider than ``width``; left out: as near to ``WIDE`` as can be."""
    if width is not None or not pieces:
        return _in_rows(pieces, width or 0.0, gap)
    widths = [sum(one.width + gap for one in pieces[: count + 1]) - gap for count in range(len(pieces))]
    tried = [_in_rows([replace(one, at={}, frames=[]) for one in pieces], wide, gap) for wide in widths]
    best = min(range(len(tried)), key=lambda at: abs(log(tried[at].width / tried[at].height / WIDE)))
    return _in_rows(pieces, widths[best], gap)


def beside(pieces: list[Piece]) -> Piece:
    """Pieces beside each other, in rows of as many, no more than ``BESIDE``."""
    lines = ceil(len(pieces) / BESIDE)
    across = ceil(len(pieces) / lines) if lines else 0
    return stacked([_in_rows(pieces[at : at + across], inf, GAP) for at in range(0, len(pieces), across or 1)])


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
