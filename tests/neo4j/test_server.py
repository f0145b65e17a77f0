"""The servers that tests run on do what the tests rely on."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped,unused-ignore]
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import ClientError

from tests.neo4j import pool
from tests.neo4j.aside import not_run
from tests.neo4j.database import Neo4j
from tests.neo4j.jars import NEWEST
from tests.neo4j.pool import InUseError, Servers
from tests.neo4j.server import NotStartedError, Server

KILLED = """
import os, signal
from tests.neo4j.server import Server
server = Server()
server._await_answer = lambda: None
server.start()
print(server.process, server.home, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_stop_and_kill_keep_what_was_acknowledged(neo4j_process: Server) -> None:
    address = neo4j_process.address
    _add(neo4j_process, "stopped")
    neo4j_process.restart()
    _add(neo4j_process, "killed")
    neo4j_process.kill()
    assert not neo4j_process.is_ready
    neo4j_process.start()
    assert _names(neo4j_process) == ["killed", "stopped"]
    assert neo4j_process.address == address


def test_paused_server_answers_when_it_goes_on(neo4j_process: Server) -> None:
    neo4j_process.pause()
    assert not neo4j_process.is_ready
    neo4j_process.resume()
    assert neo4j_process.is_ready


def test_wipe_leaves_no_node_and_on_request_no_constraint(neo4j_server: Neo4j) -> None:
    neo4j_server.wipe(schema=True)  # of the tests before
    neo4j_server.ask("CREATE CONSTRAINT only FOR (n:Thing) REQUIRE n.name IS UNIQUE")
    _add(neo4j_server, "one")
    neo4j_server.wipe()
    assert _names(neo4j_server) == []
    assert neo4j_server.ask("SHOW CONSTRAINTS YIELD name") == [["only"]]
    neo4j_server.wipe(schema=True)
    assert neo4j_server.ask("SHOW CONSTRAINTS YIELD name") == []


def test_wipe_does_not_wait_for_what_was_left_running(neo4j_server: Neo4j) -> None:
    _add(neo4j_server, "one")
    with (
        GraphDatabase.driver(neo4j_server.address, auth=neo4j_server.auth) as driver,
        driver.session(database=neo4j_server.database) as session,
    ):
        transaction = session.begin_transaction()
        transaction.run("MATCH (n) SET n.name = 'held'").consume()
        neo4j_server.wipe()
        with pytest.raises(ClientError, match="has been terminated"):
            transaction.run("RETURN 1").consume()
    assert _names(neo4j_server) == []


def test_configured_server_is_plain_again_for_the_next_test(neo4j_servers: Servers) -> None:
    with neo4j_servers.lent() as server:
        process = pool.our_own(server)
        process.configuration = ["server.databases.read_only=neo4j"]
        process.restart()
        with pytest.raises(ClientError, match="read-only"):
            _add(process, "one")
    with neo4j_servers.lent() as server:
        _add(server, "one")


def test_lent_servers_are_empty_and_apart(neo4j_servers: Servers) -> None:
    with neo4j_servers.lent() as first, neo4j_servers.lent() as second:
        _add(first, "one")
        assert _names(second) == []
    with neo4j_servers.lent() as one, neo4j_servers.lent() as other:
        assert _names(one) == _names(other) == []


def test_encrypted_server_is_reached_by_those_who_trust_it(neo4j_servers: Servers) -> None:
    with neo4j_servers.apart(encrypted=True) as server:
        server.start()
        assert server.address.startswith("neo4j+ssc://")
        assert server.ask("RETURN 1") == [[1]]


def test_newest_line_answers(neo4j_servers_2025: Servers) -> None:
    with neo4j_servers_2025.lent() as server:
        assert [NEWEST.version] in server.ask("CALL dbms.components() YIELD versions RETURN versions[0]")


def test_failed_start_says_what_the_server_said(neo4j_servers: Servers) -> None:
    with (
        neo4j_servers.apart(configuration=["no.such.setting=1"]) as server,
        pytest.raises(NotStartedError, match=r"Unrecognized setting.*no\.such\.setting"),
    ):
        server.start()
    assert not server.home.exists()


def test_no_server_outlives_its_tests(neo4j_servers: Servers) -> None:
    with neo4j_servers.apart():
        killed = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True)
    process, home = killed.stdout.split()
    until = time.monotonic() + 10
    while psutil.pid_exists(int(process)) or Path(home).exists():
        assert time.monotonic() < until, "it lives on"
        time.sleep(0.05)


def test_given_server_that_holds_something_is_refused(neo4j_server: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    _name_as_given(neo4j_server, monkeypatch)
    _add(neo4j_server, "somebody's")
    with pytest.raises(InUseError, match="is not empty, and the tests would delete what it holds"):
        pool.given()
    assert _names(neo4j_server) == ["somebody's"]


def test_given_server_is_the_only_one_and_is_not_stopped(neo4j_server: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARTNERMAP_ALL", raising=False)
    neo4j_server.wipe(schema=True)
    _name_as_given(neo4j_server, monkeypatch)
    servers = Servers(given=pool.given())
    with servers.lent() as server:
        _add(server, "ours")
        with pytest.raises(pytest.skip.Exception, match="they stop or kill a server and one is given"):
            pool.our_own(server)
        with pytest.raises(pytest.skip.Exception, match="they need several servers and one is given"):
            servers.lend()
    servers.close()
    assert _names(neo4j_server) == []


def test_without_jars_a_test_stands_aside_and_says_how_to_run_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERMAP_NEO4J_CACHE", str(tmp_path))
    monkeypatch.delenv("PARTNERMAP_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"python -m tests\.neo4j\.fetch"):
        Servers().lend()
    monkeypatch.setenv("PARTNERMAP_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="lets no test stand aside"):
        Servers().lend()


def test_summary_has_one_line_for_all_that_stood_aside() -> None:
    skipped = [_skipped("Skipped: on Neo4j, since it rains. To run them: wait.")] * 3 + [
        _skipped("Skipped: no chromium")
    ]
    assert list(not_run(skipped)) == ["Not run: 3 tests on Neo4j, since it rains. To run them: wait."]


def _skipped(why: str) -> pytest.TestReport:
    return pytest.TestReport("test", ("file", 1, "test"), {}, "skipped", ("file", 1, why), "setup")


def _name_as_given(server: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERMAP_TEST_NEO4J", server.address)
    monkeypatch.setenv("NEO4J_USERNAME", server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.setenv("NEO4J_DATABASE", server.database)


def _add(server: Neo4j, name: str) -> None:
    server.ask("CREATE (:Thing {name: $name})", name=name)


def _names(server: Neo4j) -> list[object]:
    return [name for [name] in server.ask("MATCH (n:Thing) RETURN n.name ORDER BY n.name")]
