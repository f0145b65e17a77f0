"""From the cells of one column to facts. What stood in a cell before is not worked out again."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from partnermap.errors import BadValue
from partnermap.intake.sheets import Value
from partnermap.intake.tables import Column
from partnermap.intake.values import read_choice, reader, split, text_of
from partnermap.model import Property, Type
from partnermap.names import Names
from partnermap.store.base import Fact

OUTCOMES = ("Outcome",)


class BadCell(Exception):
    """A cell that cannot be read: what is amiss with each part of it that is at fault."""

    def __init__(self, faults: list[tuple[str, BadValue]]) -> None:
        super().__init__(*[str(fault) for _, fault in faults])
        self.faults = faults


class Cells:
    """Reads the cells of one column, each different value once."""

    def __init__(self, column: Column, names: Names) -> None:
        self.column = column
        self.name = column.prop.name
        self.index = column.index
        self._read = _reading(column.prop, names)
        self._known: dict[Any, Fact] = {}

    def fact(self, value: Value) -> Fact | None:
        """What a cell says; None if it says nothing. Raises BadCell."""
        key = value if value.__class__ is str else (value.__class__, value)
        known = self._known.get(key)
        if known is None:
            try:
                read = self._read(value)
            except BadValue as fault:
                raise BadCell([(text_of(value), fault)]) from None
            if read is None or read == []:
                return None
            known = self._known[key] = Fact(read, self.column.letter, text_of(value))
        return known


def _reading(prop: Property, names: Names) -> Callable[[Value], Any]:
    if prop.type is Type.CHOICE and prop.several:
        return lambda value: _once(read_each(split(text_of(value)), lambda part: read_choice(prop, part)))
    if not prop.names_things:
        return reader(prop)
    if prop.to == OUTCOMES:
        return text_of  # outcomes are named within the row's agreement, so they are looked up once that is known
    if prop.several:
        return lambda value: _once(read_each(split(text_of(value)), lambda part: names.resolve(prop.to, part)))
    return lambda value: names.resolve(prop.to, text_of(value))


def read_each(parts: list[str], read: Callable[[str], str]) -> list[str]:
    """Read each of several values. Raises BadCell with all that are at fault."""
    values: list[str] = []
    faults: list[tuple[str, BadValue]] = []
    for part in parts:
        try:
            values.append(read(part))
        except BadValue as fault:
            faults.append((part, fault))
    if faults:
        raise BadCell(faults)
    return values


def _once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


def read_outcomes(prop: Property, text: str, agreement: str | None, names: Names) -> Any:
    """The outcome a cell names, or [[outcome, share or None], ...] where it may name several. Raises BadCell."""
    if prop.type is not Type.SHARES:
        return read_each([text], lambda name: names.resolve(prop.to, name, agreement))[0]
    parts = [_name_and_share(part) for part in split(text)]
    shares = [share for _, share in parts]
    if fault := _bad_shares(shares):
        raise BadCell([(text, fault)])
    outcomes = read_each([name for name, _ in parts], lambda name: names.resolve(prop.to, name, agreement))
    if not any(shares):
        outcomes, shares = _once(outcomes), [None] * len(outcomes)
    return [[outcome, share] for outcome, share in zip(outcomes, shares, strict=False)]


def _bad_shares(shares: list[str | None]) -> BadValue | None:
    given = [Decimal(share) for share in shares if share is not None]
    hint = "Give each outcome a share, such as A: 60%; B: 40%; or none of them."
    if given and len(given) < len(shares):
        return BadValue("bad-shares", f"Of {len(shares)} outcomes only {len(given)} have a share.", hint)
    if given and sum(given) != 100:
        return BadValue("bad-shares", f"The shares make {sum(given)}%, not 100%.", hint)
    return None


def _name_and_share(part: str) -> tuple[str, str | None]:
    """An outcome and its share: ``Fewer burglaries: 60%`` is ("Fewer burglaries", "60")."""
    name, colon, share = part.rpartition(":")
    number = share.strip().removesuffix("%").strip()
    if colon and share.strip().endswith("%") and number.replace(".", "", 1).isdecimal():
        return name.strip(), number
    return part, None
