"""How a Neo4j server compares with a file on a map of the size of England, as ratios, all in one run.

    python -m tests.benchmarks.bench_neo4j --scale 1

Import, applying, graph and reports from both stores; bulk loading beside a ``MERGE`` a row; the graph beside a bare
collecting of the same columns; each report beside its questions in Cypher on the server. The server is one of the
tests' own (``python -m tests.neo4j.fetch``), with Java's full compiler and the heap that ``--heap`` says.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeVar

import networkx as nx
import psutil  # type: ignore[import-untyped,unused-ignore]

from partnermap import frameworks
from partnermap import graph as maps
from partnermap.analysis import registry
from partnermap.analysis.findings import Scope
from partnermap.errors import StoreError
from partnermap.intake.importing import import_files
from partnermap.queries import available, read_parameters
from partnermap.settings import SignIn
from partnermap.store import Store, open_store
from partnermap.store.base import Draft, Effect, View
from partnermap.store.neo4j_.store import Neo4jStore
from partnermap.store.shape import NODES, held
from tests.benchmarks.bench_england import england
from tests.neo4j.jars import LTS
from tests.neo4j.server import Server

T = TypeVar("T")
FULL_JAVA = ("-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC")
"""What a server that lives for years runs with; those of the tests start sooner."""
FRAMEWORK = "laa-2005"
DAY = dt.date(2005, 3, 22)
FIVE = ("two-tier", "engagement", "missing", "funding", "thread")
MERGED_ALONE = 500
"""Links that are merged row by row, from which the time of all is reckoned: all of them would take an hour."""
LINKS = ("MATCH (a)-[r:{}]->(b) RETURN collect(a.id), collect(b.id)", ("MEMBER_OF", "PARTY_TO", "SPEAKS_FOR"))
DRAWN = "MATCH (a:`{}`)-[r]->(b) WHERE NOT r:MEMBER_OF AND NOT r:PARTY_TO AND NOT r:SPEAKS_FOR "
DRAWN += "RETURN collect(a.id), collect(type(r)), collect(b.id)"


def timed(do: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    found = do()
    return perf_counter() - began, found


class Applying:
    """A store that keeps the time that applying takes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def apply(self, draft: Draft, **how: Any) -> Effect:
        self.seconds, effect = timed(lambda: self._store.apply(draft, **how))
        return effect


def measure(store: Store, workbooks: list[Path], show: Callable[[str, float], None]) -> dict[str, float]:
    """Seconds of each stage on one store."""
    keeping = Applying(store)
    found = {}
    found["import"], report = timed(lambda: import_files(keeping, workbooks))
    if report.failed:
        sys.exit("\n".join(map(str, report.problems[:5])))
    found["apply"] = keeping.seconds
    framework = frameworks.load(FRAMEWORK)
    with store.view() as view:
        found["graph, first"], graph = timed(lambda: maps.build(view, DAY))
    with store.view() as view:  # a server plans each question when it first hears it
        found["graph"], graph = timed(lambda: maps.build(view, DAY))
        for name in FIVE:
            found[f"report {name}"], _ = timed(lambda name=name: registry.run(name, graph, framework, Scope()))  # type: ignore[misc]
    for stage, seconds in found.items():
        show(stage, seconds)
    return found


# -- on the server alone --------------------------------------------------------------------------


def bare_graph(server: Server) -> nx.MultiDiGraph:
    """Whole columns of every kind, and the links, put into networkx with no thought."""
    graph = nx.MultiDiGraph()
    with server.session() as session:
        for kind in NODES:
            names = ["id", *(prop.name for prop in held(kind))]
            columns = ", ".join(f"collect(coalesce(n.`{name}`, false))" for name in names)
            values = session.run(f"MATCH (n:`{kind.name}`) RETURN {columns}").single(strict=True).values()
            graph.add_nodes_from((row[0], dict(zip(names, row, strict=True))) for row in zip(*values, strict=True))
            drawn = session.run(DRAWN.format(kind.name)).single(strict=True).values()
            graph.add_edges_from((one, other, link) for one, link, other in zip(*drawn, strict=True))
        for link in LINKS[1]:
            ends = session.run(LINKS[0].format(link)).single(strict=True).values()
            graph.add_edges_from((one, other, link) for one, other in zip(*ends, strict=True))
    return graph


def merged_alone(server: Server) -> float:
    """Seconds a row takes if each is a MERGE of its own, by the same keys that bulk loading uses."""
    with server.session() as session:
        rows = session.run("MATCH (a:Partner)-[r:MEMBER_OF]->(b) RETURN a.id, b.id, r.id LIMIT $n", n=MERGED_ALONE)
        ends = [record.values() for record in rows]
        asked = "MATCH (a:Partner {id: $a}) MATCH (b:Partnership {id: $b}) MERGE (a)-[:MERGED {id: $id}]->(b)"
        seconds, _ = timed(lambda: [session.run(asked, a=a, b=b, id=id_).consume() for a, b, id_ in ends])
        session.run("MATCH ()-[r:MERGED]->() DELETE r").consume()
    return seconds / len(ends)


def bulk_loaded(server: Server) -> float:
    """Seconds a row takes in batches, as the store writes them."""
    with server.session() as session:
        found = session.run("MATCH (a:Partner)-[r:MEMBER_OF]->(b) RETURN collect([a.id, b.id, r.id])").single(
            strict=True
        )
        rows = found.value()
        make = (
            "MATCH (a:Partner {id: row[0]}) MATCH (b:Partnership {id: row[1]}) CREATE (a)-[r:MERGED {id: row[2]}]->(b)"
        )

        def load() -> None:
            for start in range(0, len(rows), 10_000):
                session.run(f"UNWIND $rows AS row {make}", rows=rows[start : start + 10_000]).consume()

        seconds, _ = timed(load)
        session.run("MATCH ()-[r:MERGED]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS").consume()
    return seconds / len(rows)


def in_cypher(view: View, report: str) -> float:
    """Seconds that all the questions that are a report's twins take on the server; one that may not go on takes its two
    minutes."""
    seconds = 0.0
    for question in available(view.engine).values():
        if question.twin and question.twin.report == report:
            params = {"as_of": DAY.isoformat(), "framework": FRAMEWORK}
            values = read_parameters(question, params, view)
            with suppress(StoreError):
                view.ask(question.cypher, values)  # a server plans each question when it first hears it
            began = perf_counter()
            with suppress(StoreError):
                view.ask(question.cypher, values)
            seconds += perf_counter() - began
    return seconds


@contextmanager
def on_server(heap: str) -> Iterator[tuple[Server, Store]]:
    LTS.check()
    with closing(Server(LTS, heap=heap, java_options=FULL_JAVA)) as server:
        server.start()
        with closing(Neo4jStore(server.address, SignIn(server.user, server.password, server.database))) as store:
            yield server, store


def show_against(stage: str, seconds: float, other: str, of_other: float) -> None:
    print(f"{stage:<34} {seconds:9.2f} {seconds / of_other:7.2f} x {other} ({of_other:.2f})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Times a map of the size of England on a server and in a file.")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--heap", default="2g", help="the server's memory for Java")
    parser.add_argument("--cypher", action=argparse.BooleanOptionalAction, default=True, help="questions too")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, on_server(asked.heap) as (server, there):
        workbooks = sorted(england(Path(folder), asked.scale).glob("*.xlsx"))
        with closing(open_store(str(Path(folder) / "england.db"))) as here:
            file = measure(here, workbooks, lambda stage, s: print(f"file  {stage:<28} {s:9.2f}", flush=True))
        ours = measure(there, workbooks, lambda stage, s: show_against(f"neo4j {stage}", s, "file", file[stage]))
        bare_graph(server)
        bare, made = timed(lambda: bare_graph(server))
        show_against("neo4j graph", ours["graph"], "bare collect and graph", bare)
        print(f"      bare: {len(made):,} nodes, {made.size():,} links")
        show_against("a MERGE alone, a row (ms)", merged_alone(server) * 1e3, "bulk loading", bulk_loaded(server) * 1e3)
        with there.view() as view:
            for name in FIVE if asked.cypher else ():
                show_against(f"neo4j twins {name}", in_cypher(view, name), "networkx", ours[f"report {name}"])
        memory = psutil.Process(server.process).memory_info().rss / 2**20
        print(f"server: heap {asked.heap}, {memory:,.0f} MB in all")


if __name__ == "__main__":
    main()
