"""What readers get of an SQLite store: the map and its sources, as they stood when the transaction began."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from partnermap.model import Kind, Property, Type
from partnermap.store.base import Answered, Change, Decision, Dismissal, KeptMapping, Said
from partnermap.store.sqlite.ids import Entities
from partnermap.store.sqlite.said import SaidTables
from partnermap.store.sqlite.schema import list_table


class SqliteView:
    """See :class:`partnermap.store.base.View`."""

    engine = "ladybug"

    def __init__(self, db: sqlite3.Connection, address: str) -> None:
        self._db = db
        self._address = address
        self._said = SaidTables(db, Entities(db))
        self.revision = self._said.revision()

    @cached_property
    def _ids(self) -> dict[int | None, str | None]:
        ids: dict[int | None, str | None] = dict(self._db.execute("SELECT key, id FROM entity"))
        ids[None] = None
        return ids

    def things(self, kind: Kind) -> dict[str, list[Any]]:
        names = ["key", *(prop.name for prop in kind.columns)]
        listed = ", ".join(f'"{name}"' for name in names)
        rows = self._db.execute(f'SELECT {listed} FROM "{kind.table}" ORDER BY key').fetchall()  # noqa: S608
        columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in names]
        ids = self._ids
        found = {"id": [ids[key] for key in columns[0]]}
        for prop, column in zip(kind.columns, columns[1:], strict=True):
            found[prop.name] = [ids[key] for key in column] if prop.names_things else _read(prop, column)
        return found

    def pairs(self, kind: Kind, prop: Property) -> list[tuple[str, Any, Any]]:
        share = "share" if prop.type is Type.SHARES else "NULL"
        asked = f'SELECT owner, value, {share} FROM "{list_table(kind, prop)}" ORDER BY owner, position'  # noqa: S608
        ids: dict[Any, Any] = self._ids
        rows = self._db.execute(asked)
        if prop.names_things:
            return [(ids[owner], ids[value], part) for owner, value, part in rows]
        return [(ids[owner], value, part) for owner, value, part in rows]

    def statements(self, entities: Collection[str] | None = None) -> Iterable[Said]:
        if entities is None:
            return self._said.all_counted()
        return [said for each in self._said.counted(entities).values() for said in each]

    def ask(self, question: str, parameters: Mapping[str, Any]) -> Answered:
        from partnermap.store.cypher_memory import run_question  # an extra, and slow to import

        return run_question(self, question, parameters, self._address)

    def stated_by(self, file: str) -> Iterable[Said]:
        return self._said.stated_by(file)

    def stated_in(self, change: int) -> Iterable[Said]:
        return self._said.stated_in(change)

    def ever_stated(self, entities: Collection[str]) -> Iterable[Said]:
        return self._said.ever_stated(entities)

    def history(self) -> list[Change]:
        return self._said.changes()

    def decisions(self) -> list[Decision]:
        return self._said.decisions()

    def dismissals(self) -> list[Dismissal]:
        return self._said.dismissals()

    def decisions_made(self) -> list[tuple[int, Decision]]:
        return self._said.decisions_made()

    def dismissals_made(self) -> list[tuple[int, Dismissal]]:
        return self._said.dismissals_made()

    def mappings(self) -> list[KeptMapping]:
        return [one for _, one in self._said.mappings_made()]


def _read(prop: Property, column: list[Any]) -> list[Any]:
    """SQLite knows no yes and no: they stand there as 1 and 0."""
    if prop.type is not Type.YESNO:
        return column
    return [None if value is None else bool(value) for value in column]
