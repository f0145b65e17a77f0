"""The first page, and the choices beside every page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from partnermap.changes import undo
from partnermap.pages.parts import others
from partnermap.store import Store
from tests.conftest import only_files
from tests.pages.conftest import Open, go, sound, words


def test_overview_says_what_stands_out_and_what_the_map_holds(app: AppTest) -> None:
    told = words(app)
    assert "Ivel Valley Primary Care Trust has neither a seat nor a voice on Hartlow" in told
    assert "Aldershire has no county-wide partnership for Community safety." in told
    held = {metric.label: metric.value for metric in app.metric}
    assert (held["Agreements"], held["Memberships"]) == ("3", "731")
    assert "**Latest change:** import illustrative-county.xlsx, by demo," in told


def test_overview_follows_the_day(app: AppTest) -> None:
    told = words(sound(app.date_input(key="as_of").set_value(dt.date(1990, 1, 1)).run()))
    assert "as of 1 January 1990" in told
    assert "Kelmoor District Council has withdrawn." not in told


def test_overview_of_an_empty_map_says_how_to_begin(empty_app: AppTest) -> None:
    assert "The map is empty: import a workbook, or try the demo." in words(empty_app)


def test_choices_stay_from_page_to_page(app: AppTest) -> None:
    sound(app.selectbox(key="area").set_value("Port Selwyn").run())
    assert "Looking at all agreements · Port Selwyn · as of 22 March 2005" in words(go(app, "funding"))


def test_choices_come_from_the_address(open_app: Open, store: Store) -> None:
    told = words(open_app(store.address, area="Port Selwyn", as_of="2005-06-01"))
    assert "Looking at all agreements · Port Selwyn · as of 1 June 2005" in told


def test_choices_in_the_address_that_are_not_there_are_left_out(open_app: Open, store: Store) -> None:
    told = words(open_app(store.address, area="Atlantis", as_of="yesterday", framework="/etc/passwd"))
    assert "Looking at all agreements · all areas · as of 22 March 2005 · Local Area Agreements 2005" in told


def test_a_store_that_cannot_be_opened_is_said_plainly(open_app: Open, tmp_path: Path) -> None:
    page = open_app(str(tmp_path / "nowhere" / "map.db"))
    assert "the folder is not there" in page.error[0].value


@only_files
def test_a_map_that_is_gone_is_said_plainly_and_shown_once_it_is_back(app: AppTest, place: str) -> None:
    away = Path(place).rename(Path(place).with_suffix(".away"))
    page = app.run()
    assert "the file is not there any more: somebody moved or deleted it" in words(page)
    away.rename(place)
    page = sound(page.button[0].click().run())
    assert not page.error
    assert "What stands out" in words(page)


@pytest.mark.usefixtures("app")
def test_what_others_changed_since_the_page_was_drawn_is_known(store: Store) -> None:
    assert others.since(1) == []
    undo(store, 1, "Ann")
    assert [(change.who, change.what) for change in others.since(1)] == [
        ("Ann", "undo 1: import illustrative-county.xlsx")
    ]
    assert others.since(2) == []
