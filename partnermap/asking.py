"""What a framework says, as parameters of named questions.

Kinds go as the framework writes them. Partners and themes that it names, whatever the case or by an alias, go by
the names that the map has for them, so that a question compares texts letter by letter and still finds what a
report finds. A list is never empty: a blank text stands for nothing, since an engine has to know a list's type.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from partnermap.frameworks import Expectation, Framework
from partnermap.model import BY_NAME
from partnermap.store.base import View
from partnermap.store.ids import fold

Filler = Callable[[Framework, View, dt.date], list[Any]]


def _kinds(framework: Framework, wanted: Callable[[str], bool]) -> list[str]:
    return _filled(kind for kind in framework.kinds if wanted(kind))


def _filled(texts: Iterable[str]) -> list[str]:
    return sorted(set(texts)) or [""]


def _of_sectors(framework: Framework, sectors: Collection[str]) -> list[str]:
    return _kinds(framework, lambda kind: framework.sector(kind) in sectors)


def _bearers(view: View, kind: str) -> dict[str, set[str]]:
    """For each name or alias of a kind of thing, folded, the own names of the things that bear it."""
    columns = view.things(BY_NAME[kind])
    names = dict(zip(columns["id"], columns["name"], strict=True))
    found: dict[str, set[str]] = {}
    for name in names.values():
        found.setdefault(fold(name), set()).add(name)
    for thing, alias, _ in view.pairs(BY_NAME[kind], BY_NAME[kind]["aliases"]):
        found.setdefault(fold(alias), set()).add(names[thing])
    return found


def _expectations(framework: Framework, view: View, day: dt.date) -> list[dict[str, Any]]:
    """The expectations in force on a day, one row each."""
    partners, themes = _bearers(view, "Partner"), _bearers(view, "Theme")
    return [_expected(framework, one, partners, themes) for one in framework.in_force(day)]


def _expected(
    framework: Framework, one: Expectation, partners: Mapping[str, set[str]], themes: Mapping[str, set[str]]
) -> dict[str, Any]:
    names = [name for text in one.names for name in partners.get(fold(text), ())]
    return {
        "name": one.name,
        "kinds": _filled(one.kinds),
        "names": _filled(names),
        "sectors": _filled(one.sectors),
        "kinds_of_sectors": _of_sectors(framework, one.sectors),
        "tiers": _filled(one.tier),
        "sits_on": _filled(one.sits_on),
        "themes": _filled(themes.get(fold(one.theme), ()) if one.theme else ()),
        "each": one.each,
        "any_tier": not one.tier,
        "any_kind": not one.sits_on,
        "any_theme": one.theme is None,
    }


FILLERS: Mapping[str, Filler] = {
    "general_kinds": lambda framework, _, __: _kinds(framework, framework.is_general),
    "national_kinds": lambda framework, _, __: _kinds(framework, framework.is_national),
    "unweighted_kinds": lambda framework, _, __: _kinds(framework, lambda kind: framework.weight(kind) == "none"),
    "public_kinds": lambda framework, _, __: _of_sectors(framework, ("public",)),
    "voluntary_kinds": lambda framework, _, __: _of_sectors(framework, ("voluntary", "community")),
    "private_kinds": lambda framework, _, __: _of_sectors(framework, ("private",)),
    "expectations": _expectations,
}
"""Each parameter that a framework can fill, and how."""
