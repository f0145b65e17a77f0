"""How the cells of each field are read, beside its sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partnermap.intake.cells import read_each
from partnermap.intake.finance.fields import BASES, TREATMENTS, choice_in
from partnermap.intake.finance.meaning import NAMING, Meanings
from partnermap.intake.finance.telling import Teller
from partnermap.intake.finance.years import read_year
from partnermap.intake.sheets import Value
from partnermap.intake.values import read_choice, read_yesno, split, text_of
from partnermap.model import ALLOCATION, FUNDING_STREAM

POUNDS = {"gbp", "£", "pounds", "pound", "sterling", "uk pounds", "£ sterling"}
STATUSES = {
    "agreed": "agreed yes confirmed approved signed final",
    "proposed": "proposed draft bid requested pending provisional",
    "refused": "refused rejected no declined",
}


class Readers:
    """How the cells of each field of one table are read. What it gives raises BadCell or BadValue."""

    def __init__(self, meanings: Meanings, teller: Teller) -> None:
        self._meanings = meanings
        self._teller = teller

    def __call__(self, name: str) -> Callable[[Value], Any]:
        """The reader of a field."""
        if name in NAMING:
            kinds = (FUNDING_STREAM if name == "part_of" else ALLOCATION)[name].to
            return lambda value: self._meanings.find(kinds, text_of(value))
        return self._read_year if name == "year" else _reader_of(name)

    def _read_year(self, value: Value) -> str:
        found = read_year(value)
        self._teller.guess(found.guess)
        return found.year


def _reader_of(name: str) -> Callable[[Value], Any]:
    """How the cells of a field are read that names no thing and no year."""
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
