"""What every store promises of undoing, and of things that cannot do without others."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from partnermap.store import Store
from partnermap.store.base import Dismissal
from tests.store.contract import (
    BOARD,
    COUNCIL,
    KENT,
    SEAT,
    TRUST,
    Stores,
    apply_all,
    counts,
    county,
    edit_of,
    import_of,
    map_of,
    mapping,
    state,
    thing_of,
    undo_of,
    withdraw,
)


def _live(store: Store) -> list[bool]:
    with store.view() as view:
        return [change.live for change in view.history()]


# -- what cannot stand alone -----------------------------------------------------------------------


def test_seat_goes_with_its_partner_and_comes_back_with_it(stores: Stores) -> None:
    store = stores(import_of(*county()))
    effect = store.apply(import_of(withdraw(county()[1])))
    assert counts(effect) == {"removed": {"Partner": 1, "Membership": 1}}
    effect = store.apply(import_of(county()[1], what="import again"))
    assert counts(effect) == {"added": {"Partner": 1, "Membership": 1}}
    assert map_of(store)[SEAT]["role"] == "chair"


def test_reference_to_what_is_gone_is_left_out_and_comes_back(stores: Stores) -> None:
    store = stores(import_of(*county()[1:]))
    assert "covers" not in map_of(store)[TRUST]
    effect = store.apply(import_of(county()[0]))
    assert counts(effect) == {"added": {"Area": 1}, "changed": {"Partner": 2, "Partnership": 1}}
    assert map_of(store)[TRUST]["covers"] == [KENT]
    store.apply(undo_of(2))
    assert "covers" not in map_of(store)[TRUST]


def test_what_depends_on_what_depends_goes_and_comes_back_too(stores: Stores) -> None:
    agreement = thing_of("Agreement", name="LAA")
    outcome = thing_of("Outcome", name="Safer", agreement=agreement)
    indicator = thing_of("Indicator", name="Burglaries", outcome=outcome)
    store = stores(
        import_of(state("Indicator", "b.xlsx", name="Burglaries", outcome=outcome)),
        import_of(state("Outcome", name="Safer", agreement=agreement)),
        import_of(state("Agreement", name="LAA", covers=[])),
    )
    assert set(map_of(store)) == {agreement, outcome, indicator}
    store.apply(undo_of(3))
    assert map_of(store) == {}
    store.apply(undo_of(4))
    assert set(map_of(store)) == {agreement, outcome, indicator}


def test_edit_of_a_thing_that_is_stated_no_longer_keeps_no_nameless_thing(stores: Stores) -> None:
    store = stores(import_of(*county()), edit_of("Partner", TRUST, notes="moved"))
    assert map_of(store)[TRUST]["notes"] == "moved"
    store.apply(undo_of(1))
    assert map_of(store) == {}
    store.apply(undo_of(3))
    assert map_of(store)[TRUST]["notes"] == "moved"


# -- undoing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_undo_in_any_order_leaves_what_the_others_say(stores: Stores, order: tuple[int, ...]) -> None:
    drafts = {
        1: import_of(*county()),
        2: import_of(state("Partner", "b.xlsx", name="Kent PCT", kind="nhs_trust", notes="from b")),
        3: edit_of("Partner", TRUST, notes="by hand"),
    }
    store = stores(*drafts.values())
    left = dict(drafts)
    for number in order:
        store.apply(undo_of(number))
        del left[number]
        assert map_of(store) == stores.map_made_by(*left.values())
        assert store.faults() == []
    assert map_of(store) == {}


def test_undo_can_be_undone_and_that_again(stores: Stores) -> None:
    store = stores(import_of(*county()))
    whole = map_of(store)
    for number, (left, live) in enumerate(
        [({}, [False, True]), (whole, [True, False, True]), ({}, [False, True, False, True])], 1
    ):
        store.apply(undo_of(number))
        assert map_of(store) == left
        assert _live(store) == live


def test_change_undone_twice_comes_back_when_both_are_undone(stores: Stores) -> None:
    store = stores(import_of(*county()), undo_of(1), undo_of(1), undo_of(2))
    assert map_of(store) == {}
    store.apply(undo_of(3))
    assert set(map_of(store)) == {KENT, TRUST, COUNCIL, BOARD, SEAT}


def test_undo_of_a_correction_brings_the_earlier_row_back(stores: Stores) -> None:
    store = stores(import_of(*county()))
    before = map_of(store)
    apply_all(store, [import_of(withdraw(county()[1]), county()[4]._replace(row=9)), undo_of(2)])
    assert map_of(store) == before


# -- mappings --------------------------------------------------------------------------------------


def test_mappings_are_given_in_their_order_also_of_an_import_that_was_undone(stores: Stores) -> None:
    first, second, third = mapping("z.xlsx"), mapping("a.xlsx", "RO2", "skip = [3]\n"), mapping(text="")
    drafts = [replace(import_of(*county()), mappings=kept) for kept in ([first, second], [], [third])]
    store = stores(*drafts, undo_of(1))
    with store.view() as view:
        assert view.mappings() == [first, second, third]


def test_mapping_of_a_rehearsal_is_not_kept(stores: Stores) -> None:
    store = stores()
    store.apply(replace(import_of(*county()), mappings=[mapping()]), rehearse=True)
    with store.view() as view:
        assert view.mappings() == []


def test_mapping_is_not_seen_at_an_earlier_revision(stores: Stores) -> None:
    store = stores(import_of(*county()))
    with store.view() as view:
        store.apply(replace(import_of(), mappings=[mapping()]))
        assert view.mappings() == []


# -- dismissals ------------------------------------------------------------------------------------


def test_dismissal_counts_until_it_is_undone(stores: Stores) -> None:
    one = Dismissal("absent", "Kent PCT", None, "LAA", "Kent PCT", "f1", "they will join in May")
    other = Dismissal("no-lsp", "Kent", "Kent", None, None, "f2", "there is one")
    draft = replace(undo_of(0), kind="dismissal", undoes=None)
    store = stores(replace(draft, dismissals=[one]), replace(draft, dismissals=[other]), undo_of(1))
    with store.view() as view:
        assert view.dismissals() == [other]
    store.apply(undo_of(3))
    with store.view() as view:
        assert view.dismissals() == [one, other]
