"""What is looked at: agreement, area, day and framework, chosen once for all pages and kept in the address bar."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from partnermap import frameworks
from partnermap.model import AGREEMENT, AREA
from partnermap.pages.parts import kept
from partnermap.pages.parts.words import plain
from partnermap.settings import DEFAULT_FRAMEWORK, as_of
from partnermap.store.base import View
from partnermap.views.answers import Question
from partnermap.wording import long_day

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


def ask(view: View) -> None:
    """The choices, beside every page."""
    known = frameworks.available()
    with st.sidebar:
        st.header("Looking at")
        _name("Agreement", "agreement", "All agreements", kept.names(view, AGREEMENT))
        _name("Area", "area", "All areas", kept.names(view, AREA))
        st.date_input(
            "On the day",
            as_of() or dt.date.today(),
            FIRST_DAY,
            LAST_DAY,
            key="as_of",
            format="DD/MM/YYYY",
            bind="query-params",
            help="The map is read as it stood on this day.",
        )
        st.selectbox(
            "Framework",
            known,
            known.index(DEFAULT_FRAMEWORK) if DEFAULT_FRAMEWORK in known else 0,
            key="framework",
            format_func=title_of,
            bind="query-params",
            help="Says who is expected where, and what each kind of body means.",
        )


def question(report: str, year: str | None = None) -> Question:
    """A report's question about what was chosen."""
    state = st.session_state
    return Question(report, state["agreement"], state["area"], year, state["framework"], state["as_of"])


def year(view: View) -> str | None:
    """One financial year, chosen on the page; None: all."""
    years = kept.years(view)
    return st.selectbox(
        "Financial year", years, index=None, key="year", placeholder="All years", bind="query-params", width=300
    )


def day() -> dt.date:
    """The day that was chosen."""
    chosen = st.session_state["as_of"]
    assert isinstance(chosen, dt.date)
    return chosen


def in_words() -> str:
    """What was chosen, as a line under a page's title."""
    state = st.session_state
    places = [state["agreement"] or "all agreements", state["area"] or "all areas"]
    return plain(f"Looking at {' · '.join(places)} · as of {long_day(day())} · {title_of(state['framework'])}")


@st.cache_data(show_spinner=False)
def title_of(framework: str) -> str:
    """A framework's own name."""
    return frameworks.load(framework).name


def _name(label: str, key: str, all_of_them: str, names: list[str]) -> None:
    st.selectbox(label, names, index=None, key=key, placeholder=all_of_them, bind="query-params")
