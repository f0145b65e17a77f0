"""What people correct in how a table was read: each correction makes another mapping of it, for its file alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from partnermap.intake.finance.blocks import Block, block_at, blocks
from partnermap.intake.finance.columns import Knows, Understood
from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.guess import About, Guess
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.mapping import FinanceMapping, Pairs
from partnermap.intake.finance.sums import without_unit
from partnermap.intake.finance.understanding import understand
from partnermap.intake.finance.years import bare_year, read_year, years_in
from partnermap.intake.sheets import Sheet
from partnermap.likeness import marks_off

ACROSS = {"stream": "streams", "year": "years", "basis": "bases", "treatment": "treatments"}
"""What can be said across the top, and where a mapping says it."""


def as_read(table: Laid) -> FinanceMapping:
    """The mapping of this one table, to be corrected without touching others."""
    mapping, row = table.mapping, table.block.header_row
    mapping = replace(mapping, file=table.file, sheets=(table.sheet_name,), header_row=row)
    return mapping if _stands_alone(table.block) else _by_letters(table, mapping)


def _stands_alone(block: Block) -> bool:
    """Whether no other table may stand beside it."""
    headings = block.sheet.rows[block.header]
    return all(at in block.columns for at, value in enumerate(headings) if value is not None)


def _by_letters(table: Laid, mapping: FinanceMapping) -> FinanceMapping:
    """The same with each column named by its letter: a heading may stand over a column of the table beside it, too."""
    columns = {label.field: label.letter for label in table.labels}
    if "amount" in mapping.columns and table.amounts:
        columns["amount"] = table.amounts[0].letter
    mapping = replace(
        mapping,
        columns=columns,
        income=tuple(amount.letter for amount in turned(table)) or False,
        breakdown=tuple(amount.letter for amount in table.amounts if amount.breakdown),
    )
    for name, across in ACROSS.items():
        said = {amount.letter: text for amount in table.amounts if (text := getattr(amount, name))}
        mapping = _saying(mapping, across, said)
    return mapping


def called(block: Block) -> dict[int, str]:
    """How a mapping names each column: by its heading where that stands over no other, else by its letter."""
    over = Counter(text for column in block.columns for text in _texts(block, column))
    alone = _stands_alone(block)
    return {
        column: heading
        if alone and (heading := block.heading(column)) and over[heading.casefold()] == 1
        else block.letter(column)
        for column in block.columns
    }


def _texts(block: Block, column: int) -> set[str]:
    return {text.casefold() for text in (block.heading(column), *block.stack(column))}


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
    return _saying(mapping, ACROSS[name], {}) if name in ACROSS else mapping


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
    return _saying(mapping, ACROSS[name], {spoken[column]: text for column, text in sorted(said.items())})


def _column_of(table: Laid, name: str) -> int | None:
    label = table.label(name)
    return label.index if label else None


def _without(mapping: FinanceMapping, table: Laid, columns: Iterable[int], across: Iterable[str]) -> FinanceMapping:
    """The mapping with nothing said any more of what these columns' own headings stand for."""
    spoken = called(table.block)
    gone = {text for column in columns for text in (spoken[column], table.block.letter(column))}
    for name in across:
        mapping = _saying(
            mapping, name, {text: said for text, said in getattr(mapping, name).items() if text not in gone}
        )
    return mapping


def _saying(mapping: FinanceMapping, across: str, pairs: Pairs) -> FinanceMapping:
    changed: dict[str, Any] = {across: dict(pairs)}
    return replace(mapping, **changed)


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


def turned(table: Laid) -> list[Amount]:
    """The columns whose sums are income recorded as negative."""
    return [amount for amount in table.amounts if amount.sign < 0]


# -- what a corrected mapping rests on ---------------------------------------------------------------


def resting(corrected: Understood, block: Block, found: Understood) -> Understood:
    """A corrected mapping with what was found out of the table, so far as it still says the same."""
    mapping, first = corrected.mapping, found.mapping
    sure = {name: told for name, told in found.sure.items() if mapping.columns.get(name) == first.columns.get(name)}
    guesses = [
        guess for guess in found.guesses if guess not in corrected.guesses and _still_holds(guess, mapping, first)
    ]
    return Understood(
        mapping,
        guesses + corrected.guesses,
        sure,
        origins(mapping, block, found) | corrected.origins,
        corrected.question,
    )


def origins(mapping: FinanceMapping, block: Block, found: Understood) -> dict[str, tuple[str, str]]:
    """The cells that say what a mapping says of every row, where there are any."""
    return {name: at for name, text in mapping.constants.items() if (at := _origin(name, text, block, found))}


def _origin(name: str, text: str, block: Block, found: Understood) -> tuple[str, str] | None:
    if found.mapping.constants.get(name) == text:
        return found.origins.get(name)
    return next(((at, title) for at, title in block.title_cells() if without_unit(collapsed(title)) == text), None)


SAYS: dict[About, Callable[[FinanceMapping], object]] = {
    "unit": lambda mapping: mapping.unit,
    "year": lambda mapping: mapping.constants.get("year"),
    "basis": lambda mapping: mapping.constants.get("basis"),
    "stream": lambda mapping: mapping.constants.get("stream"),
    "income": lambda mapping: mapping.income,
    "breakdown": lambda mapping: mapping.breakdown,
    "columns": lambda mapping: (mapping.columns, mapping.streams, mapping.years),
}
"""What a mapping says of that which the guesses of `understanding` are about."""


def _still_holds(guess: Guess, mapping: FinanceMapping, first: FinanceMapping) -> bool:
    """Whether a guess is about something that was not corrected."""
    says = SAYS[guess.about]
    return says(mapping) == says(first)
