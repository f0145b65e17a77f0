"""From the rows of a laid table to statements about allocations; everything amiss is a problem with its cell."""

from __future__ import annotations

from typing import Any

from partnermap.errors import BadValue
from partnermap.intake.cells import BadCell, read_outcomes
from partnermap.intake.finance.labelled import Facts, Labelled
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.meaning import Meanings
from partnermap.intake.finance.once import SaidOnce
from partnermap.intake.finance.reading import Readers, is_pounds
from partnermap.intake.finance.seen import failed_cells
from partnermap.intake.finance.stated import FileState, Imported, Unknown
from partnermap.intake.finance.sums import read_sum
from partnermap.intake.finance.telling import Teller
from partnermap.intake.planning import Plan
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of
from partnermap.model import ALLOCATION, BLANK_MEANS
from partnermap.names import Names
from partnermap.store.base import Fact, Statement
from partnermap.store.ids import extend_id, fold, make_id

OF_STREAM = ("department", "part_of", "nature", "conditions", "ring_fenced", "paid_to_tier", "frequency")
"""Fields that say something about the stream, not about one sum of it."""
_HELD = ALLOCATION.key[:-1]
"""What tells an allocation from others, but for its line."""
_BUDGET = BLANK_MEANS["Allocation", "basis"]


class TableStater:
    """States the sums of one table."""

    def __init__(
        self, laid: Laid, names: Names, state: FileState, plan: Plan, agreement: str | None, create: bool,
        unknown: Unknown,
    ) -> None:  # fmt: skip
        self._laid = laid
        self._names = names
        self._state = state
        self._plan = plan
        self._teller = Teller(laid, plan, unknown)
        self._meanings = Meanings(laid, names, state, self._teller, create)
        self._begins: dict[tuple[Any, ...], str] = {}
        self._currency = laid.label("currency")
        self._outcomes = laid.label("outcomes")
        self._readers = Readers(self._meanings, self._teller)
        errors = plan.errors
        once = SaidOnce(laid, self._readers, self._meanings, self._teller)
        self._constants = once.constants(agreement)
        self._sound = plan.errors == errors
        """Whether all that is the same for every row can be read; if not, no row is stated."""
        self._across = [(amount, once.over(amount)) for amount in laid.amounts]
        self._of_stream = [name for name in OF_STREAM if name in self._constants or laid.label(name)]
        self._failed = failed_cells(laid)
        self._first_column = laid.block.sheet.first_column
        self.imported = Imported(sums={amount.index: {} for amount in laid.amounts})

    def state(self) -> Imported:
        """State every row of the table, or refuse it."""
        data = self._laid.fates.data
        if self._across and self._sound:
            self._state_rows(self._without_strays(data))
        self.imported.refused = len(data) - self.imported.rows
        self._meanings.tell_marks()
        self._plan.imported += self.imported.rows
        self._plan.refused += self.imported.refused
        return self.imported

    # -- rows ------------------------------------------------------------------------------------

    def _state_rows(self, rows: list[int]) -> None:
        labelled = Labelled(self._laid, rows, self._readers, self._meanings, self._teller)
        for row, facts in zip(rows, labelled.each(), strict=True):
            if facts is not None:
                errors = self._teller.errors
                if self._state_row(row, self._constants | facts):
                    self.imported.rows += 1
                elif self._teller.errors == errors:
                    self._refuse_blank(row)

    def _without_strays(self, rows: list[int]) -> list[int]:
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

    def _state_row(self, row: int, facts: Facts) -> int:
        """How many sums of a row were stated."""
        laid = self._laid
        values, number = laid.block.sheet.rows[row], laid.number(row)
        if laid.sections and (section := laid.section_of(row)):
            facts["year"] = Fact(section.year, section.cell, section.text)
        if self._outcomes and not self._has_read_outcomes(row, facts):
            return 0
        if self._currency and not self._is_in_pounds(values, number):
            return 0
        stated, width, alone = 0, len(values), len(self._across) == 1
        for amount, over in self._across:
            value = values[amount.index] if amount.index < width else None
            if self._failed and self._is_failed(number, amount):
                continue
            if over is not None and (value is not None or alone):
                stated += self._state_sum(row, number, amount, value, facts | over)
        return stated

    def _is_failed(self, number: int, amount: Amount) -> bool:
        """Whether a cell holds a formula that gives nothing; tells so."""
        fault = self._failed.get((number, self._first_column + amount.index))
        if fault is not None:
            cell = f"{amount.letter}{number}"
            self._teller.error(fault.code, cell, amount.heading, None, fault.message, fault.hint)
        return fault is not None

    def _has_read_outcomes(self, row: int, facts: Facts) -> bool:
        """Whether the outcomes that a row names, if any, could be looked up among those of its agreement."""
        fact = facts.get("outcomes")
        if fact is None or fact is self._constants.get("outcomes"):
            return True
        agreement = facts["agreement"].value if "agreement" in facts else None
        try:
            read = read_outcomes(ALLOCATION["outcomes"], fact.text, agreement, self._names)
        except BadCell as bad:
            assert self._outcomes
            self._teller.bad_cell(self._outcomes, row, fact.text, bad)
            return False
        facts["outcomes"] = fact._replace(value=read)
        return True

    def _is_in_pounds(self, values: list[Value], number: int) -> bool:
        label = self._currency
        value = values[label.index] if label and label.index < len(values) else None
        if label is None or value is None or is_pounds(text_of(value)):
            return True
        text = text_of(value)
        self._teller.error(
            "other-currency", f"{label.letter}{number}", label.heading, text, f"The sum is in {text}, not in pounds.",
            "Write what it comes to in pounds.",
        )  # fmt: skip
        return False

    # -- sums ------------------------------------------------------------------------------------

    def _state_sum(self, row: int, number: int, amount: Amount, value: Value, facts: Facts) -> int:
        """State a sum, if it can be read: 1 if it was. ``facts`` is the sum's own."""
        if "stream" not in facts or "year" not in facts:
            self._tell_missing(number, amount, "stream" if "stream" not in facts else "year")
            return 0
        try:
            pence = None if value is None else read_sum(value, amount.unit)
        except BadValue as fault:
            cell = f"{amount.letter}{number}"
            self._teller.error(fault.code, cell, amount.heading, text_of(value), fault.message, fault.hint)
            return 0
        if pence is not None:
            pence *= amount.sign
            facts["amount"] = Fact(pence, amount.letter, text_of(value))
            self.imported.sums[amount.index][row] = pence
        elif value is not None:
            self._warn_unquantified(f"{amount.letter}{number}", amount, text_of(value))
        if amount.breakdown and "breakdown" not in facts:
            facts["breakdown"] = Fact(True, amount.heading_cell, amount.heading)
        self._keep(number, facts)
        return 1

    def _keep(self, number: int, facts: Facts) -> None:
        of_stream = {name: facts.pop(name) for name in self._of_stream if name in facts}
        thing = self._identify(facts)
        file, sheet = self._laid.file, self._laid.sheet_name
        self._plan.statements.append(Statement(thing, "Allocation", file, sheet, number, facts))
        if of_stream:
            self._say_of_stream(facts["stream"], number, of_stream)

    def _identify(self, facts: Facts) -> str:
        """The allocation's id: by its key, and its place among the file's rows that share it."""
        held = tuple([facts[name].value if name in facts else None for name in _HELD])
        begins = self._begins.get(held)
        if begins is None:
            parts = [
                _BUDGET if name == "basis" and part is None else part for name, part in zip(_HELD, held, strict=True)
            ]
            begins = self._begins[held] = make_id("Allocation", parts)
        line = facts.get("line")
        thing = extend_id(begins, fold(line.value) if line else None)
        place = self._state.alike.get(thing, 0) + 1
        self._state.alike[thing] = place
        return f"{thing}|{place}"

    def _say_of_stream(self, stream: Fact, number: int, facts: Facts) -> None:
        """What a row says of its stream is kept once, with the stream's name."""
        known = self._state.streams.get(stream.value)
        if known is None:
            held = {"name": Fact(self._names.written(stream.value), stream.column, stream.text)}
            known = Statement(stream.value, "FundingStream", self._laid.file, self._laid.sheet_name, number, held)
            self._state.streams[stream.value] = known
            self._plan.statements.append(known)
        assert isinstance(known.facts, dict)
        for name, fact in facts.items():
            if name not in known.facts:
                known.facts[name] = Fact(fact.value, fact.cell(number), fact.text)

    # -- what is told ----------------------------------------------------------------------------

    def _tell_missing(self, number: int, amount: Amount, name: str) -> None:
        label = self._laid.label(name)
        cell = f"{label.letter if label else amount.letter}{number}"
        hint = "Fill it in, or name it under [constants] in the mapping."
        self._teller.error(
            "blank-cell", cell, label.heading if label else None, None, f"The row names no {name}.", hint
        )

    def _warn_unquantified(self, cell: str, amount: Amount, text: str) -> None:
        message = f"“{text}” is no figure; the sum is taken as not quantified."
        self._teller.warn("not-quantified", cell, amount.heading, text, message, "Fill in the sum once it is known.")

    def _refuse_blank(self, row: int) -> None:
        first = self._laid.amounts[0]
        self._teller.error(
            "no-sum", f"{first.letter}{self._laid.number(row)}", first.heading, None,
            "The row has no sum that could be imported.", "Fill in its sums, or name its streams in the map.",
        )  # fmt: skip


def _columns_with_headings(laid: Laid) -> int:
    """How many columns of the sheet there are up to the last heading, that of a table beside this one included."""
    block = laid.block
    rows = block.sheet.rows[block.top : block.bottom + 1]
    return max((at + 1 for row in rows for at, value in enumerate(row) if value is not None), default=0)
