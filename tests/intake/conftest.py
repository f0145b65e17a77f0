"""What the tests of importing share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from partnermap.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    made = open_store(str(tmp_path / "map.db"))
    yield made
    made.close()
