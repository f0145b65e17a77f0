"""The second opinion itself: tiny maps worked out by hand from the words, and what random maps reach."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.maps import AS_OF, Framework, Row, Sheets, framework_toml, random_map
from tests.oracle import REPORTS, Finding, findings, money

DAY = date(2005, 3, 22)

KINDS: Framework = {
    "county_council": {"sector": "public", "weight": "high"},
    "district_council": {"sector": "public", "weight": "high"},
    "pct": {"sector": "public", "weight": "medium"},
    "vcs_umbrella": {"sector": "voluntary", "weight": "low"},
    "parish_council": {"sector": "public", "weight": "none"},
    "government_department": {"sector": "public", "weight": "none", "national": True},
    "lsp": {"general": True},
}

AREAS = """
    Name    | Tier     | Within
    England | nation   |
    Ash     | county   | England
    North   | district | Ash
    South   | district | Ash
    East    | district | Ash
"""


def rows(text: str) -> list[Row]:
    """Rows from a table of text: a line of headings, cells between bars."""
    lines = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    return [{key: value for key, value in zip(lines[0], line, strict=True) if value} for line in lines[1:]]


def map_of(**tables: str) -> Sheets:
    """A map from a table of text a sheet; an underscore in a sheet's name stands for a space."""
    return {sheet.replace("_", " "): rows(text) for sheet, text in ({"Areas": AREAS} | tables).items()}


def framework(*expectations: dict[str, Any], general: bool = True) -> Framework:
    """A framework with the kinds above."""
    kinds = {kind: said for kind, said in KINDS.items() if general or "general" not in said}
    return {"name": "By hand", "kinds": kinds, "expectation": list(expectations)}


def told(found: list[Finding]) -> set[str]:
    """Each finding as one line: code severity subject @area for partner / open."""
    return {line(one) for one in found}


def line(one: Finding) -> str:
    """A finding as one line of text."""
    at = f" @{one['area']}" if one["area"] else ""
    partner = f" for {one['partner']}" if one["partner"] else ""
    looked_at = f" / {', '.join(one['open'])}" if one["open"] else ""
    return f"{one['code']} {one['severity']} {one['subject']}{at}{partner}{looked_at}"


# two-tier

CRIME_THEMES = """
    Name   | Part of
    Safety |
    Crime  | Safety
"""


def test_two_tier_finds_a_broader_forum_a_missing_district_and_one_forum_without_a_link() -> None:
    sheets = map_of(
        Themes=CRIME_THEMES,
        Partners="""
            Name          | Kind             | Covers
            Ash council   | county_council   | Ash
            North council | district_council | North
            South council | district_council | South
            East parish   | parish_council   | East
        """,
        Partnerships="""
            Name       | Kind     | Theme  | Covers | Reports to
            Ash board  | thematic | Safety | Ash    |
            North CDRP | cdrp     | Crime  | North  |
            South CDRP | cdrp     | Crime  | South  | North CDRP
        """,
        Memberships="""
            Partner       | Partnership | Role
            North council | North CDRP  | member
            North council | Ash board   | chair
            South council | South CDRP  | member
            Ash council   | South CDRP  | member
            Ash council   | Ash board   | member
        """,
    )
    assert told(findings("two-tier", sheets, framework(general=False), DAY)) == {
        "broader-forum-only low Crime @Ash",
        "no-district-forum medium Crime @East",
        "unlinked-forum medium South CDRP",
        "no-county-seat high South council",
    }


def test_two_tier_leaves_open_what_the_lists_do_not_say_and_drops_what_is_in_name_only() -> None:
    sheets = map_of(
        Partners="""
            Name          | Kind             | Covers | Part of
            North council | district_council | North  |
            North ward    | pct              | North  | North council
            South trust   | pct              | South  |
            Treasury      | pct              | Ash    |
        """,
        Partnerships="""
            Name      | Kind | Covers             | Members known
            Ash LSP   | lsp  | North; South; East | some
            North LSP | lsp  | North              | all
            South LSP | lsp  | South              |
        """,
        Memberships="""
            Partner       | Partnership | Role     | Until
            North council | Ash LSP     | member   |
            North ward    | North LSP   | observer |
            South trust   | South LSP   | member   | 2004-01-01
        """,
    )
    # Ash LSP names every district, so it is of the county, and (naming them) of each district as well. South LSP has a
    # row, long over: its members are known, none is left, but nobody wrote `all`.
    assert told(findings("two-tier", sheets, framework(), DAY)) == {
        "in-name-only medium North LSP",
        "seat-by-proxy low North ward / Ash LSP",
        "no-county-seat low South trust / Ash LSP",
        "unlinked-forum low South LSP / Ash LSP",
    }


def test_two_tier_asks_for_a_forum_where_only_an_outcome_names_the_theme() -> None:
    sheets = map_of(
        Themes=CRIME_THEMES,
        Agreements="Name | Covers \n LAA | North; South; East \n Small | North",
        Outcomes="Name | Agreement | Theme \n Fewer thefts | LAA | Crime \n Safe homes | Small | Safety",
    )
    assert told(findings("two-tier", sheets, framework(), DAY)) == {
        "no-county-forum high Crime @Ash",
        "no-lsp medium Ash @Ash",
        "no-lsp medium North @North",
        "no-lsp medium South @South",
        "no-lsp medium East @East",
    }
    assert findings("two-tier", sheets, framework(), DAY, agreement="Small") == []


# engagement


def test_engagement_grades_each_partner_by_its_level_and_consent() -> None:
    sheets = map_of(
        Themes=CRIME_THEMES,
        Partners="""
            Name          | Kind             | Covers | Part of
            Ash council   | county_council   | Ash    |
            Ash youth     | pct              | Ash    | Ash council
            North council | district_council | North  |
            Ash PCT       | pct              | Ash    |
            CVS           | vcs_umbrella     | Ash    |
            East parish   | parish_council   | East   |
            South parish  | parish_council   | South  |
            Treasury      | government_department | |
        """,
        Partnerships="""
            Name      | Kind     | Covers | Oversees | Accountable body
            Ash LSP   | lsp      | Ash    | LAA      |
            North LSP | lsp      | North  |          | CVS
        """,
        Memberships="""
            Partner     | Partnership | Role
            Ash council | Ash LSP     | chair
            CVS         | North LSP   | member
        """,
        Agreements="Name | Covers | Lead partner \n LAA | Ash | Ash council",
        Parties="Partner | Agreement | Status \n Ash PCT | LAA | declined",
        Outcomes="""
            Name         | Agreement | Theme | Lead partner | Contributing partners
            Fewer thefts | LAA       | Crime | Ash PCT      | South parish
        """,
        Funding_streams="Name \n Fund",
        Allocations="""
            Stream | Recipient | Agreement | Year    | Treatment
            Fund   | Ash PCT   | LAA       | 2005/06 | aligned
            Fund   | Ash youth | LAA       | 2005/06 | pooled
            Fund   | North LSP | LAA       | 2005/06 | passported
            Fund   | Ash LSP   | LAA       | 2005/06 | excluded
        """,
    )
    assert told(findings("engagement", sheets, framework(), DAY)) == {
        "absent high North council",
        "declined high Ash PCT",
        "money-without-consent medium Ash PCT",
        "lead-without-seat medium Ash PCT",
        "unengaged low CVS",
        "named-not-agreed medium CVS",
        "money-without-consent low CVS",
        "unengaged low South parish",
        "named-not-agreed high South parish",
    }


def test_engagement_without_a_table_says_so_once_and_names_no_absentee() -> None:
    sheets = map_of(
        Partners="Name | Kind | Covers \n North council | district_council | North",
        Partnerships="Name | Kind | Covers | Members known | Oversees \n Ash LSP | lsp | Ash | all | LAA",
        Agreements="Name | Covers \n LAA | Ash",
        Funding_streams="Name \n Fund",
        Allocations="Stream | Recipient | Agreement | Year \n Fund | Ash LSP | LAA | 2005/06",
    )
    # Ash LSP is in name only: no table, yet what it receives still counts.
    found = findings("engagement", sheets, framework(), DAY)
    assert told(found) == {"no-table high LAA", "no-accountable-body medium Ash LSP"}
    assert {one["agreement"] for one in found} == {"LAA"}


def test_engagement_reads_the_party_row_of_the_day() -> None:
    sheets = map_of(
        Partners="Name | Kind | Covers \n Ash PCT | pct | Ash",
        Partnerships="Name | Kind | Covers | Members known \n Ash LSP | lsp | Ash | none",
        Agreements="Name | Covers \n LAA | Ash",
        Parties="""
            Partner | Agreement | Status    | Since
            Ash PCT | LAA       | withdrawn | 22/03/2005
            Ash PCT | LAA       | agreed    | 2004-06-01
            Ash PCT | LAA       |           |
        """,
    )
    days = (date(2004, 1, 1), date(2005, 1, 1), DAY)
    by_day = [told(findings("engagement", sheets, framework(), day)) for day in days]
    assert by_day == [{"unengaged low Ash PCT / Ash LSP"}, set(), {"declined high Ash PCT"}]


# missing


def test_missing_asks_each_district_for_a_pct_on_a_partnership_for_the_theme() -> None:
    expected = {
        "name": "PCT on the CDRP",
        "kinds": "pct",
        "sits_on": ["cdrp"],
        "theme": "Crime",
        "tier": "district",
        "strength": "statutory",
    }
    sheets = map_of(
        Themes=CRIME_THEMES,
        Partners="""
            Name      | Kind | Covers
            North PCT | pct  | North
            South PCT | pct  | South
        """,
        Partnerships="""
            Name       | Kind | Theme  | Covers | Members known | Oversees
            Ash LSP    | lsp  | Crime  | Ash    | some          | LAA
            Ash CDRP   | cdrp | Safety | Ash    |               |
            South CDRP | cdrp | Crime  | South  | some          |
            Elsewhere  | cdrp | Crime  | England|               |
        """,
        Memberships="""
            Partner   | Partnership | Role   | Speaks for
            North PCT | Ash CDRP    | member | South PCT
            South PCT | Elsewhere   | member |
        """,
        Agreements="Name | Covers \n LAA | Ash",
    )
    assert told(findings("missing", sheets, framework(expected), DAY)) == {
        "represented-only low PCT on the CDRP @South / South CDRP",
        "missing high PCT on the CDRP @East",
        "sector-absent low public @Ash / Ash LSP",
        "sector-absent low voluntary and community @Ash / Ash LSP",
        "sector-absent low private @Ash / Ash LSP",
    }


def test_missing_at_the_tables_takes_consent_for_a_seat_and_names_each() -> None:
    each = {"name": "Every PCT", "kinds": ["pct"], "each": True, "strength": "expected", "from": DAY}
    any_one = {"name": "One of them", "names": "South health", "sectors": "voluntary", "strength": "desirable"}
    over = {"name": "Over", "kinds": "nobody", "strength": "statutory", "until": date(2005, 3, 21)}
    sheets = map_of(
        Partners="""
            Name      | Kind         | Covers | Aliases
            North PCT | pct          | North  |
            South PCT | pct          | South  | South health
            East PCT  | pct          | East   |
            CVS       | vcs_umbrella | Ash    |
        """,
        Partnerships="Name | Kind | Covers | Oversees \n Ash LSP | lsp | Ash | LAA",
        Memberships="Partner | Partnership | Role | Speaks for \n CVS | Ash LSP | member | East PCT",
        Agreements="Name | Covers \n LAA | Ash",
        Parties="Partner | Agreement | Status \n North PCT | LAA | signed",
    )
    assert told(findings("missing", sheets, framework(each, any_one, over), DAY)) == {
        "not-seated medium Every PCT @Ash for South PCT",
        "represented-only medium Every PCT @Ash for East PCT",
        "sector-absent medium public @Ash",
        "sector-absent medium private @Ash",
    }


# funding


def test_funding_follows_outcomes_to_streams_and_back() -> None:
    sheets = map_of(
        Themes=CRIME_THEMES,
        Partners="Name | Kind | Covers \n Ash PCT | pct | Ash",
        Agreements="Name | Covers \n LAA | Ash",
        Outcomes="""
            Name        | Agreement | Theme | Streams
            Thefts      | LAA       | Crime |
            Safe homes  | LAA       | Crime | Part A
            Street life | LAA       | Crime | Part A
            Litter      | LAA       | Crime |
        """,
        Funding_streams="""
            Name   | Part of | Until
            Whole  |         |
            Part A | Whole   |
            Other  |         |
            Gone   |         | 2004-03-31
        """,
        Allocations="""
            Stream | Recipient | Agreement | Year    | Amount | Status  | Outcomes
            Whole  | Ash PCT   | LAA       | 2005/06 |        |         | Safe homes
            Other  |           | LAA       | 2005/06 | 10     |         | Street life: 100%
            Part A | Ash PCT   | LAA       | 2006/07 | 5      |         |
            Other  |           | LAA       | 2005/06 | 10     | refused | Thefts
            Gone   |           | LAA       | 2005/06 | 10     |         | Litter
        """,
    )
    assert told(findings("funding", sheets, framework(), DAY)) == {
        "outcome-without-money high Thefts",
        "outcome-without-money high Litter",
        "sole-stream low Safe homes",
        "unquantified low Whole",
        "no-recipient low Other",
    }
    assert told(findings("funding", sheets, framework(), DAY, year="2006/07")) == {
        "outcome-without-money high Thefts",
        "outcome-without-money high Litter",
        "sole-stream low Safe homes",
        "sole-stream low Street life",
    }


MONEY = map_of(
    Partners="""
        Name          | Kind             | Covers | Until
        Ash council   | county_council   | Ash    |
        North council | district_council | North  |
        Old council   | district_council | South  | 2001-03-31
    """,
    Funding_streams="Name | Part of \n Whole | \n Part A | Whole \n Part B | Part A \n Other |",
    Allocations="""
        Stream | Recipient     | Area  | Year    | Amount  | Basis  | Treatment          | Breakdown | Line
        Whole  | Ash council   | Ash   | 2005/06 | 100.10  |        | pooled             |           | 1
        Part B | Ash council   | Ash   | 2005/06 | 50      | budget | aligned            |           | 2
        Whole  | North council | North | 2005/06 | 20      |        | pooled; passported |           |
        Part A | Old council   |       | 2004/05 | 1.99    | plan   |                    |           |
        Part A | Old council   |       | 2004/05 |         | plan   |                    |           |
        Other  | Ash council   | Ash   | 2005/06 | 7       |        | excluded           |           |
        Other  | Ash council   | Ash   | 2005/06 | 7       |        |                    | yes       |
        Other  | Ash council   | Ash   | 2005/06 | 7       |        |                    |           |
    """,
)


def test_funding_finds_what_may_be_counted_twice_or_passed_on() -> None:
    assert told(findings("funding", MONEY, framework(), DAY)) == {
        "possible-double-count medium Whole",
        "possible-double-count medium Part A",
        "possible-pass-on low Whole",
        "unquantified low Part A",
        *(f"stream-without-outcome medium {stream}" for stream in ("Whole", "Part A", "Part B", "Other")),
    }


def test_funding_adds_up_to_the_penny() -> None:
    assert money(MONEY, framework(), DAY) == {
        "totals": {"excluded": 700, "refused": 0, "breakdown": 700, "counted": 17909, "unquantified": 1},
        "by_stream": {"Whole": 17209, "Other": 700},
        "by_year": {"2005/06": 17710, "2004/05": 199},
        "by_basis": {"budget": 17710, "plan": 199},
        "by_treatment": {"pooled": 10010, "aligned": 5000, "pooled; passported": 2000, "": 899},
        "by_recipient": {"Ash council": 15710, "North council": 2000, "Old council": 199},
    }


# thread


def test_thread_lists_every_loose_end_of_outcomes_and_indicators() -> None:
    sheets = map_of(
        Themes=CRIME_THEMES,
        Partners="Name | Kind | Covers | Until \n Ash PCT | pct | Ash | \n Old PCT | pct | Ash | 2005-03-21",
        Agreements="Name | Covers \n LAA | Ash",
        Funding_streams="Name \n Fund",
        Outcomes="""
            Name       | Agreement | Theme | Lead partner | Streams
            Thefts     | LAA       | Crime | Old PCT      | Fund
            Safe homes | LAA       | Crime | Ash PCT      |
        """,
        Indicators="""
            Name     | Outcome | Baseline | Target       | Target year | Until
            Reported | Thefts  | 40       | To be Agreed | 2007/08     | 2001-01-01
            Feared   | Thefts  |          | 12 (tbc)     | ?           |
        """,
    )
    assert told(findings("thread", sheets, framework(), DAY)) == {
        "no-lead medium Thefts",
        "no-money medium Safe homes",
        "no-indicator medium Safe homes",
        "no-target medium Reported",
        "no-baseline medium Feared",
        "no-target-year medium Feared",
    }


LEADS = """
    Agreement | Side       | Theme  | Partner | Post
    LAA       | local      | Safety | Ash PCT | 1
    LAA       | government |        |         | 2
    LAA       | government | Gone   | Ash PCT | 3
    Small     | local      | Crime  | Ash PCT | 4
"""


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        ("LAA", {"no-government-lead medium Crime", "no-government-lead medium Safety"}),
        ("Small", {"no-local-lead medium Safety", "no-government-lead medium Safety"}),
        ("Unled", set()),
    ],
)
def test_thread_asks_both_sides_for_a_lead_by_theme(agreement: str, expected: set[str]) -> None:
    sheets = map_of(
        Themes="Name | Part of | Until \n Safety | | \n Crime | Safety | \n Gone | | 2001-01-01",
        Partners="Name | Kind | Covers \n Ash PCT | pct | Ash",
        Agreements="Name | Covers \n LAA | Ash \n Small | North \n Unled | South",
        Outcomes="""
            Name   | Agreement | Theme
            Thefts | LAA       | Crime; Safety; Gone
            Homes  | Small     | Safety
            Litter | Unled     | Crime
        """,
        Leads=LEADS,
    )
    found = findings("thread", sheets, framework(), DAY, agreement=agreement)
    assert {one for one in told(found) if "-lead medium" in one and not one.startswith("no-lead")} == expected


# What random maps reach

GRADED = ("high", "medium", "low")
REACHED: dict[str, dict[str, tuple[str, ...]]] = {
    "two-tier": {
        "no-county-forum": ("high",),
        "broader-forum-only": ("low",),
        "no-district-forum": ("medium",),
        "unlinked-forum": ("medium", "open"),
        "no-county-seat": (*GRADED, "open"),
        "seat-by-proxy": ("low", "open"),
        "no-lsp": ("medium",),
        "in-name-only": ("medium",),
    },
    "engagement": {
        "no-table": ("high",),
        "absent": (*GRADED, "open"),
        "unengaged": (*GRADED, "open"),
        "declined": ("high",),
        "named-not-agreed": ("high", "medium"),
        "money-without-consent": GRADED,
        "lead-without-seat": ("medium", "open"),
        "no-accountable-body": ("medium",),
    },
    "missing": {
        "missing": GRADED,
        "not-seated": (*GRADED, "open"),
        "represented-only": (*GRADED, "open"),
        "sector-absent": ("medium", "open"),
    },
    "funding": {
        "outcome-without-money": ("high",),
        "stream-without-outcome": ("medium",),
        "unquantified": ("low",),
        "no-recipient": ("low",),
        "sole-stream": ("low",),
        "possible-double-count": ("medium",),
        "possible-pass-on": ("low",),
    },
    "thread": dict.fromkeys(
        (
            "no-money",
            "no-lead",
            "no-indicator",
            "no-baseline",
            "no-target",
            "no-target-year",
            "no-local-lead",
            "no-government-lead",
        ),
        ("medium",),
    ),
}


def test_random_maps_reach_every_code_at_every_severity_closed_and_open() -> None:
    reached: Counter[tuple[str, str, str]] = Counter()
    each: set[str] = set()
    for seed in range(300):
        sheets, said = random_map(seed)
        for report in REPORTS:
            for one in findings(report, sheets, said, AS_OF):
                reached[report, one["code"], "open" if one["open"] else one["severity"]] += 1
                each |= {one["code"]} if one["partner"] else set()
    by_code = [(report, code, grades) for report, codes in REACHED.items() for code, grades in codes.items()]
    wanted = {(report, code, grade) for report, code, grades in by_code for grade in grades}
    assert set(reached) == wanted
    assert each == {"not-seated", "represented-only"}


@pytest.mark.parametrize("seed", range(30))
def test_a_random_map_is_the_same_for_the_same_seed(seed: int) -> None:
    assert random_map(seed) == random_map(seed)


NAMED = ("Areas", "Partners", "Themes", "Partnerships", "Agreements", "Funding streams")
STARRED = {
    "Areas": ("Name", "Tier"),
    "Partners": ("Name", "Kind"),
    "Themes": ("Name",),
    "Partnerships": ("Name", "Kind", "Covers"),
    "Memberships": ("Partner", "Partnership", "Role"),
    "Agreements": ("Name", "Covers"),
    "Parties": ("Partner", "Agreement"),
    "Leads": ("Agreement", "Side"),
    "Outcomes": ("Name", "Agreement", "Theme"),
    "Indicators": ("Name", "Outcome"),
    "Funding streams": ("Name",),
    "Allocations": ("Stream", "Year"),
    "Freedoms": ("Request", "Agreement"),
}
KEYS = {
    **dict.fromkeys(NAMED, ("Name",)),
    "Memberships": ("Partner", "Partnership", "Since"),
    "Parties": ("Partner", "Agreement", "Since"),
    "Leads": ("Agreement", "Side", "Theme", "Post", "Since"),
    "Outcomes": ("Name", "Agreement"),
    "Indicators": ("Name", "Outcome", "Agreement", "Area", "Target year"),
    "Freedoms": ("Request", "Agreement"),
}
BODIES = ("Partners", "Partnerships")
REFERENCES = [
    ("Areas", "Within", ("Areas",)),
    ("Partners", "Covers", ("Areas",)),
    ("Partners", "Part of", ("Partners",)),
    ("Themes", "Part of", ("Themes",)),
    ("Partnerships", "Theme", ("Themes",)),
    ("Partnerships", "Covers", ("Areas",)),
    ("Partnerships", "Reports to", ("Partnerships",)),
    ("Partnerships", "Oversees", ("Agreements",)),
    ("Partnerships", "Accountable body", ("Partners",)),
    ("Memberships", "Partner", BODIES),
    ("Memberships", "Partnership", ("Partnerships",)),
    ("Memberships", "Speaks for", BODIES),
    ("Agreements", "Covers", ("Areas",)),
    ("Agreements", "Lead partner", ("Partners",)),
    ("Parties", "Partner", BODIES),
    ("Parties", "Agreement", ("Agreements",)),
    ("Leads", "Agreement", ("Agreements",)),
    ("Leads", "Theme", ("Themes",)),
    ("Leads", "Partner", ("Partners",)),
    ("Outcomes", "Agreement", ("Agreements",)),
    ("Outcomes", "Theme", ("Themes",)),
    ("Outcomes", "Area", ("Areas",)),
    ("Outcomes", "Lead partner", BODIES),
    ("Outcomes", "Contributing partners", BODIES),
    ("Outcomes", "Streams", ("Funding streams",)),
    ("Indicators", "Outcome", ("Outcomes",)),
    ("Indicators", "Agreement", ("Agreements",)),
    ("Indicators", "Lead partner", ("Partners",)),
    ("Funding streams", "Part of", ("Funding streams",)),
    ("Funding streams", "Department", ("Partners",)),
    ("Allocations", "Stream", ("Funding streams",)),
    ("Allocations", "Recipient", BODIES),
    ("Allocations", "Agreement", ("Agreements",)),
    ("Allocations", "Area", ("Areas",)),
    ("Allocations", "Paid through", ("Partners",)),
    ("Freedoms", "Agreement", ("Agreements",)),
]


def own_names(sheets: Sheets) -> dict[str, str]:
    """Full name by full name and by alias, over the bodies."""
    every = [row for sheet in BODIES for row in sheets.get(sheet, [])]
    return {alias: row["Name"] for row in every for alias in (row["Name"], row.get("Aliases", row["Name"]))}


def key_of(sheets: Sheets, sheet: str, row: Row) -> tuple[str, ...]:
    """What tells a row apart, aliases read as full names."""
    names = own_names(sheets)
    return tuple(names.get(row.get(heading, ""), row.get(heading, "")) for heading in KEYS[sheet])


@pytest.mark.parametrize("seed", range(100))
def test_a_random_map_is_a_valid_workbook(seed: int) -> None:
    sheets, _ = random_map(seed)
    for sheet, headings in STARRED.items():
        assert all(row.get(heading) for row in sheets.get(sheet, []) for heading in headings), sheet
    for sheet, heading, among in REFERENCES:
        known = {name for one in among for row in sheets.get(one, []) for name in (row["Name"], row.get("Aliases"))}
        given = {text for row in sheets.get(sheet, []) for text in row.get(heading, "").split("; ") if text}
        assert given <= known, (sheet, heading)
    for sheet in KEYS:
        once = {tuple(sorted(row.items())): row for row in sheets.get(sheet, [])}.values()
        assert max(Counter(key_of(sheets, sheet, row) for row in once).values(), default=1) == 1, sheet


@pytest.mark.parametrize("seed", range(100))
def test_a_random_map_names_outcomes_of_the_allocations_own_agreement(seed: int) -> None:
    sheets, _ = random_map(seed)
    outcomes = {(row["Name"], row["Agreement"]) for row in sheets["Outcomes"]}
    for row in sheets["Allocations"]:
        for text in row.get("Outcomes", "").split("; "):
            assert not text or (text.split(":")[0], row["Agreement"]) in outcomes
        shares = [text.split(": ")[1] for text in row.get("Outcomes", "").split("; ") if ": " in text]
        assert not shares or sum(int(share.rstrip("%")) for share in shares) == 100


@pytest.mark.parametrize("seed", range(100))
def test_a_random_map_has_no_cycle(seed: int) -> None:
    sheets, _ = random_map(seed)
    columns = [("Areas", "Within"), ("Partners", "Part of"), ("Themes", "Part of"), ("Funding streams", "Part of")]
    for sheet, heading in [*columns, ("Partnerships", "Reports to")]:
        order = [row["Name"] for row in sheets[sheet]]
        for row in sheets[sheet]:
            above = [text for text in row.get(heading, "").split("; ") if text]
            assert all(order.index(text) < order.index(row["Name"]) for text in above), (sheet, row)


@pytest.mark.parametrize("seed", range(50))
def test_a_random_framework_reads_back_from_its_file(seed: int) -> None:
    _, said = random_map(seed)
    assert tomllib.loads(framework_toml(said)) == said
