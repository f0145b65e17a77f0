"""The illustrative county: load it, and say in a few lines who is missing there."""

from __future__ import annotations

import csv
import datetime as dt
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from partnermap.errors import StoreError
from partnermap.intake.importing import Options, import_files
from partnermap.model import BY_NAME
from partnermap.paths import write_whole
from partnermap.resources import data_folder
from partnermap.store.base import Store
from partnermap.views.answer_text import sources_text
from partnermap.views.answers import Answer, Answered, Question, answer
from partnermap.views.workbook import SHEETS

DAY = dt.date(2005, 3, 22)
WORKBOOK = "illustrative-county.xlsx"
WIDTH = 100
STRENGTHS = (("high", "Required by law", 10), ("medium", "Expected", 6), ("low", "Worth having", 2))
"""Severity, what it means here, and how many are shown."""


def sheets() -> dict[str, list[list[str]]]:
    """The county's sheets as text, headings first."""
    found = {}
    for name in (BY_NAME[kind].sheet for kind in SHEETS):
        path = data_folder() / "illustrative" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            found[name] = list(csv.reader(lines))
    return found


def workbook_bytes() -> bytes:
    """The county as the map workbook that a person would have been sent."""
    import io

    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets().items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for line, row in enumerate(rows):
                for at, text in enumerate(row):
                    _write(sheet, line, at, text, bold if line == 0 else None)
    return out.getvalue()


def _write(sheet: Any, line: int, at: int, text: str, form: Any) -> None:
    if text:
        sheet.write_string(line, at, text, form)


def load(store: Store, folder: Path, say: Callable[[str], None]) -> None:
    """Write the county's workbook into the folder and import it; an import that was made already changes nothing."""
    path = folder / WORKBOOK
    if not path.exists():
        write_whole(path, workbook_bytes())
        say(f"The county's workbook is {path}.")
    report = import_files(store, [path], Options(who="demo"))
    if report.failed:
        raise StoreError("\n".join(str(problem) for problem in report.problems if problem.severity == "error"))


def summary(store: Store) -> str:
    """Who is missing in the county, why, and from which cell that comes."""
    with store.view() as view:
        return "\n".join(
            _lines(
                answer(view, Question("missing", as_of=DAY)),
                answer(view, Question("engagement", as_of=DAY)),
                store.address,
            )
        )


def _lines(missing: Answer, engagement: Answer, address: str) -> Iterator[str]:
    known, open_ = len(missing.counting), len(missing.not_yet_known)
    yield f"WHO IS MISSING in the illustrative county, read as of {DAY:%d %B %Y}: {known} gaps, {open_} not yet known."
    for severity, title, shown in STRENGTHS:
        found = [one for one in missing.counting if one.finding.severity == severity]
        told = found if len(found) <= shown else _one_of_each(found)[:shown]
        yield f"\n{title} ({len(found)}){'' if len(told) == len(found) else ', for instance'}:"
        for one in told:
            yield from _wrapped(f"- {one.finding.message}")
            yield from _wrapped(f"  {sources_text(one)}")
    lists = sorted({place for one in missing.not_yet_known for place in one.finding.open})
    yield "\nNot yet known, until somebody enters who sits there:"
    yield from _wrapped(f"- {'; '.join(lists)}")
    yield "\nWHOM TO ENGAGE FIRST:"
    for place, row in enumerate(engagement.report.tables["partners"][:3], 1):
        route = f" Route: {row['route'][0]}." if row["route"] else ""
        yield from _wrapped(
            f"{place}. {row['partner']}, priority {row['priority']}: {'; '.join(row['reasons'])}.{route}"
        )
    yield f"\nAsk on: partnermap --store {address} report missing --as-of {DAY.isoformat()}"
    yield "or two-tier, engagement, funding, thread in place of missing."


def _wrapped(text: str) -> list[str]:
    indent = "  " + " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent=indent + "  ", break_long_words=False)


def _one_of_each(found: list[Answered]) -> list[Answered]:
    """One finding of each expectation, so that a few lines show the pattern."""
    return list({one.finding.subject: one for one in reversed(found)}.values())[::-1]
