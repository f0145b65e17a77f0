"""The words that every report uses, one function a definition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from .rows import BODIES, Day, Row, cell, day_of, several


class Finding(TypedDict):
    """A finding without its message and sources: "keys that do not apply are null"."""

    code: str
    severity: str
    subject: str
    partner: str | None
    area: str | None
    theme: str | None
    agreement: str | None
    open: list[str]


def finding(
    code: str,
    severity: str,
    subject: str,
    *,
    partner: str | None = None,
    area: str | None = None,
    agreement: str | None = None,
    open_places: Iterable[str] = (),
) -> Finding:
    """ "`open` lists, sorted, the places looked at ... With any, severity is low"."""
    places = sorted(set(open_places))
    return {
        "code": code,
        "severity": "low" if places else severity,
        "subject": subject,
        "partner": partner,
        "area": area,
        "theme": None,
        "agreement": agreement,
        "open": places,
    }


def each_once(found: Iterable[Finding]) -> list[Finding]:
    """ "Each finding stands once", in a settled order."""
    once: list[Finding] = []
    for one in found:
        if one not in once:
            once.append(one)
    return sorted(once, key=lambda one: [str(value) for value in one.values()])


# Within, Of, Covers, Reaches


def directly_within(day: Day, area: str) -> list[str]:
    """The areas whose Within names the area."""
    return [cell(row, "Name") for row in day.rows("Areas") if area in several(row, "Within")]


def wholes_of(day: Day, area: str) -> set[str]:
    """What the area is within: "An area is within those its Within names, and theirs."."""
    found: set[str] = set()
    row = day.named("Areas", area)
    for whole in several(row, "Within") if row else []:
        found |= {whole} | wholes_of(day, whole)
    return found


def areas_within(day: Day, area: str) -> list[str]:
    """The areas that are within the area, in any number of steps."""
    return [cell(row, "Name") for row in day.rows("Areas") if area in wholes_of(day, cell(row, "Name"))]


def is_of(day: Day, thing: Row, area: str) -> bool:
    """ "its Covers names it, or names every area that is directly within it (and there are at least two)"."""
    named = several(thing, "Covers")
    parts = directly_within(day, area)
    return area in named or (len(parts) >= 2 and all(part in named for part in parts))


def is_everywhere(day: Day, thing: Row) -> bool:
    """ "A partner of a national kind with no Covers covers every area"."""
    written = next((row for row in day.written["Partners"] if cell(row, "Name") == cell(thing, "Name")), None)
    return written is not None and not several(written, "Covers") and bool(kind_says(day, thing).get("national"))


def covers(day: Day, thing: Row, area: str) -> bool:
    """ "It is of the area or of one that the area is within."."""
    return is_everywhere(day, thing) or any(is_of(day, thing, one) for one in {area} | wholes_of(day, area))


def reaches(day: Day, thing: Row, area: str) -> bool:
    """ "It covers the area or its Covers names an area within it."."""
    return covers(day, thing, area) or names_within(day, thing, area)


def names_within(day: Day, thing: Row, area: str) -> bool:
    """Its Covers names an area within the area."""
    return any(one in several(thing, "Covers") for one in areas_within(day, area))


# Chains and themes


def chain(day: Day, sheet: str, heading: str, name: str) -> list[str]:
    """What follows from a name through a single column, nearest first; it "stops at what is not there"."""
    row = day.named(sheet, name)
    above = cell(row, heading) if row else ""
    return [above, *chain(day, sheet, heading, above)] if above else []


def is_about(partnership: Row, theme: str) -> bool:
    """ "A partnership is about the themes it names"."""
    return theme in several(partnership, "Theme")


def is_for(day: Day, partnership: Row, theme: str) -> bool:
    """ "*for* a theme it is if it is about it or about an ancestor of it"."""
    return any(is_about(partnership, one) for one in [theme, *chain(day, "Themes", "Part of", theme)])


# Seats and proxies


def seats(day: Day) -> list[Row]:
    """ "A membership at that day, not as observer."."""
    return [row for row in day.rows("Memberships") if cell(row, "Role").lower() != "observer"]


def has_seat(day: Day, holder: str, partnership: str) -> bool:
    """Whether a partner or a partnership has a seat of its own on the partnership."""
    return any(cell(row, "Partner") == holder and cell(row, "Partnership") == partnership for row in seats(day))


def observes(day: Day, holder: str, partnership: str) -> bool:
    """Whether it is an observer there."""
    return any(
        cell(row, "Partner") == holder
        and cell(row, "Partnership") == partnership
        and cell(row, "Role").lower() == "observer"
        for row in day.rows("Memberships")
    )


def seated_partnerships(day: Day, partner: str) -> list[str]:
    """The partnerships on which a partner has a seat."""
    return [cell(row, "Partnership") for row in seats(day) if cell(row, "Partner") == partner]


def has_proxy(day: Day, partner: str, partnership: str) -> bool:
    """ "no seat of its own there, but a seat whose row speaks for it ..., or whose holder is ..."."""
    if has_seat(day, partner, partnership):
        return False
    there = [row for row in seats(day) if cell(row, "Partnership") == partnership]
    sits_on = seated_partnerships(day, partner)
    holders = [*chain(day, "Partners", "Part of", partner), *sits_on]
    voices = [partner, *sits_on]
    return any(cell(row, "Partner") in holders or set(several(row, "Speaks for")) & set(voices) for row in there)


# What is known of memberships


def is_in_name_only(day: Day, partnership: Row) -> bool:
    """ "Members known is written `all`, and no partner or partnership has a seat on it at that day."."""
    name = cell(partnership, "Name")
    return cell(partnership, "Members known").lower() == "all" and not any(
        cell(row, "Partnership") == name for row in seats(day)
    )


def working(day: Day) -> list[Row]:
    """The partnerships that can be forum, table, place, LSP or step: those not in name only."""
    return [row for row in day.rows("Partnerships") if not is_in_name_only(day, row)]


def members_known(day: Day, partnership: Row) -> str:
    """ "blank: all if it has any row in Memberships, whatever its dates, else none"."""
    name = cell(partnership, "Name")
    any_row = any(cell(row, "Partnership") == name for row in day.written["Memberships"])
    return cell(partnership, "Members known").lower() or ("all" if any_row else "none")


def not_fully_known(day: Day, places: Iterable[Row]) -> list[str]:
    """ "the places looked at ... whose Members known is not `all`"."""
    return [cell(row, "Name") for row in places if members_known(day, row) != "all"]


# What a framework says of a partner


def kind_says(day: Day, thing: Row) -> dict[str, Any]:
    """What the framework says of the thing's kind; of an unlisted kind nothing."""
    said: dict[str, Any] = day.framework.get("kinds", {}).get(cell(thing, "Kind"), {})
    return said


def weight(day: Day, partner: Row) -> str:
    """ "What the framework says of a partner's kind (an unlisted kind: medium)."."""
    return str(kind_says(day, partner).get("weight", "medium"))


def sector(day: Day, partner: Row) -> str:
    """ "Sector (...; blank: the kind's)"; empty where neither says one."""
    return cell(partner, "Sector").lower() or str(kind_says(day, partner).get("sector", ""))


# Money


def treatments(row: Row) -> list[str]:
    """The treatments of an allocation; "`pooled; passported`" are two."""
    return [text.lower() for text in several(row, "Treatment")]


def is_excluded(row: Row) -> bool:
    """Treatment excluded."""
    return "excluded" in treatments(row)


def is_refused(row: Row) -> bool:
    """Status refused ("blank: agreed")."""
    return cell(row, "Status").lower() == "refused"


def is_breakdown(row: Row) -> bool:
    """ "Breakdown (yes: another row holds this sum; shown, not added)"."""
    return cell(row, "Breakdown").lower() == "yes"


def is_live(row: Row) -> bool:
    """ "A live allocation is neither excluded nor refused"."""
    return not is_excluded(row) and not is_refused(row)


def is_counted(row: Row) -> bool:
    """ "a counted one is live and no breakdown"."""
    return is_live(row) and not is_breakdown(row)


# Who leads, contributes, receives and is asked in an agreement


def outcomes_of(day: Day, agreement: str) -> list[Row]:
    """The outcomes of an agreement."""
    return [row for row in day.rows("Outcomes") if cell(row, "Agreement") == agreement]


def leads_outcome(day: Day, body: str, agreement: str) -> bool:
    """Leads an outcome of the agreement."""
    return any(cell(row, "Lead partner") == body for row in outcomes_of(day, agreement))


def contributes(day: Day, body: str, agreement: str) -> bool:
    """Contributes to an outcome of the agreement."""
    return any(body in several(row, "Contributing partners") for row in outcomes_of(day, agreement))


def live_allocations_to(day: Day, body: str, agreement: str) -> list[Row]:
    """The live allocations under the agreement whose recipient is the body itself, if it is there."""
    if not day.is_there(BODIES, body):
        return []
    under = [row for row in day.rows("Allocations") if cell(row, "Agreement") == agreement and is_live(row)]
    return [row for row in under if cell(row, "Recipient") == body]


def received(day: Day, partner: str, agreement: str) -> list[Row]:
    """ "what a partnership receives, its accountable body receives (only receiving passes on)"."""
    through = [cell(row, "Name") for row in day.rows("Partnerships") if cell(row, "Accountable body") == partner]
    return [row for body in (partner, *through) for row in live_allocations_to(day, body, agreement)]


def party_row(day: Day, partner: str, agreement: str) -> Row | None:
    """ "the one with the latest Since not after it counts (a blank Since is the earliest; equal: the lower row)"."""
    rows = [
        row for row in day.rows("Parties") if cell(row, "Partner") == partner and cell(row, "Agreement") == agreement
    ]
    latest: Row | None = None
    for row in rows:
        if latest is None or since_order(row) >= since_order(latest):
            latest = row
    return latest


def since_order(row: Row) -> str:
    """A text that sorts by Since, blank the earliest."""
    return day_of(cell(row, "Since")).isoformat() if cell(row, "Since") else ""


def is_asked(day: Day, partner: Row, agreement: str) -> bool:
    """ "A partner of weight none is *asked* only where it has a party status row, leads or contributes ..."."""
    name = cell(partner, "Name")
    return weight(day, partner) != "none" or bool(
        party_row(day, name, agreement) is not None
        or leads_outcome(day, name, agreement)
        or contributes(day, name, agreement)
        or received(day, name, agreement)
    )


# Scope


def agreements_in_scope(day: Day, agreement: str | None, area: str | None) -> list[Row]:
    """ "agreements ... that are of it or within it": of the area, or of an area that is within it."""
    rows = day.rows("Agreements")
    if agreement is not None:
        rows = [row for row in rows if cell(row, "Name") == day.own_name("Agreements", agreement)]
    if area is not None:
        inside = areas_in_scope(day, area)
        rows = [row for row in rows if any(is_of(day, row, one) for one in inside)]
    return rows


def areas_in_scope(day: Day, area: str) -> list[str]:
    """The area itself and those within it; none where it is not there."""
    name = day.own_name("Areas", area)
    return [name, *areas_within(day, name)] if day.named("Areas", name) else []


def counties_in_scope(day: Day, agreement: str | None, area: str | None) -> list[str]:
    """Every area of tier county; those of the agreement and those of or within the area, where these are given."""
    counties = [cell(row, "Name") for row in day.rows("Areas") if cell(row, "Tier").lower() == "county"]
    if agreement is not None:
        named = agreements_in_scope(day, agreement, None)
        counties = [county for county in counties if any(is_of(day, row, county) for row in named)]
    if area is not None:
        counties = [county for county in counties if county in areas_in_scope(day, area)]
    return counties


def names(rows: Iterable[Row]) -> list[str]:
    """The names of rows."""
    return [cell(row, "Name") for row in rows]
