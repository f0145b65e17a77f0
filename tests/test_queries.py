"""Named questions: every file keeps what its header promises, and twins find what their reports find."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from partnermap import frameworks, queries
from partnermap.analysis.registry import REPORTS, run
from partnermap.errors import MissingExtra, RequestError
from partnermap.frameworks import Framework
from partnermap.graph import build
from partnermap.intake.importing import import_files
from partnermap.model import BY_NAME, KINDS
from partnermap.queries import Question, Result, ask, available
from partnermap.resources import queries_folder
from partnermap.store import open_store
from partnermap.store.base import View
from partnermap.store.cypher_memory import CypherGraph, links, node_properties
from tests.maps import AS_OF, framework_toml, random_map
from tests.sheets import Sheets, store_of

DAY = dt.date(2005, 3, 22)
NAMES = sorted(path.stem for path in queries_folder().rglob("*.cypher"))
TWINS = [name for name in NAMES if available()[name].twin]
ASKED_FOR = {
    "partner": "Aldminster Primary Care Trust",
    "partnership": "Aldershire Partnership",
    "stream": "Neighbourhood Renewal Fund",
}
Row = tuple[Any, ...]

SHEETS: Sheets = {
    "Areas": [
        {"Name": "Ash", "Tier": "county"},
        {"Name": "North", "Tier": "district", "Within": "Ash"},
        {"Name": "South", "Tier": "district", "Within": "Ash"},
    ],
    "Partners": [
        {"Name": "Ash council", "Kind": "county_council", "Covers": "Ash", "Aliases": "The council"},
        {"Name": "North trust", "Kind": "pct", "Covers": "North"},
        {"Name": "Old trust", "Kind": "pct"},
    ],
    "Partnerships": [
        {"Name": "Ash LSP", "Kind": "lsp", "Covers": "North; South"},
        {"Name": "North LSP", "Kind": "lsp", "Covers": "North", "Reports to": "Ash LSP"},
    ],
    "Memberships": [
        {"Partner": "Ash council", "Partnership": "Ash LSP", "Role": "chair", "Speaks for": "North trust; North LSP"},
        {"Partner": "North trust", "Partnership": "Ash LSP", "Role": "member", "Until": "2005-03-21"},
        {"Partner": "North trust", "Partnership": "North LSP", "Role": "member"},
        {"Partner": "Ash council", "Partnership": "North LSP", "Role": "observer"},
    ],
    "Funding streams": [{"Name": "Fund"}, {"Name": "Part", "Part of": "Fund"}],
    "Allocations": [
        {"Stream": "Part", "Recipient": "Ash council", "Year": "2005/06", "Amount": "12.50", "Treatment": "pooled"},
        {"Stream": "Fund", "Year": "2005/06", "Breakdown": "yes"},
    ],
}


@pytest.fixture
def view(tmp_path: Path) -> Iterator[View]:
    with store_of(SHEETS, tmp_path).view() as opened:
        yield opened


def given_for(question: Question) -> dict[str, str]:
    wanted = {one.name for one in question.parameters}
    return {"as_of": DAY.isoformat()} | {name: text for name, text in ASKED_FOR.items() if name in wanted}


# -- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_question_answers_in_the_columns_that_its_header_promises(name: str, county: View) -> None:
    question = available()[name]
    result = ask(county, name, given_for(question))
    assert result.columns == tuple(column.name for column in question.columns)
    places = [result.columns.index(column) for column in question.identity]
    told_apart = [tuple(row[place] for place in places) for row in result.rows]
    assert len(set(told_apart)) == len(told_apart)


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_a_sentence_about_a_day(name: str) -> None:
    question = available()[name]
    assert question.asks.endswith("?")
    assert "as_of" in [one.name for one in question.parameters]
    sentences = [one.says for one in question.parameters] + [one.says for one in question.columns]
    assert [words for words in sentences if not words.endswith(".")] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_question_stays_in_the_shared_part_of_cypher(name: str) -> None:
    words = available()[name].cypher
    assert not [word for word in ("type(", "CALL ", "MERGE", "CREATE", "DELETE", "SET ", "| ") if word in words]


def test_each_finding_of_the_five_reports_has_one_twin() -> None:
    found = sorted((one.twin.report, code) for one in available().values() if one.twin for code in one.twin.codes)
    five = ("two-tier", "engagement", "missing", "funding", "thread")
    assert found == sorted((name, code) for name in five for code in REPORTS[name].codes)


def test_the_readme_of_the_questions_lists_them_all() -> None:
    text = (queries_folder() / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in text] == []


# -- the graph -----------------------------------------------------------------------------------


def test_the_graph_has_a_label_for_each_kind_and_a_type_for_each_link() -> None:
    declared = {prop.link for kind in KINDS for prop in kind.properties if prop.link}
    assert {link.name for link in links()} == declared | {kind.link for kind in KINDS if kind.link}
    allocation = next(kind for kind in KINDS if kind.name == "Allocation")
    assert dict(node_properties(allocation))["treatment"] == "STRING[]"
    assert dict(node_properties(allocation))["breakdown"] == "BOOL"
    assert "recipient" not in dict(node_properties(allocation))
    assert dict(node_properties(BY_NAME["Indicator"]))["agreement"] == "STRING"


def test_the_graph_holds_properties_and_relationships_as_they_are(view: View) -> None:
    graph = CypherGraph(view)
    asked = "MATCH (x:Allocation)-[:`OF`]->(s) RETURN s.name, x.amount, x.treatment, x.breakdown ORDER BY s.name"
    assert graph.ask(asked, {})[1] == [("Fund", None, None, True), ("Part", 1250, ["pooled"], None)]
    spoken = (
        "MATCH (p)-[v:SPEAKS_FOR]->(b), (p)-[m:MEMBER_OF]->(x) WHERE m.id = v.membership RETURN p.name, b.name, x.name"
    )
    expected = {("Ash council", "North trust", "Ash LSP"), ("Ash council", "North LSP", "Ash LSP")}
    assert set(graph.ask(spoken, {})[1]) == expected
    covers = (
        "MATCH (p:Partnership)-[c:COVERS]->(a) WHERE p.name = 'Ash LSP' RETURN c.position, a.name ORDER BY c.position"
    )
    assert graph.ask(covers, {})[1] == [(0, "North"), (1, "South")]


def test_an_empty_map_answers_every_question_with_nothing(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "map.db")).view() as opened:
        for name, question in available().items():
            if "as_of" in {one.name for one in question.parameters} and not given_for(question).keys() - {"as_of"}:
                assert ask(opened, name, {"as_of": "2005-03-22"}).rows == []


def test_a_kept_graph_is_made_anew_when_the_map_moves(tmp_path: Path) -> None:
    store = store_of(SHEETS, tmp_path)
    rows = []
    for known in ("Old trust", "New trust"):
        (tmp_path / "Partners.csv").write_text(f"Name,Kind\n{known},pct\n", encoding="utf-8")
        import_files(store, [tmp_path / "Partners.csv"])
        with store.view() as opened:
            rows.append([row[0] for row in ask(opened, "partners_without_covers", {}).rows])
    assert rows == [["Old trust"], ["New trust", "Old trust"]]


def test_without_the_engine_one_line_says_what_to_install(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ladybug", None)
    words = 'Questions in Cypher need the extra "cypher". Install it: pip install "partnermap[cypher]"'
    with pytest.raises(MissingExtra) as told:
        ask(view, "partners_without_covers", {})
    assert str(told.value) == words


# -- asking --------------------------------------------------------------------------------------


def test_people_are_answered_about_the_day_they_ask_for(view: View) -> None:
    before = ask(view, "partner_seats", {"partner": "North trust", "as_of": "21/03/2005"})
    assert [row[0] for row in before.rows] == ["Ash LSP", "North LSP"]
    after = ask(view, "partner-seats", {"partner": "North trust", "as_of": "2005-03-22"})
    assert after == Result(
        ("partnership", "kind", "role", "since", "areas"), [("North LSP", "lsp", "member", None, "North")]
    )


def test_a_partner_is_found_by_its_alias_and_several_values_stand_in_one_cell(view: View) -> None:
    led = ask(view, "partner_seats", {"partner": "the COUNCIL", "as_of": "2005-03-22"})
    assert led.rows == [
        ("Ash LSP", "lsp", "chair", None, "North; South"),
        ("North LSP", "lsp", "observer", None, "North"),
    ]
    members = ask(view, "partnership_members", {"partnership": "Ash LSP", "as_of": "2005-03-22"})
    assert members.rows == [("Ash council", "county_council", "chair", None, "North LSP; North trust")]


def test_shared_tables_leave_out_observers(view: View) -> None:
    shared = ask(view, "shared_tables", {"partner": "North trust", "as_of": "2005-03-21"})
    assert shared.rows == [("Ash council", "county_council", 1, "Ash LSP")]


def test_a_stream_counts_with_its_parts(view: View) -> None:
    rows = ask(view, "stream_money", {"stream": "Fund", "as_of": "2005-03-22"}).rows
    assert [row[:8] for row in rows] == [
        ("Fund", None, None, "2005/06", "budget", None, None, None),
        ("Part", "Ash council", None, "2005/06", "budget", "pooled", None, 12.5),
    ]


def test_a_framework_fills_what_is_not_given(view: View, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "Mine"\n[kinds]\npct = { national = true }\n', encoding="utf-8")
    mine = str(tmp_path / "mine.toml")
    assert [row[0] for row in ask(view, "partners_without_covers", {}).rows] == ["Old trust"]
    assert ask(view, "partners_without_covers", {"framework": mine}).rows == []
    assert ask(view, "partners_without_covers", {"national_kinds": "pct; lsc"}).rows == []
    assert ask(view, "missing_expected", {"framework": mine}) == Result(("code", "subject", "area", "agreement"), [])


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("partner_seat", {}, "There is no question “partner_seat”. Did you mean “partner_seats”?"),
        ("zzz", {}, "There is no question “zzz”. See: partnermap query --list."),
        (
            "partner_seats",
            {},
            "The question “partner_seats” wants “partner”: The partner's name, or that of a partnership that sits on "
            "others. Add --param partner=VALUE.",
        ),
        (
            "partner_seats",
            {"partnr": "x"},
            "The question “partner_seats” has no parameter “partnr”. Did you mean “partner”?",
        ),
        (
            "missing_expected",
            {"expectations": "x"},
            "The question “missing_expected” has no parameter “expectations”. "
            "It has: as_of, national_kinds, framework.",
        ),
        (
            "spokespeople",
            {"as_of": "yesterday"},
            "“as_of” is “yesterday”; expected a day such as 2005-03-22 or 22/03/2005, or today. It is: The day on "
            "which it is asked.",
        ),
        (
            "partner_seats",
            {"partner": "North trst"},
            "“North trst” is not defined in Partners or Partnerships. Did you mean “North trust”",
        ),
    ],
)
def test_a_request_that_cannot_be_met_says_what_would_do(
    name: str, params: dict[str, str], words: str, view: View
) -> None:
    with pytest.raises(RequestError) as told:
        ask(view, name, params)
    assert str(told.value).startswith(words)


# -- headers -------------------------------------------------------------------------------------

SOUND = """// name: sound
// question: Which areas are there?
// parameter tier: text, default county. The tier,
//   in small letters.
// column area: The area.
// identity: area

MATCH (a:Area) WHERE a.tier = $tier RETURN a.name AS area
"""


def header(tmp_path: Path, old: str, new: str) -> str:
    """What is said of a file whose header differs in one place from a sound one."""
    assert old in SOUND
    (tmp_path / "sound.cypher").write_text(SOUND.replace(old, new), encoding="utf-8")
    with pytest.raises(RequestError) as told:
        queries.read(tmp_path / "sound.cypher")
    return str(told.value)


def test_a_header_is_read(tmp_path: Path) -> None:
    (tmp_path / "sound.cypher").write_text(SOUND, encoding="utf-8")
    question = queries.read(tmp_path / "sound.cypher")
    assert (question.name, question.asks, question.identity) == ("sound", "Which areas are there?", ("area",))
    assert question.parameters == (queries.Parameter("tier", "text", "The tier, in small letters.", "county"),)
    assert question.twin is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("name: sound", "name: other", "line 1: the name is not the file's; expected “name: sound”."),
        (
            "// question: ",
            "// query: ",
            "line 2: “// query: Which areas are there?” is no part of a header; expected name, question, "
            "parameter NAME, column NAME, identity or twin, then a colon and words.",
        ),
        ("// question: Which areas are there?\n", "", "line 5: the header has no “question”."),
        (
            "text, default",
            "word, default",
            "line 3: parameter “tier” says “word, default county. The tier, in small letters.”; expected a type (text, "
            "date, list, whole, rows, agreement, area, body, partner, partnership, stream, theme), perhaps “, default "
            "VALUE” or “, from framework”, a stop, its meaning.",
        ),
        (
            ", default county",
            ", from framework",
            "line 3: no framework gives “tier”; it gives general_kinds, national_kinds, unweighted_kinds, "
            "public_kinds, voluntary_kinds, private_kinds, expectations.",
        ),
        ("identity: area", "identity: aera", "line 6: identity names “aera”, which is no column; there are area."),
        (
            "// identity: area\n",
            "// identity: area\n// twin: twotier\n",
            "line 7: twin says “twotier”; expected a report and codes: two-tier no-lsp, in-name-only.",
        ),
        ("$tier", "$teir", "line 6: the question uses $teir, which its header does not declare."),
        ("a.tier = $tier", "true", "line 6: the header declares “tier”, which the question does not use."),
        (
            "MATCH (a:Area) WHERE a.tier = $tier RETURN a.name AS area\n",
            "",
            "line 6: there is a header and no question in Cypher below it.",
        ),
    ],
)
def test_a_header_that_is_not_in_order_is_refused_with_its_line(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert header(tmp_path, old, new) == f"sound.cypher, {words}"


def test_a_file_named_after_an_engine_takes_the_place_of_the_shared_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "neo4j").mkdir()
    (tmp_path / "sound.cypher").write_text(SOUND, encoding="utf-8")
    (tmp_path / "neo4j" / "sound.cypher").write_text(SOUND.replace("(a:Area)", "(a:Area&!Gone)"), encoding="utf-8")
    monkeypatch.setattr(queries, "queries_folder", lambda: tmp_path)
    assert "Gone" in queries.named("sound", "neo4j").cypher
    assert "Gone" not in queries.named("sound").cypher
    assert list(available("neo4j")) == ["sound"]


def test_a_question_that_the_engine_refuses_is_told_in_its_words(view: View) -> None:
    with pytest.raises(RequestError, match=r"The question cannot be answered: Binder exception: .*Nothing"):
        CypherGraph(view).ask("MATCH (n:Nothing) RETURN n", {})


# -- twins ---------------------------------------------------------------------------------------


def by_report(view: View, framework: Framework, day: dt.date) -> dict[str, set[Row]]:
    """What the reports find, for each twin."""
    graph = build(view, day)
    found = {}
    for name in TWINS:
        twin = available()[name].twin
        assert twin
        report = run(twin.report, graph, framework)
        kept = [one for one in report.findings if one.code in twin.codes]
        found[name] = {(one.code, one.subject, one.area or "", one.agreement or "") for one in kept}
    return found


def by_twin(view: View, framework: str, day: dt.date) -> dict[str, set[Row]]:
    """What the questions find."""
    found: dict[str, set[Row]] = {}
    for name in TWINS:
        question = available(view.engine)[name]
        params = {"as_of": day.isoformat(), "framework": framework}
        values = queries.read_parameters(question, params, view)
        nothing_asked = any(values[one.name] == [] for one in question.parameters)
        found[name] = set() if nothing_asked else set(view.ask(question.cypher, values)[1])
    return found


def test_twins_find_what_the_reports_find_in_the_illustrative_county(county: View) -> None:
    expected = by_report(county, frameworks.load("laa-2005"), DAY)
    assert by_twin(county, "laa-2005", DAY) == expected
    assert all(expected.values())


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9))
@example(672)  # a national partner whose areas are all gone
def test_twins_find_what_the_reports_find_on_random_maps(seed: int) -> None:
    sheets, said = random_map(seed)
    day = AS_OF + dt.timedelta(days=seed % 3 * 200 - 200)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "framework.toml"
        file.write_text(framework_toml(said), encoding="utf-8")
        store = store_of(sheets, Path(folder))
        with store.view() as opened:
            assert by_twin(opened, str(file), day) == by_report(opened, frameworks.load(str(file)), day)
        store.close()
