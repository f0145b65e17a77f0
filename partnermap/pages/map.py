"""The page that draws the map."""

import html

import streamlit as st

from partnermap.model import BY_NAME
from partnermap.pages.parts import choice, empty, kept, routes
from partnermap.store.base import View
from partnermap.views.drawn import SHAPES
from partnermap.views.picture_of import KINDS, Wanted

HEIGHT = 980


def show(view: View) -> None:
    """The whole page."""
    routes.head(routes.MAP)
    if empty.is_empty(view):
        empty.say_empty()
        return
    st.caption(choice.in_words())
    kinds = st.multiselect(
        "Kinds of thing to draw", list(SHAPES), list(KINDS), format_func=lambda kind: BY_NAME[kind].sheet
    )
    if not kinds:
        st.info("Choose at least one kind of thing to draw.", icon=":material/info:")
        return
    state = st.session_state
    wanted = Wanted(tuple(kinds), state["agreement"], state["area"], state["framework"])
    page = kept.drawn(view, choice.day(), wanted)
    st.download_button(
        "Download the picture (html)", page, f"map {choice.day().isoformat()}.html", "text/html", on_click="ignore",
        help="One file that opens in any browser and asks nothing of the internet.",
    )  # fmt: skip
    st.iframe(_apart(page), height=HEIGHT, alt="The map as a picture, with a table of the same facts below it")


def _apart(page: str) -> str:
    """The page in a frame of its own that may run its scripts and reach nothing of the app."""
    return (
        "<style>body { margin: 0 }</style>"
        f'<iframe sandbox="allow-scripts" title="The map" srcdoc="{html.escape(page)}" '
        f'style="border: 0; width: 100%; height: {HEIGHT}px"></iframe>'
    )


with kept.view() as view:
    show(view)
