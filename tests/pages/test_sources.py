"""The sources page: what files say differently, side by side, and a person's ruling on it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from partnermap.model import BY_NAME
from partnermap.store import Store
from tests.pages.conftest import go, sound, words
from tests.sheets import put

ROW = {"Stream": "Guild Fund", "Recipient": "Guild", "Year": "2005/06"}


def say(store: Store, file: str, amount: str) -> None:
    """A file that says how much the guild receives."""
    sheets = {
        "Partners": [{"Name": "Guild", "Kind": "business"}],
        "Funding streams": [{"Name": "Guild Fund"}],
        "Allocations": [ROW | {"Amount": amount}],
    }
    report = put(store, sheets, file)
    assert not report.failed, report.problems


def amount(store: Store) -> Any:
    with store.view() as view:
        things = view.things(BY_NAME["Allocation"])
        return things["amount"][things["stream"].index("FundingStream:guild fund")]


@pytest.fixture
def differing(store: Store) -> Store:
    """Two files that differ on a sum."""
    say(store, "a.xlsx", "12000")
    say(store, "b.xlsx", "10,000")
    return store


def button(page: AppTest, label: str) -> Any:
    return next(one for one in page.button if one.label == label)


def use(page: AppTest, words_: str) -> AppTest:
    return sound(button(page, f"Use this value: {words_}").click().run())


def table(page: AppTest) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = page.table[0].value.to_dict("records")
    return [{name: value.replace("\\", "") for name, value in row.items()} for row in rows]


@pytest.mark.usefixtures("differing")
def test_sources_are_shown_side_by_side(app: AppTest) -> None:
    page = go(app, "sources")
    assert "**Amount** of Allocation “Guild Fund · Guild · 2005/06”" in words(page)
    rows = table(page)
    assert [(row["Value"], row["File"], row["Sheet"], row["Cell"]) for row in rows] == [
        ("£12,000", "a.xlsx", "Allocations", "D2"),
        ("£10,000", "b.xlsx", "Allocations", "D2"),
    ]
    assert [(row["What stands there"], row["Shows now"]) for row in rows] == [("12000", ""), ("10,000", "yes")]
    assert rows[1]["Came in"].endswith("UTC (change 3)")


def test_ruled_value_shows_whatever_comes_in_again(app: AppTest, differing: Store) -> None:
    page = use(go(app, "sources"), "£12,000")
    told = words(page)
    assert "Ruled on Amount of “Guild Fund · Guild · 2005/06”. This is change 4 in History." in told
    assert "ruled on by a tester on " in told
    assert "(change 4): **£12,000**" in told
    assert "No source contradicts another, but for what was ruled on." in told
    say(differing, "b.xlsx", "10,000.00")
    assert amount(differing) == 1_200_000
    assert "Open (1)" not in words(go(app, "sources"))


def test_value_that_nobody_ruled_on_opens_it_again(app: AppTest, differing: Store) -> None:
    use(go(app, "sources"), "£12,000")
    say(differing, "c.xlsx", "15000")
    page = go(app, "sources")
    assert "Open (1)" in words(page)
    assert [(row["Value"], row["File"], row["Shows now"]) for row in table(page)] == [
        ("£12,000", "a.xlsx", ""),
        ("£10,000", "b.xlsx", ""),
        ("£12,000", "by hand", ""),
        ("£15,000", "c.xlsx", "yes"),
    ]
    page = use(page, "£15,000")
    assert amount(differing) == 1_500_000
    assert "Ruled on (1)" in words(page)


def test_neither_value_but_another_can_be_ruled(app: AppTest, differing: Store) -> None:
    page = go(app, "sources")
    page.text_input[0].set_value("11,000")
    page = sound(button(page, "Use this instead").click().run())
    assert amount(differing) == 1_100_000
    assert "**£11,000**" in words(page)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "Write a value for Amount, or use one of those that the sources give."),
        (
            "a lot",
            "“a lot” is not a sum of money. Write a figure in pounds, such as 12500 or 12,500.50; or leave it blank.",
        ),
        ("tbc", "“tbc” is no figure. Write a sum in pounds, such as 12500 or 12,500.50."),
    ],
)
def test_what_is_no_value_is_refused(app: AppTest, differing: Store, given: str, said: str) -> None:
    page = go(app, "sources")
    page.text_input[0].set_value(given)
    page = sound(button(page, "Use this instead").click().run())
    assert said in words(page)
    assert amount(differing) == 1_000_000


def test_undo_of_a_ruling_opens_it_again(app: AppTest, differing: Store) -> None:
    page = use(go(app, "sources"), "£12,000")
    page = sound(button(page, "Open it again: undo change 4").click().run())
    assert "Open (1)" in words(page)
    assert amount(differing) == 1_000_000


def test_sources_that_agree_say_so(app: AppTest) -> None:
    assert "No source contradicts another." in words(go(app, "sources"))


def test_sources_of_an_empty_map_say_how_to_begin(empty_app: AppTest) -> None:
    assert "The map is empty" in words(go(empty_app, "sources"))
