"""Every family of file, of every kind, without a mapping: what is imported is what the file says, to the penny."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.commands import asked, done
from tests.finance.facts import BODIES, STREAMS, facts_of, pence
from tests.finance.families import FAMILIES, GRANTS, Made, account, long_list, outturn, register
from tests.finance.importing import (
    all_reconciled,
    attempted,
    brought,
    codes,
    holds,
    holds_turned,
    reconciled,
    stored,
    table_of,
)

KINDS = (".xlsx", ".xls", ".ods", ".csv")
EVERY = [(name, kind) for name in FAMILIES for kind in KINDS]
MERGED = {"long list, merged"}
with_every_file = pytest.mark.parametrize(("family", "kind"), EVERY, ids=[f"{name} {kind}" for name, kind in EVERY])
with_every_family = pytest.mark.parametrize("family", list(FAMILIES))


def made(family: str, kind: str = ".xlsx") -> tuple[Made, Path]:
    one = FAMILIES[family]()
    return one, one.write(Path(f"{family}{kind}"))


@with_every_file
def test_what_is_imported_is_what_the_file_says(family: str, kind: str) -> None:
    one, path = made(family, kind)
    record = brought(path)
    holds_turned(one.facts)
    assert record["import"] == 1
    assert record["files"] == [path.name]


@with_every_file
def test_rows_are_counted_by_fate(family: str, kind: str) -> None:
    one, path = made(family, kind)
    rows = brought(path)["rows"]
    # side by side: a row of the sheet is a row of each of its tables, or is one; both may be meant
    tables = len({fact.year for fact in one.facts}) if family == "side by side" else 1
    assert rows["imported"] in {one.rows, one.rows * tables}
    assert rows["refused"] == 0
    assert rows["skipped"] >= one.total_rows


@with_every_file
def test_totals_of_the_file_are_held_against_its_rows(family: str, kind: str) -> None:
    one, path = made(family, kind)
    record = brought(path)
    for in_file, difference in one.totals:
        reconciled(record, in_file, difference)
    if one.totals:
        all_reconciled(record)
    assert "total-differs" not in codes(record)


@with_every_family
def test_totals_of_the_file_say_where_they_stand(family: str) -> None:
    one, path = made(family)
    totals = brought(path)["totals"]
    assert {total["file"] for total in totals} <= {path.name}
    assert {total["sheet"] for total in totals} <= {one.grids[0].name}
    assert all(total["column"] for total in totals)
    assert all(set(total) >= {"file", "sheet", "column", "in_file", "imported", "difference"} for total in totals)


@with_every_family
def test_import_again_changes_nothing(family: str) -> None:
    _, path = made(family)
    brought(path)
    before = stored()
    again = brought(path)
    assert again["import"] is None
    assert not any([*again["added"].values(), *again["changed"].values(), *again["removed"].values()])
    assert stored() == before


@with_every_family
def test_undo_takes_all_of_it_back(family: str) -> None:
    _, path = made(family)
    done("undo", brought(path)["import"])
    assert stored() == []
    assert _exported() == []


def _exported() -> list[object]:
    done("export", "map.json")
    nodes: list[object] = json.loads(Path("map.json").read_text(encoding="utf-8"))["nodes"]
    return nodes


@with_every_family
def test_funding_report_adds_up_to_the_file(family: str) -> None:
    one, path = made(family)
    brought(path)
    totals = asked("report", "funding")["totals"]
    assert abs(round(totals["counted"] * 100)) in _sums(one)


def _sums(one: Made) -> set[int]:
    """What the facts come to; a stream that is income may have been turned."""
    sums = {0}
    for stream in {fact.stream for fact in one.facts}:
        of_stream = pence(one.facts, stream=stream)
        sums = {sum_ + sign * of_stream for sum_ in sums for sign in (1, -1)}
    return {abs(sum_) for sum_ in sums}


# -- the outturn of other years ------------------------------------------------------------------

OTHERS = {
    "2008/09": ("Revenue Support Grant", "Supporting People", "School travel advisers", "Teenage pregnancy"),
    "2012/13": ("Revenue Support Grant", "Supporting People (aggregate)", "Council tax freeze grant", "Police grant"),
}


@pytest.mark.parametrize("kind", [".xls", ".xlsx", ".ods"])
@pytest.mark.parametrize("year", list(OTHERS))
def test_other_years_of_a_family_are_read_alike(year: str, kind: str) -> None:
    """Columns with a new name, new ones, and ones that are gone."""
    header = {"2008/09": 5, "2012/13": 8}[year]
    one = outturn(facts_of(streams=OTHERS[year], years=[year]), year=year, header=header, sheet=f"RS {year[:4]} (1)")
    record = brought(one.write(Path(f"RS_{year[:4]}{kind}")))
    holds_turned(one.facts)
    table = table_of(record, f"RS {year[:4]} (1)")
    assert (table["header_row"], table["year"], table["unit"]) == (header, year, "thousand")


def test_sheets_alike_are_all_read_each_as_what_it_is() -> None:
    """Net expenditure and capital charges of the same councils are different sums: neither takes the other's place."""
    net, capital = facts_of(years=["2010/11"]), facts_of(years=["2010/11"], seed=8)
    second = outturn(capital, title="Capital charges", sheet="RS LA Data 2010-11 (2)").grids[0]
    one = outturn(net, more=[second])
    record = brought(one.write(Path("RS_2010-11.xls")))
    assert [table["sheet"] for table in record["understood"]] == [grid.name for grid in one.grids]
    assert record["rows"]["imported"] == 2 * one.rows
    assert sorted(abs(f.pence) for f in stored() if f.pence) == sorted(abs(f.pence) for f in net + capital if f.pence)
    all_reconciled(record)


# -- the account as csv of every sort ------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_in_any_encoding_and_with_any_separator(encoding: str, separator: str) -> None:
    one = account(facts_of(years=["2021/22"]))
    record = brought(one.write(Path("RA_2021-22.csv"), encoding, separator))
    holds_turned(one.facts)
    table = table_of(record)
    assert (table["header_row"], table["unit"], table["year"]) == (7, "thousand", "2021/22")


def test_total_that_its_rows_do_not_make_is_shown_and_not_smoothed() -> None:
    wrong = {"Revenue Support Grant": -1_721_500_000}
    one = account(facts_of(years=["2021/22"]), wrong=wrong)
    record = brought(one.write(Path("RA_2021-22.csv")))
    holds_turned(one.facts)
    for in_file, difference in one.totals:
        reconciled(record, in_file, difference)
    assert codes(record)["total-differs"] == 1
    (problem,) = [one for one in record["problems"] if one["code"] == "total-differs"]
    assert problem["severity"] == "warning"
    assert problem["file"] == "RA_2021-22.csv"
    assert problem["cell"] == "F22"  # the ENGLAND row: under the headings on row 7, twelve bodies and two blank rows
    assert "17,215,000" in problem["message"] + problem["hint"]


def test_subtotal_that_its_rows_do_not_make_is_shown() -> None:
    one = long_list(facts_of(), wrong=12_345)
    record = brought(one.write(Path("list.xlsx")))
    holds(one.facts)
    reconciled(record, *one.totals[0])
    assert codes(record)["total-differs"] == 1


# -- the register --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_register_takes_years_from_its_dates(kind: str) -> None:
    one = register()
    record = brought(one.write(Path(f"grants{kind}")))
    holds(one.facts)
    table = table_of(record)
    assert table["columns"]["recipient"] == "Recipient Org:Name"
    assert table["columns"]["amount"] == "Amount Awarded"
    assert table["header_row"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_register_refuses_what_is_not_in_pounds_and_takes_the_rest(kind: str) -> None:
    one = register([*GRANTS[:3], replace(GRANTS[3], currency="EUR"), *GRANTS[4:]])
    status, record = attempted(one.write(Path(f"grants{kind}")))
    assert status == 0
    holds(one.facts)
    assert record["rows"]["refused"] == 1
    # the sum or its currency may be named as what is at fault
    (problem,) = [one for one in record["problems"] if one["cell"] in ("F5", "G5")]
    assert problem["severity"] == "error"


def test_grants_alike_are_kept_apart() -> None:
    """Two grants of one sum to one body in one year are two grants: their identifiers differ."""
    one = register([GRANTS[0], GRANTS[0], *GRANTS])
    record = brought(one.write(Path("grants.xlsx")))
    holds(one.facts)
    assert record["rows"]["imported"] == len(GRANTS) + 2


def test_sheet_called_allocations_that_lacks_a_column_of_the_map_workbook_is_a_finance_sheet() -> None:
    """ "A workbook is a map workbook if it has a sheet of the table with its * columns": this one has no Stream."""
    one = long_list(facts_of())
    one.grids[0].name = "Allocations"
    brought(one.write(Path("file.xlsx")))
    holds(one.facts)


@pytest.mark.parametrize("kind", KINDS)
def test_upper_heading_may_be_written_over_each_of_its_columns(kind: str) -> None:
    """Streams over years without merged cells: the stream's name stands over each of its years."""
    one = FAMILIES["streams over years"]()
    upper = one.grids[0].rows[2]
    for at in range(2, len(upper)):
        upper[at] = upper[at] or upper[at - 1]
    one.grids[0].merges = []
    brought(one.write(Path(f"file{kind}")))
    holds_turned(one.facts)


@pytest.mark.parametrize("figure", [1900, 1999, 2005, 2006, 200506])
@pytest.mark.parametrize("row", [0, 1, -1])
@pytest.mark.parametrize("kind", [".xlsx", ".csv"])
def test_figure_that_could_be_a_year_is_a_figure_where_sums_stand(figure: int, row: int, kind: str) -> None:
    facts = facts_of(streams=["Supporting People", "Teenage pregnancy"], years=["2005/06"])
    at = range(0, len(facts), 2)[row]
    facts[at] = replace(facts[at], pence=figure * 100_000)
    brought(outturn(facts, year="2005/06").write(Path(f"file{kind}")))
    holds_turned(facts)


def test_few_figures_that_could_be_years_are_figures() -> None:
    facts = [
        replace(fact, pence=sum_ * 100_000)
        for fact, sum_ in zip(facts_of(BODIES[:2], STREAMS[:2]), (19, 20, 1900, 50), strict=True)
    ]
    brought(outturn(facts, year="2005/06").write(Path("file.xlsx")))
    holds_turned(facts)
