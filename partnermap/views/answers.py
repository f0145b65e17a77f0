"""A report as people get it: with sources, dismissals, and what is not yet known set apart."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import networkx as nx

from partnermap import frameworks
from partnermap.analysis.findings import Finding, Report, Scope
from partnermap.analysis.registry import REPORTS
from partnermap.analysis.words import Map
from partnermap.errors import BadValue, RequestError
from partnermap.graph import build
from partnermap.listing import some
from partnermap.names import Names
from partnermap.nearest import nearest
from partnermap.settings import DEFAULT_FRAMEWORK
from partnermap.store.base import Dismissal, Fact, Source, Statement, View

LISTED = 40
"""So many names are listed where none is near to what was asked for."""


@dataclass(frozen=True)
class Question:
    """What is asked: a report by name, with names as people write them. ``as_of`` None is today."""

    report: str
    agreement: str | None = None
    area: str | None = None
    year: str | None = None
    framework: str = DEFAULT_FRAMEWORK
    as_of: dt.date | None = None

    @property
    def day(self) -> dt.date:
        return self.as_of or dt.date.today()


@dataclass(frozen=True)
class Answered:
    """A finding with the cells it rests on, and the reason if somebody dismissed it."""

    finding: Finding
    sources: tuple[Source, ...]
    dismissed: str | None
    fingerprint: str

    def as_record(self) -> dict[str, Any]:
        one = self.finding
        record = {
            "code": one.code,
            "severity": one.severity,
            "subject": one.subject,
            "partner": one.partner,
            "area": one.area,
            "theme": one.theme,
            "agreement": one.agreement,
            "open": list(one.open),
            "message": one.message,
            "sources": list(dict.fromkeys(str(source) for source in self.sources)),
        }
        return record | ({"dismissed": self.dismissed} if self.dismissed is not None else {})


@dataclass(frozen=True)
class Answer:
    """A report's findings (most severe first, not yet known last) and tables."""

    question: Question
    report: Report
    findings: tuple[Answered, ...]

    @property
    def counting(self) -> list[Answered]:
        """Findings that are known and not dismissed."""
        return [one for one in self.findings if one.dismissed is None and not one.finding.open]

    @property
    def not_yet_known(self) -> list[Answered]:
        """Findings that an entry in an incomplete list could remove."""
        return [one for one in self.findings if one.dismissed is None and one.finding.open]

    @property
    def dismissed(self) -> list[Answered]:
        return [one for one in self.findings if one.dismissed is not None]

    @property
    def nothing(self) -> str:
        """What to say where there is no finding: that all is well, or that there was nothing to look at."""
        if self.report.looked_at:
            return "Nothing was found amiss in what the map holds for this choice."
        what = "county" if self.question.report == "two-tier" else "agreement"
        if self.question.area:
            return (
                f"Nothing was looked at: no {what} is of {self.question.area} or within it. "
                "Choose an area that contains one, or leave the area out."
            )
        return f"Nothing was looked at: the map holds no {what} for this choice."

    def scope(self) -> dict[str, str | None]:
        asked = self.question
        return {"agreement": asked.agreement, "area": asked.area, "year": asked.year, "framework": asked.framework}

    def as_record(self) -> dict[str, Any]:
        """The object that ``--format json`` prints. Sums are in pounds."""
        record: dict[str, Any] = {
            "report": self.question.report,
            "as_of": self.question.day.isoformat(),
            "scope": self.scope(),
            "findings": [one.as_record() for one in self.findings],
            "tables": self.report.tables,
        }
        if self.report.totals is not None:
            record["totals"] = {
                name: value if name == "unquantified" else value / 100 for name, value in self.report.totals.items()
            }
        return record


def answer(view: View, question: Question, graph: nx.MultiDiGraph | None = None) -> Answer:
    """Ask a report of a map. ``graph``: that day's graph, where the caller keeps it."""
    declared = REPORTS.get(question.report)
    if declared is None:
        raise RequestError(no_such("report", question.report, REPORTS))
    framework = frameworks.load(question.framework)
    scope = Scope(find(view, "Agreement", question.agreement), find(view, "Area", question.area), question.year)
    map_ = Map(build(view, question.day) if graph is None else graph, framework)
    report = declared.run(map_, scope)
    return Answer(question, report, tuple(_answered(view, report.findings)))


def find(view: View, kind: str, name: str | None) -> str | None:
    """The id of what a person named, or a RequestError that offers the nearest names."""
    if name is None:
        return None
    names = Names(view)
    try:
        return names.resolve((kind,), name)
    except BadValue as fault:
        if fault.code == "unknown-name":
            raise RequestError(no_such(kind.lower(), name, names.all_names((kind,)))) from None
        raise RequestError(f"{fault.message} {fault.hint}") from None


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """The words for a name that is not among those there are."""
    return f"There is no {what} “{name}”. {instead_of(name, known)}"


def instead_of(name: str, known: Iterable[str]) -> str:
    """What could have been meant: the nearest name, else the first of those there are."""
    names = list(known)
    if likely := nearest(name, names, 1):
        return f"Did you mean “{likely[0]}”?"
    if not names:
        return "There are none yet."
    return f"There are: {some(names, LISTED)}."


def _answered(view: View, findings: list[Finding]) -> list[Answered]:
    cells = sources_of(view, {cell for one in findings for cell in one.evidence})
    dismissals = view.dismissals()
    answered = []
    for one in findings:
        sources = tuple(source for cell in one.evidence for source in cells.get(cell, ()))
        mark = fingerprint(one, sources)
        answered.append(Answered(one, sources, _reason(dismissals, one, mark), mark))
    return answered


def sources_of(view: View, cells: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Source]]:
    """The cells that say each (id, property); where it is not said, an allocation's sum, else the row's first cell."""
    wanted: dict[str, set[str]] = {}
    for thing, prop in cells:
        wanted.setdefault(thing, set()).add(prop)
    found: dict[tuple[str, str], list[Source]] = {}
    for said in view.statements(wanted.keys()):
        one = said.statement
        for prop in wanted[said.entity]:
            fact = one.facts.get(prop) or _instead(one)
            if fact is not None:
                found.setdefault((said.entity, prop), []).append(said.source(fact))
    return found


def _instead(one: Statement) -> Fact | None:
    """What stands for a property that is not said: an allocation's sum, a cell of the row itself, any cell."""
    if one.kind == "Allocation" and "amount" in one.facts:
        return one.facts["amount"]
    facts = list(one.facts.values())
    return next((fact for fact in facts if fact.column.isalpha()), facts[0] if facts else None)


def fingerprint(one: Finding, sources: tuple[Source, ...]) -> str:
    """Changes when the facts of a finding do: how severe and open it is, and what stands in the cells it rests on."""
    facts = [one.code, one.severity, one.subject, one.partner, one.area, one.agreement, one.open]
    texts = sorted(source.text for source in dict.fromkeys(sources))
    return sha256(json.dumps([facts, texts], ensure_ascii=False).encode()).hexdigest()


def _reason(dismissals: list[Dismissal], one: Finding, mark: str) -> str | None:
    for dismissal in reversed(dismissals):
        if dismissal.fingerprint == mark and (dismissal.code, dismissal.subject) == (one.code, one.subject):
            return dismissal.reason
    return None
