"""For whom a writer waits: the server knows who else is writing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from partnermap.errors import StoreError
from partnermap.store.neo4j_.server import SOURCE, Server, Transaction

PATIENCE_SECONDS = 0.5
"""How long a writer waits before it says for whom."""


@contextmanager
def telling_for_whom(server: Server, say: Callable[[str], None]) -> Iterator[Callable[[], None]]:
    """Say, once, who is writing, unless what is given is called before long: then it was our turn."""
    timer = threading.Timer(PATIENCE_SECONDS, lambda: say(f"Waiting for {_writer(server)} to finish."))
    timer.daemon = True
    timer.start()
    try:
        yield timer.cancel
    finally:
        timer.cancel()


def _writer(server: Server) -> str:
    """Who is writing, in words; a user without the right to see others' transactions learns less."""
    found: list[tuple[str, str]] = []
    with suppress(StoreError):
        found = server.reading(_writers)
    return "{} ({})".format(*found[0]) if found else "another program that is writing to this map"


def _writers(tx: Transaction) -> list[tuple[str, str]]:
    rows = tx.rows(
        "SHOW TRANSACTIONS YIELD metaData, status, elapsedTime WHERE metaData.app = $app AND metaData.what <> '' "
        "AND NOT status STARTS WITH 'Blocked' RETURN metaData.who, metaData.what ORDER BY elapsedTime DESC",
        app=SOURCE,
    )
    return [(who or "somebody", what) for who, what in rows]
