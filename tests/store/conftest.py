"""Gives the tests of the contract each kind of store in its turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped,unused-ignore]
import pytest

from partnermap.store import Store, open_store
from partnermap.store.neo4j_ import changing
from tests.store.contract import Files, Maker, OnServers, Stores, county, import_of


@pytest.fixture(scope="session", params=["sqlite", "neo4j", "neo4j-in-parts", "neo4j-2025"])
def maker(request: pytest.FixtureRequest) -> Iterator[Maker]:
    """Each kind of store that there is: the server in the line that is supported for long, and in the newest.

    In parts: as if four statements were too many for one transaction.
    """
    if request.param == "sqlite":
        yield Files()
        return
    line = "neo4j_servers_2025" if request.param == "neo4j-2025" else "neo4j_servers"
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "neo4j-in-parts":
            patch.setattr(changing, "AT_ONCE", 3)
        yield OnServers(request.getfixturevalue(line))


@pytest.fixture
def stores(maker: Maker, tmp_path: Path) -> Iterator[Stores]:
    made = Stores(maker, tmp_path)
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "map.db"


@pytest.fixture
def store(path: Path) -> Store:
    """A small county in an SQLite file."""
    store = open_store(str(path))
    store.apply(import_of(*county()))
    return store


@pytest.fixture
def nothing_left_open(tmp_path: Path) -> Iterator[None]:
    """Whatever happens, no connection to a file stays open."""
    yield
    held = [one.path for one in psutil.Process().open_files() if one.path.startswith(str(tmp_path))]
    assert held == []
