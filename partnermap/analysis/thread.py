"""thread: every loose end of theme, outcome, indicator, target, stream and partner (OPM 2005, 7.3.18-7.3.20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from partnermap.analysis.findings import Finding, Report, Row, Scope, finding, once
from partnermap.analysis.funding import Money
from partnermap.analysis.words import Map

NAME = "thread"
TITLE = "Which outcome has loose ends"
CODES = {
    "no-money": "No stream and no sum serves the outcome.",
    "no-lead": "No partner leads on the outcome.",
    "no-indicator": "Nothing measures the outcome.",
    "no-baseline": "The indicator has no baseline.",
    "no-target": "The indicator has no target.",
    "no-target-year": "The indicator has no year by which.",
    "no-local-lead": "Nobody leads on the theme for the local side.",
    "no-government-lead": "Nobody leads on the theme for the government side.",
}
PLACEHOLDERS = {
    "", "tbc", "tba", "tbd", "to be agreed", "to be confirmed", "to be determined", "placeholder", "n/a", "-", "?",
}  # fmt: skip
CHECKED = (("baseline", "no-baseline"), ("target", "no-target"), ("target_year", "no-target-year"))
SIDES = (("local", "no-local-lead"), ("government", "no-government-lead"))


def run(map_: Map, scope: Scope) -> Report:
    """Every agreement in scope."""
    money = Money(map_, scope)
    report = Report(NAME, once(_findings(map_, money)), looked_at=len(money.agreements))
    report.tables = {"outcomes": _outcomes(map_, money), "themes": _themes(map_, money)}
    return report


def is_blank(text: str | None) -> bool:
    """Whether a cell says nothing, or only that something will be said later."""
    return (text or "").strip().casefold() in PLACEHOLDERS


def _findings(map_: Map, money: Money) -> Iterator[Finding]:
    for outcome in money.outcomes:
        yield from _of_outcome(map_, money, outcome)
        for indicator in indicators(map_, outcome):
            yield from _of_indicator(map_, outcome, indicator)
    for agreement in money.agreements:
        yield from _leads(map_, agreement)


def indicators(map_: Map, outcome: str) -> list[str]:
    """What measures an outcome."""
    return map_.back["MEASURES"].get(outcome, [])


def loose_ends(map_: Map, money: Money, outcome: str) -> list[str]:
    """The codes that hold for an outcome itself."""
    checks = {
        "no-money": not money.serving[outcome],
        "no-lead": not map_.links["LED_BY"].get(outcome),
        "no-indicator": not indicators(map_, outcome),
    }
    return [code for code, holds in checks.items() if holds]


def _of_outcome(map_: Map, money: Money, outcome: str) -> Iterator[Finding]:
    name, agreement = map_.name(outcome), map_.name(str(map_.get(outcome, "agreement")))
    words = {
        "no-money": f"No stream and no sum serves “{name}”.",
        "no-lead": f"No partner leads on “{name}”.",
        "no-indicator": f"Nothing measures “{name}”.",
    }
    for code in loose_ends(map_, money, outcome):
        evidence = [(outcome, "name"), (outcome, "lead_partner" if code == "no-lead" else "streams")]
        yield finding(code, "medium", name, words[code], agreement=agreement, evidence=evidence)


def _of_indicator(map_: Map, outcome: str, indicator: str) -> Iterator[Finding]:
    name, agreement = map_.name(indicator), map_.name(str(map_.get(outcome, "agreement")))
    for prop, code in CHECKED:
        value = map_.get(indicator, prop)
        if is_blank(value):
            what = prop.replace("_", " ")
            found = f" (it says “{value}”)" if value else ""
            message = f"“{name}”, which measures “{map_.name(outcome)}”, has no {what}{found}."
            evidence = [(indicator, prop), (indicator, "name")]
            yield finding(code, "medium", name, message, agreement=agreement, evidence=evidence)


def _leads(map_: Map, agreement: str) -> Iterator[Finding]:
    rows = [one for one in map_.back["FOR_AGREEMENT"].get(agreement, ()) if map_.is_a(one, "Lead")]
    if not rows:
        return
    outcomes = [one for one in map_.back["UNDER"].get(agreement, ()) if map_.is_a(one, "Outcome")]
    for theme in sorted({theme for one in outcomes for theme in map_.about(one)}):
        for side, code in SIDES:
            if not any(_leads_on(map_, row, side, theme) for row in rows):
                name = map_.name(theme)
                vacant = [row for row in rows if map_.get(row, "side") == side and _is_for(map_, row, theme)]
                message = (
                    f"{name} has nobody who leads on it for the {side} side"
                    f"{'; the post is vacant' if vacant else ''} in {map_.name(agreement)}."
                )
                evidence = [(theme, "name"), *((row, "side") for row in vacant)]
                yield finding(code, "medium", name, message, agreement=map_.name(agreement), evidence=evidence)


def _leads_on(map_: Map, row: str, side: str, theme: str) -> bool:
    return map_.get(row, "side") == side and bool(map_.get(row, "partner")) and _is_for(map_, row, theme)


def _is_for(map_: Map, row: str, theme: str) -> bool:
    """Whether a Leads row is for a theme, a wider one, or the whole agreement."""
    named = map_.get(row, "theme")
    return named is None or named == theme or named in map_.wider_themes(theme)


def _completeness(map_: Map, money: Money, outcome: str) -> tuple[int, int]:
    """How many of an outcome's ends are tied, of how many: money, lead, indicator, and each indicator's three cells."""
    measured = indicators(map_, outcome)
    cells = [map_.get(one, prop) for one in measured for prop, _ in CHECKED]
    tied = 3 - len(loose_ends(map_, money, outcome)) + sum(not is_blank(cell) for cell in cells)
    return tied, 3 + len(cells)


def _outcomes(map_: Map, money: Money) -> list[Row]:
    rows = []
    for outcome in money.outcomes:
        tied, ends = _completeness(map_, money, outcome)
        rows.append(
            {
                "agreement": map_.name(str(map_.get(outcome, "agreement"))),
                "outcome": map_.name(outcome),
                "themes": [map_.name(theme) for theme in map_.about(outcome)],
                "lead": map_.names_of(map_.links["LED_BY"].get(outcome, ())),
                "streams": map_.names_of(money.serving[outcome]),
                "indicators": map_.names_of(indicators(map_, outcome)),
                "loose ends": loose_ends(map_, money, outcome),
                "completeness": round(tied / ends, 3),
            }
        )
    return sorted(
        rows, key=lambda row: (str(row["agreement"]).casefold(), row["completeness"], str(row["outcome"]).casefold())
    )


def _themes(map_: Map, money: Money) -> list[Row]:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for outcome in money.outcomes:
        tied, ends = _completeness(map_, money, outcome)
        for theme in map_.about(outcome):
            held = sums[map_.name(str(map_.get(outcome, "agreement"))), map_.name(theme)]
            held[0] += tied
            held[1] += ends
            held[2] += 1
    return [
        {"agreement": agreement, "theme": theme, "outcomes": count, "completeness": round(tied / ends, 3)}
        for (agreement, theme), (tied, ends, count) in sorted(sums.items())
    ]
