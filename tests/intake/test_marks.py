"""What a workbook says beside its values is told: hidden rows, failed formulas, colours, units, links, macros."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from partnermap.intake.marks import NO_MARKS, Marks
from partnermap.intake.reading import LIMITS, Book, read_book
from tests.intake.workbooks import NUMBER, RELATED, WORKBOOK, archive, workbook

Fill = Callable[[Worksheet], None]


def marked(path: Path, sheet: int = 0) -> Marks:
    """The marks of a sheet; they could be found."""
    book = read_book(path, marks=True)
    assert book.unmarked == ""
    return book.sheets[sheet].marks


def made(path: Path, fill: Fill) -> Path:
    """A workbook of one sheet, as openpyxl writes it: formulas without values."""
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    fill(book.active)
    book.save(path)
    return path


def test_marks_are_looked_for_on_request_only(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", f'<row r="1" hidden="1"><c r="A1" {NUMBER}</row>')
    assert read_book(path).sheets[0].marks is NO_MARKS
    assert read_book(path, marks=True).sheets[0].marks == Marks(hidden_rows=frozenset({1}))


def test_hidden_rows_and_columns_are_told_as_far_as_the_sheet_is_filled(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in range(1, 11):
            sheet.append([row, row * 2, row * 3, row * 4])
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions.group("F", "XFD", hidden=True)

    marks = marked(made(tmp_path / "a.xlsx", fill))
    assert marks.hidden_rows == {3}
    assert marks.hidden_columns == {2}


def test_rows_and_columns_of_no_size_are_hidden(tmp_path: Path) -> None:
    cells = f'<row r="1" ht="0" customHeight="1"><c r="A1" {NUMBER}</row><row r="2" ht="0.75"><c r="C2" {NUMBER}</row>'
    columns = '<cols><col min="2" max="2" width="0" customWidth="1"/><col min="3" max="3" width="0.5"/></cols>'
    sheet = f"<worksheet>{columns}<sheetData>{cells}</sheetData></worksheet>"
    marks = marked(archive(tmp_path / "a.xlsx", {**WORKBOOK, "xl/worksheets/sheet1.xml": sheet}))
    assert marks.hidden_rows == {1}
    assert marks.hidden_columns == {2}


def test_rows_that_a_filter_hides_are_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_column("A1", ["Stream", "NRF", "SSCF", "NRF", "PSA"])
    sheet.autofilter("A1:A5")
    sheet.filter_column("A", "x == NRF")
    for row in (2, 4):
        sheet.set_row(row, options={"hidden": True})
    sheet.set_column("C:C", 0)
    book.close()
    assert marked(path).hidden_rows == {3, 5}


FAILED = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]


def test_formula_errors_are_told_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["Stream", "Sum"])
    for row, error in enumerate(FAILED, 1):
        sheet.write_formula(row, 1, "=1/0", None, error)
    book.close()
    read = read_book(path, marks=True).sheets[0]
    assert read.marks.errors == {(row, 2): error for row, error in enumerate(FAILED, 2)}
    assert [row[1] for row in read.rows[1:]] == [None] * len(FAILED)


def test_error_that_is_a_value_is_told_too(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", f'<row r="1"><c r="A1" {NUMBER}<c r="B1" t="e"><v>#N/A</v></c></row>')
    assert marked(path).errors == {(1, 2): "#N/A"}


def test_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Sum", 1, "=B1*2", "=SUM(B1:C1)"])
        sheet.append(["Next", 2, 3, 4])

    assert marked(made(tmp_path / "a.xlsx", fill)).unvalued == {(1, 3), (1, 4)}


def test_zeros_of_a_program_that_calculates_nothing_are_no_values(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)  # leaves it to the next program to calculate
    book.add_worksheet().write_row("A1", ["Sum", 1, "=B1*2", "=B1*3"])
    valued = book.add_worksheet()
    valued.write_formula("A1", "=1+1", None, 2)
    valued.write_formula("A2", "=1-1", None, 0)
    book.close()
    assert [sheet.marks.unvalued for sheet in read_book(path, marks=True).sheets] == [{(1, 3), (1, 4)}, set()]


def test_empty_text_is_a_value(tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1" {NUMBER}<c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>A1</f><v/></c></row>'
    assert marked(workbook(tmp_path / "a.xlsx", rows)).unvalued == {(1, 3)}


def test_circular_formulas_are_told_over_sheets_and_ranges(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("Sums"), book.add_worksheet("Other's")
    formulas = {
        "A1": "=SUM(A:A)",  # a column that holds the sum itself
        "B1": "=B2+1",
        "B2": "='Other''s'!C3",
        "C1": "=SUM(D1:D3)",
        "D4": "=SUM(D1:D3)",
        "E1": "=ROW(E1)+COLUMNS($E1:E1)",
        "F1": '=B9&"F1"',
        "G1": "=SUM(1:1)",
    }
    for cell, formula in formulas.items():
        sheet.write_formula(cell, formula, None, 1)
    other.write_formula("C3", "=Sums!$B$1*2", None, 1)
    other.write_formula("D3", "=C3", None, 1)
    book.close()
    assert [sheet.marks.circular for sheet in read_book(path, marks=True).sheets] == [
        {(1, 1), (1, 2), (2, 2), (1, 7)},
        {(3, 3)},
    ]


def test_shared_formula_is_followed_from_where_each_cell_stands(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">A1+B2</f><v>1</v></c>'
        '<c r="B2"><f>A4</f><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="5"><c r="A5"><f>A4</f><v>1</v></c></row>'
    )
    assert marked(workbook(tmp_path / "a.xlsx", rows)).circular == {(2, 1), (3, 1), (4, 1), (2, 2)}


def test_formulas_that_lead_to_each_other_in_too_many_ways_are_counted_only(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>SUM(A$1:A${n})</f><v>1</v></c></row>' for n in range(1, 1600))
    marks = marked(workbook(tmp_path / "a.xlsx", rows))
    assert (marks.circular, marks.more) == (frozenset(), {"circular": 1599})


LINKED = {
    "A1": "[1]Budget!B4",
    "B1": "SUM('[Budget 2010.xlsx]Sheet 1'!A1:A9)",
    "C1": "'C:\\Money\\[Budget.xls]RS'!$A$1*2",
    "D1": "[1]!Total",
}
NOT_LINKED = {"E1": "SUM(Table1[Amount])+Sheet2!A1", "F1": 'IF(A2="[1]Budget!B4",1,2)', "G1": "Table1[[#All],[Sum]]"}


def test_formulas_that_look_into_other_workbooks_are_told(tmp_path: Path) -> None:
    cells = "".join(
        f'<c r="{cell}"><f>{formula.replace("&", "&amp;")}</f><v>1</v></c>'
        for cell, formula in {**LINKED, **NOT_LINKED}.items()
    )
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{cells}</row>')
    assert marked(path).linked == {(1, 1), (1, 2), (1, 3), (1, 4)}


def with_links(path: Path) -> Path:
    """A workbook that names two others."""
    related = WORKBOOK["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        "".join(
            f'<Relationship Id="rId{n}" Type="{RELATED}/externalLink" Target="externalLinks/externalLink{n}.xml"/>'
            for n in (8, 9)
        )
        + "</Relationships>",
    )
    links = '<externalReferences><externalReference r:id="rId8"/><externalReference r:id="rId9"/></externalReferences>'
    paths = {8: "file:///C:/Money/Budget%202010.xlsx", 9: "/users/pat/Outturn.xls"}
    rels = {
        f"xl/externalLinks/_rels/externalLink{n}.xml.rels": '<Relationships xmlns="http://x"><Relationship Id="rId1" '
        f'Type="{RELATED}/externalLinkPath" Target="{target}" TargetMode="External"/></Relationships>'
        for n, target in paths.items()
    }
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1" {NUMBER}</row></sheetData></worksheet>'
    parts = {
        **WORKBOOK,
        "xl/workbook.xml": WORKBOOK["xl/workbook.xml"].replace("</workbook>", links + "</workbook>"),
        "xl/_rels/workbook.xml.rels": related,
        "xl/worksheets/sheet1.xml": sheet,
    }
    return archive(path, {**parts, **rels})


def test_linked_workbooks_are_named_without_their_folders(tmp_path: Path) -> None:
    book = read_book(with_links(tmp_path / "a.xlsx"), marks=True)
    assert (book.links, book.macros) == (("Budget 2010.xlsx", "Outturn.xls"), False)


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_told_and_never_run(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "a.xlsm", f'<row r="1"><c r="A1" {NUMBER}</row>', **{part: "<x/>"})
    assert read_book(path, marks=True).macros


def coloured(sheet: Worksheet) -> None:
    fills = {
        "A2": PatternFill("solid", fgColor="FFFFC7CE"),
        "B2": PatternFill("solid", fgColor="00FFEB9C"),
        "A3": PatternFill("solid", fgColor=Color(theme=4)),
        "B3": PatternFill("solid", fgColor=Color(theme=4, tint=0.5999938962981048)),
        "A4": PatternFill("solid", fgColor=Color(indexed=13)),
        "B4": PatternFill("solid", fgColor="FFFFFFFF"),
        "A5": PatternFill("lightUp", fgColor="FFFF0000"),
        "C2": PatternFill("solid", fgColor="FFFFC7CE"),
    }
    for row in range(1, 6):
        sheet.append([row, row])
    for cell, fill in fills.items():
        sheet[cell].fill = fill


def test_plain_colours_are_told_and_white_is_none(tmp_path: Path) -> None:
    marks = marked(made(tmp_path / "a.xlsx", coloured))
    assert marks.colours == {
        (2, 1): "#ffc7ce",
        (2, 2): "#ffeb9c",
        (3, 1): "#4f81bd",
        (3, 2): "#b9cde5",
        (4, 1): "#ffff00",
    }
    assert (marks.swatches, marks.tints["#ffc7ce"]) == ({(2, 3): "#ffc7ce"}, 1)


def test_colour_on_very_many_cells_is_counted_only_and_others_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    band, pink = book.add_format({"bg_color": "#DDEBF7"}), book.add_format({"bg_color": "#FFC7CE"})
    sheet = book.add_worksheet()
    for row in range(15_000):
        sheet.write_row(row, 0, [row, row], band)
        sheet.write_number(row, 2, row, pink if row % 1000 == 0 else None)
    book.close()
    marks = marked(path)
    assert marks.colours == {(row, 3): "#ffc7ce" for row in range(1, 15_001, 1000)}
    assert (marks.tints, marks.more) == ({"#ddebf7": 30_000, "#ffc7ce": 15}, {"colours": 30_015})


def test_ranges_that_a_rule_colours_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_column("B2", [1, 2, 3])
    sheet.conditional_format("B2:B4", {"type": "cell", "criteria": "<", "value": 2, "format": book.add_format()})
    book.close()
    assert marked(path).conditional == ("B2:B4",)


def formatted(path: Path, columns: list[list[str]]) -> Path:
    """A sheet with a heading and numbers in these formats, column by column."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for column, codes in enumerate(columns):
        sheet.write(0, column, "Heading")
        for row, code in enumerate(codes, 1):
            sheet.write_number(row, column, 1234567, book.add_format({"num_format": code}))
    book.close()
    return path


UNITS = [
    "£#,##0",
    '"£"#,##0.00;[Red]-"£"#,##0.00',
    '_-"£"* #,##0_-;\\-"£"* #,##0_-;_-"£"* "-"_-;_-@_-',
    "[$€-2]\\ #,##0.00",
    "[$£-809]#,##0",
    "#,##0,",
    '#,##0,"k"',
    "0.0,,",
    '#,##0" places"',
    "0.0%",
]
NO_UNITS = ["General", "#,##0", "0.00", "dd/mm/yyyy", '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_)', "@", "0.0E+00"]


def test_format_that_shows_a_unit_is_told_for_its_column(tmp_path: Path) -> None:
    path = formatted(tmp_path / "a.xlsx", [[code] * 3 for code in UNITS + NO_UNITS])
    assert marked(path).formats == dict(enumerate(UNITS, 1))


def test_headings_that_are_years_do_not_hide_a_format(tmp_path: Path) -> None:
    path = formatted(tmp_path / "a.xlsx", [["General", "£#,##0", "£#,##0"], ["£#,##0.00", "£#,##0.00", "£#,##0"]])
    assert marked(path).formats == {1: "£#,##0", 2: "£#,##0.00"}


def test_column_of_several_units_is_told_with_its_formats(tmp_path: Path) -> None:
    path = formatted(tmp_path / "a.xlsx", [["£#,##0", "[$€-2]#,##0", "£#,##0"], ["#,##0,", "#,##0,", "General"]])
    marks = marked(path)
    assert marks.formats == {}
    assert marks.mixed == {1: {"£#,##0": 2, "[$€-2]#,##0": 1}, 2: {"#,##0,": 2, "General": 1}}


def test_format_far_down_counts_as_well(tmp_path: Path) -> None:
    codes = ["£#,##0"] * 500
    path = formatted(tmp_path / "a.xlsx", [codes, [*codes[:-1], "#,##0"]])
    marks = marked(path)
    assert (marks.formats, marks.mixed) == ({1: "£#,##0"}, {2: {"£#,##0": 499, "General": 1}})


UNUSUAL = {
    "prefix": '<x:worksheet xmlns:x="http://x"><x:sheetData><x:row r="2" hidden="1"><x:c r="B2" t="e"><x:v>#N/A</x:v>'
    '</x:c><x:c r="C2"><x:f>C2</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    "no places": '<worksheet><sheetData><row><c/></row><row hidden="true"><c/><c t="e"><v>#N/A</v></c>'
    "<c><f>C2</f><v>1</v></c></row></sheetData></worksheet>",
    "other quotation marks": "<worksheet><sheetData><row hidden='1' r='2'><c t='e' r='B2'><v>#N/A</v></c>"
    "<c s='0' r='C2'><f>C2</f><v>1</v></c></row></sheetData></worksheet>",
    "lines": '<worksheet>\n<sheetData>\n<row\n r="2"\n hidden="1">\n<c\n r="B2"\n t="e">\n<v>#N/A</v>\n</c>\n'
    '<c r="C2">\n<f>C2</f>\n<v>1</v>\n</c>\n</row>\n</sheetData>\n</worksheet>',
}


@pytest.mark.parametrize("sheet", UNUSUAL.values(), ids=UNUSUAL.keys())
def test_unusual_markup_is_understood(tmp_path: Path, sheet: str) -> None:
    path = archive(tmp_path / "a.xlsx", {**WORKBOOK, "xl/worksheets/sheet1.xml": sheet})
    marks = marked(path)
    assert marks.hidden_rows == {2}
    assert marks.errors == {(2, 2): "#N/A"}
    assert marks.circular == {(2, 3)}


def test_marks_are_found_across_chunks(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}" hidden="{int(n % 3 == 0)}">'
        f'<c r="A{n}" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B{n}"><f>C{n}</f></c></row>'
        for n in range(1, 20_001)
    )
    marks = marked(workbook(tmp_path / "a.xlsx", rows + f'<row r="20001"><c r="B20001" {NUMBER}</row>'))
    assert marks.hidden_rows == set(range(3, 20_001, 3))
    assert set(marks.errors) == {(n, 1) for n in range(1, 20_001)}
    assert marks.unvalued == {(n, 2) for n in range(1, 20_001)}


def test_errors_beyond_those_kept_are_counted(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{c}{n}" t="e"><v>#N/A</v></c>""" for c in "ABCD")}</row>'
        for n in range(1, 30_001)
    )
    marks = marked(workbook(tmp_path / "a.xlsx", rows + f'<row r="30001"><c r="A30001" {NUMBER}</row>'))
    assert (len(marks.errors), marks.more) == (100_000, {"errors": 120_000})


def test_book_is_read_also_where_its_marks_cannot_be_found(tmp_path: Path) -> None:
    related = WORKBOOK["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", f'<Relationship Id="rId2" Type="{RELATED}/theme" Target="theme.xml"/></Relationships>'
    )
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1" {NUMBER}</row></sheetData></worksheet>'
    more = {"xl/_rels/workbook.xml.rels": related, "xl/theme.xml": "<a></b>", "xl/worksheets/sheet1.xml": sheet}
    book = read_book(archive(tmp_path / "a.xlsx", {**WORKBOOK, **more}), marks=True)
    assert (book.sheets[0].rows, book.sheets[0].marks) == ([[1.0]], NO_MARKS)
    assert book.unmarked == "a part of it is damaged, or is not built as in a workbook"


STOPPED = {
    "import time; time.sleep(60)": "reading it took too long and was stopped",
    "import time; held = b'x' * 1_000_000_000; time.sleep(60)": "reading it needs more memory than is allowed",
    "raise SystemExit(3)": "it is damaged in a way that stopped the reader",
}


@pytest.mark.parametrize("program", STOPPED)
def test_book_is_read_also_where_looking_for_marks_has_to_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    (tmp_path / "program.py").write_text(program)
    monkeypatch.setattr("partnermap.intake.marked.PROGRAM", tmp_path / "program.py")
    path = workbook(tmp_path / "a.xlsx", f'<row r="1"><c r="A1" {NUMBER}</row>')
    book = read_book(path, replace(LIMITS, seconds_for_marks=2.0), marks=True)
    assert (book.sheets[0].rows, book.unmarked) == ([[1.0]], STOPPED[program])


def test_csv_has_no_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name,Sum\nNRF,1\n")
    book = read_book(path, marks=True)
    assert (book.sheets[0].marks, book.macros, book.links, book.unmarked) == (NO_MARKS, False, (), "")


def test_dates_are_no_units_and_times_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_datetime("A1", datetime.datetime(2010, 4, 1), book.add_format({"num_format": 'd" of "mmmm'}))
    sheet.write_number("B1", 1.5, book.add_format({"num_format": "[h]:mm"}))
    book.close()
    assert marked(path) == NO_MARKS


def test_marks_do_not_change_what_is_read(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", coloured)

    def bare(book: Book) -> list[object]:
        return [(sheet.name, sheet.first_row, sheet.first_column, sheet.rows, sheet.merged) for sheet in book.sheets]

    assert bare(read_book(path)) == bare(read_book(path, marks=True))
