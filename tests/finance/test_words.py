"""What an import says of a workbook, word for word: where, what was found, what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink

from partnermap.intake import reading
from partnermap.intake.apart import Apart, Reader
from partnermap.intake.marked import PROGRAM
from tests.finance.grids import Cell, Formula, Grid, Row, write
from tests.finance.importing import Record, attempted, brought, stored, table_of
from tests.finance.mappings import mapping

HEAD: Row = ["Recipient", "Funding stream", "Amount (£)", "Year"]
CALCULATE = "Open it in Excel, let it calculate, save it, and import it again; or write the figure itself."
SHOW = "Show them in the file, or write hidden = true under [rows] in the mapping."
COLOUR = "If it matters, write it into a column, such as Status or Notes."
SAY_IT = "Say it in a mapping: partnermap import --mapping FILE.toml; docs/finance.md shows one."
READ = '[columns]\nrecipient = "Recipient"\nstream = "Funding stream"\nyear = "Year"\namount = "Amount (£)"\n'

Told = tuple[str, str, str | None, str | None, str, str]
"""Code, severity, sheet, cell, message and hint."""


def listed(*sums: Cell) -> list[Row]:
    """A row a body under HEAD; the first is row 2."""
    rows: list[Row] = [[f"Body {number}", "NRF", cell, "2005/06"] for number, cell in enumerate(sums or (5, 6, 7))]
    return [HEAD, *rows]


def across(*titles: str, heads: tuple[str, str] = ("NRF", "SRB"), times: int = 1) -> list[Row]:
    """Two columns of sums for three bodies, under titles."""
    rows: list[Row] = [[title] for title in titles]
    rows.append(["Partner", *heads])
    return rows + [[f"Body {number}", times * number, times * number] for number in (1, 2, 3)]


def book(*grids: Grid) -> Path:
    return write(Path("book.xlsx"), *grids)


def sheet(rows: list[Row]) -> Path:
    return book(Grid("Sheet", rows))


def told(record: Record) -> list[Told]:
    """All that was amiss, but that names were created."""
    said = ("code", "severity", "sheet", "cell", "message", "hint")
    return [tuple(one[name] for name in said) for one in record["problems"] if one["code"] != "created"]


# -- what a workbook says without words ----------------------------------------------------------


def unvalued() -> Path:
    """As a program saves it that does not calculate."""
    path = sheet(listed())
    opened = openpyxl.load_workbook(path)
    opened.active["C2"] = "=2+3"
    opened.save(path)
    return path


FORMULAS: dict[str, tuple[Callable[[], Path], str, str]] = {
    "an error": (
        lambda: sheet(listed(Formula("=1/0", "#DIV/0!"), 6)),
        "formula-error",
        "The formula ends in the error #DIV/0!.",
    ),
    "no value": (unvalued, "no-value", "The formula was saved without its value."),
    "a circle": (
        lambda: sheet(listed(Formula("=C2+1", 9), 6)),
        "circular",
        "The formula leads back to itself, so what it shows is no figure.",
    ),
}


@pytest.mark.parametrize("what", list(FORMULAS))
def test_formula_that_gives_no_figure_is_told_with_its_cell(what: str) -> None:
    made, code, message = FORMULAS[what]
    record = brought(made())
    assert told(record) == [(code, "error", "Sheet", "C2", message, CALCULATE)]
    assert record["rows"]["refused"] == 1


def test_macros_are_told() -> None:
    Path("vbaProject.bin").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1").ljust(2048, b"\0"))
    with xlsxwriter.Workbook("book.xlsm") as made:
        made.add_vba_project("vbaProject.bin")
        page = made.add_worksheet("Sheet")
        for at, row in enumerate(listed()):
            page.write_row(at, 0, row)
    assert told(brought(Path("book.xlsm"))) == [
        ("macros", "warning", None, None, "The file carries macros; they were not run.", "Nothing to do.")
    ]


def test_files_that_formulas_look_into_are_named() -> None:
    path = sheet(listed())
    opened = openpyxl.load_workbook(path)
    for name in ("other.xlsx", "old figures.xls"):
        link = ExternalLink(ExternalBook(id="rId1"))
        link.file_link = Relationship(type="externalLinkPath", Target=name, TargetMode="External")
        opened._external_links.append(link)
    opened.save(path)
    message = "Formulas look into other files (“other.xlsx”, “old figures.xls”); the values that were saved are read."
    hint = "See that they were up to date when it was saved."
    assert told(brought(path)) == [("linked-files", "warning", None, None, message, hint)]


def test_marks_that_could_not_be_seen_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(apart: Apart, kind: str) -> Reader:
        return apart.start(PROGRAM, 0.0, kind)

    monkeypatch.setattr(reading, "start_marks", at_once)
    message = "What is hidden, coloured or failed in it could not be seen: reading it took too long and was stopped."
    hint = "Look for hidden rows and for errors in it yourself."
    assert told(brought(sheet(listed()))) == [("unmarked", "warning", None, None, message, hint)]


NOTED: list[Row] = [[*row, note] for row, note in zip(listed(), ("Notes", "a", "b", "c"), strict=True)]
HIDDEN: dict[str, tuple[list[Grid], Told]] = {
    "a row": (
        [Grid("Sheet", listed(), hidden_rows=[2])],
        ("hidden-rows", "warning", "Sheet", None, "Rows are hidden and were not read: 3.", SHOW),
    ),
    "a column": (
        [Grid("Sheet", NOTED, hidden_columns=[4])],
        ("hidden-columns", "warning", "Sheet", None, "Columns are hidden and were not read: E.", SHOW),
    ),
    "a sheet": (
        [Grid("Sheet", listed()), Grid("Old", listed(), hidden=True)],
        (
            "hidden-sheet", "warning", "Old", None, "The sheet is hidden; it was not read.",
            "To read it, name it in a mapping: sheet = …",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(HIDDEN))
def test_what_is_hidden_is_told(what: str) -> None:
    grids, words = HIDDEN[what]
    assert told(brought(book(*grids))) == [words]


YELLOW = "#FFFF00"
COLOURED = {
    "unexplained": (
        Grid("Sheet", listed(), fills={(1, 2): YELLOW}),
        "The colour #ffff00 tells C2 apart; the sheet does not say what it means. The map does not keep colours.",
    ),
    "explained": (
        Grid("Sheet", [*listed(), [], ["Not agreed yet"]], fills={(1, 2): YELLOW, (5, 0): YELLOW}),
        "The colour #ffff00 tells C2 apart; the sheet says “Not agreed yet” of it. The map does not keep colours.",
    ),
    "many": (
        Grid("Sheet", listed(*range(1, 41)), fills={(row, 2): YELLOW for row in range(1, 15)}),
        "The colour #ffff00 tells C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13 and 2 more apart; the sheet does "
        "not say what it means. The map does not keep colours.",
    ),
}


@pytest.mark.parametrize("what", list(COLOURED))
def test_colour_is_told_with_its_cells_and_what_the_sheet_says_of_it(what: str) -> None:
    grid, message = COLOURED[what]
    assert told(brought(book(grid))) == [("coloured-cells", "warning", "Sheet", "C2", message, COLOUR)]


# -- tables and what a mapping names -------------------------------------------------------------


def test_sheet_of_figures_without_a_table_is_told() -> None:
    message = "No table of sums under headings was found on this sheet; it was not read."
    hint = "If it has one, name the row of its headings in a mapping: header_row = …"
    record = brought(book(Grid("Sheet", listed()), Grid("Other", [["a", 1], ["b", 2]])))
    assert told(record) == [("sheet-not-read", "warning", "Other", None, message, hint)]


def test_table_that_is_new_in_a_file_read_before_is_told_as_it_is() -> None:
    """What was read before is read again; of the other it is not said that there is no table."""
    brought(book(Grid("Sheet", listed())))
    more: list[Row] = [["Rent", "SRB"], ["Body", "2005/06", "2006/07"], ["Body 1", 1, 2], ["Body 2", 3, 4]]
    record = brought(book(Grid("Sheet", listed()), Grid("More", more)))
    assert table_of(record, "Sheet")["guesses"] == [
        "read as book.xlsx › Sheet was",
        "not read, as no table like it was read before: “More” row 2",
    ]
    message = "No table like the one on this sheet was read before; it was not read."
    hint = "To read it, name the sheet in a mapping: sheet = …"
    assert told(record) == [("sheet-not-read", "warning", "More", None, message, hint)]


def test_alike_tables_of_one_sheet_without_titles_are_told_apart_by_their_rows() -> None:
    rows: list[Row] = [["Partner", "2005/06", "2006/07"], ["Body 1", 1, 2], ["Body 2", 3, 4], ["Body 3", 5, 6]]
    found = brought(sheet([["NRF"], *rows, [], [], ["NRF"], *rows]))["understood"]
    assert [table["guesses"][-1] for table in found] == [
        "2 tables are alike; the line “Sheet, table at row 2” tells the sums of this one apart",
        "2 tables are alike; the line “Sheet, table at row 9” tells the sums of this one apart",
    ]


NAMED: dict[str, tuple[str, Told]] = {
    "a sheet": (
        'sheet = "Shete"\n',
        (
            "missing-sheet", "error", "Shete", None,
            "The mapping names this sheet, and the file has none of that name.", "Did you mean “Sheet”?",
        ),
    ),
    "other headings": (
        'sheet = "Sheet"\n[columns]\nrecipient = "Who"\namount = "Sum"\n',
        (
            "missing-column", "error", "Sheet", None,
            "None of the headings that the mapping names stands here (“Who”, “Sum”).",
            "Check the sheet and the header_row in the mapping.",
        ),
    ),
    "a heading nearly": (
        READ.replace("Funding stream", "Funding streams"),
        (
            "missing-column", "error", "Sheet", None,
            "The mapping names the column “Funding streams” for stream; no such heading stands in row 1.",
            "Did you mean “Funding stream”?",
        ),
    ),
    "a heading not at all": (
        READ.replace("Amount (£)", "Zzqx"),
        (
            "missing-column", "error", "Sheet", None,
            "The mapping names the column “Zzqx” for amount; no such heading stands in row 1.",
            "There are: Recipient, Funding stream, Amount (£), Year.",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(NAMED))
def test_what_a_mapping_names_and_the_file_lacks_is_told(what: str) -> None:
    text, words = NAMED[what]
    status, record = attempted(sheet(listed()), *mapping(text))
    assert status == 1
    assert [one for one in told(record) if one[0].startswith("missing")] == [words]
    assert stored() == []


def test_second_column_of_a_heading_that_a_mapping_names_is_told_once() -> None:
    rows: list[Row] = [[*HEAD, "Amount (£)"], ["Body 1", "NRF", 1, "2005/06", 2], ["Body 2", "NRF", 3, "2005/06", 4]]
    message = "There is a second column “Amount (£)”; the first is read."
    hint = "Name the one that is meant by its letter in the mapping."
    record = brought(sheet(rows), *mapping(READ))
    assert told(record) == [("second-heading", "warning", "Sheet", "E1", message, hint)]
    assert sorted(fact.pence or 0 for fact in stored()) == [100, 300]


REFUSED = {
    "a row 0": (
        "header_row = 0\n",
        'line 1: "header_row" of the mapping is the number 0; expected the number of a row, from 1.',
    ),
    "a row in words": (
        'header_row = "six"\n',
        'line 1: "header_row" of the mapping is the text "six"; expected the number of a row, from 1.',
    ),
    "a row that is true": (
        "header_row = true\n",
        'line 1: "header_row" of the mapping is true; expected the number of a row, from 1.',
    ),
    "another sign": (
        '[money]\nincome = "minus"\n',
        'line 2: "income" of [money] is the text "minus"; expected "positive", "negative" or a list of headings.',
    ),
    "a column for two": (
        '[columns]\nrecipient = "A"\nstream = "A"\n',
        'line 3: "stream" of [columns] is "A", which "recipient" names too; a heading says one thing.',
    ),
    "a column and a stream": (
        '[columns]\nrecipient = "Year"\n[streams]\nYear = "NRF"\n',
        'line 2: "recipient" of [columns] is "Year", which [streams] names too; a heading says one thing.',
    ),
}


@pytest.mark.parametrize("what", list(REFUSED))
def test_mapping_is_refused_with_its_line(what: str) -> None:
    text, words = REFUSED[what]
    status, record = attempted(sheet(listed()), *mapping(text))
    assert (status, record["error"]) == (1, f"M.toml, {words}")


def test_mapping_that_cannot_be_read_is_refused() -> None:
    Path("latin.toml").write_bytes('sheet = "Café"\n'.encode("latin-1"))
    for name, words in {
        "none.toml": "the mapping cannot be read (No such file or directory). Check its name.",
        "latin.toml": "the mapping is not text in UTF-8. Save it as such.",
    }.items():
        status, record = attempted(sheet(listed()), "--mapping", name)
        assert (status, record["error"]) == (1, f"{name}: {words}")


# -- what all sums have in common ----------------------------------------------------------------


def test_table_that_does_not_say_its_year_is_asked_about() -> None:
    status, record = attempted(sheet(across()))
    question = "Which year are the sums for? No column, heading or title says."
    assert (status, told(record)) == (1, [("open-question", "error", "Sheet", None, question, SAY_IT)])


def test_table_that_does_not_say_its_stream_is_asked_about() -> None:
    rows: list[Row] = [["Partner", "Year", "Amount"], ["Body 1", "2005/06", 1], ["Body 2", "2005/06", 2]]
    status, record = attempted(write(Path("data.csv"), Grid("data", rows)))
    question = "Of which stream are the sums? No column, heading or title says."
    assert (status, told(record)) == (1, [("open-question", "error", "data", None, question, SAY_IT)])


YEARS = ("2005/06", "2006/07")
SAID: dict[str, tuple[str, str, list[Row], str]] = {
    "year by the file": (
        "Pooled 2005-06.xlsx", "Sheet", across(),
        "the year is 2005/06: the file's name says “Pooled 2005-06.xlsx”",
    ),
    "year by the sheet": (
        "book.xlsx", "Pooled 2005-06", across(), "the year is 2005/06: the sheet's name says “Pooled 2005-06”",
    ),
    "basis by the sheet": (
        "book.xlsx", "Budget 2005-06", across(), "the sums are budget: the sheet's name says “Budget 2005-06”",
    ),
    "stream by the title": (
        "book.xlsx", "Sheet", across("Children's Fund allocations", heads=YEARS),
        "all sums are of the stream “Children's Fund”: the title says “Children's Fund allocations”",
    ),
    "stream by the file": (
        "Children's Fund budget.xlsx", "Sheet", across(heads=YEARS),
        "all sums are of the stream “Children's Fund”: the file's name says “Children's Fund budget.xlsx”",
    ),
    "unit by a heading": (
        "book.xlsx", "Sheet", across("Grants 2005/06", heads=("NRF (£000)", "SRB (£000)")),
        "the unit is £1,000: a heading says so (“NRF (£000)”)",
    ),
    "income turned": (
        "book.xlsx", "Sheet", across("Grants 2005/06", heads=("NRF income", "SRB income"), times=-1),
        "income is recorded as negative and turned: “NRF income”, “SRB income”, whose sums are all negative",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(SAID))
def test_what_is_the_same_for_all_sums_is_told_with_what_says_it(what: str) -> None:
    name, title, rows, words = SAID[what]
    guesses = table_of(brought(write(Path(name), Grid(title, rows))))["guesses"]
    assert guesses.count(words) == 1


def test_negative_sums_of_one_column_are_kept_and_told() -> None:
    rows: list[Row] = [["Grants 2005/06"], ["Partner", "NRF", "SRB"]]
    rows += [[f"Body {number}", -number, number] for number in (1, 2, 3)]
    assert "all sums under “NRF” are negative, and kept so" in table_of(brought(sheet(rows)))["guesses"]
    assert sorted(fact.pence or 0 for fact in stored()) == [-300, -200, -100, 100, 200, 300]


def test_format_that_shows_thousands_of_what_the_cells_hold_is_told() -> None:
    path = sheet(across("Grants 2005/06", heads=("NRF (£000)", "SRB (£000)"), times=1000))
    opened = openpyxl.load_workbook(path)
    for cell in ("B3", "B4", "B5", "C3", "C4", "C5"):
        opened.active[cell].number_format = "#,##0,"
    opened.save(path)
    words = "the cells hold £1, though they show thousands of it: their number format says so"
    assert table_of(brought(path))["guesses"][-1] == words
    assert {fact.pence for fact in stored()} == {100_000, 200_000, 300_000}


# -- rows ----------------------------------------------------------------------------------------


def test_row_that_names_another_currency_is_refused() -> None:
    rows: list[Row] = [[*row, said] for row, said in zip(listed(), ("Currency", "EUR", "GBP", "£"), strict=True)]
    record = brought(sheet(rows))
    words = ("The sum is in EUR, not in pounds.", "Write what it comes to in pounds.")
    assert told(record) == [("other-currency", "error", "Sheet", "E2", *words)]
    assert len(stored()) == 2


def test_columns_with_the_same_sum_in_the_one_row_are_told() -> None:
    text = '[columns]\nrecipient = "Partner"\n[streams]\nOne = "NRF"\nTwo = "NRF"\n[constants]\nyear = "2005/06"\n'
    record = brought(sheet([["Partner", "One", "Two"], ["Body 1", 1, 1]]), *mapping(text))
    message = (
        "“One” (column B) and “Two” (column C) are both read as NRF, 2005/06, and have the same sums in the one row; "
        "both are added."
    )
    hint = "Leave one out of the mapping, or name it under [rows] breakdown."
    assert told(record)[0] == ("possible-double-count", "warning", "Sheet", "C1", message, hint)


ROUNDED = "Right, if it was worked out from others; else write whole pence."


@pytest.mark.parametrize(
    ("sums", "message"),
    [
        ((5.123, 6), "A sum under “Amount (£)” holds a fraction of a penny; it is rounded from 5.123 to £5.12."),
        (
            (5.123, 6.999),
            "2 sums under “Amount (£)” hold fractions of a penny; they are rounded, the first from 5.123 to £5.12.",
        ),
    ],
)
def test_sums_beyond_whole_pence_are_told_once_a_column(sums: tuple[float, ...], message: str) -> None:
    assert told(brought(sheet(listed(*sums)))) == [("rounded", "warning", "Sheet", "C2", message, ROUNDED)]
