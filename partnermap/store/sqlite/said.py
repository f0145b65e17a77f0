"""The half of an SQLite store that keeps what was said: changes, statements, decisions, dismissals, mappings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from partnermap.store.base import EDITS, Change, Decision, Dismissal, KeptMapping, Said, StatedRows, Statement
from partnermap.store.facts import Kept, encode, written, written_rows
from partnermap.store.ids import kind_of
from partnermap.store.joining import Canon
from partnermap.store.ledger import Heard, Ledger
from partnermap.store.sqlite.ids import Entities
from partnermap.store.sqlite.indexing import indexed_afterwards
from partnermap.store.sqlite.inserting import insert
from partnermap.store.sqlite.schema import STATEMENT_INDEXES

_COLUMNS = (
    "s.number, s.change, e.id, coalesce(t.id, e.id), p.file, p.sheet, s.row, s.facts, s.withdrawn "
    "FROM statement s JOIN place p ON p.key = s.place JOIN entity e ON e.key = s.entity "
    "LEFT JOIN entity t ON t.key = s.thing"
)
_AMONG = "(SELECT value FROM json_each(?))"
Row = tuple[Any, ...]


class SaidTables(Ledger):
    """Reads and writes them inside the transaction of the connection it is given."""

    def __init__(self, db: sqlite3.Connection, entities: Entities, rehearsed: bool = False) -> None:
        """``rehearsed``: statements, which are many, are looked at only."""
        super().__init__()
        self._db = db
        self._entities = entities
        self._rehearsed = rehearsed
        self._first_new = entities.count + 1
        """About things of this key and later ones nothing was said before this transaction."""
        self._alone: list[tuple[int, range, StatedRows]] = []
        """Rows of this transaction of whose things nothing else speaks; their change, their statements' numbers."""
        self._among_alone: set[str] = set()
        """What those rows are about."""

    def revision(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(number), 0) FROM change").fetchone()[0])

    # -- changes ---------------------------------------------------------------------------------

    def _keep_change(self, change: Change) -> None:
        row = (change.number, change.kind, change.who, change.what, change.at, encode(change.files), change.undoes)
        self._db.execute("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def add_verdicts(self, number: int, decisions: Iterable[Decision], dismissals: Iterable[Dismissal]) -> None:
        decided = [(number, one.verdict, one.first, one.second) for one in decisions]
        self._db.executemany("INSERT INTO decision VALUES (?, ?, ?, ?)", decided)
        dismissed = [
            (number, one.code, one.subject, one.area, one.agreement, one.partner, one.fingerprint, one.reason)
            for one in dismissals
        ]
        self._db.executemany("INSERT INTO dismissal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", dismissed)

    def add_mappings(self, number: int, mappings: Iterable[KeptMapping]) -> None:
        rows = [(number, one.file, one.sheet, one.shape, one.text) for one in mappings]
        self._db.executemany("INSERT INTO mapping VALUES (?, ?, ?, ?, ?)", rows)

    def _changes_made(self) -> list[Change]:
        rows = self._db.execute("SELECT number, kind, who, what, at, files, undoes FROM change ORDER BY number")
        return [Change(n, k, w, t, a, tuple((f, h) for f, h in json.loads(fs)), u) for n, k, w, t, a, fs, u in rows]

    def decisions_made(self) -> list[tuple[int, Decision]]:
        rows = self._db.execute("SELECT * FROM decision ORDER BY change, rowid")
        return [(change, Decision(*rest)) for change, *rest in rows]

    def dismissals_made(self) -> list[tuple[int, Dismissal]]:
        rows = self._db.execute("SELECT * FROM dismissal ORDER BY change, rowid")
        return [(change, Dismissal(*rest)) for change, *rest in rows]

    def mappings_made(self) -> list[tuple[int, KeptMapping]]:
        rows = self._db.execute("SELECT * FROM mapping ORDER BY change, rowid")
        return [(change, KeptMapping(*rest)) for change, *rest in rows]

    # -- statements ------------------------------------------------------------------------------

    def last_statement(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(number), 0) FROM statement").fetchone()[0])

    def _keep_statements(self, added: list[Said]) -> None:
        if not self._rehearsed:
            with indexed_afterwards(self._db, STATEMENT_INDEXES, len(added), self.last_statement()):
                self._db.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._rows(added))

    def _rows(self, added: list[Said]) -> Iterator[tuple[Any, ...]]:
        keys = self._entities.give_keys(said.entity for said in added)
        joined = self._entities.give_keys(said.statement.thing for said in added if said.statement.thing != said.entity)
        places: dict[tuple[str, str], int] = {}
        texts = written([said.statement.facts for said in added])
        for (number, change, entity, one), facts in zip(added, texts, strict=True):
            place = places.get((one.file, one.sheet))
            if place is None:
                place = places[one.file, one.sheet] = self._place(one.file, one.sheet)
            thing = None if entity == one.thing else joined[one.thing]
            yield number, change, keys[entity], thing, place, one.row, one.withdrawn, facts

    def add_listed(self, change: int, listed: Sequence[StatedRows], canon: Canon) -> Heard:
        """Column by column, where each thing is named once and nothing else was ever said of any; else one by one."""
        things = {thing for rows in listed for thing in rows.things}
        told_apart = len(things) == sum(map(len, listed)) and self._fresh.keys().isdisjoint(things)
        if canon or not told_apart or not self._is_live(change) or self._entities.keys(things):
            return super().add_listed(change, listed, canon)
        for rows in listed:
            numbers = self._numbers(len(rows))
            self._keep_rows(change, numbers, rows)
            self._alone.append((change, numbers, rows))
        self._among_alone = things
        return Heard([], listed)

    def _keep_rows(self, change: int, numbers: range, rows: StatedRows) -> None:
        keys = self._entities.give_keys(rows.things)
        if not self._rehearsed:
            with indexed_afterwards(self._db, STATEMENT_INDEXES, len(rows), numbers.start):
                insert(self._db, "statement", {
                    "number": numbers,
                    "change": [change] * len(rows),
                    "entity": [keys[thing] for thing in rows.things],
                    "place": [self._place(rows.file, rows.sheet)] * len(rows),
                    "row": rows.numbers,
                    "withdrawn": [0] * len(rows),
                    "facts": list(written_rows(rows.facts, len(rows))),
                })  # fmt: skip

    def counted(self, entities: Collection[str]) -> dict[str, list[Said]]:
        """The same; what was kept column by column becomes statements only once one of its things is asked for."""
        if not self._among_alone.isdisjoint(entities):
            for change, numbers, rows in self._alone:
                self._fresh.update(
                    (one.thing, [Said(n, change, one.thing, one)]) for n, one in zip(numbers, rows, strict=True)
                )
            self._alone, self._among_alone = [], set()
        return super().counted(entities)

    def _place(self, file: str, sheet: str) -> int:
        self._db.execute("INSERT OR IGNORE INTO place (file, sheet) VALUES (?, ?)", (file, sheet))
        return int(self._db.execute("SELECT key FROM place WHERE file = ? AND sheet = ?", (file, sheet)).fetchone()[0])

    def _earlier(self, entities: Collection[str]) -> Iterable[Said]:
        limit = "s.number > 0" if self._first_fresh is None else f"s.number < {self._first_fresh}"
        old = {one: key for one, key in self._entities.keys(entities).items() if key < self._first_new}
        if not old:
            return []
        if self._entities.are_many(old):
            return self._counted_among(f"WHERE {limit}", about=old)
        return self._counted_among(f"WHERE {limit} AND s.entity IN {_AMONG}", encode(list(old.values())))

    def all_counted(self) -> list[Said]:
        return list(self._counted_among(""))

    def stated_by(self, file: str) -> list[Said]:
        return list(self._counted_among("WHERE p.file = ?", file))

    def stated_in(self, change: int) -> list[Said]:
        return list(self._among("WHERE s.change = ?", change))

    def ever_stated(self, entities: Collection[str]) -> list[Said]:
        keys = self._entities.keys(entities)
        if self._entities.are_many(keys):
            return [said for said in self.all() if said.entity in keys]
        return list(self._among(f"WHERE s.entity IN {_AMONG}", encode(list(keys.values()))))

    def _counted_among(self, tail: str, *values: str, about: Collection[str] | None = None) -> Iterator[Said]:
        """As :func:`counting`, before anything is read of those that do not count. ``about``: only these things."""
        newest: dict[Row, Row] = {}
        for row in self._db.execute(f"SELECT {_COLUMNS} {tail} ORDER BY s.number", values):
            if self._is_live(row[1]) and (about is None or row[2] in about):
                newest[row[3:6] if row[4] == EDITS else row[3:5]] = row
        return (_said(row) for row in sorted(newest.values(), key=itemgetter(0)) if not row[8])

    def all(self) -> Iterator[Said]:
        return self._among("")

    def _among(self, tail: str, *values: str | int) -> Iterator[Said]:
        return map(_said, self._db.execute(f"SELECT {_COLUMNS} {tail} ORDER BY s.number", values))

    def entities(self) -> set[str]:
        rows = self._db.execute("SELECT id FROM entity WHERE key IN (SELECT entity FROM statement)")
        return {row[0] for row in rows}

    def entities_of(self, changes: set[int]) -> set[str]:
        about = f"SELECT entity FROM statement WHERE change IN {_AMONG}"  # noqa: S608 - a constant
        rows = self._db.execute(f"SELECT id FROM entity WHERE key IN ({about})", (encode(sorted(changes)),))  # noqa: S608
        return {row[0] for row in rows}

    def rejoin(self, canon: Canon) -> set[str]:
        moved = list(self._moved(canon))
        keys = self._entities.give_keys(now for *_, now in moved)
        self._first_new = self._entities.count + 1
        self._db.executemany(
            "UPDATE statement SET entity = ?1, thing = nullif(?2, ?1) "
            "WHERE entity = ?3 AND coalesce(thing, entity) = ?2",
            [(keys[now], thing, was) for was, thing, _, now in moved],
        )
        return {one for *_, before, now in moved for one in (before, now)}

    def misjoined(self, canon: Canon) -> list[str]:
        return sorted({before for *_, before, _ in self._moved(canon)})

    def _moved(self, canon: Canon) -> Iterator[tuple[int, int, str, str]]:
        """Keys of what statements are about and of what was stated; ids of what they are and should be about."""
        ids = dict(self._db.execute("SELECT key, id FROM entity"))
        for was, thing in self._db.execute("SELECT DISTINCT entity, thing FROM statement").fetchall():
            stated = thing or was
            now = canon(ids[stated])
            if now != ids[was]:
                yield was, stated, ids[was], now


def _said(row: Row) -> Said:
    number, change, entity, thing, file, sheet, line, facts, withdrawn = row
    return Said(
        number, change, entity, Statement(thing, kind_of(thing), file, sheet, line, Kept(facts), bool(withdrawn))
    )
