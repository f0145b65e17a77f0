"""What was made of a table of a finance workbook, as people read it: columns, guesses, rows by fate."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.analysis.findings import plural
from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.planning import TableResult
from partnermap.intake.finance.saying import UNSAID
from partnermap.intake.finance.sums import UNITS
from partnermap.listing import quoted, some
from partnermap.views.field_words import FIELD_WORDS, UNIT_WORDS

SURE_WORDS = {"certain": "certain", "likely": "likely", "guess": "a guess: please check"}
SKIPPED_WORDS = {
    "blank": "blank",
    "title": "titles or repeated headings",
    "note": "notes",
    "total": "totals: compared, not imported",
    "hidden": "hidden in the file",
}
SHOWN_NAMES = 6
SAID_ABOVE = ("unit", "year", "basis", "stream")
"""Guesses about these stand beside the column, unit or year that they are about."""


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
            found = f"{plural(len(spoken), 'column')}: {some(quoted(texts), SHOWN_NAMES)}"
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


def fates(one: TableResult) -> list[dict[str, str]]:
    """What became of the rows, with counts."""
    table = one.table
    skipped = dict(table.fates.skipped)
    if table.fates.totals:
        skipped["total"] = skipped.get("total", 0) + len(table.fates.totals)
    lines = [("imported", one.imported.rows), ("refused", one.imported.refused)]
    lines += [(f"passed over: {SKIPPED_WORDS.get(why, why)}", count) for why, count in skipped.items()]
    return [{"Rows": f"{count:,}", "What became of them": what} for what, count in lines if count or what == "imported"]
