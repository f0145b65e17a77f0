"""The map as a picture: one HTML page that asks nothing of any server, with a table of the same facts.

pyvis writes it through a template of our own. Every text is escaped, the policy in the page lets only its two
scripts run, and places are worked out beforehand.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import networkx as nx
from markupsafe import Markup

from partnermap.model import BY_NAME
from partnermap.views.drawn import LINKS, SHAPES, Drawn

_HERE = Path(__file__).parent


def picture(
    graph: nx.MultiDiGraph,
    title: str,
    things: Collection[str],
    sources: Mapping[str, str] | None = None,
    left_out: str = "",
) -> str:
    """A whole HTML page that shows these things of a day's graph.

    ``sources``: for the id of a thing, or of a seat's row, the cell that it comes from. ``left_out``: in words.
    """
    from pyvis.network import Network

    shown = Drawn(graph, set(things), sources or {})
    network = Network(directed=True, cdn_resources="in_line")
    network.set_template_dir(str(_HERE), "picture.html")
    network.templateEnv.autoescape = True
    network.templateEnv.globals.update(_around(shown, left_out))
    network.heading = title
    network.nodes, network.edges = list(shown.nodes()), list(shown.edges())
    network.options = _options(len(things))
    return str(network.generate_html())


def _around(shown: Drawn, left_out: str) -> dict[str, Any]:
    """What the template shows besides nodes and edges."""
    kinds = Counter(shown.graph.nodes[thing]["is_a"] for thing in shown.things)
    used = dict.fromkeys(facts["link"] for _, _, facts in shown.links)
    return {
        "told": _told(shown),
        "left_out": left_out,
        "kinds": [
            {"name": name, "mark": SHAPES[name][1], "sheet": BY_NAME[name].sheet, "count": kinds[name]}
            for name in SHAPES
            if kinds[name]
        ],
        "lines": [{"words": LINKS[link][0], "look": LINKS[link][1]} for link in LINKS if link in used],
        "themes": sorted({theme for thing in shown.things for theme in shown.themes.get(thing, ())}),
        "facts": shown.facts(),
        "frames": [vars(frame) for frame in shown.layout.frames],
        "library": Markup(_library()),  # noqa: S704 - vis-network's own text
        "script": Markup(_file("picture.js")),  # noqa: S704 - ours
        "style": Markup(_file("picture.css")),  # noqa: S704 - ours
        "policy": policy(),
    }


def _told(shown: Drawn) -> str:
    day = shown.graph.graph.get("as_of")
    when = f"The map as it stood on {day}. " if day else "Everything that the map holds, whatever its dates. "
    return (
        f"{when}{len(shown.things):,} things and {len(shown.links):,} links. Choose a name to see what it is linked to."
    )


def _options(count: int) -> dict[str, Any]:
    many = count > 400
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"font": {"size": 13, "vadjust": -2}, "borderWidth": 1},
        "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.6}}, "selectionWidth": 1.5},
        "interaction": {"hover": not many, "hideEdgesOnDrag": many, "hideEdgesOnZoom": many, "tooltipDelay": 150},
    }


def policy() -> str:
    """The page's Content-Security-Policy: nothing from anywhere, of scripts and styles only its own, by hash."""
    scripts = " ".join(_hash(text) for text in (_library(), _file("picture.js")))
    style = _hash(_file("picture.css"))
    rules = (
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {style}",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _library() -> str:
    """vis-network as pyvis carries it, with the line ends that a browser makes of them."""
    import pyvis

    path = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return _lines(path.read_bytes().decode())


@cache
def _file(name: str) -> str:
    return _lines((_HERE / name).read_bytes().decode())


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
