"""The map page: the picture follows the choice of kinds."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from partnermap.store import Store
from tests.pages.conftest import Open, go, sound, words
from tests.views.picture_data import records


def drawn(app: AppTest) -> str:
    """The page that the picture's frame is given."""
    return str(json.loads(app.get("bidi_component")[0].proto.json)["page"])


def named(app: AppTest) -> set[str]:
    """The names of the things that the picture on the page shows."""
    return {one["label"] for one in records(drawn(app), "nodes")}


def test_map_draws_partners_and_partnerships_apart_from_the_app(app: AppTest) -> None:
    page = go(app, "map")
    assert '<iframe sandbox="allow-scripts" ' in page.get("bidi_component")[0].proto.html_content
    assert "Hartlow District Council" in named(page)
    assert "Neighbourhood Renewal Fund" not in named(page)


def test_map_draws_the_kinds_that_are_chosen(app: AppTest) -> None:
    page = go(app, "map")
    sound(page.multiselect[0].set_value(["FundingStream"]).run())
    assert "Neighbourhood Renewal Fund" in named(page)
    assert "Hartlow District Council" not in named(page)
    sound(page.multiselect[0].set_value([]).run())
    assert "Choose at least one kind of thing to draw." in words(page)


@pytest.mark.parametrize("around", ["Hartlow District Council", "Partner:hartlow district council"])
def test_map_draws_what_stands_around_a_thing_that_the_address_names(open_app: Open, store: Store, around: str) -> None:
    page = go(open_app(store.address, around=around), "map")
    assert "Only **Hartlow District Council** and what stands around it." in words(page)
    assert {"Hartlow District Council", "Hartlow Local Children's Board"} < named(page)
    assert "Kelmoor District Council" not in named(page)
    sound(page.button[0].click().run())
    assert "Kelmoor District Council" in named(page)


@pytest.mark.parametrize("around", ["<b>Nobody</b>", "Partner:<b>Nobody</b>"])
def test_map_says_that_nothing_can_be_drawn_around_a_thing_that_is_not_there(
    open_app: Open, store: Store, around: str
) -> None:
    page = go(open_app(store.address, around=around), "map")
    said = "There is nothing to draw for what was chosen. “<b>Nobody</b>” may not be there on this day, or lie outside"
    assert said in words(page)
    assert not page.get("bidi_component")


def test_map_that_is_empty_says_how_to_begin(empty_app: AppTest) -> None:
    assert "The map is empty" in words(go(empty_app, "map"))
