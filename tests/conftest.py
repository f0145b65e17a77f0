"""What tests of several rooms share: Neo4j servers, and a word on the tests that had none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from partnermap.intake.importing import import_files
from partnermap.resources import data_folder
from partnermap.settings import SignIn
from partnermap.store import Store, open_store
from partnermap.store.base import View
from tests.neo4j.aside import not_run
from tests.neo4j.database import Neo4j
from tests.neo4j.jars import LTS, NEWEST
from tests.neo4j.pool import Servers, given, our_own
from tests.neo4j.server import Server
from tests.sheets import Keep, filled


@pytest.fixture(scope="session")
def neo4j_servers() -> Iterator[Servers]:
    """As many empty servers as a test asks for, of the line that Neo4j supports for years."""
    yield from _closed(Servers(LTS, given=given()))


@pytest.fixture(scope="session")
def neo4j_servers_2025() -> Iterator[Servers]:
    """As many empty servers as a test asks for, of the newest line."""
    yield from _closed(Servers(NEWEST))


@pytest.fixture
def neo4j_server(neo4j_servers: Servers) -> Iterator[Neo4j]:
    """An empty server for one test."""
    with neo4j_servers.lent() as server:
        yield server


@pytest.fixture
def neo4j_process(neo4j_server: Neo4j) -> Server:
    """An empty server that the test may stop, kill, hang and configure."""
    return our_own(neo4j_server)


# -- where a test's map is kept -------------------------------------------------------------------


only_files = pytest.mark.parametrize("place", ["file"], indirect=True)
"""For what has to do with a file alone."""


@pytest.fixture(params=["file", "neo4j"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a new empty store, of either kind; a server's sign-in is in the environment."""
    if request.param == "file":
        yield str(tmp_path / "map.db")
        return
    servers: Servers = request.getfixturevalue("neo4j_servers")
    with servers.lent() as server:
        for name, value in SignIn(server.user, server.password, server.database).as_environment().items():
            monkeypatch.setenv(name, value)
        yield server.address


@pytest.fixture
def keep(place: str) -> Iterator[Keep]:
    """Puts sheets into the store at the test's place."""
    with ExitStack() as opened:
        yield lambda sheets: filled(opened.enter_context(closing(open_store(place))), sheets)


# -- maps to look at ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def county_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The illustrative county in a file; nobody changes it."""
    with closing(open_store(str(tmp_path_factory.mktemp("county") / "map.db"))) as store:
        assert not import_files(store, sorted((data_folder() / "illustrative").glob("*.csv"))).failed
        yield store


@pytest.fixture(scope="session")
def county(county_store: Store) -> Iterator[View]:
    """The illustrative county."""
    with county_store.view() as opened:
        yield opened


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in not_run(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line, yellow=True)


def _closed(servers: Servers) -> Iterator[Servers]:
    yield servers
    servers.close()
