"""The Cypher script builds the same map on a server and in memory, however odd its texts, and twice is once."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from partnermap import redaction
from partnermap.store.cypher_memory import CypherGraph, links, node_properties
from partnermap.store.shape import NODES
from partnermap.views.copy import Copy
from partnermap.views.cypher_script import literal
from partnermap.views.excerpt import part_of
from partnermap.views.exports import WRITERS, copy_for
from tests.exports.maps import NASTY, controls, held, named, odd, spiced
from tests.neo4j.database import Neo4j

Ask = Callable[[str], list[Any]]
PIECES = ("\\", "u", "0041", "'", '"', "`", "\n", "\r", "\x00", "\x85", "//", ";", "/*", "{", "$", "ü", "\u2028", "😀")
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), controls)


def statements(copy: Copy) -> list[str]:
    """The statements of a map's script, constraints left out: an engine in memory has its own."""
    lines = WRITERS[".cypher"](copy).decode().splitlines()
    assert all(line.startswith("//") or line.endswith(";") for line in lines)
    return [line for line in lines if not line.startswith(("//", "CREATE CONSTRAINT"))]


def contents(ask: Ask) -> dict[str, list[str]]:
    """Every node and relationship with every property that the model knows."""
    found = {}
    for kind in NODES:
        told = ", ".join(f"n.`{name}`" for name, _ in node_properties(kind))
        found[kind.name] = sorted(map(repr, ask(f"MATCH (n:`{kind.name}`) RETURN {told}")))
    for link in links():
        told = ", ".join(["a.id", "b.id", *(f"r.`{name}`" for name, _ in link.properties)])
        for one, other in link.ends:
            rows = ask(f"MATCH (a:`{one}`)-[r:`{link.name}`]->(b:`{other}`) RETURN {told}")
            found[f"{one} {link.name} {other}"] = sorted(map(repr, rows))
    return found


def in_memory(graph: CypherGraph) -> Ask:
    return lambda question: [list(row) for row in graph.ask(question, {})[1]]


@given(seed=st.integers(0, 10_000), texts=odd(controls), name=st.sampled_from([None, "public"]))
@settings(max_examples=8, deadline=None)
def test_script_builds_the_map_in_memory(seed: int, texts: list[str], name: str | None) -> None:
    with held(spiced(seed, texts)) as view:
        copy = copy_for(view, profile=redaction.load(name) if name else None)
        _builds(copy)


@given(texts=odd(controls))
@settings(max_examples=8, deadline=None)
def test_script_builds_things_with_odd_names(texts: list[str]) -> None:
    with held(named(texts)) as view:
        _builds(copy_for(view))


def _builds(copy: Copy) -> None:
    with closing(CypherGraph(copy.map)) as wanted, closing(CypherGraph(part_of(copy.map, ()))) as built:
        for statement in statements(copy) * 2:
            built.ask(statement, {})
        assert contents(in_memory(built)) == contents(in_memory(wanted))


def test_every_text_is_read_back_as_it_was() -> None:
    with held({}) as view, closing(CypherGraph(view)) as graph:

        @given(st.lists(texts, min_size=1, max_size=20))
        @settings(max_examples=150, deadline=None)
        def check(many: list[str]) -> None:
            assert graph.ask(f"RETURN {', '.join(map(literal, many))}", {})[1] == [tuple(many)]

        check()


def test_literals_of_other_values_are_plain() -> None:
    assert literal({"a": 1, "b": True, "c": ["x", "y"]}) == "{`a`: 1, `b`: true, `c`: ['x', 'y']}"


def test_script_builds_the_map_on_a_server(neo4j_server: Neo4j) -> None:
    with held(spiced(7, list(NASTY))) as view, closing(CypherGraph(view)) as wanted:
        script = WRITERS[".cypher"](copy_for(view)).decode()
        for _ in range(2):
            for statement in re.split(r";\n", script.removesuffix(";\n")):
                neo4j_server.ask(statement)
        assert contents(neo4j_server.ask) == contents(in_memory(wanted))
        assert neo4j_server.ask("MATCH (n) RETURN count(n)") == [[sum(len(view.things(kind)["id"]) for kind in NODES)]]
    neo4j_server.wipe(schema=True)


def test_every_text_is_read_back_on_a_server(neo4j_server: Neo4j) -> None:
    many = [*NASTY, *("".join(pieces) for pieces in product(PIECES, repeat=3))]
    for begin in range(0, len(many), 500):
        some = many[begin : begin + 500]
        assert neo4j_server.ask(f"RETURN {literal(some)}") == [[some]]
