"""For whom a writer waits: the server knows who else is writing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from partnermap.errors import StoreError
from partnermap.store.neo4j_.server import SOURCE, Server, Transaction

PATIENCE_SECONDS = 0.5
"""How long a writer waits before it says for whom."""


@contextmanager
def telling_for_whom(server: Server, say: Callable[[str], None]) -> Iterator[None]:
    """Say, once, who is writing, if that is why what is done inside does not come about."""
    done = threading.Event()

    def tell() -> None:
        if not done.wait(PATIENCE_SECONDS) and (writer := _waited_for(server)) and not done.is_set():
            say(f"Waiting for {writer} to finish.")

    threading.Thread(target=tell, daemon=True).start()
    try:
        yield
    finally:
        done.set()


def somebody_writes(server: Server) -> bool:
    """Whether one of us is writing, as far as we may know."""
    return any(what for _, what, _ in _at_work(server))


def _waited_for(server: Server) -> str:
    """Who is writing, in words; nothing if nobody waits. A user who may not see other users' doings learns less."""
    at_work = _at_work(server)
    if not any(waits for *_, waits in at_work):
        return ""
    writers = [f"{who or 'somebody'} ({what})" for who, what, waits in at_work if what and not waits]
    return writers[0] if writers else "another program that is writing to this map"


def _at_work(server: Server) -> list[tuple[str, str, bool]]:
    """Who does what, and whether they wait, longest first; nothing if the server does not say."""
    try:
        return server.reading(_transactions, patience=0.0)
    except StoreError:
        return []


def _transactions(tx: Transaction) -> list[tuple[str, str, bool]]:
    return [
        (who or "", what or "", waits)
        for who, what, waits in tx.rows(
            "SHOW TRANSACTIONS YIELD metaData, status, elapsedTime WHERE metaData.app = $app "
            "RETURN metaData.who, metaData.what, status STARTS WITH 'Blocked' ORDER BY elapsedTime DESC",
            app=SOURCE,
        )
    ]
