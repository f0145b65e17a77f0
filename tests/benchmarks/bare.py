"""The least that any import and any graph must do, with no check and no thought: what ours is measured against.

The same cells are read, the same rows are kept twice in one transaction (as they were said, and as nodes and links),
and the same nodes and links are put into a networkx graph.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import NamedTuple, TypeAlias

import networkx as nx
from python_calamine import CalamineWorkbook

from partnermap.model import KINDS, Kind, Property

Cells: TypeAlias = Sequence[object]
Keys: TypeAlias = dict[str, dict[str, int]]  # of each kind, by name

_NAMED_WITHIN_AN_AGREEMENT = ("Outcome",)


class Sheet(NamedTuple):
    headings: list[str]
    rows: list[Cells]

    def columns(self, headings: Iterable[str]) -> list[int]:
        return [self.headings.index(heading) for heading in headings if heading in self.headings]


def read(paths: Iterable[Path]) -> dict[str, Sheet]:
    """Every sheet's headings and rows."""
    sheets: dict[str, Sheet] = {}
    for path in paths:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            headings, *rows = book.get_sheet_by_name(name).to_python()
            sheets.setdefault(name, Sheet([str(heading) for heading in headings], [])).rows.extend(rows)
    return sheets


def keep(sheets: dict[str, Sheet], store: Path) -> None:
    """The rows as statements, and the nodes and links that follow, in one transaction."""
    with sqlite3.connect(store) as db:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        db.execute("BEGIN")
        _keep_statements(db, sheets)
        keys = _keep_nodes(db, sheets)
        _keep_links(db, sheets, keys)
    db.close()


def _keep_statements(db: sqlite3.Connection, sheets: dict[str, Sheet]) -> None:
    db.execute("CREATE TABLE statement (number INTEGER PRIMARY KEY, sheet TEXT, row INTEGER, facts TEXT) STRICT")
    encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
    for name, sheet in sheets.items():
        said = (
            encode({h: cell for h, cell in zip(sheet.headings, row, strict=True) if cell != ""}) for row in sheet.rows
        )
        rows = ((name, number, facts) for number, facts in enumerate(said, 2))
        db.executemany("INSERT INTO statement (sheet, row, facts) VALUES (?, ?, ?)", rows)


def _keep_nodes(db: sqlite3.Connection, sheets: dict[str, Sheet]) -> Keys:
    """A table a kind, with its plain columns; gives the key of each name."""
    keys: Keys = {}
    for kind, sheet, first in _nodes(sheets):
        columns = sheet.columns(prop.heading for prop in kind.properties if not prop.names_things)
        _keep_rows(db, kind, ["key"], sheet, columns, zip(range(first, first + len(sheet.rows)), strict=True))
        _name(keys, kind, sheet, first)
    return keys


def _nodes(sheets: dict[str, Sheet]) -> Iterator[tuple[Kind, Sheet, int]]:
    """Each kind of node that has a sheet, with the key of its first row."""
    first = 1
    for kind in KINDS:
        if kind.ends is None and kind.sheet in sheets:
            yield kind, sheets[kind.sheet], first
            first += len(sheets[kind.sheet].rows)


def _keep_rows(
    db: sqlite3.Connection,
    kind: Kind,
    ids: list[str],
    sheet: Sheet,
    columns: list[int],
    keys: Iterable[tuple[int, ...]],
) -> None:
    names = ", ".join(f'"{name}"' for name in [*ids, *(sheet.headings[column] for column in columns)])
    db.execute(f"CREATE TABLE {kind.table} ({names})")
    rows = ((*key, *(_plain(row[column]) for column in columns)) for key, row in zip(keys, sheet.rows, strict=True))
    marks = ", ".join("?" * (len(ids) + len(columns)))
    db.executemany(f"INSERT INTO {kind.table} VALUES ({marks})", rows)


def _plain(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, date) else None if cell == "" else cell


def _name(keys: Keys, kind: Kind, sheet: Sheet, first: int) -> None:
    for column in sheet.columns(["Aliases", "Name", "Request"]):
        for key, (row, scope) in enumerate(zip(sheet.rows, _scopes(kind.name, sheet), strict=True), first):
            keys.setdefault(kind.name, {})[f"{scope}{row[column]}"] = key


def _scopes(kind: str, sheet: Sheet) -> Iterator[str]:
    """What stands before a name to make it the only one: for an outcome its agreement."""
    if kind not in _NAMED_WITHIN_AN_AGREEMENT:
        return repeat("", len(sheet.rows))
    [agreement] = sheet.columns(["Agreement"])
    return (f"{row[agreement]} " for row in sheet.rows)


def _keep_links(db: sqlite3.Connection, sheets: dict[str, Sheet], keys: Keys) -> None:
    db.execute("CREATE TABLE link (source INTEGER, target INTEGER, kind TEXT) STRICT")
    for kind, sheet, first in _nodes(sheets):
        for prop in (prop for prop in kind.properties if prop.link and prop.heading in sheet.headings):
            rows = ((first + row, target, prop.link) for row, target in _targets(prop, sheet, keys))
            db.executemany("INSERT INTO link VALUES (?, ?, ?)", rows)
    for kind in (kind for kind in KINDS if kind.ends and kind.sheet in sheets):
        _keep_seats(db, kind, sheets[kind.sheet], keys)


def _keep_seats(db: sqlite3.Connection, kind: Kind, sheet: Sheet, keys: Keys) -> None:
    ends = ([target for _, target in _targets(kind[end], sheet, keys)] for end in kind.ends or ())
    columns = sheet.columns(prop.heading for prop in kind.properties if not prop.names_things)
    _keep_rows(db, kind, ["source", "target"], sheet, columns, zip(*ends, strict=True))


def _targets(prop: Property, sheet: Sheet, keys: Keys) -> Iterator[tuple[int, int]]:
    """Every row of a sheet with each thing that its cell names."""
    known = {name: key for kind in reversed(prop.to) for name, key in keys[kind].items()}
    [column] = sheet.columns([prop.heading])
    scopes = _scopes(prop.to[0], sheet)
    for number, (row, scope) in enumerate(zip(sheet.rows, scopes, strict=True)):
        if text := row[column]:
            for part in str(text).split(";") if prop.several else (str(text),):
                yield number, known[scope + part.partition(":")[0].strip()]


def graph(store: Path) -> nx.MultiDiGraph:
    """The nodes and links of the bare tables, with what is said of them."""
    made = nx.MultiDiGraph()
    with sqlite3.connect(store) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        for kind in (kind for kind in KINDS if kind.table in tables):
            names, rows = _table(db, kind.table)
            if kind.ends is None:
                made.add_nodes_from((key, dict(zip(names[1:], rest, strict=True))) for key, *rest in rows)
            else:
                made.add_edges_from((a, b, kind.link, dict(zip(names[2:], rest, strict=True))) for a, b, *rest in rows)
        made.add_edges_from(db.execute("SELECT source, target, kind FROM link").fetchall())
    db.close()
    return made


def _table(db: sqlite3.Connection, table: str) -> tuple[list[str], list[tuple[object, ...]]]:
    found = db.execute(f"SELECT * FROM {table}")
    return [column[0] for column in found.description], found.fetchall()
