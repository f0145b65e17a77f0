"""What a Neo4j store is made of, following from the model: labels, relationships, constraints, indexes, marks.

Things of the map are nodes labelled by their kind, rows of Memberships and Parties relationships, each with
its ``id``; what names other things is a relationship of its own. What was said stands beside
the map, as nodes with labels of their own. One node, ``PartnermapStore``, tells a map of ours from other
databases and holds its revision.
"""

from __future__ import annotations

from hashlib import sha256

from partnermap.model import KINDS
from partnermap.store.shape import NODES, ROWS, SPOKEN, held, references

VERSION = 1
APPLICATION = "partnermap"

STORE = "PartnermapStore"
"""The label of the one node that says that the database is ours, and at which revision the map is."""
WRITER = "PartnermapWriter"
"""The label of the one node that whoever writes holds a lock on."""

KEPT = ("Change", "Statement", "Decision", "Dismissal", "Mapping", "Waiting")
"""Labels of what was said, and of the map's loose ends."""


def labels() -> tuple[str, ...]:
    """Every label of ours."""
    return (STORE, WRITER, *KEPT, *(kind.name for kind in NODES))


def relationship_types() -> tuple[str, ...]:
    """Every type of relationship of ours."""
    drawn = {prop.link for kind in KINDS for prop in kind.properties if prop.link}
    return tuple(sorted(drawn | {kind.link for kind in ROWS}))


def constraints() -> dict[str, str]:
    """What has to be unique, by the constraint's name."""
    unique = {(label, "id") for label in (STORE, WRITER, *(kind.name for kind in NODES))}
    unique |= {("Change", "number"), ("Statement", "number")}
    made = {_name(label, key): f"FOR (n:`{label}`) REQUIRE n.`{key}` IS UNIQUE" for label, key in sorted(unique)}
    return made | {_name(row.link, "id"): f"FOR ()-[r:`{row.link}`]-() REQUIRE r.id IS UNIQUE" for row in ROWS}


def indexes() -> dict[str, str]:
    """What is looked up besides, by the index's name."""
    looked_up = [("Statement", "entity"), ("Statement", "change"), ("Statement", "file")]
    looked_up += [("Waiting", "target"), ("Waiting", "thing")]
    looked_up += [
        (kind.name, prop.name) for kind in NODES for prop in held(kind) if prop.names_things or prop.name == "name"
    ]
    made = {_name(label, key): f"FOR (n:`{label}`) ON (n.`{key}`)" for label, key in looked_up}
    return made | {_name(SPOKEN, "membership"): f"FOR ()-[r:`{SPOKEN}`]-() ON (r.membership)"}


def statements() -> list[str]:
    """The statements that make the constraints and indexes, where they are not there yet."""
    made = [f"CREATE CONSTRAINT {name} IF NOT EXISTS {rule}" for name, rule in constraints().items()]
    return made + [f"CREATE INDEX {name} IF NOT EXISTS {rule}" for name, rule in indexes().items()]


def _name(label: str, key: str) -> str:
    return f"partnermap_{label}_{key}".lower()


def fingerprint() -> str:
    """Changes when the graph that the model makes does."""
    kinds = [(kind.name, kind.link, [p.name for p in held(kind)], [p.link for p in references(kind)]) for kind in KINDS]
    return sha256(repr((kinds, statements())).encode()).hexdigest()
