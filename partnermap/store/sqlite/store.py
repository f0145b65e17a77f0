"""The store in one SQLite file: any number of readers beside one writer, one transaction a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from partnermap.progress import QUIET, Progress
from partnermap.store.base import Draft, Effect, MapMoved
from partnermap.store.copying import fill, head_records, statement_record
from partnermap.store.halves import uncollected
from partnermap.store.sqlite.file import SqliteFile
from partnermap.store.sqlite.filling import Filling, halves, whole
from partnermap.store.sqlite.view import SqliteView


class SqliteStore:
    """See :class:`partnermap.store.base.Store`."""

    def __init__(self, path: Path, on_wait: Callable[[str], None] = lambda _: None) -> None:
        self.address = str(path)
        self._file = SqliteFile(path, on_wait)
        self._file.make_ready(lambda db: halves(db).settle_everything())

    @contextmanager
    def view(self) -> Iterator[SqliteView]:
        with self._file.reading() as db:
            yield SqliteView(whole(db, self._file), self.address)

    def apply(self, draft: Draft, *, expecting: int | None = None, rehearse: bool = False) -> Effect:
        with self._file.writing(draft.who, draft.what) as db, uncollected():
            both = halves(whole(db, self._file), rehearse)
            if expecting is not None and expecting != both.said.revision():
                raise MapMoved(expecting)
            effect = both.carry_out(draft)
            if rehearse:
                db.rollback()
                effect.change = None
        return effect

    def dump(self) -> Iterable[dict[str, Any]]:
        with self._file.reading() as db:
            said = halves(whole(db, self._file)).said
            yield from head_records(said)
            yield from map(statement_record, said.all())

    def load(self, records: Iterable[Mapping[str, Any]], progress: Progress = QUIET) -> None:
        fill(Filling(self._file), records, progress)

    def faults(self) -> list[str]:
        with self._file.reading() as db, uncollected():
            return _damage(db) or halves(whole(db, self._file)).drifted()

    def close(self) -> None:
        """Nothing is held between calls."""


def _damage(db: sqlite3.Connection) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    try:
        found = [f"damaged file: {row[0]}" for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        broken = {row[0] for row in db.execute("PRAGMA foreign_key_check")} if not found else set()
    except sqlite3.DatabaseError as error:
        return [f"damaged file: {error}"]
    return found + [f"{table}: a row names something that is not there" for table in sorted(broken)]
