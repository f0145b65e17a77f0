"""Bad files are read or refused in words, in less than 500 MB together with every process that was started.

The largest, which take minutes, are measured by hand: `python -m tests.intake.bad FOLDER`.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from partnermap.errors import UnreadableFile
from partnermap.intake.peeking import names_a_map
from partnermap.intake.reading import read_book
from tests.intake.bad import BAD
from tests.intake.peak import measured

MOST_MEGABYTES = 500

REFUSED = {
    "password.xlsx": "it is protected by a password",
    "password.xls": "it is protected by a password",
    "zeros.xlsx": "a part of it (xl/worksheets/sheet1.xml) unpacks to 1,028 times its size, as no real workbook does",
    "far-cell.xlsx": "a sheet in it reaches to row 1,048,576 and column XFD, 17,179,869,184 cells",
    "far-cell.xls": "reading it needs more memory than is allowed",
    "entities.xlsx": "a part of it (xl/worksheets/sheet1.xml) declares a document type or entities, "
    "as no real workbook does",
    "merged.xlsx": "reading it needs more memory than is allowed",
    "long-row.ods": "a row in a part of it (content.xml) takes more than 50 MB",
    "parts.xlsx": "it is packed from more than 20,000 parts, as no real workbook is",
    "cut.xls": "it is not a kind of file that is known here",
    "login.csv": "it is a web page, perhaps the sign-in page of the site it came from",
    "one-line.csv": "a line in it is longer than 4,000,000 characters",
    "quote.csv": "a quotation mark in it is opened and never closed",
}
READ = {
    "macros.xlsm": "read: 1 rows",
    "links.xlsx": "read: 100,001 rows",
    "looks.xlsx": "read: 100,001 rows",
    "hidden-texts.xlsx": "read: 1 rows",
    "blank-rows.xlsx": "read: 1 rows",
    "six-million.xlsx": "read: 1,000,000 rows",
    "wide.csv": "read: 100,000 rows",
    "windows.csv": "read: 100,000 rows",
}
DAMAGED = ("damaged.xls", "loop.xls")


@pytest.mark.parametrize("name", [*REFUSED, *READ])
def test_bad_file_does_no_harm(tmp_path: Path, name: str) -> None:
    words, megabytes, _ = measured(BAD[name](tmp_path / name))
    assert words == {**REFUSED, **READ}[name]
    assert megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_xls_is_refused_or_read(tmp_path: Path, name: str) -> None:
    words, megabytes, _ = measured(BAD[name](tmp_path / name))
    assert words.startswith(
        ("it is damaged, or is not built as a workbook is", "it is damaged in a way that stopped the reader", "read: ")
    )
    assert megabytes < MOST_MEGABYTES


def test_circle_of_formulas_is_told_whole_however_long(tmp_path: Path) -> None:
    sheet = read_book(BAD["circle.xlsx"](tmp_path / "circle.xlsx"), marks=True).sheets[0]
    assert sheet.marks.circular == {(row, 1) for row in range(2, 100_002)}


def test_formulas_without_values_are_told_where_the_sheet_reads_as_empty(tmp_path: Path) -> None:
    sheet = read_book(BAD["no-values.xlsx"](tmp_path / "a.xlsx"), marks=True).sheets[0]
    assert (len(sheet.rows), len(sheet.marks.unvalued)) == (1, 100_000)
    assert sheet.marks.more == {"unvalued": 300_000, "circular": 300_000}


def test_part_that_asks_for_a_password_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "locked.ods"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as raised:
        read_book(path)
    assert raised.value.found == "it is protected by a password"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "mimetype"])
def test_part_that_does_not_unpack_is_refused_in_words(tmp_path: Path, part: str) -> None:
    path = tmp_path / ("book.xlsx" if part.startswith("xl") else "book.ods")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(part, "<workbook/>" * 100)
    data = bytearray(path.read_bytes())
    start = 30 + len(part)
    data[start : start + 4] = b"\xff" * 4
    path.write_bytes(data)
    assert not names_a_map(path)
    with pytest.raises(UnreadableFile) as raised:
        read_book(path)
    assert raised.value.found == "it is damaged or was not copied completely"
