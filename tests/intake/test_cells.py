"""A cell that does not say what its column wants to know is told with its place, and what to write instead."""

from __future__ import annotations

import datetime as dt

import pytest

from partnermap.intake.sheets import Value
from partnermap.model import BY_NAME
from partnermap.store import Store
from tests.intake.county import COUNTY, LAA, allocated, county, error, problems, warning
from tests.sheets import put

DATE = "Write it as a date cell, 2005-03-22 or 22/03/2005; or leave it blank."
YEAR = "Write it as 2005/06, or a span as 2005/06-2007/08."
SUM = "Write a figure in pounds, such as 12500 or 12,500.50; or leave it blank."
SHARES = "Give each outcome a share, such as A: 60%; B: 40%; or none of them."
TIERS = "nation, region, county, unitary, district, neighbourhood"


def column(store: Store, kind: str, name: str) -> list[Value]:
    """What the map says in a column, for all things of a kind."""
    with store.view() as view:
        return view.things(BY_NAME[kind])[name]


def test_sound_county_imports_without_a_word(store: Store) -> None:
    assert problems(store, COUNTY) == []


def test_blank_cell_says_what_it_wants_to_know(store: Store) -> None:
    areas = [{"Name": "Selshire", "Tier": ""}, {"Name": "", "Tier": "county"}]
    assert problems(store, {"Areas": areas}) == [
        error("blank-cell", "Areas", "B2", "Tier", None, "Tier is blank.", f"Fill it in: its tier, one of {TIERS}."),
        error("blank-cell", "Areas", "A3", "Name", None, "Name is blank.", "Fill it in: the area's name."),
    ]


def test_cell_of_nothing_but_separators_is_blank(store: Store) -> None:
    partnerships = [{"Name": "County LSP", "Kind": "lsp", "Covers": " ; "}]
    assert problems(store, county(Partnerships=partnerships)) == [
        error("blank-cell", "Partnerships", "C2", "Covers", None, "Covers is blank.", "Fill it in: areas it works for.")
    ]


def test_value_outside_its_list_offers_the_nearest(store: Store) -> None:
    areas = [{"Name": "Selshire", "Tier": "countie"}, {"Name": "Marland", "Tier": "xyz"}]
    assert problems(store, {"Areas": areas}) == [
        error(
            "not-in-list", "Areas", "B2", "Tier", "countie", "“countie” is not one of the values of Tier.",
            f"Write one of: {TIERS}. Did you mean “county”?",
        ),
        error(
            "not-in-list", "Areas", "B3", "Tier", "xyz", "“xyz” is not one of the values of Tier.",
            f"Write one of: {TIERS}.",
        ),
    ]  # fmt: skip


def test_each_value_outside_its_list_is_told(store: Store) -> None:
    cell = "poold; aligned; swapped"
    terms = "Write one of: pooled, aligned, passported, excluded."
    assert problems(store, allocated({"Treatment": cell})) == [
        error(
            "not-in-list", "Allocations", "D2", "Treatment", cell,
            "“poold” is not one of the values of Treatment.", f"{terms} Did you mean “pooled”?",
        ),
        error(
            "not-in-list", "Allocations", "D2", "Treatment", cell,
            "“swapped” is not one of the values of Treatment.", terms,
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["Vice Chair", "vice-chair", "VICE_CHAIR"])
def test_value_of_a_list_may_be_spelt_as_people_do(store: Store, written: str) -> None:
    seats = [{"Partner": "SCC", "Partnership": "County LSP", "Role": written}]
    assert problems(store, county(Memberships=seats)) == []
    assert column(store, "Membership", "role") == ["vice_chair"]


def test_neither_yes_nor_no_is_told(store: Store) -> None:
    assert problems(store, allocated({"Breakdown": "perhaps"})) == [
        error(
            "not-in-list", "Allocations", "D2", "Breakdown", "perhaps", "“perhaps” is neither yes nor no.",
            "Write yes or no, or leave it blank.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["spring 2005", "31/02/2005", "2005-13-01", "03/2005", "22.3.2005", 38433.0])
def test_words_for_a_day_are_told(store: Store, written: Value) -> None:
    text = "38433" if written == 38433.0 else str(written)
    assert problems(store, {"Areas": [{"Name": "Selshire", "Tier": "county", "Since": written}]}) == [
        error("bad-date", "Areas", "C2", "Since", text, f"“{text}” is not a date.", DATE)
    ]


@pytest.mark.parametrize(
    "written", ["2005-03-22", "22/03/2005", "22/3/2005", dt.date(2005, 3, 22), dt.datetime(2005, 3, 22, 9, 30)]
)
def test_day_is_read_as_written_in_britain(store: Store, written: Value) -> None:
    assert problems(store, {"Areas": [{"Name": "Selshire", "Tier": "county", "Since": written}]}) == []
    assert column(store, "Area", "since") == ["2005-03-22"]


def test_membership_that_ends_before_it_begins_is_never_current(store: Store) -> None:
    seat = {"Partner": "SCC", "Partnership": "County LSP", "Since": "2005-04-01", "Until": "31/03/2005"}
    assert problems(store, county(Memberships=[seat])) == [
        warning(
            "ends-before-begins", "Memberships", "D2", "Until", "31/03/2005",
            "It ends on 2005-03-31, before it begins on 2005-04-01, so it is never current.",
            "Correct one of the two days.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["2005", "2005/07", "05/06", "2007/08-2005/06", "2005/06-2005/06", "last year"])
def test_what_is_no_financial_year_is_told(store: Store, written: str) -> None:
    assert problems(store, allocated({"Year": written})) == [
        error("bad-year", "Allocations", "B2", "Year", written, f"“{written}” is not a financial year.", YEAR)
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2005-06", "2005/06"),
        ("2005/2006", "2005/06"),
        ("1999/00", "1999/00"),
        ("2005/06 to 2007/08", "2005/06-2007/08"),
        ("2005-06-2007-08", "2005/06-2007/08"),
    ],
)
def test_financial_year_is_kept_in_one_form(store: Store, written: str, meant: str) -> None:
    assert problems(store, allocated({"Year": written})) == []
    assert column(store, "Allocation", "year") == [meant]


@pytest.mark.parametrize("written", ["lots", "£1.2m", "12,50", "(500", "1e6", "5 or 6"])
def test_what_is_no_sum_is_told(store: Store, written: str) -> None:
    assert problems(store, allocated({"Amount": written})) == [
        error("bad-sum", "Allocations", "D2", "Amount", written, f"“{written}” is not a sum of money.", SUM)
    ]


def test_sum_beyond_all_money_is_told(store: Store) -> None:
    assert problems(store, allocated({"Amount": 1e16})) == [
        error(
            "bad-sum", "Allocations", "D2", "Amount", "10000000000000000",
            "“10000000000000000” is too large for a sum.", "Check the figure and its unit; sums are in pounds.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ("£12,500.50", 1250050),
        (12500.5, 1250050),
        ("(1,000)", -100000),
        ("-7", -700),
        ("1 250 000", 125000000),
        ("0", 0),
    ],
)
def test_sum_is_kept_to_the_penny(store: Store, written: Value, pence: int) -> None:
    put(store, county(Allocations=[{"Stream": "Renewal Fund", "Year": "2005/06", "Amount": written}]))
    assert column(store, "Allocation", "amount") == [pence]


@pytest.mark.parametrize("written", ["TBC", "tbc", "-", "…", "..", "n/a"])
def test_sum_that_nobody_knows_is_imported_as_not_quantified(store: Store, written: str) -> None:
    assert problems(store, allocated({"Amount": written})) == [
        warning(
            "not-quantified", "Allocations", "D2", "Amount", written,
            f"“{written}” is no figure; the sum is taken as not quantified.", "Fill in the sum once it is known.",
        )
    ]  # fmt: skip
    assert column(store, "Allocation", "amount") == [None]


def test_what_is_no_whole_number_is_told(store: Store) -> None:
    partnership = {"Name": "County LSP", "Kind": "lsp", "Covers": "Selshire", "Quorum": "half"}
    assert problems(store, county(Partnerships=[partnership])) == [
        error(
            "bad-number", "Partnerships", "D2", "Quorum", "half", "“half” is not a whole number.",
            "Write a number such as 5, or leave it blank.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("Fewer burglaries: 60%; Warmer homes: 30%", "The shares make 90%, not 100%."),
        ("Fewer burglaries: 33.3%; Warmer homes: 66.6%", "The shares make 99.9%, not 100%."),
        ("Fewer burglaries: 60%; Warmer homes: 40%; Fewer burglaries", "Of 3 outcomes only 2 have a share."),
    ],
)
def test_shares_that_do_not_make_the_whole_are_told(store: Store, written: str, message: str) -> None:
    assert problems(store, allocated({"Outcomes": written})) == [
        error("bad-shares", "Allocations", "D2", "Outcomes", written, message, SHARES)
    ]


@pytest.mark.parametrize(
    ("written", "shares"),
    [
        ("Fewer burglaries: 60%; Warmer homes: 40 %", ["60", "40"]),
        ("Fewer burglaries; Warmer homes", [None, None]),
        ("Fewer burglaries; FEWER BURGLARIES", [None]),
        ("Fewer burglaries: 100%", ["100"]),
    ],
)
def test_shares_are_kept_as_written(store: Store, written: str, shares: list[str | None]) -> None:
    assert problems(store, allocated({"Outcomes": written})) == []
    allocation = BY_NAME["Allocation"]
    with store.view() as view:
        assert [share for _, _, share in view.pairs(allocation, allocation["outcomes"])] == shares


def test_kind_that_no_framework_knows_is_kept_and_told(store: Store) -> None:
    partners = [
        {"Name": "Kelmoor PCT", "Kind": "Primary pct", "Covers": "Kelmoor"},
        {"Name": "Kelmoor Mint", "Kind": "xyz", "Covers": "Kelmoor"},
    ]
    assert problems(store, county(Partners=[*COUNTY["Partners"], *partners])) == [
        warning(
            "unknown-kind", "Partners", "B4", "Kind", "Primary pct", "No framework knows the kind “Primary pct”.",
            "Did you mean “pct”?",
        ),
        warning(
            "unknown-kind", "Partners", "B5", "Kind", "xyz", "No framework knows the kind “xyz”.",
            "It is kept as written.",
        ),
    ]  # fmt: skip
    assert set(column(store, "Partner", "kind")) == {"county_council", "pct", "primary_pct", "xyz"}


def test_partner_without_areas_is_told_unless_it_is_national(store: Store) -> None:
    partners = [
        {"Name": "Kelmoor PCT", "Kind": "pct", "Covers": ""},
        {"Name": "DWP", "Kind": "government_department", "Covers": ""},
        {"Name": "GO East", "Kind": "Government Office", "Covers": ""},
        {"Name": "Marland", "Kind": "unitary_council", "Covers": "Marland"},
    ]
    assert problems(store, {"Areas": COUNTY["Areas"], "Partners": partners}) == [
        warning(
            "no-covers", "Partners", "C2", "Covers", None,
            "Kelmoor PCT covers no area, so no report can expect it anywhere.",
            "Fill in Covers with the areas it works in.",
        )
    ]  # fmt: skip


def test_partner_in_a_sheet_without_areas_is_told_at_its_name(store: Store) -> None:
    (found,) = problems(store, {"Partners": [{"Kind": "pct", "Name": "Kelmoor PCT"}]})
    assert (found.code, found.cell, found.heading) == ("no-covers", "B2", "Covers")


def test_bad_cell_spares_the_rest_of_its_row_nothing(store: Store) -> None:
    row = {"Stream": "Renewal", "Year": "2005", "Amount": "lots", "Agreement": LAA, "Outcomes": "Fewer burglars"}
    found = problems(store, county(Allocations=[row]))
    assert [(one.code, one.cell) for one in found] == [
        ("unknown-name", "A2"),
        ("bad-year", "B2"),
        ("bad-sum", "C2"),
        ("unknown-name", "E2"),
    ]
