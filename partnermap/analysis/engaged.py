"""Where an agreement is overseen, and how each partner stands to it (OPM 2005, 4.2.10, 4.3.6)."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from partnermap.analysis.money import is_live
from partnermap.analysis.words import Map

AGREED = ("agreed", "signed")
WITHDRAWN = ("declined", "withdrawn")


class Engaged:
    """One agreement: its tables, and the status, level and part of every partner in it."""

    def __init__(self, map_: Map, agreement: str) -> None:
        self.map = map_
        self.agreement = agreement

    # -- places ----------------------------------------------------------------------------------

    @cached_property
    def areas(self) -> list[str]:
        """The areas that its Covers names, in their order."""
        return self.map.links["COVERS"].get(self.agreement, [])

    @cached_property
    def inside(self) -> set[str]:
        """The areas within its areas, and these."""
        return {part for area in self.areas for part in (area, *self.map.inside(area))}

    @cached_property
    def tables(self) -> list[str]:
        """The partnerships that oversee it; if there is none, those that are of every one of its areas."""
        overseeing = [one for one in self.map.back["OVERSEES"].get(self.agreement, ()) if one in self.map.working]
        if overseeing or not self.areas:
            return sorted(overseeing)
        of_first = self.map.things_of(self.areas[0], "Partnership")
        of_all = [one for one in of_first if all(self.map.is_of(one, area) for area in self.areas)]
        return sorted(one for one in of_all if one in self.map.working)

    @cached_property
    def at_table(self) -> set[str]:
        """Who holds a seat at a table."""
        return {seat.holder for table in self.tables for seat in self.map.seats_at.get(table, ())}

    @cached_property
    def area_places(self) -> set[str]:
        """Partnerships that are of one of its areas."""
        return {one for area in self.areas for one in self.map.things_of(area, "Partnership")}

    @cached_property
    def local_places(self) -> set[str]:
        """Partnerships that are of one of its areas or of one within."""
        return {one for area in self.inside for one in self.map.things_of(area, "Partnership")}

    # -- parts -----------------------------------------------------------------------------------

    @cached_property
    def outcomes(self) -> list[str]:
        return [one for one in self.map.back["UNDER"].get(self.agreement, ()) if self.map.is_a(one, "Outcome")]

    @cached_property
    def leads(self) -> dict[str, list[str]]:
        """The outcomes that each body leads."""
        return self._by_body("LED_BY")

    @cached_property
    def contributes(self) -> dict[str, list[str]]:
        """The outcomes that each body contributes to."""
        return self._by_body("CONTRIBUTED_BY")

    def _by_body(self, link: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for outcome in self.outcomes:
            for body in self.map.links[link].get(outcome, ()):
                found[body].append(outcome)
        return found

    @cached_property
    def allocations(self) -> list[str]:
        """The live allocations under it."""
        under = self.map.back["UNDER"].get(self.agreement, ())
        return [one for one in under if self.map.is_a(one, "Allocation") and is_live(self.map, one)]

    @cached_property
    def received(self) -> dict[str, list[str]]:
        """The live allocations that each body receives; a partnership's accountable body receives with it."""
        found: dict[str, list[str]] = defaultdict(list)
        for allocation in self.allocations:
            for recipient in self.map.links["TO"].get(allocation, ()):
                found[recipient].append(allocation)
                holder = self.map.one("ACCOUNTABLE_BODY", recipient)
                if holder:
                    found[holder].append(allocation)
        return found

    def takes_part(self, body: str) -> bool:
        """Whether it leads, contributes or receives."""
        return body in self.leads or body in self.contributes or body in self.received

    # -- status and level ------------------------------------------------------------------------

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The Parties row of each body that counts: of those that are there, the one with the latest Since."""
        return self.map.parties.get(self.agreement, {})

    @cached_property
    def lead_partner(self) -> str | None:
        return self.map.one("LED_BY", self.agreement)

    def own_status(self, body: str) -> str | None:
        """What its own row says, the lead partner having agreed at least; None without either."""
        row = self.rows.get(body)
        status = row.get("status", "named") if row else None
        if body == self.lead_partner and status not in (*AGREED, *WITHDRAWN):
            return "agreed"
        return status

    def status(self, body: str) -> str | None:
        """Its own status; else that of the nearest body it is part of that agreed; else named if it takes part."""
        own = self.own_status(body)
        if own is not None:
            return own
        step, passed = self.map.one("PART_OF", body), {body}
        while step is not None and step not in passed:
            inherited = self.own_status(step)
            if inherited in AGREED:
                return inherited
            passed.add(step)
            step = self.map.one("PART_OF", step)
        return "named" if self.takes_part(body) else None

    def level(self, partner: str) -> str:
        """How far a partner is engaged; the first that holds."""
        status = self.status(partner)
        if status in AGREED:
            return "signed"
        if status in WITHDRAWN:
            return "declined"
        boards = self.map.boards.get(partner, set())
        if not boards.isdisjoint(self.tables):
            return "seated"
        if any(self.map.has_proxy(partner, table) for table in self.tables):
            return "represented"
        if not self.map.observing.get(partner, set()).isdisjoint(self.tables):
            return "observer"
        if status is not None:
            return status
        return "local" if not boards.isdisjoint(self.local_places) else "absent"

    @cached_property
    def partners(self) -> list[str]:
        """Everybody the agreement has to do with."""
        found = {one for area in self.areas for one in self.map.reaching(area)}
        found.update(self.rows, self.leads, self.contributes, self.received)
        for place in {*self.tables, *self.local_places}:
            found.update(seat.holder for seat in self.map.seats_at.get(place, ()))
        return sorted(one for one in found if self.map.is_a(one, "Partner"))

    def is_asked(self, partner: str) -> bool:
        """Whether it is asked for: one of weight none only if it has a status row or takes part; all others always."""
        return self.map.weight(partner) != "none" or partner in self.rows or self.takes_part(partner)
