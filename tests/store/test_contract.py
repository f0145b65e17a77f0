"""What every store promises of changes, views and statements."""

from __future__ import annotations

import pytest

from partnermap.model import BY_NAME
from partnermap.store import Store
from partnermap.store.base import MapMoved
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
    state,
    thing_of,
    undo_of,
    withdraw,
)

PARTNER = BY_NAME["Partner"]
SURE_START = thing_of("FundingStream", name="Sure Start")


def _revision(store: Store) -> int:
    with store.view() as view:
        return view.revision


# -- changes ---------------------------------------------------------------------------------------


def test_apply_puts_what_is_stated_into_the_map(stores: Stores) -> None:
    store = stores()
    effect = store.apply(import_of(*county()))
    assert effect.change == 1
    assert counts(effect) == {"added": {"Area": 1, "Partner": 2, "Partnership": 1, "Membership": 1}}
    assert map_of(store) == {
        KENT: {"name": "Kent", "tier": "county"},
        TRUST: {"name": "Kent PCT", "kind": "pct", "covers": [KENT]},
        COUNCIL: {"name": "Kent County Council", "kind": "county_council", "covers": [KENT]},
        BOARD: {"name": "Kent Partnership", "kind": "lsp", "covers": [KENT]},
        SEAT: {"partner": TRUST, "partnership": BOARD, "role": "chair"},
    }


def test_apply_of_the_same_file_twice_changes_nothing(stores: Stores) -> None:
    store = stores(import_of(*county()))
    before = map_of(store)
    effect = store.apply(import_of(*county()))
    assert counts(effect) == {"unchanged": {"Area": 1, "Partner": 2, "Partnership": 1, "Membership": 1}}
    assert not effect.alters_the_map
    assert map_of(store) == before


def test_apply_counts_a_corrected_row_as_changed(stores: Stores) -> None:
    store = stores(import_of(*county()))
    effect = store.apply(import_of(state("Partner", name="Kent PCT", kind="nhs_trust", covers=[KENT])))
    assert counts(effect) == {"changed": {"Partner": 1}}
    assert map_of(store)[TRUST]["kind"] == "nhs_trust"


def test_apply_keeps_every_type_of_value(stores: Stores) -> None:
    outcome = thing_of("Outcome", name="Fewer fires", agreement=thing_of("Agreement", name="LAA"))
    stream = {"name": "Sure Start", "ring_fenced": False, "notes": "a | 100% “quoted”\n'; DROP TABLE partner; --"}
    money = {
        "stream": SURE_START, "recipient": TRUST, "year": "2005/06-2007/08", "amount": 123_456_789_012_34,
        "treatment": ["pooled", "aligned"], "outcomes": [[outcome, "60.5"]], "breakdown": True, "since": "2005-04-01",
    }  # fmt: skip
    store = stores(
        import_of(
            *county(),
            state("Agreement", name="LAA", covers=[KENT]),
            state("Outcome", name="Fewer fires", agreement=thing_of("Agreement", name="LAA"), themes=[]),
            state("FundingStream", **stream),
            state("Allocation", **money),
        )
    )
    kept = map_of(store)
    assert kept[SURE_START] == stream
    assert kept[thing_of("Allocation", **money)] == money | {"outcomes": [(outcome, "60.5")]}


def test_rehearsal_says_what_would_be_and_does_nothing(stores: Stores) -> None:
    store = stores(import_of(*county()))
    before, records = map_of(store), list(store.dump())
    draft = import_of(withdraw(county()[1]), state("Area", name="Surrey", tier="county"))
    rehearsed = store.apply(draft, rehearse=True)
    assert rehearsed.change is None
    assert (map_of(store), list(store.dump()), _revision(store)) == (before, records, 1)
    assert counts(store.apply(draft)) == counts(rehearsed)


def test_revision_changes_with_each_change(stores: Stores) -> None:
    store = stores()
    seen = [_revision(store)]
    for draft in (import_of(*county()), import_of(*county()), undo_of(1), undo_of(3)):
        store.apply(draft)
        seen.append(_revision(store))
    assert seen == [0, 1, 2, 3, 4]


def test_apply_refuses_a_draft_planned_on_another_revision(stores: Stores) -> None:
    store = stores(import_of(*county()))
    with pytest.raises(MapMoved):
        store.apply(undo_of(1), expecting=0)
    assert _revision(store) == 1
    assert store.apply(undo_of(1), expecting=1).change == 2


def test_history_says_who_did_what_when_with_which_files(stores: Stores) -> None:
    store = stores(import_of(*county()), edit_of("Partner", TRUST, notes="moved"), undo_of(2))
    with store.view() as view:
        first, second, third = view.history()
    assert (first.number, first.kind, first.who, first.what) == (1, "import", "Ann", "import a.xlsx")
    assert (first.files, first.undoes, first.live) == ((("a.xlsx", "00"),), None, True)
    assert first.at <= second.at <= third.at
    assert first.at.endswith("+00:00")
    assert (second.kind, second.live) == ("edit", False)
    assert (third.undoes, third.live) == (2, True)


# -- views -----------------------------------------------------------------------------------------


def test_view_does_not_see_what_is_written_meanwhile(stores: Stores) -> None:
    store = stores(import_of(*county()))
    with store.view() as view:
        store.apply(undo_of(1))
        store.apply(import_of(state("Area", name="Surrey", tier="county")))
        assert view.revision == 1
        assert len(view.things(PARTNER)["id"]) == 2
        assert [change.live for change in view.history()] == [True]
        assert len(list(view.statements())) == 5
    assert list(map_of(store)) == [thing_of("Area", name="Surrey")]


def test_things_are_columns_of_equal_length_also_when_there_are_none(stores: Stores) -> None:
    store = stores()
    with store.view() as view:
        assert view.things(PARTNER) == {"id": [], **{prop.name: [] for prop in PARTNER.columns}}
        assert view.pairs(PARTNER, PARTNER["covers"]) == []


def test_statements_come_back_with_their_cells(stores: Stores) -> None:
    store = stores(import_of(*county()), import_of(*county("b.xlsx")))
    with store.view() as view:
        about = list(view.statements([TRUST, "Partner:nobody"]))
        assert [(said.number, said.change, said.entity) for said in about] == [(2, 1, TRUST), (7, 2, TRUST)]
        assert about[0].statement == county()[1]
        assert [said.statement for said in view.stated_by("b.xlsx")] == county("b.xlsx")
        assert [said.number for said in view.statements()] == list(range(1, 11))


# -- same-named files and several files ------------------------------------------------------------


def test_newest_statement_of_a_same_named_file_takes_the_place_of_the_earlier(stores: Stores) -> None:
    corrected = state("Partner", name="Kent PCT", kind="pct", notes="merged in 2006")
    store = stores(import_of(*county()), import_of(corrected))
    assert map_of(store)[TRUST] == {"name": "Kent PCT", "kind": "pct", "notes": "merged in 2006"}
    with store.view() as view:
        assert [said.statement for said in view.statements([TRUST])] == [corrected]


def test_withdrawn_statement_takes_the_thing_out(stores: Stores) -> None:
    store = stores(import_of(*county()))
    effect = store.apply(import_of(withdraw(county()[2])))
    assert counts(effect) == {"removed": {"Partner": 1}}
    assert COUNCIL not in map_of(store)


def test_several_values_of_several_files_add_up_and_the_newest_single_value_shows(stores: Stores) -> None:
    surrey = thing_of("Area", name="Surrey")
    other = state("Partner", "b.xlsx", name="KENT PCT", kind="nhs_trust", covers=[surrey, KENT], aliases=["KPCT"])
    store = stores(import_of(*county(), state("Area", name="Surrey", tier="county")), import_of(other))
    assert map_of(store)[TRUST] == {
        "name": "KENT PCT",
        "kind": "nhs_trust",
        "covers": [KENT, surrey],
        "aliases": ["KPCT"],
    }
    apply_all(store, [undo_of(2)])
    assert map_of(store)[TRUST] == {"name": "Kent PCT", "kind": "pct", "covers": [KENT]}


def test_value_listed_twice_counts_once(stores: Stores) -> None:
    store = stores(import_of(county()[0], state("Partner", name="Kent PCT", kind="pct", covers=[KENT, KENT])))
    assert map_of(store)[TRUST]["covers"] == [KENT]


def test_newest_share_of_several_files_shows(stores: Stores) -> None:
    agreement = thing_of("Agreement", name="LAA")
    one, other = (thing_of("Outcome", name=name, agreement=agreement) for name in ("Safer", "Greener"))
    base = [
        state("Agreement", name="LAA", covers=[]),
        state("FundingStream", name="Sure Start"),
        *(state("Outcome", name=name, agreement=agreement) for name in ("Safer", "Greener")),
    ]
    first = state("Allocation", stream=SURE_START, year="2005/06", outcomes=[[one, "60"], [other, "40"]])
    later = state("Allocation", "b.xlsx", stream=SURE_START, year="2005/06", outcomes=[[one, "70"], [other, None]])
    store = stores(import_of(*base, first), import_of(later))
    assert map_of(store)[first.thing]["outcomes"] == [(one, "70"), (other, "40")]
