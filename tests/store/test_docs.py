"""docs/store.md says what is in the file, and its questions can be asked."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from partnermap.model import KINDS
from partnermap.store import open_store
from partnermap.store.sqlite import schema
from tests.store.contract import TRUST, county, edit_of, import_of, state, undo_of

TEXT = (Path(__file__).parents[2] / "docs" / "store.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docs") / "map.db"
    store = open_store(str(path))
    stream = state("FundingStream", name="Sure Start")
    money = [
        state("Allocation", "a.xlsx", 2, stream=stream.thing, year="2005/06", amount=150_000),
        state("Allocation", "a.xlsx", 3, stream=stream.thing, year="2006/07", amount=99, treatment=["excluded"]),
    ]
    store.apply(import_of(*county(), stream, *money))
    store.apply(edit_of("Partner", TRUST, notes="moved"))
    store.apply(undo_of(2))
    return path


def _tables(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')] for name in names}


def test_every_kept_table_and_column_is_described(path: Path) -> None:
    described = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", TEXT, re.MULTILINE))
    assert set(described) == set(schema.KEPT_TABLES)
    for table, columns in _tables(path).items():
        if table in described:
            assert [column for column in columns if f"`{column}`" not in described[table]] == []


def test_every_table_of_the_map_is_named_or_follows_from_the_model(path: Path) -> None:
    lists = {f"{kind.table}_{prop.name}": ["owner", "position", "value"] for kind in KINDS for prop in kind.lists}
    for table, columns in _tables(path).items():
        if table in lists:
            assert columns[:3] == lists[table]
        else:
            assert f"`{table}`" in TEXT


def test_there_are_five_questions_and_each_has_an_answer(path: Path) -> None:
    assert len(QUESTIONS) == 5
    with closing(sqlite3.connect(path)) as db:
        answers = [db.execute(question).fetchall() for question in QUESTIONS]
    seats, partners, money, cells, history = answers
    assert seats == [("Kent PCT", "Kent Partnership", "chair")]
    assert partners == [("Kent PCT", "pct", 1), ("Kent County Council", "county_council", 0)]
    assert money == [("Sure Start", "2005/06", "budget", 1500.0, 1)]
    assert (1, "Ann", "a.xlsx", "Partners", 3, "name", "Kent County Council", "A") in cells
    assert [(row[0], row[3], row[5], row[6]) for row in history] == [
        (1, "import", 8, None),
        (2, "edit", 1, "3"),
        (3, "undo", 0, None),
    ]
