"""From the cells of one column to facts. What stood in a cell before is not worked out again."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from partnermap.errors import BadValue
from partnermap.intake.sheets import Value
from partnermap.intake.tables import Column
from partnermap.intake.values import reader, split, text_of
from partnermap.model import Property, Type
from partnermap.names import Names
from partnermap.store.base import Fact

OUTCOMES = ("Outcome",)


class Cells:
    """Reads the cells of one column, each different value once."""

    def __init__(self, column: Column, names: Names) -> None:
        self.column = column
        self.name = column.prop.name
        self.index = column.index
        self._read = _reading(column.prop, names)
        self._known: dict[Any, Fact] = {}

    def fact(self, value: Value) -> Fact | None:
        """What a cell says; None if it says nothing. Raises BadValue."""
        key = value if value.__class__ is str else (value.__class__, value)
        known = self._known.get(key)
        if known is None:
            read = self._read(value)
            if read is None or read == []:
                return None
            known = self._known[key] = Fact(read, self.column.letter, text_of(value))
        return known


def _reading(prop: Property, names: Names) -> Callable[[Value], Any]:
    if not prop.names_things:
        return reader(prop)
    if prop.to == OUTCOMES:
        return text_of  # outcomes are named within the row's agreement, so they are looked up once that is known
    if prop.several:
        return lambda value: list(dict.fromkeys(names.resolve(prop.to, part) for part in split(text_of(value))))
    return lambda value: names.resolve(prop.to, text_of(value))


def read_outcomes(prop: Property, text: str, agreement: str | None, names: Names) -> Any:
    """The outcome a cell names, or [[outcome, share or None], ...] where it may name several. Raises BadValue."""
    if prop.type is not Type.SHARES:
        return names.resolve(prop.to, text, agreement)
    parts = [_name_and_share(part) for part in split(text)]
    if any(share is not None for _, share in parts):
        total = sum((Decimal(share) for _, share in parts if share is not None), Decimal(0))
        if total != 100 or any(share is None for _, share in parts):
            raise BadValue(
                "bad-shares",
                f"The shares make {total}%, not 100%.",
                "Give each outcome a share, such as A: 60%; B: 40%; or none of them.",
            )
    return [[names.resolve(prop.to, name, agreement), share] for name, share in parts]


def _name_and_share(part: str) -> tuple[str, str | None]:
    """An outcome and its share: ``Fewer burglaries: 60%`` is ("Fewer burglaries", "60")."""
    name, colon, share = part.rpartition(":")
    number = share.strip().removesuffix("%").strip()
    if colon and share.strip().endswith("%") and number.replace(".", "", 1).isdecimal():
        return name.strip(), number
    return part, None
