"""Checks on the money: each warns with its cell and its rule in words, and stops nothing."""

from __future__ import annotations

from pathlib import Path

from tests.cli.commands import done
from tests.finance.grids import Grid, write
from tests.finance.importing import Record, brought, stored

HEAD = "Recipient,Funding stream,Year,Amount (£)\n"
UNIT = "Check the unit: pounds or thousands. It can be set in the mapping: [money] unit."
FAR = "Right, if it is so; told where a sum is over five times that median, or under a fifth of it."
TWICE = "Delete one, or tell the two apart by a line."


def listed(name: str, *rows: str, head: str = HEAD) -> Path:
    path = Path(f"{name}.csv")
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def told(record: Record, code: str) -> list[tuple[str | None, str, str]]:
    """The cell, the message and the hint of each problem of a code; all are warnings."""
    found = [problem for problem in record["problems"] if problem["code"] == code]
    assert {problem["severity"] for problem in found} <= {"warning"}
    return [(problem["cell"], problem["message"], problem["hint"]) for problem in found]


def test_sums_a_thousand_times_those_in_the_map_are_suspected_of_another_unit() -> None:
    brought(listed("first", "Hartlow,NRF,2005/06,120", "Kelmoor,NRF,2005/06,250", "Dale,NRF,2005/06,310"))
    record = brought(
        listed("next", "Hartlow,NRF,2006/07,118000", "Kelmoor,NRF,2006/07,260000", "Dale,NRF,2006/07,300000")
    )
    assert told(record, "unit-suspect") == [
        ("D2", "The sums of “NRF” are about a thousand times those that the map has of it.", UNIT)
    ]
    record = brought(listed("last", "Hartlow,NRF,2007/08,0.12", "Kelmoor,NRF,2007/08,0.2", "Dale,NRF,2007/08,0.3"))
    assert told(record, "unit-suspect") == []  # between the two the map's own median says nothing


def test_sums_a_thousandth_of_those_in_the_map_are_suspected_of_another_unit() -> None:
    brought(listed("first", "Hartlow,NRF,2005/06,118000", "Kelmoor,NRF,2005/06,260000"))
    record = brought(listed("next", "Hartlow,NRF,2006/07,120", "Kelmoor,NRF,2006/07,250"))
    assert told(record, "unit-suspect") == [
        ("D2", "The sums of “NRF” are about a thousandth of those that the map has of it.", UNIT)
    ]


def test_sums_of_the_same_size_are_not_suspected() -> None:
    brought(listed("first", "Hartlow,NRF,2005/06,120000", "Kelmoor,NRF,2005/06,250000"))
    record = brought(listed("next", "Hartlow,NRF,2006/07,240000", "Kelmoor,NRF,2006/07,90000"))
    assert told(record, "unit-suspect") == told(record, "far-from-other-years") == []


def test_sum_far_from_those_of_other_years_is_told() -> None:
    rows = ["Hartlow,NRF,2005/06,50000", "Hartlow,NRF,2006/07,52000", "Hartlow,NRF,2007/08,520000"]
    record = brought(listed("years", *rows))
    assert told(record, "far-from-other-years") == [
        ("D4", "£520,000 in 2007/08 is far from other years, whose median is £52,000.", FAR)
    ]


def tables(year: str, *times: int) -> Path:
    """Alike tables on sheets of their own, that tell different things of the same councils and streams."""
    titles = ("Net cost", "Income", "Capital charges")
    grids = [
        Grid(title, [[f"{title} {year}"], ["Local authority", "NRF", "SRB"], ["Hartlow", 9_000 * one, 8_000 * one],
                     ["Kelmoor", 7_000 * one, 6_000 * one], ["Dale", 5_000 * one, 4_000 * one]])
        for title, one in zip(titles, times, strict=True)
    ]  # fmt: skip
    return write(Path(f"{year[:4]}.xlsx"), *grids)


def test_alike_tables_of_one_file_are_held_each_to_its_own_other_years() -> None:
    brought(tables("2010-11", 1, 20, 400))
    assert told(brought(tables("2011-12", 1, 20, 400)), "far-from-other-years") == []
    assert told(brought(tables("2012-13", 1, 20, 4)), "far-from-other-years") == [
        (cell, f"£{pounds // 100:,} in 2012/13 is far from other years, whose median is £{pounds:,}.", FAR)
        for cell, pounds in [
            ("B3", 3_600_000), ("C3", 3_200_000), ("B4", 2_800_000), ("C4", 2_400_000), ("B5", 2_000_000),
            ("C5", 1_600_000),
        ]
    ]  # fmt: skip


def test_small_sums_that_differ_are_not_told() -> None:
    record = brought(listed("years", "Hartlow,NRF,2005/06,500", "Hartlow,NRF,2006/07,9000"))
    assert told(record, "far-from-other-years") == []


def test_year_far_from_the_others_of_its_table_is_told() -> None:
    rows = [f"Hartlow,Fund {n},2005/06,{n}00" for n in range(1, 6)]
    record = brought(listed("slip", *rows, "Kelmoor,Fund 9,2050/51,900"))
    assert told(record, "year-out-of-step") == [
        ("C7", "2050/51 lies more than 10 years from the other years of this table.", "Correct it, if it is a slip.")
    ]


def test_title_that_speaks_of_another_year_than_the_mapping_is_told() -> None:
    path = listed("grants", "Hartlow,100", "Kelmoor,200", head="Grants 2006/07\nRecipient,Amount (£)\n")
    Path("m.toml").write_text(
        '[columns]\nrecipient = "Recipient"\namount = "Amount (£)"\n[constants]\nstream = "NRF"\nyear = "2005/06"\n',
        encoding="utf-8",
    )
    record = brought(path, "--mapping", "m.toml")
    assert told(record, "year-out-of-step") == [
        (
            None,
            "The sums are taken for 2005/06, and the title speaks of 2006/07.",
            "Correct the year in the mapping.",
        )
    ]


def test_same_sum_twice_in_a_file_is_told_and_both_are_kept() -> None:
    record = brought(listed("twice", "Hartlow,NRF,2005/06,700", "Kelmoor,NRF,2005/06,700", "Hartlow,NRF,2005/06,700"))
    assert told(record, "possible-double-count") == [
        ("D4", "The same sum, £700 of the same stream for the same recipient and year, stands in D2 of twice.", TWICE)
    ]
    assert len(stored()) == 3


def test_like_sums_that_a_line_tells_apart_are_not_told() -> None:
    head = "Recipient,Funding stream,Year,Amount (£),Reference\n"
    record = brought(listed("lines", "Hartlow,NRF,2005/06,700,A1", "Hartlow,NRF,2005/06,700,A2", head=head))
    assert told(record, "possible-double-count") == []


def test_sum_that_another_file_gave_under_another_line_is_told() -> None:
    brought(listed("first", "Hartlow,NRF,2005/06,700"))
    head = "Recipient,Funding stream,Year,Amount (£),Reference\n"
    record = brought(listed("second", "Hartlow,NRF,2005/06,700,A1", head=head))
    assert told(record, "possible-double-count") == [
        (
            "D2",
            "The same sum, £700 of the same stream for the same recipient and year, stands in the map, from first.csv "
            "› first!D2.",
            TWICE,
        )
    ]


def test_list_that_came_before_under_other_lines_is_told_in_one_line() -> None:
    rows = [f"Body {number},NRF,2005/06,{number}00" for number in range(1, 13)]
    brought(listed("first", *rows))
    head = "Recipient,Funding stream,Year,Amount (£),Reference\n"
    record = brought(listed("second", *[f"{row},A{at}" for at, row in enumerate(rows)], head=head))
    assert told(record, "possible-double-count") == [
        (
            "D2",
            "12 sums, £7,800 in all, stand a second time, of the same stream for the same recipient and year: "
            "D2 in the map, from first.csv › first!D2, D3 in the map, from first.csv › first!D3, "
            "D4 in the map, from first.csv › first!D4 and 9 more.",
            "Where one list came in twice, keep one of the two: partnermap undo takes the other back.",
        )
    ]


def test_list_that_stands_twice_in_a_file_is_told_in_one_line() -> None:
    rows = [f"Body {number},NRF,2005/06,{number}00" for number in range(1, 12)]
    record = brought(listed("twice", *rows, *rows))
    assert told(record, "possible-double-count") == [
        (
            "D13",
            "11 sums, £6,600 in all, stand a second time, of the same stream for the same recipient and year: "
            "D13 in D2 of twice, D14 in D3 of twice, D15 in D4 of twice and 8 more.",
            "Delete one of each, or tell the two apart by a line.",
        )
    ]
    assert len(stored()) == 22


def test_total_of_a_row_that_its_sums_do_not_make_is_told_with_its_cell() -> None:
    head = "Recipient,Funding stream,2005/06 (£),2006/07 (£),Total (£)\n"
    record = brought(listed("years", "Hartlow,NRF,10,20,30", "Kelmoor,NRF,30,40,75", head=head))
    assert told(record, "total-differs") == [
        (
            "E3",
            "The row's own total is £75, and its sums make £70: a difference of £5.",
            "The sums are imported as they are.",
        )
    ]
    assert sorted(fact.pence or 0 for fact in stored()) == [1000, 2000, 3000, 4000]


def test_mapping_that_was_worked_out_is_written_down_and_reads_the_file_the_same() -> None:
    path = listed("years", "Hartlow,NRF,10,20", "Kelmoor,NRF,30,40", head="Recipient,Stream,2005/06,2006/07\n")
    record = brought(path)
    Path("m.toml").write_text(record["mapping"], encoding="utf-8")
    again = brought(path, "--mapping", "m.toml")
    assert again["import"] is None
    assert again["mapping"] == record["mapping"]
    assert record["mapping"] in done("import", "--dry-run", path)
