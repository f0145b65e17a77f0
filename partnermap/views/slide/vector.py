"""A drawing as svg: every text a text, which can be searched, edited and read aloud."""

from __future__ import annotations

import re
from functools import singledispatch
from xml.etree import ElementTree as ET

from partnermap.views.slide.strokes import HEIGHT, WIDTH, Box, Drawing, Line, Sign, Text, head

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""XML has no place for these."""

HALO = {"stroke": "#ffffff", "stroke-width": "2.5", "stroke-linejoin": "round", "paint-order": "stroke"}


def as_svg(drawing: Drawing) -> bytes:
    """An svg file; the same drawing makes the same file."""
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img")
    root.set("font-family", "Helvetica, Arial, sans-serif")
    ET.SubElement(root, "title").text = _plain(drawing.title)
    ET.SubElement(root, "desc").text = _plain(drawing.says)
    ET.SubElement(root, "rect", width=str(WIDTH), height=str(HEIGHT), fill="#ffffff")
    for part in drawing.parts:
        _put(part, root)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _plain(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _told(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _points(points: list[tuple[float, float]] | tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_told(x)},{_told(y)}" for x, y in points)


@singledispatch
def _put(part: object, _: ET.Element) -> None:
    raise TypeError(part)


@_put.register
def _(box: Box, root: ET.Element) -> None:
    spot = {"x": _told(box.x), "y": _told(box.y), "width": _told(box.width), "height": _told(box.height)}
    ET.SubElement(root, "rect", spot | {"rx": "4", "fill": box.fill, "stroke": box.stroke})


@_put.register
def _(line: Line, root: ET.Element) -> None:
    (x1, y1), (x2, y2) = line.begin, line.end
    ends = {"x1": _told(x1), "y1": _told(y1), "x2": _told(x2), "y2": _told(y2)}
    drawn = ET.SubElement(root, "line", ends | {"stroke": line.colour, "stroke-width": _told(line.width)})
    if line.dashes:
        drawn.set("stroke-dasharray", " ".join(map(_told, line.dashes)))
    if line.arrow:
        ET.SubElement(root, "polygon", points=_points(head(line)), fill=line.colour)


@_put.register
def _(sign: Sign, root: ET.Element) -> None:
    outline = {"fill": sign.fill, "stroke": "#ffffff"}
    if corners := sign.corners():
        ET.SubElement(root, "polygon", {"points": _points(corners)} | outline)
    else:
        x, y = sign.at
        ET.SubElement(root, "circle", {"cx": _told(x), "cy": _told(y), "r": _told(sign.radius)} | outline)


@_put.register
def _(text: Text, root: ET.Element) -> None:
    x, y = text.at
    written = ET.SubElement(root, "text", {"x": _told(x), "y": _told(y), "font-size": _told(text.size)})
    written.set("fill", text.colour)
    if text.middle:
        written.set("text-anchor", "middle")
    if text.clear:
        for name, value in HALO.items():
            written.set(name, value)
    written.text = _plain(text.text)
