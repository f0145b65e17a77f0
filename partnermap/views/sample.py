"""The first rows of a finance table as they stood, beside the sums that came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from partnermap.analysis.findings import plural
from partnermap.errors import BadValue
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.planning import TableResult
from partnermap.intake.finance.sums import written
from partnermap.intake.finance.years import read_year
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of

SHOWN_ROWS = 5
SHOWN_COLUMNS = 14
SHOWN_SUMS = 3

Written = Callable[[str, str], str]
"""How the map writes what a cell of a field names."""


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
