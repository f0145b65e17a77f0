"""What is kept between runs: the store by its address; graphs and answers by address, revision and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import networkx as nx
import streamlit as st

from partnermap import changes
from partnermap.altered import Alterations
from partnermap.altered import altered as altered_by
from partnermap.disagreeing import Disagreement, disagreements
from partnermap.graph import build
from partnermap.model import ALLOCATION, BY_NAME, Kind
from partnermap.settings import store_address, who
from partnermap.store import open_store
from partnermap.store.base import Change, Store, View
from partnermap.views.answers import Answer, Question, answer
from partnermap.views.holdings import holdings
from partnermap.views.picture_of import Wanted, picture_of


def store() -> Store:
    """The store that the settings name."""
    return _store(store_address())


@st.cache_resource(show_spinner=False)
def _store(address: str) -> Store:
    return open_store(address, on_wait=_tell)


def _tell(words: str) -> None:
    st.toast(words, icon=":material/hourglass_top:")


@contextmanager
def view() -> Iterator[View]:
    """The map as it stands now."""
    with store().view() as found:
        yield found


def _which(view: View) -> str:
    """Tells this map from another that was put in its place and has seen as many changes."""
    history = view.history()
    return f"{store().address} {history[-1].at if history else ''}"


def names(view: View, kind: Kind) -> list[str]:
    """The names of all things of a kind."""
    return _names(_which(view), view.revision, kind.name, view)


@st.cache_data(max_entries=16, show_spinner=False)
def _names(address: str, revision: int, kind: str, _view: View) -> list[str]:  # noqa: ARG001 - the key
    return sorted(_view.things(BY_NAME[kind])["name"], key=str.casefold)


def years(view: View) -> list[str]:
    """The financial years, as written, that sums are given for."""
    return _years(_which(view), view.revision, view)


@st.cache_data(max_entries=4, show_spinner=False)
def _years(address: str, revision: int, _view: View) -> list[str]:  # noqa: ARG001 - the key
    return sorted(set(_view.things(ALLOCATION)["year"]))


def held(view: View) -> dict[str, int]:
    """How many things there are, by sheet; nothing for an empty map."""
    return _held(_which(view), view.revision, view)


@st.cache_data(max_entries=4, show_spinner=False)
def _held(address: str, revision: int, _view: View) -> dict[str, int]:  # noqa: ARG001 - the key
    return holdings(_view)


def graph(view: View, day: dt.date) -> nx.MultiDiGraph:
    """The map of a day. Shared: nobody changes it."""
    return _graph(_which(view), view.revision, day, view)


@st.cache_resource(max_entries=8, show_spinner="Reading the map …")
def _graph(address: str, revision: int, day: dt.date, _view: View) -> nx.MultiDiGraph:  # noqa: ARG001 - the key
    return build(_view, day)


def answered(view: View, question: Question) -> Answer:
    """The answer to a question. Shared: nobody changes it."""
    return _answer(_which(view), view.revision, question, view)


@st.cache_resource(max_entries=64, show_spinner="Working it out …")
def _answer(address: str, revision: int, question: Question, _view: View) -> Answer:  # noqa: ARG001 - the key
    return answer(_view, question, graph(_view, question.day))


def drawn(view: View, day: dt.date, wanted: Wanted) -> str:
    """The picture of a part of the map, as an HTML page."""
    return _picture(_which(view), view.revision, day, wanted, view)


@st.cache_data(max_entries=16, show_spinner="Drawing …")
def _picture(address: str, revision: int, day: dt.date, wanted: Wanted, _view: View) -> str:  # noqa: ARG001 - the key
    return picture_of(_view, graph(_view, day), wanted, lambda question: answered(_view, question))


def altered(view: View, change: Change) -> Alterations:
    """What a change altered. Shared: nobody changes it."""
    return _altered(_which(view), view.revision, change, view)


@st.cache_resource(max_entries=8, show_spinner="Looking it up …")
def _altered(address: str, revision: int, change: Change, _view: View) -> Alterations:  # noqa: ARG001 - the key
    return altered_by(_view, change)


def foreseen(view: View, number: int) -> changes.Undone:
    """What taking a change back would do. Shared: nobody changes it."""
    return _foreseen(_which(view), view.revision, number)


@st.cache_resource(max_entries=8, show_spinner="Working out what that would do …")
def _foreseen(address: str, revision: int, number: int) -> changes.Undone:  # noqa: ARG001 - the key
    return changes.undo(store(), number, who(), rehearse=True)


def differing(view: View) -> list[Disagreement]:
    """Where sources differ. Shared: nobody changes it."""
    return _differing(_which(view), view.revision, view)


@st.cache_resource(max_entries=4, show_spinner="Holding the sources against each other …")
def _differing(address: str, revision: int, _view: View) -> list[Disagreement]:  # noqa: ARG001 - the key
    return disagreements(_view)
