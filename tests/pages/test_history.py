"""The history page: every change, what it altered, what taking it back would do, and the way back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from partnermap.store import Store
from tests.pages.conftest import go, sound, words
from tests.sheets import put

TRUST = "Ivel Valley Primary Care Trust"


def press(app: AppTest, key: str) -> AppTest:
    return sound(app.button(key=key).click().run())


def undo(app: AppTest, number: int) -> AppTest:
    """Ask what taking a change back would do, then do it."""
    return press(press(app, f"undo-{number}"), f"undo-{number}-now")


def say(store: Store, file: str, notes: str) -> None:
    """A file that says something of a partner of the county."""
    report = put(store, {"Partners": [{"Name": TRUST, "Kind": "pct", "Notes": notes}]}, file)
    assert not report.failed


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


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
    assert TRUST in words(go(app, "missing"))


def test_history_shows_what_an_undo_would_do_before_it_does(app: AppTest, store: Store) -> None:
    say(store, "a.xlsx", "closing")
    say(store, "b.xlsx", "closed")
    page = press(go(app, "history"), "undo-2")
    told = words(page)
    assert "**If change 2 is taken back.** Nothing has been changed yet." in told
    assert "What this would not change:" in told
    assert f"- Notes of “{TRUST}” stays closed: b.xlsx says so (change 3, Partners!C2)." in told
    with store.view() as view:
        assert view.revision == 3
    page = press(page, "undo-2-now")
    told = words(page)
    assert "Taken back: import a.xlsx. This is change 4 in History." in told
    assert "What this could not change:" in told
    assert f"- Notes of “{TRUST}” stays closed: b.xlsx says so (change 3, Partners!C2)." in told


def test_history_counts_what_would_go_change_and_stay(app: AppTest, store: Store) -> None:
    say(store, "a.xlsx", "closing")
    page = press(go(app, "history"), "undo-2")
    assert metrics(page) == {"Added": "0", "Changed": "1", "Unchanged": "0", "Removed": "0"}
    assert "1 in Partners" in words(page)


def test_history_leaves_a_change_as_it_is_when_told_to(app: AppTest, store: Store) -> None:
    page = press(press(go(app, "history"), "undo-1"), "undo-1-not")
    assert "Nothing has been changed yet." not in words(page)
    with store.view() as view:
        assert view.revision == 1


def test_history_shows_before_and_after_of_a_change(app: AppTest, store: Store) -> None:
    say(store, "a.xlsx", "closing")
    say(store, "a.xlsx", "closed")
    page = sound(go(app, "history").toggle(key="altered-3").set_value(True).run())
    told = words(page)
    assert "a.xlsx · SHA-256 000000000000" in told
    assert "Changed: 1 in Partners" in told
    assert page.dataframe[0].value.to_dict("records") == [
        {
            "What": "changed",
            "Kind": "Partner",
            "Thing": TRUST,
            "Property": "Notes",
            "Before": "closing",
            "Before cell": "Partners!C2",
            "After": "closed",
            "After cell": "Partners!C2",
            "File": "a.xlsx",
        }
    ]


def test_history_of_an_undo_points_to_what_it_took_back(app: AppTest) -> None:
    page = sound(undo(go(app, "history"), 1).toggle(key="altered-2").set_value(True).run())
    assert "It takes change 1 back. What that one altered is shown there." in words(page)


def test_history_of_an_empty_map_says_so(empty_app: AppTest) -> None:
    assert "Nothing was ever changed in this map." in words(go(empty_app, "history"))
