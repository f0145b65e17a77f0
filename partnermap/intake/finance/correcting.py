"""What people correct in how a table was read: each correction makes another mapping of it, for its file alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.blocks import block_at, blocks
from partnermap.intake.finance.columns import Knows
from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.mapping import ACROSS, FinanceMapping
from partnermap.intake.finance.rewritten import as_read, called, saying
from partnermap.intake.finance.sums import without_unit
from partnermap.intake.finance.understanding import understand
from partnermap.intake.finance.years import bare_year, read_year, years_in
from partnermap.intake.sheets import Sheet
from partnermap.likeness import marks_off

# -- where the headings are ----------------------------------------------------------------------


def headings_at(table: Laid, row: int, knows: Knows) -> FinanceMapping:
    """The table worked out anew from the headings in a row, as the spreadsheet numbers it."""
    sheet = table.block.sheet
    at = row - sheet.first_row
    block = next((one for one in blocks(sheet) if one.top <= at <= one.bottom), None) or block_at(sheet, at)
    return _worked_out(block, table.file, knows)


def tables_of(sheet: Sheet, file: str, knows: Knows) -> list[FinanceMapping]:
    """Mappings for the tables of a sheet that was passed over."""
    return [_worked_out(block, file, knows) for block in blocks(sheet)]


def _worked_out(block: Block, file: str, knows: Knows) -> FinanceMapping:
    mapping = understand(block, file, knows).mapping
    return replace(mapping, file=file, sheets=(block.sheet.name,), header_row=block.header_row)


# -- what columns hold ---------------------------------------------------------------------------


def with_column(table: Laid, name: str, column: int | None) -> FinanceMapping:
    """A field is read from a column, or from none."""
    mapping = as_read(table)
    columns = {known: text for known, text in mapping.columns.items() if known != name}
    if column is None:
        return replace(mapping, columns=columns)
    mapping = _without(mapping, table, [column], ACROSS.values())
    said = {name: called(table.block)[column]}
    constants = {known: text for known, text in mapping.constants.items() if known != name}
    mapping = replace(mapping, columns=columns | said, constants=constants)
    if name == "amount":
        return replace(mapping, streams={}, years={}, bases={}, treatments={})
    return _not_across(mapping, name)


def _not_across(mapping: FinanceMapping, name: str) -> FinanceMapping:
    return saying(mapping, ACROSS[name], {}) if name in ACROSS else mapping


def with_constant(table: Laid, name: str, text: str) -> FinanceMapping:
    """A field is the same for every row. Raises BadValue for a year that is none."""
    mapping = _not_across(as_read(table), name)
    text = read_year(text).year if name == "year" else collapsed(text)
    columns = {known: heading for known, heading in mapping.columns.items() if known != name}
    return replace(mapping, columns=columns, constants={**mapping.constants, name: text})


def with_streams(table: Laid, columns: Collection[int]) -> FinanceMapping:
    """These columns hold sums, each of the stream that its heading names."""
    known = {amount.index: amount.stream for amount in table.amounts if amount.stream}
    names = {column: known.get(column) or _stream_name(table.block, column) for column in columns}
    return _with_across(table, "stream", names)


def with_years(table: Laid, columns: Collection[int]) -> FinanceMapping:
    """These columns hold sums, each of the year that its headings name."""
    named = {column: year for column in columns if (year := year_over(table.block, column))}
    return _with_across(table, "year", named)


def _with_across(table: Laid, name: str, said: dict[int, str]) -> FinanceMapping:
    mapping, spoken = as_read(table), called(table.block)
    others = [across for across in ACROSS.values() if across != ACROSS[name]]
    if len(_across(mapping)) < 2:  # else a column is of a stream and of a year at once
        mapping = _without(mapping, table, said, others)
    if said:
        columns = {
            known: text
            for known, text in mapping.columns.items()
            if known not in (name, "amount") and _column_of(table, known) not in said
        }
        constants = {known: text for known, text in mapping.constants.items() if known != name}
        mapping = replace(mapping, columns=columns, constants=constants)
    return saying(mapping, ACROSS[name], {spoken[column]: text for column, text in sorted(said.items())})


def _column_of(table: Laid, name: str) -> int | None:
    label = table.label(name)
    return label.index if label else None


def _without(mapping: FinanceMapping, table: Laid, columns: Iterable[int], across: Iterable[str]) -> FinanceMapping:
    """The mapping with nothing said any more of what these columns' own headings stand for."""
    spoken = called(table.block)
    gone = {text for column in columns for text in (spoken[column], table.block.letter(column))}
    for name in across:
        mapping = saying(
            mapping, name, {text: said for text, said in getattr(mapping, name).items() if text not in gone}
        )
    return mapping


def _across(mapping: FinanceMapping) -> list[str]:
    return [across for across in ACROSS.values() if getattr(mapping, across)]


def _stream_name(block: Block, column: int) -> str:
    heading = block.heading(column) or block.letter(column)
    return marks_off(without_unit(heading)) or heading


def year_over(block: Block, column: int) -> str | None:
    """The one year that the headings over a column name."""
    texts = block.stack(column)
    found = {year.year for text in texts for year in [*years_in(text), bare_year(text)] if year}
    return found.pop() if len(found) == 1 else None


# -- the money -----------------------------------------------------------------------------------


def with_unit(table: Laid, unit: str | None) -> FinanceMapping:
    """All sums count in this unit; None: in that which titles and headings give."""
    return replace(as_read(table), unit=unit)


def with_income(table: Laid, columns: Iterable[int]) -> FinanceMapping:
    """The sums of these columns are income recorded as negative."""
    return replace(as_read(table), income=_listed(table, columns) or False)


def with_breakdown(table: Laid, columns: Iterable[int]) -> FinanceMapping:
    """These columns sum others."""
    return replace(as_read(table), breakdown=_listed(table, columns))


def _listed(table: Laid, columns: Iterable[int]) -> tuple[str, ...]:
    spoken = called(table.block)
    return tuple(spoken[column] for column in sorted(columns))
