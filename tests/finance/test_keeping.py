"""Rows of one key, told apart by nothing but their place: a corrected file says what became of which."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.finance.importing import Record, brought, codes, stored


def listed(*sums: int, name: str = "list.csv") -> Path:
    rows = "".join(f"Hartlow,NRF,2005/06,{sum_}\n" for sum_ in sums)
    path = Path(name)
    path.write_text(f"Recipient,Stream,Year,Amount (£)\n{rows}", encoding="utf-8")
    return path


def pounds() -> list[int]:
    return sorted((fact.pence or 0) // 100 for fact in stored())


def corrected(record: Record) -> list[tuple[str | None, str | None]]:
    return [(one["before"], one["after"]) for one in record.get("differences", [])]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_row_that_is_taken_out_is_the_only_one_that_is_gone(gone: int) -> None:
    sums = [10, 20, 30]
    brought(listed(*sums))
    left = sums[:gone] + sums[gone + 1 :]
    record = brought(listed(*left), "--replace")
    assert corrected(record) == []
    assert (record["removed"], record["changed"]) == ({"Allocation": 1}, {})
    (problem,) = [one for one in record["problems"] if one["code"] == "vanished"]
    assert f"{gone + 2}" in problem["cell"]
    assert pounds() == left


def test_row_that_is_corrected_among_its_like_is_the_only_difference() -> None:
    brought(listed(10, 20, 30))
    record = brought(listed(10, 25, 30))
    assert corrected(record) == [("£20", "£25")]
    assert pounds() == [10, 25, 30]


def test_row_that_is_put_before_its_like_is_new() -> None:
    brought(listed(10, 20))
    record = brought(listed(5, 10, 20))
    assert (record["added"], record["changed"]) == ({"Allocation": 1}, {})
    assert pounds() == [5, 10, 20]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 4), max_size=5, min_size=1), st.lists(st.integers(1, 4), max_size=5, min_size=1))
def test_the_map_holds_what_the_newest_file_says(first: list[int], second: list[int]) -> None:
    Path("partnermap.db").unlink(missing_ok=True)
    brought(listed(*first))
    brought(listed(*second), "--replace")
    assert pounds() == sorted(second)
    assert brought(listed(*second))["import"] is None
    assert codes(brought(listed(*second)))["vanished"] == 0
