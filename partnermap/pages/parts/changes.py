"""Changes on a page: what they did, and taking them back."""

from __future__ import annotations

import streamlit as st

from partnermap.changes import Undone, undo
from partnermap.errors import PartnermapError
from partnermap.pages.parts import kept
from partnermap.pages.parts.words import plain
from partnermap.settings import who
from partnermap.store.base import Change, Effect
from partnermap.views.holdings import by_kind
from partnermap.views.past import did_lines, stays_lines
from partnermap.wording import moment_of

COULD_NOT, CANNOT = "What this could not change:", "What this would not change:"


def when(change: Change) -> str:
    """The day and time of a change: 22 November 2026 at 21:18 UTC."""
    return moment_of(change.at)


def effect(done: Effect) -> None:
    """What a change did, or would do, to the map."""
    counts = {"Added": done.added, "Changed": done.changed, "Unchanged": done.unchanged, "Removed": done.removed}
    for column, (label, number) in zip(st.columns(len(counts)), counts.items(), strict=True):
        column.metric(label, f"{sum(number.values()):,}", border=True)
        column.caption(by_kind(number))


def undo_button(number: int, label: str, key: str) -> None:
    """A button that takes a change back at once, and says so."""
    if st.button(label, key=key):
        _take_back(number)


def undo_with_preview(number: int) -> None:
    """A button that shows what taking a change back would do; then one that does it, and one that leaves it."""
    if st.session_state.get("undoing") != number:
        if st.button(f"Undo change {number} …", key=f"undo-{number}"):
            st.session_state["undoing"] = number
            st.rerun()
        return
    with st.container(border=True):
        st.markdown(f"**If change {number} is taken back.** Nothing has been changed yet.")
        _preview(number)
        with st.container(horizontal=True):
            if st.button(f"Take change {number} back", type="primary", key=f"undo-{number}-now"):
                st.session_state.pop("undoing")
                _take_back(number)
            if st.button("Leave it as it is", key=f"undo-{number}-not"):
                st.session_state.pop("undoing")
                st.rerun()


def _preview(number: int) -> None:
    try:
        with kept.view() as view:
            done = kept.foreseen(view, number)
    except PartnermapError as error:
        st.error(plain(str(error)))
        return
    if done.effect.alters_the_map:
        effect(done.effect)
    else:
        st.markdown(" ".join(map(plain, did_lines(done))))
    _stays(done, CANNOT)


def _stays(done: Undone, heading: str) -> None:
    if done.stays:
        lines = "\n".join(f"- {plain(line)}" for line in stays_lines(done.stays))
        st.markdown(f"{heading}\n\n{lines}")


def _take_back(number: int) -> None:
    try:
        done = undo(kept.store(), number, who())
    except PartnermapError as error:
        st.error(plain(str(error)))
        return
    say(f"Taken back: {done.change.what}. This is change {done.effect.change} in History.", done)


def say(words: str, done: Undone | None = None) -> None:
    """Draw the page anew, and say there what was done."""
    st.session_state["told"], st.session_state["told-undone"] = words, done
    st.rerun()


def told() -> None:
    """What the last change came to, said once after the page has been drawn anew."""
    if words := st.session_state.pop("told", None):
        st.success(plain(words), icon=":material/check:")
    if done := st.session_state.pop("told-undone", None):
        for line in did_lines(done):
            st.markdown(plain(line[:1].upper() + line[1:]))
        _stays(done, COULD_NOT)
