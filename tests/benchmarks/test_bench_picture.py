"""The maps that the picture is timed on are what they are said to be."""

from __future__ import annotations

from collections import Counter

from partnermap.views.picture import picture
from tests.benchmarks.bench_picture import county_map, stock_file
from tests.views.picture_data import records


def test_map_has_as_many_things_and_three_times_as_many_links_in_both_files() -> None:
    graph = county_map(500)
    shown = [thing for thing, facts in graph.nodes(data=True) if facts["is_a"] != "Area"]
    page = picture(graph, "500 things", shown)
    assert (len(records(page, "nodes")), len(records(page, "edges"))) == (500, 1500)
    stock = stock_file(graph)
    assert (stock.count('"shape": "dot"'), stock.count('"from": ')) == (500, 1500)


def test_same_size_gives_the_same_map() -> None:
    one, other = county_map(300), county_map(300)
    assert Counter(one.edges()) == Counter(other.edges())
