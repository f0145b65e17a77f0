"""The looks that cells of an .xlsx are given by number: what colour they lie on, what format shows a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from partnermap.intake.marking.codes import BUILT_IN, unit
from partnermap.intake.marking.palette import INDEXED, THEME, colour, ink
from partnermap.intake.marking.parts import Tag

_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is shown."""

    colour: str | None = None  # of a plain fill that is not white, else of ink that is neither black nor grey
    code: str = ""  # the number format, if it shows a unit
    unit: str = ""


PLAIN = Look()


@dataclass(slots=True)
class _Styles:
    """The parts that looks are put together from, as they are met."""

    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    fills: list[dict[str, str]] = field(default_factory=list)  # the colour of each, if it is plain
    indexed: list[str] = field(default_factory=list)
    fonts: list[dict[str, str]] = field(default_factory=list)  # the colour of each
    formats: list[tuple[int, int, int]] = field(default_factory=list)  # number of a fill, of a font, of a code
    is_solid: bool = False

    def take(self, place: str, said: dict[str, str]) -> None:
        """A tag of the styles."""
        if place == "fills/fill":
            self.fills.append({})
        elif place == "fills/fill/patternFill":
            self.is_solid = said.get("patternType") == "solid"
        elif place == "fills/fill/patternFill/fgColor" and self.is_solid:
            self.fills[-1] = said
        elif place == "fonts/font":
            self.fonts.append({})
        elif place == "fonts/font/color" and self.fonts:
            self.fonts[-1] = said
        elif place == "numFmts/numFmt":
            self.codes[int(said["numFmtId"])] = said["formatCode"]
        elif place == "cellXfs/xf":
            numbers = (int(said.get(name, 0)) for name in ("fillId", "fontId", "numFmtId"))
            self.formats.append((next(numbers), next(numbers), next(numbers)))
        elif place == "colors/indexedColors/rgbColor":
            self.indexed.append(f"#{said['rgb'][-6:].lower()}")


def looks(styles: Iterable[Tag], theme: Iterable[Tag]) -> list[Look]:
    """The look of each cell format, in the order in which cells name them."""
    found = _Styles()
    for path, said in styles:
        found.take(path.partition("/")[2], said)
    themed = list(_theme(theme)) or list(THEME)
    fills = [colour(fill, themed, found.indexed or INDEXED) for fill in found.fills]
    inks = [ink(colour(font, themed, found.indexed or INDEXED)) for font in found.fonts]
    return [_look(_at(fills, fill) or _at(inks, font), found.codes.get(code, "")) for fill, font, code in found.formats]


def _at(colours: list[str | None], number: int) -> str | None:
    return colours[number] if number < len(colours) else None


def _look(fill: str | None, code: str) -> Look:
    shown = unit(code)
    return Look(fill, code if shown else "", shown)


def _theme(tags: Iterable[Tag]) -> Iterator[str]:
    """The colours of a theme, in the order in which they are numbered."""
    found: dict[str, str] = {}
    for path, said in tags:
        *_, parent, name = ["", *path.split("/")]
        if "/clrScheme/" in path and name in ("srgbClr", "sysClr"):
            found.setdefault(parent, f"#{said.get('lastClr', said.get('val', ''))[-6:].lower()}")
    if all(name in found for name in _THEME_ORDER):
        yield from (found[name] for name in _THEME_ORDER)
