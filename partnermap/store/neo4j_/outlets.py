"""Where a change writes to: into its own transaction, in parts ahead of it, or nowhere.

The server keeps all that a transaction has changed in its memory. A change of hundreds of thousands of rows would
not fit, so its statements and the map go ahead in parts. None of it counts before the transaction that makes the
change is committed: statements of a change that is not there say nothing, and readers who find the map under way
do without it. What a cut-off change leaves behind is cleared up by the next to come.
"""

from __future__ import annotations

from typing import Any, Protocol

from partnermap.errors import LostConnection
from partnermap.store.neo4j_ import marks
from partnermap.store.neo4j_.server import Server, Transaction


class Outlet(Protocol):
    """What a half of the store writes to."""

    def run(self, cypher: str, **parameters: Any) -> int:
        """Make a change; gives how many relationships it made."""


class InPlace:
    """Into the transaction that makes the change."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def run(self, cypher: str, **parameters: Any) -> int:
        return self._tx.run(cypher, **parameters).relationships_created


class InParts:
    """Ahead of it, each part in a transaction of its own, as long as it is still our turn.

    ``coming``: the number of the change to announce beforehand, if readers see these parts.
    """

    def __init__(self, server: Server, token: str, coming: int | None = None) -> None:
        self._server = server
        self._token = token
        self._coming = coming

    def run(self, cypher: str, **parameters: Any) -> int:
        if self._coming:
            number, self._coming = self._coming, None
            self._server.writing(lambda tx: marks.announce(tx, number))

        def part(tx: Transaction) -> int:
            if not marks.is_ours(tx, self._token):
                raise LostConnection(
                    f"{self._server.address}: the connection was lost for so long that somebody else had their turn. "
                    "Nothing was changed. Try again."
                )
            return tx.run(cypher, **parameters).relationships_created

        return self._server.writing(part)


class Nowhere:
    """To say what a change would do."""

    def run(self, cypher: str, **parameters: Any) -> int:
        return len(parameters.get("rows", ())) if "CREATE (a)-[" in cypher else 0
