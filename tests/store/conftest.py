"""Gives the tests of the contract each kind of store in its turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.contract import MAKERS, Stores


@pytest.fixture(params=MAKERS)
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    made = Stores(MAKERS[request.param], tmp_path)
    yield made
    made.close()
