"""An OpenDocument spreadsheet from rows of cells: no more than the format asks for."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

Value = str | int | float | dt.date | None
Merge = tuple[int, int, int, int]

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
HIDDEN = (
    '<office:automatic-styles><style:style style:name="shown" style:family="table">'
    '<style:table-properties table:display="true"/></style:style><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def ods(sheets: Sequence[tuple[str, Sequence[Sequence[Value]], Sequence[Merge], bool]]) -> bytes:
    """Sheets as name, rows, merges (first row, first column, last row, last column) and whether it is hidden."""
    tables = "".join(_table(*sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.2">{HIDDEN}'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", KIND, zipfile.ZIP_STORED)
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", content)
    return out.getvalue()


def _table(name: str, rows: Sequence[Sequence[Value]], merges: Sequence[Merge], hidden: bool) -> str:
    style = "hidden" if hidden else "shown"
    body = "".join(
        f"<table:table-row>{''.join(_cells(at, row, merges))}</table:table-row>" for at, row in enumerate(rows)
    )
    return f'<table:table table:name={quoteattr(name)} table:style-name="{style}">{body}</table:table>'


def _cells(at: int, row: Sequence[Value], merges: Sequence[Merge]) -> Iterator[str]:
    for column, value in enumerate(row):
        if any(_covers(merge, at, column) for merge in merges):
            yield "<table:covered-table-cell/>"
        else:
            yield _cell(value, next((_spans(merge) for merge in merges if merge[:2] == (at, column)), ""))


def _covers(merge: Merge, row: int, column: int) -> bool:
    top, left, bottom, right = merge
    return top <= row <= bottom and left <= column <= right and (row, column) != (top, left)


def _spans(merge: Merge) -> str:
    top, left, bottom, right = merge
    return f' table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'


def _cell(value: Value, spans: str) -> str:
    if value is None or value == "":
        return f"<table:table-cell{spans}/>"
    if isinstance(value, dt.date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell{spans} {kind}>{lines}</table:table-cell>"
