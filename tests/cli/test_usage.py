"""Every command says what it does; wrong usage is status 2, a request at fault status 1, each on stderr."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from partnermap.cli import main
from tests.cli.commands import COUNTY, asked, county, done, here, misused, refused, revision, run
from tests.conftest import only_files

COMMANDS = {
    "demo", "app", "template", "import", "history", "undo", "report", "dismiss", "same", "different", "query",
    "export", "copy", "backup", "restore", "check",
}  # fmt: skip


def test_commands_are_those_of_the_contract() -> None:
    assert set(main.commands) == COMMANDS


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_says_what_it_does(name: str) -> None:
    help_text = done(name, "--help")
    assert help_text.startswith(f"Usage: partnermap {name}")
    command = main.commands[name]
    assert command.help
    assert command.help.split("\n")[0].endswith((".", ":"))
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert all(option.help for option in options), [option.name for option in options if not option.help]


def test_group_lists_its_commands() -> None:
    listed = done("--help")
    assert all(f"\n  {name}" in listed for name in COMMANDS)


def test_version_names_the_program() -> None:
    assert done("--version").startswith("partnermap, version ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], "No such command 'frobnicate'."),
        (["import"], "Missing argument 'FILES...'."),
        (["undo"], "Missing argument 'CHANGE'."),
        (["undo", "first"], "Invalid value for 'CHANGE': 'first' is not a valid integer."),
        (["report"], "Missing argument 'NAME'."),
        (["dismiss", "no-lsp", "Hartlow"], "Missing option '--reason'."),
        (["copy"], "Missing option '--to'."),
        (["query"], "Name a question, or use --list to see them."),
        (["query", "x", "--param", "abc"], "--param abc: write it as name=value."),
        (
            ["report", "missing", "--as-of", "spring"],
            "Invalid value for '--as-of': “spring” is not a date. Write it as 2005-03-22 or 22/03/2005.",
        ),
        (
            ["report", "funding", "--year", "2005"],
            "Invalid value for '--year': “2005” is not a financial year. "
            "Write it as 2005/06, or a span as 2005/06-2007/08.",
        ),
        (
            ["report", "missing", "--format", "pdf"],
            "Invalid value for '--format': 'pdf' is not one of 'table', 'json', 'csv', 'xlsx', 'html'.",
        ),
        (["export", "x.json", "--hops", "-1"], "Invalid value for '--hops': -1 is not in the range x>=0."),
    ],
)
def test_wrong_usage_is_told(words: list[str], said: str) -> None:
    assert misused(*words) == said


def test_wrong_usage_makes_no_store(folder: Path) -> None:
    misused("report", "missing", "--as-of", "spring")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["import", "nothing.xlsx"], 1),
        (["import"], 2),
        (["report", "missing", "--area", "Nowhere"], 1),
        (["report", "missing", "--as-of", "spring"], 2),
        (["report", "mising"], 1),
        (["--store", "no/such/folder/map.db", "check"], 1),
        (["check", "--loud"], 2),
        (["query", "no_such_question"], 1),
    ],
)
def test_json_is_an_object_whatever_the_exit_status(words: list[str], status: int) -> None:
    assert asked(*words, status=status)


def test_json_of_a_refused_report_has_its_shape() -> None:
    done("import", *county())
    assert asked("report", "funding", "--year", "2005-06", "--area", "Hartlo", status=1) | {"as_of": ""} == {
        "report": "funding",
        "as_of": "",
        "scope": {"agreement": None, "area": "Hartlo", "year": "2005/06", "framework": "laa-2005"},
        "findings": [],
        "tables": {},
        "error": "There is no area “Hartlo”. Did you mean “Hartlow”?",
    }


@only_files
def test_store_is_partnermap_db_in_the_working_folder(folder: Path) -> None:
    done("import", *county())
    assert (folder / "partnermap.db").exists()


@only_files
def test_store_may_come_from_the_environment() -> None:
    run("import", *county(), env={"PARTNERMAP_STORE": "elsewhere.db"})
    assert (revision("elsewhere.db"), revision("partnermap.db")) == (1, 0)


@only_files
def test_store_that_is_named_goes_before_the_environment() -> None:
    run("--store", "named.db", "import", *county(), env={"PARTNERMAP_STORE": "elsewhere.db"})
    assert (revision("named.db"), revision("elsewhere.db")) == (1, 0)


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("no/map.db", "no/map.db: the folder is not there. "),
        ("words.db", "words.db: not a partnermap file, or a damaged one. "),
        ("ftp://x", "ftp://x: neither a path nor the address of a Neo4j server. "),
    ],
)
def test_store_that_cannot_be_opened_is_told(store: str, said: str) -> None:
    Path("words.db").write_text("no database\n" * 500, encoding="utf-8")
    assert refused("--store", store, "history").startswith(said)
    assert Path("words.db").read_text(encoding="utf-8") == "no database\n" * 500


def test_empty_map_is_not_taken_for_a_sound_one() -> None:
    result = run("report", "missing", "--as-of", "2005-03-22")
    assert result.exit_code == 0
    assert result.stderr == f"{here()} holds no map yet. Import one first: partnermap import FILE.xlsx\n"


@pytest.mark.usefixtures("imported")
def test_messages_go_beside_the_data() -> None:
    result = run("report", "two-tier", "--as-of", "2005-03-22")
    assert result.stderr == ""
    assert result.stdout.startswith("two-tier · 2005-03-22 · framework laa-2005\n")


@pytest.mark.usefixtures("imported")
def test_who_made_a_change_is_kept() -> None:
    assert "  JB  " in done("history")


def test_help_needs_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from partnermap.cli import main; "
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0; "
        "print([name for name in ('networkx', 'pandas', 'streamlit', 'openpyxl') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_module_runs_as_the_command_does() -> None:
    words = [sys.executable, "-m", "partnermap", "import", *map(str, county())]
    ran = subprocess.run(words, capture_output=True, text=True, check=True, env=dict(os.environ))
    rows = sum(text.count("\n") - 1 for text in COUNTY.values())
    assert ran.stdout.startswith(f"{rows} rows read: {rows} imported, 0 skipped, 0 refused.\n")
    assert ran.stderr.startswith("Reading Areas.csv …\n")
