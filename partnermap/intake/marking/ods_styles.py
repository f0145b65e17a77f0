"""The looks that cells of an .ods are given by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from partnermap.intake.marking.codes import unit
from partnermap.intake.marking.palette import WHITE
from partnermap.intake.marking.parts import Tag
from partnermap.intake.marking.styles import PLAIN, Look

_NUMBERS = ("number-style", "currency-style", "percentage-style")
_DEEPEST = 20  # styles that each take from another


@dataclass(slots=True)
class _Style:
    parent: str = ""
    colour: str = ""
    format: str = ""


@dataclass(slots=True)
class OdsStyles:
    """The styles of an .ods, as they are met."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)
    _name: str = ""

    def take(self, tags: Iterable[Tag]) -> None:
        """The styles among these tags."""
        for path, said in tags:
            *_, parent, name = ["", *path.split("/")]
            if name == "style":
                self._name = said.get("name", "") if said.get("family") == "table-cell" else ""
                taken = said.get("parent-style-name", ""), "", said.get("data-style-name", "")
                self._styles[self._name] = _Style(*taken)
            elif name == "table-cell-properties":
                self._styles[self._name].colour = said.get("background-color", "").lower()
            elif name in _NUMBERS:
                self._name = said.get("name", "")
                self._codes[self._name] = ""
            elif any(f"/{kind}/" in path for kind in _NUMBERS):
                self._codes[self._name] = self._codes.get(self._name, "") + _coded(parent, name, said)

    def looks(self) -> dict[str, Look]:
        """The look of each style that has more than a plain one."""
        found = {name: self._look(name) for name in self._styles if name}
        return {name: look for name, look in found.items() if look != PLAIN}

    def _look(self, name: str) -> Look:
        colour = self._said(name, "colour")
        code = self._codes.get(self._said(name, "format"), "").removeprefix("-")
        shown = unit(code)
        is_plain = not colour.startswith("#") or colour == WHITE
        return Look(None if is_plain else colour, code if shown else "", shown)

    def _said(self, name: str, what: str) -> str:
        """What a style says, or the one that it takes from."""
        for _ in range(_DEEPEST):
            style = self._styles.get(name, _Style())
            if said := str(getattr(style, what)):
                return said
            name = style.parent
        return ""


def _coded(parent: str, name: str, said: dict[str, str]) -> str:
    """A part of a number format, in the signs in which Excel writes them."""
    if name == "#text" and parent in ("currency-symbol", "text"):
        text = said["#text"]
        return f'"{text}"' if parent == "text" and any(sign.isalpha() for sign in text) else text
    if name != "number":
        return ""
    decimals = int(said.get("decimal-places", 0))
    factor = round(log(max(1.0, float(said.get("display-factor", 1))), 1000))
    whole = "#,##0" if said.get("grouping") == "true" else "0"
    return whole + ("." + "0" * min(decimals, 20) if decimals > 0 else "") + "," * factor
