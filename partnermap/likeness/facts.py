"""What the map says of things that bears on their names: official codes, and what took their place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from partnermap.likeness.parts import parts_of
from partnermap.model import BY_NAME, KINDS
from partnermap.store.base import View

CODE = re.compile(r"[A-Z]{0,4}\d[A-Z\d]*(?:-[A-Z\d]+)*|\d+[A-Z]+\d*|[A-Z]+-[A-Z\d]*\d[A-Z\d]*")
_SUCCEEDED = tuple(kind for kind in KINDS if any(prop.name == "succeeded_by" for prop in kind.properties))


@dataclass(frozen=True)
class Facts:
    """Codes and successions of one map."""

    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The things that have a code; a council has that of the one area it covers."""
    successors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    since: dict[str, str] = field(default_factory=dict)
    until: dict[str, str] = field(default_factory=dict)

    def year(self, was: str, now: str) -> str:
        """From which year one thing stood in the place of another; blank: nobody says."""
        if until := self.until.get(was):
            return str((date.fromisoformat(until) + timedelta(days=1)).year)
        return self.since.get(now, "")[:4]


def facts_of(view: View | None) -> Facts:
    """What a map says; nothing, where there is no map."""
    found = Facts()
    if view:
        _read_codes(found, view)
        for kind in _SUCCEEDED:
            things = view.things(kind)
            found.since.update(_given(things["id"], things["since"]))
            found.until.update(_given(things["id"], things["until"]))
            for was, now, _ in view.pairs(kind, kind["succeeded_by"]):
                found.successors[was].append(now)
    return found


def _given(things: list[str], days: list[str | None]) -> Iterator[tuple[str, str]]:
    return ((thing, day) for thing, day in zip(things, days, strict=True) if day)


def _read_codes(found: Facts, view: View) -> None:
    areas = view.things(BY_NAME["Area"])
    codes = {thing: code.upper() for thing, code in zip(areas["id"], areas["code"], strict=True) if code}
    for thing, code in codes.items():
        found.codes[code].add(thing)
    partner = BY_NAME["Partner"]
    covered = defaultdict(list)
    for thing, area, _ in view.pairs(partner, partner["covers"]):
        covered[thing].append(area)
    partners = view.things(partner)
    for thing, name in zip(partners["id"], partners["name"], strict=True):
        if len(covered[thing]) == 1 and covered[thing][0] in codes and parts_of(name).body.sort == "council":
            found.codes[codes[covered[thing][0]]].add(thing)
