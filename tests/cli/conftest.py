"""Each test of the command line runs in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import county, done


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in; nothing is set from outside."""
    for name in ("PARTNERMAP_STORE", "PARTNERMAP_AS_OF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARTNERMAP_USER", "JB")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def imported(folder: Path) -> Path:
    """The same, with the county imported into partnermap.db."""
    done("import", *county())
    return folder
