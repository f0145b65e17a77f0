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
    holds_turned(f for f in facts if (f.recipient, f.stream) != (name, stream))
    assert (record["rows"]["imported"], record["rows"]["refused"]) == (one.rows, 0)


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


def test_formula_that_refers_to_another_file_is_read_as_stored() -> None:
    record = brought(listed(Formula("='[other.xlsx]Sheet1'!A1", 12_500)))
    assert errors_at(record, "C2") == []
    holds([Fact("Hartlow", STREAM, "2005/06", 12_500_00), *NEIGHBOURS])


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
    """Kept side by side; neither sum takes the other's place, and it is said what the second is called."""
    rows: list[Row] = [
        ["Partner funding 2005/06 (£)"],
        ["Partner", STREAM, "Teenage pregnancy", STREAM],
        ["Hartlow", 10, 20, 30],
        ["Pennyfold", 40, 50, 60],
    ]
    record = brought(write(Path("twice.xlsx"), Grid("Twice", rows)))
    sums = {"Hartlow": (10_00, 20_00, 30_00), "Pennyfold": (40_00, 50_00, 60_00)}
    streams = (STREAM, "Teenage pregnancy", f"{STREAM} (column D)")
    holds(Fact(name, s, "2005/06", p) for name, three in sums.items() for s, p in zip(streams, three, strict=True))
    assert table_of(record)["guesses"][0] == f"“{STREAM}” in column D is taken for the stream “{STREAM} (column D)”"


def test_two_amounts_of_one_heading_are_told() -> None:
    """Which is meant nobody can say: the first is read, no figure of the second is added to it, and it is said."""
    rows: list[Row] = [
        ["Recipient", "Funding stream", "Year", "Amount (£)", "Amount (£)"],
        ["Hartlow", STREAM, "2005/06", 10, 11],
        ["Pennyfold", STREAM, "2005/06", 20, 22],
    ]
    record = brought(write(Path("twice.xlsx"), Grid("Twice", rows)))
    holds([Fact("Hartlow", STREAM, "2005/06", 10_00), Fact("Pennyfold", STREAM, "2005/06", 20_00)])
    assert table_of(record)["guesses"] == [
        "the sums are read from “Amount (£)” (column D), and not from “Amount (£)” (column E); to read the other, name "
        'it in a mapping by its letter: amount = "E"',
        "not read: “Amount (£)”",
        "the unit is £1: a heading says so (“Amount (£)”)",
    ]


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Allocations 2005/06 and 2006/07", "2005/06 and 2006/07"),
        ("Budget 2005/06, outturn 2004/05", "2004/05 and 2005/06"),
    ],
)
def test_two_years_in_a_title_are_asked_about(title: str, years: str) -> None:
    rows: list[Row] = [[title], ["Partner", STREAM, "Teenage pregnancy"], ["Hartlow", 10, 20], ["Pennyfold", 40, 50]]
    status, record = attempted(write(Path("years.xlsx"), Grid("Years", rows)))
    assert status == 1
    (problem,) = record["problems"]
    assert (problem["code"], problem["severity"]) == ("open-question", "error")
    assert problem["message"] == f"Which year are the sums for? The title speaks of {years}."
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
    record = brought(write(Path("years.xlsx"), Grid("Years", rows)))
    assert table_of(record)["guesses"][-1] == "rows below row 5 are for 2006/07: it says “Allocations 2006/07”"
    sums = {("Hartlow", STREAM): 10, ("Hartlow", "Teenage pregnancy"): 20, ("Pennyfold", STREAM): 40}
    sums[("Pennyfold", "Teenage pregnancy")] = 50
    holds(
        Fact(*of, year, (pounds + more) * 100)
        for of, pounds in sums.items()
        for year, more in (("2005/06", 0), ("2006/07", 1))
    )


def test_row_without_a_name_but_with_a_sum_is_told_with_its_cell() -> None:
    """Half a row is no reason to lose the sum in silence."""
    rows: list[Row] = [
        ["Recipient", "Funding stream", "Year", "Amount (£)"],
        ["Hartlow", STREAM, "2005/06", 10],
        ["Pennyfold", None, "2005/06", 20],
        ["Dunmarsh", "Teenage pregnancy", None, 30],
        ["Upper Thrale", STREAM, "2005/06", 40],
    ]
    record = brought(write(Path("half.xlsx"), Grid("Half", rows)))
    holds([Fact("Hartlow", STREAM, "2005/06", 10_00), Fact("Upper Thrale", STREAM, "2005/06", 40_00)])
    refused = [(one["cell"], one["message"], one["hint"]) for one in record["problems"] if one["severity"] == "error"]
    hint = "Fill it in, or name it under [constants] in the mapping."
    assert refused == [("B3", "The row names no stream.", hint), ("C4", "The row names no year.", hint)]


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
    assert (problem["code"], problem["severity"], problem["file"]) == ("unreadable", "error", "RA_2021-22.csv")
    assert problem["message"] == (
        "it is a web page, perhaps the sign-in page of the site it came from. "
        "Expected a workbook or table that ends in .xlsx, .xlsm, .xls, .ods or .csv."
    )
    assert problem["hint"] == (
        "Open it in Excel: if it shows the table, save it as .xlsx; if not, sign in and download it again."
    )
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
    (problem,) = record["problems"]
    assert problem["message"] == (
        "It is no map workbook, and no sheet has a table of sums under headings (found: “Letter”)."
    )
    assert stored() == []


def test_one_bad_file_of_two_stops_neither_half() -> None:
    """What cannot be read at all is an error: the store is untouched, and the one at fault is named."""
    good = long_list(facts_of(BODIES[:3], unit=1)).write(Path("good.xlsx"))
    Path("bad.xlsx").write_bytes(b"PK\3\4 and no more")
    status, record = attempted(good, "bad.xlsx")
    assert (status, record["import"]) == (1, None)
    errors = [(one["file"], one["code"], one["message"]) for one in record["problems"] if one["severity"] == "error"]
    words = "it is damaged or was not copied completely. Expected a workbook or table that ends in .xlsx, .xlsm, "
    assert errors == [("bad.xlsx", "unreadable", f"{words}.xls, .ods or .csv.")]
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
    rows = record["rows"]
    above = 2  # the title and the blank row below it
    assert (rows["imported"], rows["refused"], rows["skipped"]) == (one.rows - 1, 1, one.total_rows + above)
    assert table_of(record)["header_row"] == 3
