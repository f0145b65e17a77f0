"""How the map stands as a graph of labelled nodes and relationships, in memory and on a server alike.

Things are nodes labelled by their kind, rows of Memberships and Parties relationships, each with its ``id``; what names
other things is a relationship of its own.
"""

from __future__ import annotations

from partnermap.model import KINDS, Kind, Property

SPOKEN = "SPEAKS_FOR"

NODES = tuple(kind for kind in KINDS if kind.ends is None)
ROWS = tuple(kind for kind in KINDS if kind.ends is not None)
"""Kinds whose things are relationships."""


def references(kind: Kind) -> tuple[Property, ...]:
    """The properties of a kind of node that relationships are drawn for."""
    return tuple(prop for prop in kind.properties if prop.link) if kind.ends is None else ()


def held(kind: Kind) -> tuple[Property, ...]:
    """The properties that a node or relationship of the kind holds itself; an id where a link is not drawn."""
    return tuple(prop for prop in kind.properties if not prop.link and prop.name not in (kind.ends or ()))


def voices(kind: Kind) -> tuple[Property, ...]:
    """The properties of a kind of relationship that further relationships are drawn for, one a value."""
    return tuple(prop for prop in kind.lists if prop.link) if kind.ends else ()
