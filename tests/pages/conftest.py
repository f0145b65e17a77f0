"""The app on a map of its own for each test: the illustrative county, or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import partnermap.pages
from partnermap import demo
from partnermap.resources import app_file
from partnermap.store import Store, open_store

PAGES = Path(partnermap.pages.__file__).parent
PATIENCE = 60.0

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The illustrative county, imported once."""
    folder = tmp_path_factory.mktemp("county")
    demo.load(open_store(str(folder / "county.db")), folder, lambda _: None)
    return folder / "county.db"


@pytest.fixture
def map_file(tmp_path: Path, county: Path) -> Path:
    """A copy of the county that a test may change."""
    return Path(shutil.copy(county, tmp_path / "map.db"))


@pytest.fixture
def store(map_file: Path) -> Store:
    return open_store(str(map_file))


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the app's first page on a store's file, read as of the demo's day, with an address's parameters."""

    def opened(path: Path, **address: str) -> AppTest:
        monkeypatch.setenv("PARTNERMAP_STORE", str(path))
        monkeypatch.setenv("PARTNERMAP_AS_OF", demo.DAY.isoformat())
        monkeypatch.setenv("PARTNERMAP_USER", "a tester")
        app = AppTest.from_file(app_file(), default_timeout=PATIENCE)
        app.query_params = dict(address)
        return sound(app.run())

    return opened


@pytest.fixture
def app(open_app: Open, map_file: Path) -> AppTest:
    return open_app(map_file)


@pytest.fixture
def empty_app(open_app: Open, tmp_path: Path) -> AppTest:
    return open_app(tmp_path / "empty.db")


def go(app: AppTest, file: str) -> AppTest:
    """Turn to a page by its file's name."""
    return sound(app.switch_page(os.path.relpath(PAGES / f"{file}.py", app_file().parent)).run())


def sound(app: AppTest) -> AppTest:
    """The app, if nothing went wrong in it."""
    assert not app.exception, app.exception[0].message
    return app


def words(app: AppTest) -> str:
    """All that the page says in running text."""
    held = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info, *app.error, *app.success)
    return "\n".join(str(element.value).replace("\\", "") for element in held)
