"""Small files for the tests of reading, good and bad, each made where it is asked for."""

from __future__ import annotations

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
NUMBER = 't="n"><v>1</v></c>'

WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def archive(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A zip archive with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def workbook(path: Path, rows: str, declared: str = "", **more: str) -> Path:
    """An .xlsx of one sheet A with this markup as its rows."""
    sheet = f'<?xml version="1.0"?>{declared}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return archive(path, {**WORKBOOK, "xl/worksheets/sheet1.xml": sheet, **more})


def bomb(path: Path) -> Path:
    """A1 and the last cell there is."""
    return workbook(path, f'<row r="1"><c r="A1" {NUMBER}</row><row r="1048576"><c r="XFD1048576" {NUMBER}</row>')


def spreadsheet(path: Path, rows: str) -> Path:
    """An .ods of one table A with this markup as its rows."""
    content = (
        f'<office:document-content xmlns:office="{OPEN}:office:1.0" xmlns:table="{OPEN}:table:1.0" '
        f'xmlns:text="{OPEN}:text:1.0"><office:body><office:spreadsheet><table:table table:name="A">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive(path, {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def compound(path: Path, *streams: str) -> Path:
    """A compound (OLE) file that names these streams in its directory and holds nothing else."""
    entries = b"".join(_entry(stream) for stream in ("Root Entry", *streams))
    header = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
    path.write_bytes(header + entries.ljust(512, b"\0"))
    return path


def _entry(name: str) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + b"\2".ljust(62, b"\0")
