"""Frameworks: what is read, and the exact words in which a broken one is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from partnermap.errors import FrameworkError
from partnermap.frameworks import SECTORS, TIERS, Framework, available, kind_key, load, parse

WHOLE = """
name = "A framework"
[kinds]
pct = { sector = "public", weight = "high" }
"Government Department" = { sector = "public", weight = "none", national = true }
lsp = { general = true }
[[expectation]]
name = "Primary care trust on the CDRP"
kinds = "PCT"
each = true
sits_on = ["CDRP"]
theme = "Community safety"
tier = ["district", "Unitary"]
strength = "statutory"
from = 2004-04-30
until = "2013-03-31"
why = "a responsible authority since this date"
source = "Police Reform Act 2002, section 97"
confirmed = true
[[expectation]]
name = "Business at the table"
sectors = "private"
"""

EXPECTATION_KEYS = (
    "name, kinds, names, sectors, each, sits_on, theme, tier, strength, from, until, why, source or confirmed"
)


def refused(text: str) -> str:
    with pytest.raises(FrameworkError) as error:
        parse(text, "mine.toml")
    return str(error.value)


def one(keys: str) -> str:
    return f'[[expectation]]\nname = "X"\nkinds = ["pct"]\n{keys}\n'


@pytest.fixture
def whole() -> Framework:
    return parse(WHOLE, "mine.toml")


def test_expectation_is_read_whole(whole: Framework) -> None:
    expectation = whole.expectations[0]
    assert expectation.name == "Primary care trust on the CDRP"
    assert (expectation.kinds, expectation.sits_on) == (("pct",), ("cdrp",))
    assert (expectation.names, expectation.sectors) == ((), ())
    assert (expectation.each, expectation.confirmed) == (True, True)
    assert (expectation.theme, expectation.tier) == ("Community safety", ("district", "unitary"))
    assert (expectation.begins, expectation.ends) == (date(2004, 4, 30), date(2013, 3, 31))
    assert (expectation.strength, expectation.line) == ("statutory", 7)
    assert expectation.why == "a responsible authority since this date"
    assert expectation.source == "Police Reform Act 2002, section 97"


def test_expectation_left_blank_takes_the_defaults(whole: Framework) -> None:
    expectation = whole.expectations[1]
    assert (expectation.sectors, expectation.kinds) == (("private",), ())
    assert (expectation.each, expectation.confirmed, expectation.theme) == (False, False, None)
    assert (expectation.tier, expectation.sits_on, expectation.strength) == ((), (), "expected")
    assert (expectation.begins, expectation.ends, expectation.why, expectation.source) == (None, None, "", "")


def test_kinds_are_compared_whatever_their_writing(whole: Framework) -> None:
    assert kind_key("  Jobcentre-Plus ") == kind_key("jobcentre plus") == "jobcentre_plus"
    assert whole.weight("PCT") == "high"
    assert whole.is_national("government_department")
    assert whole.is_general("LSP")
    assert not whole.is_general("pct")
    assert whole.sector("lsp") is None


def test_unlisted_kind_weighs_medium(whole: Framework) -> None:
    assert not whole.knows("police_bcu")
    assert (whole.weight("police_bcu"), whole.sector("police_bcu")) == ("medium", None)
    assert not whole.is_national("police_bcu")
    assert not whole.is_general("police_bcu")


@pytest.mark.parametrize(
    ("day", "asked"),
    [(date(2004, 4, 29), False), (date(2004, 4, 30), True), (date(2013, 3, 31), True), (date(2013, 4, 1), False)],
)
def test_in_force_counts_both_ends(whole: Framework, day: date, asked: bool) -> None:
    names = [expectation.name for expectation in whole.in_force(day)]
    assert ("Primary care trust on the CDRP" in names) is asked
    assert "Business at the table" in names


def test_framework_without_a_name_is_called_by_its_file() -> None:
    assert parse("", "folder/mine.toml").name == "mine"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = 1\nname =", "mine.toml, line 2: this is not TOML: Invalid value (at the end of the file)."),
        (
            'name = "x"\nkinds = {',
            "mine.toml, line 2: this is not TOML: Invalid initial character for a key part (at the end of the file).",
        ),
        (
            'name = "x"\n[kinds\n',
            "mine.toml, line 2: this is not TOML: Expected ']' at the end of a table declaration (column 7).",
        ),
        (
            'nmae = "x"',
            'mine.toml, line 1: The framework has an unknown key "nmae"; expected name, kinds or expectation.'
            ' Did you mean "name"?',
        ),
        (
            one('\nstrenght = "statutory"'),
            'mine.toml, line 5: Expectation "X" has an unknown key "strenght"; expected '
            + EXPECTATION_KEYS
            + '. Did you mean "strength"?',
        ),
        (
            "[kinds]\npct = { wieght = 'high' }",
            'mine.toml, line 2: Kind "pct" has an unknown key "wieght"; expected sector, weight, national or general.'
            ' Did you mean "weight"?',
        ),
        (
            one('each = "yes"'),
            'mine.toml, line 4: "each" of expectation "X" is the text "yes"; expected true or false.',
        ),
        (
            one("confirmed = 1"),
            'mine.toml, line 4: "confirmed" of expectation "X" is the number 1; expected true or false.',
        ),
        (
            one('sits_on = ["cdrp", 3]'),
            'mine.toml, line 4: "sits_on" of expectation "X" is the number 3; expected text or a list of texts.',
        ),
        (one("why = ['a']"), 'mine.toml, line 4: "why" of expectation "X" is a list; expected text.'),
        (
            one('strength = "statuory"'),
            'mine.toml, line 4: "strength" of expectation "X" is "statuory"; expected statutory, expected or'
            ' desirable. Did you mean "statutory"?',
        ),
        (
            one('strength = ""'),
            'mine.toml, line 4: "strength" of expectation "X" is an empty text; expected statutory, expected or'
            " desirable.",
        ),
        (
            one('tier = ["district", "borough"]'),
            'mine.toml, line 4: "tier" of expectation "X" is "borough"; expected nation, region, county, unitary,'
            " district or neighbourhood.",
        ),
        (
            one('sectors = "volunteer"'),
            'mine.toml, line 4: "sectors" of expectation "X" is "volunteer"; expected public, voluntary, community or'
            ' private. Did you mean "voluntary"?',
        ),
        (
            '[kinds.pct]\nsector = "public"\nweight = "hgih"',
            'mine.toml, line 3: "weight" of kind "pct" is "hgih"; expected high, medium, low or none.'
            ' Did you mean "high"?',
        ),
        (
            '[kinds]\nlsp = {}\npct = "high"',
            'mine.toml, line 3: Kind "pct" is the text "high"; expected a table such as'
            ' { sector = "public", weight = "high" }.',
        ),
        (
            "[kinds]\npct = {}\nPCT = {}",
            'mine.toml, line 3: Kind "PCT" is there twice, written differently; expected it once.',
        ),
        ("kinds = 3", 'mine.toml, line 1: "kinds" of the framework is the number 3; expected a table [kinds].'),
        (
            '\n[expectation]\nname = "X"',
            'mine.toml, line 2: "expectation" of the framework is a table; expected tables that each begin with'
            " [[expectation]].",
        ),
        (
            one("") + one(""),
            'mine.toml, line 6: Expectation "X" is there twice; expected another name than on line 1.',
        ),
        (
            '\n[[expectation]]\nkinds = ["pct"]',
            'mine.toml, line 2: Expectation 1 has no name; expected name = "...", by which findings are told.',
        ),
        (
            '\n[[expectation]]\nname = "X"\ntier = "county"',
            'mine.toml, line 2: Expectation "X" says nobody; expected one of kinds, names or sectors.',
        ),
        (
            '[[expectation]]\nname = "X"\nkinds = []',
            'mine.toml, line 3: Expectation "X" says nobody; expected one of kinds, names or sectors.',
        ),
        (
            one('from = "in April"'),
            'mine.toml, line 4: "from" of expectation "X" is the text "in April"; expected a date such as 2004-04-30.',
        ),
        (
            one('from = "2004-02-30"'),
            'mine.toml, line 4: "from" of expectation "X" is the text "2004-02-30"; expected a date such as'
            " 2004-04-30.",
        ),
        (
            one("until = 2004-02-03T10:00:00"),
            'mine.toml, line 4: "until" of expectation "X" is the date 2004-02-03 10:00:00; expected a date such as'
            " 2004-04-30.",
        ),
    ],
)
def test_broken_framework_is_refused_with_its_line(text: str, words: str) -> None:
    assert refused(text) == words


def test_all_faults_are_told_together_in_the_order_of_the_file() -> None:
    told = refused(one('each = "no"') + '[[expectation]]\nnames = "Y"\nfrom = "soon"\n[kinds]\npct = { weight = "h" }')
    assert [line.split(":")[0] for line in told.splitlines()] == [
        "mine.toml, line 4",
        "mine.toml, line 5",
        "mine.toml, line 7",
        "mine.toml, line 9",
    ]


def test_line_is_right_behind_a_long_text_that_looks_like_a_table() -> None:
    text = '[[expectation]]\nname = "X"\nkinds = "pct"\nwhy = """\n[[expectation]]\neach = 1\n"""\neach = 1\n'
    assert refused(text) == 'mine.toml, line 8: "each" of expectation "X" is the number 1; expected true or false.'


def test_load_takes_a_name_or_a_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("\ufeff" + WHOLE, encoding="utf-8")
    assert load(str(own)).name == "A framework"
    assert load("laa-2005").origin == "laa-2005.toml"


def test_load_names_the_nearest_and_what_there_is() -> None:
    with pytest.raises(FrameworkError) as error:
        load("lsa-2005")
    assert str(error.value) == (
        "There is no framework “lsa-2005”. Did you mean “laa-2005”? There are: community-safety-2023, laa-2005."
        " One of your own is given by its path."
    )


def test_load_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match=r"^none\.toml: cannot be read \(no such file or directory\)\. Expected"):
        load("none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes("# caf\u00e9".encode("latin-1"))
    with pytest.raises(FrameworkError) as error:
        load(str(latin))
    assert str(error.value) == f"{latin}: is not UTF-8 text (byte 5). Save it as UTF-8."


def test_frameworks_that_come_along_are_sound() -> None:
    assert available() == ["community-safety-2023", "laa-2005"]
    for name in available():
        framework = load(name)
        assert all(each.why and each.source for each in framework.expectations), name
        assert all(framework.knows(kind) for each in framework.expectations for kind in each.kinds), name
        assert all(framework.knows(kind) for each in framework.expectations for kind in each.sits_on), name
        assert all(set(each.tier) <= set(TIERS) for each in framework.expectations), name
        assert all(framework.sector(kind) in (None, *SECTORS) for kind in framework.kinds), name


@pytest.mark.parametrize(
    ("kinds", "sector", "weight"),
    [
        ("county_council district_council pct sha police_force police_authority police_bcu", "public", "high"),
        ("probation_board yot connexions sure_start jobcentre_plus lsc rda other", "public", "medium"),
        ("vcs_umbrella community_network", "voluntary", "low"),
        ("chamber_of_commerce", "private", "low"),
        ("parish_council nhs_trust college school inspectorate", "public", "none"),
        ("vcs_organisation faith_group housing_association", "voluntary", "none"),
        ("business", "private", "none"),
    ],
)
def test_laa_2005_weighs_each_kind(kinds: str, sector: str, weight: str) -> None:
    framework = load("laa-2005")
    assert {(framework.sector(kind), framework.weight(kind)) for kind in kinds.split()} == {(sector, weight)}


def test_laa_2005_knows_national_and_general_kinds() -> None:
    framework = load("laa-2005")
    assert [kind for kind in framework.kinds if framework.is_national(kind)] == [
        "inspectorate",
        "government_department",
        "government_office",
    ]
    assert [kind for kind in framework.kinds if framework.is_general(kind)] == ["lsp"]
    partnerships = "cdrp childrens_trust psb thematic steering_group operational_group network"
    assert all(framework.knows(kind) for kind in partnerships.split())


@pytest.mark.parametrize(
    ("day", "name", "asked"),
    [
        (date(2004, 4, 29), "Primary care trust on the CDRP", False),
        (date(2004, 4, 30), "Primary care trust on the CDRP", True),
        (date(2003, 3, 31), "Fire authority on the CDRP", False),
        (date(2003, 4, 1), "Fire authority on the CDRP", True),
        (date(2012, 11, 22), "Police authority on the CDRP", False),
        (date(2005, 3, 31), "Connexions on the children's trust", False),
        (date(2005, 4, 1), "Connexions on the children's trust", True),
    ],
)
def test_laa_2005_law_is_dated(day: date, name: str, asked: bool) -> None:
    assert (name in [each.name for each in load("laa-2005").in_force(day)]) is asked
