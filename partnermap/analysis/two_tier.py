"""two-tier: where the county tier and the district tier of a county are not joined up (OPM 2005, 4.3.1-4.3.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from partnermap.analysis.findings import Finding, Report, Row, Scope, finding, listed, once, plural
from partnermap.analysis.scopes import counties_in
from partnermap.analysis.words import Map

NAME = "two-tier"
TITLE = "Which tier is not joined up"
CODES = {
    "no-county-forum": "A theme that districts or an agreement work on has no partnership at county tier.",
    "broader-forum-only": "Only a county forum for something wider takes the theme.",
    "no-district-forum": "Most districts have a partnership for the theme, this one has none.",
    "unlinked-forum": "A district partnership has no way into a county forum: no report, no seat, no shared partner.",
    "no-county-seat": "A partner of some districts has neither seat nor voice on any county partnership.",
    "seat-by-proxy": "A partner of some districts is heard at county tier only through others.",
    "no-lsp": "An area without a local strategic partnership of its own.",
    "in-name-only": "A partnership whose list of members is complete and empty.",
}


def run(map_: Map, scope: Scope) -> Report:
    """Every county in scope, against the districts directly within it."""
    counties = [County(map_, area) for area in counties_in(map_, scope)]
    report = Report(NAME, once(found for county in counties for found in county.findings()), looked_at=len(counties))
    report.tables = {
        "matrix": [row for county in counties for row in county.matrix()],
        "seats": [row for county in counties for row in county.seats()],
    }
    return report


@dataclass
class County:
    """One county and what is of it."""

    map: Map
    area: str

    @cached_property
    def districts(self) -> list[str]:
        return self.map.directly_within(self.area)

    @cached_property
    def upper(self) -> list[str]:
        """County tier: partnerships of the county, in name only or not."""
        return self.map.things_of(self.area, "Partnership")

    @cached_property
    def lower(self) -> list[str]:
        """District tier: partnerships not of the county that name an area within it."""
        naming = {one for part in self.map.inside(self.area) for one in self.map.things_naming(part, "Partnership")}
        return sorted(one for one in naming if not self.map.is_of(one, self.area))

    @cached_property
    def working_upper(self) -> list[str]:
        return [one for one in self.upper if one in self.map.working]

    @cached_property
    def working_lower(self) -> list[str]:
        return [one for one in self.lower if one in self.map.working]

    @cached_property
    def district_themes(self) -> dict[str, list[str]]:
        """The themes that district-tier partnerships name, with those that name them."""
        found: dict[str, list[str]] = {}
        for one in self.working_lower:
            for theme in self.map.about(one):
                found.setdefault(theme, []).append(one)
        return found

    @cached_property
    def outcome_themes(self) -> dict[str, list[str]]:
        """The themes that outcomes of the county's agreements name, with these outcomes."""
        found: dict[str, list[str]] = {}
        for agreement in self.map.things_of(self.area, "Agreement"):
            for outcome in self.map.back["UNDER"].get(agreement, ()):
                if self.map.is_a(outcome, "Outcome"):
                    for theme in self.map.about(outcome):
                        found.setdefault(theme, []).append(outcome)
        return found

    def forums_for(self, theme: str) -> list[str]:
        """County forums for a theme."""
        return [one for one in self.working_upper if self.map.is_for(one, theme)]

    def forums_of(self, partnership: str) -> list[str]:
        """The county forums of a district-tier partnership: for any theme it names, or of its kind if it names none."""
        themes = self.map.about(partnership)
        if not themes:
            return [one for one in self.working_upper if self.map.kind(one) == self.map.kind(partnership)]
        return [one for one in self.working_upper if any(self.map.is_for(one, theme) for theme in themes)]

    def findings(self) -> Iterator[Finding]:
        yield from self._county_forums()
        yield from self._district_forums()
        yield from self._links()
        yield from self._county_seats()
        yield from self._strategic_partnerships()
        yield from self._names_only()

    # -- forums ----------------------------------------------------------------------------------

    def _county_forums(self) -> Iterator[Finding]:
        for theme in sorted(self.district_themes.keys() | self.outcome_themes.keys()):
            forums = self.forums_for(theme)
            if any(theme in self.map.about(forum) for forum in forums):
                continue
            name, area = self.map.name(theme), self.map.name(self.area)
            why, evidence = self._asked_for(theme)
            if forums:
                wider = listed(self.map.names_of(forums))
                message = (
                    f"{area} has no partnership of its own for {name}; {wider} takes it within something wider. {why}"
                )
                held = [*evidence, *((forum, "themes") for forum in forums)]
                yield finding("broader-forum-only", "low", name, message, area=area, evidence=held)
            else:
                message = f"{area} has no county-wide partnership for {name}. {why}"
                yield finding("no-county-forum", "high", name, message, area=area, evidence=evidence)

    def _asked_for(self, theme: str) -> tuple[str, list[tuple[str, str]]]:
        districts, outcomes = self.district_themes.get(theme, []), self.outcome_themes.get(theme, [])
        parts = []
        if districts:
            parts.append(f"Districts work on it: {listed(self.map.names_of(districts))}.")
        if outcomes:
            parts.append(
                f"The agreement has {plural(len(outcomes), 'outcome')} for it, such as “{self.map.name(outcomes[0])}”."
            )
        return " ".join(parts), [(one, "themes") for one in districts + outcomes]

    def _district_forums(self) -> Iterator[Finding]:
        for theme in sorted(self.district_themes):
            forums = [one for one in self.working_lower if self.map.is_for(one, theme)]
            covered = {d for d in self.districts if any(self.map.covers(one, d) for one in forums)}
            if 2 * len(covered) <= len(self.districts):
                continue
            for district in self.districts:
                if district not in covered:
                    name, area = self.map.name(theme), self.map.name(district)
                    message = (
                        f"{area} has no partnership for {name}, though {len(covered)} of the {len(self.districts)} "
                        f"districts of {self.map.name(self.area)} have one."
                    )
                    evidence = [(district, "name"), *((one, "covers") for one in forums)]
                    yield finding("no-district-forum", "medium", name, message, area=area, evidence=evidence)

    # -- links -----------------------------------------------------------------------------------

    def link(self, partnership: str, forums: list[str]) -> str:
        """How a district-tier partnership is joined to the county: reports, sits, shares a partner; or not at all."""
        if self._reports_to_county(partnership):
            return "reports"
        if any(self.map.has_seat(partnership, forum) for forum in forums):
            return "sits"
        return "shares a partner" if self._shared_partner(partnership, forums) else "none"

    def _reports_to_county(self, partnership: str) -> bool:
        """Whether its chain of Reports to leads to county tier; one in name only is no step in it."""
        passed: set[str] = set()
        step = self.map.one("REPORTS_TO", partnership)
        while step is not None and step in self.map.working and step not in passed:
            if step in self.upper:
                return True
            passed.add(step)
            step = self.map.one("REPORTS_TO", step)
        return False

    def _shared_partner(self, partnership: str, forums: list[str]) -> bool:
        holders = (seat.holder for seat in self.map.seats_at.get(partnership, ()))
        return any(
            self.map.is_a(holder, "Partner")
            and not self.map.covers(holder, self.area)
            and any(self.map.has_seat(holder, forum) for forum in forums)
            for holder in holders
        )

    def _links(self) -> Iterator[Finding]:
        for one in self.working_lower:
            forums = self.forums_of(one)
            if forums and self.link(one, forums) == "none":
                name = self.map.name(one)
                message = (
                    f"{name} has no way into {listed(self.map.names_of(forums))}: it neither reports to nor sits on a "
                    f"partnership of {self.map.name(self.area)}, and no district partner sits on both."
                )
                evidence = [(one, "name"), (one, "reports_to"), *((forum, "name") for forum in forums)]
                yield finding(
                    "unlinked-forum",
                    "medium",
                    name,
                    message,
                    looked_at=self.map.known([one, *forums]),
                    evidence=evidence,
                )

    # -- seats -----------------------------------------------------------------------------------

    @cached_property
    def district_partners(self) -> list[str]:
        """Partners asked for that reach the county without covering it."""
        naming = {one for part in self.map.inside(self.area) for one in self.map.things_naming(part, "Partner")}
        return sorted(one for one in naming if not self.map.covers(one, self.area) and self.map.weight(one) != "none")

    def _county_seats(self) -> Iterator[Finding]:
        for partner in self.district_partners:
            if any(self.map.has_seat(partner, place) for place in self.working_upper):
                continue
            name, county = self.map.name(partner), self.map.name(self.area)
            proxies = [seat for place in self.working_upper for seat in self.map.proxies(partner, place)]
            looked_at = self.map.known(self.working_upper)
            if proxies:
                who = listed(
                    dict.fromkeys(f"{self.map.name(s.holder)} on {self.map.name(s.place)}" for s in proxies), 2
                )
                message = f"{name} has no seat of its own on a partnership of {county}; it is heard through {who}."
                evidence = [(partner, "covers"), *((seat.id, "speaks_for") for seat in proxies)]
                yield finding("seat-by-proxy", "low", name, message, looked_at=looked_at, evidence=evidence)
            else:
                message = f"{name} works in part of {county} {_unheard(len(self.working_upper))}."
                evidence = [(partner, "covers"), *((place, "name") for place in self.working_upper)]
                yield finding(
                    "no-county-seat", self.map.weight(partner), name, message, looked_at=looked_at, evidence=evidence
                )

    # -- areas and names -------------------------------------------------------------------------

    def _strategic_partnerships(self) -> Iterator[Finding]:
        if not any(meaning.general for meaning in self.map.framework.kinds.values()):
            return
        for area in (self.area, *self.districts):
            held = self.map.things_of(area, "Partnership")
            if not any(self.map.is_general(one) and one in self.map.working for one in held):
                name = self.map.name(area)
                message = f"{name} has no general partnership of its own, such as an LSP."
                yield finding("no-lsp", "medium", name, message, area=name, evidence=[(area, "name")])

    def _names_only(self) -> Iterator[Finding]:
        for one in (*self.upper, *self.lower):
            if one not in self.map.working:
                name = self.map.name(one)
                message = f"{name} is said to have no member at all: its list is complete, and nobody has a seat on it."
                evidence = [(one, "members_known"), (one, "name")]
                yield finding("in-name-only", "medium", name, message, evidence=evidence)

    # -- tables ----------------------------------------------------------------------------------

    def matrix(self) -> Iterator[Row]:
        """Theme by area: the county forums, the district forums, and how these are joined."""
        for theme in sorted(self.district_themes.keys() | self.outcome_themes.keys(), key=self.map.name):
            upper = self.forums_for(theme)
            for area in (self.area, *self.districts):
                lower = [] if area == self.area else [
                    one for one in self.working_lower if self.map.is_for(one, theme) and self.map.covers(one, area)
                ]  # fmt: skip
                yield {
                    "county": self.map.name(self.area),
                    "theme": self.map.name(theme),
                    "area": self.map.name(area),
                    "county forum": self.map.names_of(upper),
                    "district forums": self.map.names_of(lower),
                    "link": sorted({self.link(one, self.forums_of(one)) for one in lower}),
                }

    def seats(self) -> Iterator[Row]:
        """Each partner of a part of the county: its seats at either tier, and who speaks for it at county tier."""
        lower = set(self.working_lower)
        for partner in sorted(self.district_partners, key=self.map.name):
            boards = self.map.boards.get(partner, set())
            proxies = {s.holder for place in self.working_upper for s in self.map.proxies(partner, place)}
            yield {
                "county": self.map.name(self.area),
                "partner": self.map.name(partner),
                "kind": self.map.kind(partner),
                "county seat": self.map.names_of(boards & set(self.working_upper)),
                "district seats": self.map.names_of(boards & lower),
                "proxies": self.map.names_of(proxies),
            }


def _unheard(places: int) -> str:
    """That a partner is heard on none of so many county partnerships."""
    if not places:
        return "and has nowhere to be heard: no partnership is the county's own"
    where = f"any of its {places} county partnerships" if places > 1 else "its one county partnership"
    return f"and has neither a seat nor a voice on {where}"
