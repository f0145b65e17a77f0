"""The half of an SQLite store that keeps what was said: changes, statements, decisions, dismissals."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from partnermap.store.base import Change, Decision, Dismissal, Draft, Fact, Said, Statement
from partnermap.store.ids import kind_of
from partnermap.store.settling import Canon, counting, live_changes

_COLUMNS = (
    "s.number, s.change, s.entity, coalesce(s.thing, s.entity), p.file, p.sheet, s.row, s.facts, s.withdrawn "
    "FROM statement s JOIN place p ON p.key = s.place"
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class SaidTables:
    """Reads and writes them inside the transaction of the connection it is given."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._live: dict[int, bool] | None = None
        self._fresh: dict[str, list[Said]] = {}

    def revision(self) -> int:
        """The number of the newest change; 0 in an empty store."""
        return int(self._db.execute("SELECT coalesce(max(number), 0) FROM change").fetchone()[0])

    # -- changes ---------------------------------------------------------------------------------

    def add_change(self, draft: Draft, at: str) -> int:
        number = self.revision() + 1
        row = (number, draft.kind, draft.who, draft.what, at, _encode([list(f) for f in draft.files]), draft.undoes)
        self._db.execute("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._db.executemany(
            "INSERT INTO decision VALUES (?, ?, ?, ?)",
            [(number, d.verdict, d.first, d.second) for d in draft.decisions],
        )
        self._db.executemany(
            "INSERT INTO dismissal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (number, d.code, d.subject, d.area, d.agreement, d.partner, d.fingerprint, d.reason)
                for d in draft.dismissals
            ],
        )
        self._live = None
        return number

    def changes(self) -> list[Change]:
        rows = self._db.execute(
            "SELECT number, kind, who, what, at, files, undoes FROM change ORDER BY number"
        ).fetchall()
        made = [Change(n, k, w, t, a, tuple((f, h) for f, h in json.loads(fs)), u) for n, k, w, t, a, fs, u in rows]
        live = live_changes(made)
        return [Change(**(vars(change) | {"live": live[change.number]})) for change in made]

    def undone_by(self, number: int) -> set[int]:
        """The change that is undone and, if that undid another in its turn, that one, and so on."""
        undoes = {c.number: c.undoes for c in self.changes()}
        reached: set[int] = set()
        step: int | None = number
        while step is not None:
            reached.add(step)
            step = undoes[step]
        return reached

    def changes_decisions(self, number: int) -> bool:
        marks = self.undone_by(number)
        return any(change in marks for (change,) in self._db.execute("SELECT change FROM decision"))

    def decisions(self) -> list[Decision]:
        rows = self._db.execute("SELECT change, verdict, first, second FROM decision ORDER BY change, rowid").fetchall()
        return [Decision(*row[1:]) for row in rows if self.is_live(row[0])]

    def dismissals(self) -> list[Dismissal]:
        rows = self._db.execute("SELECT * FROM dismissal ORDER BY change, rowid").fetchall()
        return [Dismissal(*row[1:]) for row in rows if self.is_live(row[0])]

    def is_live(self, number: int) -> bool:
        if self._live is None:
            self._live = {change.number: change.live for change in self.changes()}
        return self._live[number]

    # -- statements ------------------------------------------------------------------------------

    def add_statements(self, change: int, statements: Iterable[Statement], canon: Canon) -> set[str]:
        """Keep them, and say which things they are about."""
        first = int(self._db.execute("SELECT coalesce(max(number), 0) FROM statement").fetchone()[0]) + 1
        places: dict[tuple[str, str], int] = {}
        rows = []
        for number, statement in enumerate(statements, first):
            place = places.get((statement.file, statement.sheet))
            if place is None:
                place = places[statement.file, statement.sheet] = self._place(statement.file, statement.sheet)
            entity = canon(statement.thing)
            self._fresh.setdefault(entity, []).append(Said(number, change, entity, statement))
            thing = None if entity == statement.thing else statement.thing
            rows.append((number, change, entity, thing, place, statement.row, statement.withdrawn, _written(statement)))
        self._db.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return set(self._fresh)

    def _place(self, file: str, sheet: str) -> int:
        self._db.execute("INSERT OR IGNORE INTO place (file, sheet) VALUES (?, ?)", (file, sheet))
        return int(self._db.execute("SELECT key FROM place WHERE file = ? AND sheet = ?", (file, sheet)).fetchone()[0])

    def counted(self, entities: Collection[str]) -> dict[str, list[Said]]:
        """The statements that count about each of these things, oldest first."""
        found: dict[str, list[Said]] = {one: [] for one in entities}
        before = min((said[0].number for said in self._fresh.values()), default=None)
        for said in self._earlier(entities, before):
            if self.is_live(said.change):
                found[said.entity].append(said)
        for entity in entities:
            if entity in self._fresh:
                found[entity] += self._fresh[entity]
            if found[entity]:
                found[entity] = counting(found[entity])
        return found

    def _earlier(self, entities: Collection[str], before: int | None) -> Iterator[Said]:
        if before == 1:
            return iter(())
        limit = "" if before is None else f" AND s.number < {before}"
        wanted = "s.entity IN (SELECT value FROM json_each(?))"
        return self._read(f"WHERE {wanted}{limit} ORDER BY s.number", (_encode(list(entities)),))

    def all_counted(self) -> list[Said]:
        return counting(said for said in self._read("ORDER BY s.number") if self.is_live(said.change))

    def stated_by(self, file: str) -> list[Said]:
        found = self._read("WHERE p.file = ? ORDER BY s.number", (file,))
        return counting(said for said in found if self.is_live(said.change))

    def _read(self, tail: str, values: tuple[Any, ...] = ()) -> Iterator[Said]:
        for row in self._db.execute(f"SELECT {_COLUMNS} {tail}", values):
            yield _said(row)

    def entities(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT DISTINCT entity FROM statement")}

    def entities_of(self, changes: set[int]) -> set[str]:
        marks = _encode(sorted(changes))
        asked = "SELECT DISTINCT entity FROM statement WHERE change IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._db.execute(asked, (marks,))}

    def rename_entities(self, canon: Canon) -> None:
        """Work out anew which thing each statement is about."""
        rows = self._db.execute("SELECT number, coalesce(thing, entity), entity FROM statement").fetchall()
        moved = [(canon(thing), thing, number) for number, thing, entity in rows if canon(thing) != entity]
        self._db.executemany("UPDATE statement SET entity = ?, thing = ? WHERE number = ?", moved)

    # -- copies ----------------------------------------------------------------------------------

    def dump(self) -> Iterator[dict[str, Any]]:
        for change in self.changes():
            yield {"record": "change"} | {k: v for k, v in vars(change).items() if k != "live"}
        for table in ("decision", "dismissal"):
            rows = self._db.execute(f"SELECT * FROM {table} ORDER BY change, rowid")  # noqa: S608 - the two names above
            names = [column[0] for column in rows.description]
            for row in rows:
                yield {"record": table} | dict(zip(names, row, strict=True))
        for said in self._read("ORDER BY s.number"):
            one = said.statement
            yield {
                "record": "statement", "change": said.change, "thing": one.thing, "file": one.file, "sheet": one.sheet,
                "row": one.row, "withdrawn": one.withdrawn, "facts": one.facts,
            }  # fmt: skip

    def load(self, records: Iterable[Mapping[str, Any]]) -> None:
        by_change: dict[int, list[Statement]] = {}
        for record in records:
            if record["record"] == "statement":
                by_change.setdefault(record["change"], []).append(_statement_from(record))
            else:
                self._load_one(dict(record))
        self._live = None
        canon = Canon(self.decisions())
        for change, statements in by_change.items():
            self.add_statements(change, statements, canon)
        self._fresh.clear()

    def _load_one(self, record: dict[str, Any]) -> None:
        table = record.pop("record")
        if table == "change":
            record["files"] = _encode([list(f) for f in record["files"]])
        columns, marks = ", ".join(f'"{name}"' for name in record), ", ".join("?" * len(record))
        self._db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(record.values()))  # noqa: S608


def _written(statement: Statement) -> str:
    return _encode({n: f[:2] if f[0] == f[2] else f for n, f in statement.facts.items()})


def _said(row: tuple[Any, ...]) -> Said:
    number, change, entity, thing, file, sheet, line, facts, withdrawn = row
    read = {name: Fact(f[0], f[1], f[2] if len(f) > 2 else f[0]) for name, f in json.loads(facts).items()}
    return Said(number, change, entity, Statement(thing, kind_of(thing), file, sheet, line, read, bool(withdrawn)))


def _statement_from(record: Mapping[str, Any]) -> Statement:
    facts = {name: Fact(*fact) for name, fact in record["facts"].items()}
    kind = kind_of(record["thing"])
    return Statement(
        record["thing"], kind, record["file"], record["sheet"], record["row"], facts, bool(record["withdrawn"])
    )
