"""The picture: places that read as a county, a page that asks nothing of anybody, the same facts as a table."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest

from partnermap.demo import DAY, sheets
from partnermap.graph import build
from partnermap.store import Store
from partnermap.store.base import View
from partnermap.views.drawn import drawable
from partnermap.views.picture import picture
from partnermap.views.picture_of import KINDS, Wanted, picture_of
from partnermap.views.places import Frame, lay_out
from tests.sheets import store_of


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Store:
    rows = {name: [dict(zip(lines[0], line, strict=True)) for line in lines[1:]] for name, lines in sheets().items()}
    return store_of(rows, tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def graph(county: Store) -> nx.MultiDiGraph:
    with county.view() as view:
        return build(view, DAY)


def frame(frames: list[Frame], label: str) -> Frame:
    return next(one for one in frames if one.label == label)


def test_county_stands_above_its_districts_and_these_beside_each_other(graph: nx.MultiDiGraph) -> None:
    frames = lay_out(graph, drawable(graph, KINDS)[0]).frames
    county, shared = frame(frames, "Aldershire"), frame(frames, "Aldershire: several districts")
    first, second = frame(frames, "Alder Vale"), frame(frames, "Brackenford")
    assert county.upper
    assert county.y + county.height < shared.y
    assert shared.y + shared.height < first.y == second.y
    assert first.x + first.width < second.x


def test_everything_has_a_place_of_its_own_and_frames_do_not_overlap(graph: nx.MultiDiGraph) -> None:
    things = drawable(graph, ("Partner", "Partnership", "Agreement", "Theme", "Outcome", "FundingStream", "Area"))[0]
    laid = lay_out(graph, things)
    assert sorted(laid.at) == sorted(things)
    assert len(set(laid.at.values())) == len(things)
    for number, one in enumerate(laid.frames):
        for other in laid.frames[number + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_places_are_the_same_every_time(graph: nx.MultiDiGraph) -> None:
    things = drawable(graph, KINDS)[0]
    assert lay_out(graph, things) == lay_out(graph, things[::-1])


def test_picture_holds_no_address_and_says_what_it_leaves_out(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        page = picture_of(view, graph, Wanted())
    own = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"https?://|<link|\ssrc=", own)
    assert "The map as it stood on 2005-03-22." in own
    assert "Themes, Outcomes, Funding streams, Areas, Allocations, Freedoms, Indicators and Leads." in own


def test_picture_has_each_fact_with_its_cell(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        page = picture_of(view, graph, Wanted())
    cells = ("Aldershire County Council", "sits on", "Aldershire Partnership", "chair, Leader of the council")
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    assert f'{row}<td class="source">map.xlsx › Memberships!A2</td>' in page


def test_picture_of_one_agreement_leaves_the_others_out(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        page = picture_of(view, graph, Wanted(agreement="Port Selwyn Local Area Agreement 2005-08"))
    assert "Port Selwyn City Council" in page
    assert "Hartlow District Council" not in page
    assert "what lies outside Port Selwyn Local Area Agreement 2005-08" in page


def test_picture_of_a_day_before_everything_is_empty_and_sound(county: Store) -> None:
    with county.view() as view:
        page = picture_of(view, nx.MultiDiGraph(as_of="1900-01-01", gone={}), Wanted(area="Aldershire"))
    assert "0 things and 0 links." in page


def test_picture_keeps_the_best_linked_when_there_are_too_many(graph: nx.MultiDiGraph) -> None:
    things, dropped = drawable(graph, KINDS, at_most=50)
    every, none = drawable(graph, KINDS)
    assert (len(things), dropped, none) == (50, len(every) - 50, 0)
    assert min(graph.degree(thing) for thing in things) >= max(graph.degree(t) for t in set(every) - set(things))


ATTACKS = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "{{ 7*7 }}",
    "href=x",
)


def attacked(folder: Path) -> tuple[Store, str]:
    """A map in which every name is an attack, and its picture."""
    store = store_of(
        {
            "Areas": [{"Name": "A <b>", "Tier": "county"}],
            "Partners": [{"Name": name, "Kind": name, "Covers": "A <b>"} for name in ATTACKS],
            "Partnerships": [{"Name": f"Board {ATTACKS[0]}", "Kind": "lsp", "Covers": "A <b>"}],
            "Memberships": [
                {"Partner": name, "Partnership": f"Board {ATTACKS[0]}", "Seniority": name} for name in ATTACKS
            ],
        },
        folder,
    )
    with store.view() as view:
        return store, page_of(view)


def page_of(view: View) -> str:
    graph = build(view, DAY)
    return picture(graph, ATTACKS[0], drawable(graph, KINDS)[0], left_out=ATTACKS[1])


def test_names_that_attack_stay_text(tmp_path: Path) -> None:
    _, page = attacked(tmp_path)
    tags = Tags()
    tags.feed(page)
    assert tags.seen["script"] == 3
    assert not {"img", "b"} & tags.seen.keys()
    assert page.count("{{ 7*7 }}") >= 2


class Tags(HTMLParser):
    """The tags that a page has, counted."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's own signature
        self.seen[tag] += 1
