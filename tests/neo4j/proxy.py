"""A network that fails on purpose, between a driver and a server.

Everything is passed on unchanged until a test says otherwise: cut, now or at a byte or at the commit; refuse; hold; be
slow; and all is well again.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlsplit

from tests.neo4j.database import Neo4j

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""COMMIT as a driver says it in Bolt: a message of two bytes, after its length and before the zero that ends it."""


@dataclass
class Way:
    """What goes one way, over all connections."""

    passed: int = 0
    """How many bytes went."""
    left: int | None = None
    """How many may still go before everything is cut."""

    def admit(self, piece: bytes) -> bytes:
        """As much of a piece as may pass."""
        admitted = piece[: self.left]
        self.passed += len(admitted)
        if self.left is not None:
            self.left -= len(admitted)
        return admitted


@dataclass
class Link:
    """A client's connection, and ours to the server in its place."""

    client: socket.socket
    server: socket.socket

    def end(self) -> None:
        for side in (self.client, self.server):
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.client.close()
        self.server.close()


class Proxy:
    """Listens on a loopback port, and passes all that it hears on to a server and back."""

    def __init__(self, server: Neo4j) -> None:
        reached = urlsplit(server.address)
        self._target = (reached.hostname or "127.0.0.1", reached.port or 7687)
        self._scheme = reached.scheme
        self.to_server = Way()
        self.to_client = Way()
        self.delay = 0.0
        """Seconds for which each piece, either way, is kept."""
        self.has_cut = threading.Event()
        self._lock = threading.Lock()
        self._flows = threading.Event()
        self._listens = threading.Event()
        self._ended = threading.Event()
        self._links: list[Link] = []
        self._threads: list[threading.Thread] = []
        self._at_commit: bool | None = None
        self._refuses_after_cut = False
        self.port = 0
        self.restore()

    @property
    def address(self) -> str:
        """The server's, through us; the routes that the server tells lead through us too."""
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """End every connection now. New ones are let through, unless they are to be refused."""
        with self._lock:
            links, self._links = self._links, []
            self._forget_cuts()
            refuses = self._refuses_after_cut
        if refuses:
            self.refuse()
        self.has_cut.set()
        for link in links:
            link.end()

    def cut_after(self, *, to_server: int | None = None, to_client: int | None = None, refuse: bool = False) -> None:
        """Cut, once, when so many more bytes have gone either way; from then on refuse, if asked."""
        with self._lock:
            self.to_server.left, self.to_client.left = to_server, to_client
            self._refuses_after_cut = refuse
        self.has_cut.clear()

    def cut_at_commit(self, *, delivered: bool, refuse: bool = False) -> None:
        """Cut, once, at the next commit: before the server hears of it, or when it has done it and would say so."""
        with self._lock:
            self._at_commit = delivered
            self._refuses_after_cut = refuse
        self.has_cut.clear()

    def refuse(self) -> None:
        """Refuse new connections, as a machine does on which no server runs."""
        if self._listens.is_set():
            self._listens.clear()
            self._listener.join()

    def hold(self) -> None:
        """Take new connections, and pass nothing on, either way, on any."""
        self._flows.clear()

    def restore(self) -> None:
        """All is well again."""
        with self._lock:
            self._forget_cuts()
            self._refuses_after_cut = False
        self.delay = 0.0
        self._flows.set()
        if not self._listens.is_set():
            self._listen()

    def close(self) -> None:
        self._ended.set()
        self._flows.set()
        self.refuse()
        self.cut()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def _listen(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._listens.set()
        self._listener = threading.Thread(target=self._accept, args=(listener,), daemon=True)
        self._listener.start()

    def _accept(self, listener: socket.socket) -> None:
        listener.settimeout(0.05)  # how soon a refusal is noticed
        with listener:
            while self._listens.is_set():
                with suppress(TimeoutError):
                    self._begin(self._carry, listener.accept()[0])

    def _carry(self, client: socket.socket) -> None:
        """Pass on what a client and the server say to each other, until it ends."""
        try:
            link = Link(client, socket.create_connection(self._target))
        except OSError:
            client.close()
            return
        with self._lock:
            self._links.append(link)
        if self._ended.is_set():
            link.end()
        back = self._begin(self._pass_on, link, link.server, link.client, self.to_client)
        self._pass_on(link, link.client, link.server, self.to_server)
        back.join()
        link.close()

    def _pass_on(self, link: Link, source: socket.socket, sink: socket.socket, way: Way) -> None:
        sink.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError):
            while piece := source.recv(65_536):
                self._ended.wait(self.delay)
                self._flows.wait()
                with self._lock:
                    self._look_for_commit(way, piece)
                    admitted = way.admit(piece)
                    over = way.left == 0
                sink.sendall(admitted)
                if over:
                    self.cut()
        link.end()

    def _look_for_commit(self, way: Way, piece: bytes) -> None:
        if way is self.to_server and self._at_commit is not None and COMMIT in piece:
            if self._at_commit:
                self.to_client.left = 0
            else:
                self.to_server.left = piece.index(COMMIT)

    def _forget_cuts(self) -> None:
        self.to_server.left = self.to_client.left = self._at_commit = None

    def _begin(self, work: Callable[..., None], *given: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread
