"""Lends servers to tests. Community has one database for users, so a test of two stores needs two servers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.neo4j.jars import LTS, Line
from tests.neo4j.server import Server


class Servers:
    """Servers that are started when first needed, wiped when lent, and kept until the tests end."""

    def __init__(self, line: Line = LTS, most: int = 3) -> None:
        self.line = line
        self.most = most
        self._free: list[Server] = []
        self._lent: list[Server] = []

    def lend(self) -> Server:
        """An empty server that answers; its constraints and indexes stay from the last test."""
        if not self._free and len(self._lent) == self.most:
            raise RuntimeError(f"{self.most} servers are lent already; take one back first")
        server = self._free.pop() if self._free else Server(self.line)
        self._lent.append(server)
        if not server.is_running:
            server.start()
        server.wipe()
        return server

    def take_back(self, server: Server) -> None:
        self._lent.remove(server)
        self._free.append(server)
        if server.is_running:
            server.resume()

    @contextmanager
    def lent(self) -> Iterator[Server]:
        server = self.lend()
        try:
            yield server
        finally:
            self.take_back(server)

    def close(self) -> None:
        for server in [*self._free, *self._lent]:
            server.close()
