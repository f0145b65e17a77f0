"""Colours that somebody put there for a reason are told from those that are there for the eye."""

from __future__ import annotations

from collections import Counter

import pytest

from partnermap.intake.colouring import legend, meaningful_colours
from partnermap.intake.marks import Cell, Marks
from partnermap.intake.sheets import Sheet, Value

PINK, BLUE, GREY = "#ffc7ce", "#ddebf7", "#d9d9d9"
COUNCILS: list[list[Value]] = [[f"Council {row}", "NRF", row * 10.5, row * 11.5, None] for row in range(4, 24)]
ROWS: list[list[Value]] = [
    ["Grants to councils", None, None, None, None],
    [None, None, None, None, None],
    ["Council", "Stream", 2009, 2010, "Note"],
    *COUNCILS,
    ["Total", None, 99.5, 88.5, None],
]


def sheet(colours: dict[Cell, str], swatches: dict[Cell, str] | None = None, rows: list[list[Value]] = ROWS) -> Sheet:
    marks = Marks(colours=colours, swatches=swatches or {}, tints=Counter(colours.values()))
    return Sheet("Grants", 1, 1, rows, True, (), marks)


def across(row: int, colour: str, last: int = 4) -> dict[Cell, str]:
    return {(row, column): colour for column in range(1, last + 1)}


def down(column: int, colour: str) -> dict[Cell, str]:
    return {(row, column): colour for row in range(3, 25)}


def test_single_cells_of_a_colour_are_told() -> None:
    assert meaningful_colours(sheet({(7, 3): PINK, (9, 4): PINK, (12, 3): GREY})) == {PINK: ["C7", "D9"], GREY: ["C12"]}


def test_whole_rows_here_and_there_are_told() -> None:
    found = meaningful_colours(sheet({**across(6, PINK), **across(7, PINK), **across(15, PINK)}))
    assert found == {PINK: [f"{letter}{row}" for row in (6, 7, 15) for letter in "ABCD"]}


DECORATION: dict[str, dict[Cell, str]] = {
    "headings": across(3, BLUE, 5),
    "title": {(1, 1): BLUE},
    "total": across(24, BLUE),
    "headings and total": {**across(3, BLUE), **across(24, BLUE)},
    "every other row": {cell: BLUE for row in range(4, 24, 2) for cell in across(row, BLUE)},
    "two and two rows": {cell: BLUE for row in range(4, 24, 4) for n in (0, 1) for cell in across(row + n, BLUE)},
    "every third row": {cell: BLUE for row in range(5, 24, 3) for cell in across(row, BLUE)},
    "a column": down(3, BLUE),
    "columns": {**down(1, BLUE), **down(4, BLUE)},
    "most of the table": {cell: BLUE for row in range(4, 20) for cell in across(row, BLUE)},
}


@pytest.mark.parametrize("colours", DECORATION.values(), ids=DECORATION.keys())
def test_decoration_is_left_out(colours: dict[Cell, str]) -> None:
    assert meaningful_colours(sheet({**colours, (9, 4): PINK})) == {PINK: ["D9"]}


def test_headings_within_a_table_are_decoration() -> None:
    rows: list[list[Value]] = [*ROWS[:10], ["Districts", "so called", "since", None, None], *ROWS[10:]]
    assert meaningful_colours(sheet(across(11, BLUE, 3), rows=rows)) == {}


@pytest.mark.parametrize(
    ("more", "colours", "swatches"),
    [
        ([[], ["Provisional", None, None, None, None]], {(26, 1): PINK}, {}),
        ([[], [None, "Provisional"]], {}, {(26, 1): PINK}),
        ([["x", "Provisional"]], {(25, 1): PINK}, {}),
    ],
    ids=["text in colour", "swatch", "first letter"],
)
def test_legend_below_the_table_is_found(
    more: list[list[Value]], colours: dict[Cell, str], swatches: dict[Cell, str]
) -> None:
    read = sheet({(9, 4): PINK, **colours}, swatches, [*ROWS, *more])
    assert legend(read) == {PINK: "Provisional"}
    assert meaningful_colours(read) == {PINK: ["D9"]}


def test_legend_beside_and_above_the_table_is_found() -> None:
    rows = [[*row, None, None, None] for row in ROWS]
    rows[0][4], rows[5][7] = "Estimates are grey", "Provisional"
    assert legend(sheet({(9, 4): PINK, (8, 3): GREY, (1, 5): GREY}, {(6, 7): PINK}, rows)) == {
        PINK: "Provisional",
        GREY: "Estimates are grey",
    }


def test_colour_with_a_legend_means_something_even_on_most_cells() -> None:
    rows: list[list[Value]] = [*ROWS, [], ["Figures as audited"]]
    colours = {**DECORATION["most of the table"], (26, 1): BLUE}
    assert list(meaningful_colours(sheet(colours, rows=rows))) == [BLUE]


def test_heading_over_a_coloured_column_is_no_legend() -> None:
    rows: list[list[Value]] = [["Spending", None, "Capital charges", None, None], *ROWS[1:]]
    read = sheet({**down(3, BLUE), (1, 3): BLUE}, rows=rows)
    assert (legend(read), meaningful_colours(read)) == ({}, {})


def test_colour_on_more_cells_than_are_kept_is_told_without_addresses() -> None:
    rows: list[list[Value]] = [[f"Council {n}", *(n + 0.5 for _ in range(9))] for n in range(10_000)]
    few, most = Marks(tints={PINK: 25_000}), Marks(tints={PINK: 50_000})
    assert meaningful_colours(Sheet("A", 1, 1, rows, True, (), few)) == {PINK: []}
    assert meaningful_colours(Sheet("A", 1, 1, rows, True, (), most)) == {}


def test_sheet_without_colours_or_cells_has_none() -> None:
    assert meaningful_colours(sheet({})) == {}
    assert legend(Sheet("A", 1, 1, [], True, (), Marks(swatches={(1, 1): PINK}, tints={PINK: 0}))) == {}
