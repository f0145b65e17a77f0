"""What a sheet's marks mean for its sums: what is hidden, what a formula failed to give, what is coloured."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.errors import BadValue
from partnermap.intake.colouring import legend, meaningful_colours
from partnermap.intake.finance.laid import Hidden, Laid
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Book, Sheet, column_letter
from partnermap.listing import quoted, some

SHOWN = 12
"""So many rows, columns or cells are named one by one."""
CALCULATE = "Open it in Excel, let it calculate, save it, and import it again; or write the figure itself."


def hidden_in(sheet: Sheet) -> Hidden:
    """The rows and columns of a sheet that are hidden."""
    return Hidden(sheet.marks.hidden_rows, sheet.marks.hidden_columns)


def failed_cells(laid: Laid) -> dict[tuple[int, int], BadValue]:
    """What is amiss with cells whose formula gives no figure, by row and column as the spreadsheet numbers them."""
    marks = laid.block.sheet.marks
    found = {cell: _error(text) for cell, text in marks.errors.items()}
    found |= dict.fromkeys(marks.unvalued, BadValue("no-value", "The formula was saved without its value.", CALCULATE))
    circular = BadValue("circular", "The formula leads back to itself, so what it shows is no figure.", CALCULATE)
    return found | dict.fromkeys(marks.circular, circular)


def _error(text: str) -> BadValue:
    return BadValue("formula-error", f"The formula ends in the error {text}.", CALCULATE)


def book_marks(book: Book) -> Iterator[Problem]:
    """Warnings about a whole file: macros, links to other files, marks that could not be seen."""
    if book.macros:
        yield _of_book(book, "macros", "The file carries macros; they were not run.", "Nothing to do.")
    if book.links:
        named = some(quoted(book.links), SHOWN)
        message = f"Formulas look into other files ({named}); the values that were saved are read."
        yield _of_book(book, "linked-files", message, "See that they were up to date when it was saved.")
    if book.unmarked:
        message = f"What is hidden, coloured or failed in it could not be seen: {book.unmarked}."
        yield _of_book(book, "unmarked", message, "Look for hidden rows and for errors in it yourself.")


def _of_book(book: Book, code: str, message: str, hint: str) -> Problem:
    return Problem(code, "warning", book.name, None, None, None, None, message, hint)


def table_marks(laid: Laid) -> None:
    """Warn of what is hidden in a table, and of colours that mean something."""
    marks, block = laid.block.sheet.marks, laid.block
    if laid.fates.hidden:
        rows = some([str(laid.number(row)) for row in laid.fates.hidden], SHOWN)
        _warn_of_hidden(laid, "hidden-rows", f"Rows are hidden and were not read: {rows}.")
    shift = block.sheet.first_column
    read = {label.index for label in laid.labels} | {amount.index for amount in laid.amounts}
    columns = [at for at in sorted(marks.hidden_columns) if at - shift in block.columns and at - shift not in read]
    if columns and not laid.mapping.hidden:
        letters = some([column_letter(at) for at in columns], SHOWN)
        _warn_of_hidden(laid, "hidden-columns", f"Columns are hidden and were not read: {letters}.")
    for colour, cells in meaningful_colours(block.sheet).items():
        _warn_of_colour(laid, colour, cells, legend(block.sheet).get(colour))


def _warn_of_hidden(laid: Laid, code: str, message: str) -> None:
    hint = "Show them in the file, or write hidden = true under [rows] in the mapping."
    laid.problem(code, "warning", None, None, None, message, hint)


def _warn_of_colour(laid: Laid, colour: str, cells: list[str], says: str | None) -> None:
    where = some(cells, SHOWN) if cells else "many cells"
    means = f"the sheet says “{says}” of it" if says else "the sheet does not say what it means"
    laid.problem(
        "coloured-cells", "warning", cells[0] if cells else None, None, says,
        f"The colour {colour} tells {where} apart; {means}. The map does not keep colours.",
        "If it matters, write it into a column, such as Status or Notes.",
    )  # fmt: skip
