"""What a workbook says without words: hidden parts, colours. Named, and never dropped silently."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.finance.facts import BODIES, Fact, facts_of
from tests.finance.families import Made, long_list, outturn
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import brought, holds, holds_turned, said_of, table_of

HIDDEN = Grid(
    "Working copy",
    [
        ["Supporting People 2004/05 (£)"],
        [],
        ["Recipient", "Funding stream", "Year", "Amount (£)"],
        ["Hartlow", "Supporting People", "2004/05", 999],
        ["Pennyfold", "Supporting People", "2004/05", 998],
    ],
    hidden=True,
)


def facts() -> list[Fact]:
    return facts_of(BODIES[4:9], unit=1)


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods"])
def test_hidden_sheet_is_named_and_not_read(kind: str) -> None:
    one = long_list(facts())
    one.grids.append(HIDDEN)
    record = brought(one.write(Path(f"file{kind}")))
    holds(one.facts)
    told = [problem for problem in record["problems"] if problem["code"] != "created"]
    assert [(problem["code"], problem["severity"], problem["sheet"]) for problem in told] == [
        ("hidden-sheet", "warning", "Working copy")
    ]


def test_hidden_sheet_is_read_when_a_mapping_asks_for_it() -> None:
    one = long_list(facts())
    one.grids.insert(0, HIDDEN)
    Path("m.toml").write_text('sheet = "Working copy"\n', encoding="utf-8")
    brought(one.write(Path("file.xlsx")), "--mapping", "m.toml")
    holds(
        [
            Fact("Hartlow", "Supporting People", "2004/05", 999_00),
            Fact("Pennyfold", "Supporting People", "2004/05", 998_00),
        ]
    )


@pytest.mark.parametrize("kind", [".xlsx", ".xls"])
def test_hidden_row_is_named_and_not_read(kind: str) -> None:
    """Its sum is lacking in the total of the file, which is shown like any other difference."""
    one = long_list(facts(), once=False)
    one.grids[0].hidden_rows = [4]  # row 5
    gone = _fact_of_row(one, 4)
    record = brought(one.write(Path(f"file{kind}")))
    holds(fact for fact in one.facts if fact != gone)
    assert [each["message"] for each in record["problems"] if each["code"] == "hidden-rows"] == [
        "Rows are hidden and were not read: 5."
    ]
    assert "total-differs" in {problem["code"] for problem in record["problems"]}


def _fact_of_row(one: Made, row: int) -> Fact:
    stream, recipient, year, _ = one.grids[0].rows[row]
    (fact,) = [f for f in one.facts if (f.stream, f.recipient, f.year) == (stream, recipient, year)]
    assert fact.pence
    return fact


def _tells_more(record: dict[str, object], name: str, plain: Grid) -> bool:
    """Whether more is said than of the same sheet without its marks."""
    path = write(Path("plain") / name, plain)
    result = run("--store", "plain.db", "import", path, "--dry-run", "--create-missing", "--format", "json")
    return len(said_of(record)) > len(said_of(json.loads(result.stdout)))


@pytest.mark.parametrize("kind", [".xlsx", ".xls"])
def test_hidden_column_is_named_and_not_read(kind: str) -> None:
    one = outturn(facts_of(years=["2010/11"]))
    one.grids[0].hidden_columns = [6]
    record = brought(one.write(Path(f"file{kind}")))
    holds_turned(fact for fact in one.facts if fact.stream != one.streams[1])
    assert [each["message"] for each in record["problems"] if each["code"] == "hidden-columns"] == [
        "Columns are hidden and were not read: G."
    ]
    assert one.streams[1] not in table_of(record)["streams"]


@pytest.mark.parametrize("where", ["fills", "inks"])
def test_colour_that_carries_meaning_is_shown(where: str) -> None:
    """Two sums in red, or on yellow, as for figures that are not agreed: they are imported, and it is said."""
    one = long_list(facts(), once=False)
    colour = {"fills": "#FFFF00", "inks": "#FF0000"}[where]
    setattr(one.grids[0], where, {(4, 3): colour, (6, 3): colour})
    record = brought(one.write(Path("file.xlsx")))
    holds(one.facts)
    assert _tells_more(record, "file.xlsx", Grid(one.grids[0].name, one.grids[0].rows))


def test_colour_of_headings_alone_says_nothing() -> None:
    one = long_list(facts(), once=False)
    one.grids[0].fills = {(2, column): "#DDDDDD" for column in range(4)}
    record = brought(one.write(Path("file.xlsx")))
    holds(one.facts)
    assert not _tells_more(record, "file.xlsx", Grid(one.grids[0].name, one.grids[0].rows))


def test_sums_of_a_hidden_sheet_alone_are_no_import() -> None:
    """Nothing but a front page is to be seen: nothing is imported, and the hidden sheet is named."""
    front: list[Row] = [["Front page"], ["Nothing here"]]
    path = write(Path("file.xlsx"), Grid("Front", front), HIDDEN)
    result = run("import", path, "--yes", "--create-missing", "--format", "json")
    assert result.exit_code == 1
    assert "Working copy" in result.stdout
    holds([])
