"""What a file says otherwise than it did before, and what it no longer says."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from partnermap.analysis.findings import plural
from partnermap.intake.differences import Difference
from partnermap.intake.report import ImportReport
from partnermap.pages.parts.understood import download
from partnermap.pages.parts.words import plain

AT_ONCE = 25
REPLACE = "import-replace"


def wanted() -> bool:
    """Whether what a file no longer says is to be taken out."""
    return bool(st.session_state.get(REPLACE))


def differences(report: ImportReport) -> None:
    """Value by value, before and after, with the cells; things that are new in the file; things that moved."""
    found = report.differences
    if found.changed:
        st.markdown(f"**Said otherwise than before** ({len(found.changed):,})")
        st.table([_changed(one) for one in found.changed[:AT_ONCE]], border="horizontal")
        _rest(found.changed, "differences")
    if found.new:
        st.markdown(f"**New in this file** ({len(found.new):,})")
        st.table([_new(one) for one in found.new[:AT_ONCE]], border="horizontal")
        _rest(found.new, "new")
    if found.moved:
        st.caption(
            f"{plural(found.moved, 'thing')} stand in another row or are said in other words; their values stay."
        )


def _changed(one: Difference) -> dict[str, str]:
    told = {
        "What": f"{one.heading} of {one.thing}",
        "Before": one.before or "blank",
        "Stood in": one.before_cell or "",
        "Now": one.after or "blank",
        "Stands in": one.after_cell or "",
    }
    return {name: plain(text) for name, text in told.items()}


def _new(one: Difference) -> dict[str, str]:
    place = f"{one.sheet}!{one.after_cell}" if one.after_cell else one.sheet
    return {"What": plain(one.thing), "Stands in": plain(place)}


def _rest(found: Sequence[Difference], name: str) -> None:
    if len(found) > AT_ONCE:
        st.caption(f"{len(found) - AT_ONCE:,} more are in the list.")
        download("Download the list (csv)", [one.as_record() for one in found], f"{name}.csv", f"{name}-csv")


def gone(report: ImportReport, came_before: bool) -> None:
    """What the file gave before and lacks now, with the switch that takes it out."""
    lost = [problem for problem in report.problems if problem.code == "vanished"]
    if not came_before:
        return
    if lost:
        st.markdown(f"**Given before, and no longer in the file** ({len(lost):,})")
        shown = [{"What": plain(one.message), "Stood in": plain(f"{one.sheet}!{one.cell}")} for one in lost[:AT_ONCE]]
        st.table(shown, border="horizontal")
    if len(lost) > AT_ONCE:
        st.caption(f"{len(lost) - AT_ONCE:,} more are in the list.")
        download("Download the list (csv)", [one.as_record() for one in lost], "vanished.csv", "vanished-csv")
    st.toggle(
        "Take out what the file no longer says",
        key=REPLACE,
        help="For a corrected file that is complete. Without this, what it no longer says is listed and stays.",
    )
