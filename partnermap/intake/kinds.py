"""What a file is, judged by its first bytes and its parts, whatever its name says."""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

HEAD = 4096  # bytes that the judgement starts from
ZIP = b"PK\x03\x04"
PART = b"PK\x01\x02"  # begins the entry of a part in an archive's list of them
MOST_PARTS = 20_000  # that are listed at all: each becomes an object
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a"))

SAVE = "Open it in Excel or LibreOffice and save it as .xlsx"
LESS = "Open it in Excel, delete the sheets, rows and columns that are not needed, and save it as a new .xlsx file"
COPY = "Copy its table into a workbook and save that as .xlsx"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file turned out to be. `ending` is empty where it cannot be read here."""

    ending: str
    words: str  # "it is ..."
    hint: str = SAVE


XLSX = Kind("xlsx", "an Excel workbook (.xlsx)")
XLS = Kind("xls", "an older Excel workbook (.xls)")
ODS = Kind("ods", "an OpenDocument spreadsheet (.ods)")
TEXT = Kind("csv", "plain text")
PROTECTED = Kind(
    "",
    "protected by a password",
    "In Excel choose File, Info, Protect Workbook, Encrypt with Password, empty the box and save; bring that copy",
)
DAMAGED = Kind("", "damaged or was not copied completely", "Copy or download it again")
WEB_PAGE = Kind(
    "",
    "a web page, perhaps the sign-in page of the site it came from",
    "Open it in Excel: if it shows the table, save it as .xlsx; if not, sign in and download it again",
)
WORD = Kind("", "a Word document", COPY)
SLIDES = Kind("", "a PowerPoint presentation", COPY)
UNKNOWN = Kind(
    "", "not a kind of file that is known here", "Check that it is the right file and that it opens in Excel"
)
PARTS_WITHOUT_END = Kind("", f"packed from more than {MOST_PARTS:,} parts, as no real workbook is")
ARCHIVE = Kind("", "a packed archive", "Unpack it and bring the workbook inside")

BEGINNINGS = (
    (b"%PDF", Kind("", "a PDF document", COPY)),
    (b"{\\rtf", Kind("", "a text document (.rtf)", COPY)),
    (b"\x89PNG", Kind("", "a picture", COPY)),
    (b"\xff\xd8\xff", Kind("", "a picture", COPY)),
    (b"GIF8", Kind("", "a picture", COPY)),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"Rar!", ARCHIVE),
)
PARTS = (
    ("xl/workbook.bin", Kind("", "a binary Excel workbook (.xlsb)")),
    ("word/document.xml", WORD),
    ("ppt/presentation.xml", SLIDES),
    ("Index/Document.iwa", Kind("", "an Apple Numbers or Pages document", "In Numbers choose File, Export To, Excel")),
)
STREAMS = (
    ("EncryptedPackage", PROTECTED),
    ("Workbook", XLS),
    ("Book", XLS),
    ("WordDocument", WORD),
    ("PowerPoint Document", SLIDES),
    ("__properties_version1.0", Kind("", "an e-mail", "Save the workbook that is attached to it and bring that")),
)
MARKUP = (
    (b'progid="excel.sheet"', Kind("", "an Excel 2003 XML workbook")),
    *((sign, WEB_PAGE) for sign in (b"<html", b"<!doctype html", b"<head", b"<body", b"<script", b"<form", b"<table")),
)


def recognise(path: Path) -> Kind:
    """What the file at `path` is. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(ZIP):
        return _of_zip(path)
    if head.startswith(OLE):
        return _of_streams(path.read_bytes())
    for beginning, kind in BEGINNINGS:
        if head.startswith(beginning):
            return kind
    return _of_text(head)


def _of_zip(path: Path) -> Kind:
    if path.read_bytes().count(PART) > MOST_PARTS:
        return PARTS_WITHOUT_END
    try:
        with zipfile.ZipFile(path) as archive:
            return _of_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        return DAMAGED


def _of_parts(archive: zipfile.ZipFile) -> Kind:
    names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    if "xl/workbook.xml" in names:
        return XLSX
    for part, kind in PARTS:
        if part.lower() in names:
            return kind
    return _of_mimetype(archive) if "mimetype" in names else ARCHIVE


def _of_mimetype(archive: zipfile.ZipFile) -> Kind:
    """OpenDocument files say what they are in a part of that name."""
    with archive.open("mimetype") as part:
        said = part.read(200).strip()
    if said.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return ODS
    return Kind("", "an OpenDocument file that is no spreadsheet", COPY) if b"opendocument" in said else ARCHIVE


def _of_streams(data: bytes) -> Kind:
    for name, kind in STREAMS:
        if has_stream(data, name):
            return kind
    return UNKNOWN


def has_stream(data: bytes, name: str) -> bool:
    """Whether a compound file has a stream of that name: an entry of 128 bytes with the name and its length."""
    text = name.encode("utf-16-le") + b"\0\0"
    entry = text.ljust(64, b"\0") + len(text).to_bytes(2, "little")
    return any(found.start() % 128 == 0 for found in re.finditer(re.escape(entry), data))


def _of_text(head: bytes) -> Kind:
    start = head
    for mark in BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    text = start.replace(b"\0", b"").lstrip().lower()
    if text.startswith(b"<"):
        return next((kind for sign, kind in MARKUP if sign in text), TEXT)
    is_text = wide_encoding(head) or len(head.translate(None, CONTROLS)) == len(head)
    return TEXT if is_text else UNKNOWN


def wide_encoding(head: bytes) -> str:
    """The encoding of a text with two bytes a letter; empty for any other.

    Without a mark it is known by the zeros beside plain letters, which some databases write.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > len(zeros) * 0.9 and len(letters.translate(None, CONTROLS)) == len(letters):
            return encoding
    return ""
