"""The page that draws the map."""

import networkx as nx
import streamlit as st

from partnermap.model import BY_NAME
from partnermap.pages.parts import choice, empty, framed, kept, routes
from partnermap.pages.parts.words import plain
from partnermap.store.base import View
from partnermap.views.drawn import SHAPES
from partnermap.views.picture_of import KINDS, Wanted, shown, thing_of
from partnermap.wording import by_id

STEPS = (1, 2, 3)


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
    graph = kept.graph(view, choice.day())
    around, steps = _around(graph)
    state = st.session_state
    wanted = Wanted(tuple(kinds), state["agreement"], state["area"], state["framework"], around, steps)
    things = shown(view, graph, wanted)
    if not things:
        outside = (
            f" “{plain(_name(graph, around))}” may not be there on this day, or lie outside of it." if around else ""
        )
        st.info(f"There is nothing to draw for what was chosen.{outside}", icon=":material/info:")
        return
    page = kept.drawn(view, choice.day(), wanted)
    st.download_button(
        "Download the picture (html)", page, f"map {choice.day().isoformat()}.html", "text/html", on_click="ignore",
        help="One file that opens in any browser and asks nothing of the internet.",
    )  # fmt: skip
    offers = st.container(horizontal=True, vertical_alignment="center")
    chosen = framed.picture(page)
    if chosen is not None and 0 <= chosen < len(things):
        with offers:
            _offer(graph, things[chosen])


def _around(graph: nx.MultiDiGraph) -> tuple[str | None, int]:
    """The thing around which alone the map is drawn, and how far; kept in the address bar."""
    around = st.query_params.get("around")
    if not around:
        return None, 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(f"Only **{plain(_name(graph, around))}** and what stands around it.")
        steps = st.segmented_control("Steps", STEPS, default=1, required=True)
        st.button("Draw everything again", on_click=_draw_around, args=(None,))
    return around, steps


def _name(graph: nx.MultiDiGraph, around: str) -> str:
    """What the thing is called that the address names by its id, or by its name."""
    thing = thing_of(graph, around)
    if thing is not None:
        return str(graph.nodes[thing]["name"])
    return by_id(around) if around.partition(":")[0] in SHAPES else around


def _offer(graph: nx.MultiDiGraph, thing: str) -> None:
    """What can be done with the thing that was chosen in the picture."""
    facts = graph.nodes[thing]
    name, kind = str(facts["name"]), str(facts["is_a"])
    st.markdown(f"**{plain(name)}** is chosen.")
    st.button("Draw only what stands around it", on_click=_draw_around, args=(thing,))
    if kind in ("Agreement", "Area"):
        st.button(f"Look at this {kind.lower()} on every page", on_click=_look_at, args=(kind.lower(), name))


def _draw_around(thing: str | None) -> None:
    if thing is None:
        st.query_params.pop("around", None)
    else:
        st.query_params["around"] = thing


def _look_at(choice_of: str, name: str) -> None:
    st.session_state[choice_of] = name


with kept.view() as view:
    show(view)
