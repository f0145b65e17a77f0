"""A report for a terminal: its findings in words, then its tables."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.listing import some
from partnermap.views.answers import Answer, Answered
from partnermap.views.table import table

SHOWN_SOURCES = 3
SHOWN_ROWS = 25


def answer_text(answer: Answer) -> str:
    """A report's findings in words, by severity, then its tables."""
    return "\n".join([*_heading(answer), *_findings(answer), *_tables(answer)])


def _heading(answer: Answer) -> Iterator[str]:
    scope = [f"{name} {value}" for name, value in answer.scope().items() if value]
    yield f"{answer.question.report} · {answer.question.day.isoformat()} · {' · '.join(scope)}"
    counts = [
        f"{len(answer.counting)} found",
        f"{len(answer.not_yet_known)} not yet known",
        f"{len(answer.dismissed)} dismissed",
    ]
    yield ", ".join(counts)


def _findings(answer: Answer) -> Iterator[str]:
    for severity in ("high", "medium", "low"):
        group = [one for one in answer.counting if one.finding.severity == severity]
        yield from _group(severity.upper(), group)
    yield from _group("NOT YET KNOWN (these lists would settle it)", answer.not_yet_known)
    yield from _group("DISMISSED", answer.dismissed)
    if not answer.findings:
        yield f"\n{answer.nothing}"


def _group(title: str, group: list[Answered]) -> Iterator[str]:
    if group:
        yield f"\n{title} ({len(group)})"
    for one in group:
        yield f"  {one.finding.code}: {one.finding.message}"
        if one.finding.open:
            yield f"      not known: who sits on {', '.join(one.finding.open)}"
        if one.dismissed:
            yield f"      dismissed: {one.dismissed}"
        if one.sources:
            yield f"      {sources_text(one)}"


def sources_text(one: Answered) -> str:
    """The first cells that a finding rests on."""
    cells = list(dict.fromkeys(str(source) for source in one.sources))
    return f"[{some(cells, SHOWN_SOURCES, '; ')}]"


def _tables(answer: Answer) -> Iterator[str]:
    for name, rows in answer.report.tables.items():
        if rows:
            yield f"\n{name}"
            yield from table(rows[:SHOWN_ROWS])
            if len(rows) > SHOWN_ROWS:
                yield f"  … {len(rows) - SHOWN_ROWS} more rows (--format csv, xlsx or json has them all)"
    for note in answer.report.notes:
        yield f"\n{note}"
