"""The history page: every change, and the way back from each."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import go, sound, words


def undo(app: AppTest, number: int) -> AppTest:
    return sound(app.button(key=f"undo-{number}").click().run())


def test_history_lists_who_when_and_what(app: AppTest) -> None:
    told = words(go(app, "history"))
    assert "**1. import illustrative-county.xlsx** :green-badge[In force]" in told
    assert "Import by demo, " in told


def test_history_takes_back_a_change_and_the_taking_back(app: AppTest) -> None:
    page = undo(go(app, "history"), 1)
    assert "Taken back: import illustrative-county.xlsx. This is change 2 in History." in words(page)
    assert "**1. import illustrative-county.xlsx** :gray-badge[Undone]" in words(page)
    assert "The map is empty" in words(go(app, "missing"))
    page = undo(go(app, "history"), 2)
    assert "**1. import illustrative-county.xlsx** :green-badge[In force]" in words(page)
    assert "Ivel Valley Primary Care Trust" in words(go(app, "missing"))


def test_history_of_an_empty_map_says_so(empty_app: AppTest) -> None:
    assert "Nothing was ever changed in this map." in words(go(empty_app, "history"))
