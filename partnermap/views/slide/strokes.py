"""What a drawing is made of, in the units of a page of 1280 by 720, from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, pi, sin

WIDTH, HEIGHT = 1280, 720

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str


@dataclass(frozen=True)
class Line:
    """A straight line, perhaps broken, perhaps with a head at its end."""

    begin: Point
    end: Point
    colour: str
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    arrow: bool = False


@dataclass(frozen=True)
class Sign:
    """The sign of a kind of thing."""

    shape: str
    at: Point
    radius: float
    fill: str

    def corners(self) -> list[Point]:
        """The corners of the sign; none of a dot, which is round."""
        x, y = self.at
        return [(x + self.radius * dx, y + self.radius * dy) for dx, dy in _CORNERS.get(self.shape, ())]


@dataclass(frozen=True)
class Text:
    """One line of text; ``at`` is on its base line: where it begins, or its middle. ``clear``: it stands free."""

    at: Point
    text: str
    size: float
    colour: str = "#1b1b1b"
    middle: bool = False
    clear: bool = False


@dataclass
class Drawing:
    """Everything on a page, what is in front last; ``title`` and ``says`` are for those who cannot see it."""

    title: str
    says: str
    parts: list[Box | Line | Sign | Text] = field(default_factory=list)


def head(line: Line) -> tuple[Point, Point, Point]:
    """The corners of the head at the end of a line."""
    (x1, y1), (x2, y2) = line.begin, line.end
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 0.001)
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    back = (x2 - 7 * dx, y2 - 7 * dy)
    return line.end, (back[0] - 3 * dy, back[1] + 3 * dx), (back[0] + 3 * dy, back[1] - 3 * dx)


def _regular(count: int, turned: float, radii: tuple[float, ...] = (1.0,)) -> tuple[Point, ...]:
    steps = [(radii[number % len(radii)], turned + 2 * pi * number / count) for number in range(count)]
    return tuple((round(r * cos(angle), 4), round(r * sin(angle), 4)) for r, angle in steps)


_CORNERS: dict[str, tuple[Point, ...]] = {
    "diamond": _regular(4, -pi / 2, (1.2,)),
    "square": _regular(4, pi / 4, (1.25,)),
    "triangle": _regular(3, -pi / 2, (1.25,)),
    "triangleDown": _regular(3, pi / 2, (1.25,)),
    "hexagon": _regular(6, 0.0, (1.1,)),
    "star": _regular(10, -pi / 2, (1.4, 0.6)),
}
