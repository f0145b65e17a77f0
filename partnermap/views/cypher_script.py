"""The map as a Cypher script that builds it on a graph database; run again, it changes nothing.

Labels, relationships and properties are those of :mod:`partnermap.store.cypher_memory`. A script takes no parameters,
so every text stands in it as a literal. Text of the map stands nowhere else: not even in a comment, since Neo4j
reads ``\\u000a`` as a new line before it knows what a comment is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from partnermap.model import KINDS, Kind
from partnermap.store.cypher_memory import Link, links, node_properties, relationships
from partnermap.store.shape import NODES
from partnermap.views.copy import Copy
from partnermap.views.excerpt import Excerpt

BATCH = 500
"""So many rows go into one statement."""

_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OWN_KEY = {"MEMBER_OF": "id", "PARTY_TO": "id", "SPEAKS_FOR": "membership"}
"""The property that tells relationships between the same two things apart."""

Row = dict[str, Any]


def cypher_script(copy: Copy) -> bytes:
    """Statements that each end in a semicolon, one a line."""
    lines = [*_head(copy), *_nodes(copy.map), *_relationships(copy.map)]
    return ("\n".join(lines) + "\n").encode()


def _head(copy: Copy) -> Iterator[str]:
    yield "// A map by partnermap, for Neo4j 5 or newer. Run it on an empty database: cypher-shell --file FILE"
    yield f"// {copy.part.day}."
    if copy.audience:
        things = sum(one.count for one in copy.left_out if one.kind and not one.prop)
        values = sum(one.count for one in copy.left_out if one.prop)
        yield f"// A copy that leaves things out: {things} things, and {values} values of those that remain."
    for kind in NODES:
        yield (f"CREATE CONSTRAINT `{kind.table}_id` IF NOT EXISTS FOR (n:`{kind.name}`) REQUIRE n.`id` IS UNIQUE;")


def _nodes(part: Excerpt) -> Iterator[str]:
    for kind in NODES:
        for names, rows in _alike(_things(part, kind)):
            told = ", ".join(f"n.`{name}` = row.`{name}`" for name in names if name != "id")
            yield f"UNWIND {literal(rows)} AS row MERGE (n:`{kind.name}` {{`id`: row.`id`}}) SET {told};"


def _things(part: Excerpt, kind: Kind) -> Iterator[Row]:
    several: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for prop in kind.lists:
        if not prop.names_things:
            for thing, value, _ in part.pairs(kind, prop):
                several[thing][prop.name].append(value)
    columns = part.things(kind)
    names = [name for name, _ in node_properties(kind) if name in columns]
    for values in zip(*(columns[name] for name in names), strict=True):
        row = dict(zip(names, values, strict=True))
        yield row | several[row["id"]]


def _relationships(part: Excerpt) -> Iterator[str]:
    found = relationships(part, {kind.name: part.things(kind) for kind in KINDS})
    for link in links():
        for (one, other), rows in found.get(link.name, {}).items():
            yield from _joining(link, one, other, rows)


def _joining(link: Link, one: str, other: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    own = [name for name, _ in link.properties]
    key = _OWN_KEY.get(link.name)
    told_apart = f" {{`{key}`: row.`{key}`}}" if key else ""
    for names, alike in _alike(dict(zip(("from", "to", *own), row, strict=True)) for row in rows):
        told = ", ".join(f"r.`{name}` = row.`{name}`" for name in names if name not in ("from", "to", key))
        yield (
            f"UNWIND {literal(alike)} AS row MATCH (a:`{one}` {{`id`: row.`from`}}), (b:`{other}` {{`id`: row.`to`}}) "
            f"MERGE (a)-[r:`{link.name}`{told_apart}]->(b){f' SET {told}' if told else ''};"
        )


def _alike(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Rows with the same properties filled, a batch at a time: a literal without a value has no type."""
    grouped: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        filled = {name: value for name, value in row.items() if value is not None}
        grouped[tuple(filled)].append(filled)
    for names, alike in grouped.items():
        for begin in range(0, len(alike), BATCH):
            yield names, alike[begin : begin + BATCH]


# -- literals ------------------------------------------------------------------------------------


def literal(value: Any) -> str:
    """A value as Cypher writes it: a text, a whole number, yes or no, or a list or a map of these."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"`{name}`: {literal(held)}" for name, held in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(literal, value)) + "]"
    return _text(str(value))


def _text(text: str) -> str:
    r"""A text between quotes; cut in two between a backslash and a u, for Neo4j may read ``\\u0041`` as a letter."""
    plain = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    quoted = plain.replace("\\", "\\\\").replace("'", "\\'").replace("\\\\u", "\\\\' + 'u")
    return "'" + _ODD.sub(lambda sign: f"\\u{ord(sign[0]):04X}", quoted) + "'"
