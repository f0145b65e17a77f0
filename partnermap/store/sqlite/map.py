"""The half of an SQLite store that holds the map: a table for each kind, made from the model."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

from partnermap.model import BY_NAME, KINDS, Kind
from partnermap.store.base import Effect, StatedRows
from partnermap.store.effects import Done, count
from partnermap.store.ids import kind_of
from partnermap.store.merging import Values, said_alone
from partnermap.store.settling import Settled
from partnermap.store.sqlite.ids import MANY, Entities
from partnermap.store.sqlite.indexing import indexed_afterwards
from partnermap.store.sqlite.inserting import Columns, insert
from partnermap.store.sqlite.rows import of_things, rows_of, tables_of
from partnermap.store.sqlite.schema import list_table, outward_indexes

_REFERRING = [
    *((kind.table, prop.name, "key", prop.to) for kind in KINDS for prop in kind.columns if prop.names_things),
    *(
        (list_table(kind, prop), "value", "owner", prop.to)
        for kind in KINDS
        for prop in kind.lists
        if prop.names_things
    ),
]
_LATE = {kind.name: outward_indexes(kind) for kind in KINDS}
"""Of what names things of its own kind or a later one the index stays: it is searched for each row that comes."""
Row = tuple[Any, ...]
Things = list[tuple[int, Values]]
"""Things of one kind: their keys and their values."""
_AMONG = "(SELECT value FROM json_each(?))"


class MapTables:
    """Reads and writes them inside the transaction of the connection it is given."""

    def __init__(self, db: sqlite3.Connection, entities: Entities, rehearsed: bool = False) -> None:
        """``rehearsed``: what writing would do is counted only."""
        self._db = db
        self._entities = entities
        self._rehearsed = rehearsed
        self._size = int(db.execute("SELECT coalesce(max(key), 0) FROM thing").fetchone()[0])
        self._none_waits = db.execute("SELECT 1 FROM waiting LIMIT 1").fetchone() is None

    # -- looking up ------------------------------------------------------------------------------

    def there(self, entities: Collection[str]) -> set[str]:
        """Those of these things that are in the map."""
        keys = self._entities.keys(entities) if self._size else {}
        present = self._present(keys.values())
        return {one for one, key in keys.items() if key in present}

    def waiting(self, entities: Collection[str]) -> set[str]:
        """Things that name any of these and wait for it."""
        if self._none_waits:
            return set()
        asked = f"SELECT thing FROM waiting WHERE target IN {_AMONG}"  # noqa: S608 - a constant
        keys = self._entities.keys(entities).values()
        return self._entities.ids(row[0] for row in self._db.execute(asked, (_listed(keys),)))

    def referring(self, entities: Collection[str]) -> set[str]:
        """Things in the map that name any of these."""
        found: set[int] = set()
        keys: dict[str, list[int]] = {kind.name: [] for kind in KINDS}
        for one, key in self._entities.keys(entities).items():
            keys[kind_of(one)].append(key)
        for table, column, owner, kinds in _REFERRING:
            named = [key for kind in kinds for key in keys[kind]]
            if named:
                asked = f'SELECT "{owner}" FROM "{table}" WHERE "{column}" IN {_AMONG}'  # noqa: S608 - from the model
                found.update(row[0] for row in self._db.execute(asked, (_listed(named),)))
        return self._entities.ids(found)

    def all_waiting(self) -> set[str]:
        """Everything that waits for something."""
        return self._entities.ids(row[0] for row in self._db.execute("SELECT DISTINCT thing FROM waiting"))

    def _present(self, keys: Collection[int]) -> set[int]:
        return {row[0] for row in self._among("SELECT key FROM thing", "key", keys)}

    def _among(self, select: str, column: str, keys: Collection[int]) -> Iterable[Row]:
        if not keys:
            return []
        if len(keys) * MANY > self._size:
            return self._db.execute(select)
        return self._db.execute(f'{select} WHERE "{column}" IN {_AMONG}', (_listed(keys),))

    # -- writing ---------------------------------------------------------------------------------

    def write(self, settled: Settled, about: Collection[str]) -> Effect:
        """Bring the map to where the things have settled; count what that does, and what of ``about`` it leaves."""
        keys = self._entities.give_keys(chain(settled.there(), settled.absent))
        told = {keys[thing] for thing in about}
        effect = Effect()
        for kind, things, absent in _by_kind(settled, keys):
            count(effect, kind, self._write_kind(kind, things, absent), told)
        for rows in settled.listed:
            effect.added[rows.kind] = effect.added.get(rows.kind, 0) + len(rows)
            if not self._rehearsed:
                self._write_listed(BY_NAME[rows.kind], rows)
        if not self._rehearsed:
            self._write_waits(settled)
        return effect

    def _write_listed(self, kind: Kind, rows: StatedRows) -> None:
        """Things that are new, as their rows state them; all that these name has its key by now."""
        keys = self._entities.give_keys(())
        owners = [keys[thing] for thing in rows.things]
        self._insert(kind, rows_of(kind, owners, partial(said_alone, kind, rows), keys), set(owners), set())

    def _write_kind(self, kind: Kind, things: Things, absent: set[int]) -> Done[int]:
        rows = _rows(kind, things, self._entities.give_keys(()))
        wanted = {key for key, _ in things}
        there = self._present(wanted | absent) if self._size else set()
        kept, gone, new = wanted & there, absent & there, wanted - there
        changed = self._changed(kind, kept, rows) if kept else set()
        if not self._rehearsed:
            self._remove(kind, gone, changed)
            self._insert(kind, rows, new, changed)
        return Done(new, changed, kept - changed, gone)

    def _changed(self, kind: Kind, kept: set[int], rows: dict[str, Columns]) -> set[int]:
        """Those whose rows, in any table of the kind, are not as they stand there."""
        found: set[int] = set()
        for table, owner in tables_of(kind):
            stored = self._among(f'SELECT * FROM "{table}"', owner, kept)  # noqa: S608 - names from the model
            was = {row for row in stored if row[0] in kept}
            found.update(row[0] for row in was ^ set(zip(*of_things(kept, rows[table]).values(), strict=True)))
        return found

    def _remove(self, kind: Kind, gone: set[int], changed: set[int]) -> None:
        own, *lists = tables_of(kind)
        for table, owner in lists:
            self._delete(table, owner, gone | changed)
        self._delete(*own, gone)
        self._delete("thing", "key", gone)

    def _delete(self, table: str, column: str, keys: set[int]) -> None:
        asked = f'DELETE FROM "{table}" WHERE "{column}" = ?'  # noqa: S608 - names from the model
        self._db.executemany(asked, [(key,) for key in sorted(keys)])

    def _insert(self, kind: Kind, rows: dict[str, Columns], new: set[int], changed: set[int]) -> None:
        self._db.execute("INSERT INTO thing SELECT value, ? FROM json_each(?)", (kind.name, _listed(sorted(new))))
        with indexed_afterwards(self._db, _LATE[kind.name], len(new), self._size):
            insert(self._db, kind.table, of_things(new, rows[kind.table]))
            insert(self._db, kind.table, of_things(changed, rows[kind.table]), _anew(kind))
            for prop in kind.lists:
                table = list_table(kind, prop)
                insert(self._db, table, of_things(new | changed, rows[table]))

    def _write_waits(self, settled: Settled) -> None:
        if not self._none_waits:
            settling = self._entities.keys([*settled.there(), *settled.absent]).values()
            self._db.executemany("DELETE FROM waiting WHERE thing = ?", [(key,) for key in settling])
        pairs = [(target, thing) for thing, targets in settled.waits.items() for target in sorted(targets)]
        keys = self._entities.give_keys(target for target, _ in pairs)
        self._db.executemany("INSERT INTO waiting VALUES (?, ?)", [(keys[one], keys[other]) for one, other in pairs])

    # -- looking it over -------------------------------------------------------------------------

    def differing(self, settled: Settled) -> list[str]:
        """Things whose place in the map is not what they settle to."""
        named = (one for waits in settled.waits.values() for one in waits)
        keys = self._entities.keys({*settled.there(), *settled.absent, *named})
        wanted: dict[str, set[Row]] = {"thing": set(), "waiting": set()}
        for kind, things, _ in _by_kind(settled, keys):
            wanted["thing"].update((key, kind.name) for key, _ in things)
            for table, columns in _rows(kind, things, keys).items():
                wanted[table] = set(zip(*columns.values(), strict=True))
        waits = [(thing, target) for thing, targets in settled.waits.items() for target in targets]
        wanted["waiting"] = {(keys[thing], keys.get(target)) for thing, target in waits}
        found = {row[0] for table, rows in wanted.items() for row in rows ^ self._stored(table)}
        return sorted(self._entities.ids(found))

    def _stored(self, table: str) -> set[Row]:
        columns = "thing, target" if table == "waiting" else "*"
        return set(self._db.execute(f'SELECT {columns} FROM "{table}"'))  # noqa: S608 - names from the model


def _by_kind(settled: Settled, keys: Mapping[str, int]) -> Iterator[tuple[Kind, Things, set[int]]]:
    """For each kind the things that are there, by their keys, and the keys of those that are not."""
    absent: dict[str, set[int]] = {kind.name: set() for kind in KINDS}
    for thing in settled.absent:
        absent[kind_of(thing)].add(keys[thing])
    for kind in KINDS:
        things = [(keys[thing], values) for thing, values in settled.present[kind.name].items()]
        yield kind, sorted(things, key=itemgetter(0)), absent[kind.name]


def _rows(kind: Kind, things: Things, keys: Mapping[str, int]) -> dict[str, Columns]:
    return rows_of(kind, [key for key, _ in things], lambda name: [values.get(name) for _, values in things], keys)


def _anew(kind: Kind) -> str:
    """What makes an INSERT say anew what is there already."""
    said = ", ".join(f'"{prop.name}" = excluded."{prop.name}"' for prop in kind.columns)
    return f' ON CONFLICT ("key") DO UPDATE SET {said}'


def _listed(keys: Iterable[int]) -> str:
    return json.dumps(list(keys))
