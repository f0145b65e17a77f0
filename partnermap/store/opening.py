"""From an address to a store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from partnermap.errors import StoreError
from partnermap.store.base import Store
from partnermap.store.sqlite.store import SqliteStore

SERVER_SCHEMES = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")


def open_store(address: str, on_wait: Callable[[str], None] = lambda _: None) -> Store:
    """The store at an address: the path of an SQLite file. ``on_wait`` is told, once, for whom a writer waits."""
    if address.startswith(SERVER_SCHEMES):
        raise StoreError(
            f"{address.split('@')[-1]}: a Neo4j server. This version keeps its map in a file. Give a path to --store."
        )
    if "://" in address:
        raise StoreError(f"{address}: neither a path nor an address that is known. Give a path to --store.")
    return SqliteStore(Path(address), on_wait)
