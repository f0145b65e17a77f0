"""Names in a finance file are matched exactly or by alias; nothing less is joined, and nothing is made up unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import done, run, sheets
from tests.finance.facts import Fact
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import Record, adds_up, brought, codes, errors_at, holds, stored, table_of

MAP = {
    "Areas": "Name,Tier,Within\nSelshire,county,\nHartlow,district,Selshire\n",
    "Partners": (
        "Name,Kind,Covers,Aliases\n"
        "Selshire County Council,county_council,Selshire,Selshire CC; SCC\n"
        "Hartlow PCT,pct,Hartlow,Hartlow Primary Care Trust\n"
    ),
    "Partnerships": "Name,Kind,Covers\nHartlow LSP,lsp,Hartlow\n",
    "Agreements": "Name,Covers\nSelshire LAA,Selshire\n",
    "Themes": "Name\nHealthier communities\n",
    "Outcomes": "Name,Agreement,Theme\nWarmer homes,Selshire LAA,Healthier communities\n",
    "Funding_streams": "Name,Aliases\nNeighbourhood Renewal Fund,NRF\nSupporting People,SP grant\n",
}


@pytest.fixture(autouse=True)
def known() -> None:
    done("import", *sheets(Path("map"), **MAP))


def listed(*rows: Row) -> Path:
    return write(Path("list.xlsx"), Grid("List", [["Recipient", "Funding stream", "Year", "Amount (£)"], *rows]))


def imported(path: Path, *options: object, status: int = 0) -> Record:
    """An import in which nothing is created."""
    result = run("import", path, "--yes", *options, "--format", "json")
    assert result.exit_code == status, result.output
    record: Record = json.loads(result.stdout)
    adds_up(record)
    return record


COUNCIL, PCT, NRF = "Selshire County Council", "Hartlow PCT", "Neighbourhood Renewal Fund"


@pytest.mark.parametrize(
    "body", [COUNCIL, "selshire county council", "Selshire CC", "SCC", " Selshire  County Council "]
)
@pytest.mark.parametrize("stream", [NRF, "NRF", "neighbourhood renewal fund"])
def test_name_and_alias_are_matched_whatever_their_case(body: str, stream: str) -> None:
    record = imported(listed([body, stream, "2005/06", 10], ["Hartlow Primary Care Trust", "SP grant", "2005/06", 20]))
    holds([Fact(COUNCIL, NRF, "2005/06", 1000), Fact(PCT, "Supporting People", "2005/06", 2000)])
    assert record["added"] == {"Allocation": 2}
    assert not codes(record)["unknown-name"]


def test_partnership_may_receive() -> None:
    imported(listed(["Hartlow LSP", NRF, "2005/06", 10]))
    holds([Fact("Hartlow LSP", NRF, "2005/06", 1000)])


@pytest.mark.parametrize("body", ["Kelmoor Borough Council", "Selshire County Counsil", "Selshire Council", "Hartlow"])
def test_name_that_nobody_defines_is_refused_and_nothing_near_is_taken_for_it(body: str) -> None:
    record = imported(listed([body, NRF, "2005/06", 10], [PCT, NRF, "2005/06", 20]))
    holds([Fact(PCT, NRF, "2005/06", 2000)])
    (problem,) = errors_at(record, "A2")
    assert (problem["code"], problem["severity"], problem["value"]) == ("unknown-name", "error", body)
    assert (record["rows"]["imported"], record["rows"]["refused"]) == (1, 1)


def test_near_name_is_suggested() -> None:
    record = imported(listed(["Selshire County Counsil", NRF, "2005/06", 10], [PCT, NRF, "2005/06", 20]))
    (problem,) = errors_at(record, "A2")
    assert COUNCIL in problem["message"] + problem["hint"]


def test_unknown_stream_across_the_top_is_refused_with_its_heading() -> None:
    rows: list[Row] = [
        ["Partner funding 2005/06 (£)"],
        ["Partner", NRF, "Teenage pregnancy"],
        [COUNCIL, 10, 20],
        [PCT, 30, 40],
    ]
    record = imported(write(Path("across.xlsx"), Grid("Across", rows)))
    holds([Fact(COUNCIL, NRF, "2005/06", 1000), Fact(PCT, NRF, "2005/06", 3000)])
    unknown = [problem for problem in record["problems"] if problem["code"] == "unknown-name"]
    assert unknown
    assert {problem["value"] for problem in unknown} == {"Teenage pregnancy"}
    assert {problem["cell"] for problem in unknown} <= {"C2", "C3", "C4"}


def test_all_names_unknown_is_exit_1_and_nothing_is_kept() -> None:
    record = imported(listed(["Nowhere DC", NRF, "2005/06", 10], ["Elsewhere DC", NRF, "2005/06", 20]), status=1)
    assert (record["import"], record["rows"]["imported"], record["rows"]["refused"]) == (None, 0, 2)
    assert stored() == []


def test_missing_names_are_created_when_asked_with_a_warning_each() -> None:
    record = brought(listed(["Nowhere DC", "New grant", "2005/06", 10], ["Nowhere DC", NRF, "2006/07", 20]))
    assert record["added"] == {"Partner": 1, "FundingStream": 1, "Allocation": 2}
    created = [problem for problem in record["problems"] if problem["value"] in {"Nowhere DC", "New grant"}]
    assert {problem["severity"] for problem in created} == {"warning"}
    assert {problem["value"] for problem in created} == {"Nowhere DC", "New grant"}


def test_decision_that_two_names_are_one_is_used() -> None:
    done("same", "Selshire Council", COUNCIL)
    imported(listed(["Selshire Council", NRF, "2005/06", 10]))
    holds([Fact(COUNCIL, NRF, "2005/06", 1000)])


# -- more than who and how much ------------------------------------------------------------------


def test_every_field_of_a_mapping_is_kept() -> None:
    rows: list[Row] = [
        ["Body", "Grant", "When", "How much", "Sort", "Terms", "For", "Deal", "Place", "Ref", "Remarks", "From"],
        [
            COUNCIL,
            "NRF",
            "2005/06",
            10,
            "outturn",
            "pooled",
            "Warmer homes",
            "Selshire LAA",
            "Hartlow",
            "a",
            "late",
            "ODPM",
        ],
        [
            COUNCIL,
            "NRF",
            "2005/06",
            20,
            "outturn",
            "pooled; passported",
            None,
            "Selshire LAA",
            "Hartlow",
            "b",
            None,
            "ODPM",
        ],
        [PCT, "NRF", "2005/06", 30, None, "aligned", None, None, None, None, None, "ODPM"],
    ]
    Path("M.toml").write_text(
        """
[columns]
recipient = "Body"
stream = "Grant"
year = "When"
amount = "How much"
basis = "Sort"
treatment = "Terms"
outcomes = "For"
agreement = "Deal"
area = "Place"
line = "Ref"
notes = "Remarks"
department = "From"
[money]
unit = "one"
""",
        encoding="utf-8",
    )
    imported(write(Path("terms.xlsx"), Grid("Terms", rows)), "--mapping", "M.toml")
    done("export", "map.xlsx")
    kept = _allocations(Path("map.xlsx"))
    assert [row["Amount"] for row in kept] == [10, 20, 30]
    first, second, third = kept
    assert (first["Basis"], first["Treatment"], first["Outcomes"]) == ("outturn", "pooled", "Warmer homes")
    assert (first["Agreement"], first["Area"], first["Line"], first["Notes"]) == (
        "Selshire LAA",
        "Hartlow",
        "a",
        "late",
    )
    assert set(str(second["Treatment"]).split("; ")) == {"pooled", "passported"}
    assert (third["Basis"] or "budget", third["Treatment"], third["Agreement"]) == ("budget", "aligned", "")
    assert {row["Department"] for row in _sheet(Path("map.xlsx"), "Funding streams") if row["Name"] == NRF} == {"ODPM"}


def test_what_a_row_says_of_its_stream_is_kept_though_it_says_little_else() -> None:
    """A list without recipients: stream, department, sum, and the year in the title."""
    rows: list[Row] = [["Funding 2005/06 (£)"], ["Stream", "Department", "Amount"], ["NRF", "ODPM", 10]]
    imported(write(Path("short.xlsx"), Grid("Short", rows)))
    done("export", "map.xlsx")
    assert {row["Department"] for row in _sheet(Path("map.xlsx"), "Funding streams") if row["Name"] == NRF} == {"ODPM"}


def test_agreement_of_the_command_fills_blanks() -> None:
    imported(listed([COUNCIL, NRF, "2005/06", 10]), "--agreement", "Selshire LAA")
    done("export", "map.xlsx")
    assert [row["Agreement"] for row in _allocations(Path("map.xlsx"))] == ["Selshire LAA"]


@pytest.mark.parametrize(("column", "word"), [("Sort", "guess"), ("Terms", "poolled")])
def test_word_outside_its_list_is_refused_with_its_cell(column: str, word: str) -> None:
    field = {"Sort": "basis", "Terms": "treatment"}[column]
    rows: list[Row] = [
        ["Body", "Grant", "When", "How much", column],
        [COUNCIL, "NRF", "2005/06", 10, word],
        [PCT, "NRF", "2005/06", 30, None],
    ]
    text = 'recipient = "Body"\nstream = "Grant"\nyear = "When"\namount = "How much"\n'
    Path("M.toml").write_text(f'[columns]\n{text}{field} = "{column}"\n[money]\nunit = "one"\n', encoding="utf-8")
    record = imported(write(Path("terms.xlsx"), Grid("Terms", rows)), "--mapping", "M.toml")
    (problem,) = errors_at(record, "E2")
    assert problem["severity"] == "error"
    holds([Fact(PCT, NRF, "2005/06", 3000)])


def test_footnote_marks_are_one_guess_however_many_names_have_them() -> None:
    rows: list[Row] = [[f"Body {n}x(1)", NRF, "2005/06", n + 10] for n in range(1200)]
    record = imported(listed(*rows), "--create-missing")
    guesses = [guess for guess in table_of(record)["guesses"] if "footnote" in guess]
    assert guesses == ["footnote marks are taken off names, such as “Body 0x(1)” read as “Body 0x” (1,200 names)"]


def test_names_that_differ_by_their_mark_alone_stay_apart() -> None:
    rows: list[Row] = [[name, NRF, "2005/06", 10] for name in ("PCT(1)", "PCT(2)", "Trust(1)", "Trust (1)", "Trust")]
    record = imported(listed(*rows), "--create-missing")
    assert sorted(fact.recipient for fact in stored()) == ["PCT(1)", "PCT(2)", "Trust", "Trust", "Trust"]
    guesses = [guess for guess in table_of(record)["guesses"] if "footnote" in guess]
    assert guesses == ["footnote marks are taken off names, such as “Trust(1)” read as “Trust” (2 names)"]


@pytest.mark.parametrize(("constant", "word"), [("treatment", "lost"), ("status", "banana"), ("agreement", "Nope")])
def test_constant_that_cannot_be_read_refuses_every_row(constant: str, word: str) -> None:
    Path("M.toml").write_text(f'[constants]\n{constant} = "{word}"\n', encoding="utf-8")
    path = listed([COUNCIL, NRF, "2005/06", 10], [PCT, NRF, "2005/06", 20])
    record = imported(path, "--mapping", "M.toml", status=1)
    assert (record["rows"]["imported"], record["rows"]["refused"]) == (0, 2)
    (problem,) = [one for one in record["problems"] if one["severity"] == "error"]
    assert word in problem["message"]
    assert stored() == []


def _allocations(path: Path) -> list[dict[str, object]]:
    return sorted(_sheet(path, "Allocations"), key=lambda row: str(row["Amount"]))


def _sheet(path: Path, name: str) -> list[dict[str, object]]:
    from python_calamine import CalamineWorkbook

    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


# -- where a figure comes from -------------------------------------------------------------------


def test_figure_leads_to_its_cell() -> None:
    imported(listed([COUNCIL, NRF, "2005/06", "n/a"], [PCT, NRF, "2005/06", 20]))
    found = json.loads(run("report", "funding", "--format", "json").stdout)["findings"]
    unquantified = [finding for finding in found if finding["code"] == "unquantified"]
    cells = {source for finding in unquantified for source in finding["sources"]}
    assert any(cell.startswith("list.xlsx › List!") for cell in cells), cells
