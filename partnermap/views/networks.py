"""The map as GraphML and GEXF, for Gephi, yEd and whatever else reads networks; and read back from there, unchanged.

networkx writes and reads both. What they cannot hold is written so that it can be told again: several values stand in
one text, separated by semicolons; a sign that XML has no place for, and the backslash, as backslash, u and its number.
What the programs themselves look for (label, position, colour) is put in besides and taken out again on reading;
a property of the map with such a name gets an underscore behind it. Parallel links keep their keys as a property.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from partnermap.model import BY_NAME, KINDS
from partnermap.views.copy import EVERYTHING, Copy
from partnermap.views.places import lay_out

LISTS = frozenset(prop.name for kind in KINDS for prop in kind.lists)
"""Properties that hold several values."""
TAKEN = frozenset(
    "id label key source target type weight start end pid parents shape_type x y z r g b size viz".split()  # noqa: SIM905
)
"""Names that mean something to the formats, or to the programs that read them."""
YED = "http://www.yworks.com/xml/graphml"
PLACED = 5_000
"""So many things are given a place."""

_ODD = re.compile("[\\\\\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TOLD = re.compile(r"\\u([0-9a-f]{4})")

Facts = dict[str, Any]
Place = tuple[float, float]


def as_graphml(copy: Copy) -> bytes:
    """GraphML; yEd finds shapes with labels and places, Gephi the same as plain properties."""
    network = copy.network
    places = _places(copy)
    looks = {thing: _plain_look(network, thing, places.get(thing)) for thing in network}
    writer = GraphMLWriter(prettyprint=False)
    writer.add_graph_element(_written(network, looks))
    ET.register_namespace("y", YED)
    _add_shapes(writer.xml, {_told(thing): (look, places.get(thing)) for thing, look in looks.items()})
    return _as_xml(writer.xml)


def as_gexf(copy: Copy) -> bytes:
    """GEXF, with labels, places and colours as Gephi looks for them."""
    network = copy.network
    places = _places(copy)
    writer = GEXFWriter(prettyprint=False)
    writer.add_graph(_written(network, {thing: _viz_look(network, thing, places.get(thing)) for thing in network}))
    for meta in writer.xml.findall("meta"):
        writer.xml.remove(meta)  # it says on which day it was written; a map says only what it says itself
    return _as_xml(writer.xml)


def read_graphml(path: Path | str) -> nx.MultiDiGraph:
    """The graph that was exported to GraphML: things, links, keys and properties are the same."""
    return _read(nx.read_graphml(path, force_multigraph=True))


def read_gexf(path: Path | str) -> nx.MultiDiGraph:
    """The graph that was exported to GEXF: things, links, keys and properties are the same."""
    return _read(nx.read_gexf(path))


# -- written -------------------------------------------------------------------------------------


def _written(network: nx.MultiDiGraph, looks: Mapping[str, Facts]) -> nx.MultiDiGraph:
    """The graph in a form that both formats can hold."""
    as_of = network.graph["as_of"]
    written = nx.MultiDiGraph(name=as_of or EVERYTHING)
    written.add_nodes_from((_told(thing), _plain(facts) | looks[thing]) for thing, facts in network.nodes(data=True))
    for number, (one, other, key, facts) in enumerate(network.edges(keys=True, data=True)):
        said = _plain(facts) | {"key_": _told(key), "label": facts["link"]}
        written.add_edges_from([(_told(one), _told(other), f"e{number}", said)])
    return written


def _plain(facts: Facts) -> Facts:
    return {f"{name}_" if name in TAKEN else name: _value(name, value) for name, value in facts.items()}


def _value(name: str, value: Any) -> Any:
    if name in LISTS:
        return "; ".join(_told(one).replace(";", r"\u003b") for one in value)
    return _told(value) if isinstance(value, str) else value


def _told(text: str) -> str:
    return _ODD.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _as_xml(root: ET.Element) -> bytes:
    out = io.BytesIO()
    ET.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue() + b"\n"


# -- what the programs look for ------------------------------------------------------------------


def _places(copy: Copy) -> Mapping[str, Place]:
    """Where things stand; nowhere if there are so many that the programs do better."""
    return lay_out(copy.graph, copy.kept).at if len(copy.kept) <= PLACED else {}


def label_of(network: nx.MultiDiGraph, thing: str) -> str:
    """What a thing without a name is called: by its kind, and what tells it apart at sight."""
    facts = network.nodes[thing]
    kind = BY_NAME[facts["is_a"]]
    return str(facts.get("name") or f"{kind.name} {facts.get(kind.caption, '')}".strip())


def _colour(network: nx.MultiDiGraph, thing: str) -> dict[str, int]:
    colour = BY_NAME[network.nodes[thing]["is_a"]].colour
    return {part: int(colour[at : at + 2], 16) for part, at in (("r", 1), ("g", 3), ("b", 5))}


def _plain_look(network: nx.MultiDiGraph, thing: str, place: Place | None) -> Facts:
    spot = {"x": float(place[0]), "y": float(-place[1])} if place else {}
    return {"label": _told(label_of(network, thing))} | spot | _colour(network, thing)


def _viz_look(network: nx.MultiDiGraph, thing: str, place: Place | None) -> Facts:
    viz: Facts = {"color": {**_colour(network, thing), "a": 1.0}}
    if place:
        viz["position"] = {"x": float(place[0]), "y": float(-place[1]), "z": 0.0}
    return {"label": _told(label_of(network, thing)), "viz": viz}


def _add_shapes(root: ET.Element, looks: Mapping[str, tuple[Facts, Place | None]]) -> None:
    """yEd draws only what has a shape of its own."""
    root.insert(0, ET.Element("key", {"id": "shape", "for": "node", "yfiles.type": "nodegraphics"}))
    for node in root.iter("node"):
        look, place = looks[node.attrib["id"]]
        shape = ET.SubElement(ET.SubElement(node, "data", {"key": "shape"}), f"{{{YED}}}ShapeNode")
        spot = {"x": str(place[0]), "y": str(place[1])} if place else {}
        ET.SubElement(shape, f"{{{YED}}}Geometry", spot | {"width": "120", "height": "30"})
        fill = f"#{look['r']:02x}{look['g']:02x}{look['b']:02x}"
        ET.SubElement(shape, f"{{{YED}}}Fill", {"color": fill, "transparent": "false"})
        ET.SubElement(shape, f"{{{YED}}}NodeLabel", {"textColor": "#FFFFFF"}).text = look["label"]


# -- read back -----------------------------------------------------------------------------------


def _read(written: nx.Graph) -> nx.MultiDiGraph:
    name = written.graph.get("name")
    network = nx.MultiDiGraph(as_of=None if name == EVERYTHING else dt.date.fromisoformat(name).isoformat())
    network.add_nodes_from((_meant(thing), _facts(said)) for thing, said in written.nodes(data=True))
    network.add_edges_from(
        (_meant(one), _meant(other), _meant(said["key_"]), _facts(said))
        for one, other, said in written.edges(data=True)
    )
    return network


def _facts(said: Facts) -> Facts:
    kept = {name: value for name, value in said.items() if name not in TAKEN and name != "key_"}
    return {(plain := name.removesuffix("_")): _meaning(plain, value) for name, value in kept.items()}


def _meaning(name: str, value: Any) -> Any:
    if name in LISTS:
        return [_meant(one) for one in value.split("; ")]
    return _meant(value) if isinstance(value, str) else value


def _meant(text: str) -> str:
    return _TOLD.sub(lambda told: chr(int(told[1], 16)), text)
