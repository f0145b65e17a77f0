"""From the rows of a laid table to statements about allocations; everything amiss is a problem with its cell."""

from __future__ import annotations

from itertools import repeat
from operator import itemgetter
from typing import TypeAlias

from partnermap.errors import BadValue
from partnermap.intake.cells import BadCell, read_outcomes
from partnermap.intake.finance.identifying import identify
from partnermap.intake.finance.labelled import Column, Labelled, only
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.meaning import Meanings
from partnermap.intake.finance.once import SaidOnce
from partnermap.intake.finance.reading import Readers, is_pounds
from partnermap.intake.finance.seen import failed_cells
from partnermap.intake.finance.stated import FileState, Imported, Unknown
from partnermap.intake.finance.sums import read_sum
from partnermap.intake.finance.telling import Teller
from partnermap.intake.planning import Plan
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of
from partnermap.model import ALLOCATION
from partnermap.names import Names
from partnermap.store.base import Fact, StatedRows, Statement

OF_STREAM = ("department", "part_of", "nature", "conditions", "ring_fenced", "paid_to_tier", "frequency")
"""Fields that say something about the stream, not about one sum of it."""
Place: TypeAlias = "tuple[int, int]"
"""Where a sum stands: the place of its row among those that are stated, and that of its column among those of sums."""


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
        """State the sums of the rows, stage by stage; what is amiss is told row by row all the same."""
        labelled = Labelled(self._laid, rows, self._readers, self._meanings, self._teller)
        before = len(self._plan.problems)
        readable, said = labelled.readable()
        said = self._with_all_said(readable, said)
        sound, said = only(readable, said, self._have_read_outcomes(readable, said))
        sound, said = only(sound, said, self._are_in_pounds(sound))
        stated = self._state_sums(sound, said)
        self._refuse_blank(set(readable) - stated, self._plan.problems[before:])
        self._plan.problems[before:] = sorted(self._plan.problems[before:], key=_row_of)
        self.imported.rows = len(stated)

    def _with_all_said(self, rows: list[int], said: dict[str, Column]) -> dict[str, Column]:
        """What constants say where a row does not, and rows between the rows, too."""
        whole: dict[str, Column] = {name: [fact] * len(rows) for name, fact in self._constants.items()}
        for name, column in said.items():
            constant = self._constants.get(name)
            whole[name] = [fact or constant for fact in column] if constant else column
        if self._laid.sections:
            years = whole.get("year") or repeat(None)
            whole["year"] = [self._year_of_section(row) or year for row, year in zip(rows, years, strict=False)]
        return whole

    def _year_of_section(self, row: int) -> Fact | None:
        section = self._laid.section_of(row)
        return Fact(section.year, section.cell, section.text) if section else None

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

    def _is_failed(self, number: int, amount: Amount) -> bool:
        """Whether a cell holds a formula that gives nothing; tells so."""
        fault = self._failed.get((number, self._first_column + amount.index))
        if fault is not None:
            cell = f"{amount.letter}{number}"
            self._teller.error(fault.code, cell, amount.heading, None, fault.message, fault.hint)
        return fault is not None

    def _have_read_outcomes(self, rows: list[int], said: dict[str, Column]) -> list[bool] | None:
        """Whether the outcomes that each row names, if any, could be looked up among those of its agreement."""
        if not self._outcomes:
            return None
        outcomes, agreements = said["outcomes"], said.get("agreement") or [None] * len(rows)
        sound = [True] * len(rows)
        for at, (fact, agreement) in enumerate(zip(outcomes, agreements, strict=True)):
            if fact is None or fact is self._constants.get("outcomes"):
                continue
            try:
                read = read_outcomes(ALLOCATION["outcomes"], fact.text, agreement and agreement.value, self._names)
                outcomes[at] = fact._replace(value=read)
            except BadCell as bad:
                self._teller.bad_cell(self._outcomes, rows[at], fact.text, bad)
                sound[at] = False
        return sound

    def _are_in_pounds(self, rows: list[int]) -> list[bool] | None:
        label = self._currency
        if not label:
            return None
        sound = []
        for row, value in zip(rows, self._laid.block.cells(rows, label.index), strict=True):
            sound.append(value is None or is_pounds(text_of(value)))
            if not sound[-1]:
                text = text_of(value)
                self._teller.error(
                    "other-currency", f"{label.letter}{self._laid.number(row)}", label.heading, text,
                    f"The sum is in {text}, not in pounds.", "Write what it comes to in pounds.",
                )  # fmt: skip
        return sound

    # -- sums ------------------------------------------------------------------------------------

    def _state_sums(self, rows: list[int], said: dict[str, Column]) -> set[int]:
        """State the sums that can be read; gives the rows in which there are any. ``said``: what each row says."""
        stated: list[Place] = []
        amounts: Column = []
        values = [self._laid.block.cells(rows, amount.index) for amount, _ in self._across]
        places = self._places(rows, values)
        streams, years = self._spread("stream", said, places), self._spread("year", said, places)
        for (at, across), stream, year in zip(places, streams, years, strict=True):
            amount, value = self._across[across][0], values[across][at]
            if stream is None or year is None:
                self._tell_missing(self._laid.number(rows[at]), amount, "stream" if stream is None else "year")
                continue
            try:
                amounts.append(self._read(rows[at], amount, value))
            except BadValue as fault:
                cell = f"{amount.letter}{self._laid.number(rows[at])}"
                self._teller.error(fault.code, cell, amount.heading, text_of(value), fault.message, fault.hint)
            else:
                stated.append((at, across))
        if stated:
            self._keep(rows, said, stated, amounts)
        return {rows[at] for at, _ in stated}

    def _places(self, rows: list[int], values: list[list[Value]]) -> list[Place]:
        """Where there are sums, row by row: those that failed are told; in a list a blank one is a sum not known."""
        alone, failed = len(values) == 1, bool(self._failed)
        return [
            (at, across)
            for at, row in enumerate(rows)
            for across, (amount, over) in enumerate(self._across)
            if not (failed and self._is_failed(self._laid.number(row), amount))
            and over is not None
            and (alone or values[across][at] is not None)
        ]

    def _read(self, row: int, amount: Amount, value: Value) -> Fact | None:
        """A sum; None if it is not quantified. Raises BadValue."""
        if value is None:
            return None
        pence = read_sum(value, amount.unit)
        if pence is None:
            self._warn_unquantified(f"{amount.letter}{self._laid.number(row)}", amount, text_of(value))
            return None
        self.imported.sums[amount.index][row] = pence = pence * amount.sign
        return Fact(pence, amount.letter, text_of(value))

    def _spread(self, name: str, said: dict[str, Column], places: list[Place]) -> Column:
        """What the rows and the headings over the sums say of each sum; the headings go first."""
        of_rows = said.get(name)
        over = [(facts or {}).get(name) for _, facts in self._across]
        if of_rows is None:
            return [over[across] for _, across in places]
        if not any(over):
            return [of_rows[at] for at, _ in places]
        return [over[across] or of_rows[at] for at, across in places]

    def _keep(self, rows: list[int], said: dict[str, Column], stated: list[Place], amounts: Column) -> None:
        names = dict.fromkeys([*said, *(name for _, over in self._across for name in over or ())])
        facts = {name: self._spread(name, said, stated) for name in names} | {"amount": amounts}
        facts |= self._breakdown(facts.get("breakdown"), stated)
        of_stream = {name: facts.pop(name) for name in self._of_stream}
        facts = {name: column for name, column in facts.items() if any(column)}
        numbers = [self._laid.number(rows[at]) for at, _ in stated]
        things = identify(facts, len(stated), self._state.alike)
        file, sheet = self._laid.file, self._laid.sheet_name
        self._plan.rows.append(StatedRows("Allocation", file, sheet, things, numbers, facts))
        self._say_of_streams(facts["stream"], numbers, of_stream)

    def _breakdown(self, said: Column | None, stated: list[Place]) -> dict[str, Column]:
        """Whether each sum breaks another down, where the mapping says so of columns."""
        by_column = [
            Fact(True, amount.heading_cell, amount.heading) if amount.breakdown else None for amount, _ in self._across
        ]
        if not any(by_column):
            return {}
        said = said or [None] * len(stated)
        return {"breakdown": [fact or by_column[across] for fact, (_, across) in zip(said, stated, strict=True)]}

    def _say_of_streams(self, streams: Column, numbers: list[int], said: dict[str, Column]) -> None:
        """What rows say of their streams is kept once for each stream, as it is said first."""
        first: dict[tuple[str, str], int] = {}
        for name, column in said.items():
            for at, (stream, fact) in enumerate(zip(streams, column, strict=True)):
                if fact is not None and stream is not None:
                    first.setdefault((stream.value, name), at)
        for (_, name), at in sorted(first.items(), key=itemgetter(1)):
            self._say_of_stream(streams[at], numbers[at], name, said[name][at])

    def _say_of_stream(self, stream: Fact | None, number: int, name: str, fact: Fact | None) -> None:
        assert stream
        assert fact
        known = self._state.streams.get(stream.value)
        if known is None:
            held = {"name": Fact(self._names.written(stream.value), stream.column, stream.text)}
            known = Statement(stream.value, "FundingStream", self._laid.file, self._laid.sheet_name, number, held)
            self._state.streams[stream.value] = known
            self._plan.statements.append(known)
        assert isinstance(known.facts, dict)
        known.facts.setdefault(name, Fact(fact.value, fact.cell(number), fact.text))

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

    def _refuse_blank(self, rows: set[int], told: list[Problem]) -> None:
        """Rows without a sum that could be imported; ``told``: what is amiss with some of them already."""
        first = self._laid.amounts[0]
        faulty = {_row_of(problem) for problem in told if problem.severity == "error"}
        for row in rows:
            if (number := self._laid.number(row)) not in faulty:
                self._teller.error(
                    "no-sum", f"{first.letter}{number}", first.heading, None,
                    "The row has no sum that could be imported.", "Fill in its sums, or name its streams in the map.",
                )  # fmt: skip


def _row_of(problem: Problem) -> int:
    """The row of the cell that a problem is about."""
    return int("".join(filter(str.isdigit, problem.cell or "0")))


def _columns_with_headings(laid: Laid) -> int:
    """How many columns of the sheet there are up to the last heading, that of a table beside this one included."""
    block = laid.block
    rows = block.sheet.rows[block.top : block.bottom + 1]
    return max((at + 1 for row in rows for at, value in enumerate(row) if value is not None), default=0)
