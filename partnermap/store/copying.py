"""Everything a store keeps, as plain records, and back into another store, in parts that stay when the line drops."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple, Protocol

from partnermap.errors import LostConnection, StoreError
from partnermap.progress import Progress
from partnermap.store.base import Change, Decision, Dismissal, Fact, KeptMapping, Said, Statement
from partnermap.store.ids import kind_of
from partnermap.store.joining import Canon
from partnermap.store.ledger import Ledger

AT_ONCE = 10_000
"""Records taken in by one transaction: what is lost at most when a copy is cut off."""

Record = dict[str, Any]


# -- out of a store ------------------------------------------------------------------------------


def head_records(ledger: Ledger) -> Iterator[Record]:
    """Every change, decision, dismissal and mapping, in this order, each oldest first; statements come after them."""
    for change in ledger.changes():
        yield {"record": "change"} | {name: value for name, value in vars(change).items() if name != "live"}
    for number, decision in ledger.decisions_made():
        yield {"record": "decision", "change": number} | _fields(decision)
    for number, dismissal in ledger.dismissals_made():
        yield {"record": "dismissal", "change": number} | _fields(dismissal)
    for number, mapping in ledger.mappings_made():
        yield {"record": "mapping", "change": number} | _fields(mapping)


def _fields(one: Decision | Dismissal | KeptMapping) -> Record:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def statement_record(said: Said) -> Record:
    """A statement as a record."""
    one = said.statement
    return {
        "record": "statement", "change": said.change,
        "thing": one.thing, "file": one.file, "sheet": one.sheet, "row": one.row,
        "withdrawn": one.withdrawn, "facts": {name: _kept(fact) for name, fact in one.facts.items()},
    }  # fmt: skip


def _kept(fact: Fact) -> list[Any]:
    return [*fact[:3], list(fact.over)] if fact.over else list(fact[:3])


# -- into a store --------------------------------------------------------------------------------


class Taken(NamedTuple):
    """How far a copy has come: how many records, and what tells these from those of any other copy."""

    records: int = 0
    mark: str = ""

    def after(self, records: Iterable[Mapping[str, Any]]) -> Taken:
        """The same when these have been taken in too."""
        count, mark = self
        for record in records:
            line = json.dumps(record, ensure_ascii=False, sort_keys=True)
            count, mark = count + 1, sha256(f"{mark}{line}".encode(errors="surrogatepass")).hexdigest()
        return Taken(count, mark)


class Fillable(Protocol):
    """A store that holds no map yet, or the beginning of one."""

    def taken(self) -> Taken:
        """How far an earlier copy has come. StoreError: it holds a map."""

    def take(self, records: list[Record], before: Taken, after: Taken) -> None:
        """Keep these records, in one transaction. StoreError: it has come less or more far than ``before``."""

    def discard(self) -> None:
        """Take everything out again."""

    def settle(self) -> None:
        """All is there: make the map that follows, in one transaction."""


def fill(store: Fillable, records: Iterable[Mapping[str, Any]], progress: Progress) -> None:
    """Take in what another store's records say, going on where an earlier try was cut off.

    What was taken in before a connection was lost or the program was killed stays, until the same copy goes on or
    another begins. What cannot be understood takes all of it out again.

    Raises:
        StoreError: a record is none of ours, or the store holds a map.
    """
    try:
        left, taken = _left_to_take(store, iter(records), progress)
        while part := list(islice(left, AT_ONCE)):
            after = taken.after(part)
            store.take(part, taken, after)
            taken = after
            progress.taken(taken.records)
        progress.settles()
        store.settle()
    except LostConnection:
        raise
    except HoldsAMap as fault:
        raise StoreError(str(fault)) from None
    except Exception:
        store.discard()
        raise


class HoldsAMap(Exception):
    """There is a map in the store already."""


def _left_to_take(
    store: Fillable, records: Iterator[Mapping[str, Any]], progress: Progress
) -> tuple[Iterator[Record], Taken]:
    """What has not been taken in yet of these records. The beginning of another copy is thrown away."""
    before = store.taken()
    seen = [dict(record) for record in islice(records, before.records)]
    if Taken().after(seen) == before:
        if before.records:
            progress.goes_on(before.records)
        return map(dict, records), before
    progress.begins_anew()
    store.discard()
    return (dict(record) for part in (seen, records) for record in part), Taken()


def take_in(ledger: Ledger, records: Iterable[Record]) -> None:
    """Keep what the records say.

    Raises:
        StoreError: one of them is none of ours.
    """
    statements: dict[int, list[Statement]] = {}
    try:
        for record in records:
            _take_one(ledger, dict(record), statements)
        canon = Canon(ledger.decisions())
        for change, stated in statements.items():
            ledger.add_statements(change, stated, canon)
    except (KeyError, TypeError, ValueError) as fault:
        raise StoreError(
            f"The copy holds a record that is not understood ({fault}). Nothing was changed. Copy it again."
        ) from None


def _take_one(ledger: Ledger, record: Record, statements: dict[int, list[Statement]]) -> None:
    match record.pop("record"):
        case "change":
            ledger.add_change(Change(**record | {"files": tuple((file, mark) for file, mark in record["files"])}))
        case "decision":
            ledger.add_verdicts(record.pop("change"), [Decision(**record)], [])
        case "dismissal":
            ledger.add_verdicts(record.pop("change"), [], [Dismissal(**record)])
        case "mapping":
            ledger.add_mappings(record.pop("change"), [KeptMapping(**record)])
        case "statement":
            statements.setdefault(record.pop("change"), []).append(_statement(record))
        case other:
            raise KeyError(other)


def _statement(kept: Record) -> Statement:
    facts = {name: _fact(*fact) for name, fact in kept["facts"].items()}
    return Statement(**kept | {"kind": kind_of(kept["thing"]), "facts": facts})


def _fact(value: Any, column: str, text: str, over: Iterable[Any] = ()) -> Fact:
    return Fact(value, column, text, tuple(over))
