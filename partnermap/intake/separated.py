"""Reads csv files: which encoding, which separator, which records."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from pathlib import Path
from typing import NoReturn

from partnermap.errors import UnreadableFile
from partnermap.intake.limits import Limits
from partnermap.intake.sheets import Sheet, Value

SEPARATORS = ",;\t|"
SAMPLE = 50_000  # characters that the separator is judged by
CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a"]
END = "\x1a"  # ended files in DOS, and still does in some programs
EXPECTED = "Expected text with commas, semicolons, tabs or bars between the values"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_separated(path: Path, limits: Limits) -> Sheet:
    """The one sheet of a csv file, named by the file; every value is text. Raises UnreadableFile."""
    text = decoded(path.read_bytes())
    if text is None:
        _refuse(path.name, "it ends in .csv but its letters are in an encoding that is not known here")
    mark, body = _announced(text)
    mark = mark or separator(body)
    _check_size(path.name, body, mark, limits)
    rows = _records(path.name, body, mark)
    if (widest := max(map(len, rows), default=0)) > limits.columns:
        _refuse(path.name, f"a row in it has {widest:,} values, more than {limits.columns:,}")
    return Sheet(path.stem, 1, 1, rows, True, ())


def decoded(data: bytes) -> str | None:
    """The text in `data`: UTF-16 by its mark, else UTF-8, else Windows-1252; None if it is none of them."""
    encodings = ("utf-16",) if data.startswith(UTF_16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_text = not any(control in text for control in CONTROLS)
        return text.rstrip(END) if is_text and (encoding != "cp1252" or _is_english(data)) else None
    return None


def _is_english(data: bytes) -> bool:
    """Whether most of it is plain letters, digits and marks, as in any language of these islands."""
    return len(data.translate(None, bytes(range(128)))) * 2 < len(data)


def _announced(text: str) -> tuple[str, str]:
    """The separator that a first line `sep=;` announces, as Excel understands it, and the text after that line."""
    announced = re.match(r"sep=(.)\r?\n", text)
    return (announced[1], text[announced.end() :]) if announced else ("", text)


def separator(text: str) -> str:
    """The separator that cuts most records of the beginning into the same number of values, more than one."""
    return max(SEPARATORS, key=lambda mark: _agreement(text[:SAMPLE], mark))


def _agreement(text: str, mark: str) -> tuple[int, int]:
    """How many records agree on a number of values, and that number."""
    try:
        sizes = Counter(map(len, csv.reader(io.StringIO(text, newline=""), delimiter=mark)))
    except csv.Error:
        return 0, 0
    return max(((times, size) for size, times in sizes.items() if size > 1), default=(0, 0))


def _check_size(file: str, text: str, mark: str, limits: Limits) -> None:
    if text.count(mark) + max(text.count("\n"), text.count("\r")) > limits.cells:
        _refuse(file, f"it has more than {limits.cells:,} values")


def _records(file: str, text: str, mark: str) -> list[list[Value]]:
    """The records, blank ones counted; refuses a quotation mark that swallows the rest of the file."""
    lines = itertools.chain(io.StringIO(text, newline=""), [END])
    try:
        records = list(csv.reader(lines, delimiter=mark))
    except csv.Error as error:
        raise _unclosed(file) from error
    if records.pop() != [END]:
        raise _unclosed(file)
    texts = {value: value.strip() or None for value in set(itertools.chain.from_iterable(records))}
    return [[texts[value] for value in record] for record in records]


def _unclosed(file: str) -> UnreadableFile:
    hint = 'Open it in a text editor, look for a single " and delete or double it'
    return UnreadableFile(file, "a quotation mark in it is opened and never closed", EXPECTED, hint)


def _refuse(file: str, found: str) -> NoReturn:
    raise UnreadableFile(file, found, EXPECTED, "Save it again as CSV UTF-8 from the program it came from")
