"""Each of these tests runs in a folder of its own, on an empty map in a file."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in; nothing is set from outside."""
    for name in ("PARTNERMAP_STORE", "PARTNERMAP_AS_OF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARTNERMAP_USER", "JB")
    monkeypatch.chdir(tmp_path)
    return tmp_path
