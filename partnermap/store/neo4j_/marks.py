"""The one node that says that a database is ours, and how far its map has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partnermap.errors import StoreError
from partnermap.store.neo4j_ import schema
from partnermap.store.neo4j_.server import Server, Transaction

_ONE = f"MATCH (s:{schema.STORE} {{id: 'map'}})"


@dataclass(frozen=True)
class Marks:
    """What the node says."""

    schema: int
    model: str
    revision: int
    """The newest change that the map shows."""
    coming: int
    """The number of the change that is about to be shown; the revision, unless a commit is on its way."""
    loading: str | None = None
    """How far a copy of another map has been taken in, as long as it is not whole."""
    owner: str | None = None
    """The token of the change that is written in parts; left standing by one that was cut off."""
    announced: int = 0
    """How many changes were about to be shown so far, whatever became of them."""

    @property
    def is_still(self) -> bool:
        """Whether what is read now is one revision, and not half of the next."""
        return self.revision == self.coming

    @property
    def is_at_rest(self) -> bool:
        """Whether no change is under way or was cut off. What a copy that was cut off has left goes on with it."""
        return (self.is_still and not self.owner) or self.loading is not None

    def shows_the_same(self, later: Marks | None) -> bool:
        """Whether what was read in between is this revision."""
        return later is not None and self.is_still and self._turn == later._turn

    @property
    def _turn(self) -> tuple[int, int, int]:
        return self.revision, self.coming, self.announced


def read(tx: Transaction) -> Marks | None:
    """The marks of the database; None if it has none."""
    kept = "s.schema, s.model, s.revision, s.coming, s.loading, s.owner, coalesce(s.announced, 0)"
    rows = tx.rows(f"{_ONE} RETURN {kept}")
    return Marks(*rows[0]) if rows else None


def write(tx: Transaction, **marks: Any) -> None:
    """Set some of the marks."""
    tx.run(f"{_ONE} SET s += $marks", marks=marks)


def announce(tx: Transaction, number: int) -> None:
    """Say that a change is about to be shown: the server lets readers see a commit piece by piece."""
    tx.run(
        f"{_ONE} WHERE s.revision < $number SET s.coming = $number, s.announced = coalesce(s.announced, 0) + 1",
        number=number,
    )


def show(tx: Transaction, number: int) -> None:
    """The change is there, all of it; unless somebody else has found that out before."""
    tx.run(f"{_ONE} WHERE s.revision < $number SET s.revision = $number, s.owner = null", number=number)


def is_ours(tx: Transaction, token: str) -> bool:
    """Whether it is still the turn of the change with this token; nobody else's begins in this transaction."""
    return tx.run(f"{_ONE} WHERE s.owner = $token SET s.owner = $token", token=token).properties_set > 0


def lock(tx: Transaction) -> None:
    """Wait until nobody else is writing; from then on others wait for this transaction."""
    if not tx.run(f"MATCH (w:{schema.WRITER} {{id: 'map'}}) SET w.turn = coalesce(w.turn, 0) + 1").properties_set:
        raise StoreError("The map is not there any more: somebody emptied the database. Open it anew.")


def there(address: str, found: Marks | None) -> Marks:
    """The marks, if there are any."""
    if found is None:
        raise StoreError(f"{address}: the map is not there any more: somebody emptied the database. Open it anew.")
    return found


def usable(address: str, found: Marks | None) -> Marks:
    """The marks of a map that is whole and laid out as this version does."""
    found = there(address, found)
    if found.schema != schema.VERSION or found.model != schema.fingerprint():
        raise StoreError(
            f"{address}: laid out by an older partnermap. It was left as it is. Copy it into an empty store and use "
            f"that: partnermap --store {address} copy --to STORE."
        )
    if found.loading:
        raise StoreError(
            f"{address}: a copy into it was begun and is not whole. Run the same copy or restore again; it goes on "
            "where it was cut off."
        )
    return found


def missing(tx: Transaction) -> list[str]:
    """Constraints and indexes that are not there any more."""
    rows = tx.rows("SHOW CONSTRAINTS YIELD name") + tx.rows("SHOW INDEXES YIELD name")
    there = {name for (name,) in rows}
    wanted = [*schema.constraints(), *schema.indexes()]
    return [f"{name}: the constraint or index is not there" for name in wanted if name not in there]


# -- a database as it is found --------------------------------------------------------------------


def make_ready(server: Server) -> None:
    """Make an empty database ours; look over one that is.

    Raises:
        StoreError: it holds something else, or was laid out by an older or newer version. It is left as it is.
    """
    marks = server.reading(read)
    if marks is None:
        _refuse_if_taken(server)
        for statement in schema.statements():
            server.alone(statement)
        server.writing(_make)
    elif marks.schema > schema.VERSION:
        raise StoreError(
            f"{server.address}: written by a newer partnermap (schema {marks.schema}, this knows {schema.VERSION}). "
            "It was left as it is. Install the newer version: pip install --upgrade partnermap."
        )


def _make(tx: Transaction) -> None:
    tx.run(f"MERGE (:{schema.WRITER} {{id: 'map'}})")
    lock(tx)
    first = {"application": schema.APPLICATION, "schema": schema.VERSION, "model": schema.fingerprint()}
    made = f"MERGE (s:{schema.STORE} {{id: 'map'}}) ON CREATE SET s += $marks"
    tx.run(made, marks=first | {"revision": 0, "coming": 0})


def _refuse_if_taken(server: Server) -> None:
    if found := server.reading(_others_labels):
        named = ", ".join(f":{label}" for label in found[:3]) or "no labels"
        raise StoreError(
            f"{server.address}: the database holds something else (nodes with {named}). It was left as it is. "
            "Name an empty one with NEO4J_DATABASE, or another store with --store."
        )
    if clashing := server.reading(_clashing):
        raise StoreError(
            f"{server.address}: the database has a constraint or index of somebody else's on what partnermap keeps "
            f"({', '.join(clashing[:3])}). It was left as it is. Drop it, or name another database with NEO4J_DATABASE."
        )


def _others_labels(tx: Transaction) -> list[str]:
    rows = tx.rows(f"MATCH (n) WHERE NOT n:{schema.WRITER} RETURN DISTINCT labels(n) AS labels LIMIT 5")
    return [label or "(none)" for (labels,) in rows for label in labels or [""]]


def _clashing(tx: Transaction) -> list[str]:
    """Names of constraints and indexes that speak of our labels and are not ours."""
    mine = {*schema.constraints(), *schema.indexes()}
    ours = {*schema.labels(), *schema.relationship_types()}
    rows = tx.rows("SHOW CONSTRAINTS YIELD name, labelsOrTypes") + tx.rows("SHOW INDEXES YIELD name, labelsOrTypes")
    return sorted({name for name, on in rows if name not in mine and ours.intersection(on or ())})
