"""missing: whom a framework expects, and where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .engagement import status, tables
from .rows import Day, Row, cell, several
from .words import (
    Finding,
    agreements_in_scope,
    each_once,
    finding,
    has_proxy,
    has_seat,
    is_for,
    is_of,
    names,
    not_fully_known,
    reaches,
    sector,
    wholes_of,
    working,
)

Expectation = Mapping[str, Any]

SEVERITY = {"statutory": "high", "expected": "medium", "desirable": "low"}

SECTORS = {
    "public": ("public",),
    "voluntary and community": ("voluntary", "community"),
    "private": ("private",),
}


def findings(day: Day, agreement: str | None, area: str | None) -> list[Finding]:
    """ "missing (each agreement in scope; a framework by name or file)"."""
    return each_once(one for row in agreements_in_scope(day, agreement, area) for one in agreement_findings(day, row))


def agreement_findings(day: Day, agreement: Row) -> Iterator[Finding]:
    """ "For each expectation in force, each agreement in scope and each area of its tiers"."""
    for expectation in day.framework.get("expectation", []):
        if in_force(day, expectation):
            for area in areas_asked(day, expectation, agreement):
                yield from expectation_findings(day, expectation, agreement, area)
    yield from sector_absent(day, agreement)


def texts(expectation: Expectation, key: str) -> list[str]:
    """ "may be one text or a list"."""
    said = expectation.get(key, [])
    return [said] if isinstance(said, str) else list(said)


def in_force(day: Day, expectation: Expectation) -> bool:
    """ "from ... first day; left out: always", "until ... left out: still"."""
    first, last = expectation.get("from", day.as_of), expectation.get("until", day.as_of)
    return bool(first <= day.as_of <= last)


def is_inside(day: Day, area: str, agreement: Row) -> bool:
    """ "an area of the agreement or within one"."""
    return bool(({area} | wholes_of(day, area)) & set(several(agreement, "Covers")))


def areas_asked(day: Day, expectation: Expectation, agreement: Row) -> list[str]:
    """The areas of its tiers in or around the agreement; without tier each area of the agreement."""
    tiers = texts(expectation, "tier")
    if not tiers:
        return several(agreement, "Covers")
    rows = [row for row in day.rows("Areas") if cell(row, "Tier").lower() in tiers]
    return [cell(row, "Name") for row in rows if is_asked_for(day, row, agreement)]


def is_asked_for(day: Day, area: Row, agreement: Row) -> bool:
    """ "an area of the agreement or within one (or, a region or nation, contains one)"."""
    name = cell(area, "Name")
    wide = cell(area, "Tier").lower() in ("region", "nation")
    contains = any(name in wholes_of(day, one) for one in several(agreement, "Covers"))
    return is_inside(day, name, agreement) or (wide and contains)


def fits(day: Day, partner: Row, expectation: Expectation) -> bool:
    """ "kinds, names (of partners, an alias will do) and sectors: one partner that fits any of them will do"."""
    expected = [day.own_name("Partners", name) for name in texts(expectation, "names")]
    return (
        cell(partner, "Kind") in texts(expectation, "kinds")
        or cell(partner, "Name") in expected
        or sector(day, partner) in texts(expectation, "sectors")
    )


def candidates(day: Day, expectation: Expectation, area: str) -> list[str]:
    """ "the partners that fit and reach the area"."""
    return names(row for row in day.rows("Partners") if fits(day, row, expectation) and reaches(day, row, area))


def at_tables(expectation: Expectation) -> bool:
    """ "With neither `sits_on` nor `theme`, places are the agreement's tables"."""
    return not texts(expectation, "sits_on") and not expectation.get("theme")


def is_asked_place(day: Day, partnership: Row, expectation: Expectation) -> bool:
    """ "kinds of partnership, and partnerships for it (both given: of such a kind and for the theme)"."""
    kinds, theme = texts(expectation, "sits_on"), str(expectation.get("theme", ""))
    if kinds and cell(partnership, "Kind") not in kinds:
        return False
    return not theme or is_for(day, partnership, day.own_name("Themes", theme))


def places(day: Day, expectation: Expectation, agreement: Row, area: str) -> list[Row]:
    """ "of the area, or of one that it is within and that is an area of the agreement or within one"."""
    if at_tables(expectation):
        return tables(day, agreement)
    around = [area, *(one for one in wholes_of(day, area) if is_inside(day, one, agreement))]
    asked_for = [row for row in working(day) if is_asked_place(day, row, expectation)]
    return [row for row in asked_for if any(is_of(day, row, one) for one in around)]


def is_seated(day: Day, candidate: str, expectation: Expectation, agreement: Row, at: list[Row]) -> bool:
    """A seat on a place; at the tables "status agreed or signed ... counts as a seat"."""
    if at_tables(expectation) and status(day, candidate, agreement) in ("agreed", "signed"):
        return True
    return any(has_seat(day, candidate, place) for place in names(at))


def expectation_findings(day: Day, expectation: Expectation, agreement: Row, area: str) -> Iterator[Finding]:
    """`missing`, or what stands for all the candidates or for each."""
    asked = candidates(day, expectation, area)
    at = places(day, expectation, agreement, area)
    seated = [one for one in asked if is_seated(day, one, expectation, agreement, at)]
    if not asked:
        yield made("missing", expectation, agreement, area, None, [])
    elif expectation.get("each"):
        for one in asked:
            if one not in seated:
                yield unseated(day, [one], one, expectation, agreement, area, at)
    elif not seated:
        yield unseated(day, asked, None, expectation, agreement, area, at)


def unseated(
    day: Day,
    who: list[str],
    partner: str | None,
    expectation: Expectation,
    agreement: Row,
    area: str,
    at: list[Row],
) -> Finding:
    """`represented-only` where one has a proxy, else `not-seated` (looked at: places)."""
    proxy = any(has_proxy(day, one, place) for one in who for place in names(at))
    code = "represented-only" if proxy else "not-seated"
    return made(code, expectation, agreement, area, partner, not_fully_known(day, at))


def made(
    code: str, expectation: Expectation, agreement: Row, area: str, partner: str | None, looked_at: list[str]
) -> Finding:
    """A finding about an expectation."""
    return finding(
        code,
        SEVERITY[expectation["strength"]],
        expectation["name"],
        partner=partner,
        area=area,
        agreement=cell(agreement, "Name"),
        open_places=looked_at,
    )


def sector_absent(day: Day, agreement: Row) -> Iterator[Finding]:
    """ "the agreement has tables, and no seat at them is held by a partner of that sector"."""
    at = tables(day, agreement)
    seated = [row for row in day.rows("Partners") if any(has_seat(day, cell(row, "Name"), one) for one in names(at))]
    present = {sector(day, row) for row in seated}
    for subject, sectors in SECTORS.items():
        if at and not present & set(sectors):
            yield finding(
                "sector-absent",
                "medium",
                subject,
                area=next(iter(several(agreement, "Covers")), None),
                agreement=cell(agreement, "Name"),
                open_places=not_fully_known(day, at),
            )
