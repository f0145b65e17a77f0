"""The words that every report uses: of, covers, reaches, about, seat, proxy, in name only.

A :class:`Map` reads a day's graph once and answers in these words. All arguments and results are ids
unless a name says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import networkx as nx

from partnermap.frameworks import Framework
from partnermap.store.ids import fold


class Seat(NamedTuple):
    """A membership of the day, not as observer."""

    holder: str
    place: str
    role: str
    speaks_for: tuple[str, ...]
    id: str


Links = dict[str, list[str]]


class Map:
    """A day's graph, with what a framework says kinds mean."""

    def __init__(self, graph: nx.MultiDiGraph, framework: Framework) -> None:
        self.graph = graph
        self.framework = framework
        self._facts: Mapping[str, dict[str, Any]] = graph.nodes
        self.things: dict[str, list[str]] = defaultdict(list)
        for thing, facts in graph.nodes(data=True):
            self.things[facts["is_a"]].append(thing)
        self.links: dict[str, Links] = defaultdict(lambda: defaultdict(list))
        self.back: dict[str, Links] = defaultdict(lambda: defaultdict(list))
        self.rows: dict[str, list[tuple[str, str, dict[str, Any]]]] = defaultdict(list)
        for one, other, facts in graph.edges(data=True):
            link = facts["link"]
            if "id" in facts:
                self.rows[link].append((one, other, facts))
            else:
                self.links[link][one].append(other)
                self.back[link][other].append(one)
        self._chains: dict[tuple[str, str], frozenset[str]] = {}
        self._reaching: dict[str, set[str]] = {}

    # -- things ----------------------------------------------------------------------------------

    def name(self, thing: str) -> str:
        """A thing's own name; of one that is gone, the name it had."""
        if thing in self._facts:
            return str(self._facts[thing].get("name", ""))
        return str(self.graph.graph["gone"].get(thing, {}).get("name", thing))

    def names_of(self, things: Iterable[str]) -> list[str]:
        return sorted((self.name(thing) for thing in things), key=str.casefold)

    def all_names(self, thing: str) -> set[str]:
        """A thing's name and aliases, folded."""
        return {fold(name) for name in (self.name(thing), *(self.get(thing, "aliases") or ()))}

    def get(self, thing: str, prop: str) -> Any:
        """A property of a thing that is there, or None."""
        return self._facts[thing].get(prop)

    def kind(self, thing: str) -> str:
        """The kind of a partner or partnership, such as pct."""
        return str(self._facts[thing].get("kind", "other"))

    def is_a(self, thing: str, kind: str) -> bool:
        return thing in self._facts and self._facts[thing]["is_a"] == kind

    def weight(self, partner: str) -> str:
        return self.framework.weight(self.kind(partner))

    def sector(self, partner: str) -> str | None:
        """A partner's own sector, else its kind's."""
        return self.get(partner, "sector") or self.framework.sector(self.kind(partner))

    def is_general(self, partnership: str) -> bool:
        return self.framework.is_general(self.kind(partnership))

    def one(self, link: str, thing: str) -> str | None:
        """What a thing leads to by a link that it has once at most."""
        found = self.links[link].get(thing)
        return found[0] if found else None

    def chain(self, link: str, thing: str) -> frozenset[str]:
        """All that a thing leads to by a link in any number of steps, itself left out unless it is in a circle."""
        return self._closure(self.links[link], "→" + link, thing)

    def back_chain(self, link: str, thing: str) -> frozenset[str]:
        """All that lead to a thing by a link in any number of steps."""
        return self._closure(self.back[link], "←" + link, thing)

    def _closure(self, links: Links, label: str, thing: str) -> frozenset[str]:
        known = self._chains.get((label, thing))
        if known is None:
            reached: set[str] = set()
            todo = list(links.get(thing, ()))
            while todo:
                other = todo.pop()
                if other not in reached:
                    reached.add(other)
                    todo += links.get(other, ())
            known = self._chains[label, thing] = frozenset(reached)
        return known

    # -- areas -----------------------------------------------------------------------------------

    def around(self, area: str) -> frozenset[str]:
        """The areas that an area is within."""
        return self.chain("WITHIN", area)

    def inside(self, area: str) -> frozenset[str]:
        """The areas within an area, at any depth."""
        return self.back_chain("WITHIN", area)

    def directly_within(self, area: str) -> list[str]:
        return self.back["WITHIN"].get(area, [])

    def tier(self, area: str) -> str:
        return str(self.get(area, "tier") or "")

    def counties(self) -> list[str]:
        return [area for area in self.things["Area"] if self.tier(area) == "county"]

    @cached_property
    def _of(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for thing, named in self.links["COVERS"].items():
            covered = set(named)
            wider = {parent for area in named for parent in self.links["WITHIN"].get(area, ())}
            for parent in wider:
                parts = self.directly_within(parent)
                if len(parts) > 1 and named_all(parts, named):
                    covered.add(parent)
            found[thing] = covered
        return found

    @cached_property
    def _things_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for thing, areas in self._of.items():
            for area in areas:
                found[area].append(thing)
        return found

    def of(self, thing: str) -> set[str]:
        """The areas a thing is of: those it names, and those all of whose (two or more) parts it names."""
        return self._of.get(thing, set())

    def is_of(self, thing: str, area: str) -> bool:
        return area in self.of(thing)

    def things_of(self, area: str, kind: str) -> list[str]:
        """Things of a kind that are of an area."""
        return [thing for thing in self._things_of.get(area, ()) if self.is_a(thing, kind)]

    def things_naming(self, area: str, kind: str) -> list[str]:
        """Things of a kind whose Covers names an area."""
        return [thing for thing in self.back["COVERS"].get(area, ()) if self.is_a(thing, kind)]

    def covers(self, thing: str, area: str) -> bool:
        """Whether a thing is of an area or of one around it; a national partner without Covers is everywhere."""
        if thing in self._everywhere:
            return True
        of = self.of(thing)
        return area in of or not of.isdisjoint(self.around(area))

    @cached_property
    def _everywhere(self) -> set[str]:
        covering = self.links["COVERS"]
        return {
            partner
            for partner in self.things["Partner"]
            if self.framework.is_national(self.kind(partner))
            and not covering.get(partner)
            and not self.get(partner, "covered")
        }

    def covers_everywhere(self, partner: str) -> bool:
        """Whether it is a partner of a national kind without Covers."""
        return partner in self._everywhere

    def reaches(self, partner: str, area: str) -> bool:
        """Whether a partner covers an area or names one within it."""
        return self.covers(partner, area) or not self.inside(area).isdisjoint(self.links["COVERS"].get(partner, ()))

    def reaching(self, area: str) -> set[str]:
        """The partners that reach an area."""
        known = self._reaching.get(area)
        if known is None:
            known = self._reaching[area] = self._find_reaching(area)
        return known

    def _find_reaching(self, area: str) -> set[str]:
        found = {one for wider in (area, *self.around(area)) for one in self.things_of(wider, "Partner")}
        found.update(one for part in self.inside(area) for one in self.things_naming(part, "Partner"))
        return found | self._everywhere

    # -- themes ----------------------------------------------------------------------------------

    def about(self, thing: str) -> list[str]:
        """The themes that a partnership or an outcome names."""
        return self.links["ABOUT"].get(thing, [])

    def wider_themes(self, theme: str) -> frozenset[str]:
        return self.chain("PART_OF", theme)

    def themes_named(self, text: str) -> list[str]:
        """The themes of that name or alias."""
        return [theme for theme in self.things["Theme"] if fold(text) in self.all_names(theme)]

    def is_for(self, partnership: str, theme: str) -> bool:
        """Whether a partnership is about a theme or about a wider one."""
        named = self.about(partnership)
        return theme in named or not self.wider_themes(theme).isdisjoint(named)

    # -- seats -----------------------------------------------------------------------------------

    @cached_property
    def seats_at(self) -> dict[str, list[Seat]]:
        """The seats on each partnership."""
        found: dict[str, list[Seat]] = defaultdict(list)
        for holder, place, facts in self.rows["MEMBER_OF"]:
            role = facts.get("role", "member")
            if role != "observer":
                found[place].append(Seat(holder, place, role, tuple(facts.get("speaks_for", ())), facts["id"]))
        return found

    @cached_property
    def boards(self) -> dict[str, set[str]]:
        """The partnerships on which each body has a seat."""
        found: dict[str, set[str]] = defaultdict(set)
        for place, seats in self.seats_at.items():
            for seat in seats:
                found[seat.holder].add(place)
        return found

    @cached_property
    def _memberships(self) -> dict[str, list[tuple[str, dict[str, Any]]]]:
        found: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        for holder, place, facts in self.rows["MEMBER_OF"]:
            found[holder].append((place, facts))
        return found

    def memberships(self, body: str) -> list[tuple[str, dict[str, Any]]]:
        """The partnerships a body belongs to, as observer too, with what the row says."""
        return self._memberships.get(body, [])

    @cached_property
    def observing(self) -> dict[str, set[str]]:
        """The partnerships that each body observes."""
        found: dict[str, set[str]] = defaultdict(set)
        for holder, place, facts in self.rows["MEMBER_OF"]:
            if facts.get("role") == "observer":
                found[holder].add(place)
        return found

    @cached_property
    def _holders(self) -> dict[str, set[str]]:
        return {place: {seat.holder for seat in seats} for place, seats in self.seats_at.items()}

    @cached_property
    def _voices(self) -> dict[str, set[str]]:
        """For each partnership, the bodies that a seat there is held by or speaks for."""
        return {
            place: {one for seat in seats for one in (seat.holder, *seat.speaks_for)}
            for place, seats in self.seats_at.items()
        }

    def has_seat(self, body: str, place: str) -> bool:
        return place in self.boards.get(body, ())

    def has_proxy(self, partner: str, place: str) -> bool:
        """Whether a partner without a seat has somebody there who speaks for it, or whom it is part of or sits on."""
        if self.has_seat(partner, place) or place not in self._holders:
            return False
        voices = self._voices[place]
        return (
            partner in voices
            or not self.boards.get(partner, set()).isdisjoint(voices)
            or not self.chain("PART_OF", partner).isdisjoint(self._holders[place])
        )

    def proxies(self, partner: str, place: str) -> list[Seat]:
        """The seats through which a partner is represented; none if it has its own."""
        if not self.has_proxy(partner, place):
            return []
        own, wholes = self.boards.get(partner, set()), self.chain("PART_OF", partner)
        return [
            seat
            for seat in self.seats_at[place]
            if partner in seat.speaks_for
            or not own.isdisjoint((seat.holder, *seat.speaks_for))
            or seat.holder in wholes
        ]

    @cached_property
    def parties(self) -> dict[str, dict[str, dict[str, Any]]]:
        """For each agreement, the Parties row of each body that counts: the one with the latest Since."""
        found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for body, agreement, row in self.rows["PARTY_TO"]:
            held = found[agreement].get(body)
            if held is None or row.get("since", "") >= held.get("since", ""):
                found[agreement][body] = row
        return found

    def in_name_only(self, partnership: str) -> bool:
        """Whether its list of members is said to be complete and holds no seat."""
        return self.get(partnership, "members_written") == "all" and not self.seats_at.get(partnership)

    @cached_property
    def working(self) -> set[str]:
        """The partnerships that are not in name only."""
        return {one for one in self.things["Partnership"] if not self.in_name_only(one)}

    def known(self, partnerships: Iterable[str]) -> list[tuple[str, str]]:
        """Name and Members known of the places a rule looked at."""
        return [(self.name(one), str(self.get(one, "members_known"))) for one in partnerships]


def named_all(parts: list[str], named: list[str]) -> bool:
    """Whether every one of the parts is named."""
    return set(parts) <= set(named)
