"""funding: which outcome has no money, which money no outcome, what may count twice (OPM 2005, 7.3.19-7.3.23)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from partnermap.analysis.findings import Finding, Report, Row, Scope, finding, listed, once, plural
from partnermap.analysis.money import basis, is_counted, is_excluded, is_live, is_refused, shares, treatments, whole
from partnermap.analysis.scopes import agreements_in, allocations_in, outcomes_in
from partnermap.analysis.words import Map

NAME = "funding"
TITLE = "Which money serves which outcome"
CODES = {
    "outcome-without-money": "No stream and no sum serves the outcome.",
    "stream-without-outcome": "The stream has sums, and none of them serves an outcome.",
    "unquantified": "The stream has sums without a figure.",
    "no-recipient": "The stream has sums without a recipient.",
    "sole-stream": "One stream alone serves the outcome.",
    "possible-double-count": "Two rows may hold the same sum.",
    "possible-pass-on": "A sum may be one that another body passed on.",
}
TIERS = ("nation", "region", "county", "unitary", "district", "neighbourhood")
ASSUMED = (
    "A sum that names several outcomes without shares is split equally, the remainder to the first; "
    "such splits are shown as assumed."
)

Cell = tuple[str, str]


def run(map_: Map, scope: Scope) -> Report:
    """The allocations and outcomes in scope."""
    money = Money(map_, scope)
    report = Report(NAME, once(money.findings()), looked_at=len(money.allocations) + len(money.outcomes))
    report.tables = {"matrix": money.matrix()} | {
        f"by_{name}": money.table(name, label) for name, label in money.labels.items()
    }
    report.totals = money.totals()
    report.notes = [ASSUMED]
    return report


class Money:
    """The money of a scope. All sums are whole pence."""

    def __init__(self, map_: Map, scope: Scope) -> None:
        self.map = map_
        self.scope = scope
        self.allocations = allocations_in(map_, scope)
        self.outcomes = outcomes_in(map_, scope)
        self.live = [one for one in self.allocations if is_live(map_, one)]
        self.counted = [one for one in self.live if is_counted(map_, one)]
        self.labels: dict[str, Callable[[str], str]] = {
            "year": lambda one: str(map_.get(one, "year")),
            "basis": lambda one: basis(map_, one),
            "treatment": lambda one: "; ".join(sorted(treatments(map_, one))) or "not stated",
            "department": lambda one: self.department(self.stream(one)),
            "recipient": self.recipient_name,
            "tier": self.tier,
        }

    # -- what serves what ------------------------------------------------------------------------

    def stream(self, allocation: str) -> str:
        return str(self.map.get(allocation, "stream"))

    def amount(self, allocation: str) -> int:
        return int(self.map.get(allocation, "amount") or 0)

    @cached_property
    def serving(self) -> dict[str, set[str]]:
        """For each outcome in scope the streams that serve it, by themselves or through live allocations in scope."""
        found: dict[str, set[str]] = {one: set(self.map.links["SERVED_BY"].get(one, ())) for one in self.outcomes}
        for allocation in self.live:
            for outcome in self.map.links["SERVES"].get(allocation, ()):
                if outcome in found:
                    found[outcome].add(self.stream(allocation))
        return found

    @cached_property
    def by_stream(self) -> dict[str, list[str]]:
        """The live allocations of each stream."""
        found: dict[str, list[str]] = defaultdict(list)
        for allocation in self.live:
            found[self.stream(allocation)].append(allocation)
        return found

    @cached_property
    def serving_streams(self) -> set[str]:
        """The streams that serve an outcome in scope."""
        return {stream for streams in self.serving.values() for stream in streams}

    # -- findings --------------------------------------------------------------------------------

    def findings(self) -> Iterator[Finding]:
        for outcome in self.outcomes:
            yield from self._of_outcome(outcome)
        for stream in sorted(self.by_stream):
            yield from self._of_stream(stream)
        yield from self._doubles()
        yield from self._passed_on()

    def _of_outcome(self, outcome: str) -> Iterator[Finding]:
        name, agreement = self.map.name(outcome), self.map.name(str(self.map.get(outcome, "agreement")))
        streams = self.serving[outcome]
        if not streams:
            message = f"No stream and no sum serves “{name}”."
            evidence = [(outcome, "name"), (outcome, "streams")]
            yield finding("outcome-without-money", "high", name, message, agreement=agreement, evidence=evidence)
        wholes = {whole(self.map, stream) for stream in streams}
        if len(wholes) == 1:
            message = f"“{name}” rests on {self.map.name(wholes.pop())} alone."
            evidence = [(outcome, "name"), (outcome, "streams"), *((stream, "name") for stream in sorted(streams))]
            yield finding("sole-stream", "low", name, message, agreement=agreement, evidence=evidence)

    def _of_stream(self, stream: str) -> Iterator[Finding]:
        name, held = self.map.name(stream), self.by_stream[stream]
        if stream not in self.serving_streams:
            sums = plural(len(held), "sum")
            message = f"{name} has {sums} ({self._how_much(held)}), and serves no outcome."
            yield finding(
                "stream-without-outcome", "medium", name, message, evidence=[(stream, "name"), *cells(held, "amount")]
            )
        blank = [one for one in held if self.map.get(one, "amount") is None]
        if blank:
            message = f"{name} has {plural(len(blank), 'sum')} without a figure: {self._years(blank)}."
            yield finding("unquantified", "low", name, message, evidence=cells(blank, "amount"))
        nobody = [one for one in held if not self.map.get(one, "recipient")]
        if nobody:
            message = f"{name} has {plural(len(nobody), 'sum')} without a recipient: {self._years(nobody)}."
            yield finding("no-recipient", "low", name, message, evidence=cells(nobody, "amount"))

    def _years(self, allocations: list[str]) -> str:
        return listed(sorted({str(self.map.get(one, "year")) for one in allocations}))

    def _purpose(self, allocation: str) -> tuple[Any, ...]:
        """Recipient, area, year and basis: what two rows share that may hold one sum."""
        get = self.map.get
        return (
            get(allocation, "recipient"),
            get(allocation, "area"),
            get(allocation, "year"),
            basis(self.map, allocation),
        )

    def _how_much(self, allocations: list[str]) -> str:
        if all(self.map.get(one, "amount") is None for one in allocations):
            return "not quantified"
        return pounds(sum(map(self.amount, allocations)))

    def _doubles(self) -> Iterator[Finding]:
        """One finding for each stream, whatever the number of its rows that may hold one sum."""
        told: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for same in self._twice():
            told[self.stream(same[0])][f"{plural(len(same), 'row')} for {self._whose(same)}"] = same
        for wider, part, same in self._with_parts():
            told[wider][f"itself and its part {self.map.name(part)} for {self._whose(same)}"] = same
        for stream, pairs in told.items():
            name = self.map.name(stream)
            message = (
                f"{name} may hold a sum twice: {listed(pairs, 2)}. "
                "Mark one row as a breakdown, or tell like rows apart in Line."
            )
            evidence = cells([one for same in pairs.values() for one in same], "amount")
            yield finding("possible-double-count", "medium", name, message, evidence=evidence)

    def _whose(self, same: list[str]) -> str:
        return f"{self.recipient_name(same[0])} in {self._years(same)}"

    def _twice(self) -> Iterator[list[str]]:
        """Counted allocations of one stream that are alike in recipient, area, year, basis and line."""
        alike: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for one in self.counted:
            alike[self.stream(one), *self._purpose(one), fold_line(self.map.get(one, "line"))].append(one)
        return (same for same in alike.values() if len(same) > 1)

    def _with_parts(self) -> Iterator[tuple[str, str, list[str]]]:
        """A stream, a part of it, and the counted allocations of both that are alike, whatever their line."""
        by_stream: dict[str, list[str]] = defaultdict(list)
        for one in self.counted:
            by_stream[self.stream(one)].append(one)
        for part, held in by_stream.items():
            for wider in self.map.chain("PART_OF", part) & by_stream.keys() - {part}:
                shared = {self._purpose(one) for one in by_stream[wider]} & {self._purpose(one) for one in held}
                if shared:
                    both = [one for one in by_stream[wider] + held if self._purpose(one) in shared]
                    yield wider, part, both

    def _passed_on(self) -> Iterator[Finding]:
        """One finding for each stream, whatever the number of its sums that may have been passed on."""
        told: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for one, other in self._nested():
            words = f"{self.recipient_name(one)} and, within its area, {self.recipient_name(other)}"
            told[self.stream(one)][f"{words} in {self.map.get(one, 'year')}"] = [one, other]
        for stream, pairs in told.items():
            name = self.map.name(stream)
            message = f"{name} is counted for {listed(pairs, 2)}: the one may hold what it passed on to the other."
            evidence = cells([one for pair in pairs.values() for one in pair], "amount")
            yield finding("possible-pass-on", "low", name, message, evidence=evidence)

    def _nested(self) -> Iterator[tuple[str, str]]:
        """Two counted allocations of one stream, year and basis, the second's area within the first's."""
        alike: dict[tuple[Any, ...], dict[tuple[str, str], str]] = defaultdict(dict)
        for one in self.counted:
            recipient, area = self.map.get(one, "recipient"), self.map.get(one, "area")
            if recipient and area:
                alike[self.stream(one), self.map.get(one, "year"), basis(self.map, one)][recipient, area] = one
        return (pair for held in alike.values() for pair in _nested(self.map, held))

    # -- labels ----------------------------------------------------------------------------------

    def department(self, stream: str) -> str:
        """Who provides a stream, or the nearest whole that says so."""
        passed: set[str] = set()
        step: str | None = stream
        while step is not None and step not in passed:
            if self.map.get(step, "department"):
                return str(self.map.get(step, "department"))
            passed.add(step)
            step = self.map.one("PART_OF", step)
        return "not stated"

    def recipient_name(self, allocation: str) -> str:
        recipient = self.map.get(allocation, "recipient")
        return self.map.name(recipient) if recipient else "no recipient"

    def tier(self, allocation: str) -> str:
        """The widest tier that the recipient covers, one that is gone by the areas it had."""
        recipient = self.map.get(allocation, "recipient")
        if recipient is None:
            return "no recipient"
        gone = self.map.graph.graph["gone"].get(recipient)
        areas = gone["covers"] if gone else self.map.of(recipient)
        tiers = {self.map.tier(area) for area in areas if area in self.map.graph}
        if not tiers and not gone and self.map.covers_everywhere(recipient):
            return "nation"
        return next((tier for tier in TIERS if tier in tiers), "not stated")

    # -- tables ----------------------------------------------------------------------------------

    def totals(self) -> dict[str, int]:
        """Pence, each allocation under the first that it is; and how many counted rows have no figure."""
        found = dict.fromkeys(("excluded", "refused", "breakdown", "counted"), 0)
        for one in self.allocations:
            found[self._fate(one)] += self.amount(one)
        return found | {"unquantified": sum(self.map.get(one, "amount") is None for one in self.counted)}

    def _fate(self, allocation: str) -> str:
        if is_excluded(self.map, allocation):
            return "excluded"
        if is_refused(self.map, allocation):
            return "refused"
        return "breakdown" if self.map.get(allocation, "breakdown") else "counted"

    def table(self, name: str, label: Callable[[str], str]) -> list[Row]:
        """The counted sum by a label, and what is not added in rows of its own."""
        rows: dict[tuple[bool, str], Row] = {}
        for one in self.allocations:
            added = self._fate(one) == "counted"
            value = label(one) if added else self._not_added(one)
            blank = {name: value, "pounds": 0, "rows": 0, "unquantified": 0, "added": added}
            row = rows.setdefault((not added, value), blank)
            row["pounds"] += self.amount(one)
            row["rows"] += 1
            row["unquantified"] += self.map.get(one, "amount") is None
        return [rows[key] | {"pounds": rows[key]["pounds"] / 100} for key in sorted(rows)]

    def _not_added(self, allocation: str) -> str:
        return f"({self._fate(allocation)}, not added)"

    def matrix(self) -> list[Row]:
        """Topmost stream by outcome: stated and assumed pounds; what no outcome takes has a row of its own."""
        rows: dict[tuple[bool, str, str], Row] = {}
        for outcome in self.outcomes:
            for stream in self.map.links["SERVED_BY"].get(outcome, ()):  # a cell even without a sum
                self._cell(rows, whole(self.map, stream), outcome, added=True)
        for one in self.allocations:
            added = self._fate(one) == "counted"
            stream = whole(self.map, self.stream(one))
            for outcome, pence, assumed in (
                self._taken(one) if added else [(self._not_added(one), self.amount(one), False)]
            ):
                row = self._cell(rows, stream, outcome, added)
                row["assumed" if assumed else "stated"] += pence
                row["unquantified"] += self.map.get(one, "amount") is None
        ordered = sorted(rows.items(), key=lambda item: (item[0][0], item[1]["stream"], item[1]["outcome"]))
        return [row | {"stated": row["stated"] / 100, "assumed": row["assumed"] / 100} for _, row in ordered]

    def _cell(self, rows: dict[tuple[bool, str, str], Row], stream: str, outcome: str, added: bool) -> Row:
        """The row of a stream and an outcome, the latter an id or words in brackets where there is none."""
        known = outcome in self.serving
        blank = {
            "stream": self.map.name(stream),
            "outcome": self.map.name(outcome) if known else outcome,
            "agreement": self.map.name(str(self.map.get(outcome, "agreement"))) if known else None,
            **dict.fromkeys(("stated", "assumed", "unquantified"), 0),
            "added": added,
        }
        return rows.setdefault((not added, stream, outcome), blank)

    def _taken(self, allocation: str) -> list[tuple[str, int, bool]]:
        """How its pence go to outcomes in scope, and what is left: (outcome, pence, whether that is assumed)."""
        parts = [part for part in shares(self.map, allocation) if part[0] in self.serving]
        rest = self.amount(allocation) - sum(pence for _, pence, _ in parts)
        return parts + ([("(no outcome)", rest, False)] if rest or not parts else [])

    @property
    def agreements(self) -> list[str]:
        return agreements_in(self.map, self.scope)


def _nested(map_: Map, held: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """Pairs of allocations for different recipients, the second's area within the first's."""
    by_area: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (recipient, area), allocation in held.items():
        by_area[area].append((recipient, allocation))
    for (recipient, area), allocation in held.items():
        for wider in map_.around(area) & by_area.keys() - {area}:
            yield from ((other, allocation) for another, other in by_area[wider] if another != recipient)


def fold_line(line: Any) -> str:
    """A Line as it is compared."""
    return " ".join(str(line or "").casefold().split())


def cells(things: list[str], prop: str) -> list[tuple[str, str]]:
    """The same cell of each thing, as evidence."""
    return [(thing, prop) for thing in things]


def pounds(pence: int) -> str:
    """Pence as a person reads them: £1,234 or £1,234.50."""
    return f"£{pence / 100:,.2f}".removesuffix(".00").replace("£-", "-£")
