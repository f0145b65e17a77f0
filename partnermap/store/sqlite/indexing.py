"""Rows that come in great number go in sooner without indexes, which are made anew at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from partnermap.store.sqlite.ids import MANY

MANY_ROWS = 1_000


@contextmanager
def indexed_afterwards(db: sqlite3.Connection, indexes: Mapping[str, str], rows: int, there: int) -> Iterator[None]:
    """Rows go in meanwhile. ``indexes``: the statements that make them, by name; dropped beside few rows only."""
    late = indexes if rows > MANY_ROWS and rows * MANY > there else {}
    for name in late:
        db.execute(f'DROP INDEX "{name}"')
    yield
    for statement in late.values():
        db.execute(statement)
