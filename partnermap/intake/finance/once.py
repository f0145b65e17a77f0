"""What is said once for many sums: by constants of the mapping, and by the headings over a column."""

from __future__ import annotations

from typing import Any

from partnermap.errors import BadValue
from partnermap.intake.cells import BadCell
from partnermap.intake.finance.labelled import Facts
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.meaning import Meanings
from partnermap.intake.finance.reading import Readers
from partnermap.intake.finance.telling import Teller
from partnermap.store.base import Fact


class SaidOnce:
    """Reads what stands in no row of a table."""

    def __init__(self, laid: Laid, readers: Readers, meanings: Meanings, teller: Teller) -> None:
        self._laid = laid
        self._readers = readers
        self._meanings = meanings
        self._teller = teller

    def constants(self, agreement: str | None) -> Facts:
        """What is the same for every row. ``agreement``: that of all rows, unless the table names it."""
        constants = dict(self._laid.mapping.constants)
        if agreement and "agreement" not in constants and self._laid.label("agreement") is None:
            constants["agreement"] = agreement
        facts = {}
        for name, text in constants.items():
            cell, written = self._laid.origins.get(name, ("", text))
            value = self._value(name, text, None, cell)
            if value is not None:
                facts[name] = Fact(value, cell, written)
        return facts

    def over(self, amount: Amount) -> Facts | None:
        """What the headings over a column say of its sums; None if the stream they name is not known."""
        facts: Facts = {}
        cell, heading = amount.heading_cell, amount.heading
        if amount.stream is not None:
            stream = self._value("stream", amount.stream, heading, cell)
            if stream is None:
                return None
            facts["stream"] = Fact(stream, cell, heading)
        for name in ("year", "basis"):
            if (said := getattr(amount, name)) is not None:
                facts[name] = Fact(said, cell, heading)
        if amount.treatment is not None:
            facts["treatment"] = Fact([amount.treatment], cell, heading)
        return facts

    def _value(self, name: str, text: str, heading: str | None, cell: str) -> Any:
        """What a text means; None, and a problem, if it cannot be read."""
        read = self._readers(name)
        try:
            try:
                return read(text)
            except BadValue as fault:
                raise BadCell([(text, fault)]) from None
        except BadCell as bad:
            if self._meanings.make(name, bad, heading, cell or f"A{self._laid.block.header_row}"):
                return read(text)
            self._teller.faults(name, cell, heading, bad)
            return None
