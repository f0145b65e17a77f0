"""What a text that nobody defines may mean: each with its reason; and what it never means, however alike it looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnermap.changes import decide
from partnermap.likeness import Likely, marks_off, normal
from partnermap.names import Names
from partnermap.store import Store
from tests.sheets import put, store_of

PARTNER = ("Partner",)


def named(*known: str, kind: str = "Partner") -> Names:
    names = Names()
    for name in known:
        names.add(kind, name, f"{kind}:{name.casefold()}")
    return names


def likely(text: str, *known: str) -> list[tuple[str, float, str]]:
    return [(one.name, one.score, one.reason) for one in named(*known).likeness.likely(PARTNER, text)]


# -- reasons ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "score", "reason"),
    [
        ("kent  county council", "Kent County Council", 100, "the same name"),
        ("Tonbridge & Malling", "Tonbridge and Malling", 98, "the same but for “&”"),
        ("The Broads Authority", "Broads Authority", 98, "the same but for “the”"),
        ("St. Helens", "St Helens", 98, "the same but for punctuation"),
        ("Saint Albans", "St. Albans", 98, "the same but for “St”"),
        ("Fund for the Old & Young", "Fund for Old and Young", 98, "the same but for “&” and “the”"),
        ("Herts Forum", "Hertfordshire Forum", 98, "Herts is short for Hertfordshire"),
        ("Connexions(1)", "Connexions", 97, "the same but for the mark “(1)”"),
        ("Selshire Police", "Police (Selshire)", 96, "the same words in another order"),
        ("Forum of Youth Selshire", "Selshire Youth Forum", 96, "the same words in another order"),
        ("NRF", "Neighbourhood Renewal Fund", 95, "NRF is short for Neighbourhood Renewal Fund"),
        ("nrf", "Neighbourhood Renewal Fund", 95, "NRF is short for Neighbourhood Renewal Fund"),
        ("Neighbourhood renewal fund", "NRF", 95, "NRF is short for Neighbourhood Renewal Fund"),
        ("Hartlow PCT", "Hartlow Primary Care Trust", 95, "PCT is short for Primary care trust"),
        ("Kent CC", "Kent County Council", 95, "the same but for “CC” and “County Council”"),
        ("Telford and the Wrekin UA", "Borough of Telford & Wrekin", 95, "the same but for “UA” and “Borough of”"),
        ("Bristol UA", "Bristol, City of", 95, "the same but for “UA” and “City of”"),
        ("Area Based Grant (ABG)", "Area Based Grant", 96, "the same but for “(ABG)”"),
        ("Hartlow DC (HDC)", "Hartlow District Council", 95, "the same but for “DC” and “District Council”"),
        ("Job Centre Plus", "Jobcentre Plus", 94, "the same but for spaces"),
        ("Standards Fund", "Education Standards Fund", 93,
         "“Standards Fund” is another name for Education Standards Fund"),
        ("Telford & Wrekin", "Telford and the Wrekin UA", 90, "the same but for “UA”"),
        ("Kent", "Kent County Council", 90, "the same but for “County Council”"),
        ("E Sussex", "East Sussex County Council", 90, "the same but for “County Council”"),
        ("AVBC", "Alder Vale Borough Council", 86, "AVBC are the initials of Alder Vale Borough Council"),
        ("Alder Vale Borough Council", "AVBC", 86, "AVBC are the initials of Alder Vale Borough Council"),
        ("Neighbourhood Renewal", "Neighbourhood Renewal Fund", 86, "the same but for “Fund”"),
        ("Shepway", "Folkestone & Hythe", 84, "former name: Shepway became Folkestone and Hythe"),
        ("Folkestone & Hythe", "Shepway", 84, "later name: Shepway became Folkestone and Hythe"),
        ("NRF", "Working Neighbourhoods Fund", 84,
         "former name: Neighbourhood Renewal Fund became Working Neighbourhoods Fund in 2008"),
        ("Selshire PCT", "Selshire CCG", 80,
         "former kind of body: Primary care trust became Clinical commissioning group in 2013"),
        ("Selshire ICB", "Selshire PCT", 74,
         "later kind of body: Primary care trust became Clinical commissioning group in 2013, "
         "Clinical commissioning group became Integrated care board in 2022"),
        ("Kent Police Authority", "Kent Police and Crime Commissioner", 80,
         "former kind of body: Police authority became Police and crime commissioner in 2012"),
        ("Police", "Police (Marland)", 80, "the same but for “(Marland)”"),
        ("Levy (a)", "Levy (b)", 75, "the same but for the marks “(a)” and “(b)”"),
        ("Stockton", "Stockton-on-Tees", 76, "the same but for “on Tees”"),
        ("Telford", "Telford and Wrekin", 72, "the same but for “and Wrekin”"),
        ("Harlow", "Hartlow", 90.3, "spelt alike"),
        ("Middlesborough UA", "Middlesbrough", 84.3, "spelt alike"),
        ("Noth Norfolk", "North Norfolk", 90.4, "spelt alike"),
    ],
)  # fmt: skip
def test_likely_name_has_its_score_and_reason(text: str, name: str, score: float, reason: str) -> None:
    assert likely(text, name, "Zebra Crossing Keepers") == [(name, score, reason)]


def test_likeliest_comes_first_and_as_many_as_asked() -> None:
    known = ("Newcastle-under-Lyme", "Newcastle upon Tyne", "Newcastle", "New Forest")
    assert likely("Newcastle ", *known) == [
        ("Newcastle", 100, "the same name"),
        ("Newcastle upon Tyne", 76, "the same but for “upon Tyne”"),
        ("Newcastle-under-Lyme", 76, "the same but for “under Lyme”"),
    ]
    [first] = named(*known).likeness.likely(PARTNER, "Newcastle", limit=1)
    assert first == Likely("Partner:newcastle", "Newcastle", 100, "the same name")


def test_text_like_no_name_means_nothing() -> None:
    assert likely("Zebra", "Kent County Council", "Hartlow PCT") == []
    assert likely("Zebra") == []


def test_names_of_other_kinds_are_not_looked_at() -> None:
    names = named("Selshire", kind="Area")
    assert names.likeness.likely(PARTNER, "Selshir") == []
    assert [one.name for one in names.likeness.likely(("Partner", "Area"), "Selshir")] == ["Selshire"]


def test_another_name_of_a_thing_leads_to_it() -> None:
    names = named("Selshire County Council")
    names.add_alias("Partner", "The Shire Hall", "Partner:selshire county council")
    [found] = names.likeness.likely(PARTNER, "Shire Hal")
    assert (found.name, found.score) == ("Selshire County Council", 87.2)
    assert found.reason == "spelt alike, for its other name “The Shire Hall”"
    [same] = names.likeness.likely(PARTNER, "The shire hall")
    assert (same.score, same.reason) == (100, "its other name")


def test_names_added_later_are_known() -> None:
    names = named("Kent County Council")
    assert names.likeness.likely(PARTNER, "Hartlo PCT") == []
    names.add("Partner", "Hartlow PCT", "Partner:hartlow pct")
    assert [one.name for one in names.likeness.likely(PARTNER, "Hartlo PCT")] == ["Hartlow PCT"]


# -- false friends ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Dorset", "Dorset"),
        ("North Dorset District Council", "Dorset County Council"),
        ("East Devon", "Mid Devon"),
        ("South Norfolk", "North Norfolk"),
        ("West Dorset District Council", "East Dorset District Council"),
        ("Cheshire East", "Cheshire County Council"),
        ("Durham", "County Durham"),
        ("Durham City Council", "Durham County Council"),
        ("Milton Keynes", "Milton"),
        ("Wyre", "Wyre Forest"),
        ("Kent", "Kent Police"),
        ("Kent County Council", "Kent Police"),
        ("Kent Police", "Kent Police Authority"),
        ("Kent Police", "Kent Fire and Rescue Service"),
        ("Kent County Council", "Kent PCT"),
        ("Hartlow District Council", "Hartlow PCT"),
        ("Gloucester", "Gloucestershire"),
        ("Bedford UA", "Bedfordshire County Council"),
        ("Hertfordshire", "Herefordshire"),
        ("Northampton", "Southampton"),
        ("London", "City of London"),
        ("London", "Greater London Authority"),
        ("Block 1", "Block 2"),
        ("Grant 2005/06", "Grant 2006/07"),
        ("Children's Fund", "Children's Services Grant"),
        ("Adult learning grant", "Youth learning grant"),
        ("Connexions Grant", "Grant"),
        ("!!!", "???"),
    ],
)
def test_false_friends_are_not_suggested(one: str, other: str) -> None:
    assert likely(one, other) == []
    assert likely(other, one) == []


def test_county_durham_is_durham_where_that_is_no_district() -> None:
    assert likely("Durham UA", "County Durham") == [("County Durham", 68, "the same but for “County”")]
    assert likely("Durham County Council", "County Durham UA")[0][1] > 60


# -- what the map says -------------------------------------------------------------------------------

COUNTY = {
    "Areas": [
        {"Name": "Selshire", "Tier": "county", "Code": "E10000099"},
        {"Name": "Shepmoor", "Tier": "district", "Code": "99UB", "Until": "2018-03-31", "Succeeded by": "Hythemoor"},
        {"Name": "Hythemoor", "Tier": "district"},
    ],
    "Partners": [
        {"Name": "Selshire County Council", "Kind": "county_council", "Covers": "Selshire"},
        {"Name": "Selshire Police", "Kind": "police_force", "Covers": "Selshire"},
        {"Name": "Kelmoor PCT", "Kind": "pct", "Covers": "Selshire", "Succeeded by": "Downs and Weald Board"},
        {"Name": "Downs and Weald Board", "Kind": "other", "Covers": "Selshire", "Since": "2013-04-01"},
    ],
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of(COUNTY, tmp_path)


def asked(store: Store, kind: str, text: str) -> list[tuple[str, float, str]]:
    with store.view() as view:
        found = Names(view).likeness.likely((kind,), text)
    return [(one.name, one.score, one.reason) for one in found]


@pytest.mark.parametrize("text", ["E10000099", "e10000099 County of Selby", "Selby (E10000099)"])
def test_official_code_leads_to_the_area_and_to_its_council(store: Store, text: str) -> None:
    assert asked(store, "Area", text) == [("Selshire", 97, "the same code E10000099")]
    assert asked(store, "Partner", text) == [("Selshire County Council", 97, "the same code E10000099")]


def test_what_took_the_place_of_a_thing_is_suggested_beside_it(store: Store) -> None:
    assert asked(store, "Area", "Shepmor") == [
        ("Shepmoor", 91.3, "spelt alike"),
        ("Hythemoor", 83.3, "former name: Shepmoor, succeeded by Hythemoor from 2018"),
    ]
    assert asked(store, "Partner", "Kelmoor Primary Care Trust") == [
        ("Kelmoor PCT", 95, "PCT is short for Primary care trust"),
        ("Downs and Weald Board", 87, "former name: Kelmoor PCT, succeeded by Downs and Weald Board from 2013"),
    ]


def test_what_was_decided_to_be_different_is_never_suggested_again(store: Store) -> None:
    meant = [("Selshire County Council", 95, "the same but for “CC” and “County Council”")]
    assert asked(store, "Partner", "Selshire CC") == meant
    decide(store, "different", "Selshire CC", "Selshire County Council", "me")
    assert asked(store, "Partner", "SELSHIRE cc") == []
    assert asked(store, "Partner", "Selshire C.C.") == meant


def test_different_counts_for_whatever_name_a_thing_has(store: Store) -> None:
    decide(store, "same", "Selshire County Council", "Shire Hall", "me")
    decide(store, "different", "Selshire CC", "Shire Hall", "me")
    assert asked(store, "Partner", "Selshire CC") == []


def test_what_is_to_be_withdrawn_is_not_suggested(store: Store) -> None:
    with store.view() as view:
        names = Names(view, without={"Area:hythemoor", "Area:selshire"})
        assert [one.name for one in names.likeness.likely(("Area",), "Shepmor")] == ["Shepmoor"]
        assert names.likeness.likely(("Area",), "E10000099") == []


def test_hint_gives_the_reason_where_the_names_do_not_show_it(store: Store) -> None:
    streams = [{"Name": "Neighbourhood Renewal Fund"}, {"Name": "Safer Streets", "Part of": "NRF"}]
    (found,) = put(store, {"Funding streams": streams}, "streams.xlsx").problems
    assert found.message == "“NRF” is not defined in Funding streams."
    assert found.hint == (
        "Did you mean “Neighbourhood Renewal Fund” (NRF is short for Neighbourhood Renewal Fund)? "
        "Else add it to Funding streams."
    )


def test_nothing_joins_without_being_asked(store: Store) -> None:
    with store.view() as view:
        names = Names(view)
    for text in ("Selshire", "Selshire CC", "The Selshire County Council", "Kelmoor Primary Care Trust", "E10000099"):
        assert names.known(PARTNER, text) is None


# -- spelling ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Bristol, City of", "city of bristol"),
        ("Herefordshire, County of", "county of herefordshire"),
        ("Bournemouth, Christchurch and Poole", "bournemouth christchurch and poole"),
        ("King’s Lynn & West Norfolk", "kings lynn and west norfolk"),
        ("N.R.F.", "nrf"),
        ("Bury St. Edmunds", "bury saint edmunds"),
        ("King St", "king st"),
        ("Bath & NE Somerset", "bath and north east somerset"),
        ("Newcastle Upon Tyne", "newcastle on tyne"),
        ("Ynys Môn", "ynys mon"),
        ("ＫＥＮＴ", "kent"),
        ("The", "the"),
        ("!!!", "!!!"),
        ("", ""),
    ],
)
def test_normal_form(text: str, form: str) -> None:
    assert normal(text) == form


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Connexions(1)", "Connexions"),
        ("Levy (a)", "Levy"),
        ("Fund *", "Fund"),
        ("Fund ¹", "Fund"),
        ("Fund¹²", "Fund"),
        ("Fund [2]", "Fund"),
        ("Fund †", "Fund"),
        ("Fund (12) **", "Fund"),
        ("Fund (1), (2)", "Fund"),
        ("Block 1", "Block 1"),
        ("Police (Kent)", "Police (Kent)"),
        ("Grant (2010)", "Grant (2010)"),
        ("Trust (PCT)", "Trust (PCT)"),
        ("(1) Fund", "(1) Fund"),
        ("* Fund", "* Fund"),
        ("(1)", "(1)"),
        ("*", "*"),
        (" Fund ", "Fund"),
        ("", ""),
    ],
)
def test_marks_come_off_at_the_end_only(text: str, name: str) -> None:
    assert marks_off(text) == name


# -- rules ---------------------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(), max_size=40)
WORDS = """Kent North South Dorset Milton Keynes Police Council County City of and & the UA PCT Trust Fund Grant (1) (a)
St NRF Helens , - 1 2 E0601 Hartlow Hartlo Authority Connexions"""
WORD = st.sampled_from(WORDS.split())
NAME = st.one_of(
    st.lists(WORD, min_size=1, max_size=6).map(" ".join), st.text(st.characters(), min_size=1, max_size=12)
)


@given(ANY_TEXT, st.lists(NAME, max_size=8))
def test_any_text_may_be_asked(text: str, known: list[str]) -> None:
    for one in named(*known).likeness.likely(PARTNER, text):
        assert 60 <= one.score <= 100
        assert one.name in known
        assert one.reason


@given(NAME, st.lists(NAME, max_size=8))
def test_a_name_itself_scores_100(name: str, known: list[str]) -> None:
    names = named(*known, name)
    found = names.likeness.likely(PARTNER, name, limit=20)
    assert found[0].score == 100
    assert (f"Partner:{name.casefold()}", 100) in {(one.thing, one.score) for one in found}


@given(NAME, st.lists(NAME, unique_by=str.casefold, max_size=12))
def test_order_of_names_does_not_matter(text: str, known: list[str]) -> None:
    turned = sorted(known, key=lambda name: name[::-1])
    assert named(*known).likeness.likely(PARTNER, text) == named(*turned).likeness.likely(PARTNER, text)


@given(st.lists(NAME, max_size=8), st.lists(NAME, max_size=8))
def test_many_at_once_get_the_same_answers_as_one_by_one(texts: list[str], known: list[str]) -> None:
    likeness = named(*known).likeness
    assert likeness.all_likely(PARTNER, texts) == {text: likeness.likely(PARTNER, text) for text in texts}


@given(NAME, NAME)
def test_score_is_the_same_from_either_side(one: str, other: str) -> None:
    here, there = likely(one, other), likely(other, one)
    assert [score for _, score, _ in here] == [score for _, score, _ in there]


@given(ANY_TEXT)
def test_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(ANY_TEXT)
def test_marks_off_takes_from_the_end_and_leaves_something(text: str) -> None:
    assert text.strip().startswith(marks_off(text))
    assert marks_off(text) or not text.strip()
