"""A mapping put on a table: which column says what, which sums stand under which heading, what became of each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from partnermap.intake.finance.blocks import Block
from partnermap.intake.finance.fields import collapsed, is_bare_total, is_total, marks_off
from partnermap.intake.finance.mapping import FinanceMapping, Pairs
from partnermap.intake.finance.sums import UNITS, is_figure, unit_in
from partnermap.intake.finance.years import years_in
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of
from partnermap.nearest import nearest

KEYS = ("stream", "recipient", "area", "agreement", "department", "part_of")
"""Fields whose cells are often filled once for several rows."""
FILLED_ONCE = 0.6
"""A column with no more than this share of its cells filled, and gaps between them, is taken as filled once a group."""
_TOTAL_ROW = re.compile(
    r"(?:sub|grand|overall)?[\s-]*totals?\b.*|.*\b(?:sub|grand|overall)?[\s-]*totals?|(?:all\s+)?(?:england|wales|great britain|"
    r"united kingdom|uk)(?:\s+total)?|sum|all (?:authorities|areas|councils|recipients|streams|grants|funds|districts)",
    re.I,
)
LONGEST_SECTION = 60
"""A longer text between rows is a note, whatever year it names."""
_LETTER = re.compile(r"[A-Z]{1,3}")


@dataclass(frozen=True, slots=True)
class Label:
    """A column that says something about the sums of its rows."""

    index: int
    letter: str
    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A column of sums, and what its headings say of them; None: the row says it, or a constant."""

    index: int
    letter: str
    heading: str
    heading_cell: str
    unit: int
    """Pounds that its figures count in."""
    sign: int = 1
    """-1 where income is recorded as negative."""
    stream: str | None = None
    year: str | None = None
    basis: str | None = None
    treatment: str | None = None
    breakdown: bool = False


@dataclass
class Fates:
    """What became of the rows below the headings: indexes of the sheet's rows."""

    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)

    def skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


@dataclass(frozen=True, slots=True)
class Section:
    """A row of words that names the year of the rows below it."""

    row: int
    year: str
    cell: str
    text: str


@dataclass
class Laid:
    """A table of a finance workbook, laid out by a mapping."""

    file: str
    block: Block
    mapping: FinanceMapping
    labels: list[Label] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    row_totals: list[int] = field(default_factory=list)
    """Columns that sum the others of their row, and are only compared."""
    guesses: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fates: Fates = field(default_factory=Fates)
    filled: dict[int, dict[int, tuple[Value, int]]] = field(default_factory=dict)
    """For columns filled once a group: row: what stands above it, and in which row."""
    sure: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For each field how sure its column is, and why."""
    origins: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For what is the same in every row the cell that says it, and the text that stands there."""
    question: str = ""
    """What has to be said before the table can be read; empty if nothing has."""
    sections: list[Section] = field(default_factory=list)
    """Rows between the data that say for which year those below them are."""

    def section_of(self, row: int) -> Section | None:
        """The section that a row stands in; None above the first."""
        return next((section for section in reversed(self.sections) if section.row < row), None)

    @property
    def sheet_name(self) -> str:
        return self.block.sheet.name

    def label(self, name: str) -> Label | None:
        """The column of a field."""
        return next((label for label in self.labels if label.field == name), None)

    def number(self, row: int) -> int:
        """A row as the spreadsheet numbers it."""
        return self.block.sheet.first_row + row

    def problem(
        self,
        code: str,
        severity: str,
        cell: str | None,
        heading: str | None,
        value: str | None,
        message: str,
        hint: str,
    ) -> None:
        self.problems.append(Problem(code, severity, self.file, self.sheet_name, cell, heading, value, message, hint))


def lay(file: str, block: Block, mapping: FinanceMapping, hidden: Hidden | None = None) -> Laid:
    """The table as the mapping reads it; what of the mapping is not there is a problem of it."""
    laid = Laid(file, block, mapping)
    hidden = hidden or Hidden()
    columns = _Columns(laid, hidden)
    laid.labels = list(columns.labels())
    laid.amounts = list(columns.amounts())
    laid.row_totals = [c for c in columns.free() if is_bare_total(block.heading(c))] if len(laid.amounts) > 1 else []
    if laid.amounts:
        _sort_rows(laid, hidden)
        _fill_down(laid)
    return laid


@dataclass(frozen=True)
class Hidden:
    """Rows and columns that are hidden, as the spreadsheet numbers them."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


class _Columns:
    """Finds the columns that a mapping names."""

    def __init__(self, laid: Laid, hidden: Hidden) -> None:
        self._laid = laid
        self._block = laid.block
        self._mapping = laid.mapping
        shift = laid.block.sheet.first_column
        left_out = set() if laid.mapping.hidden else {at - shift for at in hidden.columns}
        self._there = [c for c in laid.block.columns if c not in left_out]
        self._texts = {c: self._written_over(c) for c in self._there}
        self._taken: set[int] = set()

    def _written_over(self, column: int) -> list[str]:
        texts = [self._block.heading(column), *reversed(self._block.stack(column))]
        return [text.casefold() for text in dict.fromkeys(texts + [marks_off(text) for text in texts]) if text]

    def labels(self) -> Iterator[Label]:
        for name, heading in self._mapping.columns.items():
            column = self._find(heading)
            if column is None:
                self._missing(heading, name)
            elif name != "amount":
                self._taken.add(column)
                yield Label(column, self._block.letter(column), self._block.heading(column) or heading, name)

    def _find(self, heading: str) -> int | None:
        """The column under a heading, or of a letter."""
        wanted = collapsed(heading).casefold()
        found = [c for c in self._there if self._texts[c][:1] == [wanted]]
        found = found or [c for c in self._there if wanted in self._texts[c]]
        if len(found) > 1:
            self._second(found[1], heading)
        return found[0] if found else self._lettered(heading)

    def _lettered(self, heading: str) -> int | None:
        if not _LETTER.fullmatch(heading):
            return None
        return next((c for c in self._there if self._block.letter(c) == heading), None)

    def _second(self, column: int, heading: str) -> None:
        self._laid.problem(
            "second-heading", "warning", self._block.heading_cell(column), heading, heading,
            f"There is a second column “{heading}”; the first is read.",
            "Name the one that is meant by its letter in the mapping.",
        )  # fmt: skip

    def _missing(self, heading: str, name: str) -> None:
        headings = [text for c in self._there if (text := self._block.heading(c))]
        likely = nearest(heading, headings, 1)
        hint = f"Did you mean “{likely[0]}”?" if likely else f"There are: {', '.join(headings[:12])}."
        self._laid.problem(
            "missing-column", "error", None, heading, None,
            f"The mapping names the column “{heading}” for {name}, and no such heading stands in row {self._block.header_row}.",
            hint,
        )  # fmt: skip

    def amounts(self) -> Iterator[Amount]:
        """The columns of sums: the one that is named, and those across the top that every table of the mapping names."""
        if (heading := self._mapping.columns.get("amount")) and (column := self._find(heading)) is not None:
            self._taken.add(column)
            yield self._amount(column, {})
            return
        across = {
            name: pairs
            for name in ("stream", "year", "basis", "treatment")
            if (
                pairs := getattr(
                    self._mapping,
                    {"stream": "streams", "year": "years", "basis": "bases", "treatment": "treatments"}[name],
                )
            )
        }
        used: set[tuple[str, str]] = set()
        for column in self._there:
            said = self._said_over(column, across, used) if across and column not in self._taken else {}
            if across and said.keys() == across.keys():
                self._taken.add(column)
                yield self._amount(column, said)
        for name, pairs in across.items():
            for heading in pairs:
                if (name, heading) not in used:
                    self._missing(heading, name)

    def _said_over(self, column: int, across: dict[str, Pairs], used: set[tuple[str, str]]) -> dict[str, str]:
        said = {}
        letter = self._block.letter(column)
        for name, pairs in across.items():
            folded = {collapsed(heading).casefold(): heading for heading in pairs}
            heading = next((folded[text] for text in self._texts[column] if text in folded), None)
            if letter in pairs:
                heading = letter
            elif heading is not None and name == "stream" and len(across) == 1 and (name, heading) in used:
                self._second(column, heading)
                continue
            if heading is not None:
                used.add((name, heading))
                said[name] = pairs[heading]
        return said

    def _amount(self, column: int, said: dict[str, str]) -> Amount:
        heading = self._block.heading(column)
        unit = next((found for text in self._block.stack(column)[::-1] if (found := _own_unit(text))), None)
        chosen = self._mapping.unit or unit or self._unit_of_titles()
        income = self._mapping.income
        turned = income is True or (
            income is not False and _names(heading, self._block.letter(column), self._texts[column], income)
        )
        breakdown = _names(heading, self._block.letter(column), self._texts[column], self._mapping.breakdown)
        return Amount(
            column, self._block.letter(column), heading, self._block.heading_cell(column), UNITS[chosen],
            -1 if turned else 1, said.get("stream"), said.get("year"), said.get("basis"), said.get("treatment"), breakdown,
        )  # fmt: skip

    def _unit_of_titles(self) -> str:
        found = [unit for text in self._block.title_texts if (unit := unit_in(text))]
        return found[-1] if found else "one"

    def free(self) -> list[int]:
        """Columns that nothing was made of."""
        return [c for c in self._there if c not in self._taken]


def _own_unit(text: str) -> str | None:
    """The unit a heading gives for its column."""
    return unit_in(text) if "£" in text or re.search(r"0{3}s?\b|thousand|million", text, re.I) else None


def _names(heading: str, letter: str, texts: list[str], listed: Iterable[str]) -> bool:
    wanted = {collapsed(one).casefold() for one in listed}
    return heading.casefold() in wanted or letter.casefold() in wanted or not wanted.isdisjoint(texts[:2])


# -- rows ----------------------------------------------------------------------------------------


def _sort_rows(laid: Laid, hidden: Hidden) -> None:
    """What each row is, from the words in it and whether there are figures."""
    block, fates, mapping = laid.block, laid.fates, laid.mapping
    for reason, rows in (("title", range(block.titles, block.top)),):
        for row in rows:
            fates.skip("blank" if _is_blank(laid, row) else reason)
    sorter = _Sorter(laid)
    for row in range(block.bottom + 1, block.last + 1):
        if _is_blank(laid, row):
            fates.skip("blank")
        elif not mapping.hidden and laid.number(row) in hidden.rows:
            fates.hidden.append(row)
            fates.skip("hidden")
        else:
            sorter.sort(row)


def _is_blank(laid: Laid, row: int) -> bool:
    values = laid.block.sheet.rows[row]
    if values.count(None) == len(values):
        return True
    columns = laid.block.columns
    return all(value is None for value in values[columns.start : columns.stop])


class _Sorter:
    """Sorts the rows of one table, one after the other."""

    def __init__(self, laid: Laid) -> None:
        self._laid = laid
        self._sheet = laid.block.sheet
        self._total = None if laid.mapping.total is None else {text.casefold() for text in laid.mapping.total}
        self._skip = {text.casefold() for text in laid.mapping.skip}
        self._sums = [amount.index for amount in laid.amounts]
        taken = {*self._sums, *laid.row_totals}
        self._words = [c for c in laid.block.columns if c not in taken]
        keys = [label.index for label in laid.labels if label.field in KEYS]
        self._keys = keys or [label.index for label in laid.labels]
        self._wide = len(self._sums) > 1 or any(amount.stream or amount.year for amount in laid.amounts)
        self._below = False

    def sort(self, row: int) -> None:
        values, fates = self._sheet.rows[row], self._laid.fates
        width = len(values)
        has_figure = any(at < width and values[at] is not None for at in self._sums)
        if not has_figure or self._below or self._skip or self._total is not None or self._is_odd(values):
            self._sort_odd(row, values, has_figure)
        else:
            fates.data.append(row)

    def _is_odd(self, values: list[Value]) -> bool:
        """Whether a row with figures may be something other than data: it says total, or nothing at all."""
        width = len(values)
        said = False
        for at in self._keys:
            value = values[at] if at < width else None
            if value is not None:
                said = True
                if (
                    isinstance(value, str)
                    and (value[:1] in "STGOAEWU" or "otal" in value or "OTAL" in value)
                    and _TOTAL_ROW.fullmatch(value)
                ):
                    return True
        return not said

    def _sort_odd(self, row: int, values: list[Value], has_figure: bool) -> None:
        fates = self._laid.fates
        words = [text_of(v) for at in self._words if at < len(values) and (v := values[at]) is not None]
        folded = {collapsed(text).casefold() for text in words}
        if self._below:
            fates.totals.append(row) if has_figure and words else fates.skip("total" if has_figure else "note")
        elif not self._skip.isdisjoint(folded):
            self._below = self._laid.mapping.skip_below
            fates.totals.append(row) if has_figure and words else fates.skip("note")
        elif self._repeats_headings(values):
            fates.skip("title")
        elif not has_figure:
            self._sort_wordy(row, values, words)
        elif self._is_total(words, folded) or not words:
            fates.totals.append(row)
        else:
            fates.data.append(row)

    def _is_total(self, words: list[str], folded: set[str]) -> bool:
        if self._total is not None:
            return not self._total.isdisjoint(folded) or any(is_bare_total(text) for text in words)
        return any(_TOTAL_ROW.fullmatch(collapsed(text)) for text in words[:3])

    def _repeats_headings(self, values: list[Value]) -> bool:
        block = self._laid.block
        filled = [(at, v) for at, v in enumerate(values) if v is not None and at in block.columns]
        same = sum(isinstance(v, str) and collapsed(v) in (block.heading(at), *block.stack(at)) for at, v in filled)
        return same >= 2 and same * 2 > len(filled)

    def _sort_wordy(self, row: int, values: list[Value], words: list[str]) -> None:
        """A row without figures: in a list with a column of sums a sum that is not quantified, if it has all else."""
        fates = self._laid.fates
        keys = sum(at < len(values) and values[at] is not None for at in self._keys)
        if not self._wide and len(words) > 1 and keys == len(self._keys):
            fates.data.append(row)
        else:
            self._open_section(row, values)
            fates.skip("note" if len(words) == 1 or any(len(text) > 60 for text in words) else "blank")

    def _open_section(self, row: int, values: list[Value]) -> None:
        """A row of one text that names a year opens a section, where no column or heading gives the year."""
        laid = self._laid
        filled = [(at, v) for at, v in enumerate(values) if v is not None]
        if laid.mapping.years or "year" in laid.mapping.columns or len(filled) > 1:
            return
        at, value = filled[0]
        years = years_in(value) if isinstance(value, str) and len(value) <= LONGEST_SECTION else []
        if len(years) == 1:
            laid.sections.append(Section(row, years[0].year, laid.block.sheet.address(row, at), str(value)))
            laid.guesses.append(
                f"rows below row {laid.number(row)} are for {years[0].year}: it says “{collapsed(str(value))}”"
            )


def is_total_label(text: str) -> bool:
    """Whether a row's name is that of a total."""
    return is_total(text) or bool(_TOTAL_ROW.fullmatch(text))


# -- cells filled once ---------------------------------------------------------------------------


def _fill_down(laid: Laid) -> None:
    """Columns that are filled once for several rows: blank cells mean what stands above them."""
    named = None if laid.mapping.fill is None else {text.casefold() for text in laid.mapping.fill}
    for label in laid.labels:
        if label.field not in KEYS and not (label.field == "year"):
            continue
        asked = named is not None and label.heading.casefold() in named
        if asked or (named is None and _is_filled_once(laid, label)):
            laid.filled[label.index] = _filled_cells(laid, label.index)
            cells = len(laid.filled[label.index])
            if cells and named is None:
                laid.guesses.append(
                    f"“{label.heading}” is filled once for several rows; {cells} blank cells are read as what stands above them"
                )


def _is_filled_once(laid: Laid, label: Label) -> bool:
    sheet = laid.block.sheet
    rows = laid.fates.data
    blank = [row for row in rows if laid.block.cell(row, label.index) is None]
    if not blank or not rows or laid.block.cell(rows[0], label.index) is None:
        return False
    column = sheet.first_column + label.index
    merged = any(left <= column <= right and bottom > top for top, left, bottom, right in sheet.merged)
    return merged or len(rows) - len(blank) <= FILLED_ONCE * len(rows)


def _filled_cells(laid: Laid, column: int) -> dict[int, tuple[Value, int]]:
    held: tuple[Value, int] | None = None
    filled = {}
    totals = set(laid.fates.totals)
    for row in sorted([*laid.fates.data, *totals]):
        value = laid.block.cell(row, column)
        if value is not None and row not in totals:
            held = (value, row)
        elif value is None and held is not None and row not in totals:
            filled[row] = held
    return filled


def has_figure(value: Value) -> bool:
    return value is not None and is_figure(value)
