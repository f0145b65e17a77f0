"""The file of an SQLite store: opened, made, brought up to date, written by one at a time."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from partnermap.errors import StoreError
from partnermap.store.sqlite import schema
from partnermap.store.sqlite.writer import WriterNote

WAIT_SECONDS = 60.0
PAGE_BYTES = 16_384
"""Four times as much as SQLite takes by itself: a big import is written in three quarters of the time."""
PATIENCE_MS = 250
"""How long a writer tries for a free moment before it says for whom it waits."""


class SqliteFile:
    """Gives connections to the file, each error of SQLite turned into a StoreError that says what to do."""

    def __init__(self, path: Path, on_wait: Callable[[str], None]) -> None:
        self.path = path
        self._on_wait = on_wait
        self._note = WriterNote(path)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees the file as it stands when it first looks."""
        self._must_be_there()
        with self._translated(), closing(self._connect()) as db:
            db.execute("BEGIN")
            yield db

    @contextmanager
    def writing(self, who: str, what: str) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction, once nobody else is writing: all of it is kept, or nothing."""
        self._must_be_there()
        with self._translated(), closing(self._connect()) as db, self._transaction(db, who, what):
            try:
                yield db
            except (OverflowError, UnicodeEncodeError) as error:
                raise StoreError(
                    f"{self.path}: a number or text cannot be kept ({error}). Nothing was changed. Correct it first."
                ) from error

    def _must_be_there(self) -> None:
        """A file that was there when it was opened may be gone by now; SQLite would make an empty one."""
        if not os.path.exists(self.path):  # noqa: PTH110 - unlike Path.exists never fails
            raise StoreError(
                f"{self.path}: the file is not there any more: somebody moved or deleted it. "
                "Put it back, and try again."
            )

    # -- opening ---------------------------------------------------------------------------------

    def make_ready(self, settle: Callable[[sqlite3.Connection], None]) -> None:
        """Make the tables of a new file, and those of an older one anew; ``settle`` fills the map's.

        Raises:
            StoreError: it is none of ours, too new, or cannot be opened.
        """
        with self._translated():
            with closing(self._connect()) as db:
                state = self._state(db)
            if state == "empty":
                self._create()
            elif state == "older":
                self._upgrade_or_say(settle)

    def _connect(self) -> sqlite3.Connection:
        if not os.path.isdir(self.path.parent):  # noqa: PTH112 - unlike Path.is_dir never fails
            raise StoreError(f"{self.path}: the folder is not there. Make it first, or name another file with --store.")
        try:
            return _connected(str(self.path))
        except sqlite3.OperationalError as error:
            # Reading beside a writer takes a file of its own in the folder. Where none can be made (no right to, or
            # a drive that is mounted read-only) and none is there, nobody is writing either.
            if _code(error) not in _NOT_WRITABLE or not self.path.is_file() or self._has_journal():
                raise
            return _connected(f"{self.path.absolute().as_uri()}?immutable=1", uri=True)

    def _has_journal(self) -> bool:
        beside = (self.path.with_name(self.path.name + ending) for ending in ("-wal", "-shm", "-journal"))
        return any(file.exists() and file.stat().st_size for file in beside)

    def _state(self, db: sqlite3.Connection) -> str:
        """``empty``, ``older`` or ``ready``, as seen at one moment."""
        if not db.in_transaction:
            db.execute("BEGIN")
        holds = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if not holds:
            return "empty"
        if application != schema.APPLICATION:
            raise StoreError(f"{self.path}: an SQLite file of something else. Name another file with --store.")
        if version > schema.VERSION:
            raise StoreError(
                f"{self.path}: written by a newer partnermap (schema {version}, this one knows {schema.VERSION}). "
                "It was left as it is. Install the newer version: pip install --upgrade partnermap."
            )
        return "ready" if version == schema.VERSION and _fingerprint_in(db) == schema.fingerprint() else "older"

    def _create(self) -> None:
        with closing(self._connect()) as db:
            db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            _prefer_wal(db)
            with self._transaction(db, "", "making the file"):
                if self._state(db) == "empty":  # else another process was quicker
                    for part in schema.KEPT.split(";"):
                        db.execute(part)
                    self._make_map_tables(db)

    def _make_map_tables(self, db: sqlite3.Connection) -> None:
        for statement in schema.map_statements():
            db.execute(statement)
        db.execute("INSERT OR REPLACE INTO about VALUES ('model', ?)", (schema.fingerprint(),))
        db.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        db.execute(f"PRAGMA user_version = {schema.VERSION}")

    def _upgrade_or_say(self, settle: Callable[[sqlite3.Connection], None]) -> None:
        try:
            self._upgrade(settle)
        except sqlite3.OperationalError as error:
            if _code(error) not in _NOT_WRITABLE:
                raise
            raise StoreError(
                f"{self.path}: written by an older partnermap, and may only be read here; it was left as it is. "
                "Open it once where it may be written, or copy it there."
            ) from error

    def _upgrade(self, settle: Callable[[sqlite3.Connection], None]) -> None:
        """Make the map anew from the statements, in the tables of today; a backup of the file is kept beside it."""
        with closing(self._connect()) as db:
            db.execute("PRAGMA foreign_keys = OFF")  # has no effect once the transaction has begun
            with self._transaction(db, "", "upgrading the file"):
                if self._state(db) != "older":
                    return  # another process was quicker
                self._back_up()
                for version in range(db.execute("PRAGMA user_version").fetchone()[0], schema.VERSION):
                    for part in schema.UPGRADES.get(version, "").split(";"):
                        db.execute(part)
                self._drop_map_tables(db)
                self._make_map_tables(db)
                settle(db)

    def _back_up(self) -> None:
        """Over a connection of its own: one that writes cannot be copied from."""
        backup = self.path.with_name(f"{self.path.name}.before-upgrade-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        with closing(self._connect()) as db, closing(sqlite3.connect(backup)) as copy:
            db.backup(copy)
        self._on_wait(f"{self.path.name} was written by an older version; a backup is in {backup.name}.")

    def _drop_map_tables(self, db: sqlite3.Connection) -> None:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall()
        for (table,) in names:
            if table not in schema.KEPT_TABLES:
                db.execute(f'DROP TABLE "{table}"')

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self, db: sqlite3.Connection, who: str, what: str) -> Iterator[None]:
        self._begin(db)
        self._note.put_up(who, what)
        try:
            yield
            if db.in_transaction:
                db.commit()
        finally:
            if db.in_transaction:
                db.rollback()
            self._note.take_down()

    def _begin(self, db: sqlite3.Connection) -> None:
        """Wait until nobody else is writing, and say once for whom."""
        db.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        deadline, told = time.monotonic() + WAIT_SECONDS, False
        while not _has_begun(db):
            writer = self._note.writer()
            if time.monotonic() > deadline:
                raise StoreError(
                    f"{self.path}: {writer} has not finished for {WAIT_SECONDS:.0f} seconds. "
                    "Nothing was changed. Try again when that is done."
                )
            if not told:
                self._on_wait(f"Waiting for {writer} to finish.")
                told = True
        db.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000:.0f}")  # for readers of a plain journal, at the end

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_in_words(error)}") from error


def _connected(address: str, uri: bool = False) -> sqlite3.Connection:
    db = sqlite3.connect(address, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False, uri=uri)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA cache_size = -65536")
        db.execute("SELECT 1 FROM sqlite_master").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _has_begun(db: sqlite3.Connection) -> bool:
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _prefer_wal(db: sqlite3.Connection) -> None:
    """Readers beside a writer; where the folder cannot do it (a network drive) it stays a plain journal."""
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if _code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            raise


def _fingerprint_in(db: sqlite3.Connection) -> str | None:
    row = db.execute("SELECT value FROM about WHERE name = 'model'").fetchone()
    return row[0] if row else None


def _code(error: sqlite3.Error) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


_NOT_WRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

_WORDS = {
    sqlite3.SQLITE_NOTADB: "not a partnermap file, or a damaged one. Restore a backup, or name another with --store.",
    sqlite3.SQLITE_CORRUPT: "the file is damaged. Restore a backup: partnermap --store NEW restore FILE.",
    sqlite3.SQLITE_FULL: "the disk is full. Nothing was changed. Make room and try again.",
    sqlite3.SQLITE_READONLY: "may only be read. Nothing was changed. Ask for the right to write, or copy the file.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check that the path names a file that you may read and write.",
    sqlite3.SQLITE_BUSY: "in use by another program. Nothing was changed. Try again when that is done.",
    sqlite3.SQLITE_IOERR: "the disk or network drive gave an error. Nothing was changed. Try again, or move the file.",
    sqlite3.SQLITE_PERM: "may not be opened. Ask for the right to read and write it.",
}


def _in_words(error: sqlite3.Error) -> str:
    words = _WORDS.get(_code(error) or 0)
    return words or f"the store gave an error ({error}). Nothing was changed. Run: partnermap check."
