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
from partnermap.store import Store, open_store
from partnermap.views.drawn import SHAPES, drawable
from partnermap.views.picture import SCRIPTS, picture
from partnermap.views.picture_of import EXPORTED, KINDS, Wanted, picture_of, shown
from partnermap.views.places import Frame, lay_out
from tests.hostile import ATTACKS, FILE, hostile_sheets, name_of
from tests.sheets import put, store_of
from tests.views.picture_data import links, part, records


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Store:
    rows = {name: [dict(zip(lines[0], line, strict=True)) for line in lines[1:]] for name, lines in sheets().items()}
    return store_of(rows, tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def graph(county: Store) -> nx.MultiDiGraph:
    with county.view() as view:
        return build(view, DAY)


def frame(frames: list[Frame], label: str) -> Frame:
    """The innermost frame of that label."""
    return min((one for one in frames if one.label == label), key=lambda one: one.height)


def within(one: Frame, other: Frame) -> bool:
    return (
        other.x <= one.x
        and one.x + one.width <= other.x + other.width
        and other.y <= one.y
        and one.y + one.height <= other.y + other.height
    )


def test_county_stands_above_its_districts_and_these_beside_each_other(graph: nx.MultiDiGraph) -> None:
    frames = lay_out(graph, drawable(graph, KINDS)).frames
    county, shared = frame(frames, "Aldershire"), frame(frames, "Aldershire: several districts")
    first, second = frame(frames, "Alder Vale"), frame(frames, "Brackenford")
    assert county.upper
    assert county.y + county.height < shared.y
    assert shared.y + shared.height < first.y == second.y
    assert first.x + first.width < second.x


def test_everything_has_a_place_of_its_own_and_frames_do_not_overlap(graph: nx.MultiDiGraph) -> None:
    things = drawable(graph, ("Partner", "Partnership", "Agreement", "Theme", "Outcome", "FundingStream", "Area"))
    laid = lay_out(graph, things)
    assert sorted(laid.at) == sorted(things)
    assert len(set(laid.at.values())) == len(things)
    for number, one in enumerate(laid.frames):
        for other in laid.frames[number + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or within(other, one) or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_what_is_added_to_a_district_moves_nothing_outside_it(graph: nx.MultiDiGraph) -> None:
    more = graph.copy()
    more.add_node("Partner:zeal", is_a="Partner", name="Zeal", kind="vcs_organisation")
    more.add_edge("Partner:zeal", "Area:dunmere", link="COVERS")
    before, after = lay_out(graph, drawable(graph, KINDS)), lay_out(more, drawable(more, KINDS))
    own = frame(before.frames, "Dunmere")
    outside = [
        thing
        for thing, (x, y) in before.at.items()
        if not (own.x < x < own.x + own.width and own.y < y < own.y + own.height)
    ]
    assert len(outside) > 190
    assert {thing: after.at[thing] for thing in outside} == {thing: before.at[thing] for thing in outside}


def test_tables_stand_above_those_who_sit_at_them(graph: nx.MultiDiGraph) -> None:
    laid = lay_out(graph, drawable(graph, KINDS))
    own = frame(laid.frames, "Aldershire")
    board, council = laid.at["Partnership:aldershire partnership"], laid.at["Partner:aldershire county council"]
    assert own.y < board[1] < council[1] < own.y + own.height


def test_what_works_across_many_sets_of_counties_stands_in_one_frame() -> None:
    graph = nx.MultiDiGraph(gone={})
    graph.add_nodes_from((f"Area:{n}", {"is_a": "Area", "name": f"County {n}", "tier": "county"}) for n in range(8))
    for number in range(1, 8):
        graph.add_node(f"Partner:{number}", is_a="Partner", name=f"Force {number}")
        graph.add_edge(f"Partner:{number}", "Area:0", link="COVERS")
        graph.add_edge(f"Partner:{number}", f"Area:{number}", link="COVERS")
    few = lay_out(graph, drawable(graph, KINDS)[:6])
    many = lay_out(graph, drawable(graph, KINDS))
    assert [one.label for one in few.frames] == [f"Across County 0, County {n}" for n in range(1, 7)]
    assert [one.label for one in many.frames] == ["Across counties"]


def test_places_are_the_same_every_time(graph: nx.MultiDiGraph) -> None:
    things = drawable(graph, KINDS)
    assert lay_out(graph, things) == lay_out(graph, things[::-1])


def test_picture_holds_no_address_and_says_what_it_leaves_out(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        page = picture_of(view, graph, Wanted())
    own = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"https?://|<link|\ssrc=|\sstyle=|\son[a-z]+=", own)
    assert "The map as it stood on 22 March 2005, revision 1 of the store." in own
    assert "Themes, Outcomes, Funding streams, Areas, Allocations, Freedoms, Indicators and Leads." in own


def test_picture_says_what_was_removed_for_its_audience(graph: nx.MultiDiGraph) -> None:
    page = picture(graph, "For partners", drawable(graph, KINDS), removed="Copy for: board. Left out: Notes (3).")
    assert "<bdi>Copy for: board. Left out: Notes (3).</bdi>" in page


def test_picture_has_each_fact_with_its_cell(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        page = picture_of(view, graph, Wanted())
    assert (
        "Aldershire County Council", "MEMBER_OF", "Aldershire Partnership", "chair, Leader of the council",
        "map.xlsx › Memberships!A2",
    ) in links(page)  # fmt: skip
    council = next(one for one in records(page, "nodes") if one["label"] == "Aldershire County Council")
    assert council["facts"] == [
        ["Kind", "county council", "!B"],
        ["Covers", "Aldershire", "!D"],
        ["Aliases", "ACC; Aldershire CC", "!G"],
    ]
    assert (council["sheet"], council["row"], council["sector"]) == ("map.xlsx › Partners!A", 2, "public")


def test_picture_draws_money_as_what_is_counted_budgets_before_plans(tmp_path: Path) -> None:
    row = {"Stream": "Fund", "Recipient": "Council", "Year": "2005/06", "Amount": "100"}
    store = store_of(
        {
            "Areas": [{"Name": "Selshire", "Tier": "county"}],
            "Partners": [{"Name": name, "Kind": "pct", "Covers": "Selshire"} for name in ("Council", "Trust")],
            "Funding streams": [{"Name": "Fund"}],
            "Allocations": [
                row,
                row | {"Year": "2006/07", "Amount": "250.50"},
                row | {"Basis": "plan", "Amount": "90"},
                row | {"Breakdown": "yes", "Line": "a part", "Amount": "40"},
                row | {"Status": "refused", "Line": "asked for", "Amount": "7"},
                row | {"Line": "open", "Amount": ""},
                row | {"Recipient": "Trust", "Basis": "plan", "Amount": "50"},
            ],
        },
        tmp_path,
    )
    with store.view() as view:
        page = picture_of(view, build(view, DAY), Wanted(EXPORTED))
    money = {one["as"]: one["pence"] for one in records(page, "edges") if one["link"] == "PAID"}
    assert money == {
        "£100 in 2005/06 and £250.50 in 2006/07, 1 row not quantified, budget": 35050,
        "£50 in 2005/06, plan": 5000,
    }


def test_picture_draws_hollow_who_is_missing_and_only_what_is_known(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        page = picture_of(view, graph, Wanted())
    things = records(page, "nodes")
    hollow = {one["label"] for one in things if one["hollow"] == 1}
    assert "Hartlow District Council" in hollow
    missing = {one["label"]: one for one in things if one["hollow"] == 2}
    assert "A county partnership for Public health" in missing
    assert (
        "County council on the CDRP",
        "ASKED_AT",
        "Lannick Crime and Disorder Reduction Partnership",
        "",
        "",
    ) in links(page)
    found = records(page, "findings")
    assert all(not found[place]["open"] for one in missing.values() for place in one["findings"])


def test_picture_of_one_agreement_leaves_the_others_out(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        page = picture_of(view, graph, Wanted(agreement="Port Selwyn Local Area Agreement 2005-08"))
    assert "Port Selwyn City Council" in page
    assert "Hartlow District Council" not in page
    assert "what lies outside Port Selwyn Local Area Agreement 2005-08" in page


def test_picture_of_one_area_knows_where_those_who_sit_there_are_at_home(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        page = picture_of(view, graph, Wanted(area="Hartlow"))
    council = next(one for one in records(page, "nodes") if one["label"] == "Aldershire County Council")
    assert council["tiers"] == ["county"]
    labels = [one["label"] for one in part(page, "rest")["frames"]]
    assert labels == [
        "Across Aldershire, Port Selwyn",
        "Aldershire",
        "Aldershire",
        "Aldershire: several districts",
        "Hartlow",
    ]


def test_picture_around_one_of_two_things_of_one_name_is_of_that_one(tmp_path: Path) -> None:
    store = store_of(
        {
            "Areas": [{"Name": "Selshire", "Tier": "county"}],
            "Partners": [{"Name": name, "Kind": "pct", "Covers": "Selshire"} for name in ("Connexions", "PCT")],
            "Partnerships": [{"Name": "Connexions", "Kind": "lsp", "Covers": "Selshire"}],
            "Memberships": [{"Partner": "PCT", "Partnership": "Connexions"}],
        },
        tmp_path,
    )
    wanted = Wanted(around="Partnership:connexions")
    with store.view() as view:
        graph = build(view, DAY)
        assert shown(view, graph, wanted) == ["Partner:pct", "Partnership:connexions"]
        page = picture_of(view, graph, wanted)
    assert "<h1><bdi>Connexions</bdi></h1>" in page
    assert "<strong>Left out:</strong> <bdi>what lies outside Connexions" in page


def test_picture_of_a_day_before_everything_is_empty_and_sound(county: Store) -> None:
    with county.view() as view:
        page = picture_of(view, nx.MultiDiGraph(as_of="1900-01-01", gone={}), Wanted(area="Aldershire"))
    assert "0 things and 0 links." in page
    assert records(page, "nodes") == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The picture of a map in which every text is an attack."""
    store = open_store(str(tmp_path_factory.mktemp("hostile") / "map.db"))
    report = put(store, hostile_sheets(), FILE)
    assert not report.failed, "\n".join(map(str, report.problems))
    with store.view() as view:
        return picture_of(view, build(view, DAY), Wanted(tuple(SHAPES)))


def test_texts_that_attack_make_no_tag(hostile: str) -> None:
    tags = Tags()
    tags.feed(hostile)
    assert tags.seen["script"] == 4 + len(SCRIPTS)
    assert not {"img", "b", "svg"} & tags.seen.keys()


def test_texts_that_attack_arrive_as_they_are(hostile: str) -> None:
    labels = {one["label"] for one in records(hostile, "nodes") if one["hollow"] < 2}
    assert labels == {name_of(kind, number) for kind in SHAPES for number in range(len(ATTACKS))}


def test_same_map_makes_the_same_file(county: Store, graph: nx.MultiDiGraph) -> None:
    with county.view() as view:
        assert picture_of(view, graph, Wanted()) == picture_of(view, build(view, DAY), Wanted())


class Tags(HTMLParser):
    """The tags that a page has, counted."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's own signature
        self.seen[tag] += 1
