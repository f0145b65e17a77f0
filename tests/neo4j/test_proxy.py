"""The network fails when it is told to, and only then."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import IncompleteCommit, ServiceUnavailable, SessionExpired

from tests.neo4j.database import Neo4j
from tests.neo4j.proxy import Proxy

LOST = (ServiceUnavailable, SessionExpired)
"""What the driver says when it is not connected, any more; the second if it knows routes."""


@pytest.fixture
def proxy(neo4j_server: Neo4j) -> Iterator[Proxy]:
    with Proxy(neo4j_server) as proxy:
        yield proxy


@pytest.fixture
def through(proxy: Proxy, neo4j_server: Neo4j) -> Iterator[Neo4j]:
    """The same server, reached through the proxy by the routes that it tells."""
    with closing(Neo4j(proxy.address, *neo4j_server.auth, neo4j_server.database)) as through:
        yield through


def test_everything_passes_through_unchanged(proxy: Proxy, through: Neo4j, neo4j_server: Neo4j) -> None:
    _add(through, "x" * 1_000_000)
    assert neo4j_server.ask("MATCH (n) RETURN size(n.name)") == [[1_000_000]]
    assert proxy.to_server.passed > 1_000_000


def test_cut_ends_what_is_under_way_and_lets_new_connections_through(proxy: Proxy, through: Neo4j) -> None:
    with through.session() as session:
        transaction = session.begin_transaction()
        proxy.cut()
        with pytest.raises(LOST):
            transaction.run("RETURN 1").consume()
        transaction.close()
    _add(through, "after")


def test_cut_after_some_bytes_leaves_nothing_half_done(proxy: Proxy, through: Neo4j, neo4j_server: Neo4j) -> None:
    _add(through, "first")
    proxy.cut_after(to_server=500_000)
    with pytest.raises(LOST):
        _add(through, "x" * 1_000_000)
    assert proxy.has_cut.is_set()
    assert _count(neo4j_server) == 1
    _add(through, "again")
    assert _count(neo4j_server) == 2


@pytest.mark.parametrize(("delivered", "kept"), [(False, 0), (True, 1)])
def test_cut_at_commit_is_before_or_after_the_server_has_it(
    proxy: Proxy, through: Neo4j, neo4j_server: Neo4j, delivered: bool, kept: int
) -> None:
    proxy.cut_at_commit(delivered=delivered, refuse=True)
    with through.session() as session:
        transaction = session.begin_transaction()
        transaction.run("CREATE (:Thing)").consume()
        with pytest.raises(IncompleteCommit):
            transaction.commit()
    assert _count(neo4j_server) == kept


def test_refused_is_refused_until_restored(proxy: Proxy, through: Neo4j) -> None:
    proxy.refuse()
    with pytest.raises(LOST):
        _add(through, "refused")
    proxy.restore()
    _add(through, "restored")


def test_held_gets_no_answer_until_restored(proxy: Proxy, neo4j_server: Neo4j) -> None:
    proxy.hold()
    with GraphDatabase.driver(proxy.address, auth=neo4j_server.auth, connection_acquisition_timeout=0.5) as driver:
        with pytest.raises(LOST):
            driver.verify_connectivity()
        proxy.restore()
        driver.verify_connectivity()


def test_delay_is_felt(proxy: Proxy, through: Neo4j) -> None:
    _add(through, "quick")
    proxy.delay = 0.1
    began = time.monotonic()
    _add(through, "slow")
    assert time.monotonic() - began >= 0.2


def _add(server: Neo4j, name: str) -> None:
    server.ask("CREATE (:Thing {name: $name})", name=name)


def _count(server: Neo4j) -> object:
    [[count]] = server.ask("MATCH (n) RETURN count(n)")
    return count
