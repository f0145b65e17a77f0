"""From the values of things to the rows of the tables that an SQLite store keeps them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from partnermap.model import Kind, Property, Type
from partnermap.store.schema import list_table
from partnermap.store.settling import Values

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
    readers = [(prop.name, prop.names_things) for prop in kind.columns]
    for key, values in things:
        yield (key, *[_kept(values.get(name), named, keys) for name, named in readers])


def _kept(value: Any, names_a_thing: bool, keys: Keys) -> Any:
    return keys[value] if names_a_thing and value is not None else value


def _list_rows(prop: Property, things: Things, keys: Keys) -> Iterator[Row]:
    holding = [(owner, values[prop.name]) for owner, values in things if prop.name in values]
    for owner, listed in holding:
        for position, value in enumerate(listed or ()):
            if prop.type is Type.SHARES:
                yield owner, position, keys[value[0]], value[1]
            else:
                yield owner, position, keys[value] if prop.names_things else value
