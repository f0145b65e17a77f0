"""The file of an SQLite store: new, foreign, newer, older, and what is said of each."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from partnermap.store import Store, open_store
from partnermap.store.sqlite import schema
from tests.store.contract import TRUST, edit_of, import_of, map_of, mapping, same, thing_of
from tests.store.files import raw, refusal

pytestmark = pytest.mark.usefixtures("nothing_left_open")


def _use(path: Path) -> None:
    open_store(str(path)).apply(edit_of("Partner", TRUST, notes="moved"))


# -- not ours --------------------------------------------------------------------------------------


def test_new_file_is_an_empty_map_beside_which_readers_can_read(path: Path) -> None:
    assert map_of(open_store(str(path))) == {}
    assert raw(path, "PRAGMA journal_mode", "PRAGMA application_id", "PRAGMA user_version") == [
        [("wal",)],
        [(schema.APPLICATION,)],
        [(schema.VERSION,)],
    ]


def test_empty_file_becomes_a_map(path: Path) -> None:
    path.touch()
    _use(path)
    assert open_store(str(path)).faults() == []


def test_file_of_something_else_is_refused(path: Path) -> None:
    raw(path, "CREATE TABLE contact (name TEXT)")
    before = path.read_bytes()
    assert refusal(lambda: open_store(str(path))) == (
        f"{path}: an SQLite file of something else. Name another file with --store."
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"Name,Kind\nKent PCT,pct\n", b"PK\x03\x04" + bytes(5000), b"SQLite format 3\x00" + b"x" * 99]
)
def test_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refusal(lambda: open_store(str(path))) == (
        f"{path}: not a partnermap file, or a damaged one. Restore a backup, or name another with --store."
    )
    assert path.read_bytes() == content


def test_missing_folder_is_told(tmp_path: Path) -> None:
    path = tmp_path / "no such folder" / "map.db"
    assert refusal(lambda: open_store(str(path))) == (
        f"{path}: the folder is not there. Make it first, or name another file with --store."
    )


def test_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    assert refusal(lambda: open_store(str(tmp_path))) == (
        f"{tmp_path}: cannot be opened. Check that the path names a file that you may read and write."
    )


# -- newer and older -------------------------------------------------------------------------------


@pytest.mark.usefixtures("store")
def test_newer_file_is_refused_and_left_as_it_was(path: Path) -> None:
    raw(path, f"PRAGMA user_version = {schema.VERSION + 1}", "PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    words = (
        f"{path}: written by a newer partnermap (schema {schema.VERSION + 1}, this one knows {schema.VERSION}). "
        "It was left as it is. Install the newer version: pip install --upgrade partnermap."
    )
    assert refusal(lambda: open_store(str(path))) == words
    assert path.read_bytes() == before
    assert len(list(path.parent.glob("*before-upgrade*"))) == 0


def _make_older(path: Path) -> None:
    raw(
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
    assert raw(backup, "SELECT value FROM about") == [[("of an earlier model",)]]
    assert (map_of(upgraded), list(upgraded.dump()), upgraded.faults()) == (before, history, [])
    assert raw(path, "SELECT name FROM sqlite_master WHERE name = 'committee'", "PRAGMA foreign_key_check") == [[], []]
    open_store(str(path), told.append)
    assert len(told) == 1


def test_file_of_before_mappings_is_upgraded_and_keeps_them_from_then_on(path: Path, store: Store) -> None:
    before = map_of(store)
    raw(path, "DROP TABLE mapping", "PRAGMA user_version = 1")
    upgraded = open_store(str(path))
    upgraded.apply(replace(import_of(), mappings=[mapping()]))
    with upgraded.view() as view:
        assert view.mappings() == [mapping()]
    assert (map_of(upgraded), upgraded.faults()) == (before, [])
    assert len(list(path.parent.glob("map.db.before-upgrade-*"))) == 1


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
    assert raw(path, "PRAGMA user_version") == [[(schema.VERSION,)]]


def test_upgrade_that_fails_leaves_the_file_as_it_was(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_older(path)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "UPGRADES", {schema.VERSION - 1: "DELETE FROM statement; UPDATE nowhere SET x = 1"})
    assert refusal(lambda: open_store(str(path))) == (
        f"{path}: the store gave an error (no such table: nowhere). Nothing was changed. Run: partnermap check."
    )
    assert raw(path, "SELECT count(*) FROM statement", "SELECT count(*) FROM committee") == [[(5,)], [(0,)]]
    assert store.address == str(path)
