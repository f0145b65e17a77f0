"""Names in finance workbooks that nobody defines: what each may mean, for a person to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from partnermap.intake.finance.meaning import CREATABLE
from partnermap.intake.finance.stated import Unknown
from partnermap.model import ALLOCATION, FUNDING_STREAM
from partnermap.names import Names
from partnermap.store.base import View


@dataclass(frozen=True, slots=True)
class Likely:
    """A name of the map that a text may mean, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A name that nobody defines."""

    field: str
    text: str
    cells: Sequence[str]
    """Where it stands, without file and sheet."""
    likely: Sequence[Likely]
    """What it may mean, the likeliest first; none: nothing in the map looks like it."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of thing that may be named here."""
        return _kinds(self.field)

    @property
    def can_be_created(self) -> bool:
        return self.field in CREATABLE


def name_questions(view: View, unknown: Unknown) -> list[NameQuestion]:
    """A question for each name that nobody defines, those with a likely answer first."""
    likeness = Names(view).likeness
    texts: dict[str, list[str]] = {}
    for field, text in unknown.cells:
        texts.setdefault(field, []).append(text)
    found = []
    for field, asked in texts.items():
        likely = likeness.all_likely(_kinds(field), asked)
        for text in asked:
            code = unknown.codes.get((field, text))
            coded = likeness.coded(_kinds(field), code, text) if code else []
            by_name = [one for one in likely.get(text, ()) if one.thing not in {each.thing for each in coded}]
            guesses = [Likely(one.name, one.reason) for one in (*coded, *by_name)]
            found.append(NameQuestion(field, text, unknown.cells[field, text], guesses))
    return sorted(found, key=lambda one: (not one.likely, one.field, one.text.casefold()))


def _kinds(field: str) -> tuple[str, ...]:
    if field == "part_of":
        return FUNDING_STREAM["part_of"].to
    return ALLOCATION[field].to if field != "outcomes" else ("Outcome",)
