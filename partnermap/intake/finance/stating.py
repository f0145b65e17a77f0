"""From the rows of a laid table to statements about allocations; everything amiss is a problem with its cell."""

from __future__ import annotations

from partnermap.errors import BadValue
from partnermap.intake.finance.identifying import identify
from partnermap.intake.finance.labelled import Labelled
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.lines import Column, Lines
from partnermap.intake.finance.meaning import Meanings
from partnermap.intake.finance.once import SaidOnce
from partnermap.intake.finance.reading import Readers
from partnermap.intake.finance.seen import failed_cells
from partnermap.intake.finance.sieve import Sieve
from partnermap.intake.finance.stated import FileState, Imported, Unknown
from partnermap.intake.finance.streams import OF_STREAM, say_of_streams
from partnermap.intake.finance.sums import read_sum
from partnermap.intake.finance.telling import Teller
from partnermap.intake.planning import Plan
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of
from partnermap.names import Names
from partnermap.store.base import Fact, StatedRows

Place = tuple[int, int]
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
        self._sieve = Sieve(laid, names, self._teller)
        self._readers = Readers(self._meanings, self._teller)
        errors = plan.errors
        once = SaidOnce(laid, self._readers, self._meanings, self._teller)
        self._constants = once.constants(agreement)
        self._sound = plan.errors == errors
        """Whether all that is the same for every row can be read; if not, no row is stated."""
        self._across = [(amount, once.over(amount)) for amount in laid.amounts]
        self._failed = failed_cells(laid)
        self._first_column = laid.block.sheet.first_column
        self.imported = Imported(sums={amount.index: {} for amount in laid.amounts})

    def state(self) -> Imported:
        """State every row of the table, or refuse it."""
        data = self._laid.fates.data
        if self._across and self._sound:
            self._state_rows(self._sieve.without_strays(data))
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
        readable = self._with_all_said(labelled.readable())
        lines = self._sieve.with_outcomes(readable, self._constants.get("outcomes"))
        stated = self._state_sums(self._sieve.in_pounds(lines))
        self._refuse_blank(set(readable.rows) - stated, self._plan.problems[before:])
        self._plan.problems[before:] = sorted(self._plan.problems[before:], key=_row_of)
        self.imported.rows = len(stated)

    def _with_all_said(self, lines: Lines) -> Lines:
        """What constants say where a row does not, and rows between the rows, too."""
        whole: dict[str, Column] = {name: [fact] * len(lines.rows) for name, fact in self._constants.items()}
        for name, column in lines.said.items():
            constant = self._constants.get(name)
            whole[name] = [fact or constant for fact in column] if constant else column
        said = Lines(lines.rows, whole)
        if self._laid.sections:
            years = zip(lines.rows, said.column("year"), strict=True)
            whole["year"] = [self._year_of_section(row) or year for row, year in years]
        return said

    def _year_of_section(self, row: int) -> Fact | None:
        section = self._laid.section_of(row)
        return Fact(section.year, section.cell, section.text) if section else None

    # -- sums ------------------------------------------------------------------------------------

    def _state_sums(self, lines: Lines) -> set[int]:
        """State the sums that can be read; gives the rows in which there are any."""
        stated: list[Place] = []
        amounts: Column = []
        values = [self._laid.block.cells(lines.rows, amount.index) for amount, _ in self._across]
        places = self._places(lines.rows, values)
        streams, years = self._spread("stream", lines, places), self._spread("year", lines, places)
        for (at, across), stream, year in zip(places, streams, years, strict=True):
            (amount, _), value, row = self._across[across], values[across][at], lines.rows[at]
            if stream is None or year is None:
                self._tell_missing(row, amount, "stream" if stream is None else "year")
                continue
            try:
                amounts.append(self._read(row, amount, value))
                stated.append((at, across))
            except BadValue as fault:
                self._tell_bad(row, amount, fault, text_of(value))
        if stated:
            self._keep(lines, stated, amounts)
        return {lines.rows[at] for at, _ in stated}

    def _places(self, rows: list[int], values: list[list[Value]]) -> list[Place]:
        """Where there are sums, row by row; in a list a blank cell is a sum that is not known."""
        alone, failed = len(values) == 1, bool(self._failed)
        return [
            (at, across)
            for at, row in enumerate(rows)
            for across, (amount, over) in enumerate(self._across)
            if not (failed and self._is_failed(row, amount))
            and over is not None
            and (alone or values[across][at] is not None)
        ]

    def _is_failed(self, row: int, amount: Amount) -> bool:
        """Whether a cell holds a formula that gives nothing; tells so."""
        fault = self._failed.get((self._laid.number(row), self._first_column + amount.index))
        if fault is not None:
            self._tell_bad(row, amount, fault, None)
        return fault is not None

    def _read(self, row: int, amount: Amount, value: Value) -> Fact | None:
        """A sum, counted with what is imported of its column; None if it is not quantified. Raises BadValue."""
        if value is None:
            return None
        pence = read_sum(value, amount.unit)
        if pence is None:
            self._warn_unquantified(f"{amount.letter}{self._laid.number(row)}", amount, text_of(value))
            return None
        self.imported.sums[amount.index][row] = pence = pence * amount.sign
        return Fact(pence, amount.letter, text_of(value))

    def _spread(self, name: str, lines: Lines, places: list[Place]) -> Column:
        """What the rows and the headings over the sums say of each sum; the headings go first."""
        of_rows = lines.column(name)
        over = [(facts or {}).get(name) for _, facts in self._across]
        if not any(over):
            return [of_rows[at] for at, _ in places]
        return [over[across] or of_rows[at] for at, across in places]

    def _keep(self, lines: Lines, stated: list[Place], amounts: Column) -> None:
        """State these sums in the plan, and what their rows say of their streams."""
        names = dict.fromkeys([*lines.said, *(name for _, over in self._across for name in over or ())])
        facts = {name: self._spread(name, lines, stated) for name in names} | {"amount": amounts}
        facts |= self._breakdown(facts.get("breakdown"), stated)
        of_stream = {name: facts.pop(name) for name in OF_STREAM if name in facts}
        facts = {name: column for name, column in facts.items() if any(column)}
        numbers = [self._laid.number(lines.rows[at]) for at, _ in stated]
        things = identify(facts, len(stated), self._state.alike)
        file, sheet = self._laid.file, self._laid.sheet_name
        self._plan.listed.append(StatedRows("Allocation", file, sheet, things, numbers, facts))
        self._plan.statements += say_of_streams(
            self._laid, self._names, self._state, facts["stream"], numbers, of_stream
        )

    def _breakdown(self, said: Column | None, stated: list[Place]) -> dict[str, Column]:
        """Whether each sum breaks another down, where the mapping says so of columns."""
        by_column = [
            Fact(True, amount.heading_cell, amount.heading) if amount.breakdown else None for amount, _ in self._across
        ]
        if not any(by_column):
            return {}
        said = said or [None] * len(stated)
        return {"breakdown": [fact or by_column[across] for fact, (_, across) in zip(said, stated, strict=True)]}

    # -- what is told ----------------------------------------------------------------------------

    def _tell_missing(self, row: int, amount: Amount, name: str) -> None:
        label = self._laid.label(name)
        cell = f"{label.letter if label else amount.letter}{self._laid.number(row)}"
        hint = "Fill it in, or name it under [constants] in the mapping."
        self._teller.error(
            "blank-cell", cell, label.heading if label else None, None, f"The row names no {name}.", hint
        )

    def _tell_bad(self, row: int, amount: Amount, fault: BadValue, text: str | None) -> None:
        cell = f"{amount.letter}{self._laid.number(row)}"
        self._teller.error(fault.code, cell, amount.heading, text, fault.message, fault.hint)

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
