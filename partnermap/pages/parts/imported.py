"""The import that was just made: what it did, its totals again, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from partnermap.intake.report import ImportReport
from partnermap.pages.parts import changes, kept, reading, routes
from partnermap.pages.parts.understood import coloured, lines_in_short
from partnermap.pages.parts.words import plain
from partnermap.store.base import Effect
from partnermap.views.totals import Line, totals, verdict
from partnermap.views.understood import title

ROUND = "imports"
"""How many imports were made: each has an uploader of its own."""


@dataclass(frozen=True)
class Done:
    """What is kept of an import, once the workbooks are let go of."""

    files: list[str]
    effect: Effect
    tables: list[tuple[str, bool | None, str, list[Line]]]
    """Title, whether its totals agree, that in words, and its columns."""
    refused: int


def round_() -> int:
    """Which import on this page this is."""
    return int(st.session_state.get(ROUND, 0))


def keep(report: ImportReport) -> None:
    """Keep what an import did, let go of the files, and draw the page anew."""
    tables = [(title(one.table), *verdict(one), totals(one, main=True)) for one in report.finance.tables]
    st.session_state["imported"] = Done(report.files, report.effect, tables, report.refused)
    st.session_state[ROUND] = round_() + 1  # a fresh uploader
    reading.forget()
    st.rerun()


def last() -> None:
    """What the import just made did, and the way back."""
    done = st.session_state.get("imported")
    if not isinstance(done, Done) or done.effect.change is None:
        return
    number = done.effect.change
    with kept.view() as view:
        live = any(change.number == number and change.live for change in view.history())
    if live:
        st.success(
            f"Imported: {plain(', '.join(done.files))}. This is change {number} in History.", icon=":material/check:"
        )
        changes.effect(done.effect)
        _tables(done)
        changes.undo_button(number, "Undo this import", "undo-import")
        if done.tables:
            routes.link(routes.REPORTS["funding"], "See the money in Funding")
        routes.link(routes.OVERVIEW, "See what stands out now")
        st.divider()


def _tables(done: Done) -> None:
    for name, agrees, words, lines in done.tables:
        st.markdown(f"**{plain(name)}**: {coloured(agrees, words)}")
        with st.expander(f"Totals of {plain(name)}"):
            lines_in_short(lines)
    if done.refused:
        rows = "1 row was" if done.refused == 1 else f"{done.refused:,} rows were"
        st.warning(f"{rows} refused and not imported.")
