"""What is written about the project is held to the project: commands, reports, kinds of thing, questions."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from partnermap import queries, redaction
from partnermap.analysis.registry import REPORTS
from partnermap.cli import main
from partnermap.demo import load
from partnermap.model import KINDS
from partnermap.store import open_store
from partnermap.views.answers import Answer, Question, answer
from partnermap.views.dictionary import dictionary_text
from partnermap.views.exports import ENDINGS

ROOT = Path(__file__).parents[1]
README, DOCS = ROOT / "README.md", ROOT / "docs"
PAGES = ("README.md", "CONTRIBUTING.md", "docs/reports.md", "docs/exports.md", "docs/picture.md", "queries/README.md")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(page: str) -> list[str]:
    """The blocks of commands in a page."""
    return re.findall(r"^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def section(page: str, title: str) -> str:
    """What stands under a heading, down to the next of its kind."""
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(page: str) -> dict[str, list[str]]:
    """The rows of a page's tables by their first cell, without its ticks."""
    lines = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    return {line[0].strip("`"): line[1:] for line in lines}


# README


@pytest.mark.parametrize("name", sorted(main.commands))
def test_readme_names_each_command(name: str) -> None:
    table = section(text(README), "All commands")
    assert re.search(rf"`partnermap {name}\b", table)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_command_has_help(name: str) -> None:
    assert main.commands[name].help


@pytest.mark.parametrize("name", REPORTS)
def test_readme_names_each_report(name: str) -> None:
    assert f"| `{name}` |" in section(text(README), "The reports")


def test_readme_has_two_blocks_that_do_all_the_set_up() -> None:
    run, test = blocks(section(text(README), "Try it"))
    for block in (run, test):
        steps = block.strip().split(" && ")
        assert steps[0] == "python3 -m venv .venv"
        assert steps[1].startswith(".venv/bin/pip install ")
        assert "-c constraints.txt" in steps[1]
    assert run.strip().endswith(".venv/bin/partnermap demo")
    assert test.strip().endswith(".venv/bin/python -m pytest")


def commands() -> list[list[str]]:
    """Each command of the README that can be run as it stands, split into words."""
    lines = [line for block in blocks(text(README)) for line in block.splitlines()]
    given = [shlex.split(line, comments=True) for line in lines if line.startswith("partnermap ")]
    assert given
    return [words[1:] for words in given]


def test_readme_commands_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in commands():
        if words != ["app"]:  # it would go on until it is ended; that it is there is tested above
            result = CliRunner().invoke(main, words)
            assert result.exit_code == 0, f"{words}: {result.output}"


@pytest.mark.parametrize("page", PAGES)
def test_command_named_in_a_text_is_used_as_it_is_declared(page: str) -> None:
    for words in re.findall(r"`partnermap ([a-z][^`]*)`", text(ROOT / page)):
        name, *rest = words.split()
        command = main.commands[name]
        options = {option for param in command.params if isinstance(param, click.Option) for option in param.opts}
        assert {word.strip("[]") for word in rest if word.strip("[]").startswith("--")} <= options, words


@pytest.mark.parametrize("page", PAGES)
def test_link_to_a_file_leads_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    for target in re.findall(r"\]\(([^)#]+)\)", text(ROOT / page)):
        assert target.startswith("https://") or (folder / target).exists(), target


# Exports


def test_each_ending_and_each_profile_is_explained() -> None:
    page = text(DOCS / "exports.md")
    assert {name for name in rows(page) if name.startswith(".")} == set(ENDINGS)
    assert {name for name in rows(page) if not name.startswith(".")} == set(redaction.available())
    assert all(f"`map{ending}`" in text(README) for ending in ENDINGS)


def test_profile_of_the_page_is_sound() -> None:
    shown = re.findall(r"^```toml\n(.*?)^```$", text(DOCS / "exports.md"), re.DOTALL | re.MULTILINE)
    assert [redaction.parse(one, "page").name for one in shown] == ["press"]


# Reports


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """Every report on the illustrative county."""
    folder = tmp_path_factory.mktemp("docs")
    store = open_store(str(folder / "map.db"))
    load(store, folder, lambda _: None)
    with store.view() as view:
        return {name: answer(view, Question(name, as_of=dt.date(2005, 3, 22))) for name in REPORTS}


@pytest.mark.parametrize("name", REPORTS)
def test_each_code_stands_in_the_docs_with_its_sentence(name: str) -> None:
    told = rows(section(text(DOCS / "reports.md"), name))
    declared = REPORTS[name].codes
    assert {code: told[code][0] for code in declared} == declared


@pytest.mark.parametrize("name", REPORTS)
def test_each_code_says_when_how_severe_and_on_what_it_rests(name: str) -> None:
    told = rows(section(text(DOCS / "reports.md"), name))
    for code in REPORTS[name].codes:
        _, when, severity, evidence = told[code]
        assert when
        assert re.search(r"high|medium|low|weight|the same", severity)
        assert re.search(r"OPM 2005, \d\.\d", evidence)


@pytest.mark.parametrize("name", REPORTS)
def test_no_code_stands_in_the_docs_that_is_not_there(name: str, answers: dict[str, Answer]) -> None:
    told = rows(section(text(DOCS / "reports.md"), name))
    assert told.keys() == REPORTS[name].codes.keys() | answers[name].report.tables.keys()


@pytest.mark.parametrize("name", REPORTS)
def test_severity_in_the_docs_is_the_severity_of_the_findings(name: str, answers: dict[str, Answer]) -> None:
    told = rows(section(text(DOCS / "reports.md"), name))
    for one in answers[name].findings:
        words = told[one.finding.code][2]
        fixed = words in ("high", "medium", "low")
        assert one.finding.open or not fixed or one.finding.severity == words, one.finding


@pytest.mark.parametrize("name", REPORTS)
def test_columns_in_the_docs_are_those_of_the_tables(name: str, answers: dict[str, Answer]) -> None:
    told = rows(section(text(DOCS / "reports.md"), name))
    for table, found in answers[name].report.tables.items():
        assert told[table][1].split(", ") == list(found[0])


# Data dictionary and questions


def test_data_dictionary_is_the_one_made_from_the_model() -> None:
    assert text(DOCS / "data-dictionary.md") == dictionary_text()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_data_dictionary_explains_each_kind_and_property(kind: object) -> None:
    declared = next(one for one in KINDS if one is kind)
    told = section(dictionary_text(), declared.sheet)
    assert declared.says in told
    for prop in declared.properties:
        heading = f"**{prop.heading}**" if prop.required else prop.heading
        assert f"\n| {heading} | {prop.says} | " in told


@pytest.mark.parametrize("name", sorted(queries.available()))
def test_each_question_stands_in_its_list(name: str) -> None:
    assert f"`{name}`" in text(ROOT / "queries" / "README.md")
