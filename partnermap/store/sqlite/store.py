"""The store in one SQLite file: any number of readers beside one writer, one transaction a change."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from partnermap.errors import StoreError
from partnermap.store.base import Draft, Effect, MapMoved
from partnermap.store.copying import records, take_in
from partnermap.store.halves import Halves
from partnermap.store.sqlite.file import SqliteFile
from partnermap.store.sqlite.ids import Entities
from partnermap.store.sqlite.map import MapTables
from partnermap.store.sqlite.said import SaidTables
from partnermap.store.sqlite.view import SqliteView


class SqliteStore:
    """See :class:`partnermap.store.base.Store`."""

    def __init__(self, path: Path, on_wait: Callable[[str], None] = lambda _: None) -> None:
        self.address = str(path)
        self._file = SqliteFile(path, on_wait)
        self._file.make_ready(lambda db: _halves(db).settle_everything())

    @contextmanager
    def view(self) -> Iterator[SqliteView]:
        with self._file.reading() as db:
            yield SqliteView(db)

    def apply(self, draft: Draft, *, expecting: int | None = None, rehearse: bool = False) -> Effect:
        with self._file.writing(draft.who, draft.what) as db, _uncollected():
            halves = _halves(db)
            if expecting is not None and expecting != halves.said.revision():
                raise MapMoved
            effect = halves.carry_out(draft)
            if rehearse:
                db.rollback()
                effect.change = None
        return effect

    def dump(self) -> Iterable[dict[str, Any]]:
        with self._file.reading() as db:
            yield from records(_halves(db).said)

    def load(self, records: Iterable[Mapping[str, Any]]) -> None:
        with self._file.writing("", "taking in a copy of another map") as db, _uncollected():
            halves = _halves(db)
            if halves.said.revision():
                raise StoreError(
                    f"{self.address}: already holds a map. A copy needs an empty store. Name a new file with --store."
                )
            take_in(halves.said, records)
            halves.settle_everything()

    def faults(self) -> list[str]:
        with self._file.reading() as db, _uncollected():
            return _damage(db) or _halves(db).drifted()

    def close(self) -> None:
        """Nothing is held between calls."""


def _halves(db: sqlite3.Connection) -> Halves:
    entities = Entities(db)
    return Halves(SaidTables(db, entities), MapTables(db, entities))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hundreds of thousands of rows make no cycles; looking for some among them takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _damage(db: sqlite3.Connection) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    try:
        found = [f"damaged file: {row[0]}" for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        broken = {row[0] for row in db.execute("PRAGMA foreign_key_check")} if not found else set()
    except sqlite3.DatabaseError as error:
        return [f"damaged file: {error}"]
    return found + [f"{table}: a row names something that is not there" for table in sorted(broken)]
