"""What the tests of SQLite files share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from partnermap.errors import StoreError


def raw(path: Path, *statements: str) -> list[Any]:
    """What SQLite itself answers to each statement, with nothing of ours in between."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        return [db.execute(statement).fetchall() for statement in statements]


def refusal(do: Callable[[], object]) -> str:
    """The words in which something is refused."""
    with pytest.raises(StoreError) as caught:
        do()
    return str(caught.value)
