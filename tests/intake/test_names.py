"""Which thing a name means: full name, alias, area in brackets; and what is said where it means none, or several."""

from __future__ import annotations

import pytest

from partnermap.intake.importing import Options
from partnermap.model import BY_NAME
from partnermap.store import Store
from tests.intake.county import AREAS, COUNCIL, COUNTY, LAA, allocated, county, error, problems, warning
from tests.sheets import put


def seated(name: str) -> dict[str, str]:
    return {"Partner": name, "Partnership": "County LSP"}


def holders(store: Store) -> list[str]:
    """Who has a seat in the map."""
    with store.view() as view:
        return sorted(view.things(BY_NAME["Membership"])["partner"])


def test_name_that_nobody_defines_offers_the_nearest(store: Store) -> None:
    partners = [{"Name": "Harlow Homes", "Kind": "housing_association", "Covers": "Harlow"}]
    assert problems(store, {"Areas": AREAS, "Partners": partners}) == [
        error(
            "unknown-name", "Partners", "C2", "Covers", "Harlow", "“Harlow” is not defined in Areas.",
            "Did you mean “Hartlow”? Else add it to Areas.",
        )
    ]  # fmt: skip


def test_name_like_no_other_is_to_be_added(store: Store) -> None:
    assert problems(store, county(Memberships=[seated("Zebra")])) == [
        error(
            "unknown-name", "Memberships", "A2", "Partner", "Zebra",
            "“Zebra” is not defined in Partners or Partnerships.",
            "Add it to Partners or Partnerships, or correct the name.",
        )
    ]  # fmt: skip


def test_every_unknown_name_of_a_cell_is_told(store: Store) -> None:
    partners = [{"Name": "Hartlow PCT", "Kind": "pct", "Covers": "Zebra; Hartlow; Quagga"}]
    found = problems(store, {"Areas": AREAS, "Partners": partners})
    assert [(one.cell, one.message) for one in found] == [
        ("C2", "“Zebra” is not defined in Areas."),
        ("C2", "“Quagga” is not defined in Areas."),
    ]


@pytest.mark.parametrize("name", [COUNCIL, "scc", "the  county", "SELSHIRE COUNTY COUNCIL"])
def test_alias_case_and_spacing_are_the_same_name(store: Store, name: str) -> None:
    assert problems(store, county(Memberships=[seated(name)])) == []
    assert holders(store) == ["Partner:selshire county council"]


def test_full_name_goes_before_an_alias(store: Store) -> None:
    partners = [
        {"Name": "Health Trust", "Kind": "pct", "Covers": "Hartlow", "Aliases": "Kelmoor PCT"},
        {"Name": "Kelmoor PCT", "Kind": "pct", "Covers": "Kelmoor"},
    ]
    assert problems(store, county(Partners=partners, Memberships=[seated("Kelmoor PCT")])) == []
    assert holders(store) == ["Partner:kelmoor pct"]


POLICE = [
    {"Name": "Police (Selshire)", "Kind": "police_force", "Covers": "Selshire", "Aliases": "Police"},
    {"Name": "Police (Marland)", "Kind": "police_force", "Covers": "Marland", "Aliases": "Police"},
]


def test_name_with_its_area_tells_two_bodies_apart(store: Store) -> None:
    assert problems(store, county(Partners=POLICE, Memberships=[seated("police (Marland)")])) == []
    assert holders(store) == ["Partner:police (marland)"]


def test_name_that_may_mean_two_bodies_is_told(store: Store) -> None:
    assert problems(store, county(Partners=POLICE, Memberships=[seated("Police")])) == [
        error(
            "ambiguous-name", "Memberships", "A2", "Partner", "Police", "“Police” may mean any of 2 things.",
            "Write the full name: “Police (Selshire)” or “Police (Marland)”.",
        )
    ]  # fmt: skip


def test_name_without_its_area_offers_both_bodies(store: Store) -> None:
    partners = [{name: text for name, text in row.items() if name != "Aliases"} for row in POLICE]
    (found,) = problems(store, county(Partners=partners, Memberships=[seated("Police")]))
    assert found.hint.startswith("Did you mean “Police (Marland)” or “Police (Selshire)”?")


TWO_AGREEMENTS = county(
    Agreements=[{"Name": LAA, "Covers": "Selshire"}, {"Name": "Marland LAA", "Covers": "Marland"}],
    Outcomes=[
        {"Name": "Warmer homes", "Agreement": LAA, "Theme": "Health"},
        {"Name": "Warmer homes", "Agreement": "Marland LAA", "Theme": "Health"},
        {"Name": "Less litter", "Agreement": "Marland LAA", "Theme": "Safer"},
    ],
)


def test_outcome_of_two_agreements_needs_its_agreement(store: Store) -> None:
    indicators = [
        {"Name": "Homes insulated", "Outcome": "Warmer homes"},
        {"Name": "Homes insulated", "Outcome": "Warmer homes", "Agreement": "Marland LAA"},
    ]
    assert problems(store, TWO_AGREEMENTS | {"Indicators": indicators}) == [
        error(
            "ambiguous-name", "Indicators", "B2", "Outcome", "Warmer homes", "“Warmer homes” may mean any of 2 things.",
            f"Say in the column Agreement which is meant: “{LAA}” or “Marland LAA”.",
        )
    ]  # fmt: skip


def test_outcome_of_another_agreement_is_told(store: Store) -> None:
    row = {"Stream": "Renewal Fund", "Year": "2005/06", "Agreement": LAA, "Outcomes": "Less litter"}
    assert problems(store, TWO_AGREEMENTS | {"Allocations": [row]}) == [
        error(
            "unknown-name", "Allocations", "D2", "Outcomes", "Less litter",
            f"“Less litter” is no outcome of “{LAA}”; it is one of “Marland LAA”.",
            "Correct the agreement in this row, or the name.",
        )
    ]  # fmt: skip


def test_each_unknown_outcome_is_told(store: Store) -> None:
    found = problems(store, allocated({"Outcomes": "Fewer burglary: 50%; Zebra: 50%"}))
    assert [(one.message, one.hint) for one in found] == [
        ("“Fewer burglary” is not defined in Outcomes.", "Did you mean “Fewer burglaries”? Else add it to Outcomes."),
        ("“Zebra” is not defined in Outcomes.", "Add it to Outcomes, or correct the name."),
    ]


# Where a partnership may stand for a partner

FORUM = {"Name": "Health Forum", "Kind": "network", "Covers": "Selshire"}
LSP = COUNTY["Partnerships"][0]
OUTCOME = COUNTY["Outcomes"][0]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Memberships": [{**seated("Health Forum"), "Speaks for": "Hartlow PCT"}]},
        {"Memberships": [{**seated("Hartlow PCT"), "Speaks for": "Health Forum"}]},
        {"Parties": [{"Partner": "Health Forum", "Agreement": LAA}]},
        {"Outcomes": [{**OUTCOME, "Lead partner": "Health Forum"}]},
        {"Outcomes": [{**OUTCOME, "Contributing partners": "Hartlow PCT; Health Forum"}]},
        {"Allocations": [{"Stream": "Renewal Fund", "Year": "2005/06", "Recipient": "Health Forum"}]},
    ],
)
def test_partnership_stands_where_a_partner_may_act(store: Store, sheets: dict[str, list[dict[str, str]]]) -> None:
    assert problems(store, county(Partnerships=[LSP, FORUM]) | sheets) == []


@pytest.mark.parametrize(
    ("sheet", "cell", "heading", "row"),
    [
        ("Partners", "D2", "Part of", {"Name": "X", "Kind": "pct", "Covers": "Kelmoor", "Part of": "County LSP"}),
        ("Agreements", "C2", "Lead partner", {"Name": LAA, "Covers": "Selshire", "Lead partner": "County LSP"}),
        ("Partnerships", "D2", "Accountable body", {**LSP, "Accountable body": "County LSP"}),
        ("Leads", "C2", "Partner", {"Agreement": LAA, "Side": "local", "Partner": "County LSP"}),
        ("Indicators", "C2", "Lead partner", {"Name": "X", "Outcome": "Warmer homes", "Lead partner": "County LSP"}),
    ],
)
def test_partnership_may_not_stand_for_a_partner_elsewhere(
    store: Store, sheet: str, cell: str, heading: str, row: dict[str, str]
) -> None:
    expected = error(
        "unknown-name", sheet, cell, heading, "County LSP",
        "“County LSP” is not defined in Partners; it is one of Partnerships, which may not stand here.",
        "Name one in Partners, or add it there.",
    )  # fmt: skip
    assert problems(store, county() | {sheet: [row]}) == [expected]
    assert problems(store, county() | {sheet: [row]}, Options(create_missing=True)) == [expected]


# --create-missing

CREATING = Options(create_missing=True)


def test_names_that_nobody_defines_are_created_on_request(store: Store) -> None:
    seats = [{"Partner": "Kelmoor Mint", "Partnership": "Mint Board", "Speaks for": "SCC; Guild"}, seated("Guild")]
    found = problems(store, county(Memberships=seats), CREATING)
    hint = "Add it to {} once more is known."
    assert found == [
        warning(
            "created", "Memberships", cell, heading, name,
            f"“{name}” is not defined anywhere; it is created with the kind other.", hint.format(sheet),
        )
        for cell, heading, name, sheet in (
            ("A2", "Partner", "Kelmoor Mint", "Partners"),
            ("B2", "Partnership", "Mint Board", "Partnerships"),
            ("C2", "Speaks for", "Guild", "Partners"),
        )
    ]  # fmt: skip
    assert holders(store) == ["Partner:guild", "Partner:kelmoor mint"]


def test_created_theme_has_no_kind(store: Store) -> None:
    (found,) = problems(store, county(Partnerships=[{**LSP, "Theme": "Arts"}]), CREATING)
    assert found.message == "“Arts” is not defined anywhere; it is created."


def test_areas_and_agreements_are_never_created(store: Store) -> None:
    partnership = {**LSP, "Covers": "Nowhere", "Oversees": "No agreement"}
    found = problems(store, county(Partnerships=[partnership]), CREATING)
    assert [(one.code, one.severity, one.cell) for one in found] == [
        ("unknown-name", "error", "C2"),
        ("unknown-name", "error", "D2"),
    ]


def test_name_that_may_mean_two_is_not_created(store: Store) -> None:
    seat = {**seated("Police (Marland)"), "Speaks for": "Police; Guild"}
    found = problems(store, county(Partners=POLICE, Memberships=[seat]), CREATING)
    assert [(one.code, one.severity) for one in found] == [("ambiguous-name", "error"), ("unknown-name", "error")]


def test_created_thing_is_filled_in_by_the_file_that_defines_it(store: Store) -> None:
    put(store, county(Memberships=[seated("Guild")]), "seats.xlsx", CREATING)
    put(store, {"Partners": [{"Name": "Guild", "Kind": "business", "Covers": "Selshire"}]}, "partners.xlsx")
    with store.view() as view:
        partners = view.things(BY_NAME["Partner"])
    assert partners["kind"][partners["name"].index("Guild")] == "business"
