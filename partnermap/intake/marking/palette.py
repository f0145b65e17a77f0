"""Colours as workbooks name them, as text like #ffc7ce."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

WHITE = "#ffffff"
STANDS_OUT = 130
"""Of 255: so far the strongest and the weakest part of a colour lie apart where writing in it is meant to be seen."""
# The 64 colours that Excel numbers; the first eight are the second eight again (Open XML, 18.8.27 indexedColors)
_EIGHT = "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff"
_OTHERS = """
800000 008000 000080 808000 800080 008080 c0c0c0 808080 9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff
000080 ff00ff ffff00 00ffff 800080 800000 008080 0000ff 00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99
3366ff 33cccc 99cc00 ffcc00 ff9900 ff6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333
"""
INDEXED = tuple(f"#{colour}" for colour in f"{_EIGHT} {_EIGHT} {_OTHERS}".split())
# What Office has drawn with since 2007 where a workbook carries no theme: lt1, dk1, lt2, dk2, accents, links
_OFFICE = "ffffff 000000 eeece1 1f497d 4f81bd c0504d 9bbb59 8064a2 4bacc6 f79646 0000ff 800080"
THEME = tuple(f"#{colour}" for colour in _OFFICE.split())


def colour(attributes: Mapping[str, str], theme: Sequence[str], indexed: Sequence[str]) -> str | None:
    """What the attributes of an element such as fgColor mean; None for white and for what the screen chooses."""
    plain = _named(attributes, theme, indexed)
    found = _tinted(plain, float(attributes.get("tint", 0))) if plain else None
    return None if found == WHITE else found


def ink(found: str | None) -> str | None:
    """A colour of writing that stands out: neither black, nor grey, nor the dark blue of themes."""
    if found is None:
        return None
    parts = [int(found[at : at + 2], 16) for at in (1, 3, 5)]
    return found if max(parts) - min(parts) > STANDS_OUT and max(parts) > STANDS_OUT else None


def _named(attributes: Mapping[str, str], theme: Sequence[str], indexed: Sequence[str]) -> str | None:
    if rgb := attributes.get("rgb"):
        return f"#{rgb[-6:].lower()}"
    for name, colours in (("theme", theme), ("indexed", indexed)):
        if name in attributes and int(attributes[name]) < len(colours):
            return colours[int(attributes[name])]
    return None


def _tinted(plain: str, tint: float) -> str:
    """Lighter by a share of what is missing to white, darker by a share of its lightness (Open XML, 18.8.19)."""
    if not tint:
        return plain
    hue, light, strength = colorsys.rgb_to_hls(*(int(plain[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(1, max(0, light)), strength)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
