"""The numbers that stand for ids in the tables of an SQLite store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping

MANY = 8
"""A question about more than one in so many is answered sooner by reading them all."""


class Entities:
    """Gives ids their keys, inside the transaction of the connection it is given. A key is the same for ever."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.count = int(db.execute("SELECT coalesce(max(key), 0) FROM entity").fetchone()[0])
        self._known: dict[str, int] = {}
        self._has_all = self.count == 0

    def keys(self, ids: Collection[str]) -> dict[str, int]:
        """The keys of those that have one."""
        if not self._has_all:
            self._look_up([one for one in ids if one not in self._known])
        known = self._known
        return {one: known[one] for one in ids if one in known}

    def give_keys(self, ids: Iterable[str]) -> Mapping[str, int]:
        """Keys in which each of these has its own; those that had none get one, in their order."""
        fresh = [one for one in dict.fromkeys(ids) if one not in self._known]
        if fresh and not self._has_all:
            self._look_up(fresh)
            fresh = [one for one in fresh if one not in self._known]
        rows = list(enumerate(fresh, self.count + 1))
        self._db.executemany("INSERT INTO entity VALUES (?, ?)", rows)
        self._known.update((one, key) for key, one in rows)
        self.count += len(rows)
        return self._known

    def _look_up(self, ids: list[str]) -> None:
        if not ids:
            return
        if self.are_many(ids):
            self._known = dict(self._db.execute("SELECT id, key FROM entity"))
            self._has_all = True
            return
        asked = "SELECT id, key FROM entity WHERE id IN (SELECT value FROM json_each(?))"
        self._known.update(self._db.execute(asked, (json.dumps(ids),)))

    def are_many(self, ids: Collection[str]) -> bool:
        """Whether reading everything is sooner done than looking these up."""
        return len(ids) * MANY > self.count

    def ids(self, keys: Iterable[int]) -> set[str]:
        """The ids of these keys."""
        asked = "SELECT id FROM entity WHERE key IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._db.execute(asked, (json.dumps(list(keys)),))}
