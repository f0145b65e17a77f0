"""Findings in a picture: which things each is about, and who or what is missing and drawn hollow.

A finding that an entry could remove is told in the card of what it is about, and draws nothing: a list that nobody
entered is not an absence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import networkx as nx

from partnermap.store.ids import kind_of
from partnermap.views.answers import Answered
from partnermap.views.places import Ghost

REPORTS = ("missing", "engagement", "two-tier", "funding", "thread")
"""The reports whose findings a picture shows."""

GHOSTS = {
    "missing": ("Partner", "{subject}"),
    "not-seated": ("Partner", "{subject}"),
    "no-lsp": ("Partnership", "A partnership for all of {area}"),
    "no-county-forum": ("Partnership", "A county partnership for {subject}"),
    "no-district-forum": ("Partnership", "A partnership for {subject}"),
}
"""Findings that draw what is missing: its kind and what it is called."""

ABSENT = ("absent", "no-county-seat")
"""Findings whose partner is there, and not at the table: it is drawn hollow."""


@dataclass
class Gaps:
    """Findings (``about``: their places in ``found``), who is hollow, what is missing and at which tables."""

    found: list[Answered] = field(default_factory=list)
    about: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    hollow: set[str] = field(default_factory=set)
    ghosts: dict[str, Ghost] = field(default_factory=dict)
    asked_at: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def gaps(
    graph: nx.MultiDiGraph, things: Collection[str], findings: Iterable[Answered], at_tables: bool = False
) -> Gaps:
    """What findings say about the things that are shown; what was dismissed says nothing.

    ``at_tables``: draw only what is missing from a partnership that is shown.
    """
    reader = _Reader(graph, things, at_tables)
    for one in findings:
        if one.dismissed is None:
            reader.note(one)
    return reader.gaps


class _Reader:
    """Finds the things that findings name."""

    def __init__(self, graph: nx.MultiDiGraph, things: Collection[str], at_tables: bool) -> None:
        self.gaps, self.things, self.at_tables = Gaps(), things, at_tables
        self.kinds = {graph.nodes[thing]["is_a"] for thing in things}
        self.named: dict[str, list[str]] = defaultdict(list)
        self.areas: dict[str, list[str]] = defaultdict(list)
        for thing, facts in graph.nodes(data=True):
            if thing in things:
                self.named[str(facts.get("name"))].append(thing)
            if facts["is_a"] == "Area":
                self.areas[str(facts.get("name"))].append(thing)

    def note(self, one: Answered) -> None:
        known = not one.finding.open
        about, ghost = self._meant(one), self._ghost(one) if known else None
        if about or ghost:
            number = len(self.gaps.found)
            self.gaps.found.append(one)
            for thing in sorted(about):
                self.gaps.about[thing].append(number)
        if known and one.finding.code in ABSENT:
            self.gaps.hollow |= about
        if ghost:
            self.gaps.ghosts[ghost.id] = ghost
            self.gaps.about[ghost.id].append(number)
            self.gaps.asked_at[ghost.id] |= self._tables(one)

    def _meant(self, one: Answered) -> set[str]:
        """The things that a finding names; of several of one name, those that it rests on."""
        rests_on = {thing for thing, _ in one.finding.evidence}
        found: set[str] = set()
        for name in filter(None, (one.finding.subject, one.finding.partner)):
            bearing = self.named.get(name, [])
            found |= set(bearing) if len(bearing) == 1 else rests_on & set(bearing)
        return found

    def _ghost(self, one: Answered) -> Ghost | None:
        """What is missing, in its area, if its kind is shown."""
        kind, words = GHOSTS.get(one.finding.code, ("", ""))
        area = self.areas.get(one.finding.area or "")
        if kind not in self.kinds or not area or (self.at_tables and not self._tables(one)):
            return None
        name = words.format(subject=one.finding.subject, area=one.finding.area)
        return Ghost(f"missing:{name}|{area[0]}", kind, name, (area[0],))

    def _tables(self, one: Answered) -> set[str]:
        """The partnerships that are shown and would have had it."""
        if one.finding.code != "not-seated":
            return set()
        return {thing for thing, _ in one.finding.evidence if thing in self.things and kind_of(thing) == "Partnership"}
