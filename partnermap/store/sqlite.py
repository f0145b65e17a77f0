"""The store in one SQLite file: any number of readers beside one writer, one transaction a change."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from partnermap.errors import StoreError
from partnermap.store import schema
from partnermap.store.base import Draft, Effect, MapMoved
from partnermap.store.settling import Canon, settle
from partnermap.store.sqlite_map import MapTables
from partnermap.store.sqlite_said import SaidTables
from partnermap.store.sqlite_view import SqliteView

WAIT_SECONDS = 60.0
PATIENCE_MS = 250


class SqliteStore:
    """See :class:`partnermap.store.base.Store`."""

    def __init__(self, path: Path, on_wait: Callable[[str], None] = lambda _: None) -> None:
        self.address = str(path)
        self._path = path
        self._on_wait = on_wait
        with self._translated(), closing(self._connect()) as db:
            self._make_ready(db)

    @contextmanager
    def view(self) -> Iterator[SqliteView]:
        with self._translated(), closing(self._connect()) as db:
            db.execute("BEGIN")
            yield SqliteView(db)

    def apply(self, draft: Draft, *, expecting: int | None = None, rehearse: bool = False) -> Effect:
        with self._translated(), closing(self._connect()) as db, self._writing(db, draft):
            if expecting is not None and expecting != SaidTables(db).revision():
                raise MapMoved
            effect = self._carry_out(db, draft)
            if rehearse:
                db.rollback()
                effect.change = None
        return effect

    def dump(self) -> Iterable[dict[str, Any]]:
        with self._translated(), closing(self._connect()) as db:
            db.execute("BEGIN")
            yield from SaidTables(db).dump()

    def load(self, records: Iterable[Mapping[str, Any]]) -> None:
        draft = Draft("import", "", "a copy of another map")
        with self._translated(), closing(self._connect()) as db, self._writing(db, draft):
            said = SaidTables(db)
            if said.revision():
                raise StoreError(
                    f"{self._path}: already holds a map. A copy needs an empty store. Name a new file with --store."
                )
            said.load(records)
            self._settle_everything(db)

    def faults(self) -> list[str]:
        with self._translated(), closing(self._connect()) as db:
            db.execute("BEGIN")
            found = [f"damaged file: {row[0]}" for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [
                f"{row[0]}: a row names something that is not there" for row in db.execute("PRAGMA foreign_key_check")
            ]
            return found + self._drifted(db)

    def close(self) -> None:
        """Nothing is held between calls."""

    def _carry_out(self, db: sqlite3.Connection, draft: Draft) -> Effect:
        said, tables = SaidTables(db), MapTables(db)
        number = said.add_change(draft, datetime.now(UTC).isoformat(timespec="seconds"))
        canon = Canon(said.decisions())
        if draft.decisions or (draft.undoes is not None and said.changes_decisions(draft.undoes)):
            said.rename_entities(canon)
            touched = said.entities()
        elif draft.undoes is not None:
            touched = said.entities_of(said.undone_by(draft.undoes))
        else:
            touched = set()
        touched |= said.add_statements(number, draft.statements, canon)
        effect = tables.write(settle(touched, _Shelf(said, tables), canon), touched)
        effect.change = number
        return effect

    def _settle_everything(self, db: sqlite3.Connection) -> None:
        said, tables = SaidTables(db), MapTables(db)
        canon = Canon(said.decisions())
        touched = said.entities()
        tables.write(settle(touched, _Shelf(said, tables), canon), touched)

    def _drifted(self, db: sqlite3.Connection) -> list[str]:
        """Things whose row in the map is not what the statements about them make."""
        said, tables = SaidTables(db), MapTables(db)
        settled = settle(said.entities(), _Shelf(said, tables), Canon(said.decisions()))
        return [f"{thing}: the map does not say what the statements say" for thing in tables.differing(settled)]

    # -- opening ---------------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        if not self._path.parent.exists():
            raise StoreError(
                f"{self._path}: the folder is not there. Make it first, or name another file with --store."
            )
        db = sqlite3.connect(self._path, timeout=PATIENCE_MS / 1000, isolation_level=None, check_same_thread=False)
        db.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA cache_size = -65536")
        return db

    def _make_ready(self, db: sqlite3.Connection) -> None:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        holds = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application != schema.APPLICATION and holds:
            raise StoreError(f"{self._path}: an SQLite file of something else. Name another file with --store.")
        if version > schema.VERSION:
            raise StoreError(
                f"{self._path}: written by a newer partnermap (schema {version}, this one knows {schema.VERSION}). "
                "It was left as it is. Install the newer version: pip install --upgrade partnermap."
            )
        if not holds:
            self._create(db)
        elif version < schema.VERSION or _fingerprint_in(db) != schema.fingerprint():
            self._upgrade(db)

    def _create(self, db: sqlite3.Connection) -> None:
        db.execute("PRAGMA journal_mode = WAL")  # stays a plain journal where the folder cannot do better
        with self._writing(db, Draft("import", "", "making the file")):
            if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return  # another process was quicker
            for part in schema.KEPT.split(";"):
                db.execute(part)
            self._make_map_tables(db)

    def _make_map_tables(self, db: sqlite3.Connection) -> None:
        for statement in schema.map_statements():
            db.execute(statement)
        db.execute("INSERT OR REPLACE INTO about VALUES ('model', ?)", (schema.fingerprint(),))
        db.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        db.execute(f"PRAGMA user_version = {schema.VERSION}")

    def _upgrade(self, db: sqlite3.Connection) -> None:
        """Make the map anew from the statements, in the tables of today; a backup of the file is kept beside it."""
        backup = self._path.with_name(f"{self._path.name}.before-upgrade-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        with closing(sqlite3.connect(backup)) as copy:
            db.backup(copy)
        self._on_wait(f"{self._path.name} was written by an older version; a backup is in {backup.name}.")
        db.execute("PRAGMA foreign_keys = OFF")
        with self._writing(db, Draft("import", "", "upgrading the file")):
            stale = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            kept = {"about", "change", "place", "statement", "decision", "dismissal"}
            for (table,) in stale:
                if table not in kept and not table.startswith("sqlite_"):
                    db.execute(f'DROP TABLE "{table}"')
            self._make_map_tables(db)
            self._settle_everything(db)
        db.execute("PRAGMA foreign_keys = ON")

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def _writing(self, db: sqlite3.Connection, draft: Draft) -> Iterator[None]:
        """One transaction, once nobody else is writing: all of it, or nothing if anything goes wrong."""
        self._begin(db)
        note = self._path.with_name(self._path.name + ".writer")
        with suppress(OSError):
            note.write_text(json.dumps({"who": draft.who, "what": draft.what, "pid": os.getpid()}), encoding="utf-8")
        try:
            yield
            if db.in_transaction:
                db.commit()
        finally:
            if db.in_transaction:
                db.rollback()
            with suppress(OSError):
                note.unlink(missing_ok=True)

    def _begin(self, db: sqlite3.Connection) -> None:
        deadline, told = time.monotonic() + WAIT_SECONDS, False
        while True:
            try:
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
            else:
                return
            if time.monotonic() > deadline:
                raise StoreError(
                    f"{self._path}: {self._writer()} has not finished for {WAIT_SECONDS:.0f} seconds. "
                    "Nothing was changed. Try again when that is done."
                )
            if not told:
                self._on_wait(f"Waiting for {self._writer()} to finish.")
                told = True

    def _writer(self) -> str:
        try:
            note = json.loads(self._path.with_name(self._path.name + ".writer").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return "another program that is writing to this map"
        return f"{note['who'] or 'somebody'} ({note['what']}, process {note['pid']})"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: {_in_words(error)}") from error


class _Shelf:
    """What settling looks up, over both halves of the file."""

    def __init__(self, said: SaidTables, tables: MapTables) -> None:
        self.counted = said.counted
        self.there = tables.there
        self.referring = tables.referring
        self.waiting = tables.waiting


def _fingerprint_in(db: sqlite3.Connection) -> str | None:
    row = db.execute("SELECT value FROM about WHERE name = 'model'").fetchone()
    return row[0] if row else None


_WORDS = {
    sqlite3.SQLITE_NOTADB: "not a partnermap file, or a damaged one. Restore a backup, or name another file with --store.",
    sqlite3.SQLITE_CORRUPT: "the file is damaged. Restore a backup: partnermap --store NEW restore FILE.",
    sqlite3.SQLITE_FULL: "the disk is full. Nothing was changed. Make room and try again.",
    sqlite3.SQLITE_READONLY: "may be read but not written. Nothing was changed. Ask for the right to write, or copy the file.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check that the path names a file that you may read and write.",
    sqlite3.SQLITE_BUSY: "in use by another program. Nothing was changed. Try again when that is done.",
    sqlite3.SQLITE_IOERR: "the disk or network drive gave an error. Nothing was changed. Try again, or move the file.",
    sqlite3.SQLITE_PERM: "may not be opened. Ask for the right to read and write it.",
}


def _in_words(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    words = _WORDS.get(code & 0xFF) if code is not None else None
    return words or f"the store gave an error ({error}). Nothing was changed. Run: partnermap check."
