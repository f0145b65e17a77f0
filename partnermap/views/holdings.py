"""What a map holds, and what stands out in it, in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from partnermap.analysis.findings import SEVERITIES
from partnermap.model import KINDS
from partnermap.store.base import View
from partnermap.views.answers import Answer, Answered

FOREMOST = 3


def holdings(view: View) -> dict[str, int]:
    """How many things of each kind there are, under the kind's name in the workbook; kinds without any left out."""
    counts = {kind.sheet: len(view.things(kind)["id"]) for kind in KINDS}
    return {sheet: count for sheet, count in counts.items() if count}


def foremost(answer: Answer, at_most: int = FOREMOST) -> list[Answered]:
    """The most severe findings of an answer, one of each code first, so that a few show the pattern."""
    earlier: Counter[tuple[str, str]] = Counter()
    ranked: list[tuple[int, int, Answered]] = []
    for one in answer.counting:
        sort = (one.finding.code, one.finding.severity)
        ranked.append((SEVERITIES.index(one.finding.severity), earlier[sort], one))
        earlier[sort] += 1
    return [one for _, _, one in sorted(ranked, key=itemgetter(0, 1))][:at_most]


def counted(answer: Answer) -> str:
    """How many findings of each severity: 4 high, 2 medium, 1 low, 3 not yet known."""
    numbers = {name: sum(one.finding.severity == name for one in answer.counting) for name in SEVERITIES}
    numbers["not yet known"] = len(answer.not_yet_known)
    return ", ".join(f"{count} {name}" for name, count in numbers.items() if count) or "nothing found"


def by_kind(counts: dict[str, int]) -> str:
    """Counts by kind in words: 1 in Areas, 3 in Partners."""
    sheets = {kind.name: kind.sheet for kind in KINDS}
    return ", ".join(_counts(counts, sheets))


def _counts(counts: dict[str, int], sheets: dict[str, str]) -> Iterable[str]:
    for kind, sheet in sheets.items():
        if kind in counts:
            yield f"{counts[kind]:,} in {sheet}"
