"""What every store promises of copies, and of telling when it does not hold together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from partnermap.errors import LostConnection, StoreError
from partnermap.progress import Progress
from partnermap.store import Store, copying
from partnermap.store.base import Dismissal
from tests.store.contract import (
    SEAT,
    TRUST,
    Stores,
    apply_all,
    county,
    different,
    edit_of,
    import_of,
    map_of,
    mapping,
    same,
    state,
    thing_of,
    undo_of,
    withdraw,
)

OTHER = thing_of("Partner", name="Primary Care Trust")


def _lived_in(stores: Stores) -> Store:
    dismissal = Dismissal("absent", "Kent PCT", None, "LAA", "Kent PCT", "f1", "they will join in May")
    return stores(
        import_of(*county()),
        import_of(state("Partner", "b.xlsx", name="Primary Care Trust", kind="pct")),
        same(TRUST, OTHER),
        edit_of("Partner", TRUST, notes="moved"),
        replace(undo_of(0), kind="dismissal", undoes=None, dismissals=[dismissal, replace(dismissal, subject="ICB")]),
        replace(import_of(withdraw(county()[2])), mappings=[mapping(), mapping(sheet="RO5")]),
        undo_of(3),
        different(TRUST, OTHER),
        undo_of(4),
    )


def _copy(store: Store, into: Store) -> Store:
    """By way of text, as a backup does it."""
    into.load(json.loads(line) for line in [json.dumps(record) for record in store.dump()])
    return into


def _said(store: Store) -> list[Any]:
    with store.view() as view:
        beside = [view.decisions(), view.dismissals(), view.mappings()]
        return [view.revision, view.history(), *beside, list(view.statements())]


def test_copy_holds_the_same_map_and_history(stores: Stores) -> None:
    store = _lived_in(stores)
    copy = _copy(store, stores())
    assert map_of(copy) == map_of(store)
    assert _said(copy) == _said(store)
    assert list(copy.dump()) == list(store.dump())
    assert copy.faults() == []


def test_undo_works_on_the_other_side(stores: Stores) -> None:
    store = _lived_in(stores)
    copy = _copy(store, stores())
    for each in (store, copy):
        apply_all(each, [undo_of(7), undo_of(6), undo_of(9), undo_of(2)])
    assert map_of(copy) == map_of(store)
    assert copy.faults() == []


def test_dump_of_an_empty_store_is_empty_and_loads(stores: Stores) -> None:
    assert list(stores().dump()) == []
    assert map_of(_copy(stores(), stores())) == {}


def test_load_into_a_store_that_holds_a_map_is_refused(stores: Stores) -> None:
    store = _lived_in(stores)
    before = list(store.dump())
    with pytest.raises(StoreError) as caught:
        store.load(before)
    assert str(caught.value).startswith(f"{store.address}: already holds a map. A copy needs an empty store. ")
    assert list(store.dump()) == before


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"record": "spy"}, "'spy'"),
        ({"record": "change", "number": 1}, "'files'"),
        ({"record": "statement", "change": 1, "thing": "Partner:x"}, "'facts'"),
    ],
)
def test_load_of_a_record_that_is_none_of_ours_takes_in_nothing(
    stores: Stores, record: dict[str, Any], words: str
) -> None:
    store = stores()
    with pytest.raises(StoreError) as caught:
        store.load([*_lived_in(stores).dump(), record])
    assert str(caught.value) == (
        f"The copy holds a record that is not understood ({words}). Nothing was changed. Copy it again."
    )
    assert _said(store) == [0, [], [], [], [], []]


def test_load_that_breaks_off_takes_in_nothing(stores: Stores) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield from _lived_in(stores).dump()
        raise OSError("the stick was pulled out")

    store = stores()
    with pytest.raises(OSError, match="the stick was pulled out"):
        store.load(broken())
    assert _said(store) == [0, [], [], [], [], []]
    assert store.faults() == []


def test_load_that_is_cut_off_goes_on_where_it_was(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "AT_ONCE", 3)
    store, copy, said = _lived_in(stores), stores(), list[str]()
    records = list(store.dump())

    def cut_off() -> Iterator[dict[str, Any]]:
        yield from records[:10]
        raise LostConnection("gone")

    with pytest.raises(LostConnection):
        copy.load(cut_off())
    for use in (lambda: map_of(copy), lambda: copy.apply(undo_of(1)), copy.faults):
        with pytest.raises(StoreError, match="a copy into it was begun and is not whole"):
            use()
    copy.load(records, Progress(said.append, len(records)))
    assert said == [f"Going on after 9 of {len(records)} records, which an earlier try has copied …"]
    assert list(copy.dump()) == records
    assert (map_of(copy), copy.faults()) == (map_of(store), [])


def test_beginning_of_another_copy_is_thrown_away(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "AT_ONCE", 3)
    store, copy, said = _lived_in(stores), stores(), list[str]()

    def another() -> Iterator[dict[str, Any]]:
        for record in list(store.dump())[:7]:
            yield record | {"who": "somebody else"} if record["record"] == "change" else record
        raise LostConnection("gone")

    with pytest.raises(LostConnection):
        copy.load(another())
    copy.load(store.dump(), Progress(said.append))
    assert said == ["The store held the beginning of another copy; that is thrown away."]
    assert list(copy.dump()) == list(store.dump())
    assert copy.faults() == []


def test_dump_that_nobody_reads_to_the_end_holds_nothing_up(stores: Stores) -> None:
    store = _lived_in(stores)
    records = iter(store.dump())
    next(records)
    store.apply(undo_of(1))
    del records
    assert store.faults() == []


def test_sound_store_has_no_faults(stores: Stores) -> None:
    assert stores().faults() == []
    assert _lived_in(stores).faults() == []


def test_map_that_was_tampered_with_is_told_thing_by_thing(stores: Stores) -> None:
    store = stores(import_of(*county()))
    stores.maker.tamper(store)
    assert store.faults() == [
        f"{SEAT}: the map does not say what the statements say",
        f"{TRUST}: the map does not say what the statements say",
    ]
