"""Other processes at work on a map, as the tests of several at once start, steer and kill them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

NONE: Mapping[str, str] = {}

WRITER = """
import sys
from partnermap.store import open_store
from tests.store.contract import county, Draft

class Slow(list):
    def __iter__(self):
        print("writing", flush=True)
        sys.stdin.readline()
        return super().__iter__()

store = open_store(sys.argv[1])
store.apply(Draft("import", "Ann", "import county.xlsx", statements=Slow(county())))
store.close()
"""
"""Ann imports a small county into the store that is named, and waits for a line in the midst of writing."""


def start(script: str, *words: object, environment: Mapping[str, str] = NONE) -> subprocess.Popen[str]:
    """A Python that runs the script; the words are its arguments."""
    return subprocess.Popen(
        [sys.executable, "-W", "always", "-c", script, *map(str, words)],
        cwd=Path(__file__).parents[2], env=os.environ | environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@contextmanager
def running(script: str, *words: object, environment: Mapping[str, str] = NONE) -> Iterator[subprocess.Popen[str]]:
    """The same, and killed at the end if it still runs."""
    process = start(script, *words, environment=environment)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def writing(*words: object, environment: Mapping[str, str] = NONE) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of Ann's import into the store that the words name."""
    with running(WRITER, *words, environment=environment) as process:
        hears(process.stdout, "writing")
        yield process


class Waits:
    """What a writer is told that waits for another process, which goes on as soon as it has been told."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.told: list[str] = []
        self._process = process

    def hear(self, words: str) -> None:
        self.told.append(words)
        lets_go(self._process)


def hears(stream: IO[str] | None, word: str) -> None:
    """The process says this word next."""
    assert stream is not None
    assert stream.readline().strip() == word


def lets_go(process: subprocess.Popen[str]) -> None:
    """Let it go on that waits for a line."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
