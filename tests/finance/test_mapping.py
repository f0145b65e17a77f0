"""What is written down in a mapping is not guessed; what is left out is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.finance.facts import Fact, facts_of, pence
from tests.finance.families import Made, front_page, long_list, outturn, years_across
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import (
    all_reconciled,
    attempted,
    brought,
    headings,
    holds,
    pounds,
    reconciled,
    stored,
    table_of,
)
from tests.finance.mappings import WORKED, mapping

ABG = "Area Based Grant (ABG)"
SHEET = "RS LA Data 2010-11 (1)"
STREAMS = ("Revenue Support Grant", ABG, "Police grant")


def grants(kind: str = ".xls", year: str = "2010/11", sheet: str = SHEET) -> tuple[Made, Path, list[Fact]]:
    """An outturn with the grant as income recorded as negative; the file; what the mapping says of it."""
    facts = [replace(f, pence=-abs(f.pence or 0)) for f in facts_of(streams=STREAMS, years=[year])]
    one = outturn(facts, more=[front_page()], year=year, sheet=sheet)
    kept = [replace(f, stream="Area Based Grant", pence=-(f.pence or 0)) for f in facts if f.stream == ABG]
    return one, one.write(Path(f"RS_2010-11_by_LA{kind}")), kept


@pytest.mark.parametrize("kind", [".xls", ".xlsx", ".ods"])
def test_worked_example_reads_what_it_says(kind: str) -> None:
    one, path, kept = grants(kind)
    record = brought(path, *mapping(WORKED))
    holds(kept)
    assert record["rows"]["imported"] == one.rows
    assert record["rows"]["refused"] == 0
    (total,) = record["totals"]
    assert headings(total["column"]) in {ABG, "Area Based Grant", "G"}
    assert (abs(pounds(total["in_file"])), pounds(total["imported"])) == (pounds(pence(kept)) / 100,) * 2
    assert pounds(total["difference"]) == 0


def test_worked_example_is_told_as_it_is_written() -> None:
    _, path, _ = grants()
    table = table_of(brought(path, *mapping(WORKED)))
    assert table["file"] == path.name
    assert table["sheet"] == "RS LA Data 2010-11 (1)"
    assert (table["header_row"], table["unit"], table["year"]) == (6, "thousand", "2010/11")
    assert table["columns"] == {"recipient": "Local authority"}
    assert (table["streams"], table["years"]) == ([ABG], [])
    assert table["guesses"] == []


@pytest.mark.parametrize(
    "left_out",
    [
        "header_row = 6\n",
        'sheet = "RS LA Data 2010-11 (1)"\n',
        'unit = "thousand"\n',
        '[constants]\nyear = "2010/11"\n',
    ],
)
def test_what_is_left_out_is_found(left_out: str) -> None:
    _, path, kept = grants()
    assert left_out in WORKED
    record = brought(path, *mapping(WORKED.replace(left_out, "")))
    holds(kept)
    assert (table_of(record)["header_row"], table_of(record)["unit"]) == (6, "thousand")
    all_reconciled(record)


def test_total_left_out_is_found() -> None:
    one, path, kept = grants()
    record = brought(path, *mapping(WORKED.partition("[rows]")[0]))
    holds(kept)
    reconciled(record, one.totals[1][0])


def test_what_is_written_counts_before_what_the_file_says() -> None:
    _, path, kept = grants()
    text = WORKED.replace('"thousand"', '"one"').replace('year = "2010/11"', 'year = "2011/12"')
    table = table_of(brought(path, *mapping(text)))
    assert (table["unit"], table["year"]) == ("one", "2011/12")
    holds(replace(fact, year="2011/12", pence=(fact.pence or 0) // 1000) for fact in kept)


def test_column_may_be_named_by_its_letter() -> None:
    _, path, kept = grants()
    record = brought(path, *mapping(WORKED.replace('recipient = "Local authority"', 'recipient = "B"')))
    holds(kept)
    assert table_of(record)["columns"]["recipient"] in {"B", "Local authority"}


def test_heading_is_found_whatever_its_spaces_and_line_breaks() -> None:
    one, _, kept = grants()
    one.grids[0].rows[5][6] = "Area Based \n Grant  (ABG)"
    one.grids[0].rows[5][1] = " Local\nauthority "
    brought(one.write(Path("RS.xlsx")), *mapping(WORKED))
    holds(kept)


def test_income_may_be_some_headings_alone() -> None:
    """A list of headings: only their sums are turned."""
    one, path, kept = grants()
    text = WORKED.replace('income = "negative"', f'income = ["{ABG}"]')
    text = text.replace("[constants]", '"Police grant" = "Police grant"\n[constants]')
    brought(path, *mapping(text))
    holds([*kept, *(fact for fact in one.facts if fact.stream == "Police grant")])


def test_income_is_positive_if_nothing_is_said() -> None:
    one, path, _ = grants()
    brought(path, *mapping(WORKED.replace('income = "negative"\n', "")))
    holds(replace(fact, stream="Area Based Grant") for fact in one.facts if fact.stream == ABG)


def test_several_sheets_are_read_in_one_go() -> None:
    """The second sheet is of another year: a sum of each."""
    one, _, kept = grants()
    other, _, more = grants(year="2011/12", sheet="RS LA Data 2011-12 (1)")
    one.grids = [one.grids[0], other.grids[0]]
    text = WORKED.replace('"RS LA Data 2010-11 (1)"', '["RS LA Data 2010-11 (1)", "RS LA Data 2011-12 (1)"]')
    text = text.replace('[constants]\nyear = "2010/11"\n', "")
    brought(one.write(Path("RS.xls")), *mapping(text))
    holds([*kept, *more])


def test_row_to_skip_is_skipped_alone_unless_all_below_is() -> None:
    facts = facts_of(unit=1)
    rows: list[Row] = [["Recipient", "Funding stream", "Year", "Amount (£)"], ["EXAMPLE", "Some grant", "2005/06", 1]]
    rows += [[fact.recipient, fact.stream, fact.year, (fact.pence or 0) / 100] for fact in facts]
    path = write(Path("list.xlsx"), Grid("List", rows))
    record = brought(path, *mapping('[rows]\nskip = ["EXAMPLE"]\n'))
    holds(facts)
    assert record["rows"]["skipped"] >= 1


# -- constants, years ----------------------------------------------------------------------------


def test_constants_fill_what_no_column_says() -> None:
    rows: list[Row] = [["Who", "How much"], ["Hartlow", 10], ["Pennyfold", 20.5]]
    text = """
[columns]
recipient = "Who"
amount = "How much"
[constants]
stream = "Supporting People"
year = "2005/06"
basis = "outturn"
treatment = "pooled"
[money]
unit = "one"
"""
    brought(write(Path("list.csv"), Grid("List", rows)), *mapping(text))
    holds(
        [
            Fact("Hartlow", "Supporting People", "2005/06", 1000, "outturn"),
            Fact("Pennyfold", "Supporting People", "2005/06", 2050, "outturn"),
        ],
        with_basis=True,
    )


def test_recipient_may_be_the_same_for_every_row() -> None:
    rows: list[Row] = [["Grant", "£000"], ["Supporting People", 10], ["Teenage pregnancy", 20]]
    text = """
[columns]
stream = "Grant"
amount = "£000"
[constants]
recipient = "Hartlow"
year = "2005/06 to 2007/08"
"""
    brought(write(Path("list.xlsx"), Grid("List", rows)), *mapping(text))
    holds(
        [
            Fact("Hartlow", "Supporting People", "2005/06-2007/08", 10_000_00),
            Fact("Hartlow", "Teenage pregnancy", "2005/06-2007/08", 20_000_00),
        ]
    )


def test_years_across_may_be_headed_in_any_words() -> None:
    rows: list[Row] = [["Grant", "Body", "First year", "Second year"], ["Supporting People", "Hartlow", 10, 20]]
    text = """
[columns]
stream = "Grant"
recipient = "Body"
[years]
"First year" = "2005/06"
"Second year" = "2006/07"
[money]
unit = "million"
"""
    record = brought(write(Path("years.xlsx"), Grid("Years", rows)), *mapping(text))
    million = 100_000_000
    holds(
        [
            Fact("Hartlow", "Supporting People", "2005/06", 10 * million),
            Fact("Hartlow", "Supporting People", "2006/07", 20 * million),
        ]
    )
    assert table_of(record)["years"] == ["First year", "Second year"]


def test_years_that_are_not_named_are_not_read() -> None:
    one = years_across(facts_of(years=("2005/06", "2006/07")))
    text = '[columns]\nstream = "Funding stream"\nrecipient = "Recipient"\n[years]\n"2006/07" = "2006/07"\n'
    brought(one.write(Path("years.xlsx")), *mapping(text))
    holds(fact for fact in one.facts if fact.year == "2006/07")


# -- mappings that are wrong ---------------------------------------------------------------------

WRONG = {
    "no such sheet": WORKED.replace("RS LA Data 2010-11 (1)", "RS LA Data 2010-11 (9)"),
    "no such column": WORKED.replace('"Local authority"', '"Local authorities of England"'),
    "no such stream": WORKED.replace(ABG, "Neighbourhood Renewal Fund"),
    "no such unit": WORKED.replace('"thousand"', '"dozen"'),
    "no such field": WORKED.replace("recipient =", "recipent ="),
    "no such table": WORKED.replace("[rows]", "[row]"),
    "no such key": WORKED.replace("skip_below", "skip_bellow"),
    "no year": WORKED.replace('year = "2010/11"', 'year = "soon"'),
    "no number": WORKED.replace("header_row = 6", 'header_row = "six"'),
    "no row": WORKED.replace("header_row = 6", "header_row = 600"),
    "no TOML": WORKED.replace("[rows]", "[rows"),
    "two fields of one heading": WORKED.replace("[streams]", 'area = "Local authority"\n[streams]'),
    "a column that is a stream too": WORKED.replace("[streams]", 'area = "Area Based Grant (ABG)"\n[streams]'),
    "income of no heading": WORKED.replace('income = "negative"', 'income = ["Teenage pregnancy"]'),
}


@pytest.mark.parametrize("wrong", list(WRONG))
def test_mapping_that_is_wrong_is_refused_in_words_and_nothing_is_imported(wrong: str) -> None:
    _, path, _ = grants()
    status, record = attempted(path, *mapping(WRONG[wrong]))
    assert status == 1
    assert stored() == []
    said = str(record.get("error") or "") + "".join(problem["message"] for problem in record["problems"])
    assert said
    assert "Traceback" not in said


def test_what_is_wrong_with_a_mapping_is_a_problem_each() -> None:
    _, path, _ = grants()
    text = WORKED.replace('"thousand"', '"dozen"').replace("[rows]", "[row]")
    status, record = attempted(path, *mapping(text))
    assert status == 1
    told = [(p["code"], p["severity"], p["file"]) for p in record["problems"]]
    assert told == [("bad-mapping", "error", "M.toml")] * 2
    assert "\n".join(p["message"] for p in record["problems"]) == record["error"]


def test_mapping_that_is_not_there_is_refused() -> None:
    _, path, _ = grants()
    result = run("import", path, "--yes", "--create-missing", "--mapping", "nothing.toml")
    assert result.exit_code in (1, 2)
    assert "nothing.toml" in result.stderr
    assert stored() == []


def test_total_by_name_may_be_any_row() -> None:
    """Rows that a mapping calls totals are reconciled, whatever their words."""
    one = long_list(facts_of(unit=1), totals=False)
    rows = one.grids[0].rows
    rows.append(["Everything there is", None, None, pence(one.facts) / 100 + 5])
    record = brought(one.write(Path("list.xlsx")), *mapping('[rows]\ntotal = ["Everything there is"]\n'))
    holds(one.facts)
    reconciled(record, pence(one.facts) + 500, 500)
