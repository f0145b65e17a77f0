"""A report as a page: what it answers, counts, findings, tables, rules, downloads."""

from __future__ import annotations

from functools import partial

import streamlit as st

from partnermap.analysis.findings import SEVERITIES
from partnermap.pages.parts import choice, empty, kept, routes
from partnermap.pages.parts.findings import findings
from partnermap.pages.parts.tables import table
from partnermap.views.answers import Answer, Question
from partnermap.views.files import as_bytes

MIMES = {"xlsx": empty.XLSX, "csv": "text/csv", "json": "application/json", "html": "text/html"}


def report_page(name: str) -> None:
    """The whole page of a report."""
    routes.head(routes.REPORTS[name])
    with kept.view() as view:
        if empty.is_empty(view):
            empty.say_empty()
            return
        st.caption(choice.in_words())
        answer = kept.answered(view, choice.question(name))
    show(answer)


def show(answer: Answer) -> None:
    """An answer: counts and downloads, findings in one tab, tables in another."""
    counts(answer)
    downloads(answer)
    found, tables = st.tabs(["Findings", "Tables"])
    with found:
        if not answer.findings:
            st.success("Nothing was found amiss in what the map holds for this choice.", icon="✔️")
        findings(answer)
    with tables:
        for name, rows in answer.report.tables.items():
            table(name, rows)
    for note in answer.report.notes:
        st.caption(note)


def counts(answer: Answer) -> None:
    """How many findings there are of each severity, not yet known, and dismissed."""
    numbers = {name.capitalize(): sum(one.finding.severity == name for one in answer.counting) for name in SEVERITIES}
    numbers |= {"Not yet known": len(answer.not_yet_known), "Dismissed": len(answer.dismissed)}
    with st.container(horizontal=True):
        for label, number in numbers.items():
            st.metric(label, number, width="content", border=True)


def downloads(answer: Answer) -> None:
    """The answer as a file, made when it is asked for."""
    with st.container(horizontal=True):
        for format_, mime in MIMES.items():
            st.download_button(
                f"Download {format_}",
                partial(as_bytes, answer, format_),
                _file_name(answer.question, format_),
                mime,
                on_click="ignore",
                key=f"{answer.question.report}-{format_}",
            )


def _file_name(question: Question, format_: str) -> str:
    return f"{question.report} {question.day.isoformat()}.{format_}"
