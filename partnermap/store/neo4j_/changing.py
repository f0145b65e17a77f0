"""One change on its way to the server."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from partnermap.errors import LostConnection, StoreError
from partnermap.store.base import Draft, Effect, MapMoved
from partnermap.store.halves import Halves, uncollected
from partnermap.store.neo4j_ import marks
from partnermap.store.neo4j_.map import MapNodes
from partnermap.store.neo4j_.said import SaidNodes
from partnermap.store.neo4j_.server import Server, Transaction, Unsure
from partnermap.store.neo4j_.waiting import telling_for_whom

ATTEMPTS = 3


def halves(tx: Transaction) -> Halves:
    """What was said and the map, inside one transaction."""
    said = SaidNodes(tx)
    return Halves(said, MapNodes(tx, said))


class Change:
    """A draft that is being made into a change; all of it or nothing, and known again by its token.

    Others see nothing of it before the commit, and during the commit they see that it is coming: a reader that
    meets half of it knows, and does without.
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
        try:
            self._in_turn(self._rehearsed)
        except _Rehearsed:
            self._effect.change = None
        return self._effect

    def make(self) -> Effect:
        """Do it. If the connection is lost in the moment of the commit, look whether it was kept."""
        for _ in range(ATTEMPTS):
            try:
                self._in_turn(self._made)
            except Unsure:
                if not self._was_kept():
                    continue
            except BaseException:
                self._take_back()
                raise
            return self._effect
        raise LostConnection(
            f"{self._server.address}: the connection was lost again and again. Nothing was changed. Try again later."
        )

    def _in_turn(self, work: Callable[[Transaction, Callable[[], None]], None]) -> None:
        with telling_for_whom(self._server, self._say) as told, uncollected():
            self._server.writing(lambda tx: work(tx, told), self._draft.who, self._draft.what)

    def _rehearsed(self, tx: Transaction, told: Callable[[], None]) -> None:
        self._carry_out(tx, told)
        raise _Rehearsed

    def _made(self, tx: Transaction, told: Callable[[], None]) -> None:
        number = self._carry_out(tx, told)
        tx.run("MATCH (c:Change {number: $number}) SET c.token = $token", number=number, token=self._token)
        self._server.writing(lambda other: marks.write(other, coming=number))
        marks.write(tx, revision=number)

    def _carry_out(self, tx: Transaction, told: Callable[[], None]) -> int:
        marks.lock(tx)
        told()
        revision = marks.usable(self._server.address, marks.read(tx)).revision
        if self._expecting is not None and self._expecting != revision:
            raise MapMoved
        self._effect = halves(tx).carry_out(self._draft)
        return revision + 1

    def _was_kept(self) -> bool:
        asked = "MATCH (c:Change) WHERE c.token = $token RETURN c.number"

        def look(tx: Transaction) -> bool:
            marks.lock(tx)  # the lost transaction has ended, one way or the other, once this is had
            return bool(tx.rows(asked, token=self._token))

        try:
            return self._server.writing(look)
        except LostConnection as error:
            raise LostConnection(
                f"{self._server.address}: the connection was lost in the moment of the commit. Whether the change was "
                "kept, partnermap history shows when the server is back; it was kept wholly or not at all."
            ) from error

    def _take_back(self) -> None:
        """What was announced does not come. A reader would find out as well, but slowly."""
        try:
            found = self._server.reading(marks.read)
            if found and not found.is_still:
                self._server.writing(marks.take_back, seconds=1.0)
        except StoreError:
            pass


class _Rehearsed(Exception):
    """Takes a transaction back that was only to be looked at."""
