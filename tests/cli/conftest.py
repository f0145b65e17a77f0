"""Each test of the command line runs in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands import county, done


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in; nothing is set from outside."""
    _settle_in(tmp_path, monkeypatch)
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
    """The test's own folder, with the county imported into partnermap.db."""
    shutil.copytree(first_import, folder, dirs_exist_ok=True)
    return folder
