"""A copy of another map on its way into an SQLite store."""

from __future__ import annotations

import json
import sqlite3

from partnermap.errors import StoreError
from partnermap.store.copying import HoldsAMap, Record, Taken, take_in
from partnermap.store.halves import Halves, uncollected
from partnermap.store.sqlite import schema
from partnermap.store.sqlite.file import SqliteFile
from partnermap.store.sqlite.ids import Entities
from partnermap.store.sqlite.map import MapTables
from partnermap.store.sqlite.said import SaidTables

WHAT = "taking in a copy of another map"


def halves(db: sqlite3.Connection, rehearsed: bool = False) -> Halves:
    """What was said and the map, inside one transaction; ``rehearsed``: which will be taken back."""
    entities = Entities(db)
    return Halves(SaidTables(db, entities, rehearsed), MapTables(db, entities, rehearsed))


def whole(db: sqlite3.Connection, file: SqliteFile) -> sqlite3.Connection:
    """The connection, unless the file holds but the beginning of a copy."""
    if _taken(db).records:
        raise StoreError(
            f"{file.path}: a copy into it was begun and is not whole. Run the same copy or restore again; it goes on "
            "where it was cut off. Or delete the file."
        )
    return db


class Filling:
    """See :class:`partnermap.store.copying.Fillable`."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def taken(self) -> Taken:
        with self._file.reading() as db:
            taken = _taken(db)
            if not taken.records and halves(db).said.revision():
                raise HoldsAMap(
                    f"{self._file.path}: already holds a map. A copy needs an empty store. Name a new file with "
                    "--store."
                )
        return taken

    def take(self, records: list[Record], before: Taken, after: Taken) -> None:
        with self._file.writing("", WHAT) as db, uncollected():
            said = halves(db).said
            if _taken(db) != before or (not before.records and said.revision()):
                raise StoreError(f"{self._file.path}: somebody else is filling this store. Use another, or wait.")
            take_in(said, records)
            db.execute("INSERT OR REPLACE INTO about VALUES ('loading', ?)", (json.dumps(after),))

    def settle(self) -> None:
        with self._file.writing("", WHAT) as db, uncollected():
            halves(db).settle_everything()
            db.execute("DELETE FROM about WHERE name = 'loading'")

    def discard(self) -> None:
        with self._file.writing("", WHAT) as db:
            for table in reversed(schema.KEPT_TABLES):
                only = " WHERE name = 'loading'" if table == "about" else ""
                db.execute(f"DELETE FROM {table}{only}")  # noqa: S608 - names of our own


def _taken(db: sqlite3.Connection) -> Taken:
    row = db.execute("SELECT value FROM about WHERE name = 'loading'").fetchone()
    return Taken(*json.loads(row[0])) if row else Taken()
