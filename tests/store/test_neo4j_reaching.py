"""The way to a server: what stands at an address that is none, and what a server says that tests cannot bring about."""

from __future__ import annotations

import logging
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import Neo4jError

from partnermap.errors import StoreError
from partnermap.settings import SignIn
from partnermap.store.neo4j_ import server
from partnermap.store.neo4j_.store import Neo4jStore
from tests.neo4j.database import Neo4j
from tests.neo4j.proxy import Proxy
from tests.store.contract import county, import_of, map_of
from tests.store.files import refusal
from tests.store.processes import hears, running

ADDRESS = "Start it, or check the address: neo4j://HOST:7687, or neo4j+s:// with encryption."
NO_ANSWER = f"no Neo4j server answers there. {ADDRESS}"
ASK = "Ask whoever runs the server"
SECRET = "a word that nobody is to see"


def _open(address: str) -> Neo4jStore:
    return Neo4jStore(address, SignIn("neo4j", SECRET, "neo4j"))


def _opened(on: Neo4j, say: Callable[[str], None] = lambda _: None) -> Neo4jStore:
    return Neo4jStore(on.address, SignIn(on.user, on.password, on.database), say)


# -- no server ---------------------------------------------------------------------------------------


@contextmanager
def _listening(backlog: int = 50) -> Iterator[int]:
    """A port at which somebody listens, and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=backlog) as silent:
        yield silent.getsockname()[1]


@contextmanager
def _dropping() -> Iterator[int]:
    """A port at which packets are dropped: more have called than may wait, and nobody answers."""
    with ExitStack() as calls, _listening(backlog=0) as port:
        for _ in range(3):
            call = calls.enter_context(socket.socket())
            call.setblocking(False)
            call.connect_ex(("127.0.0.1", port))
        yield port


@pytest.fixture
def in_a_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server has half a second to answer, and that holds."""
    assert server.ANSWER_SECONDS < 5
    monkeypatch.setattr(server, "ANSWER_SECONDS", 0.5)
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 0.5 + 1


@pytest.mark.usefixtures("in_a_moment")
@pytest.mark.parametrize("scheme", ["neo4j", "bolt", "neo4j+s"])
@pytest.mark.parametrize("nobody", [_listening, _dropping])
def test_silence_is_told_soon(nobody: Callable[[], Any], scheme: str) -> None:
    with nobody() as port:
        address = f"{scheme}://127.0.0.1:{port}"
        assert refusal(lambda: _open(address)) == f"{address}: {NO_ANSWER}"


@pytest.mark.usefixtures("in_a_moment")
@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_silence_at_both_addresses_of_a_name_is_told_as_soon(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with _listening() as one, _listening() as other:
        both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in (one, other)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
        assert refusal(lambda: _open(f"{scheme}://localhost")) == f"{scheme}://localhost: {NO_ANSWER}"


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_name_of_no_machine_is_told(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refusal(lambda: _open(f"{scheme}://kent")) == (
        f"{scheme}://kent: this machine finds no server of that name. {ADDRESS}"
    )


@contextmanager
def _saying(words: bytes) -> Iterator[int]:
    """A port at which everybody who calls hears the same."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            try:
                while True:
                    call = listener.accept()[0]
                    with call:
                        call.recv(100)
                        call.sendall(words)
            except OSError:
                pass  # the listener was shut down

        thread = threading.Thread(target=answer)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


HTTP = b"HTTP/1.1 400 Bad Request\r\n\r\n"


@pytest.mark.parametrize(
    ("scheme", "said", "words"),
    [
        (scheme, said, words)
        for scheme in ("neo4j", "bolt")
        for said, words in (
            (HTTP, "that is a port for browsers. Write the one for Bolt, which is 7687 unless somebody chose another."),
            (b"SSH-2.0-OpenSSH_9.2\r\n", f"what answers there is no Neo4j server, or not at this port. {ADDRESS}"),
            (b"\0\0\0\2", f"what answers there is no Neo4j server, or not at this port. {ADDRESS}"),
            (
                b"",
                "what answers there hangs up at once. If the server wants encryption, write neo4j+s:// or neo4j+ssc://.",
            ),
        )
    ]
    + [
        (
            "neo4j+s",
            HTTP,
            "what answers there does not encrypt. If the server is not meant to, write neo4j:// without +s or +ssc.",
        )
    ],
)
def test_what_is_no_such_server_is_told(scheme: str, said: bytes, words: str) -> None:
    with _saying(said) as port:
        assert refusal(lambda: _open(f"{scheme}://127.0.0.1:{port}")) == f"{scheme}://127.0.0.1:{port}: {words}"


# -- what a server says ------------------------------------------------------------------------------


def _is_agent(monkeypatch: pytest.MonkeyPatch, agent: str) -> None:
    monkeypatch.setattr(neo4j.ServerInfo, "agent", property(lambda _: agent))


def test_server_that_is_too_old_is_left_as_it_is(neo4j_server: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    _is_agent(monkeypatch, "Neo4j/4.4.12")
    assert refusal(lambda: _opened(neo4j_server)) == (
        f"{neo4j_server.address}: runs Neo4j 4.4.12; 5.26 or newer is needed. Upgrade the server."
    )
    assert neo4j_server.ask("MATCH (n) RETURN n") == []


@pytest.mark.parametrize("agent", ["Neo4j/5.26.0", "Neo4j/5.27-aura", "Neo4j/2025.12.1", "Neo4j/dev"])
def test_server_that_is_new_enough_is_opened(neo4j_server: Neo4j, agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _is_agent(monkeypatch, agent)
    _opened(neo4j_server).close()


READ_ONLY = f"the database may only be read. Nothing was changed. {ASK}, or name another store with --store."
NO_LEADER = "the cluster is choosing a new leader. Nothing was changed. Try again when it is back."
TOO_MANY = "too many people are at work on the server. Nothing was changed. Try again."
ENDED = "the server ended the change. Nothing was changed. Try again."
EXPIRED = "the sign-in has expired. Run it again."
MEMORY = "the server has not enough memory for it. Nothing was changed. Give it more in neo4j.conf: {}."


def _said(code: str) -> Neo4jError:
    """The driver's own error for what a server says."""
    hydrate: Any = Neo4jError._hydrate_neo4j
    error: Neo4jError = hydrate(code=f"Neo.{code}", message="in the server's words")
    return error


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "ClientError.Security.Forbidden",
            f"this user has not the right to do that. Nothing was changed. {ASK} for the rights in docs/neo4j.md.",
        ),
        (
            "ClientError.Security.AuthenticationRateLimit",
            "too many wrong passwords. Wait a few seconds. Check NEO4J_USERNAME and NEO4J_PASSWORD.",
        ),
        ("ClientError.Security.TokenExpired", EXPIRED),
        ("ClientError.Security.AuthorizationExpired", EXPIRED),
        ("ClientError.General.ForbiddenOnReadOnlyDatabase", READ_ONLY),
        ("ClientError.Cluster.NotALeader", NO_LEADER),
        ("TransientError.Transaction.LeaderSwitch", NO_LEADER),
        (
            "TransientError.General.DatabaseUnavailable",
            "the database is not running. Nothing was changed. Try again when it is back.",
        ),
        ("TransientError.General.OutOfMemoryError", MEMORY.format("server.memory.heap.max_size")),
        ("ClientError.General.TransactionOutOfMemoryError", MEMORY.format("db.memory.transaction.max")),
        (
            "ClientError.Transaction.TransactionTimedOut",
            f"it took longer than the server allows. Nothing was changed. {ASK} to raise db.transaction.timeout.",
        ),
        ("TransientError.Transaction.MaximumTransactionLimitReached", TOO_MANY),
        ("TransientError.Request.NoThreadsAvailable", TOO_MANY),
        (
            "TransientError.Transaction.DeadlockDetected",
            "others write to this map all the time. Nothing was changed. Try again.",
        ),
        ("ClientError.Transaction.Terminated", ENDED),
        ("ClientError.Transaction.LockClientStopped", ENDED),
        (
            "DatabaseError.Schema.TokenLimitReached",
            "the server refused (Schema.TokenLimitReached). Nothing was changed. Run: partnermap check.",
        ),
    ],
)
def test_what_only_other_servers_say_is_told(
    neo4j_server: Neo4j, code: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise _said(code)

    monkeypatch.setattr(server, "RETRY_SECONDS", 0.0)
    with closing(_opened(neo4j_server)) as store:
        monkeypatch.setattr(neo4j.Session, "execute_write", refuse)
        assert refusal(lambda: store.apply(import_of(*county()))) == f"{store.address}: {words}"
        monkeypatch.undo()
        assert map_of(store) == {}


def test_what_may_pass_is_tried_again_and_told_once(neo4j_server: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [_said("TransientError.Transaction.LeaderSwitch")] * 3
    write: Any = neo4j.Session.execute_write

    def refuse_at_first(*given: Any) -> Any:
        if left:
            raise left.pop()
        return write(*given)

    monkeypatch.setattr(server, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(neo4j.Session, "execute_write", refuse_at_first)
    said: list[str] = []
    with closing(_opened(neo4j_server, said.append)) as store:
        store.apply(import_of(*county()))
    assert said == ["The server cannot do it at this moment. Trying again for 30 seconds …"]


# -- what nobody is to see ---------------------------------------------------------------------------


def test_password_shows_nowhere(neo4j_server: Neo4j, caplog: pytest.LogCaptureFixture) -> None:
    with _user(neo4j_server) as sign_in, caplog.at_level(logging.DEBUG):
        with closing(Neo4jStore(neo4j_server.address, sign_in)) as store:
            store.apply(import_of(*county()))
            shown = [repr(store), *map(repr, vars(store).values()), *map(repr, vars(store._server).values())]
        for address in (neo4j_server.address, "neo4j://127.0.0.1:1"):
            with pytest.raises(StoreError) as refused:
                _open(address)
            shown += traceback.format_exception(refused.value)
    assert "neo4j" in caplog.text
    assert not any(SECRET in one for one in [*shown, caplog.text])


@contextmanager
def _user(server: Neo4j) -> Iterator[SignIn]:
    """Somebody else who may sign in."""
    made = "CREATE USER ann SET PASSWORD $secret CHANGE NOT REQUIRED"
    server.driver.execute_query(made, secret=SECRET, database_="system")
    try:
        yield SignIn("ann", SECRET, server.database)
    finally:
        server.driver.execute_query("DROP USER ann", database_="system")


LOSES_IT = """
import sys
from partnermap.errors import LostConnection
from partnermap.settings import sign_in
from partnermap.store.neo4j_ import server
from partnermap.store.neo4j_.store import Neo4jStore
from tests.store.contract import map_of

server.RETRY_SECONDS = 1.0
store = Neo4jStore(sys.argv[1], sign_in(), print)
print("opened", flush=True)
sys.stdin.readline()
try:
    map_of(store)
except LostConnection as error:
    print(error)
store.close()
"""


def test_driver_says_nothing_of_its_own(neo4j_server: Neo4j) -> None:
    sign_in = SignIn(neo4j_server.user, neo4j_server.password, neo4j_server.database)
    with (
        Proxy(neo4j_server) as proxy,
        running(LOSES_IT, proxy.address, environment=sign_in.as_environment()) as process,
    ):
        hears(process.stdout, "opened")
        proxy.cut()
        proxy.refuse()
        said, complaints = process.communicate("\n")
    assert said.splitlines() == [
        "The connection to the server was lost. Trying again for 1 seconds …",
        f"{proxy.address}: the connection to the server was lost. Nothing was changed. Try again when it is back.",
    ]
    assert complaints == ""
