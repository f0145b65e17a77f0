"""What a page says while there is nothing to show."""

from __future__ import annotations

import streamlit as st

from partnermap.pages.parts import kept, routes
from partnermap.store.base import View
from partnermap.views.workbook import template_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def is_empty(view: View) -> bool:
    """Whether the map holds nothing at all."""
    return not kept.held(view)


def say_empty() -> None:
    """How to begin."""
    st.info(
        "The map is empty: import a workbook, or try the demo. "
        "The demo shows an illustrative county; it starts with `partnermap demo`.",
        icon=":material/info:",
    )
    routes.link(routes.IMPORT, "Import a workbook")
    template()


def template() -> None:
    """The empty map workbook."""
    st.download_button(
        "Download the empty workbook (xlsx)",
        template_bytes,
        "partnermap template.xlsx",
        XLSX,
        on_click="ignore",
        help="A sheet for each kind of thing, with notes and lists to choose from.",
    )
