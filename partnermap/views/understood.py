"""What was made of a table of a finance workbook, as people read it: columns, first rows, rows by fate, totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from partnermap.analysis.findings import plural
from partnermap.errors import BadValue
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.planning import Reconciled, TableResult
from partnermap.intake.finance.saying import UNSAID
from partnermap.intake.finance.sums import UNITS, written
from partnermap.intake.finance.years import read_year
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of

FIELD_WORDS = {
    "recipient": "Who receives it",
    "stream": "Funding stream",
    "amount": "Amount",
    "year": "Financial year",
    "area": "Area",
    "basis": "Plan, budget or outturn",
    "treatment": "Pooled, aligned or passported",
    "outcomes": "Outcomes it serves",
    "department": "Who provides it",
    "agreement": "Agreement",
    "line": "Line",
    "notes": "Notes",
    "status": "Agreed, proposed or refused",
    "paid_through": "Paid through",
    "breakdown": "Part of another sum",
    "part_of": "Part of the stream",
    "conditions": "Conditions",
    "ring_fenced": "Ring-fenced",
    "paid_to_tier": "Paid to which tier",
    "frequency": "How often it is paid",
    "nature": "Kind of money",
    "currency": "Currency",
}
UNIT_WORDS = {"one": "pounds", "thousand": "thousands of pounds", "million": "millions of pounds"}
SURE_WORDS = {"certain": "certain", "likely": "likely", "guess": "a guess: please check"}
SKIPPED_WORDS = {
    "blank": "blank",
    "title": "titles or repeated headings",
    "note": "notes",
    "total": "totals: compared, not imported",
    "hidden": "hidden in the file",
}
SAID_ABOVE = ("unit", "year", "basis", "stream")
"""Guesses about these stand beside the column, unit or year that they are about."""
SHOWN_ROWS = 5
SHOWN_COLUMNS = 14
SHOWN_SUMS = 3
SHOWN_NAMES = 6

Written = Callable[[str, str], str]
"""How the map writes what a cell of a field names."""


def title(table: Laid) -> str:
    """The table: file and sheet."""
    return f"{table.file} › {table.sheet_name}"


def in_short(one: TableResult) -> str:
    """The table in a line: where its headings are, how much it holds, unit and year."""
    table = one.table
    parts = [f"headings in row {table.block.header_row}", plural(len(table.fates.data), "row") + " of sums"]
    parts += [plural(len(table.amounts), "column") + " of sums", unit_words(table)]
    parts += [year] if (year := table.mapping.constants.get("year")) else []
    return " · ".join(parts)


def unit_words(table: Laid) -> str:
    """What the figures count in."""
    units = [words for unit, words in UNIT_WORDS.items() if any(amount.unit == UNITS[unit] for amount in table.amounts)]
    return "pounds, thousands or millions, by column" if len(units) > 1 else "".join(units)


# -- columns -------------------------------------------------------------------------------------


def columns(one: TableResult) -> list[dict[str, str]]:
    """What each field was taken from, how sure that is, and why."""
    table = one.table
    return [*_labels(table), *_sums(table), *_constants(table), *_unit(table)]


def _labels(table: Laid) -> Iterator[dict[str, str]]:
    for label in table.labels:
        yield _line(label.field, f"column {label.letter}, “{label.heading}”", *_sure(table, label.field))


def _sums(table: Laid) -> Iterator[dict[str, str]]:
    if "amount" in table.mapping.columns and table.amounts:
        (amount,) = table.amounts[:1]
        yield _line("amount", f"column {amount.letter}, “{amount.heading}”", *_sure(table, "amount"))
        return
    for name, says in (("stream", "streams"), ("year", "years"), ("basis", "plan or outturn"), ("treatment", "terms")):
        spoken = [amount for amount in table.amounts if getattr(amount, name)]
        if spoken:
            texts = list(dict.fromkeys(str(getattr(amount, name)) for amount in spoken))
            found = f"{plural(len(spoken), 'column')}: {some(texts)}"
            yield _line(name, found, *_sure(table, "amount", f"{says} stand across the top"))


def _sure(table: Laid, name: str, why: str = "") -> tuple[str, str]:
    how, because = table.sure.get(name, ("", ""))
    return SURE_WORDS.get(how, _as_said(table)), why or because


def _as_said(table: Laid) -> str:
    """Of what was not worked out: whether it is read as an earlier file was, or as somebody set it."""
    return "as before" if any(guess.about == "memory" for guess in table.guesses) else "as it was set"


def _constants(table: Laid) -> Iterator[dict[str, str]]:
    for name, text in table.mapping.constants.items():
        cell, said = table.origins.get(name, ("", ""))
        where = f"cell {cell} says “{said}”" if cell else f"the name of the file or sheet: “{said}”"
        yield _line(name, f"every row: {text}", "likely" if said else _as_said(table), where if said else "")


def _unit(table: Laid) -> Iterator[dict[str, str]]:
    if not table.amounts:
        return
    guessed = [guess.why for guess in table.guesses if guess.about == "unit"]
    why = guessed[-1] if guessed else ""
    sure = _as_said(table) if not why else SURE_WORDS["guess" if why == UNSAID else "likely"]
    yield {"What": "Figures are in", "Taken from": unit_words(table), "How sure": sure, "Why": why}


def _line(field: str, found: str, sure: str, why: str) -> dict[str, str]:
    return {"What": FIELD_WORDS.get(field, field), "Taken from": found, "How sure": sure, "Why": why}


def guesses(table: Laid) -> list[str]:
    """What was worked out and does not stand among the columns already, as sentences."""
    said = SAID_ABOVE if table.amounts else ()
    found = [str(guess) for guess in dict.fromkeys(table.guesses) if guess.about not in said]
    return [f"{words[:1].upper()}{words[1:]}." for words in found]


def some(texts: list[str], most: int = SHOWN_NAMES) -> str:
    """The first of several texts, and how many more there are."""
    more = f" and {len(texts) - most:,} more" if len(texts) > most else ""
    return ", ".join(f"“{text}”" for text in texts[:most]) + more


# -- the first rows ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """The first rows of a table as they stood, what they became, and what of both is not shown."""

    stood: list[dict[str, str]]
    became: list[dict[str, str]]
    left_out: str


def sample(one: TableResult, written_as: Written) -> Sample:
    """The headings and first rows as the file has them, beside the sums that came of them."""
    table = one.table
    rows = table.fates.data[:SHOWN_ROWS]
    wide = _shown_columns(table)
    headings = [row for row in range(table.block.top, table.block.bottom + 1) if _is_filled(table, row, wide)]
    stood = [_as_it_stood(table, row, wide) for row in [*headings, *rows]]
    became = [line for row in rows for line in _became(one, row, written_as)]
    return Sample(stood, became, _left_out(table, len(wide)))


def _is_filled(table: Laid, row: int, columns: list[int]) -> bool:
    return any(table.block.cell(row, column) is not None for column in columns)


def _shown_columns(table: Laid) -> list[int]:
    """Of a wide table the columns that say something about sums, and the first of the sums."""
    filled = [column for column in table.block.columns if table.block.heading(column)]
    labels = [label.index for label in table.labels]
    sums = [amount.index for amount in table.amounts]
    return sorted(list(dict.fromkeys([*labels, *sums[:SHOWN_SUMS], *filled]))[:SHOWN_COLUMNS])


def _as_it_stood(table: Laid, row: int, shown: list[int]) -> dict[str, str]:
    cells = {table.block.letter(column): _text(table.block.cell(row, column)) for column in shown}
    return {"Row": str(table.number(row)), **cells}


def _text(value: Value) -> str:
    return "" if value is None else text_of(value)


def _became(one: TableResult, row: int, written_as: Written) -> Iterator[dict[str, str]]:
    """The first sums of a row: who receives it, stream, year, pounds."""
    table = one.table
    stated = [amount for amount in table.amounts if table.block.cell(row, amount.index) is not None]
    for amount in (stated or table.amounts)[:SHOWN_SUMS]:
        pence = one.imported.sums.get(amount.index, {}).get(row)
        yield {
            "Cell": f"{amount.letter}{table.number(row)}",
            "£": written(pence) if pence is not None else "not imported",
            "Who receives it": _said(table, row, "recipient", written_as),
            "Funding stream": _of_stream(table, row, amount, written_as),
            "Year": amount.year or _year(_said(table, row, "year", written_as)),
        }


def _of_stream(table: Laid, row: int, amount: Amount, written_as: Written) -> str:
    return written_as("stream", amount.stream) if amount.stream else _said(table, row, "stream", written_as)


def _said(table: Laid, row: int, name: str, written_as: Written) -> str:
    label = table.label(name)
    value: Value = None
    if label is not None:
        above = table.filled.get(label.index, {}).get(row)
        value = above[0] if above else table.block.cell(row, label.index)
    text = text_of(value) if value is not None else table.mapping.constants.get(name, "")
    return written_as(name, text) if text else ""


def _year(text: str) -> str:
    try:
        return read_year(text).year
    except BadValue:
        return text


def _left_out(table: Laid, shown: int) -> str:
    filled = sum(bool(table.block.heading(column)) for column in table.block.columns)
    rows = len(table.fates.data) - SHOWN_ROWS
    parts = [plural(filled - shown, "more column")] if filled > shown else []
    parts += [plural(rows, "more row")] if rows > 0 else []
    return f"Not shown here: {' and '.join(parts)}." if parts else ""


# -- rows by fate ---------------------------------------------------------------------------------


def fates(one: TableResult) -> list[dict[str, str]]:
    """What became of the rows, with counts."""
    table = one.table
    skipped = dict(table.fates.skipped)
    if table.fates.totals:
        skipped["total"] = skipped.get("total", 0) + len(table.fates.totals)
    lines = [("imported", one.imported.rows), ("refused", one.imported.refused)]
    lines += [(f"passed over: {SKIPPED_WORDS.get(why, why)}", count) for why, count in skipped.items()]
    return [{"Rows": f"{count:,}", "What became of them": what} for what, count in lines if count or what == "imported"]


# -- totals --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A column's sum as it was imported, beside a total that the file gives for it."""

    column: str
    cell: str
    total: str
    """The row that gives it; empty where none does."""
    of: str
    in_file: int | None
    imported: int

    @property
    def difference(self) -> int | None:
        return None if self.in_file is None else self.in_file - self.imported

    @property
    def verdict(self) -> str:
        """In words: agrees, differs by £17,215,000, or that the file has no total."""
        if self.difference is None:
            return "the file has no total"
        return "agrees" if self.difference == 0 else f"differs by {written(self.difference)}"

    def as_record(self) -> dict[str, str]:
        """The line as a table shows it."""
        return {
            "Column": self.column,
            "In the file": "" if self.in_file is None else written(self.in_file),
            "Imported": written(self.imported),
            "So it": self.verdict,
            "Total in the file": f"{self.total} ({self.cell}), of {self.of}" if self.total else "",
        }


def totals(one: TableResult, main: bool) -> list[Line]:
    """Each column beside the file's total of all rows (``main``), or each other total; those that differ most first."""
    whole = [total for total in one.totals if total.total.main] or one.totals
    if not main:
        return _ranked([_line_of(total) for total in one.totals if total not in whole])
    summed = {total.amount.index for total in whole}
    bare = [Line(a.heading, "", "", "", None, pence) for a, pence in one.sums if a.index not in summed]
    return _ranked([*map(_line_of, whole), *bare])


def _line_of(one: Reconciled) -> Line:
    return Line(one.amount.heading, one.cell, one.total.label, one.total.of, one.in_file, one.imported)


def _ranked(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -abs(line.difference or 0))


def verdict(one: TableResult) -> tuple[bool | None, str]:
    """Whether the file's totals agree with what was imported, and that in words; None: it has none."""
    if not one.totals:
        return None, "The file gives no total to compare with."
    wrong = sum(bool(total.difference) for total in one.totals)
    if not wrong:
        return True, f"All {len(one.totals):,} totals in the file agree with its rows, to the penny."
    return False, f"{wrong:,} of {plural(len(one.totals), 'total')} in the file differ from what its rows make."
