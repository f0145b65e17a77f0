"""What a report gives back: findings, tables, and what it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

SEVERITIES = ("high", "medium", "low")

Row = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """One thing that is amiss, with what it rests on. Names are the things' own names; keys that do not apply are None.

    ``open`` names the places looked at whose list of members is not complete: an entry there could remove
    the finding, so it is not yet known. ``evidence`` holds (id, property or "") of the cells it rests on.
    """

    code: str
    severity: str
    subject: str
    message: str
    partner: str | None = None
    area: str | None = None
    theme: str | None = None
    agreement: str | None = None
    open: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells this finding from others; two with one key are one."""
        return (
            self.code, self.severity, self.subject, self.partner or "", self.area or "", self.theme or "",
            self.agreement or "", self.open,
        )  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """What a report is about: ids of an agreement and an area, a financial year as written; None: everything."""

    agreement: str | None = None
    area: str | None = None
    year: str | None = None


@dataclass
class Report:
    """Findings, most severe first, and tables (name to rows). ``totals`` is funding's alone, in pence."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    totals: dict[str, int] | None = None
    looked_at: int = 1
    """How many counties, agreements or allocations were in scope: with none, nothing found says nothing."""
    notes: list[str] = field(default_factory=list)
    """Rules and remarks that a reader needs to understand the tables."""


def finding(
    code: str,
    severity: str,
    subject: str,
    message: str,
    *,
    looked_at: Iterable[tuple[str, str]] = (),
    evidence: Sequence[tuple[str, str]] = (),
    **names: str | None,
) -> Finding:
    """A finding; ``looked_at`` gives (name, members known) of the places where an entry could remove it."""
    places = tuple(sorted({name for name, known in looked_at if known != "all"}))
    return Finding(
        code, "low" if places else severity, subject, message, open=places, evidence=tuple(evidence), **names
    )


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, with all that it rests on; known before not yet known, most severe first."""
    kept: dict[tuple[Any, ...], Finding] = {}
    for one in findings:
        same = kept.get(one.key)
        if same:
            kept[one.key] = replace(same, evidence=tuple(dict.fromkeys(same.evidence + one.evidence)))
        else:
            kept[one.key] = one
    return sorted(kept.values(), key=_order)


def _order(one: Finding) -> tuple[Any, ...]:
    return (
        bool(one.open),
        SEVERITIES.index(one.severity),
        one.code,
        one.agreement or "",
        one.area or "",
        one.subject.casefold(),
        one.partner or "",
    )


def severity_of(weight: str) -> str:
    """A weight as a severity: a partner of weight none counts as low."""
    return "low" if weight == "none" else weight


def plural(count: int, singular: str, many: str | None = None) -> str:
    """A count with its noun: 1 seat, 2 seats."""
    return f"{count} {singular if count == 1 else many or singular + 's'}"


def listed(names: Iterable[str], at_most: int = 4) -> str:
    """Names as a person would say them: A, B and C; or A, B, C, D and 7 more."""
    known = list(names)
    if len(known) > at_most + 1:
        return f"{', '.join(known[:at_most])} and {len(known) - at_most} more"
    return " and ".join(filter(None, [", ".join(known[:-1]), known[-1]])) if known else ""
