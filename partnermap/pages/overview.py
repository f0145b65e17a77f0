"""The first page: what the map holds, what stands out in each report, the latest change."""

import streamlit as st

from partnermap.analysis.registry import REPORTS
from partnermap.pages.parts import choice, empty, kept, routes
from partnermap.pages.parts.changes import when
from partnermap.pages.parts.findings import MARKS
from partnermap.pages.parts.words import plain
from partnermap.store.base import View
from partnermap.views.holdings import counted, foremost

SHOWN = ("Agreements", "Partners", "Partnerships", "Memberships", "Outcomes", "Funding streams", "Allocations")

FIRST_THINGS_FIRST = ("missing", "engagement", "two-tier", "funding", "thread")


def show(view: View) -> None:
    """The whole page."""
    routes.head(routes.OVERVIEW)
    if empty.is_empty(view):
        empty.say_empty()
        return
    st.caption(choice.in_words())
    st.header("What stands out")
    for name in FIRST_THINGS_FIRST:
        _report(view, name, routes.REPORTS[name])
    st.header("What the map holds")
    _holdings(view)
    _latest_change(view)


def _report(view: View, name: str, route: routes.Route) -> None:
    answer = kept.answered(view, choice.question(name))
    with st.container(border=True):
        st.subheader(REPORTS[name].title)
        st.caption(f"{route.title}: {counted(answer)}.")
        for one in foremost(answer):
            st.markdown(f"{MARKS[one.finding.severity]} {plain(one.finding.message)}")
        routes.link(route, f"Everything on {route.title.lower()}")


def _holdings(view: View) -> None:
    found = kept.held(view)
    with st.container(horizontal=True):
        for sheet in SHOWN:
            if sheet in found:
                st.metric(sheet, f"{found[sheet]:,}", width="content", border=True)


def _latest_change(view: View) -> None:
    change = view.history()[-1]
    st.markdown(f"**Latest change:** {plain(change.what)}, by {plain(change.who or 'unknown')}, {when(change)}.")
    routes.link(routes.HISTORY, "All changes")


with kept.view() as view:
    show(view)
