"""The sheets of a map workbook as csv files in a zip; unpacked, they import to the same map."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from partnermap.model import BY_NAME
from partnermap.views.copy import Copy
from partnermap.views.files import csv_text
from partnermap.views.workbook import SHEETS, rows

ABOUT = "About this copy.txt"
DAY = (2005, 3, 22, 0, 0, 0)
"""Written for every file, so that the same map makes the same zip."""

_UNWRITABLE = {code: "\N{REPLACEMENT CHARACTER}" for code in range(32) if chr(code) not in "\t\n\v\f\r"}
"""No csv file may hold these."""


def sheets_zip(copy: Copy) -> bytes:
    """A zip with a csv file, in UTF-8, for each sheet; of a redacted map also with what is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in SHEETS:
            kind = BY_NAME[name]
            headings = [prop.heading for prop in kind.properties]
            filled = ([_cell(value) for value in row] for row in rows(copy.map, kind))
            _put(pack, f"{kind.sheet}.csv", csv_text(headings, filled) + "\n")
        if copy.audience:
            _put(pack, ABOUT, f"{copy.about}\n")
    return out.getvalue()


def _put(pack: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    pack.writestr(entry, text.encode("utf-8-sig"))


def _cell(value: Any) -> Any:
    return value.translate(_UNWRITABLE) if isinstance(value, str) else value
