"""Decisions about names, and dismissals, that stay because others say the same."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.store.base import Decision, Dismissal
from partnermap.undoing.flip import Flip
from partnermap.undoing.stays import Reason, Stay
from partnermap.wording import caption


def verdicts(flip: Flip) -> Iterator[Stay]:
    """What stays taken back, decided or dismissed."""
    yield from _undone_besides(flip)
    for change, one in flip.decisions:
        if change in flip.numbers and (reason := _decided_besides(flip, change, one)):
            how = "stay one body" if one.verdict == "same" else "stay two bodies"
            yield Stay("", " and ".join(f"“{called(flip, id_)}”" for id_ in (one.first, one.second)), how, reason)
    dismissals = flip.view.dismissals_made()
    for change, dismissed in dismissals:
        if change in flip.numbers and (again := _dismissed_besides(flip, change, dismissed, dismissals)):
            what = f"The finding {dismissed.code} about “{dismissed.subject}”"
            yield Stay("", what, "stays dismissed", Reason(f"it was dismissed again (change {again})"))


def called(flip: Flip, thing: str) -> str:
    """What a thing is called by itself, whatever it is joined to."""
    said = flip.view.ever_stated({flip.canon(thing)})
    return caption((one.statement for one in said if one.statement.thing == thing), thing)


def _undone_besides(flip: Flip) -> Iterator[Stay]:
    """A change that two undo does not come back with one of them."""
    undone = flip.changes[flip.number].undoes
    others = [one for one in flip.changes.values() if one.undoes == undone and flip.after[one.number]]
    if undone is not None and others:
        reason = Reason(f"change {others[-1].number} takes it back as well")
        yield Stay("", f"Change {undone} ({flip.changes[undone].what})", "stays undone", reason)


def _decided_besides(flip: Flip, number: int, one: Decision) -> Reason | None:
    ends = {one.first, one.second}
    for change, other in reversed(flip.decisions):
        alike = other.verdict == one.verdict and {other.first, other.second} == ends
        if alike and change != number and flip.after[change]:
            return Reason(f"so it was decided as well (change {change})")
    joined = one.verdict == "same" and flip.canon_after(one.first) == flip.canon_after(one.second)
    return Reason("other decisions join them") if joined and not flip.after[number] else None


def _dismissed_besides(flip: Flip, number: int, one: Dismissal, made: list[tuple[int, Dismissal]]) -> int | None:
    found = [
        change
        for change, other in made
        if change != number
        and flip.after[change]
        and (other.code, other.subject, other.fingerprint) == (one.code, one.subject, one.fingerprint)
    ]
    return found[-1] if found else None
