"""SQLite files on disks that are full, fail or cannot do much; and maps that are big."""

from __future__ import annotations

import resource
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from partnermap.store import Store, open_store
from partnermap.store.sqlite import indexing
from partnermap.store.sqlite.file import SqliteFile
from tests.store.contract import KENT, TRUST, apply_all, county, edit_of, import_of, map_of, state, undo_of
from tests.store.files import raw, refusal

pytestmark = pytest.mark.usefixtures("nothing_left_open")


def _use(path: Path) -> None:
    open_store(str(path)).apply(edit_of("Partner", TRUST, notes="moved"))


# -- full, and other troubles ----------------------------------------------------------------------


def test_full_disk_changes_nothing(path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before, connect = map_of(store), SqliteFile._connect
    pages = raw(path, "PRAGMA page_count")[0][0][0]

    def connect_to_a_full_disk(file: SqliteFile) -> sqlite3.Connection:
        db = connect(file)
        db.execute(f"PRAGMA max_page_count = {pages + 1}")
        return db

    monkeypatch.setattr(SqliteFile, "_connect", connect_to_a_full_disk)
    many = [state("Area", name=f"Ward {number}", tier="district") for number in range(2000)]
    assert refusal(lambda: store.apply(import_of(*many))) == (
        f"{path}: the disk is full. Nothing was changed. Make room and try again."
    )
    assert map_of(store) == before
    assert store.faults() == []
    store.apply(undo_of(1))


def test_disk_that_fails_changes_nothing(path: Path, store: Store) -> None:
    before = map_of(store)
    many = [state("Area", name=f"Ward {number}", tier="district") for number in range(2000)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        words = refusal(lambda: store.apply(import_of(*many)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert words == (
        f"{path}: the disk or network drive gave an error. Nothing was changed. Try again, or move the file."
    )
    assert map_of(store) == before
    assert store.faults() == []


def test_what_cannot_be_kept_is_told_and_changes_nothing(path: Path, store: Store) -> None:
    before = map_of(store)
    stream = state("FundingStream", name="Sure Start")
    sum_ = state("Allocation", stream=stream.thing, year="2005/06", amount=10**20)
    assert refusal(lambda: store.apply(import_of(stream, sum_))) == (
        f"{path}: a number or text cannot be kept (Python int too large to convert to SQLite INTEGER). "
        "Nothing was changed. Correct it first."
    )
    assert refusal(lambda: store.apply(edit_of("Partner", TRUST, notes="\udcff"))).startswith(
        f"{path}: a number or text cannot be kept ('utf-8' codec can't encode character"
    )
    assert refusal(lambda: store.apply(edit_of("Area", KENT, tier="parish"))).startswith(
        f"{path}: the store gave an error (CHECK constraint failed: "
    )
    assert refusal(lambda: store.apply(undo_of(7))) == (
        f"{path}: the store gave an error (FOREIGN KEY constraint failed). Nothing was changed. Run: partnermap check."
    )
    assert map_of(store) == before


def test_plain_journal_does_where_no_better_can_be_had(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def connect_as_on_a_network_drive(address: str, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(f"file:{address}?vfs=unix-dotfile", **options | {"uri": True})
        return made

    monkeypatch.setattr(sqlite3, "connect", connect_as_on_a_network_drive)
    _use(path)
    open_store(str(path)).apply(import_of(*county()))
    assert len(map_of(open_store(str(path)))) == 5
    monkeypatch.undo()
    assert raw(path, "PRAGMA journal_mode") == [[("delete",)]]


def test_writer_waits_for_readers_of_a_plain_journal(path: Path, store: Store) -> None:
    raw(path, "PRAGMA journal_mode = DELETE")
    reading, read = threading.Event(), threading.Event()

    def read_for_a_while() -> None:
        with store.view():
            reading.set()
            read.wait(0.6)

    reader = threading.Thread(target=read_for_a_while)
    reader.start()
    reading.wait()
    store.apply(undo_of(1))
    reader.join()
    assert map_of(store) == {}


# -- cost ------------------------------------------------------------------------------------------


def test_more_ids_can_be_asked_for_than_a_query_has_parameters(store: Store) -> None:
    with store.view() as view:
        about = list(view.statements([TRUST, *(f"Partner:number {number}" for number in range(40_000))]))
    assert [said.entity for said in about] == [TRUST]


def test_many_rows_leave_the_same_tables_indexes_and_map_as_few(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many go in while indexes are away; as if one row were many."""
    stream = state("FundingStream", name="Sure Start")
    sums = [
        state("Allocation", "a.xlsx", row, stream=stream.thing, recipient=TRUST, year="2005/06", line=f"{row}")
        for row in range(2, 40)
    ]
    drafts = [import_of(*county(), stream), import_of(*sums[:20]), import_of(*sums[20:]), undo_of(2), undo_of(4)]
    few = open_store(str(path.with_name("few.db")))
    apply_all(few, drafts)
    monkeypatch.setattr(indexing, "MANY_ROWS", 0)
    many = open_store(str(path))
    apply_all(many, drafts)
    assert (map_of(many), many.faults()) == (map_of(few), [])
    laid_out = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    assert raw(path, laid_out) == raw(Path(few.address), laid_out)


def test_small_change_of_a_big_map_reads_no_table_through(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(str(path))
    names = [f"Body {number}" for number in range(500)]
    bodies = [state("Partner", name=name, kind="pct", covers=[KENT]) for name in names]
    seats = [state("Membership", partner=one.thing, partnership=county()[3].thing) for one in bodies]
    store.apply(import_of(*county(), *bodies, *seats))
    asked: list[str] = []
    connect = SqliteFile._connect

    def connect_and_listen(file: SqliteFile) -> sqlite3.Connection:
        db = connect(file)
        db.set_trace_callback(asked.append)
        return db

    monkeypatch.setattr(SqliteFile, "_connect", connect_and_listen)
    store.apply(edit_of("Partner", bodies[7].thing, notes="moved"))
    store.apply(
        import_of(state("Partner", "b.xlsx", name="Body 9", kind="pct"), state("Area", name="Surrey", tier="county"))
    )
    store.apply(undo_of(2))
    monkeypatch.undo()
    assert len(asked) > 50
    assert _read_through(path, asked) == set()


def _read_through(path: Path, asked: list[str]) -> set[str]:
    """The tables, of those that grow with the map, that these statements would read from end to end."""
    growing = {"statement", "entity", "thing", "partner", "membership", "partner_covers", "partnership", "place"}
    found = set()
    with closing(sqlite3.connect(path)) as db:
        for statement in {one for one in asked if one.startswith(("SELECT", "UPDATE", "DELETE"))}:
            plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]
            found |= {step for step in plan if step.startswith("SCAN") and step.split()[1] in growing}
    return found
