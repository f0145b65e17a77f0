"""Reads a workbook in a process of its own, so that no file can take the app down with it.

The process is bounded in memory and time. Linux bounds the memory itself; elsewhere a thread of this
process looks now and then and ends the other.
"""

from __future__ import annotations

import array
import datetime
import io
import os
import pickle
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NoReturn

from partnermap.errors import UnreadableFile
from partnermap.intake.kinds import LESS, PROTECTED, SAVE
from partnermap.intake.limits import Limits
from partnermap.intake.sheets import Sheet, Value

PROGRAM = Path(__file__).with_name("_child.py")
SYSTEM_BOUNDS_MEMORY = sys.platform == "linux"  # as `_child.py` asks it to
LOOK_EVERY = 0.05  # seconds
OUT_OF_MEMORY = re.compile(rb"memory allocation|MemoryError|capacity overflow")
LAST_WORDS = 100_000  # bytes
KILLED = -9  # as Linux ends a process when the whole machine runs short
EXPECTED = "Expected a workbook as Excel or LibreOffice save it"
REASONS = {  # why: what was found, what to do
    "password": (f"it is {PROTECTED.words}", PROTECTED.hint),
    "time": ("reading it took too long and was stopped", LESS),
    "memory": ("reading it needs more memory than is allowed", LESS),
    "sheets": ("it has {} sheets, more than the {} allowed", LESS),
    "damaged": ("it is damaged ({})", SAVE),
    "broken": ("it is damaged in a way that stopped the reader", SAVE),
}


class _BrokenOffError(Exception):
    """The other process ended before it had said everything."""


class _Cells(pickle.Unpickler):
    """Takes cells and nothing else, whatever the file made the other process send."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in {("datetime", "date"), ("datetime", "datetime")}:
            return getattr(datetime, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no cell")


class _Watch:
    """Ends a process that outlives its time or outgrows its memory; `reason` says which."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.reason = ""
        self._process = process
        self._limits = limits
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._process.kill()
        self._process.wait()
        self._thread.join()

    def _look(self) -> None:
        deadline = time.monotonic() + self._limits.seconds
        while not self._over.wait(LOOK_EVERY):
            self.reason = "time" if time.monotonic() > deadline else "memory" if self._outgrown() else ""
            if self.reason:
                self._process.kill()
                return

    def _outgrown(self) -> bool:
        return not SYSTEM_BOUNDS_MEMORY and _resident(self._process.pid) > self._limits.memory_bytes


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds now; 0 when it is gone."""
    import psutil  # type: ignore[import-untyped,unused-ignore]

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def read_apart(path: Path, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in the file's order. Raises UnreadableFile."""
    with tempfile.TemporaryFile() as said, _start(path, limits, said) as process, _Watch(process, limits) as watch:
        assert process.stdout is not None
        try:
            return _receive(path.name, process.stdout, limits)
        except _BrokenOffError:
            _fail(path.name, watch.reason or _why(process.wait(), said))


def _start(path: Path, limits: Limits, said: IO[bytes]) -> subprocess.Popen[bytes]:
    # Run by its path and without its folder on the module path (-P): the child sees only installed packages. A file
    # that is not trusted is read without a password at hand.
    bounds = [str(limits.memory_bytes), str(limits.sheets)]
    return subprocess.Popen(
        [sys.executable, "-P", str(PROGRAM), str(path.absolute()), *bounds],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=said,
        env={name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")},
        bufsize=1 << 20,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _why(status: int, said: IO[bytes]) -> str:
    """Why a process broke off, by its exit status and what it wrote before. Raises ImportError if it never began."""
    said.seek(0)
    words = said.read(LAST_WORDS)
    if b"ImportError" in words or b"ModuleNotFoundError" in words:
        raise ImportError(f"the reader of workbooks cannot start: {words.decode(errors='replace')}")
    return "memory" if status == KILLED or OUT_OF_MEMORY.search(words) else "broken"


def _receive(file: str, stream: IO[bytes], limits: Limits) -> tuple[Sheet, ...]:
    sheets: list[Sheet] = []
    room = _Room(file, limits)
    while True:
        word, content = _message(stream, room)
        if word == "end":
            return tuple(sheets)
        if word == "failed":
            _fail(file, *content)
        if word == "sheet":
            name, row, column, visible, merged = content
            sheets.append(Sheet(name, row, column, [], visible, merged))
        else:
            rows = _rows(content)
            room.take_cells(len(rows) * len(content))
            sheets[-1].rows.extend(rows)


def _rows(columns: list[list[Value] | bytes]) -> list[list[Value]]:
    return list(map(list, zip(*map(_cells, columns), strict=True)))


def _cells(column: list[Value] | bytes) -> Sequence[Value]:
    """A column as `_child.py` sends it: its cells, or the doubles of its numbers."""
    if isinstance(column, list):
        return column
    numbers = array.array("d")
    numbers.frombytes(column)
    return numbers


class _Room:
    """What this process still takes from the other, so that its own memory is bounded too."""

    def __init__(self, file: str, limits: Limits) -> None:
        self._file = file
        self._cells = limits.cells
        self._bytes = limits.memory_bytes

    def take_cells(self, number: int) -> None:
        self._cells -= number
        if self._cells < 0:
            _fail(self._file, "memory")

    def take_bytes(self, number: int) -> None:
        self._bytes -= number
        if self._bytes < 0:
            _fail(self._file, "memory")


def _message(stream: IO[bytes], room: _Room) -> tuple[str, Any]:
    size = int.from_bytes(_exactly(stream, 8), "little")
    room.take_bytes(size)
    word, content = _Cells(io.BytesIO(_exactly(stream, size))).load()
    return word, content


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise _BrokenOffError
    return data


def _fail(file: str, reason: str, *words: str) -> NoReturn:
    """Says in plain words why a workbook could not be read."""
    found, hint = REASONS[reason]
    raise UnreadableFile(file, found.format(*words), EXPECTED, hint)
