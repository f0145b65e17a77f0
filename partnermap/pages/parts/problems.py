"""What an import found amiss, each with its cell and what to do; and what became of the rows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from partnermap.intake.problems import Problem
from partnermap.intake.report import ImportReport
from partnermap.pages.parts.understood import download
from partnermap.pages.parts.words import plain

AT_ONCE = 100


def rows(report: ImportReport) -> None:
    """Rows read, imported, skipped and refused."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in report.skipped.items())
    skipped = f"{sum(report.skipped.values()):,}" + (f" ({reasons})" if reasons else "")
    st.markdown(
        f"**Rows:** {report.read:,} read, {report.imported:,} to import, {skipped} skipped, {report.refused:,} refused."
    )


def listed(problems: Sequence[Problem], whole: ImportReport | None = None) -> None:
    """Every problem, errors first: the foremost on the page, all of them as a file.

    ``whole``: the report on finance workbooks whose problems these are, and others that stand elsewhere on the page.
    """
    stops = "what they name is not imported" if whole and not whole.failed else "these stop the import"
    every = whole.problems if whole else problems
    for severity, title in (("error", f"Errors: {stops}"), ("warning", "Warnings: these do not stop it")):
        found = [problem for problem in problems if problem.severity == severity]
        if found:
            st.subheader(f"{title} ({len(found):,})")
            st.table([_row(problem) for problem in found[:AT_ONCE]], border="horizontal")
        if len(found) > AT_ONCE:
            st.caption(f"{len(found) - AT_ONCE:,} more are in the list below.")
    if every:
        records = [problem.as_record() for problem in every]
        download("Download the list of problems (csv)", records, "problems.csv", "problems-csv")


def _row(problem: Problem) -> dict[str, str]:
    cell = " › ".join(filter(None, (problem.file, problem.sheet))) + (f"!{problem.cell}" if problem.cell else "")
    return {"Where": plain(cell), "What is wrong": plain(problem.message), "What to do": plain(problem.hint)}
