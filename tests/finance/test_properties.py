"""For any facts, laid out in any of the ways: what is imported is the facts, and twice is once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.finance.facts import BODIES, STREAMS, Fact, pence
from tests.finance.families import (
    Made,
    account,
    budget_beside_outturn,
    long_list,
    outturn,
    side_by_side,
    stacked,
    streams_over_years,
    with_outturn,
    years_across,
)
from tests.finance.importing import (
    attempted,
    brought,
    codes,
    errors_at,
    holds,
    holds_turned,
    reconciled,
    stored,
)

YEARS = [f"{first}/{(first + 1) % 100:02}" for first in range(2001, 2023)]
KINDS = st.sampled_from([".xlsx", ".xls", ".ods", ".csv"])
SOME = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def few(pool: list[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(pool), min_size=least, max_size=most, unique=True)


@st.composite
def facts(draw: st.DrawFn, *, years: tuple[int, int] = (1, 1), unit: int = 1) -> list[Fact]:
    """A sum for each of some bodies, streams and following years; at least one that is not nought in each stream."""
    names = draw(few([body.name for body in BODIES], 2, 6))
    streams = draw(few(list(STREAMS), 2, 5))
    start = draw(st.integers(0, len(YEARS) - 4))
    chosen = YEARS[start : start + draw(st.integers(*years))]
    sums = st.one_of(st.integers(-90_000, 900_000), st.integers(1, 3_000)).map(lambda sum_: sum_ * unit)
    return [Fact(name, stream, year, draw(sums)) for year in chosen for stream in streams for name in names]


@st.composite
def layouts(draw: st.DrawFn) -> Made:
    """One of the families, with its variations."""
    thousands, pounds = facts(unit=100_000), facts(years=(2, 3))
    ways: list[Callable[[], Made]] = [
        lambda: _outturn(draw(thousands), draw(st.integers(4, 12))),
        lambda: _account(draw(thousands)),
        lambda: years_across(draw(pounds), unit=draw(st.sampled_from(["one", "thousand"])), total=draw(st.booleans())),
        lambda: streams_over_years(draw(pounds), unit="one"),
        lambda: budget_beside_outturn(with_outturn(draw(facts(years=(1, 3))))),
        lambda: long_list(
            draw(pounds), merged=draw(st.booleans()), once=draw(st.booleans()), totals=draw(st.booleans())
        ),
        lambda: stacked(draw(facts(years=(2, 2)))),
        lambda: side_by_side(draw(facts(years=(2, 2)))),
    ]
    return draw(st.sampled_from(ways))()


def _outturn(some: list[Fact], header: int) -> Made:
    return outturn(some, header=header, year=some[0].year, sheet=f"RS LA Data {some[0].year.replace('/', '-')} (1)")


def _account(some: list[Fact]) -> Made:
    return account(some, year=some[0].year)


class Apart:
    """A folder of its own for one example."""

    def __enter__(self) -> Path:
        self._before = Path.cwd()
        self._folder = tempfile.TemporaryDirectory()
        os.chdir(self._folder.name)
        return Path(self._folder.name)

    def __exit__(self, *_: object) -> None:
        os.chdir(self._before)
        self._folder.cleanup()


@SOME
@given(layouts(), KINDS)
def test_any_facts_in_any_layout_are_imported_to_the_penny(one: Made, kind: str) -> None:
    with Apart():
        path = one.write(Path(f"file{kind}"))
        record = brought(path)
        holds_turned(one.facts)
        assert record["rows"]["refused"] == 0
        for in_file, difference in one.totals:
            reconciled(record, in_file, difference)
        assert "total-differs" not in codes(record)
        again = brought(path)
        assert again["import"] is None
        holds_turned(one.facts)


@SOME
@given(facts(unit=100_000), st.data())
def test_any_total_that_is_wrong_is_shown_by_how_much(some: list[Fact], data: st.DataObject) -> None:
    stream = data.draw(st.sampled_from(sorted({fact.stream for fact in some})))
    by = data.draw(st.integers(1, 10**7) | st.integers(-(10**7), -1)) * 100_000
    one = outturn(some, year=some[0].year, wrong={stream: by}, sheet="RS (1)")
    with Apart():
        record = brought(one.write(Path("RS.xlsx")))
        holds_turned(some)
        reconciled(record, pence(some, stream=stream) + by, by)
        assert codes(record)["total-differs"] == 1


@SOME
@given(facts(years=(1, 2)), st.data())
def test_any_cell_that_is_bad_costs_itself_or_its_row_and_no_more(some: list[Fact], data: st.DataObject) -> None:
    one = long_list(some, once=False, totals=False)
    at = data.draw(st.integers(3, len(one.grids[0].rows) - 1))
    bad = data.draw(st.sampled_from(["€5", "1" * 40, "#REF!", "12 or 13"]))
    one.grids[0].rows[at][3] = bad
    stream, name, year = one.grids[0].rows[at][:3]
    with Apart():
        status, record = attempted(one.write(Path("list.xlsx")))
        assert status == 0
        assert errors_at(record, f"D{at + 1}")
        holds_but([f for f in some if (f.recipient, f.stream, f.year) != (name, stream, year)])


def holds_but(expected: list[Fact]) -> None:
    """As ``holds``, whatever is kept without a sum; where all sums are negative they may be turned."""
    found = sorted((f.recipient, f.stream, f.year, f.pence) for f in stored() if f.pence)
    sums = [(f.recipient, f.stream, f.year, f.pence) for f in expected if f.pence]
    turned = sorted((*of, -pence) for *of, pence in sums)
    assert found == sorted(sums) or (all(pence < 0 for *_, pence in sums) and found == turned)


@SOME
@given(facts(years=(1, 3)), st.data())
def test_any_correction_is_the_only_change(some: list[Fact], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(some) - 1))
    was = some[at]
    other = Fact(was.recipient, was.stream, was.year, (was.pence or 0) + data.draw(st.integers(1, 10**6)))
    after = [*some[:at], other, *some[at + 1 :]]
    with Apart():
        brought(years_across(some, unit="one").write(Path("file.xlsx")))
        record = brought(years_across(after, unit="one").write(Path("file.xlsx")))
        holds(after)
        assert was.pence == 0 or record["changed"] == {"Allocation": 1}
        assert not any(record["removed"].values())
