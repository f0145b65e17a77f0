"""Several processes over one SQLite file: readers beside a writer, writers one after the other, writers that die."""

from __future__ import annotations

import json
import os
import platform
import random
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from partnermap.errors import StoreError
from partnermap.model import BY_NAME
from partnermap.store import open_store
from partnermap.store.sqlite import file as sqlite_file
from tests.store.contract import TRUST, county, edit_of, import_of, map_of
from tests.store.processes import Waits, hears, lets_go, running, start, writing

PARTNER = BY_NAME["Partner"]
ROWS = 20_000
KILLS = 12

IMPORTER = f"""
import sys
from partnermap.store import open_store
from tests.store.contract import import_of, state

rows = [state("Partner", "big.xlsx", row, name=f"Body {{row}}", kind="pct") for row in range({ROWS})]
for path in sys.argv[1:]:
    store = open_store(path)
    print("begins", flush=True)
    store.apply(import_of(*rows))
    print("done", flush=True)
"""

OPENER = """
import sys
from partnermap.store import open_store

print(open_store(sys.argv[1]).faults(), flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    open_store(str(tmp_path / "map.db"))
    return tmp_path / "map.db"


@pytest.fixture
def writer(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of an import."""
    with writing(path) as process:
        yield process


# -- side by side ----------------------------------------------------------------------------------


def test_reader_sees_the_map_as_it_was_beside_a_writer(path: Path, writer: subprocess.Popen[str]) -> None:
    store = open_store(str(path))
    with store.view() as view:
        assert view.revision == 0
        lets_go(writer)
        assert writer.wait() == 0
        assert (view.revision, view.things(PARTNER)["id"]) == (0, [])
    assert len(map_of(store)) == 5


def test_second_writer_waits_and_is_told_once_for_whom(path: Path, writer: subprocess.Popen[str]) -> None:
    waits = Waits(writer)
    store = open_store(str(path), waits.hear)
    store.apply(edit_of("Partner", TRUST, notes="moved"))
    assert waits.told == [f"Waiting for Ann (import county.xlsx, process {writer.pid}) to finish."]
    assert map_of(store)[TRUST]["notes"] == "moved"
    with store.view() as view:
        assert [change.kind for change in view.history()] == ["import", "edit"]


def test_writer_that_waits_too_long_gives_up(
    path: Path, writer: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "WAIT_SECONDS", 2.0)
    monkeypatch.setattr(sqlite_file, "PATIENCE_MS", 50)
    monkeypatch.setattr(time, "monotonic", _ticking())
    store = open_store(str(path))
    with pytest.raises(StoreError) as caught:
        store.apply(edit_of("Partner", TRUST, notes="moved"))
    assert str(caught.value) == (
        f"{path}: Ann (import county.xlsx, process {writer.pid}) has not finished for 2 seconds. "
        "Nothing was changed. Try again when that is done."
    )
    lets_go(writer)
    assert writer.wait() == 0
    assert store.apply(edit_of("Partner", TRUST, notes="moved")).change == 2


def _ticking() -> Callable[[], float]:
    now = iter(range(1000))
    return lambda: float(next(now))


def test_writer_waits_no_longer_for_one_that_is_killed(path: Path, writer: subprocess.Popen[str]) -> None:
    store = open_store(str(path), lambda _: writer.kill())
    store.apply(import_of(*county()))
    assert len(map_of(store)) == 5
    assert store.faults() == []


# -- the note for those who wait -------------------------------------------------------------------


def _waited_for(path: Path) -> str:
    """For whom a writer is told to wait while the file is locked by somebody who left no note."""
    told: list[str] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")

        def hear(words: str) -> None:
            told.append(words)
            db.execute("COMMIT")

        open_store(str(path), hear).apply(import_of(*county()))
    return told[0]


SOMEBODY = "Waiting for another program that is writing to this map to finish."


def test_note_of_a_killed_writer_accuses_nobody(path: Path, writer: subprocess.Popen[str]) -> None:
    writer.kill()
    writer.wait()
    assert path.with_name("map.db.writer").exists()
    assert _waited_for(path) == SOMEBODY
    assert not path.with_name("map.db.writer").exists()


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ({"since": 0}, SOMEBODY),
        ({"who": ""}, f"Waiting for somebody (import b.xlsx, process {os.getpid()}) to finish."),
        ({"host": "another machine", "pid": 1}, "Waiting for Bob (import b.xlsx, process 1) to finish."),
        ({"pid": "x"}, SOMEBODY),
        (None, SOMEBODY),
    ],
    ids=["of a process that had the number before", "without a name", "of another machine", "broken", "not whole"],
)
def test_note_is_believed_only_as_far_as_it_can_be(path: Path, note: dict[str, object] | None, words: str) -> None:
    said = {"who": "Bob", "what": "import b.xlsx", "pid": os.getpid(), "host": platform.node(), "since": time.time()}
    text = json.dumps(said | note) if note is not None else '{"who": "B'
    path.with_name("map.db.writer").write_text(text, encoding="utf-8")
    assert _waited_for(path) == words


def test_no_note_is_left_by_a_writer_that_fails(path: Path) -> None:
    store = open_store(str(path))
    with pytest.raises(StoreError):
        store.apply(edit_of("Area", "Area:kent", name="Kent", tier="parish"))
    assert sorted(one.name for one in path.parent.iterdir()) == ["map.db"]


# -- opening at once -------------------------------------------------------------------------------


def _open_at_once(path: Path) -> None:
    openers = [start(OPENER, path) for _ in range(4)]
    said = [one.communicate() for one in openers]
    assert said == [("[]\n", "")] * 4


def test_several_processes_may_make_one_file_at_once(tmp_path: Path) -> None:
    _open_at_once(tmp_path / "new.db")


def test_several_processes_may_upgrade_one_file_at_once(path: Path) -> None:
    store = open_store(str(path))
    store.apply(import_of(*county()))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE about SET value = 'of an earlier model' WHERE name = 'model'")
    _open_at_once(path)
    assert len(list(path.parent.glob("map.db.before-upgrade-*"))) == 1
    assert len(map_of(store)) == 5


# -- killed ----------------------------------------------------------------------------------------


def _seconds_of_an_import(path: Path) -> float:
    with running(IMPORTER, path) as process:
        hears(process.stdout, "begins")
        began = time.perf_counter()
        hears(process.stdout, "done")
        return time.perf_counter() - began


def test_writer_killed_at_any_moment_leaves_all_or_nothing(tmp_path: Path) -> None:
    whole = _seconds_of_an_import(tmp_path / "first.db")
    moments = random.Random(7)
    for turn in range(KILLS):
        path = tmp_path / f"{turn}.db"
        with running(IMPORTER, path) as process:
            hears(process.stdout, "begins")
            time.sleep(whole * 1.1 * (turn + moments.random()) / KILLS)
            process.kill()
            said, _ = process.communicate()
        _assert_all_or_nothing(path, acknowledged="done" in said)


def _assert_all_or_nothing(path: Path, acknowledged: bool) -> None:
    store = open_store(str(path))
    with store.view() as view:
        kept = view.revision
        counts = (len(list(view.statements())), len(view.things(PARTNER)["id"]))
    assert kept or not acknowledged
    assert counts == ((ROWS, ROWS) if kept else (0, 0))
    assert store.apply(import_of(*county())).change == kept + 1
    assert store.faults() == []
