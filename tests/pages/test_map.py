"""The map page: the picture follows the choice of kinds."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import go, sound, words


def drawn(app: AppTest) -> str:
    return str(app.get("iframe")[0].proto.srcdoc)


def test_map_draws_partners_and_partnerships_apart_from_the_app(app: AppTest) -> None:
    page = drawn(go(app, "map"))
    assert '<iframe sandbox="allow-scripts"' in page
    assert "Hartlow District Council" in page
    assert "Children&#x27;s Fund" not in page


def test_map_draws_the_kinds_that_are_chosen(app: AppTest) -> None:
    page = go(app, "map")
    sound(page.multiselect[0].set_value(["FundingStream"]).run())
    assert "Neighbourhood Renewal Fund" in drawn(page)
    assert "Hartlow District Council" not in drawn(page)
    sound(page.multiselect[0].set_value([]).run())
    assert "Choose at least one kind of thing to draw." in words(page)


def test_map_that_is_empty_says_how_to_begin(empty_app: AppTest) -> None:
    assert "The map is empty" in words(go(empty_app, "map"))
