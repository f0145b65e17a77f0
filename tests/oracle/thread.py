"""thread: each loose end between theme, outcome, indicator, money and lead."""

from __future__ import annotations

from collections.abc import Iterator

from . import funding
from .rows import Day, Row, cell, indicated, outcome_key, several
from .words import Finding, agreements_in_scope, chain, each_once, finding, outcomes_of

PLACEHOLDERS = (
    "", "tbc", "tba", "tbd", "to be agreed", "to be confirmed", "to be determined", "placeholder", "n/a", "-", "?",
)  # fmt: skip

INDICATOR_CELLS = {"no-baseline": "Baseline", "no-target": "Target", "no-target-year": "Target year"}


def findings(day: Day, agreement: str | None, area: str | None, year: str | None) -> list[Finding]:
    """ "thread (each agreement in scope)": "Each stands on its own ...; severity medium."."""
    scope = funding.scope_of(day, agreement, area, year)
    return each_once(
        one
        for row in agreements_in_scope(day, agreement, area)
        for one in agreement_findings(day, scope, cell(row, "Name"))
    )


def agreement_findings(day: Day, scope: funding.Scope, agreement: str) -> Iterator[Finding]:
    """Every rule, for one agreement."""
    for outcome in outcomes_of(day, agreement):
        yield from outcome_findings(day, scope, outcome)
    for row in day.rows("Indicators"):
        if cell(row, "Agreement") == agreement:
            yield from indicator_findings(row)
    yield from lead_findings(day, agreement)


def outcome_findings(day: Day, scope: funding.Scope, outcome: Row) -> Iterator[Finding]:
    """`no-money`, `no-lead` and `no-indicator`."""
    name, agreement = outcome_key(outcome)
    if not funding.streams_serving(scope, outcome):
        yield finding("no-money", "medium", name, agreement=agreement)
    if not cell(outcome, "Lead partner"):
        yield finding("no-lead", "medium", name, agreement=agreement)
    if not any(indicated(row) == outcome_key(outcome) for row in day.rows("Indicators")):
        yield finding("no-indicator", "medium", name, agreement=agreement)


def indicator_findings(indicator: Row) -> Iterator[Finding]:
    """ "the cell is blank or, whatever its case, all of it is one of TBC, TBA, ..."."""
    for code, heading in INDICATOR_CELLS.items():
        if cell(indicator, heading).lower() in PLACEHOLDERS:
            yield finding(code, "medium", cell(indicator, "Name"), agreement=cell(indicator, "Agreement"))


def lead_findings(day: Day, agreement: str) -> Iterator[Finding]:
    """ "an agreement with any row in Leads at that day, vacant or not; a theme that its outcomes name"."""
    rows = [row for row in day.rows("Leads") if cell(row, "Agreement") == agreement]
    themes = sorted({theme for row in outcomes_of(day, agreement) for theme in several(row, "Theme")})
    for side in ("local", "government"):
        of_side = [row for row in rows if cell(row, "Side").lower() == side and cell(row, "Partner")]
        for theme in themes:
            if rows and not any(leads_theme(day, row, theme) for row in of_side):
                yield finding(f"no-{side}-lead", "medium", theme, agreement=agreement)


def leads_theme(day: Day, lead: Row, theme: str) -> bool:
    """ "for the theme, an ancestor of it or the whole agreement" (Theme blank); one that is gone is no theme."""
    return cell(lead, "Theme") in ["", theme, *chain(day, "Themes", "Part of", theme)]
