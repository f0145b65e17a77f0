"""From the rows of a laid table to statements about allocations; everything amiss is a problem with its cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partnermap.errors import BadValue
from partnermap.intake.cells import BadCell, read_outcomes
from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.guess import Guess
from partnermap.intake.finance.laid import Amount, Label, Laid
from partnermap.intake.finance.reading import Cells, is_pounds, reader_of
from partnermap.intake.finance.seen import failed_cells
from partnermap.intake.finance.stated import FileState, Imported, Unknown
from partnermap.intake.finance.sums import read_sum
from partnermap.intake.finance.years import read_year
from partnermap.intake.planning import Plan
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of
from partnermap.likeness import marks_off
from partnermap.likeness.spelling import split_marks
from partnermap.model import ALLOCATION, BLANK_MEANS, BY_NAME, FUNDING_STREAM
from partnermap.names import Names
from partnermap.store.base import Fact, Statement
from partnermap.store.ids import extend_id, fold, make_id

NAMING = ("stream", "recipient", "area", "agreement", "paid_through", "part_of")
"""Fields whose cells name things."""
OF_STREAM = ("department", "part_of", "nature", "conditions", "ring_fenced", "paid_to_tier", "frequency")
"""Fields that say something about the stream, not about one sum of it."""
CREATABLE = {"stream": "FundingStream", "part_of": "FundingStream", "recipient": "Partner", "paid_through": "Partner"}
"""Fields whose names an import can create, and as what."""
_HELD = ALLOCATION.key[:-1]
"""What tells an allocation from others, but for its line."""
_BUDGET = BLANK_MEANS["Allocation", "basis"]

Facts = dict[str, Fact]


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
        self._create = create
        self._unknown = unknown
        self._agreement = agreement
        self._guessed: set[str] = set()
        self._unmarked: dict[str, str] = {}
        """Names as written, and without their footnote marks."""
        self._told_apart = {text for label in laid.labels if label.field in NAMING for text in _by_mark(laid, label)}
        """Names that differ from another of their column by their mark alone."""
        self._begins: dict[tuple[Any, ...], str] = {}
        self._readers = [
            (label, Cells(self._reader(label.field))) for label in laid.labels if label.field != "currency"
        ]
        self._currency = laid.label("currency")
        errors = plan.errors
        self._constants = self._read_constants()
        self._sound = plan.errors == errors
        """Whether all that is the same for every row can be read; if not, no row is stated."""
        self._across = [(amount, self._said_over(amount)) for amount in laid.amounts]
        self._many = len(laid.amounts) > 1
        self._of_stream = [name for name in OF_STREAM if name in self._constants or laid.label(name)]
        self._failed = failed_cells(laid)
        self._after = _columns_with_headings(laid) if laid.file.lower().endswith(".csv") else None
        self._first_column = laid.block.sheet.first_column
        self.imported = Imported(sums={amount.index: {} for amount in laid.amounts})

    def state(self) -> Imported:
        """State every row of the table, or refuse it."""
        for row in self._laid.fates.data:
            errors = self._plan.errors
            stated = self._state_row(row) if self._across and self._sound else 0
            self.imported.rows += stated > 0
            self.imported.refused += not stated
            if self._across and self._sound and not stated and self._plan.errors == errors:
                self._refuse_blank(row)
        self._guess_of_marks()
        self._plan.imported += self.imported.rows
        self._plan.refused += self.imported.refused
        return self.imported

    # -- one row ---------------------------------------------------------------------------------

    def _state_row(self, row: int) -> int:
        """How many sums of a row were stated."""
        values = self._laid.block.sheet.rows[row]
        number = self._laid.number(row)
        if self._after is not None and self._has_stray(values, number):
            return 0
        facts = self._facts(row, values, number)
        if facts is None or not self._is_in_pounds(values, number):
            return 0
        stated = 0
        width = len(values)
        for amount, over in self._across:
            value = values[amount.index] if amount.index < width else None
            if self._failed and self._is_failed(number, amount.index, amount.letter, amount.heading):
                continue
            if over is not None and (value is not None or not self._many):
                stated += self._state_sum(row, number, amount, value, facts | over if over else facts)
        return stated

    def _has_stray(self, values: list[Value], number: int) -> bool:
        """Whether a value stands to the right of all headings; tells so."""
        stray = next((c for c in range(self._after or 0, len(values)) if values[c] is not None), None)
        if stray is not None:
            self._tell(
                "stray-cell", f"{self._laid.block.letter(stray)}{number}", None, text_of(values[stray]),
                "The row has a value under no heading; a figure with a comma may lack its quotation marks.",
                'Write 1000, or "1,000" in quotation marks.',
            )  # fmt: skip
        return stray is not None

    def _facts(self, row: int, values: list[Value], number: int) -> Facts | None:
        """What the labels of a row say; None if any of them cannot be read."""
        facts = dict(self._constants)
        if self._laid.sections and (section := self._laid.section_of(row)):
            facts["year"] = Fact(section.year, section.cell, section.text)
        width, sound = len(values), True
        for label, cells in self._readers:
            value = values[label.index] if label.index < width else None
            column = label.letter
            if self._failed and self._is_failed(number, label.index, label.letter, label.heading):
                sound = False
                continue
            if value is None:
                above = self._laid.filled.get(label.index, {}).get(row)
                if above is None:
                    continue
                value, column = above[0], f"{label.letter}{self._laid.number(above[1])}"
            try:
                fact = cells.fact(value, column)
            except BadCell as bad:
                if self._made_good(label.field, bad, label.heading, f"{label.letter}{number}"):
                    fact = cells.again(value, column)
                else:
                    self._tell_cell(label, value, number, bad)
                    sound, fact = False, None
            if fact is not None:
                facts[label.field] = fact
        return self._with_outcomes(facts, number) if sound else None

    def _is_failed(self, number: int, index: int, letter: str, heading: str) -> bool:
        """Whether a cell holds a formula that gives nothing; tells so."""
        fault = self._failed.get((number, self._first_column + index))
        if fault is not None:
            self._tell(fault.code, f"{letter}{number}", heading, None, fault.message, fault.hint)
        return fault is not None

    def _with_outcomes(self, facts: Facts, number: int) -> Facts | None:
        fact = facts.get("outcomes")
        if fact is None:
            return facts
        agreement = facts["agreement"].value if "agreement" in facts else None
        try:
            read = read_outcomes(ALLOCATION["outcomes"], fact.text, agreement, self._names)
        except BadCell as bad:
            label = self._laid.label("outcomes")
            assert label
            self._tell_cell(label, fact.text, number, bad)
            return None
        return facts | {"outcomes": Fact(read, fact.column, fact.text)}

    def _is_in_pounds(self, values: list[Value], number: int) -> bool:
        label = self._currency
        value = values[label.index] if label and label.index < len(values) else None
        if label is None or value is None or is_pounds(text_of(value)):
            return True
        text = text_of(value)
        self._tell(
            "other-currency", f"{label.letter}{number}", label.heading, text, f"The sum is in {text}, not in pounds.",
            "Write what it comes to in pounds.",
        )  # fmt: skip
        return False

    def _state_sum(self, row: int, number: int, amount: Amount, value: Value, facts: Facts) -> int:
        cell = f"{amount.letter}{number}"
        if "stream" not in facts or "year" not in facts:
            missing = "stream" if "stream" not in facts else "year"
            label = self._laid.label(missing)
            at = f"{label.letter}{number}" if label else cell
            hint = "Fill it in, or name it under [constants] in the mapping."
            self._tell("blank-cell", at, label.heading if label else None, None, f"The row names no {missing}.", hint)
            return 0
        try:
            pence = None if value is None else read_sum(value, amount.unit)
        except BadValue as fault:
            self._tell(fault.code, cell, amount.heading, text_of(value), fault.message, fault.hint)
            return 0
        if pence is not None:
            pence *= amount.sign
            facts = facts | {"amount": Fact(pence, amount.letter, text_of(value))}
            self.imported.sums[amount.index][row] = pence
        else:
            self._warn_unquantified(cell, amount, value)
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
        held = tuple(facts[name].value if name in facts else None for name in _HELD)
        begins = self._begins.get(held)
        if begins is None:
            parts = [
                _BUDGET if name == "basis" and part is None else part for name, part in zip(_HELD, held, strict=True)
            ]
            begins = self._begins[held] = make_id("Allocation", parts)
        line = facts.get("line")
        thing = extend_id(begins, fold(line.value) if line else None)
        self._state.alike[thing] += 1
        return f"{thing}|{self._state.alike[thing]}"

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

    # -- reading cells ---------------------------------------------------------------------------

    def _reader(self, name: str) -> Callable[[Value], Any]:
        """How the cells of a field are read; BadCell or BadValue if they cannot be."""
        if name in NAMING:
            kinds = (FUNDING_STREAM if name == "part_of" else ALLOCATION)[name].to
            return lambda value: self._resolve(kinds, text_of(value))
        return self._read_year if name == "year" else reader_of(name)

    def _read_year(self, value: Value) -> str:
        found = read_year(value)
        self._guess(found.guess)
        return found.year

    def _resolve(self, kinds: tuple[str, ...], text: str) -> str:
        """The id of what a text names, as written or without footnote marks. Raises BadValue."""
        text = collapsed(text)
        if (known := self._names.known(kinds, text)) is not None:
            return known
        bare = self._without_marks(text)
        if bare != text:
            self._unmarked[text] = bare
            if (known := self._names.known(kinds, bare)) is not None:
                return known
        return self._names.resolve(kinds, bare)

    def _without_marks(self, text: str) -> str:
        return text if text in self._told_apart else marks_off(text)

    def _made_good(self, name: str, bad: BadCell, heading: str | None, cell: str) -> bool:
        """Create what a cell names and nobody defines, if that is asked for and all that is amiss with it."""
        kind = CREATABLE.get(name)
        if not self._create or kind is None or any(fault.code != "unknown-name" for _, fault in bad.faults):
            return False
        if any((name, part) in self._state.keep_out for part, _ in bad.faults):
            return False
        for part, _ in bad.faults:
            text = self._without_marks(collapsed(part))
            thing = make_id(kind, (fold(text),))
            self._names.add(kind, text, thing)
            self._state.made.add(thing)
            as_kind = " with the kind other" if kind == "Partner" else ""
            self._warn(
                "created", cell, heading, part, f"“{text}” is not defined anywhere; it is created{as_kind}.",
                f"Add it to {BY_NAME[kind].sheet} once more is known.",
            )  # fmt: skip
        return True

    def _read_constants(self) -> Facts:
        """What is the same for every row."""
        constants = dict(self._laid.mapping.constants)
        if self._agreement and "agreement" not in constants and self._laid.label("agreement") is None:
            constants["agreement"] = self._agreement
        facts = {}
        for name, text in constants.items():
            cell, written = self._laid.origins.get(name, ("", text))
            value = self._read_apart(name, text, None, cell)
            if value is not None:
                facts[name] = Fact(value, cell, written)
        return facts

    def _said_over(self, amount: Amount) -> Facts | None:
        """What the headings over a column say of its sums; None if the stream they name is not known."""
        facts: Facts = {}
        cell, heading = amount.heading_cell, amount.heading
        if amount.stream is not None:
            stream = self._read_apart("stream", amount.stream, heading, cell)
            if stream is None:
                return None
            facts["stream"] = Fact(stream, cell, heading)
        for name in ("year", "basis"):
            if (said := getattr(amount, name)) is not None:
                facts[name] = Fact(said, cell, heading)
        if amount.treatment is not None:
            facts["treatment"] = Fact([amount.treatment], cell, heading)
        return facts

    def _read_apart(self, name: str, text: str, heading: str | None, cell: str) -> Any:
        """The value of a text that stands in no row; None, and a problem, if it cannot be read."""
        read = self._reader(name)
        try:
            try:
                return read(text)
            except BadValue as fault:
                raise BadCell([(text, fault)]) from None
        except BadCell as bad:
            if self._made_good(name, bad, heading, cell or f"A{self._laid.block.header_row}"):
                return read(text)
            for part, told in bad.faults:
                self._tell(told.code, cell or None, heading, part, told.message, told.hint)
                if told.code == "unknown-name":
                    self._unknown.add(name, part, cell)
            return None

    # -- what is told ----------------------------------------------------------------------------

    def _guess(self, words: str) -> None:
        if words and words not in self._guessed:
            self._guessed.add(words)
            self._laid.guesses.append(Guess("cells", words))

    def _guess_of_marks(self) -> None:
        if self._unmarked:
            text, bare = next(iter(self._unmarked.items()))
            number = f"{len(self._unmarked):,} name{'s' if len(self._unmarked) > 1 else ''}"
            self._guess(f"footnote marks are taken off names, such as “{text}” read as “{bare}” ({number})")

    def _tell_cell(self, label: Label, value: Value, number: int, bad: BadCell) -> None:
        cell = f"{label.letter}{number}"
        for part, fault in bad.faults:
            self._tell(fault.code, cell, label.heading, text_of(value), fault.message, fault.hint)
            if fault.code == "unknown-name":
                self._unknown.add(label.field, part, cell)

    def _tell(
        self, code: str, cell: str | None, heading: str | None, value: str | None, message: str, hint: str
    ) -> None:
        file, sheet = self._laid.file, self._laid.sheet_name
        self._plan.add(Problem(code, "error", file, sheet, cell, heading, value, message, hint))

    def _warn(
        self, code: str, cell: str | None, heading: str | None, value: str | None, message: str, hint: str
    ) -> None:
        file, sheet = self._laid.file, self._laid.sheet_name
        self._plan.add(Problem(code, "warning", file, sheet, cell, heading, value, message, hint))

    def _warn_unquantified(self, cell: str, amount: Amount, value: Value) -> None:
        if value is not None:
            text = text_of(value)
            message = f"“{text}” is no figure; the sum is taken as not quantified."
            self._warn("not-quantified", cell, amount.heading, text, message, "Fill in the sum once it is known.")

    def _refuse_blank(self, row: int) -> None:
        number = self._laid.number(row)
        first = self._laid.amounts[0]
        self._tell(
            "no-sum", f"{first.letter}{number}", first.heading, None, "The row has no sum that could be imported.",
            "Fill in its sums, or name its streams in the map.",
        )  # fmt: skip


def _by_mark(laid: Laid, label: Label) -> set[str]:
    """The names of a column that differ by their footnote marks alone, such as PCT(1) and PCT(2)."""
    rows = laid.block.sheet.rows
    texts = {value for row in laid.fates.data if isinstance(value := _at(rows[row], label.index), str)}
    marked: dict[str, dict[str, set[str]]] = {}
    for text in map(collapsed, texts):
        bare, mark = split_marks(text)
        if mark:
            marked.setdefault(fold(bare), {}).setdefault("".join(mark.split()).casefold(), set()).add(text)
    return {text for marks in marked.values() if len(marks) > 1 for alike in marks.values() for text in alike}


def _at(values: list[Value], index: int) -> Value:
    return values[index] if index < len(values) else None


def _columns_with_headings(laid: Laid) -> int:
    """How many columns of the sheet there are up to the last heading, that of a table beside this one included."""
    block = laid.block
    rows = block.sheet.rows[block.top : block.bottom + 1]
    return max((at + 1 for row in rows for at, value in enumerate(row) if value is not None), default=0)
