"""A copy of another map on its way into a Neo4j store, a transaction for each part of it."""

from __future__ import annotations

import json
import uuid

from partnermap.errors import StoreError
from partnermap.store.copying import HoldsAMap, Record, Taken, take_in
from partnermap.store.halves import uncollected
from partnermap.store.neo4j_ import marks, schema
from partnermap.store.neo4j_.changing import halves
from partnermap.store.neo4j_.outlets import InParts
from partnermap.store.neo4j_.said import SaidNodes
from partnermap.store.neo4j_.server import BATCH, Server, Transaction


class Filling:
    """See :class:`partnermap.store.copying.Fillable`."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def taken(self) -> Taken:
        found = self._server.reading(marks.read)
        if found is None or found.revision:
            raise HoldsAMap(
                f"{self._server.address}: already holds a map. A copy needs an empty store. "
                "Name an empty database with NEO4J_DATABASE, or another store."
            )
        return _taken(found)

    def take(self, records: list[Record], before: Taken, after: Taken) -> None:
        def work(tx: Transaction) -> None:
            self._lock(tx, before)
            take_in(SaidNodes(tx), records)
            marks.write(tx, loading=json.dumps(after))

        with uncollected():
            self._server.writing(work, what="taking in a copy of another map")

    def settle(self) -> None:
        def work(tx: Transaction) -> None:
            marks.lock(tx)
            token = uuid.uuid4().hex
            self._server.writing(lambda other: marks.write(other, owner=token))
            both = halves(tx, map_to=InParts(self._server, token))
            both.settle_everything()
            revision = both.said.revision()
            marks.write(tx, loading=None, owner=None, coming=revision, revision=revision)

        with uncollected():
            self._server.writing(work, what="taking in a copy of another map")

    def discard(self) -> None:
        kept = " OR ".join(f"n:{label}" for label in schema.KEPT)
        clear = f"MATCH (n) WHERE {kept} WITH n LIMIT {BATCH} DELETE n"
        while self._server.writing(lambda tx: tx.run(clear).nodes_deleted):
            pass
        self._server.writing(lambda tx: marks.write(tx, loading=None))

    def _lock(self, tx: Transaction, before: Taken) -> None:
        marks.lock(tx)
        found = marks.read(tx)
        if found is None or found.revision or _taken(found) != before:
            raise StoreError(f"{self._server.address}: somebody else is filling this store. Use another, or wait.")


def _taken(found: marks.Marks) -> Taken:
    return Taken(*json.loads(found.loading)) if found.loading else Taken()
