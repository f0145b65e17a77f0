"""The pages there are, and links between them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

_FOLDER = Path(__file__).parent.parent


@dataclass(frozen=True)
class Route:
    """A page: its file, its title, its place in the address bar, and a sentence on what it answers."""

    file: str
    title: str
    address: str
    says: str


OVERVIEW = Route("overview", "Overview", "overview", "What the map holds, and what stands out in it.")
REPORTS = {
    "two-tier": Route(
        "two_tier",
        "Two tiers",
        "two-tier",
        "Where a county's partnerships and those of its districts do not meet: themes that no county-wide group takes, "
        "and bodies with no seat or voice there.",
    ),
    "engagement": Route(
        "engagement",
        "Engagement",
        "engagement",
        "Who is at the table where each agreement is overseen, who is only named in it, and whom to invite first.",
    ),
    "missing": Route(
        "missing",
        "Missing partners",
        "missing",
        "Who is expected on each partnership, by law or by guidance, and holds no seat there.",
    ),
    "funding": Route(
        "funding",
        "Funding",
        "funding",
        "How much money there is, from which stream, for which outcome and on what terms, and which sums are unclear.",
    ),
    "thread": Route(
        "thread",
        "Golden thread",
        "thread",
        "Whether each outcome leads to an indicator, a target, money and a partner, and where the thread breaks.",
    ),
}
MAP = Route("map", "Map", "map", "The partners and partnerships as a picture, and the same facts as a table.")
IMPORT = Route("importing", "Import", "import", "Add workbooks to the map. You see what would change before it does.")
SOURCES = Route(
    "sources", "Sources", "sources", "Where files say different things, side by side, and which of them shows."
)
HISTORY = Route("history", "History", "history", "Every change to the map, by whom and when. Each can be taken back.")


def pages() -> dict[str, list[StreamlitPage]]:
    """All pages, under the headings of the menu."""
    return {
        "": [page(OVERVIEW)],
        "Reports": [page(route) for route in REPORTS.values()],
        "The map": [page(MAP), page(IMPORT), page(SOURCES), page(HISTORY)],
    }


def page(route: Route) -> StreamlitPage:
    """The page as Streamlit knows it."""
    return st.Page(_FOLDER / f"{route.file}.py", title=route.title, url_path=route.address, default=route is OVERVIEW)


def link(route: Route, label: str) -> None:
    """A link to a page, in words."""
    st.page_link(page(route), label=label, icon=":material/arrow_forward:")


def head(route: Route) -> None:
    """A page's title, and the sentence on what it answers."""
    st.html("<style>.stMainBlockContainer { padding-top: 3.5rem; }</style>")
    st.title(route.title)
    st.markdown(route.says)
