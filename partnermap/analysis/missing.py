"""missing: who a framework expects, and does not find at the table (OPM 2005, 4.2.12, 5.1.3, 6.5.32)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from partnermap.analysis.engaged import AGREED, Engaged
from partnermap.analysis.findings import Finding, Report, Row, Scope, finding, listed, once
from partnermap.analysis.scopes import agreements_in
from partnermap.analysis.words import Map
from partnermap.frameworks import Expectation
from partnermap.nearest import nearest
from partnermap.store.ids import fold

NAME = "missing"
TITLE = "Who is expected and missing"
CODES = {
    "missing": "Nobody in the map fits what is expected.",
    "not-seated": "Somebody fits, and has neither seat nor voice where expected.",
    "represented-only": "Somebody fits, and is heard only through others.",
    "sector-absent": "A whole sector holds no seat where the agreement is overseen.",
}
SEVERITY = {"statutory": "high", "expected": "medium", "desirable": "low"}
SECTORS = {
    "public": ("public",),
    "voluntary and community": ("voluntary", "community"),
    "private": ("private",),
}
WORST = ("missing", "not-seated", "represented-only", "seated")


def run(map_: Map, scope: Scope) -> Report:
    """Every agreement in scope against every expectation in force on the day."""
    day = map_.graph.graph["as_of"]
    expectations = map_.framework.in_force(dt.date.fromisoformat(day) if day else dt.date.max)
    engaged = [Engaged(map_, agreement) for agreement in agreements_in(map_, scope)]
    fits = {expectation.name: fitting(map_, expectation) for expectation in expectations}
    cases = [
        Case(one, expectation, area, fits[expectation.name])
        for one in engaged
        for expectation in expectations
        for area in areas_asked(one, expectation)
    ]
    found = [one for case in cases for one in case.findings()]
    report = Report(NAME, once([*found, *(one for each in engaged for one in _sectors(each))]), looked_at=len(engaged))
    report.tables = {"matrix": _matrix(cases)}
    report.notes = [f"Framework: {map_.framework.name}.", *_never_met(map_, expectations)]
    return report


def _never_met(map_: Map, expectations: tuple[Expectation, ...]) -> Iterator[str]:
    """Notes on what expectations name and the map does not have at all: perhaps it is misspelt."""
    kinds = {map_.kind(one) for one in map_.things["Partnership"]}
    themes = [map_.name(theme) for theme in map_.things["Theme"]]
    for one in expectations:
        if one.theme is not None and not map_.themes_named(one.theme):
            yield f"“{one.name}”: no theme in the map is called “{one.theme}”.{_perhaps(one.theme, themes)}"
        for kind in one.sits_on:
            if kind not in kinds:
                yield f"“{one.name}”: no partnership in the map is of the kind “{kind}”.{_perhaps(kind, kinds)}"


def _perhaps(text: str, known: Iterable[str]) -> str:
    likely = nearest(text, known, limit=1)
    return f" Is “{likely[0]}” meant?" if likely else ""


def fitting(map_: Map, expectation: Expectation) -> set[str]:
    """The partners of a kind, name or sector that is expected."""
    names = {fold(name) for name in expectation.names}
    return {
        one
        for one in map_.things["Partner"]
        if map_.kind(one) in expectation.kinds
        or map_.sector(one) in expectation.sectors
        or (names and not names.isdisjoint(map_.all_names(one)))
    }


def areas_asked(engaged: Engaged, expectation: Expectation) -> list[str]:
    """The areas for which it is asked: of its tiers, and of the agreement, within it, or (region, nation) around it."""
    if not expectation.tier:
        return engaged.areas
    map_ = engaged.map
    around = {wide for area in engaged.areas for wide in map_.around(area) if map_.tier(wide) in ("region", "nation")}
    return sorted(area for area in engaged.inside | around if map_.tier(area) in expectation.tier)


@dataclass
class Case:
    """One expectation for one area of one agreement; ``fits`` are the partners that fit it anywhere."""

    engaged: Engaged
    expectation: Expectation
    area: str
    fits: set[str]

    @cached_property
    def candidates(self) -> list[str]:
        return sorted(self.fits & self.engaged.map.reaching(self.area))

    @cached_property
    def at_tables(self) -> bool:
        """Whether the agreement's tables are meant, no kind of partnership or theme being named."""
        return not self.expectation.sits_on and self.expectation.theme is None

    @cached_property
    def places(self) -> list[str]:
        """Where a seat is expected."""
        if self.at_tables:
            return self.engaged.tables
        map_ = self.engaged.map
        wider = [one for one in map_.around(self.area) if one in self.engaged.inside]
        near = {place for area in (self.area, *wider) for place in map_.things_of(area, "Partnership")}
        return sorted(one for one in near if one in map_.working and self._is_asked_for(one))

    def _is_asked_for(self, partnership: str) -> bool:
        map_, expected = self.engaged.map, self.expectation
        if expected.sits_on and map_.kind(partnership) not in expected.sits_on:
            return False
        return expected.theme is None or any(
            map_.is_for(partnership, theme) for theme in map_.themes_named(expected.theme)
        )

    def is_seated(self, partner: str) -> bool:
        if any(self.engaged.map.has_seat(partner, place) for place in self.places):
            return True
        return self.at_tables and self.engaged.status(partner) in AGREED

    def is_represented(self, partner: str) -> bool:
        return any(self.engaged.map.has_proxy(partner, place) for place in self.places)

    @cached_property
    def state(self) -> str:
        """missing, not-seated, represented-only or seated, for the candidates together."""
        if not self.candidates:
            return "missing"
        return (
            min((self._state_of(one) for one in self.candidates), key=WORST.index)
            if self.expectation.each
            else self._best
        )

    @cached_property
    def _best(self) -> str:
        return max((self._state_of(one) for one in self.candidates), key=WORST.index)

    def _state_of(self, partner: str) -> str:
        if self.is_seated(partner):
            return "seated"
        return "represented-only" if self.is_represented(partner) else "not-seated"

    def findings(self) -> Iterator[Finding]:
        if self.state == "missing":
            yield self._finding("missing", None)
        elif not self.expectation.each:
            if self.state != "seated":
                yield self._finding(self.state, None)
        else:
            for partner in self.candidates:
                if self._state_of(partner) != "seated":
                    yield self._finding(self._state_of(partner), partner)

    def _finding(self, code: str, partner: str | None) -> Finding:
        map_, expected = self.engaged.map, self.expectation
        return finding(
            code,
            SEVERITY[expected.strength],
            expected.name,
            f"{self._words(code, partner)} {self._asked_for()} {self._why()}",
            looked_at=[] if code == "missing" else map_.known(self.places),
            area=map_.name(self.area),
            agreement=map_.name(self.engaged.agreement),
            partner=map_.name(partner) if partner else None,
            evidence=self._evidence(code, partner),
        )

    def _words(self, code: str, partner: str | None) -> str:
        map_ = self.engaged.map
        if code == "missing":
            return f"No partner in the map fits “{self.expectation.name}”."
        if not self.places:
            who = map_.name(partner) if partner else listed(map_.names_of(self.candidates), 3)
            return f"{who} could sit there, but there is no such partnership to sit on."
        where = listed(map_.names_of(self.places), 2)
        if code == "not-seated":
            return self._absent_words(partner, where)
        through = self._voices(partner)
        if partner or len(self.candidates) == 1:
            who = map_.name(partner or self.candidates[0])
            return f"{who} has no seat on {where}, and is heard there only through {through}."
        return f"{self._none_of()} has a seat on {where}; they are heard there only through {through}."

    def _absent_words(self, partner: str | None, where: str) -> str:
        if partner or len(self.candidates) == 1:
            return f"{self.engaged.map.name(partner or self.candidates[0])} has neither a seat nor a voice on {where}."
        return f"{self._none_of()} has a seat or a voice on {where}."

    def _none_of(self) -> str:
        names = listed(self.engaged.map.names_of(self.candidates), 3)
        return f"None of the {len(self.candidates)} that could sit there ({names})"

    def _voices(self, partner: str | None) -> str:
        map_ = self.engaged.map
        asked = [partner] if partner else self.candidates
        holders = {seat.holder for one in asked for place in self.places for seat in map_.proxies(one, place)}
        return listed(map_.names_of(holders), 2)

    def _asked_for(self) -> str:
        map_ = self.engaged.map
        return f"Asked for {map_.name(self.area)}, in {map_.name(self.engaged.agreement)}."

    def _why(self) -> str:
        expected = self.expectation
        source = f"{expected.source or 'no source given'}{'' if expected.confirmed else '; from memory, not confirmed'}"
        return f"{expected.strength.capitalize()}: {expected.why or 'no reason given'} ({source})."

    def _evidence(self, code: str, partner: str | None) -> list[tuple[str, str]]:
        cells = [(self.engaged.agreement, "covers")] if code == "missing" else []
        cells += [(one, "name") for one in ([partner] if partner else self.candidates[:5])]
        cells += [(place, "name") for place in self.places]
        for one in [partner] if partner else self.candidates[:5]:
            cells += [(s.id, "speaks_for") for place in self.places for s in self.engaged.map.proxies(one, place)]
        return cells


def _sectors(engaged: Engaged) -> Iterator[Finding]:
    map_ = engaged.map
    if not engaged.tables:
        return
    area = map_.name(engaged.areas[0]) if engaged.areas else None
    held = {
        map_.sector(seat.holder)
        for table in engaged.tables
        for seat in map_.seats_at.get(table, ())
        if map_.is_a(seat.holder, "Partner")
    }
    for subject, sectors in SECTORS.items():
        if held.isdisjoint(sectors):
            name, where = map_.name(engaged.agreement), listed(map_.names_of(engaged.tables), 2)
            yield finding(
                "sector-absent", "medium", subject,
                f"No {subject} partner holds a seat on {where}, where {name} is overseen.",
                looked_at=map_.known(engaged.tables), area=area, agreement=name,
                evidence=[(table, "name") for table in engaged.tables],
            )  # fmt: skip


def _matrix(cases: list[Case]) -> list[Row]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for case in cases:
        key = (case.expectation.name, case.engaged.map.name(case.engaged.agreement))
        counts.setdefault(key, Counter())[case.state] += 1
    return [
        {
            "expectation": expectation,
            "agreement": agreement,
            "seated": count["seated"],
            "represented": count["represented-only"],
            "present without a seat": count["not-seated"],
            "missing": count["missing"],
            "areas": count.total(),
            "worst": next(state for state in WORST if count[state]),
        }
        for (expectation, agreement), count in counts.items()
    ]
