"""Everything a store keeps, as plain records, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from partnermap.errors import StoreError
from partnermap.store.base import Change, Decision, Dismissal, Fact, Statement
from partnermap.store.ids import kind_of
from partnermap.store.joining import Canon
from partnermap.store.ledger import Ledger

Record = dict[str, Any]


def records(said: Ledger) -> Iterator[Record]:
    """Every change, decision, dismissal and statement, in this order, each oldest first."""
    for change in said.changes():
        yield {"record": "change"} | {name: value for name, value in vars(change).items() if name != "live"}
    for number, decision in said.decisions_made():
        yield {"record": "decision", "change": number} | _fields(decision)
    for number, dismissal in said.dismissals_made():
        yield {"record": "dismissal", "change": number} | _fields(dismissal)
    for one in said.all():
        yield {"record": "statement", "change": one.change} | _statement_record(one.statement)


def _fields(one: Decision | Dismissal) -> Record:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _statement_record(one: Statement) -> Record:
    facts = {name: list(fact) for name, fact in one.facts.items()}
    return {
        "thing": one.thing, "file": one.file, "sheet": one.sheet, "row": one.row,
        "withdrawn": one.withdrawn, "facts": facts,
    }  # fmt: skip


def take_in(said: Ledger, found: Iterable[Mapping[str, Any]]) -> None:
    """Keep what the records say.

    Raises:
        StoreError: one of them is none of ours.
    """
    statements: dict[int, list[Statement]] = {}
    for record in found:
        try:
            _take_one(said, dict(record), statements)
        except (KeyError, TypeError, ValueError) as fault:
            raise StoreError(
                f"The copy holds a record that is not understood ({fault}). Nothing was changed. Copy it again."
            ) from None
    canon = Canon(said.decisions())
    for change, stated in statements.items():
        said.add_statements(change, stated, canon)


def _take_one(said: Ledger, record: Record, statements: dict[int, list[Statement]]) -> None:
    match record.pop("record"):
        case "change":
            said.add_change(Change(**record | {"files": tuple((file, mark) for file, mark in record["files"])}))
        case "decision":
            said.add_verdicts(record.pop("change"), [Decision(**record)], [])
        case "dismissal":
            said.add_verdicts(record.pop("change"), [], [Dismissal(**record)])
        case "statement":
            statements.setdefault(record.pop("change"), []).append(_statement(record))
        case other:
            raise KeyError(other)


def _statement(kept: Record) -> Statement:
    facts = {name: Fact(*fact) for name, fact in kept["facts"].items()}
    return Statement(**kept | {"kind": kind_of(kept["thing"]), "facts": facts})
