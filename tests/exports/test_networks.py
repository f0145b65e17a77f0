"""GraphML, GEXF and node-link come back through networkx as they went out; Gephi and yEd find what they need."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnermap.views import networks
from partnermap.views.copy import Copy, Part
from partnermap.views.exports import copy_for
from partnermap.views.networks import read_gexf, read_graphml
from tests.exports.maps import controls, export_bytes, held, named, odd, parts, spiced

Reader = Callable[[Path], nx.MultiDiGraph]


def read_json(path: Path) -> nx.MultiDiGraph:
    graph: nx.MultiDiGraph = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    return graph


READERS: list[tuple[str, Reader]] = [(".graphml", read_graphml), (".gexf", read_gexf), (".json", read_json)]


def same(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> bool:
    """Whether two graphs have the same things, links, keys and properties, of the same types."""
    return (
        one.graph == other.graph
        and _typed(dict(one.nodes(data=True))) == _typed(dict(other.nodes(data=True)))
        and sorted(map(_typed, one.edges(keys=True, data=True)))
        == sorted(map(_typed, other.edges(keys=True, data=True)))
    )


def _typed(value: Any) -> str:
    return repr(
        sorted(value.items()) if isinstance(value, dict) else [_typed(v) if isinstance(v, dict) else v for v in value]
    )


@pytest.mark.parametrize(("ending", "reader"), READERS)
@given(seed=st.integers(0, 10_000), texts=odd(controls), part=parts)
@settings(max_examples=25, deadline=None)
def test_network_reads_back_equal(ending: str, reader: Reader, seed: int, texts: list[str], part: Part) -> None:
    with held(spiced(seed, texts)) as view, TemporaryDirectory() as folder:
        path = Path(folder) / f"map{ending}"
        path.write_bytes(export_bytes(view, ending, part))
        assert same(reader(path), copy_for(view, part).network)


@pytest.mark.parametrize(("ending", "reader"), READERS)
@given(texts=odd(controls))
@settings(max_examples=40, deadline=None)
def test_odd_names_read_back_equal(ending: str, reader: Reader, texts: list[str]) -> None:
    with held(named(texts)) as view, TemporaryDirectory() as folder:
        path = Path(folder) / f"map{ending}"
        path.write_bytes(export_bytes(view, ending))
        assert same(reader(path), copy_for(view).network)


COUNTY = {
    "Areas": [{"Name": "Selshire", "Tier": "county"}, {"Name": "Hartlow", "Tier": "district", "Within": "Selshire"}],
    "Partners": [{"Name": "A & <B>\x01", "Kind": "pct", "Covers": "Hartlow", "Aliases": "one; two \\ three"}],
    "Agreements": [{"Name": "LAA", "Covers": "Selshire"}],
    "Partnerships": [{"Name": "LSP", "Kind": "lsp", "Covers": "Selshire"}],
    "Memberships": [
        {"Partner": "A & <B>\x01", "Partnership": "LSP", "Until": "2004-03-31"},
        {"Partner": "A & <B>\x01", "Partnership": "LSP", "Since": "2004-04-01"},
    ],
    "Freedoms": [{"Request": "Share data", "Agreement": "LAA", "Label": "Data"}],
}  # fmt: skip


def exported(ending: str) -> tuple[ET.Element, Copy]:
    with held(COUNTY) as view:
        copy = copy_for(view)
        assert copy.network.number_of_nodes() == 6
        return ET.fromstring(export_bytes(view, ending)), copy


def test_gexf_has_labels_places_and_colours_where_gephi_looks() -> None:
    root, copy = exported(".gexf")
    space = {"g": "http://www.gexf.net/1.2draft", "viz": "http://www.gexf.net/1.2draft/viz"}
    labels = {node.get("label") for node in root.iterfind(".//g:node", space)}
    assert labels == {"Selshire", "Hartlow", "A & <B>\\u0001", "LAA", "LSP", "Share data"}
    for node in root.iterfind(".//g:node", space):
        assert node.find("viz:position", space) is not None
        assert node.find("viz:color", space) is not None
    edges = root.findall(".//g:edge", space)
    assert len({edge.get("id") for edge in edges}) == len(edges) == copy.network.number_of_edges()
    assert {"MEMBER_OF", "COVERS", "WITHIN", "UNDER"} == {edge.get("label") for edge in edges}


def test_graphml_has_shapes_for_yed_and_properties_for_gephi() -> None:
    root, copy = exported(".graphml")
    space = {"g": "http://graphml.graphdrawing.org/xmlns", "y": "http://www.yworks.com/xml/graphml"}
    shapes = [key.get("id") for key in root.iterfind("g:key", space) if key.get("yfiles.type") == "nodegraphics"]
    names = {key.get("attr.name"): key.get("attr.type") for key in root.iterfind("g:key[@for='node']", space)}
    assert names["label"] == "string"
    assert names["x"] == names["y"] == "double"
    for node in root.iterfind(".//g:node", space):
        graphic = node.find(f"g:data[@key='{shapes[0]}']/y:ShapeNode", space)
        assert graphic is not None
        geometry = graphic.find("y:Geometry", space)
        assert geometry is not None
        assert geometry.get("x") is not None
    drawn = {label.text for label in root.iterfind(".//y:NodeLabel", space)}
    assert "A & <B>\\u0001" in drawn
    ids = [edge.get("id") for edge in root.iterfind(".//g:edge", space)]
    assert len(set(ids)) == len(ids) == copy.network.number_of_edges()


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_network_says_nothing_of_when_it_was_written(ending: str) -> None:
    with held(COUNTY) as view:
        content = export_bytes(view, ending).decode()
    assert "lastmodifieddate" not in content
    assert "revision" not in content


@pytest.mark.parametrize(("ending", "reader"), READERS)
def test_empty_map_reads_back_empty(ending: str, reader: Reader, tmp_path: Path) -> None:
    with held({}) as view:
        (tmp_path / f"map{ending}").write_bytes(export_bytes(view, ending))
    read = reader(tmp_path / f"map{ending}")
    assert (read.number_of_nodes(), read.graph) == (0, {"as_of": None})


@pytest.mark.parametrize(("ending", "reader"), READERS)
def test_big_map_reads_back_without_places(
    ending: str, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networks, "PLACED", 3)
    with held(COUNTY) as view:
        (tmp_path / f"map{ending}").write_bytes(export_bytes(view, ending))
        assert same(reader(tmp_path / f"map{ending}"), copy_for(view).network)
    assert "position" not in (tmp_path / f"map{ending}").read_text(encoding="utf-8")
