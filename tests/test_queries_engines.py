"""The same questions on a server and in memory: the same graph, the same rows, and what the reports find."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from partnermap import frameworks
from partnermap.errors import RequestError
from partnermap.queries import Result, ask, available
from partnermap.settings import SignIn
from partnermap.store import Store
from partnermap.store.base import View
from partnermap.store.cypher_memory import CypherGraph, links, node_properties
from partnermap.store.neo4j_.store import Neo4jStore
from partnermap.store.shape import NODES
from tests.maps import AS_OF, framework_toml, random_map
from tests.neo4j.database import Neo4j
from tests.neo4j.pool import Servers
from tests.sheets import store_of
from tests.test_queries import NAMES, TWINS, by_report, by_twin, given_for

FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def on(server: Neo4j, copied: Store) -> Iterator[View]:
    """A map on a server, copied from another store."""
    with closing(Neo4jStore(server.address, SignIn(server.user, server.password, server.database))) as store:
        store.load(copied.dump())
        with store.view() as opened:
            yield opened


@pytest.fixture(scope="module")
def county_on_server(county_store: Store, neo4j_servers: Servers) -> Iterator[View]:
    with neo4j_servers.lent() as server, on(server, county_store) as opened:
        yield opened


@contextmanager
def drawn(seed: int, servers: Servers) -> Iterator[tuple[View, View, str, dt.date]]:
    """A random map in a file and on a server, its framework, and a day to look at it."""
    sheets, said = random_map(seed)
    with tempfile.TemporaryDirectory() as folder, servers.lent() as server:
        file = Path(folder) / "framework.toml"
        file.write_text(framework_toml(said), encoding="utf-8")
        with closing(store_of(sheets, Path(folder))) as store, store.view() as here, on(server, store) as there:
            yield here, there, str(file), AS_OF + dt.timedelta(days=seed % 3 * 200 - 200)


def held(view: View) -> Counter[tuple[Any, ...]]:
    """Every node and relationship as Cypher sees it, property by property."""
    graph: CypherGraph | View = CypherGraph(view) if view.engine == "ladybug" else view
    found: Counter[tuple[Any, ...]] = Counter()
    for kind in NODES:
        names = [name for name, _ in node_properties(kind)]
        asked = f"MATCH (n:{kind.name}) RETURN " + ", ".join(f"n.`{name}`" for name in names)
        found.update((kind.name, *map(_hashable, row)) for row in graph.ask(asked, {})[1])
    for link in links():
        names = [name for name, _ in link.properties]
        ends = ["a.id", "b.id", *(f"r.`{name}`" for name in names)]
        asked = f"MATCH (a)-[r:`{link.name}`]->(b) RETURN {', '.join(ends)}"
        found.update((link.name, *map(_hashable, row)) for row in graph.ask(asked, {})[1])
    return found


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
def test_a_question_has_the_same_rows_on_a_server(name: str, county: View, county_on_server: View) -> None:
    question = available("neo4j")[name]
    assert ask(county_on_server, name, given_for(question)) == ask(county, name, given_for(question))


@FEW
@given(st.integers(0, 10**9))
@example(672)
def test_engines_and_reports_agree_on_random_maps(neo4j_servers: Servers, seed: int) -> None:
    with drawn(seed, neo4j_servers) as (here, there, framework, day):
        assert held(there) == held(here)
        for name in set(NAMES) - set(TWINS):
            params = {
                one.name: _any_name(here, one.type) for one in available()[name].parameters if one.default is None
            }
            params = {key: text for key, text in params.items() if text} | {"as_of": day.isoformat()}
            answers = [_answer(view, name, params | {"framework": framework}) for view in (here, there)]
            assert answers[0] == answers[1]
        expected = by_report(there, frameworks.load(framework), day)
        assert by_twin(there, framework, day) == expected
        assert by_report(here, frameworks.load(framework), day) == expected


def _any_name(view: View, type_: str) -> str:
    """The name of some thing of the kind that a parameter names."""
    of = {"partner": "Partner", "body": "Partner", "partnership": "Partnership", "stream": "FundingStream"}
    kind = next((kind for kind in NODES if kind.name == of.get(type_)), None)
    names = view.things(kind)["name"] if kind else []
    return str(names[0]) if names else "Nobody"


def _answer(view: View, name: str, params: dict[str, str]) -> Result | str:
    known = {one.name for one in available()[name].parameters}
    fills = any(one.from_framework for one in available()[name].parameters)
    wanted = {key: text for key, text in params.items() if key in known or (fills and key == "framework")}
    try:
        return ask(view, name, wanted)
    except RequestError as refused:
        return str(refused)


def test_a_question_that_the_server_refuses_is_told_in_its_words(county_on_server: View) -> None:
    with pytest.raises(RequestError, match=r"^The question cannot be answered: Variable `m` not defined"):
        county_on_server.ask("MATCH (n:Nothing) RETURN m", {})


def test_a_question_writes_nothing_on_the_server(county_on_server: View) -> None:
    with pytest.raises(RequestError, match="The question cannot be answered: Writing in read access mode not allowed"):
        county_on_server.ask("CREATE (n:Partner {id: 'Partner:x'})", {})


def test_a_question_about_a_map_that_has_moved_is_refused(neo4j_server: Neo4j, county_store: Store) -> None:
    from tests.store.contract import undo_of

    sign_in = SignIn(neo4j_server.user, neo4j_server.password, neo4j_server.database)
    with closing(Neo4jStore(neo4j_server.address, sign_in)) as store:
        store.load(county_store.dump())
        with store.view() as opened:
            store.apply(undo_of(1))
            with pytest.raises(RequestError, match=r"^Somebody changes the map at this moment\. Ask again\.$"):
                ask(opened, "spokespeople", {})
