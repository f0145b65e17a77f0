"""What looks wrong with the money of an import, beside the rest of the file and beside the map: in these words."""

from __future__ import annotations

from pathlib import Path

from tests.finance.grids import Grid, Row, write
from tests.finance.importing import Record, brought

NRF, SP = "Neighbourhood Renewal Fund", "Supporting People"
HEADS: Row = ["Recipient", "Funding stream", "Year", "Amount (£)", "Line"]


def listed(*rows: Row, name: str = "list", heads: Row = HEADS) -> Path:
    return write(Path(f"{name}.xlsx"), Grid("List", [heads, *rows]))


def warned(record: Record, code: str) -> list[tuple[str | None, str, str]]:
    """Cell, message and hint of each warning of a kind."""
    found = [one for one in record["problems"] if one["code"] == code]
    assert {one["severity"] for one in found} <= {"warning"}
    return [(one["cell"], one["message"], one["hint"]) for one in found]


def test_sums_a_thousand_times_those_of_the_map_are_told_once_a_stream() -> None:
    brought(listed(["Hartlow", NRF, "2005/06", 40], ["Pennyfold", NRF, "2005/06", 60], name="before"))
    record = brought(listed(["Hartlow", NRF, "2006/07", 41_000], ["Pennyfold", NRF, "2006/07", 59_000], name="now"))
    assert warned(record, "unit-suspect") == [
        (
            "D2",
            f"The sums of “{NRF}” are about a thousand times those that the map has of it.",
            "Check the unit: pounds or thousands. It can be set in the mapping: [money] unit.",
        )
    ]


def test_sum_far_from_those_of_other_years_is_told_with_the_rule() -> None:
    sums = {"2004/05": 20_000, "2005/06": 21_000, "2006/07": 110_000}
    rows: list[Row] = [["Hartlow", NRF, year, amount] for year, amount in sums.items()]
    record = brought(listed(*rows))
    assert warned(record, "far-from-other-years") == [
        (
            "D4",
            "£110,000 in 2006/07 is far from other years: their median is £20,500.",
            "Right, if it is so; told where a sum is over 5 times that median, or under a fifth of it.",
        )
    ]


def test_small_sums_may_differ_much_from_year_to_year() -> None:
    record = brought(listed(["Hartlow", NRF, "2004/05", 20], ["Hartlow", NRF, "2005/06", 900]))
    assert warned(record, "far-from-other-years") == []


def test_year_far_from_the_others_of_its_table_is_told() -> None:
    years: list[Row] = [["Hartlow", NRF, year, 100] for year in ("2004/05", "2005/06", "2006/07", "1905/06")]
    record = brought(listed(*years))
    assert warned(record, "year-out-of-step") == [
        ("C5", "1905/06 lies more than 10 years from the other years of this table.", "Correct it, if it is a slip.")
    ]


def test_year_of_a_mapping_that_the_title_speaks_against_is_told() -> None:
    Path("M.toml").write_text('[constants]\nyear = "2006/07"\n', encoding="utf-8")
    rows: list[Row] = [["Funding 2005/06 (£)"], ["Recipient", "Funding stream", "Amount"], ["Hartlow", NRF, 10]]
    record = brought(write(Path("list.xlsx"), Grid("List", rows)), "--mapping", "M.toml")
    assert warned(record, "year-out-of-step") == [
        (None, "The sums are taken for 2006/07, and the title speaks of 2005/06.", "Correct the year in the mapping.")
    ]


def test_the_same_sum_twice_in_a_file_is_told_unless_a_line_tells_them_apart() -> None:
    record = brought(
        listed(
            ["Hartlow", NRF, "2005/06", 500, None],
            ["Hartlow", NRF, "2005/06", 500, None],
            ["Hartlow", SP, "2005/06", 700, "a"],
            ["Hartlow", SP, "2005/06", 700, "b"],
        )
    )
    assert warned(record, "possible-double-count") == [
        (
            "D3",
            "The same sum, £500 of the same stream for the same recipient and year, stands in D2 of List.",
            "Delete one, or tell the two apart by a line.",
        )
    ]


def test_the_same_sum_in_the_map_already_is_told() -> None:
    brought(listed(["Hartlow", NRF, "2005/06", 500, "a"], name="one"))
    record = brought(listed(["Hartlow", NRF, "2005/06", 500, "b"], name="two"))
    assert [(cell, message) for cell, message, _ in warned(record, "possible-double-count")] == [
        (
            "D2",
            "The same sum, £500 of the same stream for the same recipient and year, stands in the map, "
            "from another file or another row.",
        )
    ]


def test_row_whose_own_total_is_wrong_is_told_and_its_sums_go_in() -> None:
    heads: Row = ["Recipient", NRF, SP, "Total"]
    rows: list[Row] = [["Grants 2005/06 (£)"], heads, ["Hartlow", 10, 20, 30], ["Pennyfold", 40, 50, 95]]
    record = brought(write(Path("list.xlsx"), Grid("List", rows)))
    assert warned(record, "total-differs") == [
        (
            "D4",
            "The row's own total is £95, and its sums make £90: a difference of £5.",
            "The sums are imported as they are.",
        )
    ]
    assert record["rows"]["imported"] == 2
