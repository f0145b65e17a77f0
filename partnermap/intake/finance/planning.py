"""A finance workbook as a part of an import's plan: its tables stated, its totals held against what was imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from partnermap.intake.finance.alone import named_alone
from partnermap.intake.finance.books import lay_out_book
from partnermap.intake.finance.coded import use_codes
from partnermap.intake.finance.doubles import warn_of_doubles
from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.mapping import FinanceMapping, together
from partnermap.intake.finance.rounding import rounded
from partnermap.intake.finance.shapes import shape_of
from partnermap.intake.finance.stated import FileState, Imported, Unknown
from partnermap.intake.finance.stating import TableStater
from partnermap.intake.finance.sums import UNITS, pounds, written
from partnermap.intake.finance.totals import Total, figure, settle
from partnermap.intake.planning import Plan
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Book
from partnermap.names import Names
from partnermap.store.base import KeptMapping, View

_UNIT_NAMES = {pounds: name for name, pounds in UNITS.items()}


@dataclass(frozen=True)
class Reconciled:
    """A figure of a total row beside what was imported of the rows it sums, in pence."""

    table: Laid
    total: Total
    amount: Amount
    in_file: int
    imported: int
    made: int
    """What the file's own rows make, imported or refused."""

    @property
    def difference(self) -> int:
        return self.in_file - self.imported

    @property
    def amiss(self) -> int:
        """By how much the file's total is not what its rows make."""
        return self.in_file - self.made

    @property
    def cell(self) -> str:
        return f"{self.amount.letter}{self.table.number(self.total.row)}"

    def as_record(self) -> dict[str, Any]:
        return {
            "file": self.table.file,
            "sheet": self.table.sheet_name,
            "column": self.amount.heading,
            "in_file": pounds(self.in_file),
            "imported": pounds(self.imported),
            "difference": pounds(self.difference),
        }


@dataclass
class TableResult:
    """What was made of one table and became of its sums."""

    table: Laid
    imported: Imported
    totals: list[Reconciled] = field(default_factory=list)

    @property
    def sums(self) -> list[tuple[Amount, int]]:
        """What was imported of each column, in pence."""
        return [(amount, sum(self.imported.sums[amount.index].values())) for amount in self.table.amounts]

    def sums_as_records(self) -> list[dict[str, Any]]:
        """The same in pounds, as the import report says it."""
        place = {"file": self.table.file, "sheet": self.table.sheet_name}
        return [place | {"column": amount.heading, "imported": pounds(pence)} for amount, pence in self.sums]


@dataclass
class FinanceResult:
    """What became of the finance workbooks of an import."""

    tables: list[TableResult] = field(default_factory=list)
    unknown: Unknown = field(default_factory=Unknown)
    read: int = 0
    skipped: dict[str, int] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """The files that have tables of sums."""
        return {one.table.file for one in self.tables}

    def mapping_text(self) -> str:
        """The mappings by which all tables were read, as one TOML file."""
        return together(result.table.mapping for result in self.tables)

    def kept(self) -> list[KeptMapping]:
        """The mappings as they are kept with the change."""
        return [
            KeptMapping(
                one.table.file,
                one.table.sheet_name,
                shape_of(one.table.block, one.table.file),
                one.table.mapping.text(),
            )
            for one in self.tables
        ]


def plan_finance(
    books: Sequence[Book],
    mappings: Sequence[FinanceMapping],
    view: View,
    names: Names,
    plan: Plan,
    agreement: str | None,
    create: bool,
    keep_out: frozenset[tuple[str, str]] = frozenset(),
) -> FinanceResult:
    """State the sums of finance workbooks into a plan; ``names`` knows the map and what the other files define."""
    result = FinanceResult()
    for book in books:
        laying = lay_out_book(
            book, mappings, view.mappings(), lambda kind, text: names.known((kind,), text) is not None
        )
        state = FileState(keep_out=keep_out)
        for problem in laying.problems:
            plan.add(problem)
        for table in laying.tables:
            result.tables.append(_planned(table, names, state, plan, agreement, create, result))
        plan.statements += named_alone(view, names, book.name, plan.statements, plan.listed, state.made)
    return result


def _planned(
    table: Laid, names: Names, state: FileState, plan: Plan, agreement: str | None, create: bool, result: FinanceResult
) -> TableResult:
    totals = settle(table)
    warn_of_doubles(table)
    for problem in table.problems:
        plan.add(problem)
    before = len(plan.listed)
    imported = TableStater(table, names, state, plan, agreement, create, result.unknown).state()
    use_codes(table, names, plan, plan.listed[before:], result.unknown)
    made = TableResult(table, imported, reconciled(table, totals, imported))
    for problem in rounded(table, imported):
        plan.add(problem)
    for total in made.totals:
        if total.amiss:
            plan.add(_differs(total))
    fates = table.fates
    skipped = fates.skipped | ({"total": fates.skipped.get("total", 0) + len(fates.totals)} if fates.totals else {})
    for reason, count in skipped.items():
        result.skipped[reason] = result.skipped.get(reason, 0) + count
    result.read += len(fates.data) + sum(skipped.values())
    return made


def reconciled(table: Laid, totals: list[Total], imported: Imported) -> list[Reconciled]:
    """Each figure of each total row beside what was imported; those that sum the whole table first."""
    found = []
    for total in sorted(totals, key=lambda one: not one.main):
        rows = set(total.summed)
        for at, amount in enumerate(table.amounts):
            in_file = figure(table, total.row, amount)
            if in_file is not None and rows:
                taken = sum(pence for row, pence in imported.sums[amount.index].items() if row in rows)
                found.append(Reconciled(table, total, amount, in_file, taken, total.made[at]))
    return found


def _differs(one: Reconciled) -> Problem:
    amount = one.amount
    return Problem(
        "total-differs", "warning", one.table.file, one.table.sheet_name, one.cell, amount.heading,
        written(one.in_file),
        f"{one.total.label} is {written(one.in_file)}, and {one.total.of} make {written(one.made)}: "
        f"a difference of {written(one.amiss)}.",
        "The rows are imported as they are. Ask whoever made the file which is right.",
    )  # fmt: skip


def understood(table: Laid) -> dict[str, Any]:
    """What was made of a table, as the import report says it."""
    mapping = table.mapping
    units = {amount.unit for amount in table.amounts}
    years = list(dict.fromkeys(mapping.years.values()))
    headings = {label.field: label.heading for label in table.labels}
    if "amount" in mapping.columns and table.amounts:
        headings["amount"] = table.amounts[0].heading
    return {
        "file": table.file,
        "sheet": table.sheet_name,
        "header_row": table.block.header_row,
        "unit": _UNIT_NAMES[units.pop()] if len(units) == 1 else None,
        "year": mapping.constants.get("year") or (years[0] if len(years) == 1 else None),
        "columns": headings,
        "streams": list(
            dict.fromkeys(
                amount.heading if _is_letter(amount, mapping) else _over(table, amount, mapping.streams)
                for amount in table.amounts
                if amount.stream
            )
        ),
        "years": [collapsed(text) for text in mapping.years],
        "guesses": list(dict.fromkeys(map(str, table.guesses))),
        "sure": {name: {"how": how, "why": why} for name, (how, why) in table.sure.items()},
        "constants": dict(mapping.constants),
    }


def _is_letter(amount: Amount, mapping: FinanceMapping) -> bool:
    return amount.letter in mapping.streams


def _over(table: Laid, amount: Amount, streams: Any) -> str:
    """The heading that names the stream of a column, as it is written."""
    folded = {collapsed(text).casefold() for text in streams}
    return next((text for text in table.block.stack(amount.index)[::-1] if text.casefold() in folded), amount.heading)
