"""The half of a Neo4j store that holds the map: a node for each thing, relationships for what it names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from partnermap.errors import StoreError
from partnermap.model import BY_NAME, KINDS, Kind, Property, Type
from partnermap.store import shape
from partnermap.store.base import Effect
from partnermap.store.effects import Done, count
from partnermap.store.ids import kind_of
from partnermap.store.neo4j_.outlets import InPlace, Outlet
from partnermap.store.neo4j_.said import SaidNodes
from partnermap.store.neo4j_.server import Transaction, parts
from partnermap.store.neo4j_.stored import Stored
from partnermap.store.settling import Settled, Values

MANY = 4
"""A question about more than one in so many of the things of a kind is answered sooner by reading them all."""

Link = tuple[str, str, str]
"""A type of relationship, and the kinds that it leads from and to."""
Links = dict[Link, list[list[Any]]]
"""Relationships to make: from, to and properties of each."""
_ROWS_OF = " | ".join([*(kind.link for kind in shape.ROWS), shape.SPOKEN]).replace(" ", "")


class MapNodes:
    """Reads and writes them inside the transaction that it is given."""

    def __init__(self, tx: Transaction, said: SaidNodes, out: Outlet | None = None) -> None:
        self._tx = tx
        self._out = out or InPlace(tx)
        self._said = said
        self._stored = Stored(tx)
        self._sizes = {kind.name: _size(tx, kind) for kind in KINDS}
        self._none_waits = not tx.rows("MATCH (w:Waiting) RETURN count(w)")[0][0]

    # -- looking up ------------------------------------------------------------------------------

    def there(self, entities: Collection[str]) -> set[str]:
        """Those of these things that are in the map."""
        return {one for kind, ids in _by_kind(entities) for one in self._present(kind, ids)}

    def _present(self, kind: Kind, ids: set[str]) -> set[str]:
        if not self._sizes[kind.name] or not ids:
            return set()
        pattern = f"(n:`{kind.name}`)" if kind.ends is None else f"()-[n:`{kind.link}`]->()"
        found = self._tx.columns(f"MATCH {pattern} {self._among(kind, ids)} RETURN collect(n.id)", ids=list(ids))[0]
        return ids.intersection(found)

    def _among(self, kind: Kind, ids: Collection[str]) -> str:
        return "" if len(ids) * MANY > self._sizes[kind.name] else "WHERE n.id IN $ids"

    def waiting(self, entities: Collection[str]) -> set[str]:
        """Things that name any of these and wait for it."""
        if self._none_waits:
            return set()
        asked = "MATCH (w:Waiting) WHERE w.target IN $ids RETURN collect(w.thing)"
        return set(self._tx.columns(asked, ids=list(entities))[0])

    def all_waiting(self) -> set[str]:
        """Everything that waits for something."""
        return set(self._tx.columns("MATCH (w:Waiting) RETURN collect(w.thing)")[0])

    def referring(self, entities: Collection[str]) -> set[str]:
        """Things in the map that name any of these."""
        found: set[str] = set()
        for kind, ids in _by_kind(entities):
            if kind.ends is None:
                for naming, row, spoken in self._tx.rows(_REFERRING.format(kind.name), ids=list(ids)):
                    found.add(row or spoken or naming)
                for other, prop in _HELD_IDS:
                    asked = f"MATCH (n:`{other.name}`) WHERE n.`{prop.name}` IN $ids RETURN collect(n.id)"
                    found.update(self._tx.columns(asked, ids=list(ids))[0])
        return found

    # -- writing ---------------------------------------------------------------------------------

    def write(self, settled: Settled, about: Collection[str]) -> Effect:
        """Bring the map to where the things have settled; count what that does, and what of ``about`` it leaves."""
        told = set(about)
        effect = Effect()
        done = {kind.name: self._compared(kind, settled.present[kind.name], ids) for kind, ids in _absent(settled)}
        for kind in KINDS:
            count(effect, kind, done[kind.name], told)
        for kind in reversed(KINDS):
            self._remove(kind, done[kind.name])
        links: Links = {}
        first = self._said.first([one for each in done.values() for one in each.added | each.changed])
        for kind in KINDS:
            self._write_kind(kind, settled.present[kind.name], done[kind.name], first, links)
        for link, rows in links.items():
            self._draw(link, rows)
        self._write_waits(settled)
        return effect

    def _compared(self, kind: Kind, things: Mapping[str, Values], absent: set[str]) -> Done[str]:
        """What becomes of the things of a kind, compared with what is stored of them."""
        wanted = set(things)
        there = self._present(kind, wanted | absent)
        kept = wanted & there
        stored = self._stored.values(kind, kept if self._among(kind, kept) else None) if kept else {}
        changed = {one for one in kept if stored[one] != _filled(things[one])}
        return Done(wanted - there, changed, kept - changed, absent & there)

    def _remove(self, kind: Kind, done: Done[str]) -> None:
        """Take out what is gone, and what changed things drew; nodes go after the rows that lead to them."""
        if kind.ends:
            self._over(f"MATCH ()-[r:`{kind.link}` {{id: id}}]->() DELETE r", done.removed | done.changed)
            for prop in shape.voices(kind):
                self._over(f"MATCH ()-[r:`{prop.link}` {{membership: id}}]->() DELETE r", done.removed | done.changed)
            return
        if drawn := "|".join(f"`{prop.link}`" for prop in shape.references(kind)):
            self._over(f"MATCH (:`{kind.name}` {{id: id}})-[r:{drawn}]->() DELETE r", done.changed)
        self._over(f"MATCH (n:`{kind.name}` {{id: id}}) DETACH DELETE n", done.removed)

    def _over(self, cypher: str, ids: Collection[str]) -> None:
        for part in parts(sorted(ids)):
            self._out.run(f"UNWIND $ids AS id {cypher}", ids=part)

    def _write_kind(
        self, kind: Kind, things: Mapping[str, Values], done: Done[str], first: Mapping[str, int], links: Links
    ) -> None:
        """Make and correct the nodes of a kind; collect the relationships that go with them."""
        fresh = [one for one in things if one in done.added or one in done.changed]
        if kind.ends is None:
            for ids, make in ((done.added, "CREATE (n:`{}`)"), (done.changed, "MATCH (n:`{}` {{id: row.id}})")):
                rows = [_node(kind, one, things[one], first[one]) for one in fresh if one in ids]
                for part in parts(rows):
                    self._out.run(f"UNWIND $rows AS row {make.format(kind.name)} SET n = row", rows=part)
        for one in fresh:
            for link, row in _links(kind, one, things[one], first[one]):
                links.setdefault(link, []).append(row)

    def _draw(self, link: Link, rows: list[list[Any]]) -> None:
        name, one, other = link
        make = f"MATCH (a:`{one}` {{id: row[0]}}) MATCH (b:`{other}` {{id: row[1]}}) CREATE (a)-[r:`{name}`]->(b)"
        drawn = sum(self._out.run(f"UNWIND $rows AS row {make} SET r = row[2]", rows=part) for part in parts(rows))
        if drawn != len(rows):
            raise StoreError(
                f"{len(rows) - drawn} links {name} lead to things that are not in the map: somebody wrote into it "
                "with another tool. Nothing was changed. Run: partnermap check."
            )

    def _write_waits(self, settled: Settled) -> None:
        if not self._none_waits:
            self._over("MATCH (w:Waiting {thing: id}) DELETE w", [*settled.there(), *settled.absent])
        pairs = [[thing, target] for thing, targets in settled.waits.items() for target in sorted(targets)]
        for part in parts(pairs):
            self._out.run("UNWIND $rows AS row CREATE (:Waiting {thing: row[0], target: row[1]})", rows=part)

    # -- looking it over -------------------------------------------------------------------------

    def differing(self, settled: Settled) -> list[str]:
        """Things whose place in the map is not what they settle to."""
        found: set[str] = set()
        for kind in KINDS:
            wanted = {one: _filled(values) for one, values in settled.present[kind.name].items()}
            stored = self._stored.values(kind)
            found.update(one for one in wanted.keys() | stored.keys() if wanted.get(one) != stored.get(one))
        waits = {(thing, target) for thing, targets in settled.waits.items() for target in targets}
        stored_waits = self._tx.columns("MATCH (w:Waiting) RETURN collect([w.thing, w.target])")[0]
        return sorted(found | {thing for thing, _ in waits ^ {(thing, target) for thing, target in stored_waits}})


_REFERRING = (
    "MATCH (m:`{}`) WHERE m.id IN $ids MATCH (m)-[r]-(o) "
    f"WHERE startNode(r) = o OR r:{_ROWS_OF} RETURN DISTINCT startNode(r).id, r.id, r.membership"
)
"""Of each relationship that leads to a thing, and of each row that leads from it: who names it."""
_HELD_IDS = [(kind, prop) for kind in shape.NODES for prop in shape.held(kind) if prop.names_things]
"""Properties that name things and draw no relationship."""


def _size(tx: Transaction, kind: Kind) -> int:
    pattern = f"(n:`{kind.name}`)" if kind.ends is None else f"()-[n:`{kind.link}`]->()"
    return int(tx.rows(f"MATCH {pattern} RETURN count(n)")[0][0])


def _by_kind(entities: Iterable[str]) -> Iterator[tuple[Kind, set[str]]]:
    found: dict[str, set[str]] = {}
    for one in entities:
        found.setdefault(kind_of(one), set()).add(one)
    return ((BY_NAME[name], ids) for name, ids in found.items())


def _absent(settled: Settled) -> Iterator[tuple[Kind, set[str]]]:
    """Every kind, with those of its things that are not there."""
    absent = dict(_by_kind(settled.absent))
    return ((kind, absent.get(kind, set())) for kind in KINDS)


def _filled(values: Values) -> Values:
    """The values that are not blank, as they are read back."""
    return {name: value for name, value in values.items() if value is not None and value != []}


def _node(kind: Kind, one: str, values: Values, first: int) -> dict[str, Any]:
    held = {prop.name: _plain(prop, values.get(prop.name)) for prop in shape.held(kind)}
    return {"id": one, "first_statement": first} | {name: value for name, value in held.items() if value is not None}


def _plain(prop: Property, value: Any) -> Any:
    """A yes or no as one; what was stated as 1 or 0 is one too. An empty list is a blank."""
    if prop.type is Type.YESNO and value is not None:
        return bool(value)
    return None if value == [] else value


def _links(kind: Kind, one: str, values: Values, first: int) -> Iterator[tuple[Link, list[Any]]]:
    """The relationships that a thing is or draws."""
    if kind.ends:
        yield from _rows_of(kind, one, values, first)
        return
    for prop in shape.references(kind):
        value = values.get(prop.name)
        if value is None:
            continue
        for position, target in enumerate(value if prop.several else (value,)):
            other, share = target if prop.type is Type.SHARES else (target, None)
            said = ({"position": position} if prop.several else {}) | ({} if share is None else {"share": share})
            yield (prop.link, kind.name, kind_of(other)), [one, other, said]


def _rows_of(kind: Kind, one: str, values: Values, first: int) -> Iterator[tuple[Link, list[Any]]]:
    """A row as a relationship, and those to the bodies that it speaks for."""
    assert kind.ends
    start, end = (values[name] for name in kind.ends)
    yield (kind.link, kind_of(start), kind_of(end)), [start, end, _node(kind, one, values, first)]
    for prop in shape.voices(kind):
        for position, body in enumerate(values.get(prop.name) or ()):
            said = {"at": end, "membership": one, "position": position, "first_statement": first}
            yield (prop.link, kind_of(start), kind_of(body)), [start, body, said]
