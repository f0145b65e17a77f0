"""Tables on a page, each with words for those who cannot see it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from partnermap.analysis.findings import plural
from partnermap.views.rows import POUNDS, SHARES, heading, shown, title

TALLEST = 480


def table(report: str, name: str, rows: list[dict[str, Any]]) -> None:
    """A report's table under its title."""
    heading = f"{title(report, name)} ({plural(len(rows), 'row')})"
    st.subheader(heading)
    if rows:
        grid(rows, f"{heading}. The downloads hold the same rows as text.")


def grid(rows: list[dict[str, Any]], alt: str) -> None:
    """Rows as a table that can be sorted and searched."""
    st.dataframe(
        shown(rows),
        hide_index=True,
        height=min(TALLEST, 36 * (len(rows) + 1) + 2),
        column_config=_columns(list(rows[0])),
        alt=alt,
    )


def _columns(names: list[str]) -> dict[str, Any]:
    pounds = {heading(name): st.column_config.NumberColumn(format="localized") for name in names if name in POUNDS}
    shares = {heading(name): st.column_config.NumberColumn(format="percent") for name in names if name in SHARES}
    return pounds | shares
