"""The half of an SQLite store that holds the map: a table for each kind, made from the model."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from partnermap.model import BY_NAME, KINDS, Kind, Property, Type
from partnermap.store.base import Effect
from partnermap.store.ids import kind_of
from partnermap.store.schema import list_table
from partnermap.store.settling import Settled, Values, digest

Row = tuple[Any, ...]


class MapTables:
    """Reads and writes them inside the transaction of the connection it is given."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._empty = db.execute("SELECT 1 FROM thing LIMIT 1").fetchone() is None

    # -- looking up ------------------------------------------------------------------------------

    def there(self, entities: Collection[str]) -> set[str]:
        return set(self._marks(entities))

    def waiting(self, entities: Collection[str]) -> set[str]:
        asked = "SELECT thing FROM waiting WHERE target IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._db.execute(asked, (json.dumps(list(entities)),))}

    def referring(self, entities: Collection[str]) -> set[str]:
        found: set[str] = set()
        keys = json.dumps([key for key, _ in self._marks(entities).values()])
        for table, column, owner in _REFERRING:
            asked = (
                f'SELECT t.id FROM "{table}" r JOIN thing t ON t.key = r."{owner}" '  # noqa: S608 - names from the model
                f'WHERE r."{column}" IN (SELECT value FROM json_each(?))'
            )
            found.update(row[0] for row in self._db.execute(asked, (keys,)))
        return found

    def differing(self, settled: Settled) -> list[str]:
        """Things whose place in the map is not what they settle to."""
        marks = {row[0]: row[1] for row in self._db.execute("SELECT id, digest FROM thing")}
        wanted = {thing: digest(values) for thing, values in settled.things.items() if values is not None}
        return sorted(thing for thing in marks.keys() | wanted.keys() if marks.get(thing) != wanted.get(thing))

    def _marks(self, entities: Collection[str]) -> dict[str, tuple[int, bytes]]:
        if self._empty:
            return {}
        asked = "SELECT id, key, digest FROM thing WHERE id IN (SELECT value FROM json_each(?))"
        rows = self._db.execute(asked, (json.dumps(list(entities)),))
        return {thing: (key, mark) for thing, key, mark in rows}

    # -- writing ---------------------------------------------------------------------------------

    def write(self, settled: Settled, touched: set[str]) -> Effect:
        """Bring the map to where the things have settled, and count what that does."""
        marks = self._marks(settled.things)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        fresh: list[tuple[str, Values, bytes]] = []
        stale: list[tuple[str, int]] = []
        for thing, values in settled.things.items():
            was = marks.get(thing)
            mark = digest(values) if values is not None else None
            fate = _fate(was[1] if was else None, mark, thing in touched)
            if fate:
                counts[fate][kind_of(thing)] += 1
            if fate in ("changed", "removed") and was:
                stale.append((thing, was[0]))
            if fate in ("added", "changed") and values is not None and mark is not None:
                fresh.append((thing, values, mark))
        self._remove(stale)
        self._insert(fresh, dict(stale))
        self._write_waits(settled)
        return Effect(None, *(dict(counts[fate]) for fate in ("added", "changed", "unchanged", "removed")))

    def _remove(self, stale: list[tuple[str, int]]) -> None:
        by_kind: dict[str, list[tuple[int]]] = defaultdict(list)
        for thing, key in stale:
            by_kind[kind_of(thing)].append((key,))
        for name, keys in by_kind.items():
            kind = BY_NAME[name]
            for prop in kind.lists:
                self._db.executemany(f'DELETE FROM "{list_table(kind, prop)}" WHERE owner = ?', keys)  # noqa: S608
            self._db.executemany(f'DELETE FROM "{kind.table}" WHERE key = ?', keys)  # noqa: S608
            self._db.executemany("DELETE FROM thing WHERE key = ?", keys)

    def _insert(self, fresh: list[tuple[str, Values, bytes]], old_keys: dict[str, int]) -> None:
        keys = self._keys_for(fresh, old_keys)
        rows = [(keys[thing], thing, kind_of(thing), mark) for thing, _, mark in fresh]
        self._db.executemany("INSERT INTO thing VALUES (?, ?, ?, ?)", rows)
        by_kind: dict[str, list[tuple[int, Values]]] = defaultdict(list)
        for thing, values, _ in fresh:
            by_kind[kind_of(thing)].append((keys[thing], values))
        for name, things in by_kind.items():
            kind = BY_NAME[name]
            self._fill(kind.table, len(kind.columns) + 1, _rows(kind, things, keys))
            for prop in kind.lists:
                width = 4 if prop.type is Type.SHARES else 3
                self._fill(list_table(kind, prop), width, _list_rows(prop, things, keys))

    def _fill(self, table: str, width: int, rows: Iterable[Row]) -> None:
        self._db.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * width)})', rows)  # noqa: S608

    def _keys_for(self, fresh: list[tuple[str, Values, bytes]], old_keys: dict[str, int]) -> dict[str, int]:
        """The key of each fresh thing, a thing that was there keeping its own, and of each thing they name."""
        keys = dict(old_keys)
        following = int(self._db.execute("SELECT coalesce(max(key), 0) FROM thing").fetchone()[0]) + 1
        following = max(following, max(old_keys.values(), default=0) + 1)
        for thing, _, _ in fresh:
            if thing not in keys:
                keys[thing] = following
                following += 1
        named = {one for thing, values, _ in fresh for one in _named(BY_NAME[kind_of(thing)], values)}
        for thing, (key, _) in self._marks(named - keys.keys()).items():
            keys[thing] = key
        return keys

    def _write_waits(self, settled: Settled) -> None:
        if not self._empty:
            self._db.executemany("DELETE FROM waiting WHERE thing = ?", [(thing,) for thing in settled.things])
        pairs = [(target, thing) for thing, targets in settled.waits.items() for target in sorted(targets)]
        self._db.executemany("INSERT INTO waiting VALUES (?, ?)", pairs)


def _fate(was: bytes | None, mark: bytes | None, touched: bool) -> str:
    if was is None:
        return "added" if mark is not None else ""
    if mark is None:
        return "removed"
    if was != mark:
        return "changed"
    return "unchanged" if touched else ""


_REFERRING = [
    *((kind.table, prop.name, "key") for kind in KINDS for prop in kind.columns if prop.names_things),
    *((list_table(kind, prop), "value", "owner") for kind in KINDS for prop in kind.lists if prop.names_things),
]


def _named(kind: Kind, values: Values) -> Iterator[str]:
    for prop in kind.properties:
        if prop.names_things and prop.name in values:
            value = values[prop.name]
            if prop.type is Type.SHARES:
                yield from (one for one, _ in value)
            else:
                yield from value if prop.several else (value,)


def _rows(kind: Kind, things: list[tuple[int, Values]], keys: dict[str, int]) -> Iterator[Row]:
    readers = [(prop.name, prop.names_things) for prop in kind.columns]
    for key, values in things:
        yield (key, *[_kept(values.get(name), named, keys) for name, named in readers])


def _kept(value: Any, names_a_thing: bool, keys: dict[str, int]) -> Any:
    return keys[value] if names_a_thing and value is not None else value


def _list_rows(prop: Property, things: list[tuple[int, Values]], keys: dict[str, int]) -> Iterator[Row]:
    for owner, values in things:
        for position, value in enumerate(values.get(prop.name, ())):
            if prop.type is Type.SHARES:
                yield (owner, position, keys[value[0]], value[1])
            else:
                yield (owner, position, keys[value] if prop.names_things else value)
