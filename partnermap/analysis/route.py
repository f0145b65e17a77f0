"""Through whom to reach a partner: who already sits with it, nearest to the table first."""

from __future__ import annotations

from heapq import nsmallest

from partnermap.analysis.engaged import Engaged

AT_MOST = 5


def route(engaged: Engaged, partner: str) -> list[str]:
    """Bodies that can open the door, “who (how)”: who speaks for it, what it is part of, who meets it elsewhere."""
    map_ = engaged.map
    ways: dict[str, str] = {}
    for table in engaged.tables:
        for seat in map_.proxies(partner, table):
            ways.setdefault(seat.holder, f"speaks for it on {map_.name(table)}")
    whole = map_.one("PART_OF", partner)
    if whole:
        ways.setdefault(whole, "it is part of it")
    at_table = engaged.at_table
    for body, places in _nearest_first(engaged, partner, at_table):
        near = "at the table, and with it on" if body in at_table else "with it on"
        ways.setdefault(body, f"{near} {min(map(map_.name, places), key=str.casefold)}")
    return [f"{map_.name(body)} ({how})" for body, how in ways.items()][:AT_MOST]


def _nearest_first(engaged: Engaged, partner: str, at_table: set[str]) -> list[tuple[str, set[str]]]:
    """The first who sit with a partner, and where: those at the table first, then by how often they meet."""
    shared = _shared_boards(engaged, partner)
    return nsmallest(
        AT_MOST,
        shared.items(),
        key=lambda one: (one[0] not in at_table, -len(one[1]), engaged.map.name(one[0]).casefold()),
    )


def _shared_boards(engaged: Engaged, partner: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place in engaged.map.boards.get(partner, ()):
        for seat in engaged.map.seats_at[place]:
            if seat.holder != partner:
                found.setdefault(seat.holder, set()).add(place)
    return found
