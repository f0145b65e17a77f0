"""The tables of a finance workbook, each with the mapping by which it is read: given, remembered, or worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.blocks import block_at, blocks
from partnermap.intake.finance.columns import Knows, Understood
from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.footnotes import as_here, unmarked
from partnermap.intake.finance.guess import Guess
from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.laying import lay, leave_out_foreign
from partnermap.intake.finance.mapping import FinanceMapping, is_letter
from partnermap.intake.finance.named_rows import check_named_rows
from partnermap.intake.finance.resting import origins, resting
from partnermap.intake.finance.seen import book_marks, hidden_in, table_marks
from partnermap.intake.finance.shapes import recall, remembered
from partnermap.intake.finance.sums import without_unit
from partnermap.intake.finance.totals import figure
from partnermap.intake.finance.understanding import complete, understand
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Book, Sheet
from partnermap.intake.values import text_of
from partnermap.listing import quoted, some
from partnermap.model import KINDS
from partnermap.nearest import nearest
from partnermap.store.base import KeptMapping

LEAST_PARTS = 2
ROWS_COMPARED = 60
LEAST_TELLING = 10
"""So many of the rows that are compared have to bear it out that a column sums those of other tables."""
ROUNDED = 2
"""Rounded parts may miss their sum by so much, in the unit of the column."""
SHOWN = 5
LOOK_FOR_HEADINGS = 200
"""So many rows of a sheet are searched for the headings that a mapping names."""


@dataclass
class Laying:
    """What was made of a finance workbook."""

    tables: list[Laid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was passed over, and why."""


def lay_out_book(book: Book, mappings: Sequence[FinanceMapping], kept: Sequence[KeptMapping], knows: Knows) -> Laying:
    """The tables of a finance workbook.

    ``mappings``: how to read it; none: as a table of its shape was read before (``kept``), else it is worked out.
    """
    made = Laying(problems=list(book_marks(book)))
    of_book = [mapping for mapping in mappings if mapping.file in ("", book.name)]
    if of_book:
        for mapping in of_book:
            made.tables += _by_mapping(book, mapping, knows, made)
    else:
        found = [block for sheet in _visible(book, made) for block in blocks(sheet)]
        known = remembered(found, kept)
        read = [at for at in range(len(found)) if at in known or not known]
        made.tables = [_worked_out(book, found[at], known.get(at), knows) for at in read]
        new = [found[at] for at in range(len(found)) if known and at not in known]
        if known:
            _say_not_read(made, new)
        else:
            _tell_apart(made.tables)
        made.problems += _not_read(book, [table.block.sheet for table in made.tables], [one.sheet for one in new])
        if not made.tables:
            made.problems.append(_no_table(book))
    return made


def _visible(book: Book, made: Laying) -> Iterator[Sheet]:
    for sheet in book.sheets:
        if sheet.visible or not sheet.is_filled():
            yield sheet
        else:
            made.problems.append(
                Problem(
                    "hidden-sheet", "warning", book.name, sheet.name, None, None, None,
                    "The sheet is hidden; it was not read.", "To read it, name it in a mapping: sheet = …",
                )
            )  # fmt: skip


def _say_not_read(made: Laying, blocks: list[Block]) -> None:
    if blocks and made.tables:
        named = ", ".join(f"“{block.sheet.name}” row {block.header_row}" for block in blocks)
        made.tables[0].guesses.append(Guess("memory", f"not read, as no table like it was read before: {named}"))


def _worked_out(book: Book, block: Block, known: KeptMapping | None, knows: Knows) -> Laid:
    found = understand(block, book.name, knows)
    if known is not None:
        recalled = recall(known, block, book.name, found)
        found = replace(recalled, origins=origins(recalled.mapping, block, found) | recalled.origins)
    return _laid_out(book, block, found)


def _laid_out(book: Book, block: Block, found: Understood) -> Laid:
    laid = lay(book.name, block, found.mapping, hidden_in(block.sheet))
    laid.guesses[:0] = found.guesses
    laid.sure, laid.origins, laid.question = found.sure, found.origins, found.question
    table_marks(laid)
    leave_out_foreign(laid)
    if not found.question:
        return laid
    laid.problem(
        "open-question", "error", None, None, None, found.question,
        "Say it in a mapping: partnermap import --mapping FILE.toml; docs/finance.md shows one.",
    )  # fmt: skip
    return replace(laid, amounts=[])


def _tell_apart(tables: list[Laid]) -> None:
    """Tables of one file with like columns say different things: a line tells which, by what their titles differ in."""
    groups = [[other for other in tables if _same_sums(one, other)] for one in tables]
    for table, alike in zip(tables, groups, strict=True):
        if len(alike) > 1 and "line" not in table.mapping.columns:
            line, cell, text = _own_title(table, alike)
            table.mapping = replace(table.mapping, constants={**table.mapping.constants, "line": line})
            table.origins["line"] = (cell, text)
            words = f"{len(alike)} tables are alike; the line “{line}” tells the sums of this one apart"
            table.guesses.append(Guess("tables", words))
            _mark_sum_of(table, [other for other in alike if other is not table])


def _mark_sum_of(table: Laid, others: list[Laid]) -> None:
    """Columns of a table whose figures are those in the same place of the others added up are breakdowns of them."""
    if len(others) < LEAST_PARTS:
        return
    marked = [amount for amount in table.amounts if not amount.breakdown and _is_sum_of(table, others, amount)]
    if marked:
        table.amounts = [replace(one, breakdown=True) if one in marked else one for one in table.amounts]
        letters = tuple(amount.letter for amount in marked)
        table.mapping = replace(table.mapping, breakdown=(*table.mapping.breakdown, *letters))
        headings = some(quoted(amount.heading for amount in marked), SHOWN)
        words = f"the other tables added up, kept as breakdowns and not added: {headings}"
        table.guesses.append(Guess("tables", words))


def _is_sum_of(table: Laid, others: list[Laid], amount: Amount) -> bool:
    """Whether it is borne out in every row in which at least two of the parts have a figure, and in enough of them."""
    telling = 0
    for row in table.fates.data[:ROWS_COMPARED]:
        parts = [figure(other, row, amount) or 0 for other in others]
        if sum(map(bool, parts)) >= LEAST_PARTS:
            telling += 1
            if abs((figure(table, row, amount) or 0) - sum(parts)) > ROUNDED * amount.unit * 100:
                return False
    return telling >= LEAST_TELLING


def _not_read(book: Book, read: list[Sheet], new: list[Sheet]) -> Iterator[Problem]:
    """A warning for each visible sheet with figures that is not read, where others are; ``new``: has a table."""
    for sheet in book.sheets if read else ():
        if sheet.visible and sheet not in read and any(isinstance(v, float | int) for row in sheet.rows for v in row):
            message = "No table of sums under headings was found on this sheet; it was not read."
            hint = "If it has one, name the row of its headings in a mapping: header_row = …"
            if sheet in new:
                message = "No table like the one on this sheet was read before; it was not read."
                hint = "To read it, name the sheet in a mapping: sheet = …"
            yield Problem("sheet-not-read", "warning", book.name, sheet.name, None, None, None, message, hint)


def _same_sums(one: Laid, other: Laid) -> bool:
    """Whether two tables give sums of the same streams for the same years, so that they would be taken for one."""
    first, second = one.mapping, other.mapping
    return (
        first.columns.keys() == second.columns.keys()
        and set(first.years.values()) == set(second.years.values())
        and first.constants == second.constants
        and (not first.streams or not set(first.streams.values()).isdisjoint(second.streams.values()))
    )


def _own_title(table: Laid, alike: list[Laid]) -> tuple[str, str, str]:
    others = {text for other in alike if other is not table for text in other.block.title_texts}
    for cell, text in reversed(table.block.title_cells()):
        if collapsed(text) not in others:
            return without_unit(collapsed(text)), cell, text
    names = [other.sheet_name for other in alike]
    if names.count(table.sheet_name) == 1:
        return table.sheet_name, "", table.sheet_name
    return f"{table.sheet_name}, table at row {table.block.header_row}", "", table.sheet_name


# -- by a mapping --------------------------------------------------------------------------------


def _by_mapping(book: Book, mapping: FinanceMapping, knows: Knows, made: Laying) -> list[Laid]:
    sheets = list(_named(book, mapping, made)) if mapping.sheets else list(_visible(book, made))
    tables: list[Laid] = []
    for sheet in sheets:
        found = _blocks_for(sheet, mapping)
        tables += [_laid_out(book, block, _completed(mapping, block, book.name, knows)) for block in found]
        if mapping.sheets and not found:
            made.problems.append(_no_headings(book, sheet, mapping))
    made.problems += check_named_rows(tables, mapping)
    if not mapping.sheets and sheets and not tables:
        made.problems.append(_no_headings(book, sheets[0], mapping))
    return tables


def _completed(mapping: FinanceMapping, block: Block, file: str, knows: Knows) -> Understood:
    """A mapping with what it leaves open; one that corrects what was worked out rests on the same where it says it."""
    found = complete(as_here(mapping, block), block, file, knows)
    return resting(found, block, understand(block, file, knows)) if mapping.file else found


def _named(book: Book, mapping: FinanceMapping, made: Laying) -> Iterator[Sheet]:
    for name in mapping.sheets:
        sheet = next((one for one in book.sheets if collapsed(one.name).casefold() == collapsed(name).casefold()), None)
        if sheet is not None:
            yield sheet
            continue
        names = [one.name for one in book.sheets]
        if len(names) == 1 and book.name.lower().endswith(".csv"):
            yield book.sheets[0]
            continue
        likely = nearest(name, names, 1)
        hint = f"Did you mean “{likely[0]}”?" if likely else f"There are: {', '.join(names)}."
        made.problems.append(
            Problem(
                "missing-sheet", "error", book.name, name, None, None, None,
                "The mapping names this sheet, and the file has none of that name.", hint,
            )
        )  # fmt: skip


def _blocks_for(sheet: Sheet, mapping: FinanceMapping) -> list[Block]:
    """The tables that a mapping is about: at the row it names, else where most of its headings stand, else all."""
    found = blocks(sheet)
    if mapping.header_row is not None:
        at = mapping.header_row - sheet.first_row
        return _at(sheet, found, at, mapping) if 0 <= at < len(sheet.rows) else []
    headings = (*mapping.columns.values(), *mapping.streams, *mapping.years)
    wanted = {unmarked(heading) for heading in headings}
    counts = [
        (sum(value is not None and unmarked(text_of(value)) in wanted for value in row), -at)
        for at, row in enumerate(sheet.rows[:LOOK_FOR_HEADINGS])
    ]
    most, at = max(counts, default=(0, 0))
    if most:
        return _at(sheet, found, -at, mapping)
    lettered = all(map(is_letter, headings))
    return (found[:1] if headings else found) if lettered else []


def _at(sheet: Sheet, found: list[Block], at: int, mapping: FinanceMapping) -> list[Block]:
    """The table with headings in a row; of several side by side the one whose columns are named by their letters."""
    there = [block for block in found if block.top <= at <= block.bottom]
    named = {*mapping.columns.values(), *mapping.streams, *mapping.years}
    meant = [block for block in there if not named.isdisjoint(map(block.letter, block.columns))]
    return (meant or there)[:1] or [block_at(sheet, at)]


def _no_headings(book: Book, sheet: Sheet, mapping: FinanceMapping) -> Problem:
    wanted = ", ".join(f"“{heading}”" for heading in list(mapping.columns.values())[:3])
    row = f" in row {mapping.header_row}" if mapping.header_row else ""
    return Problem(
        "missing-column", "error", book.name, sheet.name, None, None, None,
        f"None of the headings that the mapping names stands{row} here ({wanted}).",
        "Check the sheet and the header_row in the mapping.",
    )  # fmt: skip


def _no_table(book: Book) -> Problem:
    names = ", ".join(f"“{sheet.name}”" for sheet in book.sheets)
    message = f"It is no map workbook, and no sheet has a table of sums under headings (found: {names})."
    hint = "Name the sheets of a map workbook as the template does; give each column of a table of sums a heading."
    if book.name.lower().endswith(".csv"):
        likely = nearest(names, [kind.sheet for kind in KINDS]) or ["the sheet it holds, such as Partners"]
        message = "It has no table of sums under headings, and is not named as a sheet of a map workbook is."
        hint = f"If it is such a sheet, rename it to {likely[0]}.csv; else give each column a heading."
    return Problem("no-table", "error", book.name, None, None, None, None, message, hint)
