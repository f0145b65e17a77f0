"""How the cells of each field are read, beside its sums and years; each different value of a column once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partnermap.errors import BadValue
from partnermap.intake.cells import BadCell, read_each
from partnermap.intake.finance.fields import BASES, TREATMENTS, choice_in
from partnermap.intake.sheets import Value
from partnermap.intake.values import read_choice, read_yesno, split, text_of
from partnermap.model import ALLOCATION, FUNDING_STREAM
from partnermap.store.base import Fact

POUNDS = {"gbp", "£", "pounds", "pound", "sterling", "uk pounds", "£ sterling"}
STATUSES = {
    "agreed": "agreed yes confirmed approved signed final",
    "proposed": "proposed draft bid requested pending provisional",
    "refused": "refused rejected no declined",
}


def reader_of(name: str) -> Callable[[Value], Any]:
    """How the cells of a field are read that names no thing and no year. It raises BadCell or BadValue."""
    if name == "basis":
        return _choice(name, BASES)
    if name == "status":
        return _choice(name, STATUSES)
    if name == "treatment":
        return _read_treatments
    if name in ("breakdown", "ring_fenced"):
        return read_yesno
    if name == "nature":
        return lambda value: read_choice(FUNDING_STREAM["nature"], text_of(value))
    return text_of


def _choice(name: str, words: dict[str, str]) -> Callable[[Value], str]:
    """One of the words that people use for it, else one of those that the map has."""
    return lambda value: choice_in(text_of(value), words) or read_choice(ALLOCATION[name], text_of(value))


def is_pounds(text: str) -> bool:
    """Whether the name of a currency is that of the pound."""
    return text.casefold() in POUNDS


def _read_treatments(value: Value) -> list[str]:
    """One treatment or several: pooled; passported, pooled/aligned, pooled and aligned. Raises BadCell."""
    parts = split(text_of(value).replace("/", ";").replace(",", ";").replace(" and ", ";"))
    read = read_each(parts, lambda part: choice_in(part, TREATMENTS) or read_choice(ALLOCATION["treatment"], part))
    return list(dict.fromkeys(read))


class Cells:
    """Reads the cells of one column, each different value once."""

    def __init__(self, read: Callable[[Value], Any]) -> None:
        self._read = read
        self._known: dict[Any, Fact] = {}
        self._bad: dict[Any, BadCell] = {}

    def fact(self, value: Value, column: str) -> Fact | None:
        """What a cell says; None if it says nothing. Raises BadCell."""
        key = (value, column) if value.__class__ is str else (value.__class__, value, column)
        known = self._known.get(key)
        if known is not None:
            return known
        if key in self._bad:
            raise self._bad[key]
        try:
            read = self._read(value)
        except BadValue as fault:
            self._bad[key] = bad = BadCell([(text_of(value), fault)])
            raise bad from None
        except BadCell as bad:
            self._bad[key] = bad
            raise
        if read is None or read == []:
            return None
        known = self._known[key] = Fact(read, column, text_of(value))
        return known

    def again(self, value: Value, column: str) -> Fact | None:
        """The same, once what was amiss has been mended."""
        self._bad.clear()
        return self.fact(value, column)
