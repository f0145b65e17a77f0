"""One change on its way to the server."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress

from partnermap.errors import LostConnection, StoreError
from partnermap.store.base import Draft, Effect, MapMoved
from partnermap.store.halves import Halves, uncollected
from partnermap.store.neo4j_ import marks
from partnermap.store.neo4j_.map import MapNodes
from partnermap.store.neo4j_.outlets import InParts, InPlace, Nowhere, Outlet
from partnermap.store.neo4j_.said import SaidNodes
from partnermap.store.neo4j_.server import BATCH, Server, Transaction, Unsure
from partnermap.store.neo4j_.waiting import somebody_writes, telling_for_whom

ATTEMPTS = 3
AT_ONCE = 20_000
"""A change of more statements is written in parts: these take the server some 150 MB."""


def halves(tx: Transaction, said_to: Outlet | None = None, map_to: Outlet | None = None) -> Halves:
    """What was said and the map, read inside one transaction; written to it as well, or elsewhere."""
    said = SaidNodes(tx, said_to)
    return Halves(said, MapNodes(tx, said, map_to))


class Change:
    """A draft that is being made into a change; all of it or nothing, and known again by its token.

    Others see nothing of it before the commit. A commit is seen piece by piece, so it is announced beforehand, and the
    revision follows when all is there: a reader that meets half of it knows, and does without.
    """

    def __init__(self, server: Server, draft: Draft, expecting: int | None, say: Callable[[str], None]) -> None:
        self._server = server
        self._draft = draft
        self._expecting = expecting
        self._say = say
        self._token = uuid.uuid4().hex
        self._effect = Effect()

    def rehearse(self) -> Effect:
        """Say what it would do, and do nothing."""
        with suppress(_Rehearsed):
            self._in_turn(self._rehearsed)
        self._effect.change = None
        return self._effect

    def make(self) -> Effect:
        """Do it. If the connection is lost in the moment of the commit, look whether it was kept."""
        for _ in range(ATTEMPTS):
            try:
                self._in_turn(self._made)
            except Unsure:
                self._server.say_lost()
                if not self._was_kept():
                    continue
            except LostConnection:
                raise  # the next to come clears up
            except Exception:
                with suppress(StoreError):
                    clear_up(self._server)
                raise
            return self._shown()
        raise LostConnection(
            f"{self._server.address}: the connection was lost again and again. Nothing was changed. Try again later."
        )

    def _in_turn(self, work: Callable[[Transaction, int], None]) -> None:
        with uncollected():
            self._server.writing(lambda tx: work(tx, self._take_turn(tx)), self._draft.who, self._draft.what)

    def _take_turn(self, tx: Transaction) -> int:
        """Wait for our turn; gives the number that the change will have."""
        with telling_for_whom(self._server, self._say):
            marks.lock(tx)
        marks.usable(self._server.address, marks.read(tx))
        _clear_up(self._server, tx)
        found = marks.there(self._server.address, marks.read(tx))
        if self._expecting is not None and self._expecting != found.revision:
            raise MapMoved(self._expecting)
        return found.revision + 1

    def _rehearsed(self, tx: Transaction, _: int) -> None:
        self._effect = halves(tx, Nowhere(), Nowhere()).carry_out(self._draft)
        raise _Rehearsed

    def _made(self, tx: Transaction, number: int) -> None:
        if self._is_big(tx):
            self._server.writing(lambda other: marks.write(other, owner=self._token))
            said_to, map_to = InParts(self._server, self._token), InParts(self._server, self._token, coming=number)
            self._effect = halves(tx, said_to, map_to).carry_out(self._draft)
        else:
            self._effect = halves(tx).carry_out(self._draft)
        tx.run("MATCH (c:Change {number: $number}) SET c.token = $token", number=number, token=self._token)
        self._server.writing(lambda other: marks.announce(other, number))

    def _shown(self) -> Effect:
        """The change is kept; from now on it shows. If that is lost, the next to come does it."""
        number = self._effect.change
        assert number is not None
        with suppress(StoreError):
            self._server.writing(lambda tx: marks.show(tx, number))
        return self._effect

    def _is_big(self, tx: Transaction) -> bool:
        undone = [self._draft.undoes] if self._draft.undoes else []
        counted = "MATCH (s:Statement) WHERE s.change IN $undone RETURN count(s)"
        return self._draft.size + int(tx.rows(counted, undone=undone)[0][0]) > AT_ONCE

    def _was_kept(self) -> bool:
        def look(tx: Transaction) -> bool:
            marks.lock(tx)  # the lost transaction has ended, one way or the other, once this is had
            return bool(tx.rows("MATCH (c:Change) WHERE c.token = $token RETURN c.number", token=self._token))

        try:
            return self._server.writing(look)
        except LostConnection as error:
            raise LostConnection(
                f"{self._server.address}: the connection was lost in the moment of the commit. Whether the change was "
                "kept, partnermap history shows when the server is back; it was kept wholly or not at all."
            ) from error


class _Rehearsed(Exception):
    """Takes a transaction back that was only to be looked at."""


# -- after a change that was cut off --------------------------------------------------------------

PROBE_SECONDS = 1.0
"""How long to wait for the lock before somebody is taken to be writing."""


def clear_up(server: Server) -> None:
    """Take back what a change that was cut off has announced or written, unless somebody is writing.

    Raises:
        StoreError: we may not.
    """
    found = server.reading(marks.read)
    if found is None or found.is_at_rest or somebody_writes(server):
        return
    server.writing(marks.lock, seconds=PROBE_SECONDS)

    def work(tx: Transaction) -> None:
        marks.lock(tx)
        _clear_up(server, tx)

    with uncollected():
        server.writing(work, what="clearing up after a change that was cut off")


def _clear_up(server: Server, tx: Transaction) -> None:
    """As above, inside a transaction that has the lock. A change that was kept, and only not shown yet, stays."""
    found = marks.read(tx)
    if found is None or found.is_at_rest:
        return
    newest = SaidNodes(tx).revision()
    if found.owner and newest == found.revision:
        token = uuid.uuid4().hex
        server.writing(lambda other: marks.write(other, owner=token))
        parts = InParts(server, token)
        if not found.is_still:  # what was said in vain tells which things there may be too many of
            halves(tx, InPlace(tx), parts).settle_everything()
        left = "MATCH (s:Statement) WHERE s.change > $newest"
        while tx.rows(f"{left} RETURN 1 LIMIT 1", newest=newest):
            parts.run(f"{left} WITH s LIMIT {BATCH} DELETE s", newest=newest)
    server.writing(lambda other: marks.write(other, revision=newest, coming=newest, owner=None))
