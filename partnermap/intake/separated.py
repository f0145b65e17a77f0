"""Reads csv files: which encoding, which separator, which records."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections import Counter
from pathlib import Path

from partnermap.errors import UnreadableFile
from partnermap.intake.limits import Limits
from partnermap.intake.sheets import Sheet

SEPARATORS = ",;\t|"
SAMPLE = 200  # records that the separator is judged by
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_separated(path: Path, limits: Limits) -> Sheet:
    """The one sheet of a csv file, named by the file; every value is text. Raises UnreadableFile."""
    text = decoded(path.read_bytes())
    if text is None:
        raise UnreadableFile(
            path.name,
            "it ends in .csv but is not text",
            "Expected text with commas, semicolons or tabs between the values",
            "Save it again from the program it came from as CSV UTF-8",
        )
    rows = _records(text, separator(text))
    return Sheet(path.stem, 1, 1, [[value.strip() or None for value in row] for row in rows], True, ())


def decoded(data: bytes) -> str | None:
    """The text in `data`: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252; None if it is none of them."""
    encodings = ("utf-16",) if data.startswith(UTF_16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if _is_sensible(text) else None
    return None


def _is_sensible(text: str) -> bool:
    return not any(chr(code) in text for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a")


def separator(text: str) -> str:
    """The separator that cuts most records of the beginning into the same number of values, more than one."""
    return max(SEPARATORS, key=lambda mark: _agreement(text, mark))


def _agreement(text: str, mark: str) -> tuple[int, int]:
    records = itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), SAMPLE)
    sizes = Counter(len(record) for record in records if len(record) > 1)
    size, times = max(sizes.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return times, size


def _records(text: str, mark: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
