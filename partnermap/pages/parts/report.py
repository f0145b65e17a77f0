"""A report as a page: what it answers, counts, findings, tables, rules, downloads."""

from __future__ import annotations

from functools import partial

import streamlit as st

from partnermap.analysis.findings import SEVERITIES
from partnermap.pages.parts import choice, empty, kept, routes
from partnermap.pages.parts.findings import findings
from partnermap.pages.parts.tables import table
from partnermap.pages.parts.words import plain
from partnermap.views.answers import Answer, Question
from partnermap.views.files import as_bytes
from partnermap.views.rows import totals

MIMES = {"xlsx": empty.XLSX, "csv": "text/csv", "json": "application/json", "html": "text/html"}


def report_page(name: str, *, by_year: bool = False) -> None:
    """The whole page of a report; ``by_year``: whether one financial year can be looked at."""
    routes.head(routes.REPORTS[name])
    with kept.view() as view:
        if empty.is_empty(view):
            empty.say_empty()
            return
        st.caption(choice.in_words())
        if not kept.graph(view, choice.day()):
            st.info("On this day the map holds nothing. Choose another day.", icon=":material/info:")
            return
        year = choice.year(view) if by_year else None
        answer = kept.answered(view, choice.question(name, year))
    show(answer)


def show(answer: Answer) -> None:
    """An answer: counts and downloads, findings in one tab, tables in another."""
    counts(answer)
    if answer.report.totals is not None:
        _metrics(totals(answer.report.totals))
    downloads(answer)
    found, tables = st.tabs(["Findings", "Tables"])
    with found:
        if not answer.findings:
            say = st.success if answer.report.looked_at else st.info
            say(plain(answer.nothing))
        findings(answer)
    with tables:
        for name, rows in answer.report.tables.items():
            table(answer.report.name, name, rows)
    for note in answer.report.notes:
        st.caption(plain(note))


def counts(answer: Answer) -> None:
    """How many findings there are of each severity, not yet known, and dismissed."""
    numbers = {name.capitalize(): sum(one.finding.severity == name for one in answer.counting) for name in SEVERITIES}
    numbers |= {"Not yet known": len(answer.not_yet_known), "Dismissed": len(answer.dismissed)}
    _metrics({label: f"{number:,}" for label, number in numbers.items()})


def _metrics(numbers: dict[str, str]) -> None:
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
