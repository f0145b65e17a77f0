"""The file of an SQLite store: older, newer, foreign, damaged, read-only, full, and what is said of each."""

from __future__ import annotations

import os
import re
import resource
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped,unused-ignore]
import pytest

from partnermap.errors import RequestError, StoreError
from partnermap.model import BY_NAME
from partnermap.store import Store, open_store, schema
from partnermap.store.sqlite_file import SqliteFile
from tests.store.contract import KENT, TRUST, county, edit_of, import_of, map_of, same, state, thing_of, undo_of

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "map.db"


@pytest.fixture
def store(path: Path) -> Store:
    store = open_store(str(path))
    store.apply(import_of(*county()))
    return store


@pytest.fixture(autouse=True)
def _nothing_is_left_open(tmp_path: Path) -> Iterator[None]:
    yield
    held = [one.path for one in psutil.Process().open_files() if one.path.startswith(str(tmp_path))]
    assert held == []


def _raw(path: Path, *statements: str) -> list[Any]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        return [db.execute(statement).fetchall() for statement in statements]


def _refusal(do: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as caught:
        do()
    return str(caught.value)


def _use(path: Path) -> None:
    open_store(str(path)).apply(edit_of("Partner", TRUST, notes="moved"))


# -- not ours --------------------------------------------------------------------------------------


def test_new_file_is_an_empty_map_beside_which_readers_can_read(path: Path) -> None:
    assert map_of(open_store(str(path))) == {}
    assert _raw(path, "PRAGMA journal_mode", "PRAGMA application_id", "PRAGMA user_version") == [
        [("wal",)],
        [(schema.APPLICATION,)],
        [(schema.VERSION,)],
    ]


def test_empty_file_becomes_a_map(path: Path) -> None:
    path.touch()
    _use(path)
    assert open_store(str(path)).faults() == []


def test_file_of_something_else_is_refused(path: Path) -> None:
    _raw(path, "CREATE TABLE contact (name TEXT)")
    before = path.read_bytes()
    assert _refusal(lambda: open_store(str(path))) == (
        f"{path}: an SQLite file of something else. Name another file with --store."
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"Name,Kind\nKent PCT,pct\n", b"PK\x03\x04" + bytes(5000), b"SQLite format 3\x00" + b"x" * 99]
)
def test_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert _refusal(lambda: open_store(str(path))) == (
        f"{path}: not a partnermap file, or a damaged one. Restore a backup, or name another with --store."
    )
    assert path.read_bytes() == content


def test_missing_folder_is_told(tmp_path: Path) -> None:
    path = tmp_path / "no such folder" / "map.db"
    assert _refusal(lambda: open_store(str(path))) == (
        f"{path}: the folder is not there. Make it first, or name another file with --store."
    )


def test_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    assert _refusal(lambda: open_store(str(tmp_path))) == (
        f"{tmp_path}: cannot be opened. Check that the path names a file that you may read and write."
    )


@pytest.mark.parametrize("address", ["neo4j://localhost", "bolt+s://ann:secret@db.kent.gov.uk:7687"])
def test_address_of_a_server_is_refused_without_its_password(address: str) -> None:
    host = address.split("@")[-1]
    assert _refusal(lambda: open_store(address)) == (
        f"{host}: a Neo4j server. This version keeps its map in a file. Give a path to --store."
    )


def test_address_of_another_kind_is_refused() -> None:
    assert _refusal(lambda: open_store("postgres://kent")) == (
        "postgres://kent: neither a path nor an address that is known. Give a path to --store."
    )


# -- newer and older -------------------------------------------------------------------------------


@pytest.mark.usefixtures("store")
def test_newer_file_is_refused_and_left_as_it_was(path: Path) -> None:
    _raw(path, f"PRAGMA user_version = {schema.VERSION + 1}", "PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    words = (
        f"{path}: written by a newer partnermap (schema {schema.VERSION + 1}, this one knows {schema.VERSION}). "
        "It was left as it is. Install the newer version: pip install --upgrade partnermap."
    )
    assert _refusal(lambda: open_store(str(path))) == words
    assert path.read_bytes() == before
    assert len(list(path.parent.glob("*before-upgrade*"))) == 0


def _make_older(path: Path) -> None:
    _raw(
        path,
        "UPDATE about SET value = 'of an earlier model' WHERE name = 'model'",
        "DROP TABLE membership",
        "CREATE TABLE membership (key INTEGER PRIMARY KEY, partner INTEGER)",
        "CREATE TABLE committee (key INTEGER PRIMARY KEY)",
    )


def test_older_file_is_backed_up_and_its_map_made_anew(path: Path, store: Store) -> None:
    store.apply(same(TRUST, thing_of("Partner", name="Kent Primary Care Trust")))
    before, history = map_of(store), list(store.dump())
    _make_older(path)
    told: list[str] = []
    upgraded = open_store(str(path), told.append)
    [backup] = path.parent.glob("map.db.before-upgrade-*")
    assert re.fullmatch(r"map\.db\.before-upgrade-\d{8}T\d{6}", backup.name)
    assert told == [f"map.db was written by an older version; a backup is in {backup.name}."]
    assert _raw(backup, "SELECT value FROM about") == [[("of an earlier model",)]]
    assert (map_of(upgraded), list(upgraded.dump()), upgraded.faults()) == (before, history, [])
    assert _raw(path, "SELECT name FROM sqlite_master WHERE name = 'committee'", "PRAGMA foreign_key_check") == [[], []]
    open_store(str(path), told.append)
    assert len(told) == 1


def test_kept_tables_of_an_older_version_are_brought_to_the_next(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = map_of(store)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 2)
    monkeypatch.setattr(
        schema,
        "UPGRADES",
        {
            schema.VERSION - 2: "UPDATE change SET who = 'Bob'; UPDATE change SET what = 'x'",
            schema.VERSION - 1: "UPDATE change SET what = what || 'y'",
        },
    )
    with open_store(str(path)).view() as view:
        assert [(change.who, change.what) for change in view.history()] == [("Bob", "xy")]
    assert map_of(store) == before
    assert _raw(path, "PRAGMA user_version") == [[(schema.VERSION,)]]


def test_upgrade_that_fails_leaves_the_file_as_it_was(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_older(path)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "UPGRADES", {schema.VERSION - 1: "DELETE FROM statement; UPDATE nowhere SET x = 1"})
    assert _refusal(lambda: open_store(str(path))) == (
        f"{path}: the store gave an error (no such table: nowhere). Nothing was changed. Run: partnermap check."
    )
    assert _raw(path, "SELECT count(*) FROM statement", "SELECT count(*) FROM committee") == [[(5,)], [(0,)]]
    assert store.address == str(path)


# -- damaged ---------------------------------------------------------------------------------------


DAMAGED = "the file is damaged. Restore a backup: partnermap --store NEW restore FILE."


def _overwrite(path: Path, *pages: int) -> None:
    _raw(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xa5" * 4096)


def test_damaged_table_is_told_while_reading_writing_and_checking(path: Path, store: Store) -> None:
    [roots] = _raw(path, "SELECT rootpage FROM sqlite_master WHERE name IN ('partner', 'statement')")
    _overwrite(path, *(page for (page,) in roots))
    assert _refusal(lambda: map_of(store)) == f"{path}: {DAMAGED}"
    assert _refusal(lambda: store.apply(undo_of(1))) == f"{path}: {DAMAGED}"
    assert _refusal(lambda: list(store.dump())) == f"{path}: {DAMAGED}"
    faults = store.faults()
    assert faults
    assert all(fault.startswith("damaged file: ") for fault in faults)


def test_file_damaged_all_over_is_told(path: Path, store: Store) -> None:
    _overwrite(path, *range(2, path.stat().st_size // 4096))
    assert _refusal(store.faults) == f"{path}: {DAMAGED}"
    assert _refusal(lambda: open_store(str(path))) == f"{path}: {DAMAGED}"


def test_row_that_names_what_is_not_there_is_told(path: Path, store: Store) -> None:
    _raw(path, "PRAGMA foreign_keys = OFF", "DELETE FROM area")
    assert store.faults() == [
        "partner_covers: a row names something that is not there",
        "partnership_covers: a row names something that is not there",
    ]


def test_statement_that_was_joined_behind_the_back_of_decisions_is_told(path: Path, store: Store) -> None:
    council = thing_of("Partner", name="Kent County Council")
    keys = "(SELECT key FROM entity WHERE id = '{}')"
    _raw(
        path,
        f"UPDATE statement SET entity = {keys.format(TRUST)}, thing = entity WHERE entity = {keys.format(council)}",
    )
    assert f"{TRUST}: statements about another thing were joined to it" in store.faults()


def test_other_errors_pass_through_a_view_unchanged(store: Store) -> None:
    with pytest.raises(RequestError, match="as it was"), store.view():
        raise RequestError("as it was")
    with pytest.raises(KeyError, match="as it was"), store.view() as view:
        view.things(BY_NAME["Partner"])["as it was"]


# -- read-only -------------------------------------------------------------------------------------


@contextmanager
def _without_privileges() -> Iterator[Path]:
    """A folder of a user whom permissions hold back, even if the tests are run by one whom they do not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() != 0:
            yield folder
            return
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            os.seteuid(0)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_map_that_may_only_be_read_is_read_and_not_written(file_mode: int, folder_mode: int) -> None:
    with _without_privileges() as folder:
        path = folder / "map #1.db"
        open_store(str(path)).apply(import_of(*county()))
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        store = open_store(str(path))
        assert len(map_of(store)) == 5
        assert store.faults() == []
        assert _refusal(lambda: _use(path)) == (
            f"{path}: may only be read. Nothing was changed. Ask for the right to write, or copy the file."
        )
        folder.chmod(0o755)


def test_map_that_may_not_be_opened_is_told() -> None:
    with _without_privileges() as folder:
        path = folder / "map.db"
        words = f"{path}: cannot be opened. Check that the path names a file that you may read and write."
        folder.chmod(0o555)
        assert _refusal(lambda: open_store(str(path))) == words
        folder.chmod(0o755)
        open_store(str(path))
        path.chmod(0)
        assert _refusal(lambda: open_store(str(path))) == words


# -- full, and other troubles ----------------------------------------------------------------------


def test_full_disk_changes_nothing(path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before, connect = map_of(store), SqliteFile._connect
    pages = _raw(path, "PRAGMA page_count")[0][0][0]

    def connect_to_a_full_disk(file: SqliteFile) -> sqlite3.Connection:
        db = connect(file)
        db.execute(f"PRAGMA max_page_count = {pages + 1}")
        return db

    monkeypatch.setattr(SqliteFile, "_connect", connect_to_a_full_disk)
    many = [state("Area", name=f"Ward {number}", tier="district") for number in range(2000)]
    assert _refusal(lambda: store.apply(import_of(*many))) == (
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
        words = _refusal(lambda: store.apply(import_of(*many)))
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
    assert _refusal(lambda: store.apply(import_of(stream, sum_))) == (
        f"{path}: a number or text cannot be kept (Python int too large to convert to SQLite INTEGER). "
        "Nothing was changed. Correct it first."
    )
    assert _refusal(lambda: store.apply(edit_of("Partner", TRUST, notes="\udcff"))).startswith(
        f"{path}: a number or text cannot be kept ('utf-8' codec can't encode character"
    )
    assert _refusal(lambda: store.apply(edit_of("Area", KENT, tier="parish"))).startswith(
        f"{path}: the store gave an error (CHECK constraint failed: "
    )
    assert _refusal(lambda: store.apply(undo_of(7))) == (
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
    assert _raw(path, "PRAGMA journal_mode") == [[("delete",)]]


def test_writer_waits_for_readers_of_a_plain_journal(path: Path, store: Store) -> None:
    _raw(path, "PRAGMA journal_mode = DELETE")
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
