"""Files of every kind are read cell by cell, and what cannot be read is refused in words its owner understands."""

from __future__ import annotations

import datetime
import hashlib
import pickle
import random
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from partnermap.errors import UnreadableFile
from partnermap.intake.reading import LIMITS, Limits, Sheet, column_letter, read_book
from tests.intake.workbooks import NUMBER, WORKBOOK, archive, bomb, compound, spreadsheet, workbook

ENDINGS = "Expected a workbook or table that ends in .xlsx, .xlsm, .xls, .ods or .csv"
WORKBOOKS = "Expected a workbook as Excel or LibreOffice save it"
SAVE = "Open it in Excel or LibreOffice and save it as .xlsx"
RENAME = "If it is a table, rename it to end in "
COPY = "Copy its table into a workbook and save that as .xlsx"
LESS = "Open it in Excel, delete the sheets, rows and columns that are not needed, and save it as a new .xlsx file"
CTRL_END = "Press Ctrl+End on each sheet in Excel, delete the rows and columns beyond the table, and save it again"
NOT_PROTECTED = (
    "In Excel choose File, Info, Protect Workbook, Encrypt with Password, empty the box and save; bring that copy"
)
DECLARES = "a part of it (xl/worksheets/sheet1.xml) declares a document type or entities, as no real workbook does"


def refused(path: Path, limits: Limits = LIMITS) -> str:
    """The words in which the file is refused, without its name."""
    with pytest.raises(UnreadableFile) as caught:
        read_book(path, limits)
    assert caught.value.file == path.name
    return str(caught.value).removeprefix(f"{path.name}: ")


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A workbook with titles, merged cells, every type of value and sheets of every visibility."""
    path = tmp_path / "council.xlsx"
    book = xlsxwriter.Workbook(path)
    day, hour, hours = (book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "[h]:mm"))
    sheet = book.add_worksheet("Funding")
    sheet.merge_range("B3:D3", "Streams")
    sheet.write_row("B4", ["  Neighbourhood Renewal ", "   ", 1250, 0.5, True])
    sheet.write_datetime("B5", datetime.datetime(2005, 3, 22), day)
    sheet.write_datetime("C5", datetime.datetime(2005, 3, 22, 10, 30), hour)
    sheet.write_datetime("D5", datetime.time(9, 30), book.add_format({"num_format": "hh:mm"}))
    sheet.write_number("E5", 1.5, hours)
    sheet.write_formula("F5", "=NA()", None, "#N/A")
    book.add_worksheet("Workings").hide()
    book.add_chartsheet("Picture")
    book.add_worksheet("Lists").very_hidden()
    book.close()
    return path


def test_read_book_gives_values_as_they_are_meant(council: Path) -> None:
    assert read_book(council).sheets[0].rows == [
        ["Streams", None, None, None, None],
        ["Neighbourhood Renewal", None, 1250.0, 0.5, True],
        [datetime.date(2005, 3, 22), datetime.datetime(2005, 3, 22, 10, 30), "09:30:00", "36:00:00", None],
    ]


def test_read_book_knows_where_cells_stand(council: Path) -> None:
    sheet = read_book(council).sheets[0]
    assert (sheet.first_row, sheet.first_column, sheet.merged) == (3, 2, ((3, 2, 3, 4),))
    assert sheet.address(1, 2) == "D4"


def test_read_book_lists_worksheets_with_their_visibility(council: Path) -> None:
    sheets = read_book(council).sheets
    assert [(sheet.name, sheet.visible) for sheet in sheets] == [
        ("Funding", True),
        ("Workings", False),
        ("Lists", False),
    ]
    assert sheets[1].rows == []


def test_read_book_names_the_file_and_its_sum(council: Path) -> None:
    book = read_book(council)
    assert book.name == "council.xlsx"
    assert book.sha256 == hashlib.sha256(council.read_bytes()).hexdigest()


def test_read_book_takes_a_macro_workbook(council: Path) -> None:
    assert read_book(council.rename(council.with_suffix(".XLSM"))).name == "council.XLSM"


def test_read_book_keeps_rows_across_blocks(tmp_path: Path) -> None:
    rows = [
        [f"Stream {n % 7}", float(n), None if n % 2 else "yes", "mixed" if n % 3 else float(n)] for n in range(30_000)
    ]
    path = tmp_path / "long.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    assert read_book(path).sheets[0].rows == rows


def test_read_book_takes_numbers_that_are_none_as_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "odd.xlsx", '<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>nan</v></c></row>')
    assert read_book(path).sheets[0].rows == [["inf", "nan"]]


@pytest.mark.parametrize(
    "rows",
    [
        f"<row r='1'><c\tr = 'B1' {NUMBER}<c r= \"c1\" {NUMBER}</row>",
        f'<row r="1" spans="1:3"><c r="B1" {NUMBER}<c s="1" r="C1" {NUMBER}<c r="XFD1048576" s="1"/></row>',
    ],
)
def test_read_book_takes_unusual_markup(tmp_path: Path, rows: str) -> None:
    assert read_book(workbook(tmp_path / "odd.xlsx", rows)).sheets[0].rows == [[1.0, 1.0]]


def test_read_book_reads_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("RS")
    sheet.write(5, 1, "ENGLAND ")
    sheet.write(5, 2, 4363416)
    sheet.write(5, 3, datetime.date(2010, 4, 1), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write_merge(0, 0, 1, 3, "Title")
    book.save(str(tmp_path / "rs.xls"))
    (read,) = read_book(tmp_path / "rs.xls").sheets
    assert (read.first_row, read.first_column, read.merged) == (1, 2, ((1, 2, 1, 4),))
    assert read.rows[5] == ["ENGLAND", 4363416.0, datetime.date(2010, 4, 1)]


def test_read_book_reads_ods_with_blank_rows_to_the_end(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="2.5"/>'
        '<table:table-cell office:value-type="date" office:date-value="2005-03-22"/>'
        '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    sheet = read_book(spreadsheet(tmp_path / "a.ods", rows)).sheets[0]
    assert sheet == Sheet("A", 1, 1, [["Name", 2.5, datetime.date(2005, 3, 22)]], True, ())


CSVS = {
    "comma": (b"Name,Covers\r\nPCT,A; B\r\n", [["Name", "Covers"], ["PCT", "A; B"]]),
    "semicolon": (b"Name;Sum\nPCT;1,5\nLSP;2,5\n", [["Name", "Sum"], ["PCT", "1,5"], ["LSP", "2,5"]]),
    "tab": (b"Name\tSum\nPCT, the\t00123", [["Name", "Sum"], ["PCT, the", "00123"]]),
    "bar": (b"Name|Sum\nPCT|1", [["Name", "Sum"], ["PCT", "1"]]),
    "announced": (b"sep=;\r\nName, in full\r\nPCT;1\r\n", [["Name, in full"], ["PCT", "1"]]),
    "one column": (b"Name\nPCT\n", [["Name"], ["PCT"]]),
    "blank rows": (b"Title\n\n,\n a ,b\n", [["Title"], [], [None, None], ["a", "b"]]),
    "quoted": (b'Name,Note\nPCT,"two\nlines, ""so"""\n', [["Name", "Note"], ["PCT", 'two\nlines, "so"']]),
    "utf-8": ("Name,Sum\nCafé,£5\n".encode("utf-8-sig"), [["Name", "Sum"], ["Café", "£5"]]),
    "utf-16": ("Name\tSum\nCafé\t£5\n".encode("utf-16"), [["Name", "Sum"], ["Café", "£5"]]),
    "utf-16 without its mark": ("Name\tSum\nCafe\t£5\n".encode("utf-16-le"), [["Name", "Sum"], ["Cafe", "£5"]]),
    "big-endian without its mark": ("Name,Sum\nCafe,5\n".encode("utf-16-be"), [["Name", "Sum"], ["Cafe", "5"]]),
    "cp1252": ("Name,Sum\nCafé – West,£5\n".encode("cp1252"), [["Name", "Sum"], ["Café – West", "£5"]]),
    "old ending": (b"Name,Sum\rPCT,1\r\x1a", [["Name", "Sum"], ["PCT", "1"]]),
}


@pytest.mark.parametrize(("content", "rows"), CSVS.values(), ids=CSVS.keys())
def test_read_book_reads_csv(tmp_path: Path, content: bytes, rows: list[list[str | None]]) -> None:
    (sheet,) = read_book(written(tmp_path / "Partners.csv", content)).sheets
    assert sheet == Sheet("Partners", 1, 1, [list(row) for row in rows], True, ())


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letter_counts_as_spreadsheets_do(number: int, letters: str) -> None:
    assert column_letter(number) == letters


def test_missing_file_is_refused(tmp_path: Path) -> None:
    expected = f"there is no such file in {tmp_path}. {ENDINGS}. Check its name and folder."
    assert refused(tmp_path / "map.xlsx") == expected


def test_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.xlsx").mkdir()
    assert refused(tmp_path / "map.xlsx") == f"it is a folder. {ENDINGS}. Choose a file in that folder."


CONTENTS: dict[str, tuple[bytes, str, str]] = {  # name: content, found, hint
    "empty.xlsx": (b"", "the file is empty (0 bytes)", "Save, copy or download it again"),
    "letter.pdf": (b"%PDF-1.4 ...", "it ends in .pdf and is a PDF document", COPY),
    "table.xlsx": (b"%PDF-1.4 ...", "it is a PDF document", COPY),
    "picture.xls": (b"\x89PNG\r\n\x1a\n", "it is a picture", COPY),
    "notes.txt": (b"Name,Kind\n", "it ends in .txt and is plain text", RENAME + ".csv"),
    "notes": (b"Name,Kind\n", "it ends in nothing and is plain text", RENAME + ".csv"),
    "really.xlsx": (b"Name,Kind\n", "it ends in .xlsx but is plain text", RENAME + ".csv"),
    "cut.xlsx": (b"PK\x03\x04 and no more", "it is damaged or was not copied completely", "Copy or download it again"),
    "junk.xlsx": (
        bytes(range(256)) * 40,
        "it is not a kind of file that is known here",
        "Check that it is the right file and that it opens in Excel",
    ),
    "junk.csv": (
        b"a,b\n\0\0\1\2",
        "it is not a kind of file that is known here",
        "Check that it is the right file and that it opens in Excel",
    ),
    "login.csv": (
        b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html><title>Sign in</title></html>",
        "it is a web page, perhaps the sign-in page of the site it came from",
        "Open it in Excel: if it shows the table, save it as .xlsx; if not, sign in and download it again",
    ),
    "report.xls": (
        "<HTML><table><tr><td>1</td></tr></table></HTML>".encode("utf-16"),
        "it is a web page, perhaps the sign-in page of the site it came from",
        "Open it in Excel: if it shows the table, save it as .xlsx; if not, sign in and download it again",
    ),
    "table.xls": (
        b"<table><tr><td>1</td></tr></table>",
        "it is a web page, perhaps the sign-in page of the site it came from",
        "Open it in Excel: if it shows the table, save it as .xlsx; if not, sign in and download it again",
    ),
    "script.csv": (
        b"\n\n<script>location = '/login'</script>",
        "it is a web page, perhaps the sign-in page of the site it came from",
        "Open it in Excel: if it shows the table, save it as .xlsx; if not, sign in and download it again",
    ),
    "old.xls": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook><Table/></Workbook>',
        "it is an Excel 2003 XML workbook",
        SAVE,
    ),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_wrong_content_is_refused(tmp_path: Path, name: str) -> None:
    content, found, hint = CONTENTS[name]
    assert refused(written(tmp_path / name, content)) == f"{found}. {ENDINGS}. {hint}."


ARCHIVES: dict[str, tuple[str, str, str]] = {  # name: part, found, hint
    "letter.docx": ("word/document.xml", "it ends in .docx and is a Word document", COPY),
    "letter.xlsx": ("word/document.xml", "it is a Word document", COPY),
    "talk.xlsx": ("ppt/presentation.xml", "it is a PowerPoint presentation", COPY),
    "big.xlsb": ("xl/workbook.bin", "it ends in .xlsb and is a binary Excel workbook (.xlsb)", SAVE),
    "all.xlsx": ("one.xlsx", "it is a packed archive", "Unpack it and bring the workbook inside"),
    "new.xls": ("xl/workbook.xml", "it ends in .xls but is an Excel workbook (.xlsx)", RENAME + ".xlsx"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_wrong_archive_is_refused(tmp_path: Path, name: str) -> None:
    part, found, hint = ARCHIVES[name]
    assert refused(archive(tmp_path / name, {part: "<x/>"})) == f"{found}. {ENDINGS}. {hint}."


COMPOUNDS: dict[str, tuple[str, str, str]] = {  # name: stream, found, hint
    "secret.xlsx": ("EncryptedPackage", "it is protected by a password", NOT_PROTECTED),
    "really.xlsx": ("Workbook", "it ends in .xlsx but is an older Excel workbook (.xls)", RENAME + ".xls"),
    "letter.xls": ("WordDocument", "it is a Word document", COPY),
    "mail.xls": (
        "__properties_version1.0",
        "it is an e-mail",
        "Save the workbook that is attached to it and bring that",
    ),
    "other.xls": (
        "Sketch",
        "it is not a kind of file that is known here",
        "Check that it is the right file and that it opens in Excel",
    ),
}


@pytest.mark.parametrize("name", COMPOUNDS)
def test_wrong_compound_file_is_refused(tmp_path: Path, name: str) -> None:
    stream, found, hint = COMPOUNDS[name]
    assert refused(compound(tmp_path / name, stream)) == f"{found}. {ENDINGS}. {hint}."


def test_protected_xls_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rs.xls"
    book = xlwt.Workbook()
    book.add_sheet("RS").write(0, 0, "x")
    book.save(str(path))
    # A record FILEPASS (2F 00) in place of WRITEACCESS (5C 00), the first record after INTERFACEHDR and MMS.
    data = path.read_bytes()
    path.write_bytes(data.replace(bytes.fromhex("5c007000"), bytes.fromhex("2f007000"), 1))
    assert refused(path) == f"it is protected by a password. {WORKBOOKS}. {NOT_PROTECTED}."


def test_protected_ods_is_refused(tmp_path: Path) -> None:
    path = spreadsheet(tmp_path / "a.ods", "")
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    entry = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    archive(path, {**parts, "META-INF/manifest.xml": entry, "content.xml": bytes(range(255, 0, -1)) * 9})
    assert refused(path) == f"it is protected by a password. {WORKBOOKS}. {NOT_PROTECTED}."


def test_workbook_with_no_filled_sheet_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "blank.xlsx", '<row r="1"><c r="A1" t="inlineStr"><is><t>  </t></is></c></row>')
    assert refused(path) == (
        "no sheet in it has a filled cell. Expected at least one sheet with a table. "
        "Check that it is the right file, and that it was saved after it was filled in."
    )


def test_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "junk.xlsx"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert refused(path) == (
        "it has 50.0 MB, too much. Expected at most 50 MB. "
        "Delete pictures and sheets that are not needed, or split it, and save it as .xlsx."
    )


def test_truncated_workbook_is_refused(council: Path) -> None:
    council.write_bytes(council.read_bytes()[:3000])
    assert refused(council) == f"it is damaged or was not copied completely. {ENDINGS}. Copy or download it again."


def test_workbook_with_a_broken_part_is_refused(council: Path) -> None:
    data = bytearray(council.read_bytes())
    data[200:260] = random.Random(1).randbytes(60)
    council.write_bytes(data)
    assert refused(council) == f"it is damaged or was not copied completely. {WORKBOOKS}. Copy or download it again."


def test_workbook_that_the_reader_does_not_understand_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "odd.xlsx", '<row r="1"><c r="&#65;1"><v>1</v></c></row>')
    found = "it is damaged, or is not built as a workbook is"
    assert refused(path) == f"{found}. {WORKBOOKS}. {SAVE}."


def test_two_cells_at_the_far_ends_are_refused(tmp_path: Path) -> None:
    assert refused(bomb(tmp_path / "bomb.xlsx")) == (
        "a sheet in it reaches to row 1,048,576 and column XFD, 17,179,869,184 cells. "
        f"Expected at most 6,000,000 cells and 2,000 columns. {CTRL_END}."
    )


FAR = {
    "backwards": f'<row r="1048576"><c r="XFD1048576" {NUMBER}</row><row r="1"><c r="A1" {NUMBER}</row>',
    "in another row": f'<row r="1"><c r="A1" {NUMBER}<c r="XFD1048576" {NUMBER}</row>',
    "small letters": f'<row r="1"><c r="a1" {NUMBER}<c r="xfd1048576" {NUMBER}</row>',
    "single quotation marks": f"<row><c r='XFD1048576' {NUMBER}</row>",
    "blanks": f'<row><c\n s="1"\tr\n=\r "XFD1048576" {NUMBER}</row>',
    "across chunks": f'<row r="1"><c r="A1" {NUMBER}</row>{" " * ((1 << 20) - 180)}<c r="XFD1048576" {NUMBER}</row>',
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR.keys())
def test_far_cell_is_found_however_it_is_written(tmp_path: Path, rows: str) -> None:
    assert refused(workbook(tmp_path / "bomb.xlsx", rows)).startswith(
        "a sheet in it reaches to row 1,048,576 and column XFD"
    )


def test_far_cell_that_is_only_formatted_does_no_harm(tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1" {NUMBER}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_book(workbook(tmp_path / "a.xlsx", rows)).sheets[0].rows == [[1.0]]


def test_a_million_formatted_blank_rows_do_no_harm(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 1_048_577))
    assert read_book(workbook(tmp_path / "a.xlsx", f'<row r="1"><c r="A1" {NUMBER}</row>{blank}')).sheets[0].rows == [
        [1.0]
    ]


@pytest.mark.parametrize(
    "rows",
    [
        '<table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        "</table:table-row>",
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
        "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
    ],
)
def test_repeated_cells_of_an_ods_are_counted(tmp_path: Path, rows: str) -> None:
    assert refused(spreadsheet(tmp_path / "bomb.ods", rows)) == (
        "a sheet in it reaches to row 1,048,576 and column XFD, 17,179,869,184 cells. "
        f"Expected at most 6,000,000 cells and 2,000 columns. {CTRL_END}."
    )


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">'


@pytest.mark.parametrize(
    "declared", [ENTITIES, OUTSIDE, " " * ((1 << 20) - 30) + OUTSIDE], ids=["bomb", "outside", "late"]
)
def test_entities_are_refused(tmp_path: Path, declared: str) -> None:
    path = workbook(tmp_path / "bomb.xlsx", '<row r="1"><c r="A1" t="str"><v>&c;</v></c></row>', declared)
    assert refused(path) == f"{DECLARES}. {WORKBOOKS}. {SAVE}."


def test_part_in_two_bytes_a_letter_is_refused(tmp_path: Path) -> None:
    sheet = f'<?xml version="1.0" encoding="UTF-16"?>{ENTITIES}<worksheet/>'.encode("utf-16")
    path = archive(tmp_path / "bomb.xlsx", {**WORKBOOK, "xl/worksheets/sheet1.xml": sheet})
    assert refused(path) == f"{DECLARES}. {WORKBOOKS}. {SAVE}."


def test_manifest_of_an_early_openoffice_may_declare_its_type(tmp_path: Path) -> None:
    row = '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    path = spreadsheet(tmp_path / "a.ods", row)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    declared = b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    archive(path, {**parts, "META-INF/manifest.xml": declared + parts["META-INF/manifest.xml"]})
    assert read_book(path).sheets[0].rows == [[1.0]]


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    archive(path, dict(WORKBOOK))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(300):
            part.write(bytes(1_000_000))
    assert refused(path) == (
        "a part of it (xl/worksheets/sheet1.xml) unpacks to 1,028 times its size, as no real workbook does. "
        f"{WORKBOOKS}. {SAVE}."
    )


INSIDES: dict[str, tuple[Callable[[Path], Path], Limits, str]] = {
    "unpacked": (
        lambda path: workbook(path, " " * 2_000_000),
        replace(LIMITS, unpacked_bytes=1_000_000),
        f"it unpacks to 2 MB, more than the 1 MB allowed. {WORKBOOKS}. {LESS}.",
    ),
    "parts": (
        lambda path: archive(path, {**WORKBOOK, **{f"{n}.xml": "" for n in range(10_000)}}),
        LIMITS,
        f"it is packed from 10,004 parts, too many. {WORKBOOKS}. {SAVE}.",
    ),
    "upward name": (
        lambda path: archive(path, {**WORKBOOK, "../../evil.xml": ""}),
        LIMITS,
        f"a part of it has the unsafe name ../../evil.xml. {WORKBOOKS}. {SAVE}.",
    ),
    "absolute name": (
        lambda path: archive(path, {**WORKBOOK, "/etc/evil.xml": ""}),
        LIMITS,
        f"a part of it has the unsafe name /etc/evil.xml. {WORKBOOKS}. {SAVE}.",
    ),
}


@pytest.mark.parametrize("case", INSIDES)
def test_unsafe_inside_is_refused(tmp_path: Path, case: str) -> None:
    make, limits, words = INSIDES[case]
    assert refused(make(tmp_path / "a.xlsx"), limits) == words


def test_too_many_sheets_are_refused(council: Path) -> None:
    words = f"it has 4 sheets, more than the 3 allowed. {WORKBOOKS}. {LESS}."
    assert refused(council, replace(LIMITS, sheets=3)) == words


def test_reader_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", f'<row r="1"><c r="A1" {NUMBER}<c r="F1000000" {NUMBER}</row>')
    words = f"reading it needs more memory than is allowed. {WORKBOOKS}. {LESS}."
    assert refused(path, replace(LIMITS, memory_bytes=250_000_000)) == words


def test_reader_that_aborts_takes_nothing_along(tmp_path: Path) -> None:
    unbounded = replace(LIMITS, cells=10**12, columns=10**6)
    assert refused(bomb(tmp_path / "bomb.xlsx"), unbounded).startswith("reading it needs more memory than is allowed.")


def test_reader_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", f'<row r="1"><c r="A1" {NUMBER}<c r="F1000000" {NUMBER}</row>')
    words = f"reading it took too long and was stopped. {WORKBOOKS}. {LESS}."
    assert refused(path, replace(LIMITS, seconds=0.0)) == words


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ("os.kill(os.getpid(), 9)", "reading it needs more memory than is allowed"),
        ("os._exit(3)", "it is damaged in a way that stopped the reader"),
        ("sys.stdout.write('0' * 8); os._exit(0)", "reading it needs more memory than is allowed"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals are of the others")
def test_reader_that_breaks_off_is_explained(
    council: Path, monkeypatch: pytest.MonkeyPatch, ends: str, found: str
) -> None:
    program = written(council.with_name("ends.py"), f"import os, sys; {ends}")
    monkeypatch.setattr("partnermap.intake.taking.PROGRAM", program)
    assert refused(council).startswith(f"{found}. {WORKBOOKS}. ")


def test_reader_that_is_not_installed_is_no_fault_of_the_file(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = written(council.with_name("ends.py"), "import no_such_reader")
    monkeypatch.setattr("partnermap.intake.taking.PROGRAM", program)
    with pytest.raises(ImportError, match="no_such_reader"):
        read_book(council)


def test_reader_hands_over_cells_only(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sends = (
        "import os, pickle, sys; d = pickle.dumps(os.system); sys.stdout.buffer.write(len(d).to_bytes(8, 'little') + d)"
    )
    monkeypatch.setattr("partnermap.intake.taking.PROGRAM", written(council.with_name("ends.py"), sends))
    with pytest.raises(pickle.UnpicklingError, match="system is no cell"):
        read_book(council)


def test_memory_is_watched_whatever_the_system_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", f'<row r="1"><c r="A1" {NUMBER}<c r="F1000000" {NUMBER}</row>')
    monkeypatch.setattr("partnermap.intake.apart._resident", lambda pid: 5_000_000_000 if pid else 0)
    assert refused(path).startswith("reading it needs more memory than is allowed.")


def test_cells_of_all_sheets_are_counted_together(council: Path) -> None:
    assert refused(council, replace(LIMITS, cells=14, columns=10)).startswith(
        "a sheet in it reaches to row 5 and column F"
    )
    many = replace(LIMITS, cells=35)
    assert read_book(council, many).sheets


def test_text_that_is_mostly_foreign_letters_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "имя,вид\nРабота,Центр\n".encode("cp1251"))
    assert refused(path) == (
        "it ends in .csv but its letters are in an encoding that is not known here. "
        "Expected text with commas, semicolons, tabs or bars between the values. "
        "Save it again as CSV UTF-8 from the program it came from."
    )


def test_quotation_mark_that_swallows_rows_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'Name,Note\nPCT,"never closed\nLSP,x\n')
    assert refused(path) == (
        "a quotation mark in it is opened and never closed. "
        "Expected text with commas, semicolons, tabs or bars between the values. "
        'Open it in a text editor, look for a single " and delete or double it.'
    )


def test_csv_of_one_endless_line_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a," * 2_000_000)
    wanted = "Expected text with commas, semicolons, tabs or bars between the values"
    assert refused(path) == f"a line in it is longer than 4,000,000 characters. {wanted}. {LESS}."


def test_csv_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "".join(f"{n},{n * 7}\n" for n in range(20_000)))
    wanted = "Expected text with commas, semicolons, tabs or bars between the values"
    words = f"reading it needs more memory than is allowed. {wanted}. {LESS}."
    assert refused(path, replace(LIMITS, memory_bytes=4_000_000)) == words
    assert read_book(path, replace(LIMITS, memory_bytes=8_000_000)).sheets


def test_csv_of_many_blocks_is_read_whole(tmp_path: Path) -> None:
    rows = [[f"Council {n}", f" {n % 9} ", ""] for n in range(120_001)]
    path = written(tmp_path / "a.csv", "\r\n".join(map(",".join, rows)) + "\r\n\x1a")
    assert read_book(path).sheets[0].rows == [[name, text.strip(), None] for name, text, _ in rows]


def test_csv_with_too_many_values_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a,b,c\n" * 10)
    wanted = "Expected text with commas, semicolons, tabs or bars between the values"
    again = "Save it again as CSV UTF-8 from the program it came from"
    assert refused(path, replace(LIMITS, cells=20)) == f"it has more than 20 values. {wanted}. {again}."
    assert refused(path, replace(LIMITS, columns=2)) == f"a row in it has 3 values, more than 2. {wanted}. {again}."
