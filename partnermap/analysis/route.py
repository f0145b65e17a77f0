"""Through whom to reach a partner: who already sits with it, nearest to the table first."""

from __future__ import annotations

from partnermap.analysis.engaged import Engaged

AT_MOST = 5


def route(engaged: Engaged, partner: str) -> list[str]:
    """Bodies that can open the door: “who (how)”, those at the table who meet the partner elsewhere first."""
    at_table = {seat.holder for table in engaged.tables for seat in engaged.map.seats_at.get(table, ())}
    shared = _shared_boards(engaged, partner)
    inside = {body: places for body, places in shared.items() if body in at_table}
    whole = engaged.map.one("PART_OF", partner)
    lines = [f"{engaged.map.name(whole)} (it is part of it)"] if whole else []
    for group, place_word in ((inside, "at the table, and with it on"), (shared, "with it on")):
        for body in sorted(group, key=lambda one: (-len(group[one]), engaged.map.name(one).casefold())):
            line = f"{engaged.map.name(body)} ({place_word} {engaged.map.names_of(group[body])[0]})"
            if not any(kept.startswith(engaged.map.name(body) + " (") for kept in lines):
                lines.append(line)
            if len(lines) >= AT_MOST:
                return lines
    return lines


def _shared_boards(engaged: Engaged, partner: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place in engaged.map.boards.get(partner, ()):
        for seat in engaged.map.seats_at[place]:
            if seat.holder != partner:
                found.setdefault(seat.holder, set()).add(place)
    return found
