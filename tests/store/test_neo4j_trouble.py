"""When a server or the way to it is not well: what is said, and that nothing is lost or half-done."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from partnermap.errors import LostConnection, StoreError
from partnermap.settings import SignIn
from partnermap.store.base import Draft
from partnermap.store.neo4j_ import changing, server
from partnermap.store.neo4j_.store import Neo4jStore
from tests.neo4j.database import Neo4j
from tests.neo4j.pool import Servers
from tests.neo4j.proxy import Proxy
from tests.neo4j.server import Server
from tests.store.contract import KENT, county, import_of, map_of, state, undo_of
from tests.store.files import refusal

NO_ANSWER = (
    "no Neo4j server answers there. Start it, or check the address: neo4j://HOST:7687, or neo4j+s:// with encryption."
)
LOST = "the connection to the server was lost. Nothing was changed. Try again when it is back."
LEFT = "It was left as it is."


def opened(
    on: Neo4j,
    address: str | None = None,
    say: Callable[[str], None] = lambda _: None,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> Neo4jStore:
    """The store on a server; as somebody else, under another password or in another database if so given."""
    return Neo4jStore(
        address or on.address, SignIn(user or on.user, password or on.password, database or on.database), say
    )


def large() -> Draft:
    """An import that takes a moment."""
    rows = [state("Partner", "b.xlsx", row, name=f"Partner {row}", kind="pct", covers=[KENT]) for row in range(2, 1500)]
    return import_of(*rows, what="import b.xlsx")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying again ends soon."""
    monkeypatch.setattr(server, "RETRY_SECONDS", 3.0)


# -- not there, or not for us -----------------------------------------------------------------------


@contextmanager
def listening() -> Iterator[str]:
    """An address at which somebody listens, and says nothing."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        yield f"127.0.0.1:{silent.getsockname()[1]}"


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_a_server_that_never_answers_is_told_soon(scheme: str) -> None:
    with listening() as place:
        began = time.monotonic()
        assert refusal(lambda: Neo4jStore(f"{scheme}://{place}", SignIn("neo4j", "x", "neo4j"))) == (
            f"{scheme}://{place}: {NO_ANSWER}"
        )
        # Five seconds are promised; a busy machine may take a little longer to notice, the driver half a minute.
        assert server.ANSWER_SECONDS < 5
        assert time.monotonic() - began < 15


def test_no_server_at_all_is_told_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    said = refusal(lambda: Neo4jStore("neo4j://127.0.0.1:1", SignIn("neo4j", "secret", "neo4j")))
    assert said == f"neo4j://127.0.0.1:1: {NO_ANSWER}"
    assert capfd.readouterr() == ("", "")


def test_who_may_not_sign_in_is_told_why(neo4j_server: Neo4j) -> None:
    at = neo4j_server.address
    unknown = f"{at}: the server does not know this user or password. Check NEO4J_USERNAME and NEO4J_PASSWORD."
    assert refusal(lambda: opened(neo4j_server, password="wrong")) == unknown
    assert refusal(lambda: opened(neo4j_server, user="nobody")) == unknown
    assert refusal(lambda: opened(neo4j_server, database="nowhere")) == (
        f"{at}: the server has no such database. Check NEO4J_DATABASE."
    )
    neo4j_server.driver.execute_query("CREATE USER ann SET PASSWORD 'first-one' CHANGE REQUIRED", database_="system")
    try:
        assert refusal(lambda: opened(neo4j_server, user="ann", password="first-one")) == (
            f"{at}: the password has to be changed before its first use. Sign in with Neo4j Browser or cypher-shell, "
            "choose a new one, and put it into NEO4J_PASSWORD."
        )
    finally:
        neo4j_server.driver.execute_query("DROP USER ann", database_="system")


@pytest.mark.parametrize("scheme", ["neo4j+s", "neo4j+ssc"])
def test_encryption_that_the_server_does_not_know_is_told(neo4j_server: Neo4j, scheme: str) -> None:
    address = neo4j_server.address.replace("neo4j:", f"{scheme}:")
    assert refusal(lambda: opened(neo4j_server, address)) == (
        f"{address}: what answers there does not encrypt. If the server is not meant to, write neo4j:// without +s or "
        "+ssc."
    )


def test_encryption_with_a_certificate_of_the_servers_own(neo4j_servers: Servers) -> None:
    with neo4j_servers.apart(encrypted=True) as safe:
        safe.start()
        own = safe.address.partition("://")[2]
        with closing(opened(safe, f"neo4j+ssc://{own}")) as store:
            store.apply(import_of(*county()))
            assert len(map_of(store)) == 5
        assert "certificate" in refusal(lambda: opened(safe, f"neo4j+s://{own}"))
        assert "encrypt" in refusal(lambda: opened(safe, f"neo4j://{own}"))


# -- a database that is not ours, or not as we know it ----------------------------------------------


def test_a_database_of_something_else_is_left_as_it_is(neo4j_server: Neo4j) -> None:
    neo4j_server.ask("CREATE (:Invoice {number: 1})")
    assert refusal(lambda: opened(neo4j_server)) == (
        f"{neo4j_server.address}: the database holds something else (nodes with :Invoice). {LEFT} "
        "Name an empty one with NEO4J_DATABASE, or another store with --store."
    )
    assert neo4j_server.ask("MATCH (n) RETURN labels(n), n.number") == [[["Invoice"], 1]]


def test_a_constraint_that_clashes_is_left_as_it_is(neo4j_server: Neo4j) -> None:
    neo4j_server.wipe(schema=True)
    neo4j_server.ask("CREATE CONSTRAINT theirs FOR (n:Partner) REQUIRE n.name IS UNIQUE")
    assert refusal(lambda: opened(neo4j_server)) == (
        f"{neo4j_server.address}: the database has a constraint or index of somebody else's on what partnermap keeps "
        f"(theirs). {LEFT} Drop it, or name another database with NEO4J_DATABASE."
    )
    assert neo4j_server.ask("MATCH (n) RETURN n") == []
    neo4j_server.wipe(schema=True)


def test_a_newer_map_is_left_as_it_is(neo4j_server: Neo4j) -> None:
    opened(neo4j_server).close()
    neo4j_server.ask("MATCH (s:PartnermapStore) SET s.schema = 99")
    assert refusal(lambda: opened(neo4j_server)) == (
        f"{neo4j_server.address}: written by a newer partnermap (schema 99, this knows 1). {LEFT} "
        "Install the newer version: pip install --upgrade partnermap."
    )


@pytest.mark.parametrize("older", ["s.schema = 0", "s.model = 'of last year'"])
def test_an_older_map_is_left_as_it_is_and_can_be_copied_out_of(neo4j_server: Neo4j, older: str) -> None:
    with closing(opened(neo4j_server)) as store:
        store.apply(import_of(*county()))
        records = list(store.dump())
        neo4j_server.ask(f"MATCH (s:PartnermapStore) SET {older}")
        words = (
            f"{store.address}: laid out by an older partnermap. {LEFT} Copy it into an empty store and use that: "
            f"partnermap --store {store.address} copy --to STORE."
        )
        assert refusal(lambda: map_of(store)) == words
        assert refusal(lambda: store.apply(undo_of(1))) == words
        assert list(store.dump()) == records


def test_a_database_that_was_emptied_is_told(neo4j_server: Neo4j) -> None:
    with closing(opened(neo4j_server)) as store:
        store.apply(import_of(*county()))
        neo4j_server.wipe()
        assert "somebody emptied the database" in refusal(lambda: map_of(store))
        assert "somebody emptied the database" in refusal(lambda: store.apply(undo_of(1)))


def test_a_constraint_that_was_dropped_is_told(neo4j_server: Neo4j) -> None:
    with closing(opened(neo4j_server)) as store:
        neo4j_server.ask("DROP CONSTRAINT partnermap_partner_id")
        assert store.faults() == ["partnermap_partner_id: the constraint or index is not there"]
    neo4j_server.wipe(schema=True)


def test_what_a_server_cannot_keep_is_told_and_changes_nothing(neo4j_server: Neo4j) -> None:
    with closing(opened(neo4j_server)) as store:
        store.apply(import_of(*county()))
        before = map_of(store)
        assert refusal(lambda: store.apply(import_of(state("Area", name="x" * 20_000, tier="county")))) == (
            f"{store.address}: a name is too long for the server's index, which takes some 8,000 characters. Nothing "
            "was changed. Shorten it."
        )
        assert "a number or text cannot be kept" in refusal(
            lambda: store.apply(import_of(state("Area", name="\ud800", tier="county")))
        )
        assert (map_of(store), store.faults()) == (before, [])
        store.apply(import_of(state("Area", name="a\x00b", tier="county")))
        assert len(map_of(store)) == len(before) + 1


# -- lost on the way --------------------------------------------------------------------------------


@pytest.mark.parametrize("passed", [0, 3_000, 40_000, 150_000])
@pytest.mark.parametrize("in_parts", [False, True])
def test_a_connection_that_is_cut_in_an_import_costs_nothing(
    neo4j_server: Neo4j, monkeypatch: pytest.MonkeyPatch, passed: int, in_parts: bool
) -> None:
    if in_parts:
        monkeypatch.setattr(changing, "AT_ONCE", 100)
    with closing(Proxy(neo4j_server)) as proxy, closing(opened(neo4j_server, proxy.address)) as store:
        store.apply(import_of(*county()))
        proxy.cut_after(to_server=passed)
        assert store.apply(large()).added == {"Partner": 1498}
        proxy.restore()
        assert store.faults() == []
        with store.view() as view:
            assert [change.what for change in view.history()] == ["import a.xlsx", "import b.xlsx"]


@pytest.mark.parametrize("delivered", [True, False])
def test_a_connection_that_is_cut_in_the_moment_of_the_commit_costs_nothing(
    neo4j_server: Neo4j, delivered: bool
) -> None:
    with closing(Proxy(neo4j_server)) as proxy, closing(opened(neo4j_server, proxy.address)) as store:
        store.apply(import_of(*county()))
        proxy.cut_at_commit(delivered=delivered)
        store.apply(large())
        proxy.restore()
        assert store.faults() == []
        with store.view() as view:
            assert [change.what for change in view.history()] == ["import a.xlsx", "import b.xlsx"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("in_parts", [False, True])
def test_a_server_that_is_gone_for_good_leaves_nothing_half_done(
    neo4j_server: Neo4j, monkeypatch: pytest.MonkeyPatch, in_parts: bool
) -> None:
    if in_parts:
        monkeypatch.setattr(changing, "AT_ONCE", 100)
    with closing(Proxy(neo4j_server)) as proxy, closing(opened(neo4j_server, proxy.address)) as store:
        store.apply(import_of(*county()))
        before, records = map_of(store), list(store.dump())
        proxy.cut_after(to_server=100_000, refuse=True)
        with pytest.raises(LostConnection) as lost:
            store.apply(large())
        assert str(lost.value) == f"{proxy.address}: {LOST}"
        proxy.restore()
        assert (map_of(store), list(store.dump()), store.faults()) == (before, records, [])
        store.apply(large())
        assert store.faults() == []


def test_a_server_that_is_killed_and_started_in_an_import_costs_nothing(neo4j_process: Server) -> None:
    said: list[str] = []
    with closing(opened(neo4j_process, say=said.append)) as store:
        store.apply(import_of(*county()))

        def kill_and_start() -> None:
            time.sleep(0.2)
            neo4j_process.kill()
            neo4j_process.start()

        meanwhile = threading.Thread(target=kill_and_start)
        meanwhile.start()
        store.apply(large())
        meanwhile.join()
        assert len(map_of(store)) == 5 + 1498
        assert store.faults() == []
    assert len(said) == len(set(said))


@pytest.mark.usefixtures("impatient")
def test_a_server_without_memory_or_the_right_to_write_is_told(neo4j_servers: Servers) -> None:
    with neo4j_servers.apart(configuration=["dbms.memory.transaction.total.max=10m"]) as small, ExitStack() as later:
        small.start()
        store = later.enter_context(closing(opened(small)))
        store.apply(import_of(*county()))
        before = map_of(store)
        rows = [state("Partner", "b.xlsx", row, name=f"{row}" * 99, kind="pct") for row in range(2, 9000)]
        assert refusal(lambda: store.apply(import_of(*rows))) == (
            f"{small.address}: the server has not enough memory for it. Nothing was changed. "
            "Give it more in neo4j.conf: dbms.memory.transaction.total.max."
        )
        assert (map_of(store), store.faults()) == (before, [])
        small.stop()
        small.configuration = ["server.databases.default_to_read_only=true"]
        small.start()
        with pytest.raises(StoreError) as refused:
            store.apply(undo_of(1))
        assert str(refused.value) == (
            f"{small.address}: the database may only be read. Nothing was changed. Ask whoever runs the server, or "
            "name another store with --store."
        )
        assert map_of(store) == before


# -- several at once --------------------------------------------------------------------------------


def test_two_writers_leave_what_one_after_the_other_would(neo4j_server: Neo4j) -> None:
    said: list[str] = []
    with closing(opened(neo4j_server)) as one, closing(opened(neo4j_server, say=said.append)) as other:
        one.apply(import_of(*county()))
        drafts = [
            import_of(*(state("Partner", file, row, name=f"Partner {row}", kind="pct") for row in rows), what=file)
            for file, rows in (("b.xlsx", range(2, 4000)), ("c.xlsx", range(2000, 6000)))
        ]
        first = threading.Thread(target=lambda: one.apply(drafts[0]))
        first.start()
        time.sleep(0.5)
        other.apply(drafts[1])
        first.join()
        assert len(map_of(one)) == 5 + 5998
        assert (one.faults(), map_of(other) == map_of(one)) == ([], True)
        with one.view() as view:
            assert [change.number for change in view.history()] == [1, 2, 3]
