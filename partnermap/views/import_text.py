"""An import for a terminal: what was understood, what was amiss, what became of the rows."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.analysis.findings import plural
from partnermap.intake.finance.planning import Reconciled, TableResult, understood
from partnermap.intake.finance.sums import written
from partnermap.intake.problems import Problem
from partnermap.intake.report import ImportReport
from partnermap.listing import quoted, some
from partnermap.views.change_text import effect_lines
from partnermap.views.field_words import UNIT_WORDS
from partnermap.views.understood import SHOWN_NAMES

SHOWN_ROWS = 25
SHOWN_PROBLEMS = 10
SHOWN_SUMS = 6
SHOWN_LINES = 60


def import_text(report: ImportReport, rehearsed: bool, told: bool = False, read_out: bool = False) -> str:
    """What an import found and did.

    ``told``: what it found has been shown already; ``read_out``: how it was read has.
    """
    lines = [] if told else [*_reading(report, read_out), *_problem_lines(report)]
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


def understood_text(report: ImportReport, read_out: bool = False) -> str:
    """What would be imported, for somebody to agree to; ``read_out``: how it was read has been shown already."""
    return "\n".join(
        [
            *_reading(report, read_out),
            *_problem_lines(report),
            _rows_line(report, rehearsed=True),
            *_difference_lines(report),
        ]
    )


def _reading(report: ImportReport, read_out: bool) -> Iterator[str]:
    """How finance workbooks were read; if that has been shown, their sums, which names that were added since alter."""
    return _sums_lines(report) if read_out else understood_lines(report)


def _sums_lines(report: ImportReport) -> Iterator[str]:
    for one in report.finance.tables:
        yield f"{one.table.file} › {one.table.sheet_name}, read as shown above:"
        yield from _total_lines(one)


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
            yield f"  streams across the top: {some(quoted(said['streams']), SHOWN_NAMES)}"
        if said["years"]:
            yield f"  years across the top: {some(quoted(said['years']), SHOWN_NAMES)}"
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
        yield f"  … and {len(one.sums) - SHOWN_SUMS} more columns (--format json has them all)"
    if one.totals:
        right = sum(not total.amiss for total in one.totals)
        yield f"  totals in the file: {right} of {len(one.totals)} agree with their rows to the penny"
    if wrong := [f"“{total.amount.heading}” by {written(total.amiss)}" for total in one.totals if _is_wrong(total)]:
        yield f"  the file's own totals that differ from what its rows make: {', '.join(wrong)}"


def _is_wrong(total: Reconciled) -> bool:
    """Whether a total of the whole table differs. All of these are named: none must be overlooked."""
    return total.total.main and total.amiss != 0
