"""The store in one SQLite file: any number of readers beside one writer, one transaction a change."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from partnermap.errors import StoreError
from partnermap.store.base import Change, Draft, Effect, MapMoved
from partnermap.store.settling import Canon, Settled, settle
from partnermap.store.sqlite_copy import records, take_in
from partnermap.store.sqlite_file import SqliteFile
from partnermap.store.sqlite_ids import Entities
from partnermap.store.sqlite_map import MapTables
from partnermap.store.sqlite_said import SaidTables
from partnermap.store.sqlite_view import SqliteView


class SqliteStore:
    """See :class:`partnermap.store.base.Store`."""

    def __init__(self, path: Path, on_wait: Callable[[str], None] = lambda _: None) -> None:
        self.address = str(path)
        self._file = SqliteFile(path, on_wait)
        self._file.make_ready(lambda db: _Tables(db).settle_everything())

    @contextmanager
    def view(self) -> Iterator[SqliteView]:
        with self._file.reading() as db:
            yield SqliteView(db)

    def apply(self, draft: Draft, *, expecting: int | None = None, rehearse: bool = False) -> Effect:
        with self._file.writing(draft.who, draft.what) as db, _uncollected():
            tables = _Tables(db)
            if expecting is not None and expecting != tables.said.revision():
                raise MapMoved
            effect = tables.carry_out(draft)
            if rehearse:
                db.rollback()
                effect.change = None
        return effect

    def dump(self) -> Iterable[dict[str, Any]]:
        with self._file.reading() as db:
            yield from records(_Tables(db).said)

    def load(self, records: Iterable[Mapping[str, Any]]) -> None:
        with self._file.writing("", "taking in a copy of another map") as db, _uncollected():
            tables = _Tables(db)
            if tables.said.revision():
                raise StoreError(
                    f"{self.address}: already holds a map. A copy needs an empty store. Name a new file with --store."
                )
            take_in(tables.said, records)
            tables.settle_everything()

    def faults(self) -> list[str]:
        with self._file.reading() as db, _uncollected():
            return _damage(db) or _Tables(db).drifted()

    def close(self) -> None:
        """Nothing is held between calls."""


class _Tables:
    """Both halves of the file in one transaction; what settling looks up stands in them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        entities = Entities(db)
        self.said = SaidTables(db, entities)
        self.map = MapTables(db, entities)
        self.counted = self.said.counted
        self.there = self.map.there
        self.referring = self.map.referring
        self.waiting = self.map.waiting

    def carry_out(self, draft: Draft) -> Effect:
        """Keep what the draft says and bring the map to what follows from it."""
        before = Canon(self.said.decisions())
        number = self.said.revision() + 1
        self.said.add_change(_change(draft, number))
        self.said.add_verdicts(number, draft.decisions, draft.dismissals)
        canon = Canon(self.said.decisions())
        undone = self.said.undone_by(draft)
        rejoined = self._rejoined(undone | {number}, before, canon)
        about = [*self.said.entities_of(undone), *self.said.add_statements(number, draft.statements, canon)]
        effect = self.map.write(self._settled([*rejoined, *about], canon), about)
        effect.change = number
        return effect

    def _rejoined(self, changes: set[int], before: Canon, canon: Canon) -> set[str]:
        """Things that the decisions of these changes join, or no longer join, and those that name them."""
        made = [one for change, one in self.said.decisions_made() if change in changes and one.verdict == "same"]
        if not made:
            return set()
        decided = {stands(id_) for one in made for id_ in (one.first, one.second) for stands in (before, canon)}
        moved = self.said.rejoin(canon) | decided
        return moved | self.map.referring(moved) | self.map.all_waiting()

    def _settled(self, touched: Iterable[str], canon: Canon) -> Settled:
        return settle(dict.fromkeys(touched), self, canon)

    def settle_everything(self) -> None:
        """Make the map anew, or for the first time."""
        touched = self.said.entities()
        self.map.write(self._settled(touched, Canon(self.said.decisions())), touched)

    def drifted(self) -> list[str]:
        """Things whose place in the map is not what the statements about them make."""
        canon = Canon(self.said.decisions())
        settled = self._settled(self.said.entities(), canon)
        strayed = [f"{thing}: the map does not say what the statements say" for thing in self.map.differing(settled)]
        return strayed + [
            f"{thing}: statements about another thing were joined to it" for thing in self.said.misjoined(canon)
        ]


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


def _change(draft: Draft, number: int) -> Change:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Change(number, draft.kind, draft.who, draft.what, at, tuple(draft.files), draft.undoes)


def _damage(db: sqlite3.Connection) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    try:
        found = [f"damaged file: {row[0]}" for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        broken = {row[0] for row in db.execute("PRAGMA foreign_key_check")} if not found else set()
    except sqlite3.DatabaseError as error:
        return [f"damaged file: {error}"]
    return found + [f"{table}: a row names something that is not there" for table in sorted(broken)]
