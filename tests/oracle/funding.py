"""funding: the money, what it serves, and what it adds up to. Sums are in pence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TypedDict

from .rows import Day, Row, cell, outcome_key, served, several
from .words import (
    Finding,
    agreements_in_scope,
    chain,
    each_once,
    finding,
    is_breakdown,
    is_counted,
    is_excluded,
    is_live,
    is_refused,
    names,
    treatments,
    wholes_of,
)

Key = tuple[str, str]


class Totals(TypedDict):
    """ "each allocation under the first that it is", in pence; `unquantified` is a number of rows."""

    excluded: int
    refused: int
    breakdown: int
    counted: int
    unquantified: int


class Money(TypedDict):
    """The totals, and the counted pence by each heading (blank recipient or treatment: the empty text)."""

    totals: Totals
    by_stream: dict[str, int]
    by_year: dict[str, int]
    by_basis: dict[str, int]
    by_treatment: dict[str, int]
    by_recipient: dict[str, int]


@dataclass(frozen=True)
class Scope:
    """ "Allocations and outcomes are those in scope."."""

    day: Day
    allocations: list[Row]
    outcomes: list[Row]

    @property
    def live(self) -> list[Row]:
        """The live allocations."""
        return [row for row in self.allocations if is_live(row)]

    @property
    def counted(self) -> list[Row]:
        """The counted allocations."""
        return [row for row in self.allocations if is_counted(row)]

    def live_of(self, stream: str) -> list[Row]:
        """The live allocations of the stream itself."""
        return [row for row in self.live if cell(row, "Stream") == stream]

    def counted_of(self, stream: str) -> list[Row]:
        """The counted allocations of the stream itself."""
        return [row for row in self.counted if cell(row, "Stream") == stream]


def scope_of(day: Day, agreement: str | None, area: str | None, year: str | None) -> Scope:
    """Everything where nothing is given; else what is under the agreements in scope; years as written."""
    allocations, outcomes = day.rows("Allocations"), day.rows("Outcomes")
    if agreement is not None or area is not None:
        under = names(agreements_in_scope(day, agreement, area))
        allocations = [row for row in allocations if cell(row, "Agreement") in under]
        outcomes = [row for row in outcomes if cell(row, "Agreement") in under]
    if year is not None:
        allocations = [row for row in allocations if cell(row, "Year") == year]
    return Scope(day, allocations, outcomes)


def findings(day: Day, agreement: str | None, area: str | None, year: str | None) -> list[Finding]:
    """ "funding (an agreement, an area, everything; years)"."""
    scope = scope_of(day, agreement, area, year)
    by_outcome = [one for row in scope.outcomes for one in outcome_findings(scope, row)]
    by_stream = [one for name in names(day.rows("Funding streams")) for one in stream_findings(scope, name)]
    return each_once(by_outcome + by_stream)


def streams_serving(scope: Scope, outcome: Row) -> set[str]:
    """The streams that serve an outcome "by themselves or through live allocations (quantified or not)"."""
    through = {cell(row, "Stream") for row in scope.live if outcome_key(outcome) in served(row)}
    return through | set(several(outcome, "Streams"))


def topmost(day: Day, stream: str) -> str:
    """ "the topmost whole"."""
    return [stream, *chain(day, "Funding streams", "Part of", stream)][-1]


def outcome_findings(scope: Scope, outcome: Row) -> Iterator[Finding]:
    """`outcome-without-money` and `sole-stream`."""
    name, agreement = outcome_key(outcome)
    streams = streams_serving(scope, outcome)
    if not streams:
        yield finding("outcome-without-money", "high", name, agreement=agreement)
    if len({topmost(scope.day, stream) for stream in streams}) == 1:
        yield finding("sole-stream", "low", name, agreement=agreement)


def stream_findings(scope: Scope, stream: str) -> Iterator[Finding]:
    """The rules whose subject is a stream, "about the stream itself"."""
    live = scope.live_of(stream)
    if live and not serves_any(scope, stream):
        yield finding("stream-without-outcome", "medium", stream)
    if any(not cell(row, "Amount") for row in live):
        yield finding("unquantified", "low", stream)
    if any(not cell(row, "Recipient") for row in live):
        yield finding("no-recipient", "low", stream)
    if has_double_count(scope, stream):
        yield finding("possible-double-count", "medium", stream)
    if has_pass_on(scope, stream):
        yield finding("possible-pass-on", "low", stream)


def serves_any(scope: Scope, stream: str) -> bool:
    """The stream itself or a live allocation of it serves an outcome."""
    keys: set[Key] = {outcome_key(row) for row in scope.outcomes}
    by_itself = any(stream in several(row, "Streams") for row in scope.outcomes)
    return by_itself or any(key in keys for row in scope.live_of(stream) for key in served(row))


def basis(row: Row) -> str:
    """ "blank: budget"."""
    return cell(row, "Basis").lower() or "budget"


def same_but_line(one: Row, other: Row) -> bool:
    """ "the same recipient, area, year and basis", years as written, a blank the same as blank."""
    headings = ("Recipient", "Area", "Year")
    return basis(one) == basis(other) and all(cell(one, heading) == cell(other, heading) for heading in headings)


def has_double_count(scope: Scope, stream: str) -> bool:
    """Two of the stream alike to the line, or "one of it and one of a part of it (in any number of steps)"."""
    own = scope.counted_of(stream)
    of_parts = [row for row in scope.counted if stream in chain_above(scope.day, cell(row, "Stream"))]
    twice = any(
        same_but_line(one, other) and cell(one, "Line") == cell(other, "Line") for one, other in combinations(own, 2)
    )
    return twice or any(same_but_line(one, other) for one in own for other in of_parts)


def chain_above(day: Day, stream: str) -> list[str]:
    """What a stream is a part of, in any number of steps."""
    return chain(day, "Funding streams", "Part of", stream)


def has_pass_on(scope: Scope, stream: str) -> bool:
    """ "two counted allocations of it in the same year and basis, for different named recipients ..."."""
    return any(is_pass_on(scope.day, one, other) for one, other in combinations(scope.counted_of(stream), 2))


def is_pass_on(day: Day, one: Row, other: Row) -> bool:
    """Different named recipients, and "the area of one within the area of the other"."""
    areas = cell(one, "Area"), cell(other, "Area")
    same_time = cell(one, "Year") == cell(other, "Year") and basis(one) == basis(other)
    recipients = {cell(one, "Recipient"), cell(other, "Recipient")}
    nested = areas[0] in wholes_of(day, areas[1]) or areas[1] in wholes_of(day, areas[0])
    return same_time and nested and len(recipients) == 2 and "" not in recipients


def pence(row: Row) -> int:
    """The amount in pence; a blank one is not quantified and adds nothing."""
    return int(Decimal(cell(row, "Amount").replace(",", "").lstrip("£") or "0") * 100)


def treatment(row: Row) -> str:
    """The treatment as one text, whatever the order it was written in: "`pooled; passported`"."""
    order = ("pooled", "aligned", "passported", "excluded")
    return "; ".join(term for term in order if term in treatments(row))


def totals(scope: Scope) -> Totals:
    """ "each allocation under the first that it is"; "`unquantified` (counted rows without amount)"."""
    sums: Totals = {"excluded": 0, "refused": 0, "breakdown": 0, "counted": 0, "unquantified": 0}
    for row in scope.allocations:
        if is_excluded(row):
            sums["excluded"] += pence(row)
        elif is_refused(row):
            sums["refused"] += pence(row)
        elif is_breakdown(row):
            sums["breakdown"] += pence(row)
        else:
            sums["counted"] += pence(row)
            sums["unquantified"] += not cell(row, "Amount")
    return sums


def sums_by(scope: Scope, label: Callable[[Row], str]) -> dict[str, int]:
    """The counted pence by a label; a label with unquantified rows alone stands at 0."""
    sums: dict[str, int] = {}
    for row in scope.counted:
        sums[label(row)] = sums.get(label(row), 0) + pence(row)
    return sums


def money(day: Day, agreement: str | None, area: str | None, year: str | None) -> Money:
    """The totals and the sums; parts "roll up into the topmost whole in tables"."""
    scope = scope_of(day, agreement, area, year)
    return {
        "totals": totals(scope),
        "by_stream": sums_by(scope, lambda row: topmost(day, cell(row, "Stream"))),
        "by_year": sums_by(scope, lambda row: cell(row, "Year")),
        "by_basis": sums_by(scope, basis),
        "by_treatment": sums_by(scope, treatment),
        "by_recipient": sums_by(scope, lambda row: cell(row, "Recipient")),
    }
