"""Things that a change spoke of and that stay as they are once it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnermap.model import BY_NAME, Type
from partnermap.store.base import EDITS, Fact, Said
from partnermap.store.settling import Values, speaker
from partnermap.store.voices import standing, voices
from partnermap.undoing.flip import Flip
from partnermap.undoing.stays import Reason, Stay
from partnermap.undoing.told import Told
from partnermap.wording import by_id, caption, cell, first_cell, in_words, pounds


def things(flip: Flip) -> Iterator[Stay]:
    stated = [said for number in flip.numbers for said in flip.view.stated_in(number)]
    decided = [one for change, one in flip.decisions if change in flip.numbers and one.verdict == "same"]
    ends = {flip.canon(id_) for one in decided for id_ in (one.first, one.second)}
    ever = list(flip.view.ever_stated({said.entity for said in stated} | ends)) if stated else []
    about = {said.entity for said in stated}
    was, now = (Told(flip, ever, after) for after in (False, True))
    if not any(now.said(flip.canon_after(one)) for one in about) and not any(s.statement.withdrawn for s in stated):
        return  # nothing else speaks of any of it
    was.settle()
    now.settle()
    for said in stated:
        if flip.canon(said.statement.thing) == flip.canon_after(said.statement.thing):
            yield from Kept(flip, said, was, now).stays()


class Kept:
    """One statement that comes to count, or ceases to, and what it leaves as it is."""

    def __init__(self, flip: Flip, said: Said, was: Told, now: Told) -> None:
        self._flip, self._said, self._was, self._now = flip, said, was, now
        self._thing = flip.canon(said.statement.thing)
        self._kind = BY_NAME[said.statement.kind]

    def stays(self) -> Iterator[Stay]:
        was, now = self._was.values(self._thing), self._now.values(self._thing)
        if now is None:
            reason = self._why_gone() if was is None else None
            if reason:
                yield Stay(self._thing, self._called, "stays gone", reason)
            elif was is not None:
                yield from self._rulings()
        elif was == now or self._is_superseded:
            yield from self._unchanged(now)
        elif was is not None:
            yield from self._rest(was, now)

    @property
    def _is_superseded(self) -> bool:
        """Whether it counts neither before nor after: what alters the thing is then something else."""
        newest = self._now.newest(self._said)
        return newest is not None and newest.number > self._said.number

    @property
    def _called(self) -> str:
        return f"“{caption((one.statement for one in self._now.ever[self._thing]), self._thing)}”"

    def _unchanged(self, now: Values) -> Iterator[Stay]:
        """All of the thing stays: said in one line, or for each property that shows another value than it said."""
        otherwise = [name for name in self._said.statement.facts if self._shows_otherwise(name, now)]
        told = [stay for name in otherwise for stay in self._property(name, now)]
        yield from told
        if not told and (teller := self._teller()):
            reason = self._reason(teller, first_cell(teller), "says it too", "says so too")
            yield Stay(self._thing, self._called, "stays", reason)

    def _rest(self, was: Values, now: Values) -> Iterator[Stay]:
        """The thing changes, but not in all that this statement brought, or brings back."""
        comes = self._now.live[self._said.change]
        brought = self._shows_otherwise if comes else self._first_said
        for name in self._said.statement.facts:
            if name not in self._kind.key and was.get(name) == now.get(name) and brought(name, now):
                yield from self._property(name, now)

    def _shows_otherwise(self, name: str, now: Values) -> bool:
        """Whether the map shows another single value than this statement gives."""
        fact = self._said.statement.facts[name]
        return not self._kind[name].several and name in now and self._value(name, fact) != now[name]

    def _first_said(self, name: str, now: Values) -> bool:
        """Whether the file had not said this of the thing before."""
        before = self._now.newest(self._said)
        known = before.statement.facts if before else {}
        said = self._said.statement.facts[name].value
        return bool(now.get(name) not in (None, []) and (name not in known or known[name].value != said))

    def _property(self, name: str, now: Values) -> Iterator[Stay]:
        prop = self._kind[name]
        said = [one for one in self._others() if name in one.statement.facts]
        if not said:
            return
        teller = said[-1] if prop.several else self._shown(name, said)
        fact = teller.statement.facts[name]
        alike = self._value(name, fact) == self._value(name, self._said.statement.facts[name])
        reason = self._reason(teller, cell(teller, fact), "says it too" if alike else "says so", "says so")
        shown = pounds(now[name]) if prop.type is Type.MONEY else in_words(prop, fact)
        yield Stay(self._thing, f"{prop.heading} of {self._called}", f"stays {shown}", reason)

    def _others(self) -> list[Said]:
        return [one for one in self._now.said(self._thing) if one.number != self._said.number]

    def _shown(self, name: str, said: list[Said]) -> Said:
        return standing(voices(self._kind, self._kind[name], said, self._now.canon)).said[-1]

    def _value(self, name: str, fact: Fact) -> Any:
        one_name = self._kind[name].names_things and not self._kind[name].several
        return self._now.canon(fact.value) if one_name else fact.value

    def _teller(self) -> Said | None:
        """The statement that keeps the thing as it is: of the same file, or else the newest of another."""
        others = self._others()
        mine = speaker(self._said.statement)
        same = [one for one in others if speaker(one.statement) == mine]
        return next(reversed(same or others), None)

    def _rulings(self) -> Iterator[Stay]:
        """What people ruled on of a thing that goes."""
        ruled = [one for one in self._now.said(self._thing) if one.statement.file == EDITS]
        for one in ruled:
            reason = Reason(f"it is a change of its own (change {one.change}), and shows once a file brings that again")
            for name in one.statement.facts:
                yield Stay("", f"The ruling on {self._kind[name].heading} of {self._called}", "stays", reason)

    # -- why -------------------------------------------------------------------------------------

    def _reason(self, teller: Said, place: str, other_file: str, same_file: str) -> Reason:
        change = self._flip.changes[teller.change]
        if teller.statement.file == EDITS:
            return Reason(f"{change.who or 'somebody'} said so by hand (change {change.number})")
        if teller.statement.file != self._said.statement.file:
            return Reason(f"{teller.statement.file} {other_file} (change {change.number})", place)
        if change.number > self._said.change:
            return Reason(f"a later {change.kind} of the same file (change {change.number}) {same_file}")
        return Reason(f"the same file said so before (change {change.number})")

    def _why_gone(self) -> Reason | None:
        newest = self._now.newest(self._said)
        if newest and newest.statement.withdrawn:
            if newest.number == self._said.number:
                return None
            when = "a later" if newest.change > self._said.change else "an earlier"
            return Reason(f"{when} import of the same file (change {newest.change}) withdrew it")
        if self._now.said(self._thing):
            away = sorted(self._now.missed(self._thing))
            names = " and ".join(f"“{self._name_of(one)}”" for one in away[:3])
            return Reason(f"it waits for {names}, which nobody defines" if names else "nobody says all that it needs")
        return self._undone_too()

    def _name_of(self, named: str) -> str:
        """What something that is not there is called where it is named."""
        for one in reversed(self._now.said(self._thing)):
            for fact in one.statement.facts.values():
                if fact.value == named:
                    return str(fact.text)
        return by_id(named)

    def _undone_too(self) -> Reason | None:
        """What was withdrawn does not come back if what had brought it is undone."""
        mine = speaker(self._said.statement)
        brought = [
            one
            for one in self._now.ever[self._thing]
            if one.number < self._said.number and speaker(one.statement) == mine and not one.statement.withdrawn
        ]
        if not self._said.statement.withdrawn or not brought:
            return None
        return Reason(f"what had brought it (change {brought[-1].change}) is undone")
