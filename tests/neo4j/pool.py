"""Lends servers to tests. Community has one database for its users, so a test of two stores needs two servers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from tests.neo4j.aside import stand_aside
from tests.neo4j.database import Neo4j
from tests.neo4j.jars import LTS, Line, NotHereError
from tests.neo4j.server import Server


class InUseError(Exception):
    """The server that PARTNERMAP_TEST_NEO4J names holds something: we do not wipe what we did not write."""


class Servers:
    """Servers that are started when first needed, wiped whenever lent, and kept until the tests end.

    Where one is ``given``, which was there already, nothing is started: that is all there is.
    """

    def __init__(self, line: Line = LTS, *, most: int = 3, given: Neo4j | None = None) -> None:
        self.line = line
        self.most = 1 if given else most
        self.given = given
        self._free: list[Neo4j] = [given] if given else []
        self._lent: list[Neo4j] = []

    def lend(self) -> Neo4j:
        """An empty server that answers. Its constraints and indexes stay from the last test."""
        if self.given and not self._free:
            stand_aside(NotHereError("they need several servers and one is given", "unset PARTNERMAP_TEST_NEO4J"))
        if len(self._lent) == self.most:
            raise RuntimeError(f"{self.most} servers are lent already; take one back first")
        server = self._free.pop() if self._free else self._make()
        self._lent.append(server)
        try:
            _make_ready(server)
        except BaseException:
            self.take_back(server)
            raise
        return server

    def take_back(self, server: Neo4j) -> None:
        """In whatever state: a server that hangs goes on, one that was configured anew starts plain the next time."""
        self._lent.remove(server)
        self._free.append(server)
        if isinstance(server, Server):
            _restore(server)

    @contextmanager
    def lent(self) -> Iterator[Neo4j]:
        """A server until the block ends."""
        server = self.lend()
        try:
            yield server
        finally:
            self.take_back(server)

    @contextmanager
    def apart(self, **options: Any) -> Iterator[Server]:
        """A server with options of its own (those of Server), not yet started; it goes when the block ends."""
        server = self._make(**options)
        try:
            yield server
        finally:
            server.close()

    def close(self) -> None:
        if self.given:
            self.given.wipe(schema=True)
        for server in [*self._free, *self._lent]:
            server.close()

    def _make(self, **options: Any) -> Server:
        try:
            self.line.check()
            return Server(self.line, **options)
        except NotHereError as missing:
            stand_aside(missing)


def our_own(server: Neo4j) -> Server:
    """The server, if it is one that a test may stop and kill; else the test stands aside."""
    if not isinstance(server, Server):
        stand_aside(NotHereError("they stop or kill a server and one is given", "unset PARTNERMAP_TEST_NEO4J"))
    return server


def given() -> Neo4j | None:
    """The server that PARTNERMAP_TEST_NEO4J names, if its database is empty: it will be wiped many times."""
    address = os.environ.get("PARTNERMAP_TEST_NEO4J")
    if not address:
        return None
    user, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", "neo4j")
    server = Neo4j(address, user, password, os.environ.get("NEO4J_DATABASE", "neo4j"))
    with closing(server):
        empty = server.is_empty
    if not empty:
        raise InUseError(
            f"The database {server.database} on {address} is not empty, and the tests would delete what it holds. "
            "Name an empty one in PARTNERMAP_TEST_NEO4J and NEO4J_DATABASE."
        )
    return server


def _make_ready(server: Neo4j) -> None:
    if isinstance(server, Server) and not server.is_running:
        server.start()
    server.wipe()


def _restore(server: Server) -> None:
    if server.configuration:
        server.kill()
        server.configuration = []
    if server.is_running:
        server.resume()
