"""What files say otherwise than they did before: thing by thing, each value with its cell, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from partnermap.model import BY_NAME
from partnermap.store.base import Fact, Said, StatedRows, Statement
from partnermap.store.facts import as_before
from partnermap.wording import caption_of, in_words


@dataclass(frozen=True, slots=True)
class Difference:
    """One property of a thing that a file says otherwise than before, or a thing that is new in it."""

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

    def as_record(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass
class Differences:
    """What files say otherwise than before."""

    changed: list[Difference] = field(default_factory=list)
    new: list[Difference] = field(default_factory=list)
    """Things that are new in a file that was there before."""
    moved: int = 0
    """Things of which the same is said in another row or in other words."""
    first: bool = False
    """Whether something is said by a file that said nothing before."""

    def __bool__(self) -> bool:
        return bool(self.changed or self.new or self.moved or self.first)

    @property
    def only_moved(self) -> bool:
        return not (self.changed or self.new or self.first)


def differences(statements: Sequence[Statement], listed: Sequence[StatedRows], earlier: Sequence[Said]) -> Differences:
    """What statements, and rows that list more of them, say that the same files did not say of the same things."""
    before: dict[str, dict[str, Statement]] = {}
    for said in earlier:
        before.setdefault(said.statement.file, {})[said.statement.thing] = said.statement
    stating = {one.file for one in statements} | {rows.file for rows in listed}
    found = Differences(first=not stating <= before.keys())
    otherwise = (_said_otherwise(rows, before[rows.file]) for rows in listed if rows.file in before)
    for one in chain(statements, *otherwise):
        known = before.get(one.file, {}).get(one.thing)
        if known is None:
            found.new += [_new(one)] if one.file in before else []
        elif known != one:
            changed = list(_differing(known, one))
            found.changed += changed
            found.moved += not changed
    return found


def _said_otherwise(rows: StatedRows, before: Mapping[str, Statement]) -> Iterator[Statement]:
    """The rows without those that say, to the letter and in the same place, what was said of their things before."""
    known = [before.get(thing) for thing in rows.things]
    same = as_before(rows.facts, [one and one.facts for one in known])
    for at, (one, number) in enumerate(zip(known, rows.numbers, strict=True)):
        if not same[at] or one is None or (one.row, one.sheet) != (number, rows.sheet):
            yield rows.statement(at)


def _new(one: Statement) -> Difference:
    first = next(iter(one.facts.values()), None)
    cell = first.cell(one.row) if first else None
    return Difference(one.kind, caption_of(one), one.file, one.sheet, None, None, None, None, cell)


def _differing(before: Statement, after: Statement) -> Iterator[Difference]:
    for prop in BY_NAME[after.kind].properties:
        old, new = before.facts.get(prop.name), after.facts.get(prop.name)
        if _value(old) != _value(new):
            yield Difference(
                after.kind, caption_of(after), after.file, after.sheet, prop.heading,
                in_words(prop, old) if old else None, old.cell(before.row) if old else None,
                in_words(prop, new) if new else None, new.cell(after.row) if new else None,
            )  # fmt: skip


def _value(fact: Fact | None) -> Any:
    return fact.value if fact else None
