"""Money and names as people write them in cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.finance.facts import Fact
from tests.finance.grids import Cell, Formula, Grid, Row, write
from tests.finance.importing import attempted, brought, codes, errors_at, holds, stored

STREAM = "Supporting People"
NEIGHBOURS = (Fact("Pennyfold", STREAM, "2005/06", 64_000_00), Fact("Dunmarsh", STREAM, "2005/06", 237_500_50))


def listed(cell: Cell, name: str = "Hartlow", heading: str = "Amount (£)", kind: str = ".xlsx", times: int = 1) -> Path:
    """A long list of three, the first with this cell as its sum: C4 of the sheet."""
    rows: list[Row] = [
        ["Supporting People 2005/06"],
        [],
        ["Recipient", "Funding stream", heading, "Year"],
        [name, STREAM, cell, "2005/06"],
        ["Pennyfold", STREAM, 64_000 / times, "2005/06"],
        ["Dunmarsh", STREAM, 237_500.50 / times, "2005/06"],
    ]
    return write(Path(f"list{kind}"), Grid("List", rows))


def sum_of(name: str = "Hartlow") -> int | None:
    (fact,) = [fact for fact in stored() if fact.recipient == name]
    return fact.pence


NBSP, NARROW, MINUS = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{MINUS SIGN}"
WRITTEN = {
    "12500": 12_500_00,
    "12,500": 12_500_00,
    "£12,500": 12_500_00,
    "£ 12,500.50": 12_500_50,
    " 12,500 ": 12_500_00,
    f"12{NBSP}500": 12_500_00,
    f"{NBSP}12,500{NBSP}": 12_500_00,
    f"£12{NARROW}500": 12_500_00,
    "12 500": 12_500_00,
    "1,234,567.89": 1_234_567_89,
    "(1,234)": -1_234_00,
    "(£1,234.50)": -1_234_50,
    "£(1,234)": -1_234_00,
    "1,234-": -1_234_00,
    "-1,234": -1_234_00,
    "-£1,234": -1_234_00,
    "£-1,234": -1_234_00,
    f"{MINUS}1,234": -1_234_00,
    "–1,234": -1_234_00,
    "£250k": 250_000_00,
    "250K": 250_000_00,
    "£250,000": 250_000_00,
    "£1.2m": 1_200_000_00,
    "£1.2M": 1_200_000_00,
    "1.25 million": 1_250_000_00,
    "£1.2 million": 1_200_000_00,
    "(£1.2m)": -1_200_000_00,
    "£250 thousand": 250_000_00,
    "£0.5k": 500_00,
    "0.01": 1,
    "12,500*": 12_500_00,
    "12,500 *": 12_500_00,
    f"12,500{NBSP}†": 12_500_00,
    "(1,234) **": -1_234_00,
}


@pytest.mark.parametrize("kind", [".xlsx", ".csv"])
@pytest.mark.parametrize("text", list(WRITTEN))
def test_sum_is_read_as_people_write_it(text: str, kind: str) -> None:
    record = brought(listed(text, kind=kind))
    assert sum_of() == WRITTEN[text]
    holds([Fact("Hartlow", STREAM, "2005/06", WRITTEN[text]), *NEIGHBOURS])
    assert record["rows"]["imported"] == 3


@pytest.mark.parametrize("text", ["500 1", "1,234 2", "12 34", "2005 500", "1 2345"])
def test_figures_that_stand_apart_are_refused_with_their_cell(text: str) -> None:
    """A sum with a footnote beside it, or two: never one larger sum."""
    _, record = attempted(listed(text))
    assert {problem["message"] for problem in errors_at(record, "C4")} == {f"“{text}” is not a sum of money."}
    holds(NEIGHBOURS)


@pytest.mark.parametrize("number", [12_500, 12_500.5, -1_234, 0.1, 1e3, 1234567.89])
def test_number_cell_is_read_to_the_penny(number: float) -> None:
    brought(listed(number))
    assert sum_of() == round(number * 100)


@pytest.mark.parametrize("number", [0.1 + 0.2, 1_234_567.89, 1.1 * 3, 64_000 / 3 * 3, "£1.23", "0.10"])
def test_noise_of_a_float_is_no_fraction_of_a_penny(number: float | str) -> None:
    assert "rounded" not in codes(brought(listed(number)))


@pytest.mark.parametrize(
    ("cell", "heading", "words"),
    [
        (10.006, "Amount (£)", "10.006 to £10.01"),
        ("£10.006", "Amount (£)", "£10.006 to £10.01"),
        (12.3456789, "Amount (£000)", "12.3456789 to £12,345.68"),
        (-10.006, "Amount (£)", "-10.006 to −£10.01"),
    ],
)
def test_fraction_of_a_penny_is_rounded_and_told(cell: Cell, heading: str, words: str) -> None:
    record = brought(listed(cell, heading=heading))
    (problem,) = [one for one in record["problems"] if one["code"] == "rounded"]
    assert (problem["severity"], problem["cell"]) == ("warning", "C4")
    assert problem["message"] == f"A sum under “{heading}” holds a fraction of a penny; it is rounded from {words}."


def test_fractions_of_a_penny_are_told_once_a_column() -> None:
    rows: list[Row] = [["Recipient", "Funding stream", "2005/06", "2006/07"]]
    rows += [[f"Body {number}", STREAM, number + 0.001, number] for number in range(1, 5)]
    record = brought(write(Path("many.xlsx"), Grid("Many", rows)))
    assert [(one["cell"], one["message"]) for one in record["problems"] if one["code"] == "rounded"] == [
        ("C2", "4 sums under “2005/06” hold fractions of a penny; they are rounded, the first from 1.001 to £1.")
    ]


@pytest.mark.parametrize(("text", "sum_"), [("£1.2m", 1_200_000_00), ("£250k", 250_000_00), ("12,500", 12_500_000_00)])
def test_unit_in_a_cell_counts_before_that_of_the_heading(text: str, sum_: int) -> None:
    brought(listed(text, heading="Amount (£000)", times=1_000))
    assert sum_of() == sum_
    holds([Fact("Hartlow", STREAM, "2005/06", sum_), *NEIGHBOURS])


@pytest.mark.parametrize("kind", [".xlsx", ".csv"])
@pytest.mark.parametrize("text", ["-", "–", "—", "…", "..", "...", "n/a", "N/A", "TBC", "tbc", " - "])
def test_sum_that_is_not_known_is_imported_without_one_and_told(text: str, kind: str) -> None:
    record = brought(listed(text, kind=kind))
    assert (record["rows"]["imported"], record["rows"]["refused"]) == (3, 0)
    holds([Fact("Hartlow", STREAM, "2005/06", None), *NEIGHBOURS])
    (problem,) = errors_at(record, "C4")
    assert problem["severity"] == "warning"
    assert problem["value"].strip() == text.strip()
    assert problem["heading"] == "Amount (£)"


@pytest.mark.parametrize(
    "text", ["*", "c", "see note 3", "to be agreed", "approx 12,500", "12,500 or 13,000", "12,500?", "twelve", "x", "#"]
)
def test_words_in_a_sum_are_told_with_their_cell_and_never_read_as_a_figure(text: str) -> None:
    """They may be kept as not quantified (a warning) or refused (an error); the neighbours go in."""
    status, record = attempted(listed(text))
    assert status == 0
    (problem,) = errors_at(record, "C4")
    kept = [Fact("Hartlow", STREAM, "2005/06", None)] if problem["severity"] == "warning" else []
    holds([*kept, *NEIGHBOURS])
    assert record["rows"]["refused"] == 1 - len(kept)


def test_blank_sum_of_a_named_row_is_no_figure() -> None:
    """ "Amount (£; blank = not quantified)", yet "a blank cell says nothing": kept without a sum, or not at all."""
    status, record = attempted(listed(None))
    assert status == 0
    assert {fact for fact in stored() if fact.recipient == "Hartlow" and fact.pence is not None} == set()
    assert record["rows"]["refused"] == 0


def test_income_is_negative_unless_a_mapping_turns_it() -> None:
    brought(listed(-12_500))
    assert sum_of() == -12_500_00


def test_formula_is_read_as_the_value_that_was_stored_with_it() -> None:
    brought(listed(Formula("=12000+500", 12_500)))
    assert sum_of() == 12_500_00


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "Connexions(1)",
        "Connexions (1)",
        "Connexions*",
        "Connexions **",
        "Connexions [2]",
        "Connexions¹",
        "Connexions ²",
    ],
)
def test_footnote_mark_is_no_part_of_a_name(written: str) -> None:
    rows: list[Row] = [
        ["Funding by partner 2005/06 (£)"],
        [],
        ["Partner", STREAM, "Teenage pregnancy"],
        [written, 12_500, 800],
        ["Pennyfold", 64_000, 900],
        ["Dunmarsh", 237_500, 950],
        [],
        ["1 Figures are provisional."],
    ]
    brought(write(Path("file.xlsx"), Grid("Partners", rows)))
    assert {fact.recipient for fact in stored()} == {"Connexions", "Pennyfold", "Dunmarsh"}
    assert sum_of_stream("Connexions") == {STREAM: 12_500_00, "Teenage pregnancy": 800_00}


def test_footnote_mark_is_no_part_of_a_heading() -> None:
    rows: list[Row] = [
        ["Funding by partner 2005/06 (£)"],
        [],
        ["Partner", "Supporting People(1)", "Teenage pregnancy **"],
        ["Hartlow", 12_500, 800],
        ["Pennyfold", 64_000, 900],
    ]
    brought(write(Path("file.xlsx"), Grid("Partners", rows)))
    assert {fact.stream for fact in stored()} == {STREAM, "Teenage pregnancy"}


def test_name_with_and_without_its_mark_is_one_body() -> None:
    rows: list[Row] = [
        ["Recipient", "Funding stream", "Year", "Amount (£)"],
        ["Connexions(1)", STREAM, "2005/06", 10],
        ["Connexions", STREAM, "2006/07", 20],
        ["Hartlow", STREAM, "2006/07", 30],
    ]
    record = brought(write(Path("file.xlsx"), Grid("List", rows)))
    assert record["added"]["Partner"] == 2
    assert {(f.year, f.pence) for f in stored() if f.recipient == "Connexions"} == {
        ("2005/06", 1000),
        ("2006/07", 2000),
    }


def test_brackets_that_are_part_of_a_name_stay() -> None:
    brought(listed(10, name="Hartlow (South)"))
    assert "Hartlow (South)" in {fact.recipient for fact in stored()}


@pytest.mark.parametrize("written", [f"Upper{NBSP}Thrale", " Upper  Thrale ", "Upper\nThrale"])
def test_spaces_in_names_are_collapsed(written: str) -> None:
    brought(listed(10, name=written))
    assert "Upper Thrale" in {fact.recipient for fact in stored()}


def sum_of_stream(name: str) -> dict[str, int | None]:
    return {fact.stream: fact.pence for fact in stored() if fact.recipient == name}
