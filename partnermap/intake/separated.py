"""Reads csv files: which encoding, which separator, which records."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, NoReturn

from partnermap.errors import UnreadableFile
from partnermap.formulas import as_written
from partnermap.intake.kinds import HEAD, LESS, wide_encoding
from partnermap.intake.limits import Limits
from partnermap.intake.sheets import Sheet, Value

SEPARATORS = ",;\t|"
SAMPLE = 50_000  # characters that the separator is judged by
CHUNK = 1 << 20  # characters or bytes looked at in one go
LONGEST_LINE = 4_000_000  # characters
BLOCK = 5_000  # records taken in one go
RECORD, VALUE = 96, 9  # bytes that a list takes, and each of its places; what is rounded up is counted in
MOST_KNOWN = 100_000  # texts that are kept once however often they stand there
CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a"]
END = "\x1a"  # ended files in DOS, and still does in some programs
EXPECTED = "Expected text with commas, semicolons, tabs or bars between the values"
AGAIN = "Save it again as CSV UTF-8 from the program it came from"


def read_separated(path: Path, limits: Limits) -> Sheet:
    """The one sheet of a csv file, named by the file; every value is text. Raises UnreadableFile."""
    encoding = _encoding(path)
    if not encoding:
        _refuse(path.name, "it ends in .csv but its letters are in an encoding that is not known here")
    with path.open(encoding=encoding, newline="") as file:
        mark, start = _announced(file.read(SAMPLE))
    with path.open(encoding=encoding, newline="") as file:
        if mark:
            file.readline()
        rows = _records(path.name, _lines(path.name, file), mark or separator(start), limits)
    return Sheet(path.stem, 1, 1, rows, True, ())


def _encoding(path: Path) -> str:
    """UTF-16 by its mark or its zeros, else UTF-8, else Windows-1252; empty if it is none of them."""
    with path.open("rb") as file:
        wide = wide_encoding(file.read(HEAD))
    for encoding in (wide,) if wide else ("utf-8-sig", "cp1252"):
        try:
            is_text = _is_text(path, encoding)
        except UnicodeDecodeError:
            continue
        return encoding if is_text and (encoding != "cp1252" or _is_english(path)) else ""
    return ""


def _is_text(path: Path, encoding: str) -> bool:
    """Whether it holds no controls. Raises UnicodeDecodeError."""
    with path.open(encoding=encoding, newline="") as file:
        chunks = iter(lambda: file.read(CHUNK), "")
        return not any(control in chunk for chunk in chunks for control in CONTROLS)


def _is_english(path: Path) -> bool:
    """Whether most of it is plain letters, digits and marks, as in any language of these islands."""
    plain = bytes(range(128))
    with path.open("rb") as file:
        others = sum(len(chunk.translate(None, plain)) for chunk in iter(lambda: file.read(CHUNK), b""))
    return others * 2 < path.stat().st_size


def _announced(text: str) -> tuple[str, str]:
    """The separator that a first line `sep=;` announces, as Excel understands it, and the text after that line."""
    announced = re.match(r"sep=(.)\r?\n", text)
    return (announced[1], text[announced.end() :]) if announced else ("", text)


def separator(text: str) -> str:
    """The separator that cuts most records of the beginning into the same number of values, more than one."""
    return max(SEPARATORS, key=lambda mark: _agreement(text, mark))


def _agreement(text: str, mark: str) -> tuple[int, int]:
    """How many records agree on a number of values, and that number."""
    try:
        sizes = Counter(map(len, csv.reader(io.StringIO(text, newline=""), delimiter=mark)))
    except csv.Error:
        return 0, 0
    return max(((times, size) for size, times in sizes.items() if size > 1), default=(0, 0))


def _lines(name: str, file: IO[str]) -> Iterator[str]:
    """The lines, and after them a line that cannot be one of them."""
    line = file.readline(LONGEST_LINE)
    while line:
        if len(line) == LONGEST_LINE:
            _refuse(name, f"a line in it is longer than {LONGEST_LINE:,} characters", LESS)
        following = file.readline(LONGEST_LINE)
        if whole := line if following else line.rstrip(END):
            yield whole
        line = following
    yield END


def _records(name: str, lines: Iterable[str], mark: str, limits: Limits) -> list[list[Value]]:
    """The records, blank ones counted; refuses a quotation mark that swallows the rest of the file."""
    rows: list[list[Value]] = []
    texts, room = _Texts(), _Room(name, limits)
    reader = csv.reader(lines, delimiter=mark)
    try:
        while block := list(islice(reader, BLOCK)):
            room.take_records(block)
            rows += texts.cleaned(block)
            room.take_texts(texts.size)
    except csv.Error as error:
        raise _unclosed(name) from error
    if rows.pop() != [END]:
        raise _unclosed(name)
    return rows


class _Texts(dict[str, "str | None"]):
    """Each text once, stripped, and without the mark of a harmless formula; an empty one is None.

    `size` is about what all of them take.
    """

    size = 0

    def __missing__(self, text: str) -> str | None:
        stripped = as_written(text.strip()) or None
        self.size += sys.getsizeof(stripped) + VALUE
        self[text] = stripped
        return stripped

    def cleaned(self, records: list[list[str]]) -> list[list[Value]]:
        """The same records of texts like these."""
        if len(self) > MOST_KNOWN:
            self.clear()
        return [[self[value] for value in record] for record in records]


class _Room:
    """What is still taken on."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._cells = 0
        self._bytes = 0

    def take_records(self, records: list[list[str]]) -> None:
        """Counts records before their texts. Raises UnreadableFile."""
        sizes = list(map(len, records))
        if (widest := max(sizes)) > self._limits.columns:
            _refuse(self._name, f"a row in it has {widest:,} values, more than {self._limits.columns:,}")
        self._cells += sum(sizes) - records[-1].count(END)
        if self._cells > self._limits.cells:
            _refuse(self._name, f"it has more than {self._limits.cells:,} values")
        self._bytes += sum(sizes) * VALUE + len(records) * RECORD

    def take_texts(self, size: int) -> None:
        """Compares with all texts so far. Raises UnreadableFile."""
        if self._bytes + size > self._limits.memory_bytes:
            _refuse(self._name, "reading it needs more memory than is allowed", LESS)


def _unclosed(file: str) -> UnreadableFile:
    hint = 'Open it in a text editor, look for a single " and delete or double it'
    return UnreadableFile(file, "a quotation mark in it is opened and never closed", EXPECTED, hint)


def _refuse(file: str, found: str, hint: str = AGAIN) -> NoReturn:
    raise UnreadableFile(file, found, EXPECTED, hint)
