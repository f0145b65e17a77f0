"""Nothing is imported until it has been seen: a rehearsal, a question at the terminal, or ``--yes``."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.commands import COUNTY, done, revision, run, sheets
from tests.finance.facts import BODIES, facts_of
from tests.finance.families import Made, long_list, outturn
from tests.finance.grids import Grid, Row, write
from tests.finance.importing import brought, holds, stored

ROOT = Path(__file__).parents[2]
CTRL_C, CTRL_D = "\x03", "\x04"


def file() -> tuple[Made, Path]:
    one = long_list(facts_of(BODIES[:4], unit=1))
    return one, one.write(Path("list.xlsx"))


@pytest.mark.parametrize("form", ["table", "json"])
def test_without_a_terminal_yes_is_wanted(form: str) -> None:
    _, path = file()
    result = run("import", path, "--create-missing", "--format", form)
    assert result.exit_code == 1
    assert "--yes" in result.stderr + result.stdout
    assert revision() == 0
    if form == "json":
        assert json.loads(result.stdout)["import"] is None


def test_what_was_understood_is_shown_though_nothing_is_imported() -> None:
    one, path = file()
    record = json.loads(run("import", path, "--create-missing", "--format", "json").stdout)
    (table,) = record["understood"]
    assert table["columns"] == one.columns
    said = run("import", path, "--create-missing")
    assert "Funding stream" in said.stdout + said.stderr


def test_dry_run_needs_no_yes_and_changes_nothing() -> None:
    _, path = file()
    said = done("import", path, "--create-missing", "--dry-run")
    assert "Funding stream" in said
    assert revision() == 0


def test_dry_run_counts_before_yes() -> None:
    _, path = file()
    assert brought(path, "--dry-run")["import"] is None
    assert revision() == 0


def test_same_file_again_needs_no_yes_or_still_wants_one_but_changes_nothing() -> None:
    one, path = file()
    brought(path)
    result = run("import", path, "--create-missing")
    assert result.exit_code in (0, 1)
    assert revision() == 1
    holds(one.facts)


def test_map_workbook_is_still_applied_at_once() -> None:
    done("import", *sheets(Path("county"), **COUNTY))
    assert revision() == 1


def test_text_says_unit_year_header_and_totals() -> None:
    one = outturn(facts_of(years=["2010/11"]))
    said = done("import", one.write(Path("RS.xls")), "--create-missing", "--dry-run")
    for word in ("RS LA Data 2010-11 (1)", "2010/11", "thousand", "Local authority", "6"):
        assert word in said
    assert f"{one.totals[0][0] // 100:,}" in said


# -- at a terminal -------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no terminals that a program can hold")
@pytest.mark.parametrize(("answer", "kept"), [("y\n", True), ("n\n", False)])
def test_question_at_the_terminal_is_asked_and_obeyed(answer: str, kept: bool) -> None:
    one, path = file()
    said = _at_a_terminal(answer, "import", str(path), "--create-missing")
    assert "Funding stream" in said
    assert "?" in said
    holds(one.facts if kept else [])


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no terminals that a program can hold")
def test_name_that_is_like_one_in_the_map_is_asked_about_and_the_answer_kept() -> None:
    """A yes joins the two names, a no keeps them apart, and the rest is added only if that is said."""
    partners = (
        "Name,Kind,Covers\nHartlow District Council,district_council,\nKelmoor District Council,district_council,\n"
    )
    done("import", *sheets(Path("map"), Partners=partners))
    path = Path("list.csv")
    path.write_text(
        "Recipient,Funding stream,Year,Amount (£)\nHartlow DC,NRF,2005/06,10\nKelmoor DC,NRF,2005/06,20\n",
        encoding="utf-8",
    )
    said = _at_a_terminal(["y\n", "n\n", "y\n", "y\n"], "import", str(path))
    assert "“Hartlow DC” (A2): is it “Hartlow District Council”? " in said
    assert "Not in the map yet, 1 recipient and 1 stream: “Kelmoor DC”, “NRF”." in said
    kinds = [line.split()[4] for line in done("history").splitlines()]
    assert kinds == ["import", "decision", "decision", "import"]
    names = {fact.recipient: fact.pence for fact in stored()}
    assert names == {"Hartlow District Council": 1000, "Kelmoor DC": 2000}
    assert brought(path)["import"] is None


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no terminals that a program can hold")
def test_how_a_file_was_read_is_shown_once_and_its_sums_again_once_names_are_added() -> None:
    one, path = file()
    said = _at_a_terminal(["y\n", "y\n"], "import", str(path))
    assert said.count("headings in row") == 1
    assert said.count(", read as shown above:") == 1
    holds(one.facts)


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no terminals that a program can hold")
@pytest.mark.parametrize("answers", [[CTRL_C], ["y\n", CTRL_C], [CTRL_D]])
def test_ctrl_c_at_a_question_ends_it_and_nothing_is_imported(answers: list[str]) -> None:
    _, path = file()
    said = _at_a_terminal(answers, "import", str(path))
    assert said.splitlines()[-1] == "Nothing was imported."
    assert said.count("?") == len(answers)
    assert revision() == 0


def test_each_total_that_differs_from_its_rows_is_named() -> None:
    head: Row = ["Local authority", *(f"Fund {at}" for at in range(1, 10))]
    hartlow: Row = ["Hartlow", *[100] * 9]
    kelmoor: Row = ["Kelmoor", *[50] * 9]
    total: Row = ["Total", *[150] * 7, 151.5, 140]
    path = write(Path("funds.xlsx"), Grid("Funds", [["Funds (£) 2005-06"], head, hartlow, kelmoor, total]))
    said = done("import", path, "--create-missing", "--dry-run").splitlines()
    assert "  … and 3 more columns (--format json has them all)" in said
    assert "  the file's own totals that differ from what its rows make: “Fund 8” by £1.50, “Fund 9” by −£10" in said


def _at_a_terminal(answer: str | list[str], *words: str) -> str:
    """What a command shows to a person who gives these answers to its questions."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "partnermap", *words]
    env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        said = ""
        for one in [answer] if isinstance(answer, str) else answer:
            said += _until_asked(ours)
            if one == CTRL_C:
                process.send_signal(signal.SIGINT)
            else:
                os.write(ours, one.encode())
        said += _rest(ours)
        process.wait(30)
    os.close(ours)
    return said


def _until_asked(terminal: int, seconds: float = 60) -> str:
    said, ends = "", time.monotonic() + seconds
    while time.monotonic() < ends:
        if select.select([terminal], [], [], 0.5)[0]:
            said += _read(terminal)
        elif said.rstrip().endswith((":", "?", "]")):
            return said
    raise AssertionError(f"no question in {seconds} seconds: {said}")


def _rest(terminal: int) -> str:
    said = ""
    while more := _read(terminal):
        said += more
    return said


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 65_536).decode(errors="replace")
    except OSError:  # the other end is closed
        return ""


def test_what_a_table_leaves_open_leads_to_the_page_that_shows_a_mapping() -> None:
    path = Path("grants.csv")
    path.write_text("Recipient,Stream,Amount\nHartlow District Council,Carers Grant,1200\n", encoding="utf-8")
    result = run("import", str(path), "--create-missing", "--dry-run")
    assert "partnermap import --mapping FILE.toml; docs/finance.md shows one." in result.output
