"""Looks at a workbook in processes of their own, so that no file can take the app down with it.

The processes are bounded in time, and in memory together with what was taken from them. Linux bounds each by itself
as well; everywhere a thread of this process looks now and then and ends them.
"""

from __future__ import annotations

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
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from partnermap.errors import UnreadableFile
from partnermap.intake.kinds import LESS, PROTECTED, SAVE
from partnermap.intake.limits import Limits

LOOK_EVERY = 0.02  # seconds
LONGEST_MESSAGE = 100_000_000  # bytes
OUT_OF_MEMORY = re.compile(rb"memory allocation|MemoryError|capacity overflow")
LAST_WORDS = 100_000  # bytes
KILLED = -9  # as Linux ends a process when the whole machine runs short
EXPECTED = "Expected a workbook as Excel or LibreOffice save it"
REASONS = {  # why: what was found, what to do
    "password": (f"it is {PROTECTED.words}", PROTECTED.hint),
    "time": ("reading it took too long and was stopped", LESS),
    "memory": ("reading it needs more memory than is allowed", LESS),
    "sheets": ("it has {} sheets, more than the {} allowed", LESS),
    "damaged": ("it is damaged, or is not built as a workbook is", SAVE),
    "odd": ("a part of it is damaged, or is not built as in a workbook", SAVE),
    "broken": ("it is damaged in a way that stopped the reader", SAVE),
}


class BrokenOffError(Exception):
    """A process ended before it had said everything; its text is one of REASONS."""


class _Plain(pickle.Unpickler):
    """Takes cells and plain values and nothing else, whatever the file made the other process send."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in {("datetime", "date"), ("datetime", "datetime")}:
            return getattr(datetime, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no cell")


class Apart:
    """The processes that look at one file. They end with the block.

    Those that take too long end before; where together they take too much memory the last one first.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self._path = path
        self._taken = 0
        self._readers: list[Reader] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Apart:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        for reader in self._readers:
            reader.end()

    def start(self, program: Path, seconds: float, *arguments: str) -> Reader:
        """A process that runs this program on the file: it is given the path, the memory it may use, the arguments."""
        reader = Reader(program, [str(self._path.absolute()), str(self.limits.memory_bytes), *arguments], seconds)
        self._readers.append(reader)
        return reader

    def take(self, number: int) -> None:
        """Counts bytes that this process keeps. Raises BrokenOffError where they are too many."""
        self._taken += number
        if self._taken > self.limits.memory_bytes:
            raise BrokenOffError("memory")

    def _watch(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            readers = [reader for reader in self._readers if reader.is_running()]
            held = self._taken + sum(_resident(reader.process.pid) for reader in readers)
            if readers and held > self.limits.memory_bytes:
                readers[-1].stop("memory")
            for reader in readers:
                if time.monotonic() > reader.deadline:
                    reader.stop("time")


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds now; 0 when it is gone."""
    import psutil  # type: ignore[import-untyped,unused-ignore]

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


class Reader:
    """One such process, and what it says."""

    def __init__(self, program: Path, arguments: list[str], seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self._stopped = ""  # why it was ended
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  closed by `end`
        # Run by its path and without its folder on the module path (-P): it sees only installed packages. A file
        # that is not trusted is read without a password at hand.
        try:
            self.process = self._start(program, arguments)
        except BaseException:
            self._words.close()
            raise

    def _start(self, program: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", str(program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._words,
            env={name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")},
            bufsize=1 << 20,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def messages(self) -> Iterator[tuple[str, Any, int]]:
        """Its messages up to the word "end": word, content, bytes. Raises BrokenOffError."""
        while True:
            size = int.from_bytes(self._exactly(8), "little")
            if size > LONGEST_MESSAGE:
                raise BrokenOffError("memory")
            word, content = _Plain(io.BytesIO(self._exactly(size))).load()
            if word == "end":
                return
            yield word, content, size

    def is_running(self) -> bool:
        """Whether it was not stopped and did not end."""
        return not self._stopped and self.process.poll() is None

    def stop(self, reason: str) -> None:
        """Ends it for that reason, unless it was stopped before."""
        self._stopped = self._stopped or reason
        self.process.kill()

    def end(self) -> None:
        """Ends it, whatever it is at."""
        self.process.kill()
        self.process.wait()
        self._words.close()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _exactly(self, size: int) -> bytes:
        assert self.process.stdout is not None
        data = self.process.stdout.read(size)
        if len(data) < size:
            raise BrokenOffError(self._stopped or self._why())
        return data

    def _why(self) -> str:
        """By its exit status and what it wrote before. Raises ImportError if it never began."""
        status = self.process.wait()
        self._words.seek(0)
        words = self._words.read(LAST_WORDS)
        if b"ImportError" in words or b"ModuleNotFoundError" in words:
            raise ImportError(f"the reader of workbooks cannot start: {words.decode(errors='replace')}")
        return "memory" if status == KILLED or OUT_OF_MEMORY.search(words) else "broken"


def refuse(file: str, reason: str, *words: str) -> NoReturn:
    """Says in plain words why a workbook could not be read."""
    found, hint = REASONS[reason]
    raise UnreadableFile(file, found.format(*words), EXPECTED, hint)
