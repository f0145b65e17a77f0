"""What .xls and .ods workbooks say beside their values, as far as these kinds can."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwt

from partnermap.intake.marks import Marks
from partnermap.intake.reading import read_book
from tests.intake.workbooks import OPEN, archive


def marked(path: Path, sheet: int = 0) -> Marks:
    """The marks of a sheet; they could be found."""
    book = read_book(path, marks=True)
    assert book.unmarked == ""
    return book.sheets[sheet].marks


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    """An .xls with whatever xlwt can write."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("RS 1")
    thousands, pounds = xlwt.easyxf(num_format_str="#,##0,"), xlwt.easyxf(num_format_str='"£"#,##0')
    pink = xlwt.easyxf("pattern: pattern solid, fore_colour rose")
    for row in range(1, 101):
        sheet.write(row, 0, f"Council {row}", pink if row == 7 else xlwt.Style.default_style)
        sheet.write(row, 1, row * 1000, thousands)
        sheet.write(row, 2, row / 7, pounds)
        sheet.write(row, 4, row, pounds if row < 99 else thousands)
    sheet.write(0, 1, 2010)
    sheet.write(7, 5, None, pink)
    sheet.write(3, 3, xlwt.Formula("1/0"))
    sheet.row(4).hidden = True
    sheet.col(2).hidden = True
    other = book.add_sheet("Errors")
    other.row(2).set_cell_error(1, 0x17)
    other.write(0, 0, "x")
    other.row(3).set_cell_error(1, 0x2A)
    book.save(str(tmp_path / "rs.xls"))
    return tmp_path / "rs.xls"


def test_xls_tells_what_is_hidden(returns: Path) -> None:
    marks = marked(returns)
    assert marks.hidden_rows == {5}
    assert marks.hidden_columns == {3}


def test_xls_tells_errors(returns: Path) -> None:
    assert marked(returns, 1).errors == {(3, 2): "#REF!", (4, 2): "#N/A"}


def test_xls_tells_colours_and_units(returns: Path) -> None:
    marks = marked(returns)
    assert (marks.colours, marks.swatches) == ({(8, 1): "#ff99cc"}, {(8, 6): "#ff99cc"})
    assert marks.formats == {2: "#,##0,", 3: '"£"#,##0'}
    assert marks.mixed == {5: {'"£"#,##0': 98, "#,##0,": 2}}


def test_xls_of_several_numbers_in_a_record_is_understood(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for column in range(5):
        sheet.write(0, column, column, xlwt.easyxf(num_format_str="[$€-2]#,##0"))  # becomes one record of five
    book.save(str(tmp_path / "a.xls"))
    assert marked(tmp_path / "a.xls").formats == dict.fromkeys(range(1, 6), "[$€-2]#,##0")


def test_xls_formula_that_fails_is_told(tmp_path: Path, returns: Path) -> None:
    data = returns.read_bytes()
    formula = data.index(bytes.fromhex("06 00"), data.index(b"\x03\x00\x03\x00") - 4)
    result = formula + 4 + 6
    changed = data[:result] + bytes.fromhex("02 00 07 00 00 00 ff ff") + data[result + 8 :]
    path = tmp_path / "failed.xls"
    path.write_bytes(changed)
    assert marked(path).errors == {(4, 4): "#DIV/0!"}


def test_xls_that_looks_into_another_workbook_is_told(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    book.add_sheet("Other").write(0, 0, 1)
    sheet.write(0, 0, 1)
    sheet.write(1, 1, xlwt.Formula("SUM(Other!A1:A9)*2"))
    book.save(str(tmp_path / "a.xls"))
    data = (tmp_path / "a.xls").read_bytes()
    own = bytes.fromhex("ae01 0400 0200 0104")  # the record that says: this workbook
    assert data.count(own) == 1
    name = "\x01Budget.xls"
    content = (1).to_bytes(2, "little") + len(name).to_bytes(2, "little") + b"\0" + name.encode("latin-1")
    other = bytes.fromhex("ae01") + len(content).to_bytes(2, "little") + content
    book_read = read_book(tmp_path / "a.xls", marks=True)
    assert (book_read.links, book_read.sheets[0].marks.linked) == ((), frozenset())
    (tmp_path / "b.xls").write_bytes(spliced(data, own, other))
    book_read = read_book(tmp_path / "b.xls", marks=True)
    assert book_read.links == ("Budget.xls",)
    assert book_read.sheets[0].marks.linked == {(2, 2)}


def spliced(data: bytes, old: bytes, new: bytes) -> bytes:
    """An .xls with one record instead of another; the places of its sheets move along."""
    at, longer = data.index(old), len(new) - len(old)
    changed = bytearray(data[:at] + new + data[at + len(old) :])
    start = 512  # where xlwt begins its one stream, which it fills up to full sectors
    sheet = start
    while (sheet := changed.find(bytes.fromhex("8500"), sheet, at)) >= 0:
        place = int.from_bytes(changed[sheet + 4 : sheet + 8], "little")
        if start + place > at and changed[start + place : start + place + 2] != bytes.fromhex("0908"):
            changed[sheet + 4 : sheet + 8] = (place + longer).to_bytes(4, "little")
        sheet += 2
    end = changed.rindex(bytes.fromhex("0a000000")) + 4
    del changed[end : end + longer]
    return bytes(changed)


def test_damaged_xls_is_read_without_marks_or_refused_in_words(returns: Path) -> None:
    data = bytearray(returns.read_bytes())
    data[48:52] = b"\xff\xff\xff\x7f"  # where the directory begins
    returns.write_bytes(data)
    with pytest.raises(Exception, match="it is damaged"):
        read_book(returns, marks=True)


STYLES = (
    '<office:automatic-styles><number:currency-style style:name="N1P0">'
    "<number:currency-symbol>£</number:currency-symbol>"
    '<number:number number:decimal-places="2" number:grouping="true"/></number:currency-style>'
    '<number:number-style style:name="N2"><number:number number:decimal-places="0" number:grouping="true" '
    'number:display-factor="1000"/><number:text>k</number:text></number:number-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Bad" '
    'style:data-style-name="N1P0"/>'
    '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="ce3" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#FFFF00"/>'
    '</style:style><style:style style:name="ce4" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="transparent"/></style:style></office:automatic-styles>'
)
NAMED = (
    f'<office:document-styles xmlns:office="{OPEN}:office:1.0" xmlns:style="{OPEN}:style:1.0" '
    f'xmlns:fo="{OPEN}:fo:1.0">'
    '<office:styles><style:style style:name="Bad" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#ffc7ce"/></style:style></office:styles>'
    "</office:document-styles>"
)


def spreadsheet(path: Path, tables: str, **more: str) -> Path:
    """An .ods with these tables and the styles above."""
    names = ("office", "table", "text", "style", "number", "fo", "xlink", "calcext")
    spaces = " ".join(f'xmlns:{name}="{OPEN}:{name}:1.0"' for name in names)
    content = (
        f"<office:document-content {spaces}>{STYLES}<office:body><office:spreadsheet>{tables}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "styles.xml": NAMED, "content.xml": content}
    return archive(path, {**parts, **more})


def cell(value: float, said: str = "") -> str:
    number = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {number} {said}><text:p>x</text:p></table:table-cell>"


def row(*cells: str, said: str = "") -> str:
    return f"<table:table-row {said}>{''.join(cells)}</table:table-row>"


def test_ods_tells_what_is_hidden(tmp_path: Path) -> None:
    rows = (
        row(cell(1), cell(2), cell(3))
        + row(cell(1), cell(2), said='table:visibility="collapse" table:number-rows-repeated="2"')
        + row(cell(1))
        + row(cell(1), said='table:visibility="filter"')
        + row('<table:table-cell table:number-columns-repeated="9"/>', said='table:number-rows-repeated="1000000"')
    )
    columns = (
        '<table:table-column/><table:table-column-group><table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="2"/></table:table-column-group><table:table-column/>'
    )
    table = f'<table:table table:name="A &amp; B">{columns}<table:table-rows>{rows}</table:table-rows></table:table>'
    marks = marked(spreadsheet(tmp_path / "a.ods", table))
    assert marks.hidden_rows == {2, 3, 5}
    assert marks.hidden_columns == {2, 3}


def test_ods_tells_errors_missing_values_and_links(tmp_path: Path) -> None:
    def formula(text: str, said: str, shown: str) -> str:
        return f'<table:table-cell table:formula="of:={text}" {said}>{shown}</table:table-cell>'

    text, number = 'office:value-type="string" office:string-value=""', 'office:value-type="float" office:value="0"'
    rows = row(
        cell(1),
        formula("1/0", f'{text} calcext:value-type="error"', "<text:p>#DIV/0!</text:p>"),
        formula("NA()", number, "<text:p>#N/A</text:p>"),
        formula("A1", number, "<text:p>Err:522</text:p>"),
        formula("SUM([.A1])", "", ""),
        formula("[&apos;file:///C:/Money/Budget%202010.ods&apos;#$Sheet1.A1]", number, "<text:p>0</text:p>"),
        '<table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>',
    )
    book = read_book(spreadsheet(tmp_path / "a.ods", f'<table:table table:name="A">{rows}</table:table>'), marks=True)
    marks = book.sheets[0].marks
    assert marks.errors == {(1, 2): "#DIV/0!", (1, 3): "#N/A", (1, 4): "Err:522"}
    assert marks.unvalued == {(1, 5)}
    assert marks.linked == {(1, 6)}
    assert book.links == ("Budget 2010.ods",)


def test_ods_tells_colours_and_units_by_cell_row_and_column(tmp_path: Path) -> None:
    columns = (
        '<table:table-column table:default-cell-style-name="ce2"/><table:table-column/>'
        '<table:table-column table:default-cell-style-name="ce4"/>'
    )
    rows = (
        row(cell(1), cell(2, 'table:style-name="ce1"'), cell(3))
        + row(cell(1), cell(2, 'table:style-name="ce1"'), cell(3, 'table:style-name="ce3"'))
        + row(cell(1, 'table:number-columns-repeated="2" table:style-name="ce3"'))
        + row(cell(1), '<table:table-cell table:style-name="ce3"/>', said='table:default-cell-style-name="ce4"')
    )
    path = spreadsheet(tmp_path / "a.ods", f'<table:table table:name="A">{columns}{rows}</table:table>')
    marks = marked(path)
    pink, yellow = "#ffc7ce", "#ffff00"
    assert marks.colours == {(1, 2): pink, (2, 2): pink, (2, 3): yellow, (3, 1): yellow, (3, 2): yellow}
    assert marks.swatches == {(4, 2): yellow}
    assert marks.mixed == {1: {'#,##0,"k"': 2, "General": 2}, 2: {"£#,##0.00": 2, "General": 1}}


def test_ods_sheets_are_told_apart(tmp_path: Path) -> None:
    first = row(cell(1), cell(2)) + row(cell(1), said='table:visibility="collapse"')
    second = row(cell(1, 'table:style-name="ce2"'), said='table:visibility="collapse"') + row("")
    tables = "".join(f'<table:table table:name="{n}">{rows}</table:table>' for n, rows in (("A", first), ("B", second)))
    path = spreadsheet(tmp_path / "a.ods", tables)
    assert marked(path).hidden_rows == {2}
    assert marked(path, 1).hidden_rows == {1}
    assert (marked(path).formats, marked(path, 1).formats) == ({}, {1: '#,##0,"k"'})


def test_ods_tells_macros(tmp_path: Path) -> None:
    table = f'<table:table table:name="A">{row(cell(1))}</table:table>'
    listed = {"Basic/script-lc.xml": "<x/>", "Basic/Standard/script-lb.xml": "<x/>"}
    assert not read_book(spreadsheet(tmp_path / "a.ods", table, **listed), marks=True).macros
    module = {**listed, "Basic/Standard/Module1.xml": "<x/>"}
    assert read_book(spreadsheet(tmp_path / "b.ods", table, **module), marks=True).macros
