"""The store on a Neo4j server: several people read and write at once, one transaction a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from partnermap.errors import StoreError
from partnermap.progress import QUIET, Progress
from partnermap.settings import SignIn
from partnermap.store.base import Draft, Effect, Said
from partnermap.store.copying import fill, head_records, statement_record
from partnermap.store.neo4j_ import marks
from partnermap.store.neo4j_.changing import Change, clear_up, halves
from partnermap.store.neo4j_.filling import Filling
from partnermap.store.neo4j_.said import READ_AT_ONCE, SaidNodes
from partnermap.store.neo4j_.server import Server, Torn, Transaction
from partnermap.store.neo4j_.view import Neo4jView

STILL_SECONDS = 1.0
"""How long a reader waits for a commit that is on its way."""


class Neo4jStore:
    """See :class:`partnermap.store.base.Store`."""

    def __init__(self, address: str, sign_in: SignIn, on_wait: Callable[[str], None] = lambda _: None) -> None:
        self.address = address
        self._say = on_wait
        self._server = Server(address, sign_in, on_wait)
        try:
            marks.make_ready(self._server)
        except BaseException:
            self._server.close()
            raise

    def close(self) -> None:
        self._server.close()

    @contextmanager
    def view(self) -> Iterator[Neo4jView]:
        found = marks.usable(self.address, self._still())
        yield Neo4jView(self._server, found)

    def _still(self) -> marks.Marks | None:
        """The marks when no change is on its way; what one that was cut off left behind is cleared up."""
        deadline = time.monotonic() + STILL_SECONDS
        while (found := self._server.reading(marks.read)) and not found.is_still and time.monotonic() < deadline:
            time.sleep(0.02)
        if found and not found.is_still:
            with suppress(StoreError):  # somebody writes, or we may not: the view does without
                clear_up(self._server)
                found = self._server.reading(marks.read)
        return found

    def apply(self, draft: Draft, *, expecting: int | None = None, rehearse: bool = False) -> Effect:
        change = Change(self._server, draft, expecting, self._say)
        return change.rehearse() if rehearse else change.make()

    def dump(self) -> Iterable[dict[str, Any]]:
        found = marks.there(self.address, self._still())
        last = found.revision
        head = self._server.reading(lambda tx: list(head_records(SaidNodes(tx))))
        yield from (one for one in head if (one.get("change") or one["number"]) <= last)
        newest = self._server.reading(lambda tx: SaidNodes(tx).last_statement())
        for low in range(1, newest + 1, READ_AT_ONCE):
            yield from (statement_record(said) for said in self._statements(low) if said.change <= last)

    def _statements(self, low: int) -> list[Said]:
        return self._server.reading(lambda tx: SaidNodes(tx).between(low, low + READ_AT_ONCE))

    def load(self, records: Iterable[Mapping[str, Any]], progress: Progress = QUIET) -> None:
        fill(Filling(self._server), records, progress)

    def faults(self) -> list[str]:
        self._still()
        return self._server.reading(self._faults)

    def _faults(self, tx: Transaction) -> list[str]:
        found = marks.usable(self.address, marks.read(tx))
        faults = marks.missing(tx) + halves(tx).drifted()
        if not found.shows_the_same(marks.read(tx)):
            raise Torn
        return faults
