"""What every store promises of decisions about names: joined, kept apart, and taken back."""

from __future__ import annotations

import pytest

from partnermap.store.base import Decision, Draft, Statement
from tests.store.contract import (
    BOARD,
    COUNCIL,
    KENT,
    TRUST,
    Stores,
    counts,
    county,
    different,
    edit_of,
    import_of,
    map_of,
    replayed,
    same,
    state,
    thing_of,
    undo_of,
    withdraw,
)

OTHER = thing_of("Partner", name="Kent Primary Care Trust")
OTHER_SEAT = thing_of("Membership", partner=OTHER, partnership=BOARD)
LAA, PILOT = thing_of("Agreement", name="Kent LAA"), thing_of("Agreement", name="Kent pilot")
SURE_START = thing_of("FundingStream", name="Sure Start")


def _other_file() -> list[Statement]:
    return [
        state("Partner", "b.xlsx", name="Kent Primary Care Trust", kind="pct", aliases=["The PCT"]),
        state("Membership", "b.xlsx", partner=OTHER, partnership=BOARD, seniority="director"),
        state("Membership", "b.xlsx", 3, partner=COUNCIL, partnership=BOARD, speaks_for=[OTHER, TRUST]),
    ]


def _allocation(file: str, amount: int, **values: object) -> Statement:
    return state("Allocation", file, **{"stream": SURE_START, "year": "2005/06", "amount": amount} | values)


def test_same_makes_one_body_of_two_under_the_first_name(stores: Stores) -> None:
    store = stores(import_of(*county()), import_of(*_other_file()))
    effect = store.apply(same(TRUST, OTHER))
    kept = map_of(store)
    assert kept[TRUST] == {
        "name": "Kent PCT",
        "kind": "pct",
        "covers": [KENT],
        "aliases": ["The PCT", "Kent Primary Care Trust"],
    }
    assert OTHER not in kept
    assert counts(effect) == {
        "changed": {"Partner": 1, "Membership": 2},
        "removed": {"Partner": 1, "Membership": 1},
    }
    assert store.faults() == []


def test_same_joins_seats_and_whom_they_speak_for(stores: Stores) -> None:
    store = stores(import_of(*county()), import_of(*_other_file()), same(OTHER, TRUST))
    kept = map_of(store)
    assert kept[OTHER_SEAT] == {"partner": OTHER, "partnership": BOARD, "role": "chair", "seniority": "director"}
    assert kept[thing_of("Membership", partner=COUNCIL, partnership=BOARD)]["speaks_for"] == [OTHER]
    assert kept[OTHER]["name"] == "Kent Primary Care Trust"


def test_same_of_agreements_joins_their_outcomes_and_what_serves_them(stores: Stores) -> None:
    safer, alike = (thing_of("Outcome", name="Safer", agreement=one) for one in (LAA, PILOT))
    store = stores(
        import_of(
            state("Agreement", name="Kent LAA", covers=[]),
            state("Agreement", "a.xlsx", 3, name="Kent pilot", covers=[]),
            state("FundingStream", name="Sure Start"),
            state("Outcome", name="Safer", agreement=LAA, priority="local"),
            state("Outcome", "a.xlsx", 3, name="Safer", agreement=PILOT, mandatory=True),
            state("Indicator", name="Burglaries", outcome=alike),
            _allocation("a.xlsx", 500, agreement=PILOT, outcomes=[[alike, "60"], [safer, "40"]]),
        ),
        same(LAA, PILOT),
    )
    kept = map_of(store)
    assert kept[safer] == {"name": "Safer", "agreement": LAA, "priority": "local", "mandatory": True}
    assert kept[thing_of("Indicator", name="Burglaries", outcome=safer)]["outcome"] == safer
    allocation = kept[thing_of("Allocation", stream=SURE_START, year="2005/06", agreement=LAA)]
    assert (allocation["agreement"], allocation["outcomes"], allocation["amount"]) == (LAA, [(safer, "100")], 500)


@pytest.mark.parametrize("outcomes_first", [True, False])
def test_same_of_outcomes_holds_whichever_way_their_agreement_is_named(stores: Stores, outcomes_first: bool) -> None:
    safer, crime = (thing_of("Outcome", name=name, agreement=PILOT) for name in ("Safer", "Less crime"))
    decisions = [same(safer, crime), same(LAA, PILOT)]
    store = stores(
        import_of(
            state("Agreement", name="Kent LAA", covers=[]),
            state("Agreement", "a.xlsx", 3, name="Kent pilot", covers=[]),
            state("Outcome", name="Safer", agreement=PILOT),
            state("Outcome", "a.xlsx", 3, name="Less crime", agreement=PILOT),
        ),
        *(decisions if outcomes_first else reversed(decisions)),
    )
    joined = thing_of("Outcome", name="Safer", agreement=LAA)
    assert {one for one in map_of(store) if one.startswith("Outcome:")} == {joined}
    assert map_of(store)[joined]["aliases"] == ["Less crime"]


def test_sums_of_one_file_add_up_when_their_names_are_joined(stores: Stores) -> None:
    base = [*county(), _other_file()[0], state("FundingStream", name="Sure Start")]
    rows = [_allocation("money.xlsx", 500, recipient=TRUST), _allocation("money.xlsx", 700, recipient=OTHER)]
    store = stores(import_of(*base), import_of(*rows), same(TRUST, OTHER))
    assert map_of(store)[rows[0].thing]["amount"] == 1200
    store.apply(import_of(_allocation("again.xlsx", 900, recipient=OTHER)))
    assert map_of(store)[rows[0].thing]["amount"] == 900
    store.apply(undo_of(4))
    store.apply(undo_of(3))
    assert [map_of(store)[row.thing]["amount"] for row in rows] == [500, 700]


def test_same_holds_for_what_is_stated_later(stores: Stores) -> None:
    store = stores(import_of(*county()), same(TRUST, OTHER), import_of(*_other_file()))
    assert OTHER not in map_of(store)
    assert map_of(store) == map_of(stores(import_of(*county()), import_of(*_other_file()), same(TRUST, OTHER)))
    with store.view() as view:
        assert [(said.entity, said.statement.thing) for said in view.statements([TRUST])] == [
            (TRUST, TRUST),
            (TRUST, OTHER),
        ]


def test_same_of_a_name_that_nobody_states_gives_what_names_it_a_body(stores: Stores) -> None:
    waiting = state("Membership", "b.xlsx", partner=OTHER, partnership=BOARD, role="lead")
    store = stores(import_of(*county()), import_of(waiting))
    effect = store.apply(same(TRUST, OTHER))
    assert counts(effect) == {"changed": {"Membership": 1}}
    assert map_of(store)[thing_of("Membership", partner=TRUST, partnership=BOARD)]["role"] == "lead"
    assert counts(store.apply(undo_of(3))) == {"changed": {"Membership": 1}}


@pytest.mark.parametrize("later", [[], [edit_of("Partner", TRUST, notes="moved")], [import_of(*_other_file())]])
def test_undo_of_same_parts_the_bodies_again(stores: Stores, later: list[Draft]) -> None:
    drafts = [import_of(*county()), import_of(*_other_file())]
    store = stores(*drafts, same(TRUST, OTHER), *later)
    joined = map_of(store)
    store.apply(undo_of(3))
    assert map_of(store) == map_of(stores(*drafts, *later))
    store.apply(undo_of(4 + len(later)))
    assert map_of(store) == joined
    assert store.faults() == []


def test_chain_of_sames_can_be_undone_in_the_middle(stores: Stores) -> None:
    third = thing_of("Partner", name="PCT of Kent")
    statements = [*county(), _other_file()[0], state("Partner", "c.xlsx", name="PCT of Kent", kind="pct")]
    store = stores(import_of(*statements), same(OTHER, third), same(TRUST, OTHER))
    assert {TRUST, OTHER, third} & set(map_of(store)) == {TRUST}
    store.apply(undo_of(2))
    assert {TRUST, OTHER, third} & set(map_of(store)) == {TRUST, third}
    store.apply(undo_of(3))
    assert {TRUST, OTHER, third} & set(map_of(store)) == {TRUST, OTHER, third}


def test_two_spellings_of_one_name_make_no_alias_unless_names_were_joined(stores: Stores) -> None:
    spelt = state("Partner", "b.xlsx", name="KENT COUNTY COUNCIL", kind="county_council")
    store = stores(import_of(*county()), import_of(spelt), import_of(_other_file()[0]), same(TRUST, OTHER))
    assert map_of(store)[COUNCIL] == {"name": "KENT COUNTY COUNCIL", "kind": "county_council", "covers": [KENT]}


def test_joined_body_stays_as_long_as_one_of_its_names_is_stated(stores: Stores) -> None:
    store = stores(import_of(*county()), import_of(*_other_file()), same(TRUST, OTHER))
    store.apply(import_of(withdraw(county()[1])))
    assert map_of(store)[TRUST]["name"] == "Kent Primary Care Trust"
    store.apply(undo_of(2))
    assert TRUST not in map_of(store)


def test_different_is_kept_and_changes_nothing_in_the_map(stores: Stores) -> None:
    store = stores(import_of(*county()), import_of(*_other_file()))
    before = map_of(store)
    assert counts(store.apply(different(TRUST, OTHER))) == {}
    assert map_of(store) == before
    with store.view() as view:
        assert view.decisions() == [Decision("different", TRUST, OTHER)]
    store.apply(undo_of(3))
    with store.view() as view:
        assert view.decisions() == []


def test_change_may_state_and_decide_at_once(stores: Stores) -> None:
    draft = Draft("merge", "Ann", "both", statements=_other_file(), decisions=[Decision("same", TRUST, OTHER)])
    store = stores(import_of(*county()), draft)
    assert map_of(store) == map_of(replayed(store, stores()))
    store.apply(undo_of(2))
    assert map_of(store) == map_of(stores(import_of(*county())))
