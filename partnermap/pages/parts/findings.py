"""Findings on a page: by severity, what is not yet known and what was dismissed apart, each with its sources."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from partnermap.analysis.findings import SEVERITIES
from partnermap.analysis.registry import REPORTS
from partnermap.changes import dismiss_one
from partnermap.errors import PartnermapError
from partnermap.pages.parts import kept, routes
from partnermap.pages.parts.words import plain
from partnermap.settings import who
from partnermap.views.answers import Answer, Answered

AT_ONCE = 40
MARKS = {"high": ":red-badge[High]", "medium": ":orange-badge[Medium]", "low": ":blue-badge[Low]"}


def findings(answer: Answer) -> None:
    """All findings of an answer, under headings."""
    for severity in SEVERITIES:
        group = [one for one in answer.counting if one.finding.severity == severity]
        if group:
            st.subheader(f"{severity.capitalize()} ({len(group)})")
            _by_code(answer, group, severity)
    _not_yet_known(answer)
    _dismissed(answer)


def _not_yet_known(answer: Answer) -> None:
    if answer.not_yet_known:
        st.subheader(f"Not yet known ({len(answer.not_yet_known)})")
        st.markdown("Lists of members are incomplete here. Each of these may go away once the list named is complete.")
        _by_code(answer, answer.not_yet_known, "open")


def _dismissed(answer: Answer) -> None:
    if answer.dismissed:
        st.subheader(f"Dismissed ({len(answer.dismissed)})")
        st.markdown("These do not count. They come back by themselves if the facts they rest on change.")
        _by_code(answer, answer.dismissed, "dismissed")
        routes.link(routes.HISTORY, "Take a dismissal back in History")


def _by_code(answer: Answer, group: list[Answered], key: str) -> None:
    """The findings of a group, each code under its own sentence; a screenful at first."""
    key = f"{answer.question.report}-{key}"
    many = st.session_state.get(f"shown-{key}", AT_ONCE)
    codes = REPORTS[answer.question.report].codes
    for code, same in groupby(group[:many], key=lambda one: one.finding.code):
        st.markdown(f"**{in_words(code)}.** {codes[code]}")
        for place, one in enumerate(same):
            _finding(one, f"{key}-{code}-{place}-{one.fingerprint[:12]}")
    if len(group) > many and st.button(f"Show {min(AT_ONCE, len(group) - many)} more of {len(group)}", f"more-{key}"):
        st.session_state[f"shown-{key}"] = many + AT_ONCE
        st.rerun()


def in_words(code: str) -> str:
    """A code as words: no-county-forum is No county forum."""
    return code.replace("-", " ").capitalize().replace(" lsp", " LSP")


def _finding(one: Answered, key: str) -> None:
    found = one.finding
    with st.container(border=True):
        mark = ":gray-badge[Not yet known]" if found.open else MARKS[found.severity]
        st.markdown(f"{mark} {plain(found.message)}")
        if found.open:
            st.markdown(f"**What would settle it:** the list of members of {plain(', '.join(found.open))}.")
        if one.dismissed is not None:
            st.markdown(f"**Dismissed because:** {plain(one.dismissed)}")
        with st.container(horizontal=True):
            _sources(one)
            if one.dismissed is None:
                _dismiss(one, key)


def _sources(one: Answered) -> None:
    cells = {str(source): source.text for source in one.sources}
    if not cells:
        return
    with st.popover(f"Sources ({len(cells)})"):
        st.markdown("The cells that this rests on, and what stands there.")
        st.table([{"Cell": plain(cell), "Says": plain(text)} for cell, text in cells.items()], border="horizontal")


def _dismiss(one: Answered, key: str) -> None:
    with st.popover("Dismiss"), st.form(key, border=False):
        reason = st.text_input("Why does this not count?", help="Others will read your reason beside it.")
        if st.form_submit_button("Dismiss it"):
            _try_to_dismiss(one, reason)


def _try_to_dismiss(one: Answered, reason: str) -> None:
    if not reason.strip():
        st.warning("Write the reason first, in words that others should read.")
        return
    try:
        dismiss_one(kept.store(), one, reason, who())
    except PartnermapError as error:
        st.error(plain(str(error)))
        return
    st.toast("Dismissed. It stays listed below, with your reason.", icon=":material/check:")
    st.rerun()
