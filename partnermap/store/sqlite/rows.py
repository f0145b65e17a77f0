"""From the values of things to the rows of the tables that an SQLite store keeps them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from partnermap.model import Kind, Property, Type
from partnermap.store.settling import Values
from partnermap.store.sqlite.schema import list_table

Row = tuple[Any, ...]
Keys = Mapping[str, int]
Things = list[tuple[int, Values]]
"""Things of one kind: their keys and their values."""


def tables_of(kind: Kind) -> list[tuple[str, str]]:
    """The kind's own table and those of its properties of several values, with the column that says whose row it is."""
    return [(kind.table, "key"), *((list_table(kind, prop), "owner") for prop in kind.lists)]


def rows_of(kind: Kind, things: Things, keys: Keys) -> dict[str, list[Row]]:
    """The rows of these things in each of the kind's tables."""
    rows = {kind.table: list(_own_rows(kind, things, keys))}
    for prop in kind.lists:
        rows[list_table(kind, prop)] = list(_list_rows(prop, things, keys))
    return rows


def _own_rows(kind: Kind, things: Things, keys: Keys) -> Iterator[Row]:
    """Column by column, which takes half the time of row by row."""
    columns: list[list[Any]] = [[key for key, _ in things]]
    for prop in kind.columns:
        name = prop.name
        if prop.names_things:
            columns.append([None if (one := values.get(name)) is None else keys[one] for _, values in things])
        else:
            columns.append([values.get(name) for _, values in things])
    return zip(*columns, strict=True)


def _list_rows(prop: Property, things: Things, keys: Keys) -> Iterator[Row]:
    holding = [(owner, values[prop.name]) for owner, values in things if prop.name in values]
    for owner, listed in holding:
        for position, value in enumerate(listed or ()):
            if prop.type is Type.SHARES:
                yield owner, position, keys[value[0]], value[1]
            else:
                yield owner, position, keys[value] if prop.names_things else value
