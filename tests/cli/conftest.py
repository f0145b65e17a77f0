"""Each test of the command line runs in a folder of its own, once on a map in a file and once on a server."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from partnermap.settings import DEFAULT_STORE
from partnermap.store import open_store
from tests.cli.commands import county, done, here


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in; nothing is set from outside but the server, if the map is kept on one."""
    _settle_in(tmp_path, monkeypatch)
    if "://" in place:
        monkeypatch.setenv("PARTNERMAP_STORE", place)
    return tmp_path


def _settle_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PARTNERMAP_STORE", "PARTNERMAP_AS_OF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARTNERMAP_USER", "JB")
    monkeypatch.chdir(folder)


@pytest.fixture(scope="session")
def first_import(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the county was imported into partnermap.db."""
    made = tmp_path_factory.mktemp("county")
    with pytest.MonkeyPatch.context() as monkeypatch:
        _settle_in(made, monkeypatch)
        done("import", *county())
    return made


@pytest.fixture
def imported(folder: Path, first_import: Path) -> Path:
    """The test's own folder, with the county imported into its map."""
    shutil.copytree(first_import, folder, dirs_exist_ok=True)
    if here() != DEFAULT_STORE:
        with closing(open_store(str(folder / DEFAULT_STORE))) as store, closing(open_store(here())) as there:
            there.load(store.dump())
        (folder / DEFAULT_STORE).unlink()
    return folder
