"""What people do to a map besides importing: undo, dismiss, decide about names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from partnermap.errors import RequestError
from partnermap.intake.against import leads_to, stored_edges
from partnermap.model import BY_NAME, KINDS
from partnermap.names import Names
from partnermap.store.base import Change, Decision, Dismissal, Draft, Effect, MapMoved, Store, View
from partnermap.store.ids import fold, kind_of, make_id
from partnermap.store.settling import Canon
from partnermap.undoing import Stay, consequences
from partnermap.views.answers import Answered, Question, answer, find, instead_of, no_such

DECIDABLE = tuple(kind.name for kind in KINDS if kind.key == ("name",))
"""Kinds whose things go by their name alone, so that two names of them may be one body."""


@dataclass(frozen=True)
class Undone:
    """A change that was taken back, or would be: what that does to the map, and what it could not alter."""

    change: Change
    effect: Effect
    stays: tuple[Stay, ...]
    root: Change
    """What this takes back at last, or brings back: not an undo itself."""

    @property
    def brings_back(self) -> bool:
        """Whether the root counts again."""
        return not self.root.live


def undo(store: Store, number: int, who: str, *, rehearse: bool = False) -> Undone:
    """Take a change back, whatever came after it. An undo may be undone itself. ``rehearse``: only say what it does."""
    with store.view() as view:
        change, revision = _undoable(view, number), view.revision
        stays, root = tuple(consequences(view, number)), _root(view, change)
    draft = Draft("undo", who, f"undo {number}: {change.what}", undoes=number)
    return Undone(change, apply_checked(store, draft, revision, rehearse=rehearse), stays, root)


def _root(view: View, change: Change) -> Change:
    """What a change takes back, if that is an undo what that took back, and so on."""
    while change.undoes is not None:
        change = find_change(view, change.undoes)
    return change


def apply_checked(store: Store, draft: Draft, revision: int, *, rehearse: bool = False) -> Effect:
    """Make a change that was checked against a revision; refuse if somebody was quicker."""
    try:
        return store.apply(draft, expecting=revision, rehearse=rehearse)
    except MapMoved:
        raise RequestError(
            "Somebody else changed the map just now. Nothing was done. Look at it, and try again."
        ) from None


def find_change(view: View, number: int) -> Change:
    """A change by its number, or a RequestError that says which there are."""
    history = view.history()
    found = next((change for change in history if change.number == number), None)
    if found is None:
        there = f"There are 1 to {len(history)}." if len(history) > 1 else "There is only change 1."
        there = there if history else "Nothing was ever changed."
        raise RequestError(f"There is no change {number}. {there} See: partnermap history.")
    return found


def undone_by(view: View, change: Change) -> int | None:
    """The change that takes this one back, as long as that counts."""
    return next((one.number for one in view.history() if one.undoes == change.number and one.live), None)


def _undoable(view: View, number: int) -> Change:
    found = find_change(view, number)
    if not found.live:
        undoer = undone_by(view, found)
        raise RequestError(f"Change {number} is undone already. To bring it back: partnermap undo {undoer}.")
    return found


def dismiss(
    store: Store, code: str, subject: str, reason: str, who: str, question: Question
) -> tuple[list[Answered], Effect]:
    """Dismiss every finding of that code and subject in the question's scope, as they stand on its day."""
    if not reason.strip():
        raise RequestError("A dismissal needs a reason. Add --reason with the words that others should read.")
    report = report_of(code)
    with store.view() as view:
        answered = answer(view, replace(question, report=report, agreement=None, area=None))
        wanted = [
            one for one in answered.findings if one.finding.code == code and fold(one.finding.subject) == fold(subject)
        ]
        agreement = _own_name(view, "Agreement", question.agreement)
        area = _own_name(view, "Area", question.area)
        wanted = [one for one in wanted if _is_of(one, agreement, area)]
    if not wanted:
        raise RequestError(_no_finding(answered.findings, code, subject, agreement or area, question.day))
    dismissals = [_dismissal(one, reason.strip()) for one in wanted]
    what = f"dismiss {_called(wanted)}: {reason.strip()}"
    return wanted, store.apply(Draft("dismissal", who, what, dismissals=dismissals))


def _no_finding(found: Iterable[Answered], code: str, subject: str, scope: str | None, day: dt.date) -> str:
    subjects = sorted({one.finding.subject for one in found if one.finding.code == code})
    message = f"There is no finding {code} about “{subject}”{f' in {scope}' if scope else ''} on {day.isoformat()}. "
    if fold(subject) in map(fold, subjects):
        return message + f"There is one outside {scope}: leave out --agreement and --area, or name others."
    return message + (instead_of(subject, subjects) if subjects else f"Nothing has {code} on that day.")


def dismiss_one(store: Store, one: Answered, reason: str, who: str) -> None:
    """Dismiss one finding as it was answered."""
    if not reason.strip():
        raise RequestError("A dismissal needs a reason. Write the words that others should read.")
    what = f"dismiss {_called([one])}: {reason.strip()}"
    store.apply(Draft("dismissal", who, what, dismissals=[_dismissal(one, reason.strip())]))


def _is_of(one: Answered, agreement: str | None, area: str | None) -> bool:
    """Whether a finding is of an agreement and an area; one that has none is not told apart by it."""
    found = one.finding
    return (agreement is None or found.agreement in (None, agreement)) and (area is None or found.area in (None, area))


def _called(found: list[Answered]) -> str:
    """Findings of one code and subject, told from others by the area, agreement and partner they share."""
    first = found[0].finding
    shared = [
        value
        for name in ("partner", "area", "agreement")
        if (value := getattr(first, name)) not in (None, first.subject)
        and all(getattr(one.finding, name) == value for one in found)
    ]
    return f"{first.code} {first.subject}" + (f" ({', '.join(shared)})" if shared else "")


def report_of(code: str) -> str:
    """The report that a finding's code belongs to."""
    from partnermap.analysis.registry import REPORTS

    for report in REPORTS.values():
        if code in report.codes:
            return report.name
    raise RequestError(no_such("code", code, sorted(c for report in REPORTS.values() for c in report.codes)))


def _own_name(view: View, kind: str, name: str | None) -> str | None:
    thing = find(view, kind, name)
    if thing is None:
        return None
    things = view.things(BY_NAME[kind])
    return str(things["name"][things["id"].index(thing)])


def _dismissal(one: Answered, reason: str) -> Dismissal:
    found = one.finding
    return Dismissal(found.code, found.subject, found.area, found.agreement, found.partner, one.fingerprint, reason)


def decide(
    store: Store, verdict: str, first: str, second: str, who: str, kinds: tuple[str, ...] = DECIDABLE
) -> tuple[Decision, Effect]:
    """Keep it that two names are the ``same`` body, whose name is the first's, or ``different`` ones.

    ``kinds``: the kinds of thing that are meant, where a name stands for things of several.
    """
    with store.view() as view:
        decision = _decision(view, verdict, first, second, kinds)
        _check_decision(view.decisions(), decision, first, second)
        _check_circle(view, decision, first, second)
        revision = view.revision
    words = "are the same" if verdict == "same" else "are different"
    draft = Draft("decision", who, f"{first} and {second} {words}", decisions=[decision])
    return decision, apply_checked(store, draft, revision)


def _check_circle(view: View, decision: Decision, first: str, second: str) -> None:
    """Refuse to make one body of two of which the one lies within, is part of or reports to the other."""
    if decision.verdict == "different":
        return
    kind = BY_NAME[kind_of(decision.first)]
    for prop in kind.properties:
        if prop.acyclic:
            edges: dict[str, set[str]] = {}
            for one, other in stored_edges(view, kind, prop):
                edges.setdefault(one, set()).add(other)
            if leads_to(edges, decision.first, decision.second) or leads_to(edges, decision.second, decision.first):
                raise RequestError(
                    f"“{first}” and “{second}” cannot be one body: by {prop.heading}, the one leads to the other."
                )


def _check_decision(known: list[Decision], decision: Decision, first: str, second: str) -> None:
    """Refuse a decision that was made already, or that another one stands against."""
    before, after = Canon(known), Canon([*known, decision])
    joined = before(decision.first) == before(decision.second)
    if joined and decision.verdict == "same":
        raise RequestError(f"“{first}” and “{second}” are one body already. Nothing was changed.")
    apart = [one for one in known if one.verdict == "different"]
    if decision.verdict == "different" and any({one.first, one.second} == _ends(decision) for one in apart):
        raise RequestError(f"“{first}” and “{second}” are kept as two bodies already. Nothing was changed.")
    if joined or any(after(one.first) == after(one.second) for one in apart if decision.verdict == "same"):
        found = "one body" if joined else "two bodies"
        raise RequestError(
            f"“{first}” and “{second}” were found to be {found}. To decide otherwise, undo that first: "
            "partnermap history has its number."
        )


def _ends(decision: Decision) -> set[str]:
    return {decision.first, decision.second}


def _decision(view: View, verdict: str, first: str, second: str, kinds: tuple[str, ...]) -> Decision:
    if not (first.strip() and second.strip()) or not (first + second).isprintable():
        raise RequestError("A name is blank, or holds signs that cannot be written. Give two names.")
    if fold(first) == fold(second):
        raise RequestError(f"“{first}” and “{second}” are one name. Give two names.")
    names = Names(view)
    found = [(kind, names.known((kind,), first), names.known((kind,), second)) for kind in kinds if kind in DECIDABLE]
    both = [(one, other) for _, one, other in found if one and other]
    if both:
        return Decision(verdict, *both[0])
    for kind, one, other in found:
        if one:
            return Decision(verdict, one, make_id(kind, (fold(second),)))
        if other:
            return Decision(verdict, other, make_id(kind, (fold(first),)))
    raise RequestError(no_such("thing", first, names.all_names(kinds)))
