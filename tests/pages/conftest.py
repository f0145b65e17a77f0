"""The app on a map of its own for each test, in a file and on a server: the illustrative county, or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import partnermap.pages
from partnermap import demo
from partnermap.errors import PartnermapError
from partnermap.pages.parts import kept
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
def store(place: str, county: Path) -> Iterator[Store]:
    """A copy of the county that a test may change."""
    if "://" not in place:
        shutil.copy(county, place)
    with closing(open_store(place)) as opened:
        if "://" in place:
            with closing(open_store(str(county))) as kept_county:
                opened.load(kept_county.dump())
        yield opened


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the app's first page on a store, read as of the demo's day, with an address's parameters."""

    def opened(store: str, **address: str) -> AppTest:
        monkeypatch.setenv("PARTNERMAP_STORE", store)
        monkeypatch.setenv("PARTNERMAP_AS_OF", demo.DAY.isoformat())
        monkeypatch.setenv("PARTNERMAP_USER", "a tester")
        app = AppTest.from_file(app_file(), default_timeout=PATIENCE)
        app.query_params = dict(address)
        return sound(app.run())

    yield opened
    # The next test may get the same server, with another map on it.
    with suppress(PartnermapError):
        kept.store().close()
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def app(open_app: Open, store: Store) -> AppTest:
    return open_app(store.address)


@pytest.fixture
def empty_app(open_app: Open, place: str) -> AppTest:
    return open_app(place)


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
