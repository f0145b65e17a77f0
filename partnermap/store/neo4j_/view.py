"""What readers get of a Neo4j store: the map and its sources as they stood at one revision."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from partnermap.errors import RequestError
from partnermap.model import Kind, Property
from partnermap.store.base import Answered, Change, Decision, Dismissal, KeptMapping, Said
from partnermap.store.neo4j_ import marks
from partnermap.store.neo4j_.said import SaidNodes
from partnermap.store.neo4j_.server import Server, Transaction
from partnermap.store.neo4j_.stored import Drawn, Stored
from partnermap.store.recalled import Recalled

T = TypeVar("T")

QUESTION_SECONDS = 120.0
"""How long a question in Cypher may take."""


class Neo4jView:
    """See :class:`partnermap.store.base.View`.

    A server shows each question the newest there is. So each reading ends with a look at the revision; if somebody
    has changed the map meanwhile, the reading is thrown away, and what was there at this view's revision is
    worked out from what had been said until then, which nobody can change.
    """

    engine = "neo4j"

    def __init__(self, server: Server, found: marks.Marks) -> None:
        self._server = server
        self.revision = found.revision
        self._marks = found
        self._moved = not found.is_still
        self._drawn: Drawn = {}
        """What was read of what things draw: that of all properties of a kind comes at once."""

    def things(self, kind: Kind) -> dict[str, list[Any]]:
        return self._from_map(lambda stored: stored.things(kind), lambda then: then.things(kind))

    def pairs(self, kind: Kind, prop: Property) -> list[tuple[str, Any, Any]]:
        return self._from_map(lambda stored: stored.pairs(kind, prop), lambda then: then.pairs(kind, prop))

    def _from_map(self, now: Callable[[Stored], T], otherwise: Callable[[Recalled], T]) -> T:
        drawn: list[Drawn] = []

        def read(tx: Transaction) -> T:
            stored = Stored(tx, self._drawn)
            found = now(stored)
            drawn.append(stored.drawn)
            return found

        found = self._read(read, otherwise)
        if drawn and not self._moved:
            self._drawn = drawn[-1]
        return found

    def statements(self, entities: Collection[str] | None = None) -> Iterable[Said]:
        def read(tx: Transaction) -> list[Said]:
            said = SaidNodes(tx)
            if entities is None:
                return said.all_counted()
            return [one for each in said.counted(entities).values() for one in each]

        return self._read(read, lambda then: then.statements(entities))

    def ask(self, question: str, parameters: Mapping[str, Any]) -> Answered:
        def work(tx: Transaction) -> tuple[Answered, bool]:
            return tx.table(question, parameters), self._is_at(tx)

        answered, is_ours = self._server.reading(work, seconds=QUESTION_SECONDS)
        if not is_ours:
            raise RequestError("Somebody changes the map at this moment. Ask again.")
        return answered

    def stated_by(self, file: str) -> Iterable[Said]:
        return self._read(lambda tx: SaidNodes(tx).stated_by(file), lambda then: then.stated_by(file))

    def stated_in(self, change: int) -> Iterable[Said]:
        return self._read(lambda tx: SaidNodes(tx).stated_in(change), lambda then: then.stated_in(change))

    def ever_stated(self, entities: Collection[str]) -> Iterable[Said]:
        return self._read(lambda tx: SaidNodes(tx).ever_stated(entities), lambda then: then.ever_stated(entities))

    def history(self) -> list[Change]:
        return self._read(lambda tx: SaidNodes(tx).changes(), lambda then: then.history())

    def decisions(self) -> list[Decision]:
        return self._read(lambda tx: SaidNodes(tx).decisions(), lambda then: then.decisions())

    def dismissals(self) -> list[Dismissal]:
        return self._read(lambda tx: SaidNodes(tx).dismissals(), lambda then: then.dismissals())

    def decisions_made(self) -> list[tuple[int, Decision]]:
        return self._read(lambda tx: SaidNodes(tx).decisions_made(), lambda then: then.decisions_made())

    def dismissals_made(self) -> list[tuple[int, Dismissal]]:
        return self._read(lambda tx: SaidNodes(tx).dismissals_made(), lambda then: then.dismissals_made())

    def mappings(self) -> list[KeptMapping]:
        return self._read(lambda tx: [one for _, one in SaidNodes(tx).mappings_made()], lambda then: then.mappings())

    def _read(self, now: Callable[[Transaction], T], otherwise: Callable[[Recalled], T]) -> T:
        """What is there now, if that is still this view's revision; else what was there then."""
        if not self._moved:
            found, is_ours = self._server.reading(lambda tx: (now(tx), self._is_at(tx)))
            if is_ours:
                return found
            self._moved = True
        return otherwise(self._recalled)

    def _is_at(self, tx: Transaction) -> bool:
        """Whether nobody has changed the map since this view was opened."""
        return self._marks.shows_the_same(marks.there(self._server.address, marks.read(tx)))

    @cached_property
    def _recalled(self) -> Recalled:
        return self._server.reading(lambda tx: Recalled(SaidNodes(tx), self.revision))
