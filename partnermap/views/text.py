"""Answers for a terminal: plain words, no more columns than fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from partnermap.analysis.findings import plural
from partnermap.intake.finance.planning import TableResult, understood
from partnermap.intake.finance.sums import written
from partnermap.intake.importing import ImportReport
from partnermap.intake.problems import Problem
from partnermap.store.base import Change, Effect
from partnermap.views.answers import Answer, Answered
from partnermap.views.holdings import by_kind
from partnermap.views.understood import UNIT_WORDS, some
from partnermap.wording import day_of

SHOWN_SOURCES = 3
SHOWN_ROWS = 25
SHOWN_PROBLEMS = 10
SHOWN_SUMS = 6
SHOWN_LINES = 60


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
    rest = f" and {len(cells) - SHOWN_SOURCES} more" if len(cells) > SHOWN_SOURCES else ""
    return f"[{'; '.join(cells[:SHOWN_SOURCES])}{rest}]"


def _tables(answer: Answer) -> Iterator[str]:
    for name, rows in answer.report.tables.items():
        if rows:
            yield f"\n{name}"
            yield from table(rows[:SHOWN_ROWS])
            if len(rows) > SHOWN_ROWS:
                yield f"  … {len(rows) - SHOWN_ROWS} more rows (--format csv, xlsx or json has them all)"
    for note in answer.report.notes:
        yield f"\n{note}"


def table(rows: list[dict[str, Any]], widest: int = 38) -> Iterator[str]:
    """Rows of like keys in columns."""
    names = list(rows[0])
    cells = [names, *([cut(cell_text(row.get(name)), widest) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(names))]
    for line in cells:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()


def cell_text(value: Any) -> str:
    """A value of a table as text: lists separated by semicolons, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return f"{value:,.2f}".removesuffix(".00") if isinstance(value, float) and abs(value) > 1 else str(value)


def cut(text: str, widest: int) -> str:
    """Text that fits a column."""
    return text if len(text) <= widest else text[: widest - 1] + "…"


def import_text(report: ImportReport, rehearsed: bool, told: bool = False) -> str:
    """What an import found and did; ``told``: what it found has been shown already."""
    lines = [] if told else [*understood_lines(report), *_problem_lines(report)]
    if report.failed:
        errors = sum(problem.severity == "error" for problem in report.problems)
        lines += _unknown_lines(report)
        return "\n".join([*lines, f"Nothing was imported: {plural(errors, 'error')} to mend first."])
    lines.append(_rows_line(report, rehearsed))
    lines += _difference_lines(report) if rehearsed else []
    lines += effect_lines(report.effect)
    if rehearsed:
        lines += _written_down(report)
        lines.append("This was a rehearsal; nothing was changed.")
    elif not report.imported:
        lines.append("There is nothing in it but headings and notes; nothing was changed.")
    elif report.effect.change is None:
        lines.append("The map says all this already; nothing was changed.")
    else:
        lines.append(f"This is change {report.effect.change}. To take it back: partnermap undo {report.effect.change}")
    return "\n".join(lines)


def _unknown_lines(report: ImportReport) -> Iterator[str]:
    """What to do about names that the map does not have."""
    if many := len(report.finance.unknown.cells):
        yield f"{plural(many, 'name')} not in the map: add them with --create-missing, or import a map workbook first."


def _written_down(report: ImportReport) -> Iterator[str]:
    """The mapping of finance workbooks, for somebody to keep and change."""
    if report.finance.tables:
        text = report.finance.mapping_text()
        many = text.count("\n")
        yield "How it was read, to keep as M.toml, change, and give back with --mapping M.toml:"
        yield text.rstrip() if many <= SHOWN_LINES else f"  {many:,} lines; --format json has them under mapping."


def understood_text(report: ImportReport) -> str:
    """What would be imported, for somebody to agree to."""
    return "\n".join(
        [
            *understood_lines(report),
            *_problem_lines(report),
            _rows_line(report, rehearsed=True),
            *_difference_lines(report),
        ]
    )


def _rows_line(report: ImportReport, rehearsed: bool) -> str:
    reasons = ", ".join(f"{count} {reason}" for reason, count in report.skipped.items())
    return (
        f"{plural(report.read, 'row')} read: {report.imported} {'would be ' if rehearsed else ''}imported, "
        f"{sum(report.skipped.values())} skipped{f' ({reasons})' if reasons else ''}, {report.refused} refused."
    )


def _problem_lines(report: ImportReport) -> Iterator[str]:
    """Every problem; of a finance workbook, which may have thousands, the first of each sort."""
    if not report.is_finance:
        yield from map(str, report.problems)
        return
    by_code: dict[tuple[str, str], list[Problem]] = {}
    for problem in report.problems:
        by_code.setdefault((problem.severity, problem.code), []).append(problem)
    for (severity, code), problems in by_code.items():
        yield from map(str, problems[:SHOWN_PROBLEMS])
        if len(problems) > SHOWN_PROBLEMS:
            more = len(problems) - SHOWN_PROBLEMS
            yield f"{severity}: … and {more:,} more like it ({code}); --format json has them all."


def _difference_lines(report: ImportReport) -> Iterator[str]:
    """What a file says otherwise than it did before."""
    found = report.differences
    for one in found.changed[:SHOWN_ROWS]:
        yield (
            f"  {one.heading} of {one.thing}: {one.before or 'blank'} ({one.before_cell or one.sheet}) → "
            f"{one.after or 'blank'} ({one.after_cell or one.sheet})"
        )
    if len(found.changed) > SHOWN_ROWS:
        yield f"  … and {len(found.changed) - SHOWN_ROWS} more differences (--format json has them all)"
    for one in found.new[:SHOWN_ROWS]:
        yield f"  new in this file: {one.thing} ({one.sheet}!{one.after_cell})"
    if len(found.new) > SHOWN_ROWS:
        yield f"  … and {len(found.new) - SHOWN_ROWS} more that are new in this file"
    if found.moved:
        yield f"  {plural(found.moved, 'thing')} stand in another row or are said in other words; their values stay"


def understood_lines(report: ImportReport) -> Iterator[str]:
    """What was made of each table of finance workbooks: headings, unit, year, guesses, totals."""
    for one in report.finance.tables:
        table, mapping = one.table, one.table.mapping
        said = understood(table)
        yield f"{table.file} › {table.sheet_name}: headings in row {said['header_row']}"
        for name, heading in said["columns"].items():
            how, why = table.sure.get(name, ("as the mapping says", ""))
            yield f"  {name}: “{heading}” ({how}{f': {why}' if why else ''})"
        if said["streams"]:
            yield f"  streams across the top: {some(said['streams'])}"
        if said["years"]:
            yield f"  years across the top: {some(said['years'])}"
        for name, value in mapping.constants.items():
            yield f"  {name} of every row: {value}"
        yield f"  unit: {UNIT_WORDS[said['unit']] if said['unit'] else 'by column'}"
        yield from (f"  guess: {guess}." for guess in said["guesses"])
        yield from _total_lines(one)


def _total_lines(one: TableResult) -> Iterator[str]:
    for amount, pence in one.sums[:SHOWN_SUMS]:
        totals = [total for total in one.totals if total.amount is amount and total.total.main]
        made = totals[0].made if totals else pence
        waiting = f" of {written(made)} in its rows; the others wait for names or are refused" if made != pence else ""
        beside = "; ".join(
            f"the file's own {total.total.label} is {written(total.in_file)}, difference {written(total.amiss)}"
            for total in totals
        )
        yield f"  {amount.heading}: {written(pence)}{waiting}{f'; {beside}' if beside else ''}"
    if len(one.sums) > SHOWN_SUMS:
        yield f"  … and {len(one.sums) - SHOWN_SUMS} more columns"
    if one.totals:
        right = sum(not total.amiss for total in one.totals)
        yield f"  totals in the file: {right} of {len(one.totals)} agree with their rows to the penny"


def effect_lines(effect: Effect) -> list[str]:
    """What a change did to the map, a line for each way in which it did something."""
    counts = {
        "added": effect.added,
        "changed": effect.changed,
        "unchanged": effect.unchanged,
        "removed": effect.removed,
    }
    return [f"{name}: {by_kind(counted)}" for name, counted in counts.items() if counted]


def history_text(history: Iterable[Change]) -> str:
    """Every change, newest first."""
    lines = [
        f"{change.number:>4}  {change.at[:16].replace('T', ' ')}  {change.who:<12}  {change.kind:<9}  "
        f"{change.what}{'' if change.live else '  (undone)'}"
        for change in history
    ]
    return "\n".join(reversed(lines)) or "Nothing was ever changed in this map."


def check_text(found: dict[str, Any]) -> str:
    """Whether the store holds together, and what contradicts what; what is open before what was ruled on."""
    lines = [f"FAULT: {fault}" for fault in found["faults"]] or ["The store holds together."]
    lines += [_open(one) for one in found["contradictions"]]
    lines += [f"Nobody defines any more what is named at {place}" for place in found["undefined"]]
    lines += [f"A chain leads back to where it began, in {one}. Correct one of them." for one in found["circles"]]
    if found["contradictions"]:
        lines.append("To rule on what differs: partnermap app, page Sources.")
    else:
        lines.append(f"No source contradicts another{', but for what was ruled on' if found['ruled'] else ''}.")
    return "\n".join([*lines, *(_ruled(one) for one in found["ruled"])])


def _open(one: dict[str, Any]) -> str:
    return f"Sources differ on {_what(one)}: {_values(one)}. The last one shows."


def _ruled(one: dict[str, Any]) -> str:
    by = f"ruled on by {one['by'] or 'unknown'} on {day_of(one['at'])} (change {one['change']}): {one['value']}"
    return f"Sources differed on {_what(one)}, {by}. They say: {_values(one)}."


def _what(one: dict[str, Any]) -> str:
    return f"{one['property']} of {one['kind']} “{one['thing']}”"


def _values(one: dict[str, Any]) -> str:
    return "; ".join(f"“{value['value']}” ({value['source']})" for value in one["values"])
