"""``report`` prints or writes an answer in five forms; nothing in them runs, and no half file is left."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.commands import AREAS, PARTNERS, asked, county, done, refused, run

pytestmark = pytest.mark.usefixtures("imported")
DAY = ("--as-of", "22/03/2005")
REPORTS = ("two-tier", "engagement", "missing", "funding", "thread")
COLUMNS = [
    "code", "severity", "subject", "partner", "area", "theme", "agreement", "open", "message", "sources", "dismissed",
]  # fmt: skip


@pytest.mark.parametrize("report", REPORTS)
def test_json_has_the_shape_of_the_contract(report: str) -> None:
    record = asked("report", report, *DAY)
    assert list(record)[:5] == ["report", "as_of", "scope", "findings", "tables"]
    assert (record["report"], record["as_of"]) == (report, "2005-03-22")
    assert record["scope"] == {"agreement": None, "area": None, "year": None, "framework": "laa-2005"}
    assert all(list(one) == COLUMNS[:-1] for one in record["findings"])
    assert ("totals" in record) == (report == "funding")


def test_finding_names_the_cell_it_rests_on() -> None:
    (found,) = (one for one in asked("report", "two-tier", *DAY)["findings"] if one["subject"] == "Hartlow")
    assert found == {
        "code": "no-lsp",
        "severity": "medium",
        "subject": "Hartlow",
        "partner": None,
        "area": "Hartlow",
        "theme": None,
        "agreement": None,
        "open": [],
        "message": "Hartlow has no general partnership of its own, such as an LSP.",
        "sources": ["Areas.csv › Areas!A3"],
    }


def test_table_puts_findings_in_words_with_their_cells() -> None:
    said = done("report", "two-tier", *DAY)
    assert "\nMEDIUM (2)\n  no-lsp: Hartlow has no general partnership of its own, such as an LSP.\n" in said
    assert "\n      [Areas.csv › Areas!A3]\n" in said
    assert "\nseats\n  county    partner" in said


def test_csv_has_a_row_a_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(done("report", "two-tier", *DAY, "--format", "csv"))))
    assert list(rows[0]) == COLUMNS
    assert [row["message"] for row in rows] == [one["message"] for one in asked("report", "two-tier", *DAY)["findings"]]


def read(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """A workbook's sheets as rows."""
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path)}


def test_xlsx_has_a_sheet_a_table() -> None:
    assert run("report", "funding", *DAY, "--out", "funding.xlsx").stderr == "Written to funding.xlsx.\n"
    sheets = read(Path("funding.xlsx"))
    record = asked("report", "funding", *DAY)
    assert list(sheets) == ["findings", *record["tables"], "totals"]


def test_html_stands_alone() -> None:
    page = done("report", "two-tier", *DAY, "--format", "html")
    assert page.startswith("<!doctype html>")
    assert "default-src 'none'" in page
    assert "Hartlow has no general partnership of its own, such as an LSP." in page
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "html"])
def test_file_is_written_in_the_form_of_its_ending(form: str) -> None:
    done("report", "two-tier", *DAY, "--out", f"gaps.{form.upper()}")
    written = Path(f"gaps.{form.upper()}").read_bytes()
    starts = {"json": b"{", "csv": b"code,severity", "xlsx": b"PK", "html": b"<!doctype"}
    assert written.startswith(starts[form])


def test_form_that_is_named_goes_before_the_ending() -> None:
    done("report", "two-tier", *DAY, "--out", "gaps.txt", "--format", "json")
    assert json.loads(Path("gaps.txt").read_text(encoding="utf-8"))["report"] == "two-tier"


@pytest.mark.parametrize(("path", "why"), [("no/gaps.xlsx", "the folder is not there"), ("county", "that is a folder")])
@pytest.mark.parametrize("form", ["table", "json", "csv", "xlsx", "html"])
def test_file_that_cannot_be_written_leaves_nothing_behind(path: str, why: str, form: str) -> None:
    before = {one for one in Path().rglob("*") if ".db" not in one.name}
    result = run("report", "two-tier", *DAY, "--format", form, "--out", path)
    assert result.exit_code == 1
    assert result.stderr == f"{path}: {why}. Nothing was written. Name another file.\n"
    assert {one for one in Path().rglob("*") if ".db" not in one.name} == before


def test_file_that_was_there_is_replaced_whole() -> None:
    Path("gaps.csv").write_text("x" * 100_000, encoding="utf-8")
    done("report", "two-tier", *DAY, "--out", "gaps.csv")
    assert "xxx" not in Path("gaps.csv").read_text(encoding="utf-8")


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")']
LURED = PARTNERS + "".join(f'"{name.replace(chr(34), chr(34) * 2)}",pct,Kelmoor\n' for name in FORMULAS)


def test_csv_lets_no_formula_run() -> None:
    done("import", *county(Partners=LURED))
    rows = list(csv.DictReader(io.StringIO(done("report", "two-tier", *DAY, "--format", "csv"))))
    assert {f"'{name}" for name in FORMULAS} <= {row["subject"] for row in rows}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_xlsx_lets_no_formula_run() -> None:
    done("import", *county(Partners=LURED))
    done("report", "two-tier", *DAY, "--out", "gaps.xlsx")
    book = openpyxl.load_workbook("gaps.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert set(FORMULAS) <= {cell.value for cell in cells}
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


def test_html_lets_no_markup_run() -> None:
    done("import", *county(Partners=PARTNERS + "<script>alert(1)</script>,pct,Kelmoor\n"))
    page = done("report", "two-tier", *DAY, "--format", "html")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_report_reads_the_day_it_is_asked_for() -> None:
    late = AREAS.replace("Within\n", "Within,Since\n").replace(
        "Kelmoor,district,Selshire", "Kelmoor,district,Selshire,2006-04-01"
    )
    done("import", *county(Areas=late))
    subjects = [one["subject"] for one in asked("report", "two-tier", *DAY)["findings"] if one["code"] == "no-lsp"]
    assert subjects == ["Hartlow"]
    later = asked("report", "two-tier", "--as-of", "2006-04-01")["findings"]
    assert [one["subject"] for one in later if one["code"] == "no-lsp"] == ["Hartlow", "Kelmoor"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mising"], "There is no report “mising”. Did you mean “missing”?"),
        (["zebra"], f"There is no report “zebra”. There are: {', '.join(REPORTS)}."),
        (
            ["missing", "--agreement", "Selshire LA"],
            "There is no agreement “Selshire LA”. Did you mean “Selshire LAA”?",
        ),
        (["missing", "--area", "Hartlo"], "There is no area “Hartlo”. Did you mean “Hartlow”?"),
        (["missing", "--area", "Xyz"], "There is no area “Xyz”. There are: Hartlow, Kelmoor, Selshire."),
    ],
)
def test_report_on_what_is_not_there_is_refused(words: list[str], said: str) -> None:
    assert refused("report", *words) == said


@pytest.mark.parametrize("framework", ["laa-2004", "broken.toml", "no.toml"])
def test_report_by_a_framework_that_does_not_hold_is_refused(framework: str) -> None:
    Path("broken.toml").write_text('name = "X"\n[[expectation]]\nname = 5\n', encoding="utf-8")
    said = refused("report", "missing", "--framework", framework)
    assert said.startswith(("broken.toml", "There is no framework “laa-2004”", "no.toml"))


def test_report_by_a_framework_of_ones_own() -> None:
    Path("mine.toml").write_text(
        'name = "Mine"\n[kinds]\nguild = { sector = "private", weight = "high" }\n[[expectation]]\nname = "A guild"\n'
        'kinds = ["guild"]\nstrength = "expected"\nwhy = "it is so"\nsource = "us"\n',
        encoding="utf-8",
    )
    record = asked("report", "missing", *DAY, "--framework", "mine.toml")
    assert [one["subject"] for one in record["findings"] if one["code"] == "missing"] == ["A guild"]
    assert record["scope"]["framework"] == "mine.toml"
