"""How soon a picture can be moved once it is opened, and how smoothly, beside pyvis's own page in the same run.

    python -m tests.benchmarks.bench_picture [--things 500 2000 10000] [--limit 60]

Files are opened from disk in the system's chromium with the network cut. Opening is from the start of navigation to
the first frame after the drawing; pyvis's own page, physics and all, is waited for until it is first drawn or the limit
is over.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import networkx as nx
from playwright.sync_api import Browser, Page, sync_playwright

from partnermap.views.picture import picture

LINKS_EACH = 3
DISTRICTS = 10
COUNTY = 400
"""So many things a county holds."""

READY = """
const wait = () => document.body?.dataset.ready
  ? requestAnimationFrame(() => { window.opened = performance.now(); }) : requestAnimationFrame(wait);
wait();
"""
SETTLED = "typeof network !== 'undefined' && network.physics.ready === true"
COUNT = """
window.frames_seen = []; window.counting = true;
const count = (now) => { window.frames_seen.push(now); if (window.counting) requestAnimationFrame(count); };
requestAnimationFrame(count);
"""


def county_map(things: int, seed: int = 1) -> nx.MultiDiGraph:
    """Counties of ten districts with partners and partnerships, three times as many memberships, most of them local."""
    rng, graph = Random(seed), nx.MultiDiGraph(as_of="2005-03-22", revision=1, gone={})
    places: list[str] = []
    for county in range(max(1, things // COUNTY)):
        graph.add_node(f"Area:{county}", is_a="Area", name=f"County {county}", tier="county")
        for district in range(DISTRICTS):
            places.append(f"Area:{county}.{district}")
            graph.add_node(places[-1], is_a="Area", name=f"District {county}.{district}", tier="district")
            graph.add_edge(places[-1], f"Area:{county}", link="WITHIN")
    homes = {}
    for number in range(things):
        kind = "Partner" if number % 3 else "Partnership"
        thing, homes[number] = f"{kind}:{number}", number * len(places) // things
        graph.add_node(thing, is_a=kind, name=f"{kind} with a name of some length {number}", kind="other")
        graph.add_edge(thing, places[homes[number]], link="COVERS")
    boards = range(0, things, 3)
    for number in range(things * LINKS_EACH):
        partner = rng.choice([1, 2]) + 3 * rng.randrange(things // 3 - 1)
        near = round(rng.gauss(partner, things / len(places) * 2)) // 3 * 3
        board = near if near in boards else rng.choice(boards)
        row = {"link": "MEMBER_OF", "id": f"Membership:{number}", "role": "member"}
        graph.add_edge(f"Partner:{partner}", f"Partnership:{board}", str(number), **row)
    return graph


def stock_file(graph: nx.MultiDiGraph) -> str:
    """pyvis's own page; its lists are filled directly, for its add_edge looks through all edges each time."""
    from pyvis.network import Network

    shown = [thing for thing, facts in graph.nodes(data=True) if facts["is_a"] != "Area"]
    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = [{"id": thing, "label": graph.nodes[thing]["name"], "shape": "dot"} for thing in shown]
    network.edges = [{"from": a, "to": b} for a, b, facts in graph.edges(data=True) if facts["link"] == "MEMBER_OF"]
    return str(network.generate_html())


def new_page(browser: Browser) -> Page:
    return browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()


def seconds_to_open(browser: Browser, path: Path) -> float:
    """The middle one of five openings, each in a page of its own."""
    taken = []
    for _ in range(5):
        page = new_page(browser)
        page.add_init_script(READY)
        page.goto(path.as_uri())
        _until(page, "window.opened > 0", 120)
        taken.append(float(page.evaluate("window.opened")) / 1000)
        page.context.close()
    return median(taken)


def _until(page: Page, said: str, limit: float) -> bool:
    """Asked again and again from outside: a strict policy forbids the page itself to wait for a text."""
    end = perf_counter() + limit
    while perf_counter() < end:
        if page.evaluate(said):
            return True
        page.wait_for_timeout(50)
    return False


def stock_seconds(browser: Browser, path: Path, limit: float) -> float | None:
    """Seconds until pyvis's own page is first drawn; None: not within the limit."""
    page = new_page(browser)
    page.set_default_timeout(limit * 1000)
    began = perf_counter()
    try:
        page.goto(path.as_uri(), wait_until="commit")
        settled = _until(page, SETTLED, limit)
    except Exception:  # noqa: BLE001 - a page that hangs answers nothing
        settled = False
    finally:
        taken = perf_counter() - began
        page.context.close()
    return taken if settled and taken < limit else None


def frames_a_second(page: Page) -> tuple[float, float]:
    """Frames a second while the picture is dragged to and fro, and the longest wait between two, in ms."""
    box = page.locator("#net").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT)
    began, step = perf_counter(), 0
    while perf_counter() - began < 3:
        step += 1
        page.mouse.move(x + 400 * (step % 80 - 40) / 40 * (1 if step // 80 % 2 else -1), y + step % 40 * 4)
    seen = page.evaluate("window.counting = false, window.frames_seen")
    page.mouse.up()
    gaps = [after - before for before, after in pairwise(seen)]
    return 1000 * len(gaps) / sum(gaps), max(gaps)


def measured(browser: Browser, folder: Path, things: int, limit: float) -> str:
    graph = county_map(things)
    began = perf_counter()
    path = folder / f"{things}.html"
    shown = [thing for thing, facts in graph.nodes(data=True) if facts["is_a"] != "Area"]
    path.write_text(picture(graph, f"{things} things", shown), encoding="utf-8")
    written = perf_counter() - began
    opened = seconds_to_open(browser, path)
    page = new_page(browser)
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready=yes]")
    far, worst = frames_a_second(page)
    page.evaluate("Object.assign(eye, { k: 0.3 }), paint()")
    near, worst_near = frames_a_second(page)
    page.context.close()
    stock = "not measured"
    if limit:
        path.with_suffix(".stock.html").write_text(stock_file(graph), encoding="utf-8")
        taken = stock_seconds(browser, path.with_suffix(".stock.html"), limit)
        stock = f"over {limit:.0f} s" if taken is None else f"{taken:.1f} s"
    return (
        f"{things:>7,} | {path.stat().st_size / 2**20:5.1f} MB | {written:5.1f} s | {opened:5.2f} s | {stock:>12} | "
        f"{far:3.0f} a second, at most {worst:3.0f} ms | {near:3.0f} a second, at most {worst_near:3.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--things", type=int, nargs="+", default=[500, 2000, 10000])
    parser.add_argument("--limit", type=float, default=60.0, help="seconds that pyvis's own page is waited for; 0: not")
    asked = parser.parse_args()
    program = os.environ.get("PARTNERMAP_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    print(" things |     file | written |   open |  pyvis's own | moved, from afar | moved, near")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for things in asked.things:
            print(measured(browser, Path(folder), things, asked.limit), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
