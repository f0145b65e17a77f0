"""Frameworks: what kinds of body mean, and who is expected where, from when to when, by what source.

A framework is a TOML file that people write themselves. Nothing about any year, law or programme
is in the code. A broken file is refused with all of its faults at once, each with its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from partnermap.errors import FrameworkError
from partnermap.shelf import Shelf
from partnermap.toml_tables import Faults, Table, found

WEIGHTS = ("high", "medium", "low", "none")
SECTORS = ("public", "voluntary", "community", "private")
STRENGTHS = ("statutory", "expected", "desirable")
TIERS = ("nation", "region", "county", "unitary", "district", "neighbourhood")

_SHELF = Shelf("frameworks", "framework", FrameworkError)
_TOP_KEYS = ("name", "kinds", "expectation")
_KIND_KEYS = ("sector", "weight", "national", "general")
_EXPECTATION_KEYS = (
    *("name", "kinds", "names", "sectors", "each", "sits_on", "theme", "tier", "strength"),
    *("from", "until", "why", "source", "confirmed"),
)


@dataclass(frozen=True)
class KindMeaning:
    """What a kind of partner or partnership means to the reports."""

    sector: str | None = None
    weight: str = "medium"
    national: bool = False
    general: bool = False


_UNLISTED = KindMeaning()


@dataclass(frozen=True)
class Expectation:
    """One body, or sort of body, that is expected somewhere. `begins` and `ends` are both within the time."""

    name: str
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    sectors: tuple[str, ...]
    each: bool
    sits_on: tuple[str, ...]
    theme: str | None
    tier: tuple[str, ...]
    strength: str
    begins: date | None
    ends: date | None
    why: str
    source: str
    confirmed: bool
    line: int

    def in_force(self, day: date) -> bool:
        """Whether it is asked for on that day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Framework:
    """Kinds, by their normalised names, and expectations, in the order of the file."""

    name: str
    kinds: Mapping[str, KindMeaning] = field(hash=False)
    expectations: tuple[Expectation, ...]
    origin: str

    def _meaning(self, kind: str) -> KindMeaning:
        return self.kinds.get(kind_key(kind), _UNLISTED)

    def weight(self, kind: str) -> str:
        """high, medium, low or none; medium for a kind that is not listed."""
        return self._meaning(kind).weight

    def sector(self, kind: str) -> str | None:
        return self._meaning(kind).sector

    def is_national(self, kind: str) -> bool:
        return self._meaning(kind).national

    def is_general(self, kind: str) -> bool:
        return self._meaning(kind).general

    def knows(self, kind: str) -> bool:
        return kind_key(kind) in self.kinds

    def in_force(self, day: date) -> tuple[Expectation, ...]:
        return tuple(each for each in self.expectations if each.in_force(day))


def kind_key(text: str) -> str:
    """The form in which kinds are compared: `Jobcentre Plus` and `jobcentre-plus` are `jobcentre_plus`."""
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def available() -> list[str]:
    """The names of the frameworks that come with the package, in order of the alphabet."""
    return _SHELF.names()


def load(name_or_path: str) -> Framework:
    """A framework by its name, or from a file (a path, or anything that ends in .toml)."""
    return parse(*_SHELF.text(name_or_path))


def parse(text: str, origin: str) -> Framework:
    """The framework in a TOML text; `origin` is the file's name in messages. All faults are told together."""
    faults = Faults(text, origin)
    top = Table(faults.read(), "the framework", (), faults)
    top.refuse_unknown(_TOP_KEYS)
    kinds = _kinds(top)
    expectations = _expectations(top)
    name = top.text("name") or Path(origin).stem
    if told := faults.told():
        raise FrameworkError(told)
    return Framework(name, MappingProxyType(kinds), expectations, origin)


def _kinds(top: Table) -> dict[str, KindMeaning]:
    listed = top.values.get("kinds", {})
    if not isinstance(listed, dict):
        top.wrong("kinds", listed, "a table [kinds]")
        return {}
    meanings: dict[str, KindMeaning] = {}
    for kind, values in listed.items():
        table = Table(values if isinstance(values, dict) else {}, f'kind "{kind}"', ("kinds", kind), top.faults)
        if not isinstance(values, dict):
            example = '{ sector = "public", weight = "high" }'
            table.fault("", f"{table.called} is {found(values)}; expected a table such as {example}.")
        if kind_key(kind) in meanings:
            table.fault("", f"{table.called} is there twice, written differently; expected it once.")
        meanings[kind_key(kind)] = _meaning(table)
    return meanings


def _meaning(table: Table) -> KindMeaning:
    table.refuse_unknown(_KIND_KEYS)
    sector = table.choice("sector", SECTORS) or None
    weight = table.choice("weight", WEIGHTS) or _UNLISTED.weight
    return KindMeaning(sector, weight, table.flag("national"), table.flag("general"))


def _expectations(top: Table) -> tuple[Expectation, ...]:
    listed = top.values.get("expectation", [])
    if not isinstance(listed, list) or not all(isinstance(values, dict) for values in listed):
        top.wrong("expectation", listed, "tables that each begin with [[expectation]]")
        return ()
    expectations = tuple(_expectation(values, number, top.faults) for number, values in enumerate(listed, 1))
    _refuse_twins(expectations, top.faults)
    return expectations


def _expectation(values: dict[str, object], number: int, faults: Faults) -> Expectation:
    name = values.get("name")
    called = f'expectation "{name.strip()}"' if isinstance(name, str) and name.strip() else f"expectation {number}"
    table = Table(values, called, ("expectation", str(number)), faults)
    table.refuse_unknown(_EXPECTATION_KEYS)
    expectation = Expectation(
        name=table.text("name"),
        kinds=_kind_keys(table, "kinds"),
        names=table.texts("names"),
        sectors=table.choices("sectors", SECTORS),
        each=table.flag("each"),
        sits_on=_kind_keys(table, "sits_on"),
        theme=table.text("theme") or None,
        tier=table.choices("tier", TIERS),
        strength=table.choice("strength", STRENGTHS) or "expected",
        begins=table.day("from"),
        ends=table.day("until"),
        why=table.text("why"),
        source=table.text("source"),
        confirmed=table.flag("confirmed"),
        line=faults.line(table.place),
    )
    _refuse_empty(expectation, table)
    return expectation


def _kind_keys(table: Table, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind_key(text) for text in table.texts(key)))


def _refuse_empty(expectation: Expectation, table: Table) -> None:
    if not expectation.name and isinstance(table.values.get("name", ""), str):
        table.fault("name", f'{table.called} has no name; expected name = "...", by which findings are told.')
    if all(table.values.get(key, []) == [] for key in ("kinds", "names", "sectors")):
        table.fault("kinds", f"{table.called} says nobody; expected one of kinds, names or sectors.")


def _refuse_twins(expectations: tuple[Expectation, ...], faults: Faults) -> None:
    first: dict[str, Expectation] = {}
    for number, expectation in enumerate(expectations, 1):
        twin = first.setdefault(expectation.name, expectation)
        if expectation.name and twin is not expectation:
            words = f'Expectation "{expectation.name}" is there twice; expected another name than on line {twin.line}.'
            faults.add(("expectation", str(number), "name"), words)
