"""From the rows of a laid table to statements about allocations; everything amiss is a problem with its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from partnermap.errors import BadValue
from partnermap.intake.cells import BadCell, read_each, read_outcomes
from partnermap.intake.finance.fields import BASES, TREATMENTS, choice_in, collapsed
from partnermap.intake.finance.laid import Amount, Label, Laid
from partnermap.intake.finance.seen import failed_cells
from partnermap.intake.finance.sums import read_sum
from partnermap.intake.finance.years import read_year
from partnermap.intake.planning import Plan
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value
from partnermap.intake.values import read_choice, read_yesno, split, text_of
from partnermap.likeness import marks_off
from partnermap.model import ALLOCATION, BLANK_MEANS, BY_NAME, FUNDING_STREAM
from partnermap.names import Names
from partnermap.store.base import Fact, Statement
from partnermap.store.ids import extend_id, fold, make_id

POUNDS = {"gbp", "£", "pounds", "pound", "sterling", "uk pounds", "£ sterling"}
OF_STREAM = ("department", "part_of", "nature", "conditions", "ring_fenced", "paid_to_tier", "frequency")
"""Fields that say something about the stream, not about one sum of it."""
CREATABLE = {"stream": "FundingStream", "part_of": "FundingStream", "recipient": "Partner", "paid_through": "Partner"}
"""Fields whose names an import can create, and as what."""
STATUSES = {
    "agreed": "agreed yes confirmed approved signed final",
    "proposed": "proposed draft bid requested pending provisional",
    "refused": "refused rejected no declined",
}
_HELD = ALLOCATION.key[:-1]
"""What tells an allocation from others, but for its line."""
_BUDGET = BLANK_MEANS["Allocation", "basis"]

Facts = dict[str, Fact]


@dataclass
class Imported:
    """What became of the sums of one table."""

    rows: int = 0
    refused: int = 0
    sums: dict[int, dict[int, int]] = field(default_factory=dict)
    """Column of sums: row: pence imported."""


@dataclass
class FileState:
    """What the tables of one file have said so far."""

    alike: Counter[str] = field(default_factory=Counter)
    streams: dict[str, Statement] = field(default_factory=dict)
    """What was said of streams beside their sums."""
    made: set[str] = field(default_factory=set)
    """Things that nobody defines and that are created."""
    keep_out: frozenset[tuple[str, str]] = frozenset()
    """Fields and texts of names that are not created."""


@dataclass
class Unknown:
    """Names that nobody defines: field, name as written, and the cells that name it."""

    cells: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, name: str, text: str, cell: str) -> None:
        self.cells.setdefault((name, text), []).append(cell)


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
        self._begins: dict[tuple[Any, ...], str] = {}
        self._readers = [
            (label, _Cells(label, self._reader(label.field))) for label in laid.labels if label.field != "currency"
        ]
        self._currency = laid.label("currency")
        self._constants = self._read_constants()
        self._across = [(amount, self._said_over(amount)) for amount in laid.amounts]
        self._many = len(laid.amounts) > 1
        self._of_stream = [name for name in OF_STREAM if name in self._constants or laid.label(name)]
        self._failed = failed_cells(laid)
        self._first_column = laid.block.sheet.first_column
        self.imported = Imported(sums={amount.index: {} for amount in laid.amounts})

    def state(self) -> Imported:
        """State every row of the table, or refuse it."""
        for row in self._laid.fates.data:
            errors = self._plan.errors
            stated = self._state_row(row) if self._across else 0
            self.imported.rows += stated > 0
            self.imported.refused += not stated
            if self._across and not stated and self._plan.errors == errors:
                self._refuse_blank(row)
        self._plan.imported += self.imported.rows
        self._plan.refused += self.imported.refused
        return self.imported

    # -- one row ---------------------------------------------------------------------------------

    def _state_row(self, row: int) -> int:
        """How many sums of a row were stated."""
        values = self._laid.block.sheet.rows[row]
        number = self._laid.number(row)
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
        if label is None or value is None or text_of(value).casefold() in POUNDS:
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
        if name in ("stream", "recipient", "area", "agreement", "paid_through", "part_of"):
            kinds = (FUNDING_STREAM if name == "part_of" else ALLOCATION)[name].to
            return lambda value: self._resolve(kinds, text_of(value))
        if name == "year":
            return self._read_year
        if name == "basis":
            return lambda value: choice_in(text_of(value), BASES) or read_choice(ALLOCATION["basis"], text_of(value))
        if name == "status":
            return lambda value: (
                choice_in(text_of(value), STATUSES) or read_choice(ALLOCATION["status"], text_of(value))
            )
        if name == "treatment":
            return _read_treatments
        if name in ("breakdown", "ring_fenced"):
            return read_yesno
        if name == "nature":
            return lambda value: read_choice(FUNDING_STREAM["nature"], text_of(value))
        return text_of

    def _read_year(self, value: Value) -> str:
        found = read_year(value)
        self._guess(found.guess)
        return found.year

    def _resolve(self, kinds: tuple[str, ...], text: str) -> str:
        """The id of what a text names, as written or without footnote marks. Raises BadValue."""
        text = collapsed(text)
        if (known := self._names.known(kinds, text)) is not None:
            return known
        bare = marks_off(text)
        if bare != text:
            self._guess(f"footnote marks are taken off names: “{text}” is read as “{bare}”")
            if (known := self._names.known(kinds, bare)) is not None:
                return known
        return self._names.resolve(kinds, bare)

    def _made_good(self, name: str, bad: BadCell, heading: str | None, cell: str) -> bool:
        """Create what a cell names and nobody defines, if that is asked for and all that is amiss with it."""
        kind = CREATABLE.get(name)
        if not self._create or kind is None or any(fault.code != "unknown-name" for _, fault in bad.faults):
            return False
        if any((name, part) in self._state.keep_out for part, _ in bad.faults):
            return False
        for part, _ in bad.faults:
            text = marks_off(collapsed(part))
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
            self._laid.guesses.append(words)

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


class _Cells:
    """Reads the cells of one column, each different value once."""

    def __init__(self, label: Label, read: Callable[[Value], Any]) -> None:
        self._letter = label.letter
        self._read = read
        self._known: dict[Any, Fact] = {}
        self._bad: dict[Any, BadCell] = {}

    def fact(self, value: Value, column: str) -> Fact | None:
        """What a cell says; None if it says nothing. Raises BadCell."""
        key = value if value.__class__ is str and column is self._letter else (value.__class__, value, column)
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


def _read_treatments(value: Value) -> list[str]:
    """One treatment or several: pooled; passported, pooled/aligned, pooled and aligned. Raises BadCell."""
    parts = split(text_of(value).replace("/", ";").replace(",", ";").replace(" and ", ";"))
    read = read_each(parts, lambda part: choice_in(part, TREATMENTS) or read_choice(ALLOCATION["treatment"], part))
    return list(dict.fromkeys(read))
