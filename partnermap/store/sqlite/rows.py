"""From the values of things to the rows of the tables that an SQLite store keeps them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import compress
from typing import Any

from partnermap.model import Kind, Property, Type
from partnermap.store.sqlite.inserting import Columns
from partnermap.store.sqlite.schema import list_table

Keys = Mapping[str, int]
Said = Callable[[str], list[Any]]
"""For each property its values, thing by thing; None where there is none."""


def tables_of(kind: Kind) -> list[tuple[str, str]]:
    """The kind's own table and those of its properties of several values, with the column that says whose row it is."""
    return [(kind.table, "key"), *((list_table(kind, prop), "owner") for prop in kind.lists)]


def rows_of(kind: Kind, owners: list[int], said: Said, keys: Keys) -> dict[str, Columns]:
    """The rows of things in each of the kind's tables, column by column; first that which says whose they are."""
    own = {"key": owners, **{prop.name: _own_column(prop, said(prop.name), keys) for prop in kind.columns}}
    lists = {list_table(kind, prop): _list_columns(prop, owners, said(prop.name), keys) for prop in kind.lists}
    return {kind.table: own, **lists}


def _own_column(prop: Property, values: list[Any], keys: Keys) -> list[Any]:
    return [None if one is None else keys[one] for one in values] if prop.names_things else values


def _list_columns(prop: Property, owners: list[int], values: list[Any], keys: Keys) -> Columns:
    holding = [(owner, listed) for owner, listed in zip(owners, values, strict=True) if listed]
    held = [value for _, listed in holding for value in listed]
    named = [value[0] for value in held] if prop.type is Type.SHARES else held
    columns = {
        "owner": [owner for owner, listed in holding for _ in listed],
        "position": [position for _, listed in holding for position in range(len(listed))],
        "value": [keys[one] for one in named] if prop.names_things else named,
    }
    return columns | {"share": [share for _, share in held]} if prop.type is Type.SHARES else columns


def of_things(keys: set[int], columns: Columns) -> Columns:
    """The rows of these things."""
    owners = next(iter(columns.values()))
    chosen = [owner in keys for owner in owners] if keys else []
    return columns if chosen and all(chosen) else {name: [*compress(each, chosen)] for name, each in columns.items()}
