"""Sums of an import and of the map, as the checks on the money compare them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from partnermap.intake.problems import Problem
from partnermap.model import ALLOCATION
from partnermap.store.base import StatedRows, Statement, View

Key = TypeVar("Key", bound=Hashable)

_COMPARED = ("stream", "recipient", "area", "basis", "line", "year", "amount", "breakdown")


class Sum(NamedTuple):
    """One sum, planned or in the map."""

    series: tuple[str, str | None, str | None, str, str | None]
    """Stream, recipient, area, basis; and the line if a whole table has it, for such tables tell different things."""
    year: str
    pence: int
    rows: StatedRows | None
    """Where it stands, if it is planned, and at which place among these rows."""
    at: int = 0
    thing: str = ""
    """Its id, if it is in the map."""

    @property
    def stream(self) -> str:
        return self.series[0]

    @property
    def recipient(self) -> str | None:
        return self.series[1]

    @property
    def statement(self) -> Statement:
        """What its row says."""
        assert self.rows
        return self.rows.statement(self.at)


def stated_sums(rows: StatedRows, lines: Collection[str]) -> Iterator[Sum]:
    """The sums that are to be added, of those that rows state. ``lines``: those that are of whole tables."""
    across = zip(*map(rows.values, _COMPARED), strict=True)
    for at, (*series, year, pence, breakdown) in enumerate(across):
        if pence is not None and not breakdown:
            yield Sum(_series(series, lines), year, pence, rows, at)


def sums_in_map(view: View, without: set[str], lines: Collection[str]) -> Iterator[Sum]:
    """The sums that the map adds already, but for those of these things."""
    columns = view.things(ALLOCATION)
    across = zip(columns["id"], *(columns[name] for name in _COMPARED), strict=True)
    for thing, *series, year, pence, breakdown in across:
        if pence is not None and not breakdown and thing not in without:
            yield Sum(_series(series, lines), year, pence, None, thing=thing)


def _series(said: list[Any], lines: Collection[str]) -> tuple[str, str | None, str | None, str, str | None]:
    stream, recipient, area, basis, line = said
    return stream, recipient, area, basis or "budget", line if line in lines else None


def warning(code: str, one: Statement, message: str, hint: str, name: str = "amount") -> Problem:
    """A warning that stands at the cell of a sum, or of another property of its row."""
    fact = one.facts[name]
    heading = ALLOCATION[name].heading
    return Problem(code, "warning", one.file, one.sheet, fact.cell(one.row), heading, str(fact.text), message, hint)


def grouped(sums: Iterable[Sum], key: Callable[[Sum], Key]) -> dict[Key, list[Sum]]:
    """The sums by what a key makes of them, in their order."""
    groups: dict[Key, list[Sum]] = {}
    for one in sums:
        groups.setdefault(key(one), []).append(one)
    return groups
