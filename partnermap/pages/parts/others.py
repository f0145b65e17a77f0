"""Others at work on the same map: says when they have changed what this page shows."""

from __future__ import annotations

import streamlit as st

from partnermap.errors import PartnermapError
from partnermap.pages.parts import changes, kept
from partnermap.pages.parts.words import plain
from partnermap.store.base import Change

EVERY = "5s"


@st.fragment(run_every=EVERY)
def watch(revision: int) -> None:
    """Look every few seconds whether somebody has changed the map since the page was drawn; offer to draw it anew."""
    newer = since(revision)
    if not newer:
        return
    last = newer[-1]
    more = f" (and {len(newer) - 1} more)" if len(newer) > 1 else ""
    said, button = st.container(border=True, key="others").columns([5, 1], vertical_alignment="center")
    said.info(
        f"{plain(last.who or 'Somebody')} changed the map, {changes.when(last)}: {plain(last.what)}{more}. "
        "This page shows it as it was before.",
        icon=":material/group:",
    )
    if button.button("Reload", key="others-reload", width="stretch"):
        st.rerun()


def since(revision: int) -> list[Change]:
    try:
        with kept.view() as view:
            return [] if view.revision == revision else [one for one in view.history() if one.number > revision]
    except PartnermapError:
        return []  # the page says so itself when it is next drawn
