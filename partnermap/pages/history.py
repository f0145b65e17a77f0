"""The page that lists every change to the map, each with the way back."""

import streamlit as st

from partnermap.pages.parts import changes, empty, kept, routes
from partnermap.pages.parts.words import plain
from partnermap.store.base import Change

AT_ONCE = 30


def show() -> None:
    """The whole page."""
    routes.head(routes.HISTORY)
    changes.told()
    with kept.view() as view:
        history = view.history()[::-1]
    if not history:
        st.info("Nothing was ever changed in this map.", icon=":material/info:")
        empty.say_empty()
        return
    many = st.session_state.get("changes-shown", AT_ONCE)
    for change in history[:many]:
        _change(change)
    if len(history) > many and st.button(f"Show earlier changes ({len(history) - many} more)"):
        st.session_state["changes-shown"] = many + AT_ONCE
        st.rerun()


def _change(change: Change) -> None:
    with st.container(border=True):
        state = ":green-badge[In force]" if change.live else ":gray-badge[Undone]"
        st.markdown(f"**{change.number}. {plain(change.what)}** {state}")
        st.caption(f"{_kind(change)} by {plain(change.who or 'unknown')}, {changes.when(change)}{_files(change)}")
        if change.live:
            changes.undo_button(change.number, f"Undo change {change.number}", f"undo-{change.number}")


def _kind(change: Change) -> str:
    return "Taken back" if change.kind == "undo" else change.kind.capitalize()


def _files(change: Change) -> str:
    names = [plain(name) for name, _ in change.files]
    return f" · {len(names)} files: {', '.join(names)}" if len(names) > 1 else ""


show()
