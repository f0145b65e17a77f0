"""What goes on a slide, and where: as many things as can still be read, the best linked first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import networkx as nx

from partnermap.errors import RequestError
from partnermap.model import BY_NAME
from partnermap.views.copy import Copy
from partnermap.views.drawn import LINKS, SHAPES, drawable
from partnermap.views.places import Piece, lay_out
from partnermap.views.slide.strokes import HEIGHT, WIDTH, Box, Drawing, Line, Point, Sign, Text

KINDS = ("Partner", "Partnership", "Agreement")
"""What a slide shows where there is any of it, besides what it is focused on."""
MOST, FEWEST, STEP = 240, 12, 0.9
"""So many things are tried, and by so much fewer each time, until they can be read."""
SMALLEST = 7.5
"""A label's letters are no smaller than this, 11 pixels on the png."""
LETTERS = 18.0
"""A label's letters in the units of the layout."""
WIDEST, LINES = 17, 3
"""A label has so many letters in a line, and so many lines."""
EDGE, TOP, BOTTOM = 24.0, 72.0, 92.0
NOTE = 190
"""So many letters go into a line at the foot."""
GREY, RED, FRAME, SOFT = "#b4bac1", "#b3282d", "#d4dae1", "#59636e"
UPPER, LOWER = "#eef3f9", "#f7f8fa"
DASHES = {"dashed": (7.0, 4.0), "dotted": (2.0, 4.0)}


def compose(copy: Copy) -> Drawing:
    """The slide of a part of the map. RequestError: there is nothing to draw."""
    things = _candidates(copy)
    if not things:
        raise RequestError("There is nothing to draw in this part of the map. Ask for another part, or another day.")
    shown, piece = _as_many_as_can_be_read(copy.graph, things)
    page = _Page(copy.network, shown, piece)
    drawing = Drawing(str(copy.part), _in_words(copy, shown, things))
    drawing.parts += [
        *page.frames(), *page.lines(), *page.signs(), *page.labels(),
        *_head(drawing, copy), *_legend(page, drawing.says),
    ]  # fmt: skip
    return drawing


def _candidates(copy: Copy) -> list[str]:
    """What could be drawn, what the slide is focused on first, then the best linked."""
    network = copy.network
    focused = {copy.focus} & network.nodes
    found = focused.union(drawable(network, KINDS)) or drawable(network, SHAPES)
    return sorted(found, key=lambda thing: (thing != copy.focus, -network.degree(thing), thing))


def _as_many_as_can_be_read(graph: nx.MultiDiGraph, things: list[str]) -> tuple[list[str], Piece]:
    count = min(len(things), MOST)
    while True:
        shown = things[:count]
        piece = lay_out(graph, shown, banded=False)  # the whole graph knows in which areas they are
        if count <= FEWEST or LETTERS * _scale(piece) >= SMALLEST:
            return shown, piece
        count = max(FEWEST, int(count * STEP))


def _scale(piece: Piece) -> float:
    return min((WIDTH - 2 * EDGE) / piece.width, (HEIGHT - TOP - BOTTOM) / piece.height, 1.0)


def _in_words(copy: Copy, shown: list[str], things: list[str]) -> str:
    """What is shown of how much, and what the audience does not get."""
    count = f"All {len(things):,} things" if len(shown) == len(things) else f"{len(shown):,} of {len(things):,} things"
    best = "" if len(shown) == len(things) else ", those with the most links; a part, or the html file, shows more"
    return " ".join(filter(None, (f"{count} are drawn{best}.", copy.about)))


@dataclass
class _Page:
    """The map's part of the page."""

    network: nx.MultiDiGraph
    shown: list[str]
    piece: Piece

    def __post_init__(self) -> None:
        self.scale = _scale(self.piece)
        self.left = (WIDTH - self.piece.width * self.scale) / 2
        self.links = sorted(
            (facts["link"], one, other, facts.get("role", ""))
            for one, other, facts in self.network.subgraph(self.shown).edges(data=True)
            if facts["link"] in LINKS
        )

    def at(self, x: float, y: float) -> Point:
        return self.left + x * self.scale, TOP + y * self.scale

    def place(self, thing: str) -> Point:
        return self.at(*self.piece.at[thing])

    def radius(self, thing: str) -> float:
        return min(6 + 1.4 * sqrt(self.network.degree(thing)), 16) * self.scale

    def frames(self) -> Iterator[Box | Text]:
        for frame in (one for one in self.piece.frames if not one.around):
            x, y = self.at(frame.x, frame.y)
            fill = UPPER if frame.upper else LOWER
            yield Box(x, y, frame.width * self.scale, frame.height * self.scale, fill, FRAME)
            room = int(frame.width / (LETTERS * 0.56))
            yield Text((x + 8, y + 22 * self.scale), _cut(frame.label, room), LETTERS * self.scale, "#3d4650")

    def lines(self) -> Iterator[Line]:
        for link, one, other, role in self.links:
            if one != other:
                yield self._line(link, one, other, "dotted" if role == "observer" else "")

    def _line(self, link: str, one: str, other: str, also: str) -> Line:
        (x1, y1), (x2, y2) = self.place(one), self.place(other)
        length = max(sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2), 0.001)
        short = self.radius(other) / length
        return _styled(link, (x1, y1), (x2 - (x2 - x1) * short, y2 - (y2 - y1) * short), also)

    def signs(self) -> Iterator[Sign]:
        for thing in sorted(self.shown):
            kind = BY_NAME[self.network.nodes[thing]["is_a"]]
            yield Sign(SHAPES[kind.name][0], self.place(thing), self.radius(thing), kind.colour)

    def labels(self) -> Iterator[Text]:
        size = LETTERS * self.scale
        for thing in sorted(self.shown):
            x, y = self.place(thing)
            name = str(self.network.nodes[thing]["name"])
            for number, line in enumerate(wrapped(name)):
                yield Text(
                    (x, y + self.radius(thing) + size * (1.05 + 1.1 * number)), line, size, middle=True, clear=True
                )


def _styled(link: str, begin: Point, end: Point, also: str = "") -> Line:
    look = f"{LINKS[link][1]} {also}"
    dashes = next((lengths for name, lengths in DASHES.items() if name in look), ())
    thick = "thick" in look
    return Line(begin, end, RED if thick else GREY, 2.4 if thick else 1.1, dashes, "arrow" in look)


def wrapped(name: str) -> list[str]:
    """A name as the lines of a label; what does not fit is cut, and a sign says so."""
    lines = textwrap.wrap(name, WIDEST)
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], _cut(" ".join(lines[LINES - 1 :]), WIDEST)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _head(drawing: Drawing, copy: Copy) -> Iterator[Text]:
    yield Text((EDGE, 38), _cut(drawing.title, 90), 24)
    yield Text((EDGE, 60), copy.part.day, 14, SOFT)


def _legend(page: _Page, says: str) -> Iterator[Line | Sign | Text]:
    kinds = [kind for kind in SHAPES if any(page.network.nodes[thing]["is_a"] == kind for thing in page.shown)]
    used = {link for link, *_ in page.links}
    x, y = EDGE, HEIGHT - BOTTOM + 28
    for kind in kinds:
        yield Sign(SHAPES[kind][0], (x + 8, y - 4), 6, BY_NAME[kind].colour)
        yield Text((x + 22, y), BY_NAME[kind].sheet, 12)
        x += 46 + 6.6 * len(BY_NAME[kind].sheet)
    for link in (name for name in LINKS if name in used):
        words = LINKS[link][0]
        if x + 60 + 6.6 * len(words) > WIDTH - EDGE:
            x, y = EDGE, y + 18
        yield _styled(link, (x, y - 4), (x + 28, y - 4))
        yield Text((x + 34, y), words, 12)
        x += 56 + 6.6 * len(words)
    notes = textwrap.wrap(says, NOTE)
    for number, line in enumerate(notes[:2]):
        yield Text(
            (EDGE, HEIGHT - 24 + 15 * number), line if number == 0 else _cut(" ".join(notes[1:]), NOTE), 12, SOFT
        )
