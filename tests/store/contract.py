"""What the tests of every store share: how to state things, what a map looks like, and the stores that take part.

A store joins the suite by a maker here, and its name in ``conftest.py``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from partnermap.model import BY_NAME, KINDS, Type
from partnermap.settings import SignIn
from partnermap.store import Store, open_store
from partnermap.store.base import EDITS, Decision, Dismissal, Draft, Effect, Fact, KeptMapping, StatedRows, Statement
from partnermap.store.ids import fold, make_id
from partnermap.store.neo4j_.store import Neo4jStore
from tests.neo4j.database import Neo4j
from tests.neo4j.pool import Servers

Map = dict[str, dict[str, Any]]
"""For each thing its properties that are not blank; shares as pairs."""


# -- stating ---------------------------------------------------------------------------------------


def state(kind: str, file: str = "a.xlsx", row: int = 2, number: int = 1, /, **values: Any) -> Statement:
    """One row of a file about one thing, its id made from its key as an import makes it."""
    facts = {name: Fact(value, "A", f"{value}") for name, value in values.items()}
    return Statement(thing_of(kind, number, **values), kind, file, BY_NAME[kind].sheet, row, facts)


def thing_of(kind: str, number: int = 1, /, **values: Any) -> str:
    """The id of the thing that has these values for its key."""
    declared = BY_NAME[kind]
    parts: list[str | None] = []
    for name in declared.key:
        value = values.get(name)
        parts.append(value if value is None or declared[name].names_things else fold(str(value)))
    return make_id(kind, [*parts, str(number)] if declared.counted else parts)


def withdraw(statement: Statement) -> Statement:
    """The file no longer says anything about the thing."""
    return Statement(statement.thing, statement.kind, statement.file, statement.sheet, statement.row, {}, True)


def import_of(*statements: Statement, what: str = "import a.xlsx") -> Draft:
    files = [(name, "00") for name in dict.fromkeys(one.file for one in statements)]
    return Draft("import", "Ann", what, files, statements)


def listed(draft: Draft) -> Draft:
    """The same, with what it states kept column by column; what is withdrawn stays as it is."""
    sheets: dict[tuple[str, str, str], list[Statement]] = {}
    for one in draft.statements:
        if not one.withdrawn:
            sheets.setdefault((one.kind, one.file, one.sheet), []).append(one)
    rows = [StatedRows(*place, *_by_columns(stated)) for place, stated in sheets.items()]
    return replace(draft, statements=[one for one in draft.statements if one.withdrawn], listed=rows)


def _by_columns(stated: list[Statement]) -> tuple[list[str], list[int], dict[str, list[Fact | None]]]:
    names = dict.fromkeys(name for one in stated for name in one.facts)
    columns = {name: [one.facts.get(name) for one in stated] for name in names}
    return [one.thing for one in stated], [one.row for one in stated], columns


def edit_of(kind: str, thing: str, /, **values: Any) -> Draft:
    facts = {name: Fact(value, "", f"Ann: {value}") for name, value in values.items()}
    return Draft("edit", "Ann", "by hand", statements=[Statement(thing, kind, "edit", "", 0, facts, not facts)])


def ruling_of(kind: str, thing: str, prop: str, value: Any, *over: Any) -> Draft:
    """A person says which value of a property shows, over others that there are."""
    facts = {prop: Fact(value, "", f"{value}", over)}
    statement = Statement(thing, kind, EDITS, BY_NAME[kind][prop].heading, 0, facts)
    return Draft("edit", "Ann", f"rule on {prop}", statements=[statement])


def same(first: str, second: str) -> Draft:
    return Draft("decision", "Ann", "the same", decisions=[Decision("same", first, second)])


def different(first: str, second: str) -> Draft:
    return Draft("decision", "Ann", "different", decisions=[Decision("different", first, second)])


def undo_of(number: int) -> Draft:
    return Draft("undo", "Ann", f"undo {number}", undoes=number)


def mapping(file: str = "a.xlsx", sheet: str = "RO4", text: str = "unit = '£000'\n") -> KeptMapping:
    """How a table was read that has a council a row and a year a column."""
    return KeptMapping(file, sheet, "E-code|Local authority|Class|{year} budget", text)


# -- a small county --------------------------------------------------------------------------------

KENT = thing_of("Area", name="Kent")
TRUST, COUNCIL = thing_of("Partner", name="Kent PCT"), thing_of("Partner", name="Kent County Council")
BOARD = thing_of("Partnership", name="Kent Partnership")
SEAT = thing_of("Membership", partner=TRUST, partnership=BOARD)


def county(file: str = "a.xlsx") -> list[Statement]:
    """An area, two partners, a partnership on which one of them sits."""
    return [
        state("Area", file, name="Kent", tier="county"),
        state("Partner", file, 2, name="Kent PCT", kind="pct", covers=[KENT]),
        state("Partner", file, 3, name="Kent County Council", kind="county_council", covers=[KENT]),
        state("Partnership", file, name="Kent Partnership", kind="lsp", covers=[KENT]),
        state("Membership", file, partner=TRUST, partnership=BOARD, role="chair"),
    ]


# -- looking ---------------------------------------------------------------------------------------


def map_of(store: Store) -> Map:
    """Everything that is in the map."""
    found: Map = {}
    with store.view() as view:
        for kind in KINDS:
            columns = view.things(kind)
            for place, thing in enumerate(columns["id"]):
                row = {prop.name: columns[prop.name][place] for prop in kind.columns}
                found[thing] = {name: value for name, value in row.items() if value is not None}
            for prop in kind.lists:
                for thing, value, share in view.pairs(kind, prop):
                    one = (value, share) if prop.type is Type.SHARES else value
                    found[thing].setdefault(prop.name, []).append(one)
    return found


def replayed(store: Store, into: Store) -> Store:
    """A fresh store, given nothing but the changes of another that still count."""
    records = list(store.dump())
    with store.view() as view:
        left = [change for change in view.history() if change.live and change.undoes is None]
    for change in left:
        mine = [one for one in records if one.get("change") == change.number]
        statements = [_statement(one) for one in mine if one["record"] == "statement"]
        decisions = [Decision(**_fields(one)) for one in mine if one["record"] == "decision"]
        dismissals = [Dismissal(**_fields(one)) for one in mine if one["record"] == "dismissal"]
        mappings = [KeptMapping(**_fields(one)) for one in mine if one["record"] == "mapping"]
        said = (statements, decisions, dismissals)
        into.apply(Draft(change.kind, change.who, change.what, change.files, *said, mappings=mappings))
    return into


def _statement(record: dict[str, Any]) -> Statement:
    kept = {name: record[name] for name in ("thing", "file", "sheet", "row", "withdrawn")}
    facts = {name: Fact(*fact) for name, fact in record["facts"].items()}
    return Statement(**kept, kind=record["thing"].partition(":")[0], facts=facts)


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in ("record", "change")}


def counts(effect: Effect) -> dict[str, dict[str, int]]:
    """What an effect counts, without what it does not."""
    fates = ("added", "changed", "unchanged", "removed")
    return {fate: getattr(effect, fate) for fate in fates if getattr(effect, fate)}


# -- the stores that take part ---------------------------------------------------------------------


class Maker(Protocol):
    """How a kind of store is had."""

    def make(self, folder: Path) -> Store:
        """A new empty one."""

    def close(self, store: Store) -> None:
        """Close one, and let go of what it stood on."""

    def tamper(self, store: Store) -> None:
        """Take the trust's notes, and the seat, out of the map behind the store's back."""


class Files:
    """Stores in SQLite files."""

    def make(self, folder: Path) -> Store:
        return open_store(str(folder / f"map{len(list(folder.glob('*.db')))}.db"))

    def close(self, store: Store) -> None:
        store.close()

    def tamper(self, store: Store) -> None:
        with closing(sqlite3.connect(store.address)) as db, db:
            db.execute("UPDATE partner SET notes = 'forged' WHERE name = 'Kent PCT'")
            db.execute("DELETE FROM membership")


_FORGERIES = ("MATCH (n:Partner {name: 'Kent PCT'}) SET n.notes = 'forged'", "MATCH ()-[r:MEMBER_OF]->() DELETE r")


class OnServers:
    """Stores on Neo4j servers, each on one of its own."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._lent: dict[str, Neo4j] = {}

    def make(self, folder: Path) -> Store:  # noqa: ARG002 - a server has a folder of its own
        server = self._servers.lend()
        store = Neo4jStore(server.address, SignIn(server.user, server.password, server.database))
        self._lent[store.address] = server
        return store

    def close(self, store: Store) -> None:
        store.close()
        self._servers.take_back(self._lent.pop(store.address))

    def tamper(self, store: Store) -> None:
        server = self._lent[store.address]
        for change in _FORGERIES:
            server.driver.execute_query(change, database_=server.database)


@dataclass
class Stores:
    """Gives as many empty stores of one kind as a test asks for, and closes them."""

    maker: Maker
    folder: Path
    made: list[Store] = field(default_factory=list)

    def __call__(self, *drafts: Draft) -> Store:
        store = self.maker.make(self.folder)
        self.made.append(store)
        apply_all(store, drafts)
        return store

    def map_made_by(self, *drafts: Draft) -> Map:
        """The map that these drafts make; the store for it is closed at once."""
        found = map_of(self(*drafts))
        self.maker.close(self.made.pop())
        return found

    def close(self) -> None:
        while self.made:
            self.maker.close(self.made.pop())


def apply_all(store: Store, drafts: Iterable[Draft]) -> None:
    for draft in drafts:
        store.apply(draft)
