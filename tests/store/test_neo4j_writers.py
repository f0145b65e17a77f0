"""Several processes over one map on a server: writers one after the other, and writers that die."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from partnermap.intake.importing import import_books
from partnermap.model import BY_NAME
from partnermap.settings import SignIn
from partnermap.store.neo4j_.store import Neo4jStore
from tests.neo4j.database import Neo4j
from tests.sheets import book_of
from tests.store.contract import TRUST, county, edit_of, import_of, map_of
from tests.store.processes import Waits, hears, lets_go, running, writing

PARTNER = BY_NAME["Partner"]
ROWS = 2000
KILLS = 8
LONGEST = 1.2
"""Seconds in which an import of so many rows is done."""

IMPORTER = f"""
import sys
from partnermap.store import open_store
from partnermap.store.neo4j_ import changing, server
from tests.store.contract import import_of, state

address, turn, in_parts = sys.argv[1:]
if in_parts == "True":
    changing.AT_ONCE, server.BATCH = 100, 500
rows = [state("Partner", turn, row, name=f"Body {{turn}} {{row}}", kind="pct") for row in range({ROWS})]
store = open_store(address)
print("begins", flush=True)
sys.stdin.readline()
store.apply(import_of(*rows, what=turn))
print("done", flush=True)
store.close()
"""


def _sign_in(server: Neo4j) -> SignIn:
    return SignIn(server.user, server.password, server.database)


def _opened(on: Neo4j, say: Callable[[str], None] = lambda _: None) -> Neo4jStore:
    return Neo4jStore(on.address, _sign_in(on), say)


@pytest.fixture
def writer(neo4j_server: Neo4j) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of an import."""
    with writing(neo4j_server.address, environment=_sign_in(neo4j_server).as_environment()) as process:
        yield process


# -- one after the other -----------------------------------------------------------------------------


def test_reader_sees_the_map_as_it_was_beside_a_writer(neo4j_server: Neo4j, writer: subprocess.Popen[str]) -> None:
    with closing(_opened(neo4j_server)) as store:
        with store.view() as view:
            assert view.revision == 0
            lets_go(writer)
            assert writer.wait() == 0
            assert (view.revision, view.things(PARTNER)["id"]) == (0, [])
        assert len(map_of(store)) == 5


def test_second_writer_waits_and_is_told_once_for_whom(neo4j_server: Neo4j, writer: subprocess.Popen[str]) -> None:
    waits = Waits(writer)
    with closing(_opened(neo4j_server, waits.hear)) as store:
        store.apply(edit_of("Partner", TRUST, notes="moved"))
        assert waits.told == ["Waiting for Ann (import county.xlsx) to finish."]
        assert map_of(store)[TRUST]["notes"] == "moved"
        with store.view() as view:
            assert [change.kind for change in view.history()] == ["import", "edit"]
    assert writer.wait() == 0


def test_import_that_waited_is_told_what_changed_and_plans_anew(
    neo4j_server: Neo4j, writer: subprocess.Popen[str]
) -> None:
    waits = Waits(writer)
    book = book_of({"Partners": [{"Name": "Kent PCT", "Kind": "pct"}, {"Name": "Kent police", "Kind": "police_force"}]})
    with closing(_opened(neo4j_server, waits.hear)) as store:
        report = import_books(store, [book], say=waits.told.append)
        assert report.effect.added == {"Partner": 1}
        assert len(map_of(store)) == 6
    assert waits.told == [
        "Waiting for Ann (import county.xlsx) to finish.",
        "The map was changed meanwhile by Ann (import county.xlsx). Planning again on what is there now …",
    ]


def test_writer_waits_no_longer_for_one_that_is_killed(neo4j_server: Neo4j, writer: subprocess.Popen[str]) -> None:
    with closing(_opened(neo4j_server, lambda _: writer.kill())) as store:
        store.apply(import_of(*county()))
        assert len(map_of(store)) == 5
        assert store.faults() == []


# -- killed ------------------------------------------------------------------------------------------


def test_writer_killed_or_interrupted_at_any_moment_leaves_all_or_nothing(neo4j_server: Neo4j) -> None:
    moments = random.Random(7)
    with closing(_opened(neo4j_server)) as store:
        store.apply(import_of(*county()))
        for turn in range(KILLS):
            before = _state(store)
            words = neo4j_server.address, turn, turn % 2 == 1
            with running(IMPORTER, *words, environment=_sign_in(neo4j_server).as_environment()) as process:
                hears(process.stdout, "begins")
                lets_go(process)
                time.sleep(moments.uniform(0, LONGEST))
                process.send_signal(signal.SIGINT if turn % 3 == 0 else signal.SIGKILL)
                said, _ = process.communicate(timeout=10)
            _assert_all_or_nothing(store, before, acknowledged="done" in said)


def _state(store: Neo4jStore) -> tuple[int, int, int]:
    """The revision, and how many statements and partners there are."""
    with store.view() as view:
        return view.revision, len(list(view.statements())), len(view.things(PARTNER)["id"])


def _assert_all_or_nothing(store: Neo4jStore, before: tuple[int, int, int], acknowledged: bool) -> None:
    revision, said, partners = before
    after = _state(store)
    assert after in ([] if acknowledged else [before]) + [(revision + 1, said + ROWS, partners + ROWS)]
    assert store.faults() == []
