"""The map as a picture: one HTML page that asks nothing of any server, with a table of the same facts.

pyvis writes it through a template of our own. Every text is escaped, the policy in the page lets only its own
scripts run, by hash, and places are worked out beforehand. The page draws on a canvas by itself: vis-network, which
pyvis brings, takes seconds to open 10,000 things and cannot move them at 30 frames a second.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import networkx as nx
from markupsafe import Markup

from partnermap import frameworks
from partnermap.analysis.words import Map
from partnermap.frameworks import Framework
from partnermap.model import BY_NAME
from partnermap.settings import DEFAULT_FRAMEWORK
from partnermap.store.base import Source
from partnermap.views.answers import Answered
from partnermap.views.cells import Cell
from partnermap.views.columns import columns
from partnermap.views.drawn import LINKS, SHAPES, Drawn
from partnermap.views.gaps import gaps
from partnermap.wording import long_day

_PAGE = Path(__file__).parent / "page"
SCRIPTS = ("data.js", "scene.js", "canvas.js", "names.js", "choice.js", "card.js", "table.js", "start.js")
"""In the order in which one needs another."""


def picture(
    graph: nx.MultiDiGraph,
    title: str,
    things: Collection[str],
    *,
    sources: Mapping[Cell, Source] | None = None,
    findings: Iterable[Answered] = (),
    left_out: str = "",
    removed: str = "",
    unasked: str = "",
    at_tables: bool = False,
    framework: Framework | None = None,
    whole: nx.MultiDiGraph | None = None,
) -> str:
    """A whole HTML page that shows these things of a day's graph.

    ``sources``: the cell for each (thing or row, property). ``left_out``: what of the map is not shown, in words.
    ``removed``: what was taken out for the audience, ``unasked``: why nobody looked who is missing, in words.
    ``at_tables``: of who is missing draw only those asked for at a table that is shown. ``framework``: says the sector
    of each kind. ``whole``: the graph of which this is a part; it knows in which areas things are.
    """
    from pyvis.network import Network

    map_ = Map(graph, framework or frameworks.load(DEFAULT_FRAMEWORK))
    shown = Drawn(map_, things, sources or {}, gaps(graph, set(things), findings, at_tables), whole)
    network = Network(directed=True)
    network.set_template_dir(str(_PAGE), "page.html")
    network.templateEnv.autoescape = True
    network.templateEnv.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    network.nodes, network.edges = list(shown.nodes()), list(shown.edges())
    network.heading = title
    network.templateEnv.globals.update(_around(shown, network.nodes, network.edges))
    network.templateEnv.globals.update(left_out=left_out, removed=removed, unasked=unasked)
    return str(network.generate_html())


def _around(shown: Drawn, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Any]:
    """What the template shows besides the network itself."""
    kinds = Counter(node["kind"] for node in nodes)
    used = {edge["link"] for edge in edges}
    found = shown.findings()
    return {
        "told": _told(shown),
        "kinds": [
            {"name": name, "mark": SHAPES[name][1], "sheet": BY_NAME[name].sheet, "colour": BY_NAME[name].colour}
            for name in SHAPES
            if kinds[name]
        ],
        "lines": [
            {"link": link, "words": words, "look": look} for link, (words, look) in LINKS.items() if link in used
        ],
        "hollow": any(node["hollow"] for node in nodes),
        "themes": shown.theme_names,
        "choices": _choices(nodes, shown.theme_names, [one["code"] for one in found if not one["open"]]),
        "findings": found,
        "frames": [vars(frame) for frame in shown.layout.frames],
        "columns": columns,
        "scripts": [Markup(_file(name)) for name in SCRIPTS],  # noqa: S704 - ours
        "style": Markup(_file("page.css")),  # noqa: S704 - ours
        "policy": policy(),
    }


def _choices(nodes: list[dict[str, Any]], themes: list[str], codes: list[str]) -> list[dict[str, Any]]:
    """What the picture can be narrowed to, where there is anything to choose."""
    found = {
        "tier": ("Tier", {tier for node in nodes for tier in node["tiers"]}),
        "theme": ("Theme", set(themes)),
        "sector": ("Sector", {node["sector"] for node in nodes} - {""}),
        "finding": ("Finding", set(codes)),
    }
    return [{"name": name, "title": title, "options": sorted(held)} for name, (title, held) in found.items() if held]


def _told(shown: Drawn) -> str:
    day, revision = shown.graph.graph.get("as_of"), shown.graph.graph.get("revision")
    when = (
        f"The map as it stood on {long_day(dt.date.fromisoformat(day))}"
        if day
        else "Everything that the map holds, whatever its dates"
    )
    which = f", revision {revision} of the store" if revision is not None else ""
    missing = f", {len(shown.gaps.ghosts):,} missing" if shown.gaps.ghosts else ""
    links = len(shown.links) + len(shown.flows)
    return f"{when}{which}. {len(shown.things):,} things and {links:,} links{missing}."


def policy() -> str:
    """The page's Content-Security-Policy: nothing from anywhere, of scripts and styles only its own, by hash."""
    scripts = " ".join(_hash(_file(name)) for name in SCRIPTS)
    rules = (
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {_hash(_file('page.css'))}",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _file(name: str) -> str:
    """A file of the page, with the line ends that a browser makes of them."""
    return (_PAGE / name).read_bytes().decode().replace("\r\n", "\n")
