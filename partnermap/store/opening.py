"""From an address to a store."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from partnermap.errors import StoreError
from partnermap.nearest import nearest
from partnermap.settings import sign_in
from partnermap.store.base import Store
from partnermap.store.sqlite.store import SqliteStore

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
PORTS = range(1, 65536)
_KNOWN = "neo4j://, neo4j+s://, neo4j+ssc:// and bolt://"
_SLIP = re.compile(r"((?:neo4j|bolt)(?:\+s|\+ssc)?)(?::[/\\]{0,2}|//)(?=[\w\[])", re.IGNORECASE)
"""The beginning of an address with a sign too few, which would else be taken for a path."""
_PLACE = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w-]{1,63}(\.[\w-]{1,63})*)(:(?P<port>\d{1,5}))?/?")


def open_store(
    address: str, on_wait: Callable[[str], None] = lambda _: None, ask: Callable[[str], str] | None = None
) -> Store:
    """The store at an address: the path of an SQLite file, or the address of a Neo4j server.

    ``on_wait`` is told, once, for whom a writer waits; ``ask`` gives a user's password if it is not set.
    """
    if "://" not in address:
        if slip := _SLIP.match(address):
            meant = f"{slip[1].lower()}://{address[slip.end() :].rpartition('@')[2]}"
            raise StoreError(f"{meant}: the address of a server has a colon and two slashes. Did you mean {meant}?")
        return SqliteStore(Path(address), on_wait)
    checked(address)
    from partnermap.store.neo4j_.store import Neo4jStore  # the driver takes half a second to import

    return Neo4jStore(address, sign_in(ask), on_wait)


def checked(address: str) -> str:
    """The address of a server, if it is in order.

    Raises:
        StoreError: a scheme that is not known, a sign-in in the address, no host, a port that is none. The message
            shows nothing of a sign-in.
    """
    scheme, _, rest = address.partition("://")
    scheme, place = scheme.rpartition("@")[2], rest.rpartition("@")[2]
    shown = f"{scheme}://{place}"
    if scheme not in SCHEMES:
        likely = nearest(scheme, SCHEMES, 1)
        hint = f" Did you mean {likely[0]}://{place}?" if likely else ""
        raise StoreError(f"{shown}: neither a path nor the address of a Neo4j server.{hint} Known are {_KNOWN}.")
    if "@" in address:
        raise StoreError(
            f"{shown}: a sign-in has no place in an address, where others can read it. Leave it out, and set "
            "NEO4J_USERNAME and NEO4J_PASSWORD. Change the password if others may have seen it."
        )
    found = _PLACE.fullmatch(rest)
    if not found or int(found["port"] or 1) not in PORTS:
        raise StoreError(f"{shown}: not the address of a server. Write it as neo4j://HOST or neo4j://HOST:7687.")
    return address
