"""The map of a Neo4j store, read as whole columns: nodes, relationships, and the values of things."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from partnermap.model import Kind, Property, Type
from partnermap.store import shape
from partnermap.store.neo4j_.server import Transaction, side_by_side
from partnermap.store.settling import Values

Columns = dict[str, list[Any]]
Pair = tuple[str, Any, Any]
Drawn = dict[str, dict[str, list[Pair]]]
"""What the things of a kind draw, by the type of relationship."""
_FIRST = "coalesce(n.first_statement, 0)"
_ENDS = ["a.id", "b.id"]


class Stored:
    """Reads the map inside the transaction that it is given; all things of a kind, or those of some ids."""

    def __init__(self, tx: Transaction, drawn: Drawn | None = None) -> None:
        self._tx = tx
        self.drawn = dict(drawn or {})

    def things(self, kind: Kind, ids: Collection[str] | None = None) -> Columns:
        """``id`` and each single-valued property, as columns; in the order in which the things were first stated."""
        plain = [prop for prop in shape.held(kind) if not prop.several]
        node, ends = (f"(n:`{kind.name}`)", []) if kind.ends is None else (f"(a)-[n:`{kind.link}`]->(b)", _ENDS)
        rows = self._collected(node, [_FIRST, "n.id", *ends, *(_or_blank(prop) for prop in plain)], ids)
        names = ["first_statement", "id", *(kind.ends or ()), *(prop.name for prop in plain)]
        columns = dict(zip(names, _columns(rows, len(names)), strict=True))
        for prop in plain:
            columns[prop.name] = [_value(prop, one) for one in columns[prop.name]]
        for prop in shape.references(kind):
            if not prop.several:
                named = {one: other for one, other, _ in self._references(kind, prop, ids)}
                columns[prop.name] = [named.get(one) for one in columns["id"]]
        del columns["first_statement"]
        return {"id": columns["id"]} | {prop.name: columns[prop.name] for prop in kind.columns}

    def pairs(self, kind: Kind, prop: Property, ids: Collection[str] | None = None) -> list[Pair]:
        """All values of a property that holds several, in order: (id, value, share or None)."""
        if kind.ends:
            return self._voices(prop, ids)
        if prop.link:
            return self._references(kind, prop, ids)
        rows = self._collected(f"(n:`{kind.name}`)", [_FIRST, "n.id", _or_blank(prop)], ids)
        return [(thing, value, None) for _, thing, values in rows for value in values or ()]

    def values(self, kind: Kind, ids: Collection[str] | None = None) -> dict[str, Values]:
        """The values of things, as settling gives them, but that blanks and empty lists are left out."""
        self.drawn.pop(kind.name, None)
        columns = self.things(kind, ids)
        found: dict[str, Values] = {one: {} for one in columns["id"]}
        for prop in kind.columns:
            for one, value in zip(columns["id"], columns[prop.name], strict=True):
                if value is not None:
                    found[one][prop.name] = value
        for prop in kind.lists:
            for one, value, share in self.pairs(kind, prop, ids):
                if one in found:  # else it came in between, and all of this is read again
                    found[one].setdefault(prop.name, []).append([value, share] if prop.type is Type.SHARES else value)
        return found

    def _references(self, kind: Kind, prop: Property, ids: Collection[str] | None) -> list[Pair]:
        """From, to and share of the relationships that a property of a kind of node draws."""
        if kind.name not in self.drawn:
            self.drawn[kind.name] = self._read_drawn(kind, ids)
        return self.drawn[kind.name].get(prop.link, [])

    def _read_drawn(self, kind: Kind, ids: Collection[str] | None) -> dict[str, list[Pair]]:
        """All that things of a kind draw, by type: one question for all of them, since a server plans each anew."""
        types = "|".join(f"`{prop.link}`" for prop in shape.references(kind))
        wanted = [_FIRST, "coalesce(r.position, 0)", "n.id", "type(r)", "m.id", "coalesce(r.share, false)"]
        found: dict[str, list[Pair]] = {}
        for _, _, one, link, other, share in self._collected(f"(n:`{kind.name}`)-[r:{types}]->(m)", wanted, ids):
            found.setdefault(link, []).append((one, other, share or None))
        return found

    def _voices(self, prop: Property, ids: Collection[str] | None) -> list[Pair]:
        """Which row speaks for which body."""
        wanted = [_FIRST, "n.position", "n.membership", "m.id"]
        rows = self._collected(f"()-[n:`{prop.link}`]->(m)", wanted, ids, "n.membership")
        return [(row, body, None) for _, _, row, body in rows]

    def _collected(
        self, pattern: str, wanted: list[str], ids: Collection[str] | None, key: str = "n.id"
    ) -> list[tuple[Any, ...]]:
        """The rows of a pattern, whole columns at once, in the order of the first two or three."""
        among = "" if ids is None else f" WHERE {key} IN $ids"
        collected = ", ".join(f"collect({one})" for one in wanted)
        columns = self._tx.columns(f"MATCH {pattern}{among} RETURN {collected}", ids=list(ids or ()))
        return sorted(side_by_side(columns), key=lambda row: row[:3])


def _or_blank(prop: Property) -> str:
    """A property, or what no property of its type ever is: to collect leaves out what is blank."""
    return f"coalesce(n.`{prop.name}`, {'0' if prop.type is Type.YESNO else 'false'})"


def _value(prop: Property, found: Any) -> Any:
    blank = 0 if prop.type is Type.YESNO else False
    return None if type(found) is type(blank) and found == blank else found


def _columns(rows: list[tuple[Any, ...]], width: int) -> Iterator[list[Any]]:
    if not rows:
        return ([] for _ in range(width))
    return (list(column) for column in zip(*rows, strict=True))
