"""What has to be looked at row by row before the sums of a table are stated: strays, outcomes, currencies."""

from __future__ import annotations

from partnermap.intake.cells import BadCell, read_outcomes
from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.lines import Lines
from partnermap.intake.finance.reading import is_pounds
from partnermap.intake.finance.telling import Teller
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of
from partnermap.model import ALLOCATION
from partnermap.names import Names
from partnermap.store.base import Fact


class Sieve:
    """Leaves out the rows of one table that cannot be imported, and tells why."""

    def __init__(self, laid: Laid, names: Names, teller: Teller) -> None:
        self._laid = laid
        self._names = names
        self._teller = teller
        self._outcomes = laid.label("outcomes")
        self._currency = laid.label("currency")

    def without_strays(self, rows: list[int]) -> list[int]:
        """The rows without those in which a value stands to the right of all headings; tells so of these.

        In a separated file it does where a figure with a comma lacks its quotation marks.
        """
        if not self._laid.file.lower().endswith(".csv"):
            return rows
        values, after = self._laid.block.sheet.rows, _columns_with_headings(self._laid)
        return [row for row in rows if len(values[row]) <= after or not self._has_stray(row, values[row], after)]

    def _has_stray(self, row: int, values: list[Value], after: int) -> bool:
        stray = next((c for c in range(after, len(values)) if values[c] is not None), None)
        if stray is not None:
            cell = f"{self._laid.block.letter(stray)}{self._laid.number(row)}"
            self._teller.error(
                "stray-cell", cell, None, text_of(values[stray]),
                "The row has a value under no heading; a figure with a comma may lack its quotation marks.",
                'Write 1000, or "1,000" in quotation marks.',
            )  # fmt: skip
        return stray is not None

    def with_outcomes(self, lines: Lines, constant: Fact | None) -> Lines:
        """The outcomes that rows name, if any, looked up among those of their agreements.

        What is ``constant`` was looked up when the mapping was read. Rows whose outcomes are not known are left out.
        """
        if self._outcomes is None:
            return lines
        named = lines.column("outcomes")
        rows = zip(lines.rows, named, lines.column("agreement"), strict=True)
        read = [fact if fact in (None, constant) else self._read(row, fact, within) for row, fact, within in rows]
        sound = [one is not None or fact is None for one, fact in zip(read, named, strict=True)]
        return Lines(lines.rows, lines.said | {"outcomes": read}).only(sound)

    def _read(self, row: int, fact: Fact, agreement: Fact | None) -> Fact | None:
        """The outcomes that a cell names; None, and a problem, where they are not known."""
        try:
            read = read_outcomes(ALLOCATION["outcomes"], fact.text, agreement and agreement.value, self._names)
        except BadCell as bad:
            assert self._outcomes
            self._teller.bad_cell(self._outcomes, row, fact.text, bad)
            return None
        return fact._replace(value=read)

    def in_pounds(self, lines: Lines) -> Lines:
        """The rows that name no other currency."""
        if self._currency is None:
            return lines
        cells = self._laid.block.cells(lines.rows, self._currency.index)
        return lines.only([self._is_in_pounds(row, value) for row, value in zip(lines.rows, cells, strict=True)])

    def _is_in_pounds(self, row: int, value: Value) -> bool:
        if value is None or is_pounds(text := text_of(value)):
            return True
        assert self._currency
        self._teller.error(
            "other-currency", f"{self._currency.letter}{self._laid.number(row)}", self._currency.heading, text,
            f"The sum is in {text}, not in pounds.", "Write what it comes to in pounds.",
        )  # fmt: skip
        return False


def _columns_with_headings(laid: Laid) -> int:
    """How many columns of the sheet there are up to the last heading, that of a table beside this one included."""
    block = laid.block
    rows = block.sheet.rows[block.top : block.bottom + 1]
    return max((at + 1 for row in rows for at, value in enumerate(row) if value is not None), default=0)
