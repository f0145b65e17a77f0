"""The page that lists every change to the map: what each altered, and the way back."""

import streamlit as st

from partnermap.pages.parts import changes, empty, kept, routes
from partnermap.pages.parts.tables import grid
from partnermap.pages.parts.words import plain
from partnermap.store.base import Change
from partnermap.views.past import altered_csv, altered_rows, counts_lines, files_lines

AT_ONCE = 30
MOST_ROWS = 500


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
        if st.toggle(f"Show what change {change.number} altered", key=f"altered-{change.number}"):
            _altered(change)
        if change.live:
            changes.undo_with_preview(change.number)


def _kind(change: Change) -> str:
    return "Taken back" if change.kind == "undo" else change.kind.capitalize()


def _files(change: Change) -> str:
    names = [plain(name) for name, _ in change.files]
    return f" · {len(names)} files: {', '.join(names)}" if len(names) > 1 else ""


def _altered(change: Change) -> None:
    """Before and after, property by property."""
    with kept.view() as view:
        found = kept.altered(view, change)
    for line in [*files_lines(change), *counts_lines(found)]:
        st.markdown(plain(line[:1].upper() + line[1:]))
    if change.undoes is not None:
        st.markdown(f"It takes change {change.undoes} back. What that one altered is shown there.")
    elif not found.things:
        st.markdown("It altered nothing that a file or a person says of a thing.")
    else:
        _before_and_after(change, altered_rows(found), altered_csv(found))


def _before_and_after(change: Change, rows: list[dict[str, str]], csv: str) -> None:
    grid(rows[:MOST_ROWS], f"What change {change.number} altered, before and after. The download holds the same rows.")
    if len(rows) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS} rows, and {len(rows) - MOST_ROWS:,} more in the download.")
    st.download_button(
        "Download before and after (csv)",
        csv,
        f"change {change.number}.csv",
        "text/csv",
        on_click="ignore",
        key=f"csv-{change.number}",
    )


show()
