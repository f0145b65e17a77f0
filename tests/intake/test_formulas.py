"""Which cells a formula names, and which formulas lead back to themselves: held to a second way of finding out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import range_boundaries

from partnermap.intake.marking.cycles import TooManyError, circular
from partnermap.intake.marking.formulas import Formula
from partnermap.intake.marking.references import LAST_COLUMN, LAST_ROW, references

Block = tuple[str | None, int, int, int, int]

LETTERS = st.sampled_from(["A", "B", "Z", "AA", "XFD"])
ROWS = st.integers(1, 1_048_576)
SIGN = st.sampled_from(["", "$"])
CELLS = st.builds("{}{}{}{}".format, SIGN, LETTERS, SIGN, ROWS)
COLUMNS = st.builds("{}{}:{}{}".format, SIGN, LETTERS, SIGN, LETTERS)
WHOLE_ROWS = st.builds("{}{}:{}{}".format, SIGN, ROWS, SIGN, ROWS)
BLOCKS = st.one_of(CELLS, st.builds("{}:{}".format, CELLS, CELLS), COLUMNS, WHOLE_ROWS)
SHEETS = st.sampled_from(["", "Sheet1!", "'2010-11'!", "'It''s here'!", "Été!"])
NAMED = st.builds("{}{}".format, SHEETS, BLOCKS)
OTHERS = st.sampled_from(['"A1 or ""B2"""', "1.5E+10", "TRUE", "LOG10(2)", "#REF!", "Rate_A1", "{1,2;3,4}", "12%"])
FORMULAS = st.recursive(
    st.one_of(NAMED, OTHERS),
    lambda parts: st.one_of(
        st.builds("({}+{})".format, parts, parts),
        st.builds("SUM({}, {})".format, parts, parts),
        st.builds("IF({}>=-{},{})".format, parts, parts, parts),
    ),
    max_leaves=8,
)


def by_tokens(formula: str) -> list[Block]:
    """What openpyxl's tokens of the formula name."""
    operands = [token.value for token in Tokenizer(f"={formula}").items if token.subtype == Token.RANGE]
    return [block for value in operands if (block := by_name(value))]


def by_name(value: str) -> Block | None:
    sheet, _, place = value.rpartition("!")
    try:
        left, top, right, bottom = range_boundaries(place.upper())
    except ValueError:
        return None  # a name
    rows = sorted((top or 1, bottom or LAST_ROW))
    columns = sorted((left or 1, right or LAST_COLUMN))
    return sheet.strip("'").replace("''", "'") or None, rows[0], columns[0], rows[1], columns[1]


@given(FORMULAS)
def test_references_are_those_that_a_tokenizer_finds(formula: str) -> None:
    assert [(found.sheet, *found.moved(0, 0)) for found in references(formula)] == by_tokens(formula)


@given(st.integers(1, 50), st.integers(1, 20), st.integers(0, 30), st.integers(0, 30), SIGN, SIGN)
def test_copied_formula_moves_what_has_no_dollar(row: int, column: int, down: int, right: int, a: str, b: str) -> None:
    letter = "ABCDEFGHIJKLMNOPQRST"[column - 1]
    [found] = references(f"{a}{letter}{b}{row}")
    moved = (row + (0 if b else down), column + (0 if a else right))
    assert found.moved(down, right) == (*moved, *moved)


CELLS_OF_A_BOOK = [(sheet, row, column) for sheet in (0, 1) for row in range(1, 5) for column in range(1, 4)]
EDGES = st.lists(st.tuples(st.sampled_from(CELLS_OF_A_BOOK), st.sampled_from(CELLS_OF_A_BOOK)), max_size=30)


@given(EDGES)
def test_circular_formulas_are_those_that_reach_themselves(edges: list[tuple[tuple[int, int, int], ...]]) -> None:
    found = circular([(f"S{sheet}", formulas(sheet, edges)) for sheet in (0, 1)])
    reached = {(a, b) for a, b in edges if b in {start for start, _ in edges}}
    while more := {(a, d) for (a, b), (c, d) in itertools.product(reached, reached) if b == c} - reached:
        reached |= more
    in_circles = {a for a, b in reached if a == b}
    assert {(sheet, *cell) for sheet in (0, 1) for cell in found[sheet]} == in_circles


def formulas(sheet: int, edges: list[tuple[tuple[int, int, int], ...]]) -> list[Formula]:
    """The formulas of a sheet: each adds up the cells that it leads to."""
    named: dict[tuple[int, int], list[str]] = {}
    for (start, row, column), (other, to_row, to_column) in edges:
        if start == sheet:
            prefix = "" if other == sheet else f"s{other}!"
            named.setdefault((row, column), []).append(f"{prefix}{'ABC'[to_column - 1]}{to_row}")
    return [Formula(cell, "+".join(names)) for cell, names in named.items()]


def test_long_chain_of_formulas_is_followed_to_its_end() -> None:
    chain = [Formula((row, 1), f"A{row - 1}") for row in range(2, 50_001)]
    assert circular([("S", chain)]) == [[]]
    assert len(circular([("S", [*chain, Formula((1, 1), "A50000")])])[0]) == 50_000


def test_book_of_too_many_ways_is_given_up() -> None:
    wide = [Formula((row, column), "SUM(A1:Z99)") for row in range(1, 100) for column in range(1, 27)]
    with pytest.raises(TooManyError):
        circular([("S", wide)], most_steps=100_000)
