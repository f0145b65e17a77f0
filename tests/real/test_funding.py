"""Real finance workbooks: what is imported is what the files say, to the pound, and what does not add up is shown.

They are large and not ours to carry: `PARTNERMAP_PUBLIC_DATA` names the folder that holds `funding/`.
The truth is read from the files by the reader of cells alone.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.commands import done, run
from tests.finance.importing import all_reconciled, brought, codes, headings, pounds, stored, table_of
from tests.finance.mappings import WORKED, mapping

FOLDER = Path(os.environ.get("PARTNERMAP_PUBLIC_DATA", "")) / "funding"
OUTTURN, ACCOUNT, REGISTER = "RS_2010-11_by_LA.xls", "RA_2021-22_data_by_LA.csv", "ABCT_grants_2013-2020.xlsx"
pytestmark = pytest.mark.skipif(
    not (os.environ.get("PARTNERMAP_PUBLIC_DATA") and FOLDER.is_dir()),
    reason="PARTNERMAP_PUBLIC_DATA names no folder with funding/ in it",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARTNERMAP_STORE", raising=False)
    monkeypatch.setenv("PARTNERMAP_USER", "JB")
    monkeypatch.chdir(tmp_path)


# -- the outturn of 2010-11 ----------------------------------------------------------------------

SHEETS = [f"RS LA Data 2010-11 ({number})" for number in (1, 2, 3)]
HEADER, FIRST, LAST, ENGLAND = 5, 7, 451, 453
CLASSES = range(456, 462)


@pytest.fixture(scope="module")
def outturn() -> dict[str, list[list[Any]]]:
    """Each data sheet's cells; row 1 of the spreadsheet is row 0."""
    book = CalamineWorkbook.from_path(FOLDER / OUTTURN)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in SHEETS}


def columns_of(rows: list[list[Any]]) -> list[int]:
    return [at for at in range(5, len(rows[HEADER])) if rows[HEADER][at] != ""]


def test_truth_of_the_outturn_is_as_it_is_known(outturn: dict[str, list[list[Any]]]) -> None:
    rows = outturn[SHEETS[0]]
    at = rows[HEADER].index("Area Based Grant (ABG)")
    bodies = rows[FIRST:LAST]
    assert (len(bodies), len(columns_of(rows)), rows[ENGLAND][1]) == (444, 96, "ENGLAND")
    assert sum(row[at] for row in bodies) == rows[ENGLAND][at] == -4_363_416


def test_worked_example_of_the_contract(outturn: dict[str, list[list[Any]]]) -> None:
    record = brought(FOLDER / OUTTURN, *mapping(WORKED))
    assert record["rows"]["imported"] == 444
    assert record["rows"]["refused"] == 0
    (total,) = record["totals"]
    assert (total["file"], total["sheet"]) == (OUTTURN, SHEETS[0])
    assert pounds(total["imported"]) == 4_363_416_000
    assert abs(pounds(total["in_file"])) == 4_363_416_000
    assert pounds(total["difference"]) == 0
    table = table_of(record)
    assert (table["header_row"], table["unit"], table["year"]) == (6, "thousand", "2010/11")
    assert table["streams"] == ["Area Based Grant (ABG)"]
    assert _stored_by_name("Area Based Grant") == _of_column(outturn[SHEETS[0]], "Area Based Grant (ABG)")


def _of_column(rows: list[list[Any]], heading: str) -> dict[str, int]:
    """Pence by council; what is nought is left out."""
    at = rows[HEADER].index(heading)
    return {headings(row[1]): int(-row[at] * 100_000) for row in rows[FIRST:LAST] if row[at]}


def _stored_by_name(stream: str) -> dict[str, int]:
    facts = [fact for fact in stored() if fact.pence]
    assert {(fact.stream, fact.year) for fact in facts} == {(stream, "2010/11")}
    return {fact.recipient: fact.pence or 0 for fact in facts}


def test_worked_example_is_answered_corrected_taken_back_and_in_again() -> None:
    options = mapping(WORKED)
    first = brought(FOLDER / OUTTURN, *options)
    report = json.loads(run("report", "funding", "--year", "2010/11", "--format", "json").stdout)
    assert pounds(report["totals"]["counted"]) == 4_363_416_000
    assert brought(FOLDER / OUTTURN, *options)["import"] is None
    done("undo", first["import"])
    assert stored() == []
    assert brought(FOLDER / OUTTURN, *options)["rows"] == first["rows"]
    assert sum(fact.pence or 0 for fact in stored()) == 436_341_600_000


def test_all_columns_and_class_totals_agree_without_a_mapping(outturn: dict[str, list[list[Any]]]) -> None:
    """ "All 96 columns and the class totals likewise": difference 0 with the ENGLAND row, and with each class's."""
    record = brought(FOLDER / OUTTURN, "--dry-run")
    all_reconciled(record)
    assert record["rows"]["refused"] == 0
    assert record["rows"]["imported"] in {444 * len(SHEETS), 444}
    totals = [*record["totals"], *record.get("breakdowns", [])]
    assert {pounds(one["difference"]) for one in totals} == {Decimal(0)}
    looked_at = Counter(abs(pounds(one["in_file"])) for one in totals if one["sheet"] == SHEETS[0])
    rows = outturn[SHEETS[0]]
    for at in (ENGLAND, *CLASSES):
        wanted = Counter(abs(Decimal(str(rows[at][column])) * 1000) for column in columns_of(rows))
        assert not wanted - looked_at, f"{rows[at][1]}: {len(list((wanted - looked_at).elements()))} of 96 lacking"


def test_columns_that_the_outturn_hides_are_told_and_not_read() -> None:
    """Its first sheet hides none; the others hide those that do not apply to them."""
    record = brought(FOLDER / OUTTURN, "--dry-run")
    assert [one["sheet"] for one in record["problems"] if one["code"] == "hidden-columns"] == list(SHEETS[1:])
    counted = Counter(one["sheet"] for one in record["totals"])
    assert counted == {SHEETS[0]: 96, SHEETS[1]: 36, SHEETS[2]: 32}


def test_outturn_is_understood_without_a_mapping() -> None:
    record = brought(FOLDER / OUTTURN, "--dry-run")
    tables = {table["sheet"]: table for table in record["understood"] if table["columns"]}
    assert set(SHEETS) <= set(tables)
    for sheet in SHEETS:
        table = tables[sheet]
        assert (table["header_row"], table["unit"], table["year"]) == (6, "thousand", "2010/11")
        assert table["columns"]["recipient"] == "Local authority"
    assert "Area Based Grant (ABG)" in tables[SHEETS[0]]["streams"]


def test_outturn_goes_in_without_a_mapping_to_the_pound(outturn: dict[str, list[list[Any]]]) -> None:
    """Each sheet's sums are kept; a stream of income may be turned."""
    brought(FOLDER / OUTTURN)
    of_grant = [f for f in stored() if f.stream.startswith("Area Based Grant") and f.pence]
    truth = _of_column(outturn[SHEETS[0]], "Area Based Grant (ABG)")
    signs = {1 if f.pence and f.pence > 0 else -1 for f in of_grant}
    assert {f.recipient: abs(f.pence or 0) for f in of_grant} == {name: abs(sum_) for name, sum_ in truth.items()}
    assert len(signs) == 1


# -- the account of 2021-22 ----------------------------------------------------------------------

RSG = "Revenue Support Grant"
ACCOUNT_MAPPING = f"""
[columns]
recipient = "Local authority"
[streams]
"{RSG}" = "{RSG}"
[constants]
year = "2021/22"
[money]
unit = "thousand"
income = "negative"
[rows]
total = ["ENGLAND"]
skip = ["CLASS BREAKDOWN"]
skip_below = true
"""
NOT_RETURNED = 6
"""Authorities with `...` in every column."""


@pytest.fixture(scope="module")
def account() -> list[list[str]]:
    """The records of the csv: headings in record 7, 425 authorities from record 8, ENGLAND in record 435."""
    with (FOLDER / ACCOUNT).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def thousands(text: str) -> int | None:
    return None if text.strip() == "..." else int(text.replace(",", ""))


def test_truth_of_the_account_is_as_it_is_known(account: list[list[str]]) -> None:
    at = account[6].index(RSG)
    bodies = account[7:432]
    assert all(row[0] and row[2] and row[4] for row in bodies)
    assert (len(bodies), account[434][2]) == (425, "ENGLAND")
    rows, england = sum(thousands(row[at]) or 0 for row in bodies), thousands(account[434][at])
    assert (rows, england) == (-1_649_391, -1_666_606)
    assert sum(thousands(row[at]) is None for row in bodies) == NOT_RETURNED
    assert rows - (england or 0) == 17_215


def test_account_whose_total_is_wrong_is_shown_and_not_smoothed(account: list[list[str]]) -> None:
    record = brought(FOLDER / ACCOUNT, *mapping(ACCOUNT_MAPPING))
    assert record["rows"]["imported"] == 425
    assert record["rows"]["refused"] == 0
    (total,) = record["totals"]
    assert abs(pounds(total["in_file"])) == 1_666_606_000
    assert abs(pounds(total["imported"])) == 1_649_391_000
    assert abs(pounds(total["difference"])) == 17_215_000
    # the classes below may be held against their rows as well, and two of them differ too
    (problem,) = [one for one in record["problems"] if (one["code"], one["cell"]) == ("total-differs", "GQ435")]
    assert problem["severity"] == "warning"
    assert "17,215,000" in problem["message"] + problem["hint"]
    at = account[6].index(RSG)
    truth = {headings(row[2]): -(thousands(row[at]) or 0) * 100_000 for row in account[7:432] if thousands(row[at])}
    found = stored()
    assert {fact.recipient: fact.pence for fact in found if fact.pence} == truth
    assert sum(fact.pence is None for fact in found) == NOT_RETURNED


def test_account_is_understood_without_a_mapping() -> None:
    table = table_of(brought(FOLDER / ACCOUNT, "--dry-run"))
    assert (table["header_row"], table["unit"], table["year"]) == (7, "thousand", "2021/22")
    assert table["columns"]["recipient"] == "Local authority"
    assert RSG in table["streams"]


def test_every_column_of_the_account_is_held_against_its_total(account: list[list[str]]) -> None:
    """203 of its 250 columns do not add up to ENGLAND, most for the six that did not return; all are shown."""
    record = brought(FOLDER / ACCOUNT, "--dry-run")
    looked_at = Counter((abs(pounds(t["in_file"])), abs(pounds(t["difference"]))) for t in record["totals"])
    wanted: Counter[tuple[Decimal, Decimal]] = Counter()
    for at in _money_columns(account):
        england = thousands(account[434][at]) or 0
        rows = sum(thousands(row[at]) or 0 for row in account[7:432])
        wanted[Decimal(abs(england) * 1000), Decimal(abs(england - rows) * 1000)] += 1
    assert sum(wanted.values()) == 250
    assert sum(count for (_, difference), count in wanted.items() if difference) == 203
    assert not wanted - looked_at, f"{sum((wanted - looked_at).values())} of 250 columns lacking"
    assert codes(record)["total-differs"]


def _money_columns(account: list[list[str]]) -> Iterator[int]:
    return (at for at in range(5, len(account[6])) if account[6][at].strip())


# -- a foundation's register ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def grants() -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_path(FOLDER / REGISTER).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_register_goes_in_without_a_mapping(grants: list[dict[str, Any]]) -> None:
    record = brought(FOLDER / REGISTER)
    assert (record["rows"]["imported"], record["rows"]["refused"]) == (783, 0)
    found = stored()
    assert len(found) == 783
    assert sum(fact.pence or 0 for fact in found) == 1_278_562_500
    by_year: Counter[str] = Counter()
    for grant in grants:
        by_year[_year(grant["Award Date"])] += round(grant["Amount Awarded"] * 100)
    kept: Counter[str] = Counter()
    for fact in found:
        kept[fact.year] += fact.pence or 0
    assert kept == by_year


def test_register_keeps_each_recipient_s_money_apart(grants: list[dict[str, Any]]) -> None:
    """Names that differ in case alone are one body: 345 of the 350 spellings."""
    brought(FOLDER / REGISTER)
    truth: Counter[str] = Counter()
    for grant in grants:
        truth[headings(grant["Recipient Org:Name"]).casefold()] += round(grant["Amount Awarded"] * 100)
    found: Counter[str] = Counter()
    for fact in stored():
        found[fact.recipient.casefold()] += fact.pence or 0
    assert len(truth) == 345
    assert found == truth


def test_register_with_a_mapping() -> None:
    text = """
[columns]
recipient = "Recipient Org:Name"
stream = "Grant Programme:Title"
year = "Award Date"
amount = "Amount Awarded"
line = "Identifier"
[money]
unit = "one"
"""
    record = brought(FOLDER / REGISTER, *mapping(text))
    assert (record["rows"]["imported"], record["rows"]["refused"]) == (783, 0)
    assert {fact.stream for fact in stored()} == {
        "Migrants and Refugees",
        "Human Rights, particularly access to justice",
        "Criminal Justice and penal reform",
    }
    assert sum(fact.pence or 0 for fact in stored()) == 1_278_562_500
    assert table_of(record)["unit"] == "one"


@pytest.mark.parametrize("name", [OUTTURN, ACCOUNT, REGISTER])
def test_again_nothing_changes(name: str) -> None:
    brought(FOLDER / name)
    before = len(stored())
    assert brought(FOLDER / name)["import"] is None
    assert len(stored()) == before
    done("undo", 1)
    assert stored() == []


def _year(day: dt.date) -> str:
    first = day.year - (day.month < 4)
    return f"{first}/{(first + 1) % 100:02}"
