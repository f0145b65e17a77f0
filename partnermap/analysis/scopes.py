"""Which agreements and counties a report is asked about."""

from __future__ import annotations

from partnermap.analysis.findings import Scope
from partnermap.analysis.words import Map


def agreements_in(map_: Map, scope: Scope) -> list[str]:
    """The agreement named; or those of the area or within it; or all. By name."""
    if scope.agreement:
        found = [one for one in map_.things["Agreement"] if one == scope.agreement]
    else:
        found = [one for one in map_.things["Agreement"] if scope.area is None or _lies_in(map_, one, scope.area)]
    return sorted(found, key=lambda one: map_.name(one).casefold())


def _lies_in(map_: Map, agreement: str, area: str) -> bool:
    of = map_.of(agreement)
    return area in of or not map_.inside(area).isdisjoint(of)


def counties_in(map_: Map, scope: Scope) -> list[str]:
    """The counties that the agreement is of; or the area itself and those within it; or all. By name."""
    found = map_.counties()
    if scope.agreement:
        found = [one for one in found if map_.is_of(scope.agreement, one)]
    elif scope.area:
        found = [one for one in found if one == scope.area or one in map_.inside(scope.area)]
    return sorted(found, key=lambda one: map_.name(one).casefold())


def outcomes_in(map_: Map, scope: Scope) -> list[str]:
    """The outcomes of the agreements in scope."""
    if scope.agreement is None and scope.area is None:
        return map_.things["Outcome"]
    agreements = set(agreements_in(map_, scope))
    return [one for one in map_.things["Outcome"] if map_.get(one, "agreement") in agreements]


def allocations_in(map_: Map, scope: Scope) -> list[str]:
    """The allocations under the agreements in scope, of the year if one is asked for; without a scope, all."""
    found = map_.things["Allocation"]
    if scope.agreement is not None or scope.area is not None:
        agreements = set(agreements_in(map_, scope))
        found = [one for one in found if map_.get(one, "agreement") in agreements]
    return [one for one in found if scope.year is None or map_.get(one, "year") == scope.year]
