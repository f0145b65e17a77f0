"""What every store promises of what a person ruled, and of what was ever said."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from partnermap.store import Store
from partnermap.store.base import Dismissal, Draft
from tests.store.contract import (
    COUNCIL,
    KENT,
    TRUST,
    Stores,
    counts,
    county,
    different,
    import_of,
    map_of,
    ruling_of,
    same,
    state,
    thing_of,
    undo_of,
    withdraw,
)

STREAM = thing_of("FundingStream", name="Sure Start")


def trust(file: str, kind: str, **values: Any) -> Draft:
    """A file that says of which kind the trust is."""
    return import_of(state("Partner", file, name="Kent PCT", kind=kind, **values), what=f"import {file}")


def kind(store: Store) -> object:
    return map_of(store)[TRUST]["kind"]


# -- what a person ruled ---------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(["b.xlsx", "c.xlsx", "d.xlsx"])))
def test_ruling_shows_in_whatever_order_the_files_come_again(stores: Stores, order: tuple[str, ...]) -> None:
    files = {"b.xlsx": "nhs_trust", "c.xlsx": "sha", "d.xlsx": "sha"}
    store = stores(
        *(trust(file, files[file]) for file in files), ruling_of("Partner", TRUST, "kind", "nhs_trust", "sha")
    )
    for number, file in enumerate(order):
        store.apply(trust(file, files[file], notes=f"again {number}"))
        assert kind(store) == "nhs_trust"
    assert store.faults() == []


def test_ruling_for_neither_shows_whatever_the_files_say_again(stores: Stores) -> None:
    ruling = ruling_of("Partner", TRUST, "kind", "hospital", "nhs_trust", "sha")
    store = stores(trust("b.xlsx", "nhs_trust"), trust("c.xlsx", "sha"), ruling, trust("b.xlsx", "sha"))
    assert kind(store) == "hospital"


def test_value_that_nobody_ruled_on_shows_until_it_is_gone(stores: Stores) -> None:
    ruling = ruling_of("Partner", TRUST, "kind", "nhs_trust", "sha")
    store = stores(trust("b.xlsx", "nhs_trust"), trust("c.xlsx", "sha"), ruling, trust("d.xlsx", "hospital"))
    assert kind(store) == "hospital"
    store.apply(trust("c.xlsx", "sha", notes="again"))
    assert kind(store) == "hospital"
    store.apply(undo_of(4))
    assert kind(store) == "nhs_trust"


def test_undo_of_a_ruling_lets_the_newest_show_again(stores: Stores) -> None:
    store = stores(trust("b.xlsx", "sha"), trust("c.xlsx", "nhs_trust"))
    effect = store.apply(ruling_of("Partner", TRUST, "kind", "sha", "nhs_trust"))
    assert counts(effect) == {"changed": {"Partner": 1}}
    store.apply(undo_of(3))
    assert kind(store) == "nhs_trust"
    store.apply(undo_of(4))
    assert kind(store) == "sha"


def test_rulings_on_two_properties_stand_beside_each_other(stores: Stores) -> None:
    store = stores(
        trust("b.xlsx", "sha", notes="old"),
        trust("c.xlsx", "nhs_trust", notes="new"),
        ruling_of("Partner", TRUST, "kind", "sha", "nhs_trust"),
        ruling_of("Partner", TRUST, "notes", "old", "new"),
    )
    assert map_of(store)[TRUST] == {"name": "Kent PCT", "kind": "sha", "notes": "old"}
    store.apply(undo_of(3))
    assert map_of(store)[TRUST] == {"name": "Kent PCT", "kind": "nhs_trust", "notes": "old"}


def test_later_ruling_takes_the_place_of_an_earlier_one_until_it_is_undone(stores: Stores) -> None:
    store = stores(
        trust("b.xlsx", "sha"),
        trust("c.xlsx", "nhs_trust"),
        ruling_of("Partner", TRUST, "kind", "sha", "nhs_trust"),
        ruling_of("Partner", TRUST, "kind", "hospital", "sha", "nhs_trust"),
    )
    assert kind(store) == "hospital"
    store.apply(undo_of(4))
    assert kind(store) == "sha"


def test_ruling_alone_makes_no_thing(stores: Stores) -> None:
    store = stores(trust("b.xlsx", "sha"), ruling_of("Partner", TRUST, "kind", "sha", "nhs_trust"), undo_of(1))
    assert map_of(store) == {}


def test_ruling_on_a_sum_outranks_rows_that_add_up(stores: Stores) -> None:
    twice = [
        state("Allocation", "b.xlsx", row, stream=STREAM, recipient=one, year="2005/06", amount=100)
        for row, one in enumerate([TRUST, COUNCIL], 2)
    ]
    joined = twice[0].thing
    stream = state("FundingStream", name="Sure Start")
    store = stores(import_of(*county(), stream), import_of(*twice, what="import b.xlsx"), same(TRUST, COUNCIL))
    assert map_of(store)[joined]["amount"] == 200
    again = state("Allocation", "c.xlsx", stream=STREAM, recipient=TRUST, year="2005/06", amount=300)
    store.apply(import_of(again, what="import c.xlsx"))
    store.apply(ruling_of("Allocation", joined, "amount", 200, 300))
    assert map_of(store)[joined]["amount"] == 200
    store.apply(import_of(again, what="import c.xlsx"))
    assert map_of(store)[joined]["amount"] == 200
    store.apply(undo_of(3))  # now one of the two rows is all that b.xlsx says of it, which nobody ruled on
    assert map_of(store)[joined]["amount"] == 200
    assert store.faults() == []


def test_ruling_travels_with_a_copy(stores: Stores) -> None:
    store = stores(
        trust("b.xlsx", "sha"), trust("c.xlsx", "nhs_trust"), ruling_of("Partner", TRUST, "kind", "sha", "nhs_trust")
    )
    copy = stores()
    copy.load(store.dump())
    assert list(copy.dump()) == list(store.dump())
    copy.apply(trust("c.xlsx", "nhs_trust", notes="again"))
    assert kind(copy) == "sha"


def test_ruling_follows_what_it_names_when_names_are_joined(stores: Stores) -> None:
    hospital, clinic = (thing_of("Partner", name=name) for name in ("Hospital", "Clinic"))
    store = stores(
        import_of(*(state("Partner", "a.xlsx", name=name, kind="nhs_trust") for name in ("Hospital", "Clinic"))),
        trust("b.xlsx", "sha", part_of=hospital),
        trust("c.xlsx", "sha", part_of=COUNCIL),
        import_of(*county()[2:3], what="import a.xlsx"),
        ruling_of("Partner", TRUST, "part_of", hospital, COUNCIL),
        same(clinic, hospital),
        trust("c.xlsx", "sha", part_of=COUNCIL, notes="again"),
    )
    assert map_of(store)[TRUST]["part_of"] == clinic


# -- what was ever said ----------------------------------------------------------------------------


def test_view_gives_what_a_change_said_whether_it_counts_or_not(stores: Stores) -> None:
    store = stores(import_of(*county()), trust("a.xlsx", "sha"), import_of(withdraw(county()[2])), undo_of(2))
    with store.view() as view:
        assert [said.statement for said in view.stated_in(1)] == county()
        assert [(said.change, said.statement.facts["kind"].value) for said in view.stated_in(2)] == [(2, "sha")]
        assert [(said.entity, said.statement.withdrawn) for said in view.stated_in(3)] == [(COUNCIL, True)]
        assert list(view.stated_in(4)) == list(view.stated_in(9)) == []


def test_view_gives_all_that_was_ever_said_about_a_thing(stores: Stores) -> None:
    store = stores(import_of(*county()), trust("a.xlsx", "sha"), undo_of(2), trust("b.xlsx", "nhs_trust"))
    with store.view() as view:
        said = list(view.ever_stated([TRUST, KENT]))
        assert [(one.change, one.entity) for one in said] == [(1, KENT), (1, TRUST), (2, TRUST), (4, TRUST)]
        assert [one.number for one in said] == sorted(one.number for one in said)
        assert list(view.ever_stated(["Partner:nobody"])) == list(view.ever_stated([])) == []


def test_view_gives_verdicts_with_their_changes_whether_they_count_or_not(stores: Stores) -> None:
    dismissal = Dismissal("absent", "Kent PCT", None, "LAA", "Kent PCT", "f1", "they will join in May")
    drafts = [different(TRUST, COUNCIL), Draft("dismissal", "Ann", "known", dismissals=[dismissal]), undo_of(1)]
    with stores(*drafts).view() as view:
        assert view.decisions_made() == [(1, drafts[0].decisions[0])]
        assert view.dismissals_made() == [(2, dismissal)]
        assert view.decisions() == []
