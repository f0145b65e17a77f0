"""The map as a throw-away graph in memory that answers questions in Cypher.

Tables of nodes and relationships follow from the model and carry the labels, relationship types and
property names that a graph server would hold: a node for each thing with an ``id``; a relationship for
each name in a column, with its ``position`` (from 0) where a cell holds several; MEMBER_OF and PARTY_TO with their
row's properties and ``id``; SPEAKS_FOR from the member to whom it speaks for, ``at`` the id of the partnership
and ``membership`` the id of the row. Days are ISO texts, sums whole pence, yes and no true and false, shares
the text of a percentage. Nothing is kept: when the graph goes, nothing is lost.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from partnermap.errors import MissingExtra, RequestError
from partnermap.model import KINDS, Kind, Property, Type
from partnermap.store.base import Answered, View
from partnermap.store.ids import kind_of
from partnermap.store.shape import NODES, SPOKEN, held

INSTALL = 'Questions in Cypher need the extra "cypher". Install it: pip install "partnermap[cypher]"'
POOL = (1 << 30, 1 << 33)
"""Least and most bytes that the graph may take, else half the memory there is: a small pool fails in big questions."""
THREADS = 1
"""One is quickest for a map of a county or a few: most of a long question's time goes into planning it."""
SECONDS = 120
KEPT = 2
"""How many maps are kept as graphs."""
"""How long a question may take."""

_TYPES = {Type.MONEY: "INT64", Type.WHOLE: "INT64", Type.YESNO: "BOOL"}

Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Link:
    """A type of relationship: the kinds that it leads from and to, and its properties with their types."""

    name: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...] = ()


def node_properties(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Name and type of each property of a kind of node, ``id`` first; what names other things is a relationship."""
    return (("id", "STRING"), *((prop.name, _type(prop)) for prop in held(kind)))


def links() -> tuple[Link, ...]:
    """Every type of relationship, by the alphabet."""
    ends: dict[str, list[tuple[str, str]]] = {}
    properties: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind in KINDS:
        if kind.ends:
            ends[kind.link] = [(one, other) for one in kind[kind.ends[0]].to for other in kind[kind.ends[1]].to]
            own = [prop for prop in kind.columns if prop.name not in kind.ends]
            properties[kind.link] = (("id", "STRING"), *((prop.name, _type(prop)) for prop in own))
        for prop in kind.properties:
            if prop.link:
                ends.setdefault(prop.link, []).extend((one, to) for one in _sources(kind) for to in prop.to)
                properties.setdefault(prop.link, _link_properties(prop))
    return tuple(Link(name, tuple(dict.fromkeys(ends[name])), properties[name]) for name in sorted(ends))


def _type(prop: Property) -> str:
    return _TYPES.get(prop.type, "STRING") + ("[]" if prop.several else "")


def _sources(kind: Kind) -> tuple[str, ...]:
    return kind[kind.ends[0]].to if kind.ends else (kind.name,)


def _link_properties(prop: Property) -> tuple[tuple[str, str], ...]:
    if prop.link == SPOKEN:
        return (("at", "STRING"), ("membership", "STRING"))
    own = (("share", "STRING"),) if prop.type is Type.SHARES else ()
    return (*own, ("position", "INT64")) if prop.several else own


class CypherGraph:
    """A view's map, copied into memory; ``ask`` it as often as you like."""

    def __init__(self, view: View) -> None:
        ladybug = engine()
        self._database = ladybug.Database(":memory:", buffer_pool_size=_pool(), max_num_threads=THREADS)
        self._connection = ladybug.Connection(self._database, num_threads=THREADS)
        self._connection.set_query_timeout(SECONDS * 1000)
        things = {kind.name: view.things(kind) for kind in KINDS}
        for kind in NODES:
            self._add_nodes(kind, things[kind.name], view)
        rows = relationships(view, things)
        for link in links():
            self._add_links(link, rows.get(link.name, {}))

    def _add_nodes(self, kind: Kind, columns: Columns, view: View) -> None:
        declared = node_properties(kind)
        listed = ", ".join(f"`{name}` {type_}" for name, type_ in declared)
        self._connection.execute(f"CREATE NODE TABLE `{kind.name}`({listed}, PRIMARY KEY(`id`))")
        for prop in kind.lists:
            if not prop.names_things:
                columns = columns | {prop.name: _gathered(columns["id"], view.pairs(kind, prop))}
        self._copy(f"`{kind.name}`", "", {name: columns[name] for name, _ in declared})

    def _add_links(self, link: Link, rows: Mapping[tuple[str, str], list[tuple[Any, ...]]]) -> None:
        ends = [f"FROM `{one}` TO `{other}`" for one, other in link.ends]
        own = [f"`{name}` {type_}" for name, type_ in link.properties]
        self._connection.execute(f"CREATE REL TABLE `{link.name}`({', '.join(ends + own)})")
        names = ["from", "to", *(name for name, _ in link.properties)]
        for (one, other), found in rows.items():
            columns = dict(zip(names, map(list, zip(*found, strict=True)), strict=True))
            self._copy(f"`{link.name}`", f" (from='{one}', to='{other}')", columns)

    def _copy(self, table: str, ends: str, columns: Columns) -> None:
        from pandas import DataFrame

        if any(columns.values()):
            frame = DataFrame(columns, dtype=object)  # noqa: F841 - the engine finds it by its name
            self._connection.execute(f"COPY {table} FROM frame{ends}")

    def ask(self, question: str, parameters: Mapping[str, Any]) -> Answered:
        """Columns and rows of a question in Cypher. RequestError: the question is not sound, in the engine's words."""
        try:
            answer = self._connection.execute(question, dict(parameters))
        except RuntimeError as fault:
            raise RequestError(f"The question cannot be answered: {' '.join(str(fault).split())}") from fault
        try:
            return tuple(answer.get_column_names()), [tuple(row) for row in answer.get_all()]
        finally:
            answer.close()

    def close(self) -> None:
        self._connection.close()
        self._database.close()


def engine() -> Any:
    """The engine that holds the graph, or MissingExtra."""
    try:
        return importlib.import_module("ladybug")
    except ImportError as fault:
        raise MissingExtra(INSTALL) from fault


def _pool() -> int:
    import psutil  # type: ignore[import-untyped,unused-ignore]

    return int(min(max(psutil.virtual_memory().total // 2, POOL[0]), POOL[1]))


def _gathered(things: list[str], pairs: list[tuple[str, Any, Any]]) -> list[list[Any] | None]:
    """The values of a property that holds several, one list a thing; None where there is no value."""
    found: dict[str, list[Any]] = {}
    for thing, value, _ in pairs:
        found.setdefault(thing, []).append(value)
    return [found.get(thing) for thing in things]


Rows = dict[str, dict[tuple[str, str], list[tuple[Any, ...]]]]


def relationships(view: View, things: Mapping[str, Columns]) -> Rows:
    """For each type of relationship and pair of kinds its rows: from, to, properties."""
    rows: Rows = {}
    for kind in KINDS:
        for link, row in _links_of(kind, view, things[kind.name]):
            ends = (kind_of(row[0]), kind_of(row[1]))
            rows.setdefault(link, {}).setdefault(ends, []).append(row)
    return rows


def _links_of(kind: Kind, view: View, columns: Columns) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if kind.ends:
        yield from _rows_of(kind, columns)
        yield from _voices(kind, view, columns)
        return
    for prop in kind.properties:
        if prop.link and prop.several:
            yield from ((prop.link, row) for row in _several(view, kind, prop))
        elif prop.link:
            pairs = zip(columns["id"], columns[prop.name], strict=True)
            yield from ((prop.link, pair) for pair in pairs if pair[1] is not None)


def _several(view: View, kind: Kind, prop: Property) -> Iterator[tuple[Any, ...]]:
    """From, to, the share where there are shares, and the position in the cell."""
    positions: Counter[str] = Counter()
    for thing, value, share in view.pairs(kind, prop):
        yield (thing, value, share, positions[thing]) if prop.type is Type.SHARES else (thing, value, positions[thing])
        positions[thing] += 1


def _rows_of(kind: Kind, columns: Columns) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The relationships of a kind that is one itself, one for each of its rows."""
    assert kind.ends
    own = [prop.name for prop in kind.columns if prop.name not in kind.ends]
    named = [columns[name] for name in (*kind.ends, "id", *own)]
    yield from ((kind.link, row) for row in zip(*named, strict=True))


def _voices(kind: Kind, view: View, columns: Columns) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """For each body that a row speaks for a relationship: member, body, at, membership."""
    assert kind.ends
    ends = dict(zip(columns["id"], zip(columns[kind.ends[0]], columns[kind.ends[1]], strict=True), strict=True))
    for prop in kind.lists:
        for row, body, _ in view.pairs(kind, prop):
            member, place = ends[row]
            yield prop.link, (member, body, place, row)


_kept: dict[str, tuple[int, CypherGraph]] = {}
_asking = Lock()


def run_question(view: View, question: str, parameters: Mapping[str, Any], address: str) -> Answered:
    """Columns and rows of one question on a map; the graph is kept by the store's address until the map moves."""
    with _asking:
        return _graph_of(view, address).ask(question, parameters)


def _graph_of(view: View, address: str) -> CypherGraph:
    revision, graph = _kept.pop(address, (None, None))
    if graph is None or revision != view.revision:
        if graph is not None:
            graph.close()
        graph = CypherGraph(view)
    _kept[address] = (view.revision, graph)
    while len(_kept) > KEPT:
        _kept.pop(next(iter(_kept)))[1].close()
    return graph
