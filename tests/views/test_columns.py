"""Records as columns come back as the records they were."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from partnermap.views.columns import columns

VALUES = st.one_of(
    st.lists(st.integers(-5, 10**7), min_size=1, max_size=40),
    st.lists(st.sampled_from(["", "a", "b"]), min_size=1, max_size=40),
    st.lists(st.lists(st.integers(0, 3), max_size=2), min_size=1, max_size=40),
)


def values_of(column: Any) -> list[Any]:
    """What the page's own script makes of a column."""
    if isinstance(column, list):
        return column
    if "runs" in column:
        return [value for value, often in column["runs"] for _ in range(often)]
    if "of" in column:
        return [column["of"][place] for place in column["at"]]
    return [sum(column["steps"][: place + 1]) for place in range(len(column["steps"]))]


@given(VALUES)
def test_columns_lose_nothing(values: list[Any]) -> None:
    packed = json.loads(json.dumps(columns([{"one": value} for value in values])))
    assert packed["rows"] == len(values)
    assert values_of(packed["columns"]["one"]) == values


def test_columns_tell_numbers_from_texts_and_truth() -> None:
    packed = columns([{"one": value} for value in (1, "1", 1, "1")])
    assert [type(value) for value in values_of(packed["columns"]["one"])] == [int, str, int, str]


def test_no_records_are_no_columns() -> None:
    assert columns([]) == {"rows": 0, "columns": {}}
