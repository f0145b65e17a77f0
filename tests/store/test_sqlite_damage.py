"""SQLite files that are damaged or may only be read, and what is said of each."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from partnermap.errors import RequestError
from partnermap.model import BY_NAME
from partnermap.store import Store, open_store
from tests.store.contract import TRUST, county, edit_of, import_of, map_of, thing_of, undo_of
from tests.store.files import raw, refusal

pytestmark = pytest.mark.usefixtures("nothing_left_open")


NOBODY = 65534


def _use(path: Path) -> None:
    open_store(str(path)).apply(edit_of("Partner", TRUST, notes="moved"))


# -- damaged ---------------------------------------------------------------------------------------


DAMAGED = "the file is damaged. Restore a backup: partnermap --store NEW restore FILE."


def _overwrite(path: Path, *pages: int) -> None:
    raw(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xa5" * 4096)


def test_damaged_table_is_told_while_reading_writing_and_checking(path: Path, store: Store) -> None:
    [roots] = raw(path, "SELECT rootpage FROM sqlite_master WHERE name IN ('partner', 'statement')")
    _overwrite(path, *(page for (page,) in roots))
    assert refusal(lambda: map_of(store)) == f"{path}: {DAMAGED}"
    assert refusal(lambda: store.apply(undo_of(1))) == f"{path}: {DAMAGED}"
    assert refusal(lambda: list(store.dump())) == f"{path}: {DAMAGED}"
    faults = store.faults()
    assert faults
    assert all(fault.startswith("damaged file: ") for fault in faults)


def test_file_damaged_all_over_is_told(path: Path, store: Store) -> None:
    _overwrite(path, *range(2, path.stat().st_size // 4096))
    assert refusal(store.faults) == f"{path}: {DAMAGED}"
    assert refusal(lambda: open_store(str(path))) == f"{path}: {DAMAGED}"


def test_row_that_names_what_is_not_there_is_told(path: Path, store: Store) -> None:
    raw(path, "PRAGMA foreign_keys = OFF", "DELETE FROM area")
    assert store.faults() == [
        "partner_covers: a row names something that is not there",
        "partnership_covers: a row names something that is not there",
    ]


def test_statement_that_was_joined_behind_the_back_of_decisions_is_told(path: Path, store: Store) -> None:
    council = thing_of("Partner", name="Kent County Council")
    keys = "(SELECT key FROM entity WHERE id = '{}')"
    raw(
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
        assert refusal(lambda: _use(path)) == (
            f"{path}: may only be read. Nothing was changed. Ask for the right to write, or copy the file."
        )
        folder.chmod(0o755)


def test_map_on_a_drive_that_is_mounted_read_only_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There SQLite says that it cannot open the file, where it means those beside it."""
    path = tmp_path / "map.db"
    open_store(str(path)).apply(import_of(*county()))
    connect = sqlite3.connect

    def mounted(address: str, *options: Any, **named: Any) -> sqlite3.Connection:
        if "immutable=1" in address:
            opened: sqlite3.Connection = connect(address, *options, **named)
            return opened
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(sqlite3, "connect", mounted)
    store = open_store(str(path))
    assert len(map_of(store)) == 5
    assert refusal(lambda: _use(path)) == (
        f"{path}: may only be read. Nothing was changed. Ask for the right to write, or copy the file."
    )
    words = f"{tmp_path / 'other.db'}: cannot be opened. Check that the path names a file that you may read and write."
    assert refusal(lambda: open_store(str(tmp_path / "other.db"))) == words


def test_map_that_may_only_be_read_is_read_beside_an_empty_journal() -> None:
    """A writer that was killed as it began left it behind."""
    with _without_privileges() as folder:
        path = folder / "map.db"
        open_store(str(path)).apply(import_of(*county()))
        path.with_name("map.db-wal").touch()
        folder.chmod(0o555)
        assert len(map_of(open_store(str(path)))) == 5
        folder.chmod(0o755)


def test_older_map_that_may_only_be_read_says_what_to_do() -> None:
    with _without_privileges() as folder:
        path = folder / "map.db"
        open_store(str(path)).apply(import_of(*county()))
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE about SET value = 'of last year' WHERE name = 'model'")
        path.chmod(0o444)
        folder.chmod(0o555)
        assert refusal(lambda: open_store(str(path))) == (
            f"{path}: written by an older partnermap, and may only be read here; it was left as it is. "
            "Open it once where it may be written, or copy it there."
        )
        folder.chmod(0o755)


def test_map_that_may_not_be_opened_is_told() -> None:
    with _without_privileges() as folder:
        path = folder / "map.db"
        words = f"{path}: cannot be opened. Check that the path names a file that you may read and write."
        folder.chmod(0o555)
        assert refusal(lambda: open_store(str(path))) == words
        folder.chmod(0o755)
        open_store(str(path))
        path.chmod(0)
        assert refusal(lambda: open_store(str(path))) == words
