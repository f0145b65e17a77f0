"""What every store promises of rows that come listed: they say what they would say one by one."""

from __future__ import annotations

from dataclasses import replace

from partnermap.store.base import Statement
from tests.store.contract import (
    KENT,
    TRUST,
    Stores,
    counts,
    county,
    import_of,
    listed,
    map_of,
    same,
    state,
    thing_of,
    undo_of,
    withdraw,
)

STREAM, OTHER = thing_of("FundingStream", name="Sure Start"), thing_of("Partner", name="Kent Primary Care Trust")
BASE = [*county(), state("FundingStream", name="Sure Start")]


def _sum(line: str, file: str = "list.xlsx", **values: object) -> Statement:
    said = {"stream": STREAM, "year": "2005/06", "amount": 500, "line": line} | values
    return state("Allocation", file, **said)


def test_listed_rows_come_into_the_map_with_all_that_they_say(stores: Stores) -> None:
    store = stores(import_of(*BASE))
    sums = [
        _sum("one", recipient=TRUST, area=KENT, treatment=["pooled"]),
        _sum("two", treatment=["pooled", "aligned", "pooled"], notes="twice"),
        _sum("three", amount=0),
    ]
    effect = store.apply(listed(import_of(*sums)))
    assert counts(effect) == {"added": {"Allocation": 3}}
    held = map_of(store)
    plain = {"stream": STREAM, "year": "2005/06"}
    assert held[sums[0].thing] == plain | {
        "amount": 500, "line": "one", "recipient": TRUST, "area": KENT, "treatment": ["pooled"],
    }  # fmt: skip
    assert held[sums[1].thing] == plain | {
        "amount": 500, "line": "two", "treatment": ["pooled", "aligned"], "notes": "twice",
    }  # fmt: skip
    assert held[sums[2].thing] == plain | {"amount": 0, "line": "three"}
    with store.view() as view:
        assert [said.statement for said in view.stated_by("list.xlsx")] == sums
    assert store.faults() == []


def test_a_listed_import_is_undone_and_done_again(stores: Stores) -> None:
    store = stores(import_of(*BASE), listed(import_of(_sum("one"), _sum("two"))))
    before = map_of(store)
    assert counts(store.apply(undo_of(2))) == {"removed": {"Allocation": 2}}
    assert counts(store.apply(undo_of(3))) == {"added": {"Allocation": 2}}
    assert map_of(store) == before
    assert store.faults() == []


def test_listed_rows_whose_stream_is_not_there_wait_for_it(stores: Stores) -> None:
    store = stores(import_of(*county()))
    assert counts(store.apply(listed(import_of(_sum("one"), _sum("two"))))) == {}
    assert _sum("one").thing not in map_of(store)
    store.apply(import_of(state("FundingStream", name="Sure Start")))
    assert map_of(store)[_sum("one").thing] == {"stream": STREAM, "year": "2005/06", "amount": 500, "line": "one"}
    assert store.faults() == []


def test_listed_rows_do_without_a_recipient_that_goes_in_the_same_change(stores: Stores) -> None:
    store = stores(import_of(*BASE))
    paid = _sum("one", recipient=TRUST)
    draft = replace(listed(import_of(paid)), statements=[withdraw(BASE[1])])
    assert counts(store.apply(draft)) == {"added": {"Allocation": 1}, "removed": {"Partner": 1, "Membership": 1}}
    assert "recipient" not in map_of(store)[paid.thing]
    store.apply(import_of(BASE[1]))
    assert map_of(store)[paid.thing]["recipient"] == TRUST
    assert store.faults() == []


def test_listed_rows_beside_other_files_of_the_same_sums(stores: Stores) -> None:
    store = stores(import_of(*BASE), import_of(_sum("one", "a.csv", amount=100), _sum("two", "a.csv", amount=100)))
    effect = store.apply(listed(import_of(_sum("one"), _sum("two", amount=100), _sum("three"), _sum("three", "b.csv"))))
    assert counts(effect) == {
        "added": {"Allocation": 1}, "changed": {"Allocation": 1}, "unchanged": {"Allocation": 1},
    }  # fmt: skip
    held = map_of(store)
    assert [held[_sum(line).thing]["amount"] for line in ("one", "two", "three")] == [500, 100, 500]
    assert store.faults() == []


def test_listed_rows_of_a_body_that_was_joined_to_another_go_to_that(stores: Stores) -> None:
    store = stores(import_of(*BASE, state("Partner", name="Kent Primary Care Trust", kind="pct")), same(TRUST, OTHER))
    store.apply(listed(import_of(_sum("one", recipient=OTHER))))
    assert map_of(store)[_sum("one", recipient=TRUST).thing]["recipient"] == TRUST
    assert store.faults() == []


def test_a_rehearsal_of_listed_rows_counts_and_keeps_nothing(stores: Stores) -> None:
    store = stores(import_of(*BASE))
    before = list(store.dump())
    effect = store.apply(listed(import_of(_sum("one"), _sum("two"))), rehearse=True)
    assert counts(effect) == {"added": {"Allocation": 2}}
    assert list(store.dump()) == before
