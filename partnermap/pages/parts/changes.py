"""Changes on a page: what they did, and taking them back."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from partnermap.changes import undo
from partnermap.errors import PartnermapError
from partnermap.pages.parts import kept
from partnermap.pages.parts.choice import long_day
from partnermap.pages.parts.words import plain
from partnermap.settings import who
from partnermap.store.base import Change, Effect
from partnermap.views.holdings import by_kind


def when(change: Change) -> str:
    """The day and time of a change: 22 November 2026 at 21:18 UTC."""
    at = dt.datetime.fromisoformat(change.at).astimezone(dt.UTC)
    return f"{long_day(at.date())} at {at:%H:%M} UTC"


def effect(done: Effect) -> None:
    """What a change did, or would do, to the map."""
    counts = {"Added": done.added, "Changed": done.changed, "Unchanged": done.unchanged, "Removed": done.removed}
    for column, (label, number) in zip(st.columns(len(counts)), counts.items(), strict=True):
        column.metric(label, f"{sum(number.values()):,}", border=True)
        column.caption(by_kind(number))


def undo_button(number: int, label: str, key: str) -> None:
    """A button that takes a change back, and says so."""
    if st.button(label, key=key):
        try:
            change, done = undo(kept.store(), number, who())
        except PartnermapError as error:
            st.error(plain(str(error)))
            return
        st.session_state["told"] = f"Taken back: {change.what}. This is change {done.change} in History."
        st.rerun()


def told() -> None:
    """What the last change came to, said once after the page has been drawn anew."""
    if words := st.session_state.pop("told", None):
        st.success(plain(words), icon=":material/check:")
