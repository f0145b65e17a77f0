"""engagement: who is at the table where an agreement is overseen, and whom to engage first (OPM 2005, 4.2, 4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.analysis.engaged import AGREED, WITHDRAWN, Engaged
from partnermap.analysis.findings import Finding, Report, Row, Scope, finding, listed, once, plural, severity_of
from partnermap.analysis.money import basis, is_counted, treatments
from partnermap.analysis.priority import RULE, score
from partnermap.analysis.route import route
from partnermap.analysis.scopes import agreements_in
from partnermap.analysis.words import Map

NAME = "engagement"
TITLE = "Who is engaged, and whom to engage first"
CODES = {
    "no-table": "An agreement that no partnership oversees.",
    "absent": "A partner with no seat, voice or status anywhere in the agreement.",
    "unengaged": "A partner that is only named, informed or seated elsewhere.",
    "declined": "A partner that declined or withdrew.",
    "named-not-agreed": "A partner that leads, contributes or receives without having agreed.",
    "money-without-consent": "A partner whose money is pooled, aligned or passported without its agreement.",
    "lead-without-seat": "A partner that leads an outcome from outside the room.",
    "no-accountable-body": "A partnership that receives money and names nobody to hold it.",
}
CONSENT = (("pooled", "high"), ("aligned", "medium"), ("passported", "low"))


def run(map_: Map, scope: Scope) -> Report:
    """Every agreement in scope."""
    engaged = [Engaged(map_, agreement) for agreement in agreements_in(map_, scope)]
    report = Report(NAME, once(found for one in engaged for found in _findings(one)), looked_at=len(engaged))
    report.tables = {"partners": [row for one in engaged for row in _partners(one)]}
    report.notes = [RULE]
    return report


def _findings(engaged: Engaged) -> Iterator[Finding]:
    if not engaged.tables:
        yield _no_table(engaged)
    for partner in engaged.partners:
        if engaged.is_asked(partner):
            yield from _of_partner(engaged, partner)
    yield from _without_accountable_body(engaged)


def _no_table(engaged: Engaged) -> Finding:
    name = engaged.map.name(engaged.agreement)
    message = f"No partnership oversees {name}, and none is of all its areas: nobody can be said to sit at its table."
    return finding("no-table", "high", name, message, agreement=name, evidence=[(engaged.agreement, "name")])


def _of_partner(engaged: Engaged, partner: str) -> Iterator[Finding]:
    level, status = engaged.level(partner), engaged.status(partner)
    if engaged.tables and level == "absent":
        yield _finding(engaged, partner, "absent", _weight(engaged, partner), _absent_words(engaged), tables=True)
    if engaged.tables and level in ("local", "named", "informed"):
        yield _finding(
            engaged,
            partner,
            "unengaged",
            _weight(engaged, partner),
            _unengaged_words(engaged, partner, level),
            tables=True,
        )
    if level == "declined":
        yield _finding(
            engaged, partner, "declined", "high", f"has {status}" if status == "withdrawn" else "has declined"
        )
    if engaged.takes_part(partner) and status not in (*AGREED, *WITHDRAWN):
        only_receives = partner not in engaged.leads and partner not in engaged.contributes
        words = f"{_part_words(engaged, partner)}, and has not agreed to it (status: {status})"
        yield _finding(engaged, partner, "named-not-agreed", "medium" if only_receives else "high", words)
    yield from _money_without_consent(engaged, partner, status)
    yield from _lead_without_seat(engaged, partner)


def _finding(
    engaged: Engaged, partner: str, code: str, severity: str, words: str, *, tables: bool = False,
    looked_at: list[str] | None = None,
) -> Finding:  # fmt: skip
    map_, name = engaged.map, engaged.map.name(partner)
    places = engaged.tables if tables else looked_at or []
    return finding(
        code, severity, name, f"{name} {words}.",
        looked_at=map_.known(places),
        agreement=map_.name(engaged.agreement),
        evidence=_evidence(engaged, partner, places),
    )  # fmt: skip


def _evidence(engaged: Engaged, partner: str, places: list[str]) -> list[tuple[str, str]]:
    cells = [(partner, "name")]
    if partner in engaged.rows:
        cells.append((engaged.rows[partner]["id"], "status"))
    cells += [(outcome, "lead_partner") for outcome in engaged.leads.get(partner, ())]
    cells += [(outcome, "contributors") for outcome in engaged.contributes.get(partner, ())]
    cells += [(allocation, "recipient") for allocation in engaged.received.get(partner, ())]
    cells += [(place, "oversees" if engaged.map.links["OVERSEES"].get(place) else "name") for place in places]
    return cells


def _weight(engaged: Engaged, partner: str) -> str:
    return severity_of(engaged.map.weight(partner))


def _absent_words(engaged: Engaged) -> str:
    where = listed(engaged.map.names_of(engaged.tables), 2)
    areas = listed(engaged.map.names_of(engaged.areas), 2)
    return f"works in {areas} and is nowhere in the agreement: no seat or voice on {where}, no status, no part in it"


def _unengaged_words(engaged: Engaged, partner: str, level: str) -> str:
    where = listed(engaged.map.names_of(engaged.tables), 2)
    if level == "local":
        boards = engaged.map.boards[partner] & engaged.local_places
        return f"sits on {listed(engaged.map.names_of(boards), 2)}, and has neither a seat nor a voice on {where}"
    how = "was only informed of the agreement" if level == "informed" else "is only named in the agreement"
    return f"{how}, and has neither a seat nor a voice on {where}"


def _part_words(engaged: Engaged, partner: str) -> str:
    parts = []
    if partner in engaged.leads:
        parts.append(f"leads {plural(len(engaged.leads[partner]), 'outcome')}")
    if partner in engaged.contributes:
        parts.append(f"contributes to {plural(len(engaged.contributes[partner]), 'outcome')}")
    if partner in engaged.received:
        parts.append(f"receives {plural(len(engaged.received[partner]), 'allocation')}")
    return f"{listed(parts)} in the agreement"


def _money_without_consent(engaged: Engaged, partner: str, status: str | None) -> Iterator[Finding]:
    if status in AGREED or partner not in engaged.received:
        return
    terms = {term for one in engaged.received[partner] for term in treatments(engaged.map, one)}
    for term, severity in CONSENT:
        if term in terms:
            count = sum(term in treatments(engaged.map, one) for one in engaged.received[partner])
            sums = f"{plural(count, 'allocation')} that {'is' if count == 1 else 'are'} {term}"
            words = f"receives {sums}, and has not agreed to that"
            yield _finding(engaged, partner, "money-without-consent", severity, words)
            return


def _lead_without_seat(engaged: Engaged, partner: str) -> Iterator[Finding]:
    places = {*engaged.tables, *engaged.area_places}
    if partner in engaged.leads and engaged.map.boards.get(partner, set()).isdisjoint(places):
        led = listed([f"“{name}”" for name in engaged.map.names_of(engaged.leads[partner])], 2)
        words = f"leads {led} and has no seat where the agreement or its area is overseen"
        yield _finding(engaged, partner, "lead-without-seat", "medium", words, looked_at=sorted(places))


def _without_accountable_body(engaged: Engaged) -> Iterator[Finding]:
    map_ = engaged.map
    for body in sorted(engaged.received):
        if map_.is_a(body, "Partnership") and not map_.get(body, "accountable_body"):
            name = map_.name(body)
            count = plural(len(engaged.received[body]), "allocation")
            message = f"{name} receives {count}, is no legal person, and names no accountable body."
            evidence = [(body, "name"), *((one, "recipient") for one in engaged.received[body])]
            yield finding(
                "no-accountable-body",
                "medium",
                name,
                message,
                agreement=map_.name(engaged.agreement),
                evidence=evidence,
            )


def _partners(engaged: Engaged) -> list[Row]:
    rows = [_row(engaged, partner) for partner in engaged.partners if engaged.is_asked(partner)]
    return sorted(rows, key=lambda row: (-row["priority"], row["partner"].casefold()))


def _row(engaged: Engaged, partner: str) -> Row:
    map_ = engaged.map
    level = engaged.level(partner)
    points = score(engaged, partner, level)
    voices = {seat.holder for table in engaged.tables for seat in map_.proxies(partner, table)}
    return {
        "agreement": map_.name(engaged.agreement),
        "partner": map_.name(partner),
        "kind": map_.kind(partner),
        "sector": map_.sector(partner),
        "level": level,
        "seats": map_.names_of(map_.boards.get(partner, set()) & (set(engaged.tables) | engaged.local_places)),
        "proxies": map_.names_of(voices),
        "status": engaged.status(partner),
        "leads": map_.names_of(engaged.leads.get(partner, ())),
        "contributes": map_.names_of(engaged.contributes.get(partner, ())),
        "money": sum(map_.get(one, "amount") or 0 for one in _budgets(engaged, partner)) / 100,
        "first_engaged": _first_engaged(engaged, partner),
        "priority": sum(count for count, _ in points),
        "reasons": [f"{count:+d} {reason}" for count, reason in points],
        "route": route(engaged, partner) if level not in ("signed", "seated") else [],
    }


def _budgets(engaged: Engaged, partner: str) -> list[str]:
    """The counted allocations budgeted for a partner; plans and outturns of the same money are not added to them."""
    received = dict.fromkeys(engaged.received.get(partner, ()))
    return [one for one in received if is_counted(engaged.map, one) and basis(engaged.map, one) == "budget"]


def _first_engaged(engaged: Engaged, partner: str) -> str | None:
    """The first day on which it took a seat, or a status beyond being named, as far as days are stated."""
    days = [
        facts["since"]
        for place, facts in engaged.map.memberships(partner)
        if "since" in facts and facts.get("role") != "observer" and place in engaged.tables
    ]
    row = engaged.rows.get(partner)
    if row and row.get("status", "named") != "named" and "since" in row:
        days.append(row["since"])
    return min(days, default=None)
