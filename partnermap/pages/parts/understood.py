"""What was understood of a table of a finance workbook, beside the rows that it came from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from partnermap.analysis.findings import plural
from partnermap.intake.finance.planning import TableResult
from partnermap.intake.problems import Problem
from partnermap.pages.parts.words import plain
from partnermap.views.files import csv_text
from partnermap.views.sample import Sample
from partnermap.views.totals import Line, totals, verdict
from partnermap.views.understood import columns, fates, guesses, in_short, unit_words

FIRST_TOTALS = 25
MOST_TOTALS = 500
FIRST_REFUSED = 50
ELSEWHERE = ("created", "unknown-name", "total-differs", "vanished", "open-question", "hidden-sheet")
"""Problems that are shown under names, totals and changes."""


def heading(one: TableResult) -> None:
    """The table in a line, whether its totals agree, and what it leaves open."""
    if one.table.amounts:
        st.markdown(plain(in_short(one).capitalize()))
        st.markdown(coloured(*verdict(one)))
    elif one.table.question:
        st.error(plain(f"{one.table.question} Say it under “Correct”."), icon=":material/help:")
    else:
        st.error(
            "No column of sums was found under these headings. Say under “Correct” where they stand.",
            icon=":material/help:",
        )


def coloured(agrees: bool | None, words: str) -> str:
    """Whether totals agree, in colour and in words."""
    colour, icon = {True: ("green", "check"), False: ("red", "error"), None: ("gray", "remove")}[agrees]
    return f":{colour}[:material/{icon}: {plain(words)}]"


def how_it_was_read(one: TableResult, first_rows: Sample) -> None:
    """Columns, what they were taken for, guesses, and the first rows."""
    shown = [{name: plain(text) for name, text in line.items()} for line in columns(one)]
    if shown:
        st.table(shown, border="horizontal")
    if worked_out := guesses(one.table):
        st.markdown("**Worked out, and worth a look:**")
        st.markdown("\n".join(f"- {plain(guess)}" for guess in worked_out))
    if one.table.amounts:
        _first_rows(one, first_rows)


def _first_rows(one: TableResult, shown: Sample) -> None:
    stood, became = st.columns(2)
    with stood:
        st.markdown("**The first rows as they stand in the file**")
        st.dataframe(shown.stood, hide_index=True, alt="The headings and first rows, with the file's own row numbers.")
        st.caption(plain(f"Figures are in {unit_words(one.table)}. {shown.left_out}"))
    with became:
        st.markdown("**What becomes of them**")
        st.dataframe(shown.became, hide_index=True, alt="The sums that these rows become, in pounds.")
        st.caption("In pounds. Of rows with many sums, the first.")


def rows(one: TableResult, problems: Sequence[Problem]) -> None:
    """What became of the rows; what was refused, with cell and reason."""
    st.table(fates(one), border="horizontal")
    table = one.table
    refused = [
        problem
        for problem in problems
        if problem.severity == "error"
        and (problem.file, problem.sheet) == (table.file, table.sheet_name)
        and problem.code not in ELSEWHERE
    ]
    if refused:
        st.markdown(f"**Refused, and why** ({len(refused):,})")
        st.table([_refused(problem) for problem in refused[:FIRST_REFUSED]], border="horizontal")
    if len(refused) > FIRST_REFUSED:
        st.caption(f"{len(refused) - FIRST_REFUSED:,} more are in the list of problems, which can be downloaded below.")


def _refused(problem: Problem) -> dict[str, str]:
    told = {
        "Cell": problem.cell,
        "What stands there": problem.value,
        "Why": problem.message,
        "What to do": problem.hint,
    }
    return {name: plain(text or "") for name, text in told.items()}


def sums(one: TableResult, key: str) -> None:
    """Each column beside the file's own total, those that differ first; then the totals of parts."""
    whole, parts = totals(one, main=True), totals(one, main=False)
    if not one.totals:
        st.markdown("The file gives no total of its own to compare with. This is what its rows make:")
    lines_in_short(whole)
    if parts:
        wrong = sum(bool(line.difference) for line in parts)
        told = f"{wrong:,} of them differ" if wrong else "all agree"
        st.markdown(f"**Totals of parts of the table** ({len(parts):,}; {told})")
        lines_in_short([line for line in parts if line.difference])
    _all_totals([*whole, *parts], key)


def lines_in_short(lines: Sequence[Line], at_most: int = FIRST_TOTALS) -> None:
    """The first lines as a table, and what the others come to."""
    if lines:
        st.table([_line(line) for line in lines[:at_most]], border="horizontal")
    if len(lines) > at_most:
        rest = lines[at_most:]
        wrong = sum(bool(line.difference) for line in rest)
        st.caption(f"{plural(len(rest), 'more line')}: {f'{wrong:,} differ' if wrong else 'none of them differs'}.")


def _line(line: Line) -> dict[str, str]:
    record = {name: plain(text) for name, text in line.as_record().items()}
    colour = "gray" if line.difference is None else "red" if line.difference else "green"
    return record | {"So it": f":{colour}[{record['So it']}]"}


def _all_totals(lines: Sequence[Line], key: str) -> None:
    if len(lines) <= FIRST_TOTALS:
        return
    with st.expander(f"All {len(lines):,} lines"):
        st.dataframe(
            [line.as_record() for line in lines[:MOST_TOTALS]], hide_index=True, alt="All totals of this table."
        )
        if len(lines) > MOST_TOTALS:
            st.caption(f"The first {MOST_TOTALS} are shown; the list has them all.")
        download("Download all totals (csv)", [line.as_record() for line in lines], "totals.csv", f"{key}-totals")


def download(label: str, records: Sequence[dict[str, Any]], name: str, key: str) -> None:
    """All of something that is shown in part, as a file."""
    st.download_button(label, partial(_as_csv, records), name, "text/csv", on_click="ignore", key=key)


def _as_csv(records: Sequence[dict[str, Any]]) -> bytes:
    return csv_text(records[0], (record.values() for record in records)).encode("utf-8-sig")
