"""The map page: the picture follows the choice of kinds."""

from __future__ import annotations

import html

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import go, sound, words
from tests.views.picture_data import records


def drawn(app: AppTest) -> str:
    return str(app.get("iframe")[0].proto.srcdoc)


def named(app: AppTest) -> set[str]:
    """The names of the things that the picture on the page shows."""
    return {one["label"] for one in records(html.unescape(drawn(app)), "nodes")}


def test_map_draws_partners_and_partnerships_apart_from_the_app(app: AppTest) -> None:
    page = go(app, "map")
    assert '<iframe sandbox="allow-scripts"' in drawn(page)
    assert "Hartlow District Council" in named(page)
    assert "Neighbourhood Renewal Fund" not in named(page)


def test_map_draws_the_kinds_that_are_chosen(app: AppTest) -> None:
    page = go(app, "map")
    sound(page.multiselect[0].set_value(["FundingStream"]).run())
    assert "Neighbourhood Renewal Fund" in named(page)
    assert "Hartlow District Council" not in named(page)
    sound(page.multiselect[0].set_value([]).run())
    assert "Choose at least one kind of thing to draw." in words(page)


def test_map_that_is_empty_says_how_to_begin(empty_app: AppTest) -> None:
    assert "The map is empty" in words(go(empty_app, "map"))
