"""The half of a Neo4j store that keeps what was said, as nodes beside the map."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from partnermap.store.base import EDITS, Change, Decision, Dismissal, KeptMapping, Said, Statement
from partnermap.store.facts import Kept, encode, written
from partnermap.store.ids import kind_of
from partnermap.store.joining import Canon
from partnermap.store.ledger import Ledger
from partnermap.store.neo4j_.outlets import InPlace, Outlet
from partnermap.store.neo4j_.server import Transaction, parts, side_by_side

Beside = Decision | Dismissal | KeptMapping
"""What a change says besides its statements."""

READ_AT_ONCE = 50_000
"""Statements collected into one answer: columns of that size come quickly, and fit into a small server."""
MANY = 8
"""A question about more than one in so many is answered sooner by reading them all."""

_FIELDS = ("number", "change", "entity", "thing", "file", "sheet", "row", "facts", "withdrawn")
_COLUMNS = ", ".join(f"collect(s.{name})" for name in _FIELDS)
_BETWEEN = f"MATCH (s:Statement) WHERE $low <= s.number < $high RETURN {_COLUMNS}"
_ABOUT = f"UNWIND $ids AS id MATCH (s:Statement {{entity: id}}) WHERE s.number < $before RETURN {_COLUMNS}"
_KEEP = "UNWIND $rows AS row CREATE (s:Statement) SET " + ", ".join(
    f"s.{name} = row[{place}]" for place, name in enumerate(_FIELDS)
)


class SaidNodes(Ledger):
    """Reads and writes them inside the transaction that it is given."""

    def __init__(self, tx: Transaction, out: Outlet | None = None) -> None:
        super().__init__()
        self._tx = tx
        self._out = out or InPlace(tx)
        """Where statements go: they are many. All else always goes into the transaction itself."""
        self._first: dict[str, int] = {}

    def revision(self) -> int:
        return int(self._tx.rows("MATCH (c:Change) RETURN coalesce(max(c.number), 0)")[0][0])

    # -- changes ---------------------------------------------------------------------------------

    def _keep_change(self, change: Change) -> None:
        kept = {name: value for name, value in vars(change).items() if name != "live"}
        kept["files"] = encode(change.files)
        self._tx.run("CREATE (c:Change) SET c = $kept", kept=kept)

    def add_verdicts(self, number: int, decisions: Iterable[Decision], dismissals: Iterable[Dismissal]) -> None:
        self._add_beside("Decision", number, decisions)
        self._add_beside("Dismissal", number, dismissals)

    def add_mappings(self, number: int, mappings: Iterable[KeptMapping]) -> None:
        self._add_beside("Mapping", number, mappings)

    def _add_beside(self, label: str, number: int, added: Iterable[Beside]) -> None:
        """After what the change has of them already: a copy brings them one by one."""
        rows = [_kept(one) | {"change": number, "place": place} for place, one in enumerate(added)]
        if rows:
            self._tx.run(
                f"OPTIONAL MATCH (n:{label} {{change: $number}}) WITH count(n) AS before UNWIND $rows AS row "
                f"CREATE (m:{label}) SET m = row, m.place = before + row.place",
                number=number,
                rows=rows,
            )

    def _changes_made(self) -> list[Change]:
        rows = self._tx.rows("MATCH (c:Change) RETURN c {.*} ORDER BY c.number")
        return [_change(kept) for (kept,) in rows]

    def decisions_made(self) -> list[tuple[int, Decision]]:
        return [(kept.pop("change"), Decision(**kept)) for kept in self._beside("Decision")]

    def dismissals_made(self) -> list[tuple[int, Dismissal]]:
        return [(kept.pop("change"), Dismissal(**_BLANK | kept)) for kept in self._beside("Dismissal")]

    def mappings_made(self) -> list[tuple[int, KeptMapping]]:
        return [(kept.pop("change"), KeptMapping(**kept)) for kept in self._beside("Mapping")]

    def _beside(self, label: str) -> Iterator[dict[str, Any]]:
        for (kept,) in self._tx.rows(f"MATCH (n:{label}) RETURN n {{.*}} ORDER BY n.change, n.place"):
            del kept["place"]
            yield kept

    # -- statements ------------------------------------------------------------------------------

    def last_statement(self) -> int:
        return int(self._tx.rows("MATCH (s:Statement) RETURN coalesce(max(s.number), 0)")[0][0])

    def _keep_statements(self, added: list[Said]) -> None:
        texts = written([said.statement.facts for said in added])
        for part in parts([_row(said, facts) for said, facts in zip(added, texts, strict=True)]):
            self._out.run(_KEEP, rows=part)
        for said in added:
            self._first.setdefault(said.entity, said.number)

    def first(self, entities: Collection[str]) -> dict[str, int]:
        """The number of the first statement that there ever was about each of these: things are told in that order."""
        unknown = [one for one in entities if one not in self._first]
        for part in parts(unknown):
            asked = "UNWIND $ids AS id MATCH (s:Statement {entity: id}) RETURN id, min(s.number)"
            self._first.update(self._tx.rows(asked, ids=part))
        return self._first

    def _earlier(self, entities: Collection[str]) -> Iterator[Said]:
        before = self._first_fresh or self.last_statement() + 1
        if len(entities) * MANY > before:
            wanted = set(entities)
            rows = [row for row in self._read_through(before) if row[2] in wanted]
        else:
            rows = self._rows(_ABOUT, ids=list(entities), before=before)
        first: dict[str, int] = {}
        for row in rows:
            first.setdefault(row[2], row[0])
        self._first.update(first)
        return self._counting(rows)

    def all_counted(self) -> list[Said]:
        return list(self._counting(self._read_through(self.last_statement() + 1)))

    def stated_by(self, file: str) -> list[Said]:
        return list(self._counting(self._rows(f"MATCH (s:Statement {{file: $file}}) RETURN {_COLUMNS}", file=file)))

    def stated_in(self, change: int) -> list[Said]:
        return self._of_changes(self._rows(f"MATCH (s:Statement {{change: $change}}) RETURN {_COLUMNS}", change=change))

    def ever_stated(self, entities: Collection[str]) -> list[Said]:
        before = self.last_statement() + 1
        if len(entities) * MANY > before:
            wanted = set(entities)
            return self._of_changes(row for row in self._read_through(before) if row[2] in wanted)
        return self._of_changes(self._rows(_ABOUT, ids=list(set(entities)), before=before))

    def _of_changes(self, rows: Iterable[tuple[Any, ...]]) -> list[Said]:
        """Statements of a change that is not there are what one that was cut off left behind."""
        return [_said(row) for row in rows if row[1] in self._liveness()]

    def all(self) -> Iterator[Said]:
        return map(_said, self._read_through(self.last_statement() + 1))

    def between(self, low: int, high: int) -> list[Said]:
        """Every statement from a number up to, not including, another."""
        return [_said(row) for row in self._rows(_BETWEEN, low=low, high=high)]

    def _read_through(self, before: int) -> Iterator[tuple[Any, ...]]:
        for low in range(1, before, READ_AT_ONCE):
            yield from self._rows(_BETWEEN, low=low, high=min(low + READ_AT_ONCE, before))

    def _rows(self, asked: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return sorted(side_by_side(self._tx.columns(asked, **parameters)))

    def _counting(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Said]:
        """As :func:`partnermap.store.settling.counting`, before anything is read of those that do not count."""
        newest = {row[3:6] if row[4] == EDITS else row[3:5]: row for row in rows if self._is_live(row[1])}
        return (_said(row) for row in sorted(newest.values()) if not row[8])

    def entities(self) -> list[str]:
        asked = "MATCH (s:Statement) WITH s.entity AS entity, min(s.number) AS first RETURN collect([first, entity])"
        return [entity for _, entity in sorted(self._tx.columns(asked)[0])]

    def entities_of(self, changes: set[int]) -> list[str]:
        asked = "MATCH (s:Statement) WHERE s.change IN $changes RETURN collect(DISTINCT s.entity)"
        return self._tx.columns(asked, changes=sorted(changes))[0] if changes else []

    def rejoin(self, canon: Canon) -> set[str]:
        moved = list(self._moved(canon))
        for part in parts(moved):
            asked = (
                "UNWIND $rows AS row MATCH (s:Statement {entity: row[0]}) WHERE s.thing = row[1] SET s.entity = row[2]"
            )
            self._tx.run(asked, rows=part)
        return {one for was, _, now in moved for one in (was, now)}

    def misjoined(self, canon: Canon) -> list[str]:
        return sorted({was for was, _, _ in self._moved(canon)})

    def _moved(self, canon: Canon) -> Iterator[tuple[str, str, str]]:
        """What statements are about, what was stated, and what they should be about, where that is another thing."""
        asked = (
            "MATCH (s:Statement) WHERE s.change <= $newest "
            "WITH DISTINCT s.entity AS was, s.thing AS thing RETURN collect(was), collect(thing)"
        )
        for was, thing in side_by_side(self._tx.columns(asked, newest=self.revision())):
            now = canon(thing)
            if now != was:
                yield was, thing, now


_BLANK = {"area": None, "agreement": None, "partner": None}
"""What a node does not hold where it is blank."""


def _kept(one: Beside) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _change(kept: dict[str, Any]) -> Change:
    files = tuple((name, mark) for name, mark in json.loads(kept["files"]))
    return Change(kept["number"], kept["kind"], kept["who"], kept["what"], kept["at"], files, kept.get("undoes"))


def _row(said: Said, facts: str) -> list[Any]:
    one = said.statement
    place = [said.number, said.change, said.entity, one.thing, one.file, one.sheet, one.row]
    return [*place, facts, one.withdrawn]


def _said(row: tuple[Any, ...]) -> Said:
    number, change, entity, thing, file, sheet, line, facts, withdrawn = row
    return Said(number, change, entity, Statement(thing, kind_of(thing), file, sheet, line, Kept(facts), withdrawn))
