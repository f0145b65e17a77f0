"""What files say otherwise than they did before: thing by thing, each value with its cell, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partnermap.model import BY_NAME
from partnermap.store.base import Fact, Said, Statement


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that a file says for the first time, or one property of it that it says otherwise."""

    kind: str
    thing: str
    file: str
    sheet: str
    heading: str | None
    """The property; None for a thing that is new."""
    before: str | None
    before_cell: str | None
    after: str | None
    after_cell: str | None

    @property
    def is_new(self) -> bool:
        return self.heading is None

    def as_record(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def differences(statements: Sequence[Statement], earlier: Sequence[Said]) -> list[Difference]:
    """What the statements say that the same files did not say of the same things; empty if nothing."""
    before = {(said.statement.file, said.statement.thing): said.statement for said in earlier}
    found: list[Difference] = []
    for one in statements:
        known = before.get((one.file, one.thing))
        if known is None:
            found.append(_new(one))
        elif known != one:
            found += _differing(known, one)
    return found


def _new(one: Statement) -> Difference:
    first = next(iter(one.facts.values()), None)
    cell = first.cell(one.row) if first else None
    return Difference(one.kind, caption(one), one.file, one.sheet, None, None, None, None, cell)


def _differing(before: Statement, after: Statement) -> Iterator[Difference]:
    told = False
    for prop in BY_NAME[after.kind].properties:
        old, new = before.facts.get(prop.name), after.facts.get(prop.name)
        if _value(old) != _value(new):
            told = True
            yield Difference(
                after.kind, caption(after), after.file, after.sheet, prop.heading,
                old.text if old else None, old.cell(before.row) if old else None,
                new.text if new else None, new.cell(after.row) if new else None,
            )  # fmt: skip
    if not told:  # the same, said in another place or other words
        yield Difference(
            after.kind,
            caption(after),
            after.file,
            after.sheet,
            "Place",
            f"row {before.row}",
            None,
            f"row {after.row}",
            None,
        )


def _value(fact: Fact | None) -> Any:
    return fact.value if fact else None


def caption(one: Statement) -> str:
    """A thing in words: the texts of its key."""
    facts: Mapping[str, Fact] = one.facts
    return " · ".join(str(facts[name].text) for name in BY_NAME[one.kind].key if name in facts)
