"""One import on the page, from what was understood to the button that applies it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import streamlit as st

from partnermap.analysis.findings import plural
from partnermap.errors import PartnermapError
from partnermap.intake.finance.planning import TableResult
from partnermap.intake.importing import Options
from partnermap.intake.problems import Problem
from partnermap.intake.report import ImportReport
from partnermap.pages.parts import changes, correcting, differing, imported, naming, problems, reading, understood
from partnermap.pages.parts.reading import Files, Look
from partnermap.pages.parts.words import plain
from partnermap.pages.parts.written_down import as_text, start_over
from partnermap.views.totals import verdict
from partnermap.views.understood import in_short, title

TABLES_AT_ONCE = 6


def maps(files: Files, options: Options) -> None:
    """Map workbooks: what would change."""
    st.header("What would change")
    report = reading.rehearse(files, options)
    _verdict(report)
    if not report.failed:
        changes.effect(report.effect)
    problems.rows(report)
    problems.listed(report.problems)
    _apply_button(files, options, not report.failed and report.effect.alters_the_map)


def finance(files: Files, options: Options, came_before: bool) -> None:
    """Finance workbooks: what was understood, open names, what would change."""
    strict = reading.look(files, dataclasses.replace(options, create_missing=False))
    if options.create_missing:
        options = dataclasses.replace(options, keep_out=naming.kept_out(strict.questions))
    look = reading.look(files, options) if options.create_missing else strict
    # How the file reads is shown as it would be with every name settled, so that its totals can be compared.
    every = dataclasses.replace(options, create_missing=True, keep_out=frozenset())
    settled = reading.look(files, every) if strict.questions else look
    _state(look.report, strict)
    st.header("What was understood")
    _tables(files, settled)
    naming.names(strict.questions)
    st.header("What would change")
    _changes(files, options, look.report, came_before)
    problems.rows(look.report)
    problems.listed(_not_elsewhere(look.report, settled.report), look.report)


def _not_elsewhere(report: ImportReport, settled: ImportReport) -> list[Problem]:
    """Problems that stand nowhere else on the page: of map workbooks all, of the others once names are settled."""
    of_maps = [one for one in report.problems if one.file not in report.finance_files]
    of_finance = [one for one in settled.problems if one.file in settled.finance_files]
    return of_maps + [one for one in of_finance if one.code not in understood.ELSEWHERE]


# -- where one stands --------------------------------------------------------------------------------


def _verdict(report: ImportReport) -> None:
    errors = sum(problem.severity == "error" for problem in report.problems)
    if report.failed:
        st.error(
            f"These files cannot be imported yet: {plural(errors, 'error')} to mend first. The map is as it was.",
            icon=":material/error:",
        )
    elif report.effect.alters_the_map:
        st.info("Nothing has been changed yet. Look through this, then choose Apply.", icon=":material/info:")
    else:
        _say_known()


def _say_known() -> None:
    st.info("The map says all of this already. There is nothing to apply.", icon=":material/info:")


def _state(report: ImportReport, strict: Look) -> None:
    """What is to be done next, in a line or two."""
    names = "1 name" if len(strict.questions) == 1 else f"{len(strict.questions):,} names"
    if report.failed and strict.questions and not _other_errors(report):
        st.warning(
            f"Nothing has been changed yet. {names} are not in the map: look through what was understood, then say "
            "under Names what to do with them.",
            icon=":material/help:",
        )
    elif report.failed:
        st.error(
            "Nothing can be imported yet. What is amiss is said below, where it stands. The map is as it was.",
            icon=":material/error:",
        )
    elif not report.differences and not differing.wanted():
        _say_known()
    else:
        st.info("Nothing has been changed yet. Look through this, then choose Apply.", icon=":material/info:")
    if not report.failed and report.refused:
        rows = "1 row" if report.refused == 1 else f"{report.refused:,} rows"
        st.warning(
            f"{rows} cannot be imported as they are; why is said below, under Names and under Rows. "
            "Apply takes in the others.",
            icon=":material/warning:",
        )


def _other_errors(report: ImportReport) -> bool:
    """Whether anything but a name stands in the way."""
    waiting = (*understood.ELSEWHERE, "no-sum")
    errors = [one for one in report.problems if one.severity == "error"]
    return any(one.code not in waiting or one.file not in report.finance_files for one in errors)


# -- what was understood -----------------------------------------------------------------------------


def _tables(files: Files, look: Look) -> None:
    """Every table, file by file."""
    results = look.report.finance.tables
    if len(results) > 1:
        _overview(results)
    shown = st.session_state.get("tables-shown", TABLES_AT_ONCE)
    for file in dict.fromkeys(book.name for book in files.books):
        of_file = [at for at, one in enumerate(results) if one.table.file == file]
        tables = [results[at].table for at in of_file]
        start_over(file, f"written-{file}")
        hidden = [one.sheet or "" for one in look.report.problems if one.code == "hidden-sheet" and one.file == file]
        correcting.hidden_sheets(files, file, hidden, tables)
        for place, at in enumerate(of_file):
            if at < shown:
                desk = correcting.Desk(tables, place, f"table-{imported.round_()}-{at}")
                _table(results[at], look, at, desk)
        if tables or file in reading.corrections():
            as_text(file, tables, f"written-{file}")
    if len(results) > shown and st.button(f"Show {min(TABLES_AT_ONCE, len(results) - shown)} more tables"):
        st.session_state["tables-shown"] = shown + TABLES_AT_ONCE
        st.rerun()


def _overview(results: Sequence[TableResult]) -> None:
    lines = [
        {
            "Table": plain(title(one.table)),
            "What it is": plain(in_short(one)),
            "Totals": understood.coloured(*verdict(one)),
        }
        for one in results
    ]
    st.table(lines, border="horizontal")


def _table(one: TableResult, look: Look, at: int, desk: correcting.Desk) -> None:
    """Everything about a table; of several, the first and those that want something are open."""
    wanting = verdict(one)[0] is False or not one.table.amounts
    with st.expander(f"**{plain(title(one.table))}**", expanded=at == 0 or wanting):
        understood.heading(one)
        read, totals, rows, correct = st.tabs(["How it was read", "Totals", "Rows", "Correct"])
        with read:
            understood.how_it_was_read(one, look.samples[at])
        with totals:
            understood.sums(one, desk.key)
        with rows:
            understood.rows(one, look.report.problems)
        with correct:
            correcting.correct(desk)


# -- what would change ---------------------------------------------------------------------------------


def _changes(files: Files, options: Options, report: ImportReport, came_before: bool) -> None:
    """What the import would do, the button that does it, and last what takes longest: the counts."""
    differing.differences(report)
    differing.gone(report, came_before)
    lost = options.replace and any(one.code == "vanished" for one in report.problems)
    something = bool(report.differences) or lost
    button, counts = st.container(), st.container()
    if report.failed or not something:
        with button:
            _apply_button(files, options, False)
        return
    with button:
        _apply_button(files, options, True)
    with counts:
        changes.effect(reading.rehearse(files, options).effect)


def _apply_button(files: Files, options: Options, can_apply: bool) -> None:
    if st.button("Apply to the map", type="primary", disabled=not can_apply):
        _apply(files, options)


def _apply(files: Files, options: Options) -> None:
    try:
        with reading.working("Writing to the map …") as say:
            report = reading.import_now(files, options, say, lambda *_: _tell_writing(say))
    except PartnermapError as error:
        st.error(plain(str(error)))
        return
    imported.keep(report)


def _tell_writing(say: reading.Say) -> bool:
    say("Names and sums are checked. Writing them as one change …")
    return True
