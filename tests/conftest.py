"""What tests of several rooms share: Neo4j servers."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.neo4j.jars import LTS, NEWEST, Line, NotHereError
from tests.neo4j.pool import Servers
from tests.neo4j.server import Server


@pytest.fixture(scope="session")
def neo4j_servers() -> Iterator[Servers]:
    """Empty servers of the line that Neo4j supports for long, as many as a test asks for."""
    yield from _servers(LTS)


@pytest.fixture(scope="session")
def neo4j_servers_2025() -> Iterator[Servers]:
    """Empty servers of the newest line."""
    yield from _servers(NEWEST)


@pytest.fixture
def neo4j_server(neo4j_servers: Servers) -> Iterator[Server]:
    """An empty server for one test."""
    with neo4j_servers.lent() as server:
        yield server


def _servers(line: Line) -> Iterator[Servers]:
    try:
        line.check()
    except NotHereError as missing:
        if os.environ.get("PARTNERMAP_ALL"):
            pytest.fail(f"no Neo4j, and PARTNERMAP_ALL lets no test stand aside: {missing}")
        pytest.skip(f"Neo4j: {missing}")
    servers = Servers(line)
    yield servers
    servers.close()
