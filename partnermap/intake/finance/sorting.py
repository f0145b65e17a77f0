"""What each row of a table is: data, a total, or nothing that is imported, and why."""

from __future__ import annotations

import re

from partnermap.intake.finance.fields import collapsed, is_bare_total, is_total
from partnermap.intake.finance.guess import Guess
from partnermap.intake.finance.laid import KEYS, Laid, Section
from partnermap.intake.finance.years import years_in
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of

LONGEST_SECTION = 60
"""A longer text between rows is a note, whatever year it names."""
_NATION = r"(?:all\s+)?(?:england|wales|great britain|united kingdom|uk)(?:\s+total)?"
_ALL = r"sum|all (?:authorities|areas|councils|recipients|streams|grants|funds|districts)"
_TOTAL = r"(?:sub|grand|overall)?[\s-]*totals?"
_TOTAL_ROW = re.compile(rf"{_TOTAL}\b.*|.*\b{_TOTAL}|{_NATION}|{_ALL}", re.I)
_PLAIN = re.compile(rf"{_NATION}|{_ALL}", re.I)


def sort_rows(laid: Laid, hidden: frozenset[int]) -> None:
    """What each row is, from the words in it and whether there are figures."""
    block, fates, mapping = laid.block, laid.fates, laid.mapping
    for row in range(block.titles, block.top):
        fates.skip("blank" if _is_blank(laid, row) else "title")
    below = range(block.bottom + 1, block.last + 1)
    left_out = set() if mapping.hidden else {row for row in below if laid.number(row) in hidden}
    sorter = _Sorter(laid)
    plain = sorter.plain(below) - left_out
    for row in below:
        if row in plain:
            fates.data.append(row)
        elif _is_blank(laid, row):
            fates.skip("blank")
        elif row in left_out:
            fates.hidden.append(row)
            fates.skip("hidden")
        else:
            sorter.sort(row)
    _keep_sections(laid)


def _keep_sections(laid: Laid) -> None:
    """A row that names a year opens a section only if there is data below it; else it is a note."""
    last = laid.fates.data[-1] if laid.fates.data else -1
    laid.sections = [section for section in laid.sections if section.row < last]
    for section in laid.sections:
        said = collapsed(section.text)
        words = f"rows below row {laid.number(section.row)} are for {section.year}"
        laid.guesses.append(Guess("rows", words, f"it says “{said}”"))


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

    def plain(self, rows: range) -> set[int]:
        """Rows that are data whatever stands around them: with a figure, and names none of which says total."""
        if self._skip or self._total is not None:
            return set()
        return self._filled(rows, self._sums) & self._filled(rows, self._keys) - self._called_totals(rows)

    def _filled(self, rows: range, columns: list[int]) -> set[int]:
        """Rows in which any of these columns is filled."""
        found = set[int]()
        for at in columns:
            found.update(row for row, value in zip(rows, self._cells(rows, at), strict=True) if value is not None)
        return found

    def _called_totals(self, rows: range) -> set[int]:
        """Rows in which a name is that of a total; each different name is looked at once."""
        found = set[int]()
        for at in self._keys:
            cells = self._cells(rows, at)
            texts = {value for value in set(cells) if isinstance(value, str) and _TOTAL_ROW.fullmatch(collapsed(value))}
            if texts:
                found.update(row for row, value in zip(rows, cells, strict=True) if value in texts)
        return found

    def _cells(self, rows: range, column: int) -> list[Value]:
        return self._laid.block.cells(rows, column)

    def sort(self, row: int) -> None:
        """What a row is that is not plain: its words, and what stands above it, tell."""
        values, fates = self._sheet.rows[row], self._laid.fates
        has_figure = any(at < len(values) and values[at] is not None for at in self._sums)
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
        elif self._is_total(words, folded) or not words or self._goes_on_with_total(row, values):
            fates.totals.append(row)
        else:
            fates.data.append(row)

    def _goes_on_with_total(self, row: int, values: list[Value]) -> bool:
        """Whether a row without names of its own stands right below a total: a total on another basis, say."""
        totals = self._laid.fates.totals
        return (
            bool(totals) and totals[-1] == row - 1 and all(at >= len(values) or values[at] is None for at in self._keys)
        )

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
            fates.skip("note" if len(words) == 1 or any(len(text) > LONGEST_SECTION for text in words) else "blank")

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


def is_plain_total(text: str) -> bool:
    """Whether a row is called a total, or by the nation's name, and nothing else."""
    return is_bare_total(text) or bool(_PLAIN.fullmatch(text))


def is_total_label(text: str) -> bool:
    """Whether a row's name is that of a total."""
    return is_total(text) or bool(_TOTAL_ROW.fullmatch(text))
