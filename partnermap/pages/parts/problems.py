"""What an import found amiss, each with its cell and what to do; and what became of the rows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from partnermap.intake.importing import ImportReport
from partnermap.intake.problems import Problem

TALLEST = 480


def rows(report: ImportReport) -> None:
    """Rows read, imported, skipped and refused."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in report.skipped.items())
    skipped = f"{sum(report.skipped.values()):,}" + (f" ({reasons})" if reasons else "")
    st.markdown(
        f"**Rows:** {report.read:,} read, {report.imported:,} to import, {skipped} skipped, {report.refused:,} refused."
    )


def listed(problems: Sequence[Problem]) -> None:
    """Every problem, errors first."""
    for severity, title in (("error", "Errors: these stop the import"), ("warning", "Warnings: these do not stop it")):
        found = [problem for problem in problems if problem.severity == severity]
        if found:
            st.subheader(f"{title} ({len(found)})")
            st.dataframe(
                [_row(problem) for problem in found],
                hide_index=True,
                row_height=56,
                height=min(TALLEST, 56 * len(found) + 40),
                alt=f"{title}: file, cell, what stands there, what is wrong and what to do",
            )


def _row(problem: Problem) -> dict[str, str]:
    place = " › ".join(filter(None, (problem.sheet, problem.cell)))
    return {
        "File": problem.file,
        "Where": place,
        "Heading": problem.heading or "",
        "Says": problem.value or "",
        "What is wrong": problem.message,
        "What to do": problem.hint,
    }
