"""What is wrong in a file is refused or reported with its cell; the rest goes in, and nothing is done by halves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.finance.facts import BODIES, Fact, facts_of
from tests.finance.families import Made, long_list, outturn
from tests.finance.grids import ERRORS, Cell, Formula, Grid, Row, write
from tests.finance.importing import (
    Record,
    attempted,
    brought,
    errors_at,
    holds,
    holds_turned,
    said_of,
    stored,
    table_of,
)

STREAM = "Supporting People"
NEIGHBOURS = (Fact("Pennyfold", STREAM, "2005/06", 64_000_00), Fact("Dunmarsh", STREAM, "2005/06", 237_500_00))


def listed(cell: Cell, kind: str = ".xlsx") -> Path:
    """A long list of three; the first has this cell as its sum, C2."""
    rows: list[Row] = [
        ["Recipient", "Funding stream", "Amount (£)", "Year"],
        ["Hartlow", STREAM, cell, "2005/06"],
        ["Pennyfold", STREAM, 64_000, "2005/06"],
        ["Dunmarsh", STREAM, 237_500, "2005/06"],
    ]
    return write(Path(f"list{kind}"), Grid("List", rows))


def only_neighbours(path: Path, cell: str = "C2") -> Record:
    """The cell is told, its row is refused or has no sum, and its neighbours are imported."""
    status, record = attempted(path)
    assert status == 0
    assert errors_at(record, cell), record["problems"]
    assert [fact for fact in stored() if fact.recipient == "Hartlow" and fact.pence is not None] == []
    assert {fact.recipient: fact.pence for fact in stored() if fact.recipient != "Hartlow"} == {
        fact.recipient: fact.pence for fact in NEIGHBOURS
    }
    refused = any(problem["severity"] == "error" for problem in errors_at(record, cell))
    assert record["rows"]["refused"] == int(refused)
    return record


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods", ".csv"])
@pytest.mark.parametrize("error", list(ERRORS))
def test_error_of_a_formula_is_refused_with_its_cell(error: str, kind: str) -> None:
    only_neighbours(listed(Formula("=1/0", error), kind))


def test_error_in_one_of_many_columns_leaves_the_other_rows() -> None:
    facts = facts_of(years=["2010/11"])
    one = outturn(facts)
    rows, at = one.grids[0].rows, 9
    rows[at][6] = Formula("=1/0", "#DIV/0!")
    name, stream = str(rows[at][1]), one.streams[1]
    status, record = attempted(one.write(Path("RS.xlsx")))
    assert status == 0
    assert errors_at(record, f"G{at + 1}")
    # the cell may be refused, or its row with it
    cell_alone = [f for f in facts if (f.recipient, f.stream) != (name, stream)]
    whole_row = [f for f in facts if f.recipient != name]
    holds_turned(whole_row if record["rows"]["refused"] else cell_alone)
    assert record["rows"]["imported"] + record["rows"]["refused"] == one.rows


@pytest.mark.parametrize("figure", ["1" * 40, "9" * 40 + ".50", "1e39", "1e400", "1e15", "nan", "inf", "-inf"])
def test_figure_that_is_no_sum_is_refused_with_its_cell(figure: str) -> None:
    only_neighbours(listed(figure))


def test_number_of_forty_digits_is_refused_with_its_cell() -> None:
    only_neighbours(listed(1e39))


def test_day_is_no_sum() -> None:
    only_neighbours(listed(dt.date(2005, 4, 1)))


@pytest.mark.parametrize("text", ["€500", "500 EUR", "EUR 500", "$500", "US$500", "500 USD"])
def test_other_currency_is_refused_with_its_cell(text: str) -> None:
    only_neighbours(listed(text))


def formatted(path: Path, *codes: str) -> Path:
    """The file with these number formats on the sums of its rows, one after the other."""
    book = openpyxl.load_workbook(path)
    for at, code in enumerate(codes, 2):
        book.active[f"C{at}"].number_format = code
    book.save(path)
    return path


def other_currency(path: Path, cell: str, heading: str) -> None:
    """The sums under a heading are refused, and there are no others."""
    status, record = attempted(path)
    assert status == 1
    (problem,) = [one for one in record["problems"] if one["code"] == "other-currency"]
    assert (problem["severity"], problem["cell"]) == ("error", cell)
    assert problem["message"] == f"The sums under “{heading}” are not in pounds."
    assert problem["hint"] == "Write what they come to in pounds."
    assert record["rows"]["refused"] == 3
    assert stored() == []


OTHERS = ["[$$-409]#,##0", "[$€-2]\\ #,##0", '"¥"#,##0', '#,##0\\ "kr"', '#,##0 "USD"', "[$CHF]\\ #,##0"]


@pytest.mark.parametrize("code", OTHERS)
def test_sums_shown_in_another_currency_are_refused(code: str) -> None:
    other_currency(formatted(listed(500), code, code, code), "C1", "Amount (£)")


@pytest.mark.parametrize("code", ["[$£-809]#,##0", '"£"#,##0', "#,##0", '#,##0 "k"', "[$-409]#,##0", "#,##0,"])
def test_sums_shown_in_pounds_or_plain_are_read(code: str) -> None:
    brought(formatted(listed(500), code, code, code))
    holds([Fact("Hartlow", STREAM, "2005/06", 500_00), *NEIGHBOURS])


def test_column_shown_in_pounds_and_another_currency_is_told() -> None:
    record = brought(formatted(listed(500), "[$$-409]#,##0", '"£"#,##0', '"£"#,##0'))
    (problem,) = errors_at(record, "C1")
    assert (problem["code"], problem["severity"]) == ("mixed-currencies", "warning")
    assert problem["message"] == ("Some sums under “Amount (£)” are shown in another currency; all are read as pounds.")
    holds([Fact("Hartlow", STREAM, "2005/06", 500_00), *NEIGHBOURS])


def headed(heading: str, *titles: Row) -> Path:
    rows: list[Row] = [[body.name, STREAM, n + 5, "2005/06"] for n, body in enumerate(BODIES[:3])]
    return write(Path("list.xlsx"), Grid("List", [*titles, ["Recipient", "Funding stream", heading, "Year"], *rows]))


@pytest.mark.parametrize("heading", ["Amount (US$)", "Amount (€000)", "Amount in USD"])
def test_sums_under_a_heading_of_another_currency_are_refused(heading: str) -> None:
    other_currency(headed(heading), "C1", heading)


def test_sums_under_a_title_of_another_currency_are_refused() -> None:
    other_currency(headed("Amount", ["Grants paid, all in US dollars"]), "C2", "Amount")


@pytest.mark.parametrize("title", ["Sums in £, converted from euros", "Sums in US dollars"])
def test_title_of_another_currency_beside_pounds_is_left(title: str) -> None:
    brought(headed("Amount (£)" if "£" not in title else "Amount", [title]))
    assert sorted(fact.pence or 0 for fact in stored()) == [500, 600, 700]


def test_column_of_another_currency_leaves_the_others() -> None:
    rows: list[Row] = [
        ["Partner funding 2005/06"],
        ["Partner", f"{STREAM} (£)", "Teenage pregnancy (€)"],
        ["Hartlow", 10, 20],
        ["Pennyfold", 40, 50],
    ]
    status, record = attempted(write(Path("two.xlsx"), Grid("Two", rows)))
    assert status == 0
    assert [one["cell"] for one in record["problems"] if one["code"] == "other-currency"] == ["C2"]
    assert sorted(fact.pence or 0 for fact in stored()) == [1000, 4000]


@pytest.mark.parametrize("text", ["GBP 500", "500 GBP", "£500"])
def test_pounds_by_their_code_are_pounds(text: str) -> None:
    brought(listed(text))
    holds([Fact("Hartlow", STREAM, "2005/06", 500_00), *NEIGHBOURS])


def test_formula_without_a_stored_value_is_told_with_its_cell() -> None:
    """As a program writes it that does not calculate: the figure is not there, and is not taken for nought."""
    path = listed(None)
    book = openpyxl.load_workbook(path)
    book.active["C2"] = "=12000+500"
    book.save(path)
    only_neighbours(path)


def test_formula_that_refers_to_another_file_is_read_as_stored_or_told() -> None:
    status, record = attempted(listed(Formula("='[other.xlsx]Sheet1'!A1", 12_500)))
    assert status == 0
    kept = [Fact("Hartlow", STREAM, "2005/06", 12_500_00)] if not errors_at(record, "C2") else []
    found = [fact for fact in stored() if fact.recipient == "Hartlow" and fact.pence is not None]
    assert kept or found in ([], [Fact("Hartlow", STREAM, "2005/06", 12_500_00)])


def test_macros_are_not_run_and_do_not_stand_in_the_way() -> None:
    one = long_list(facts_of(BODIES[:3], unit=1))
    path = Path("macros.xlsm")
    Path("vbaProject.bin").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1").ljust(2048, b"\0"))
    with xlsxwriter.Workbook(path) as book:
        book.add_vba_project("vbaProject.bin")
        sheet = book.add_worksheet("List")
        for at, row in enumerate(one.grids[0].rows):
            sheet.write_row(at, 0, row)
    brought(path)
    holds(one.facts)


def test_figure_of_a_csv_without_its_quotation_marks_is_refused_with_its_cell() -> None:
    Path("list.csv").write_text(
        f"Stream,Recipient,Year,Amount (£)\n{STREAM},Hartlow,2005/06,1,000\n{STREAM},Pennyfold,2005/06,64000\n"
        f'{STREAM},Dunmarsh,2005/06,"237,500",\n',
        encoding="utf-8",
    )
    record = only_neighbours(Path("list.csv"), "E2")
    (problem,) = errors_at(record, "E2")
    assert (problem["code"], problem["value"]) == ("stray-cell", "000")
    assert problem["message"] == (
        "The row has a value under no heading; a figure with a comma may lack its quotation marks."
    )
    assert problem["hint"] == 'Write 1000, or "1,000" in quotation marks.'


# -- headings ------------------------------------------------------------------------------------


def test_two_streams_of_one_heading_are_told_and_never_become_one() -> None:
    """Refused and reported, or kept side by side; neither sum takes the other's place in silence."""
    rows: list[Row] = [
        ["Partner funding 2005/06 (£)"],
        ["Partner", STREAM, "Teenage pregnancy", STREAM],
        ["Hartlow", 10, 20, 30],
        ["Pennyfold", 40, 50, 60],
    ]
    _, record = attempted(write(Path("twice.xlsx"), Grid("Twice", rows)))
    found = stored()
    assert {f.recipient: f.pence for f in found if f.stream == "Teenage pregnancy"} == {
        "Hartlow": 2000,
        "Pennyfold": 5000,
    }
    twice = sorted(f.pence or 0 for f in found if f.stream != "Teenage pregnancy")
    assert twice in ([], [1000, 3000, 4000, 6000])
    assert STREAM in said_of(record)


def test_two_amounts_of_one_heading_are_told() -> None:
    """Which is meant nobody can say: no figure of the second is added to the first, and it is said."""
    rows: list[Row] = [
        ["Recipient", "Funding stream", "Year", "Amount (£)", "Amount (£)"],
        ["Hartlow", STREAM, "2005/06", 10, 11],
        ["Pennyfold", STREAM, "2005/06", 20, 22],
    ]
    _, record = attempted(write(Path("twice.xlsx"), Grid("Twice", rows)))
    assert sorted(fact.pence or 0 for fact in stored()) in ([], [1000, 2000], [1000, 1100, 2000, 2200])
    assert "Amount (£)" in said_of(record)


@pytest.mark.parametrize("title", ["Allocations 2005/06 and 2006/07", "Budget 2005/06, outturn 2004/05"])
def test_two_years_in_a_title_are_not_taken_for_one_in_silence(title: str) -> None:
    rows: list[Row] = [[title], ["Partner", STREAM, "Teenage pregnancy"], ["Hartlow", 10, 20], ["Pennyfold", 40, 50]]
    status, record = attempted(write(Path("years.xlsx"), Grid("Years", rows)))
    told = said_of(record)
    assert "2005/06" in told
    assert "200" in told.replace("2005/06", "")
    if status == 1:
        assert stored() == []


def test_two_years_on_a_sheet_without_a_column_for_them_are_told() -> None:
    rows: list[Row] = [
        ["Allocations 2005/06"],
        ["Partner", STREAM, "Teenage pregnancy"],
        ["Hartlow", 10, 20],
        ["Pennyfold", 40, 50],
        ["Allocations 2006/07"],
        ["Hartlow", 11, 21],
        ["Pennyfold", 41, 51],
    ]
    _, record = attempted(write(Path("years.xlsx"), Grid("Years", rows)))
    assert "2006/07" in said_of(record) or {fact.year for fact in stored()} == {"2005/06", "2006/07"}
    late = [fact for fact in stored() if fact.pence in (1100, 2100, 4100, 5100)]
    assert {fact.year for fact in late} <= {"2006/07"}


def test_row_without_a_name_but_with_a_sum_is_told_with_its_cell() -> None:
    """Half a row is no reason to lose the sum in silence."""
    rows: list[Row] = [
        ["Recipient", "Funding stream", "Year", "Amount (£)"],
        ["Hartlow", STREAM, "2005/06", 10],
        ["Pennyfold", None, "2005/06", 20],
        ["Dunmarsh", "Teenage pregnancy", None, 30],
        ["Upper Thrale", STREAM, "2005/06", 40],
    ]
    _, record = attempted(write(Path("half.xlsx"), Grid("Half", rows)))
    known = {fact.recipient: fact for fact in stored()}
    assert known["Hartlow"].pence == 1000
    assert known["Upper Thrale"].pence == 4000
    # a blank category may be the one above, written once; else it is refused where it stands
    assert "Pennyfold" in known or errors_at(record, "B3")
    assert "Dunmarsh" in known or errors_at(record, "C4")


# -- files ---------------------------------------------------------------------------------------

LOGIN = """<!DOCTYPE html>
<html lang="en"><head><title>Sign in, please</title></head>
<body><form action="/login" method="post"><input name="user"><input name="password"></form></body></html>
"""


def test_csv_that_is_a_login_page_is_refused() -> None:
    Path("RA_2021-22.csv").write_text(LOGIN, encoding="utf-8")
    status, record = attempted(Path("RA_2021-22.csv"))
    assert status == 1
    (problem,) = record["problems"]
    assert (problem["severity"], problem["file"]) == ("error", "RA_2021-22.csv")
    assert stored() == []


def test_sixteen_thousand_empty_columns_do_not_matter() -> None:
    one = long_list(facts_of(BODIES[:3], unit=1))
    path = Path("wide.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("List")
        grey = book.add_format({"bg_color": "#EEEEEE"})
        for at, row in enumerate(one.grids[0].rows):
            sheet.write_row(at, 0, row)
            sheet.write_blank(at, 16_000, None, grey)
    brought(path)
    holds(one.facts)


def test_rows_that_are_formatted_and_blank_do_not_matter() -> None:
    one = long_list(facts_of(BODIES[:3], unit=1))
    path = Path("tall.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("List")
        grey = book.add_format({"bg_color": "#EEEEEE"})
        for at, row in enumerate(one.grids[0].rows):
            sheet.write_row(at, 0, row)
        for at in range(len(one.grids[0].rows), 60_000):
            sheet.write_blank(at, 0, None, grey)
    record = brought(path)
    holds(one.facts)
    assert record["rows"]["imported"] == one.rows


def test_nothing_that_can_be_imported_is_exit_1() -> None:
    rows: list[Row] = [
        ["Recipient", "Funding stream", "Amount (£)", "Year"],
        ["Hartlow", STREAM, "€5", "2005/06"],
        ["Pennyfold", STREAM, "1" * 40, "2005/06"],
    ]
    status, record = attempted(write(Path("list.xlsx"), Grid("List", rows)))
    assert status == 1
    assert record["import"] is None
    assert (record["rows"]["imported"], record["rows"]["refused"]) == (0, 2)
    assert errors_at(record, "C2")
    assert errors_at(record, "C3")
    assert stored() == []


@pytest.mark.parametrize(
    "rows", [[["Dear all"], ["please find below nothing"]], [["Partner", "Phone"], ["Hartlow", "01"]]]
)
def test_workbook_without_money_is_refused(rows: Sequence[Row]) -> None:
    status, record = attempted(write(Path("letter.xlsx"), Grid("Letter", [*rows])))
    assert status == 1
    assert record["import"] is None
    assert record["problems"]
    assert stored() == []


def test_one_bad_file_of_two_stops_neither_half() -> None:
    """What cannot be read at all is an error: the store is untouched, both files are named or the one at fault is."""
    from tests.cli.commands import run

    good = long_list(facts_of(BODIES[:3], unit=1)).write(Path("good.xlsx"))
    Path("bad.xlsx").write_bytes(b"PK\3\4 and no more")
    result = run("import", good, "bad.xlsx", "--yes", "--create-missing", "--format", "json")
    assert result.exit_code == 1
    assert "bad.xlsx" in result.stdout
    assert stored() == []


def test_two_finance_files_are_one_change() -> None:
    from tests.cli.commands import asked, done

    one, two = long_list(facts_of(BODIES[:3], unit=1)), long_list(facts_of(BODIES[3:6], unit=1, seed=2))
    paths = [one.write(Path("one.xlsx")), two.write(Path("two.xlsx"))]
    record = asked("import", *paths, "--yes", "--create-missing")
    assert (record["import"], record["files"]) == (1, ["one.xlsx", "two.xlsx"])
    holds([*one.facts, *two.facts])
    done("undo", 1)
    holds([])


def test_refusals_are_counted_beside_titles_and_totals() -> None:
    one: Made = long_list(facts_of(BODIES[:4], unit=1), once=False)
    one.grids[0].rows[4][3] = "€12"
    status, record = attempted(one.write(Path("list.xlsx")))
    assert status == 0
    assert errors_at(record, "D5")
    assert record["rows"]["imported"] + record["rows"]["refused"] == one.rows
    assert record["rows"]["skipped"] >= one.total_rows
    assert table_of(record)["header_row"] == 3
