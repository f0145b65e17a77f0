"""What the tests of importing share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partnermap.store import Store, open_store


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An empty store, of either kind."""
    made = open_store(place)
    yield made
    made.close()
