"""two-tier: what a county and its districts have, and what links them."""

from __future__ import annotations

from collections.abc import Iterator

from .rows import Day, Row, cell, several
from .words import (
    Finding,
    chain,
    counties_in_scope,
    covers,
    each_once,
    finding,
    has_proxy,
    has_seat,
    is_about,
    is_for,
    is_in_name_only,
    is_of,
    kind_says,
    names,
    names_within,
    not_fully_known,
    reaches,
    weight,
    working,
)
from .words import directly_within as districts_of


def findings(day: Day, agreement: str | None, area: str | None) -> list[Finding]:
    """ "two-tier (each county in scope)"."""
    return each_once(one for county in counties_in_scope(day, agreement, area) for one in county_findings(day, county))


def county_findings(day: Day, county: str) -> Iterator[Finding]:
    """Every rule, with respect to one county."""
    yield from county_forum_findings(day, county)
    yield from district_forum_findings(day, county)
    yield from unlinked_forums(day, county)
    yield from county_seat_findings(day, county)
    yield from no_lsp(day, county)
    yield from in_name_only(day, county)


def is_county_tier(day: Day, partnership: Row, county: str) -> bool:
    """ "*county tier* is what is of it"."""
    return is_of(day, partnership, county)


def is_district_tier(day: Day, partnership: Row, county: str) -> bool:
    """ "*district tier* is what is not of it (whether or not it covers it), and names an area within it"."""
    return not is_of(day, partnership, county) and names_within(day, partnership, county)


def county_tier(day: Day, county: str) -> list[Row]:
    """The county-tier partnerships; one in name only "counts in two-tier only for its own rule"."""
    return [row for row in working(day) if is_county_tier(day, row, county)]


def district_tier(day: Day, county: str) -> list[Row]:
    """The district-tier partnerships; one in name only "counts in two-tier only for its own rule"."""
    return [row for row in working(day) if is_district_tier(day, row, county)]


def county_forums(day: Day, county: str, theme: str) -> list[Row]:
    """ "A *county forum* for a theme is a county-tier partnership for it."."""
    return [row for row in county_tier(day, county) if is_for(day, row, theme)]


def forums_of(day: Day, county: str, partnership: Row) -> list[Row]:
    """ "those for any theme it names; if it names none, the county-tier partnerships of its kind"."""
    themes = several(partnership, "Theme")
    if not themes:
        return [row for row in county_tier(day, county) if cell(row, "Kind") == cell(partnership, "Kind")]
    return [row for row in county_tier(day, county) if any(is_for(day, row, theme) for theme in themes)]


def district_themes(day: Day, county: str) -> set[str]:
    """The themes that a district-tier partnership names."""
    return {theme for row in district_tier(day, county) for theme in several(row, "Theme")}


def outcome_themes(day: Day, county: str) -> set[str]:
    """The themes that "an outcome of an agreement that is of the county" names."""
    agreements = [cell(row, "Name") for row in day.rows("Agreements") if is_of(day, row, county)]
    outcomes = [row for row in day.rows("Outcomes") if cell(row, "Agreement") in agreements]
    return {theme for row in outcomes for theme in several(row, "Theme")}


def county_forum_findings(day: Day, county: str) -> Iterator[Finding]:
    """ "there is no county forum for it" and "there are county forums for it, and none names it itself"."""
    for theme in sorted(district_themes(day, county) | outcome_themes(day, county)):
        forums = county_forums(day, county, theme)
        if not forums:
            yield finding("no-county-forum", "high", theme, area=county)
        elif not any(is_about(row, theme) for row in forums):
            yield finding("broader-forum-only", "low", theme, area=county)


def district_forum_findings(day: Day, county: str) -> Iterator[Finding]:
    """ "more than half of the districts are covered by district-tier partnerships for it, and this one is not"."""
    districts = districts_of(day, county)
    for theme in sorted(district_themes(day, county)):
        forums = [row for row in district_tier(day, county) if is_for(day, row, theme)]
        without = [one for one in districts if not any(covers(day, row, one) for row in forums)]
        if 2 * (len(districts) - len(without)) > len(districts):
            yield from (finding("no-district-forum", "medium", theme, area=one) for one in without)


def unlinked_forums(day: Day, county: str) -> Iterator[Finding]:
    """ "district tier, has forums; no chain ...; no seat itself ...; and no partner ... has a seat both"."""
    for row in district_tier(day, county):
        forums = forums_of(day, county, row)
        linked = reports_to_county(day, county, row) or sits_on_one(day, row, forums)
        if forums and not linked and not shares_a_partner(day, county, row, forums):
            looked_at = not_fully_known(day, [row, *forums])
            yield finding("unlinked-forum", "medium", cell(row, "Name"), open_places=looked_at)


def reports_to_county(day: Day, county: str, partnership: Row) -> bool:
    """A chain of Reports to reaches a county-tier partnership; one in name only is "no step in a chain"."""
    steps = names(working(day))
    county_names = names(county_tier(day, county))
    for above in chain(day, "Partnerships", "Reports to", cell(partnership, "Name")):
        if above not in steps:
            return False
        if above in county_names:
            return True
    return False


def sits_on_one(day: Day, partnership: Row, forums: list[Row]) -> bool:
    """It has a seat itself on one of its forums."""
    return any(has_seat(day, cell(partnership, "Name"), forum) for forum in names(forums))


def shares_a_partner(day: Day, county: str, partnership: Row, forums: list[Row]) -> bool:
    """A partner "that does not cover the county has a seat both on it and on one of them"."""
    below = [cell(row, "Name") for row in day.rows("Partners") if not covers(day, row, county)]
    return any(
        has_seat(day, partner, cell(partnership, "Name")) and has_seat(day, partner, forum)
        for partner in below
        for forum in names(forums)
    )


def county_seat_findings(day: Day, county: str) -> Iterator[Finding]:
    """ "asked; reaches the county without covering it; neither seat nor proxy on a county-tier partnership"."""
    places = county_tier(day, county)
    for row in day.rows("Partners"):
        name = cell(row, "Name")
        asked = weight(day, row) != "none" and reaches(day, row, county) and not covers(day, row, county)
        if not asked or any(has_seat(day, name, place) for place in names(places)):
            continue
        proxy = any(has_proxy(day, name, place) for place in names(places))
        code, severity = ("seat-by-proxy", "low") if proxy else ("no-county-seat", weight(day, row))
        yield finding(code, severity, name, open_places=not_fully_known(day, places))


def no_lsp(day: Day, county: str) -> Iterator[Finding]:
    """ "the county, or one of its districts, without a partnership of a general kind that is of it"."""
    if not any(said.get("general") for said in day.framework.get("kinds", {}).values()):
        return
    general = [row for row in working(day) if kind_says(day, row).get("general")]
    for area in [county, *districts_of(day, county)]:
        if not any(is_of(day, row, area) for row in general):
            yield finding("no-lsp", "medium", area, area=area)


def in_name_only(day: Day, county: str) -> Iterator[Finding]:
    """ "county or district tier, and in name only"."""
    for row in day.rows("Partnerships"):
        tier = is_county_tier(day, row, county) or is_district_tier(day, row, county)
        if tier and is_in_name_only(day, row):
            yield finding("in-name-only", "medium", cell(row, "Name"))
