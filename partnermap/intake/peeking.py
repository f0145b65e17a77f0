"""A glance at a workbook before it is read: does it look like a map workbook?"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import unescape

from partnermap.intake.tables import is_sheet_name

BOOK = "xl/workbook.xml"
MOST = 1_000_000
"""Bytes of the list of sheets that are looked at."""
UNSEEN = (OSError, EOFError, KeyError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
"""What opening a part may raise; whoever reads the whole file says what is wrong with it."""
_NAME = re.compile(r"<(?:\w+:)?sheet\b[^>]*?\bname=\"([^\"]*)\"")


def names_a_map(path: Path) -> bool:
    """Whether a sheet, or a csv itself, is called as a sheet of a map workbook is; False where that cannot be seen."""
    if path.suffix.lower() == ".csv":
        return is_sheet_name(path.stem)
    try:
        with zipfile.ZipFile(path) as book, book.open(BOOK) as part:
            text = part.read(MOST).decode("utf-8", "replace")
    except UNSEEN:
        return False
    return any(is_sheet_name(unescape(name, {"&quot;": '"'})) for name in _NAME.findall(text))
