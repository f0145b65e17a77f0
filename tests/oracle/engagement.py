"""engagement: how far each partner of an agreement is in it."""

from __future__ import annotations

from collections.abc import Iterator

from .rows import Day, Row, cell, several
from .words import (
    Finding,
    agreements_in_scope,
    areas_within,
    chain,
    contributes,
    each_once,
    finding,
    has_proxy,
    has_seat,
    is_asked,
    is_of,
    leads_outcome,
    live_allocations_to,
    names,
    not_fully_known,
    observes,
    party_row,
    reaches,
    received,
    treatments,
    weight,
    working,
)


def findings(day: Day, agreement: str | None, area: str | None) -> list[Finding]:
    """ "engagement (each agreement in scope)"."""
    return each_once(one for row in agreements_in_scope(day, agreement, area) for one in agreement_findings(day, row))


def tables(day: Day, agreement: Row) -> list[Row]:
    """ "the partnerships that oversee it; if there is none ..., those that are of every one of its areas"."""
    overseeing = [row for row in working(day) if cell(agreement, "Name") in several(row, "Oversees")]
    areas = several(agreement, "Covers")
    return overseeing or [row for row in working(day) if areas and all(is_of(day, row, area) for area in areas)]


def of_its_areas(day: Day, agreement: Row) -> list[Row]:
    """The partnerships that are of one of its areas."""
    areas = several(agreement, "Covers")
    return [row for row in working(day) if any(is_of(day, row, area) for area in areas)]


def of_its_areas_or_within(day: Day, agreement: Row) -> list[Row]:
    """The partnerships "of one of its areas or of one within"."""
    areas = [one for area in several(agreement, "Covers") for one in (area, *areas_within(day, area))]
    return [row for row in working(day) if any(is_of(day, row, area) for area in areas)]


def has_seat_on_any(day: Day, body: str, places: list[Row]) -> bool:
    """A seat on one of the partnerships."""
    return any(has_seat(day, body, place) for place in names(places))


def partners_of(day: Day, agreement: Row) -> list[Row]:
    """ "Its partners: those that reach one of its areas, or that have a party status row, lead or ..."."""
    name = cell(agreement, "Name")
    places = tables(day, agreement) + of_its_areas_or_within(day, agreement)
    return [
        row
        for row in day.rows("Partners")
        if any(reaches(day, row, area) for area in several(agreement, "Covers"))
        or party_row(day, cell(row, "Name"), name) is not None
        or has_part(day, cell(row, "Name"), name)
        or has_seat_on_any(day, cell(row, "Name"), places)
    ]


def has_part(day: Day, partner: str, agreement: str) -> bool:
    """It leads, contributes or receives."""
    return (
        leads_outcome(day, partner, agreement)
        or contributes(day, partner, agreement)
        or bool(received(day, partner, agreement))
    )


def own_status(day: Day, partner: str, agreement: Row) -> str:
    """ "the party row's, but at least `agreed` for the agreement's lead partner unless it declined or withdrew"."""
    row = party_row(day, partner, cell(agreement, "Name"))
    by_row = (cell(row, "Status").lower() or "named") if row is not None else ""
    is_lead = cell(agreement, "Lead partner") == partner
    return "agreed" if is_lead and by_row not in ("agreed", "signed", "declined", "withdrawn") else by_row


def status(day: Day, partner: str, agreement: Row) -> str:
    """The partner's status: its own, that of the nearest whole that agreed or signed, `named`, or none."""
    own = own_status(day, partner, agreement)
    if own:
        return own
    for whole in chain(day, "Partners", "Part of", partner):
        if own_status(day, whole, agreement) in ("agreed", "signed"):
            return own_status(day, whole, agreement)
    return "named" if has_part(day, partner, cell(agreement, "Name")) else ""


def level(day: Day, partner: str, agreement: Row) -> str:
    """ "*Level*, the first that holds"."""
    at = names(tables(day, agreement))
    now = status(day, partner, agreement)
    others = of_its_areas_or_within(day, agreement)
    holds = {
        "signed": now in ("agreed", "signed"),
        "declined": now in ("declined", "withdrawn"),
        "seated": any(has_seat(day, partner, table) for table in at),
        "represented": any(has_proxy(day, partner, table) for table in at),
        "observer": any(observes(day, partner, table) for table in at),
        "consulted": now == "consulted",
        "informed": now == "informed",
        "named": now == "named",
        "local": has_seat_on_any(day, partner, others),
    }
    return next((one for one, held in holds.items() if held), "absent")


def agreement_findings(day: Day, agreement: Row) -> Iterator[Finding]:
    """ "Without any table there is one finding `no-table` ... instead of `absent` and `unengaged`."."""
    name = cell(agreement, "Name")
    if not tables(day, agreement):
        yield finding("no-table", "high", name, agreement=name)
    for partner in partners_of(day, agreement):
        if is_asked(day, partner, name):
            yield from level_findings(day, partner, agreement)
            yield from consent_findings(day, partner, agreement)
            yield from lead_findings(day, partner, agreement)
    yield from no_accountable_body(day, name)


def level_findings(day: Day, partner: Row, agreement: Row) -> Iterator[Finding]:
    """`absent`, `unengaged` and `declined`; "Weight none reads as low here."."""
    name, under = cell(partner, "Name"), cell(agreement, "Name")
    at = level(day, name, agreement)
    looked_at = tables(day, agreement)
    if at == "declined":
        yield finding("declined", "high", name, agreement=under)
    elif looked_at and at in ("absent", "local", "named", "informed"):
        code = "absent" if at == "absent" else "unengaged"
        severity = weight(day, partner).replace("none", "low")
        yield finding(code, severity, name, agreement=under, open_places=not_fully_known(day, looked_at))


def consent_findings(day: Day, partner: Row, agreement: Row) -> Iterator[Finding]:
    """`named-not-agreed` and `money-without-consent`."""
    name, under = cell(partner, "Name"), cell(agreement, "Name")
    now = status(day, name, agreement)
    if has_part(day, name, under) and now not in ("agreed", "signed", "declined", "withdrawn"):
        does_more = leads_outcome(day, name, under) or contributes(day, name, under)
        yield finding("named-not-agreed", "high" if does_more else "medium", name, agreement=under)
    terms = {term for row in received(day, name, under) for term in treatments(row)}
    severities = {"pooled": "high", "aligned": "medium", "passported": "low"}
    worst = next((severities[term] for term in severities if term in terms), None)
    if worst and now not in ("agreed", "signed"):
        yield finding("money-without-consent", worst, name, agreement=under)


def lead_findings(day: Day, partner: Row, agreement: Row) -> Iterator[Finding]:
    """`lead-without-seat`: at a table or "on a partnership that is of one of the agreement's areas"."""
    name, under = cell(partner, "Name"), cell(agreement, "Name")
    places = tables(day, agreement) + of_its_areas(day, agreement)
    if leads_outcome(day, name, under) and not has_seat_on_any(day, name, places):
        looked_at = not_fully_known(day, places)
        yield finding("lead-without-seat", "medium", name, agreement=under, open_places=looked_at)


def no_accountable_body(day: Day, agreement: str) -> Iterator[Finding]:
    """ "names no accountable body (one that is gone is named)"."""
    for row in day.written["Partnerships"]:
        name = cell(row, "Name")
        if live_allocations_to(day, name, agreement) and not cell(row, "Accountable body"):
            yield finding("no-accountable-body", "medium", name, agreement=agreement)
