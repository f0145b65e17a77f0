"""A drawing as png, by Pillow and a font that comes along: no browser, and the same everywhere."""

from __future__ import annotations

import io
from functools import cache, singledispatchmethod
from math import hypot

from PIL import Image, ImageDraw, ImageFont

from partnermap.resources import data_folder
from partnermap.signs import harmless_signs
from partnermap.views.slide.strokes import HEIGHT, WIDTH, Box, Drawing, Line, Point, Sign, Text, head

SIZE = (1920, 1080)
FONT = "SourceSansPro-Regular.otf"
LARGER = 1.1
"""Its letters are narrow and low, beside those that a slide is laid out for."""
FINER = 2
"""Painted so many times as large, then made small again, so that no line has steps."""


def as_png(drawing: Drawing) -> bytes:
    """A png file of 1920 by 1080."""
    image = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), "#ffffff")
    brush = _Brush(ImageDraw.Draw(image))
    for part in drawing.parts:
        brush.paint(part)
    out = io.BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(data_folder() / "fonts" / FONT, size)


class _Brush:
    """Paints the parts of a drawing."""

    def __init__(self, on: ImageDraw.ImageDraw) -> None:
        self.on = on
        self.scale = SIZE[0] * FINER / WIDTH
        assert SIZE[1] * FINER / HEIGHT == self.scale

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale, point[1] * self.scale

    @singledispatchmethod
    def paint(self, part: object) -> None:
        raise TypeError(part)

    @paint.register
    def _(self, box: Box) -> None:
        corners = [self._at((box.x, box.y)), self._at((box.x + box.width, box.y + box.height))]
        self.on.rounded_rectangle(corners, 4 * self.scale, box.fill, box.stroke, round(self.scale))

    @paint.register
    def _(self, line: Line) -> None:
        width = max(round(line.width * self.scale), 1)
        for begin, end in _strokes(line):
            self.on.line([self._at(begin), self._at(end)], line.colour, width)
        if line.arrow:
            self.on.polygon([self._at(corner) for corner in head(line)], line.colour)

    @paint.register
    def _(self, sign: Sign) -> None:
        if corners := sign.corners():
            self.on.polygon([self._at(corner) for corner in corners], sign.fill, "#ffffff", round(self.scale))
        else:
            self.on.circle(self._at(sign.at), sign.radius * self.scale, sign.fill, "#ffffff", round(self.scale))

    @paint.register
    def _(self, text: Text) -> None:
        font = _font(round(text.size * LARGER * self.scale))
        line = " ".join(harmless_signs(text.text).split())
        halo = round(1.2 * self.scale) if text.clear else 0
        anchor = "ms" if text.middle else "ls"
        self.on.text(self._at(text.at), line, text.colour, font, anchor, stroke_width=halo, stroke_fill="#ffffff")


def _strokes(line: Line) -> list[tuple[Point, Point]]:
    """The line, or the strokes of a broken one."""
    if not line.dashes:
        return [(line.begin, line.end)]
    (x1, y1), (x2, y2) = line.begin, line.end
    length = hypot(x2 - x1, y2 - y1)
    stroke, gap = line.dashes
    starts = [number * (stroke + gap) for number in range(int(length // (stroke + gap)) + 1)] if length else []
    spans = [(start / length, min(start + stroke, length) / length) for start in starts]
    return [((x1 + (x2 - x1) * a, y1 + (y2 - y1) * a), (x1 + (x2 - x1) * b, y1 + (y2 - y1) * b)) for a, b in spans]
