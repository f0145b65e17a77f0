"""Which thing a name means: full name, then alias, then a decision remembered; else nobody defines it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from partnermap.errors import BadValue
from partnermap.likeness import Likeness, Written
from partnermap.model import BY_NAME, KINDS, Kind
from partnermap.store.base import View
from partnermap.store.ids import fold, key_parts, make_id
from partnermap.store.settling import Canon

SUGGESTIONS = 500
"""For so many unknown names the nearest are looked for; where there are more, a whole list is missing."""

_NAMED = tuple(kind for kind in KINDS if kind.is_named and kind.name not in ("Freedom", "Indicator"))


Asked = tuple[tuple[str, ...], str, str | None]


class Names:
    """The names known in a store, and those that the files at hand add."""

    def __init__(self, view: View | None = None, without: Collection[str] = ()) -> None:
        """``without``: ids of the store that no name may mean, as they are to be withdrawn."""
        self._names: dict[str, dict[str, list[str]]] = {kind.name: {} for kind in _NAMED}
        self._own_aliases: dict[str, dict[str, list[str]]] = {kind.name: {} for kind in _NAMED}
        self._aliases: dict[str, dict[str, list[str]]] = {kind.name: {} for kind in _NAMED}
        self._written: dict[str, str] = {}
        self._all_written: dict[str, list[Written]] = {kind.name: [] for kind in _NAMED}
        self._view = view
        decisions = view.decisions() if view else []
        self._canon = Canon(decisions)
        self._apart = [{*map(self._canon, (one.first, one.second))} for one in decisions if one.verdict == "different"]
        self._cache: dict[Asked, str] = {}
        self._faults: dict[Asked, BadValue] = {}
        self._suggested = 0
        if view:
            for kind in _NAMED:
                self._read(kind, view, without)

    def _read(self, kind: Kind, view: View, without: Collection[str]) -> None:
        things = view.things(kind)
        for thing, name in zip(things["id"], things["name"], strict=True):
            if thing not in without:
                self.add(kind.name, name, thing)
        for thing, alias, _ in view.pairs(kind, kind["aliases"]):
            if thing not in without:
                self.add_alias(kind.name, alias, thing)

    def add(self, kind: str, name: str, thing: str) -> None:
        _put(self._names[kind], fold(name), thing)
        self._written[thing] = name
        self._all_written[kind].append(Written(name, thing, False))
        self._faults.clear()

    def add_alias(self, kind: str, alias: str, thing: str, of_file: bool = False) -> None:
        """Take in another name; one that the files at hand give goes before those of other files."""
        _put((self._own_aliases if of_file else self._aliases)[kind], fold(alias), thing)
        self._all_written[kind].append(Written(alias, thing, True))

    def resolve(self, kinds: tuple[str, ...], text: str, agreement: str | None = None) -> str:
        """The id of what the text names; of outcomes of one name, that of this agreement. Raises BadValue."""
        asked = (kinds, text, agreement)
        if asked not in self._cache:
            if asked in self._faults:
                raise self._faults[asked]
            try:
                self._cache[asked] = self._find(kinds, text, agreement)
            except BadValue as fault:
                self._faults[asked] = fault
                raise
        return self._cache[asked]

    def known(self, kinds: tuple[str, ...], text: str) -> str | None:
        """The id of what the text names, or None if it names nothing, or several things."""
        meant = next(self._candidates(kinds, fold(text)), [])
        return meant[0] if len(meant) == 1 else None

    def __contains__(self, thing: str) -> bool:
        """Whether a thing has a name here."""
        return thing in self._written

    def written(self, thing: str) -> str:
        """The name of a thing as it is written."""
        return self._written[thing]

    def _find(self, kinds: tuple[str, ...], text: str, agreement: str | None) -> str:
        elsewhere: list[str] = []
        for candidates in self._candidates(kinds, fold(text)):
            fitting = [one for one in candidates if agreement is None or key_parts(one)[1] == agreement]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                raise self._ambiguous(kinds, text, fitting)
            elsewhere += candidates
        raise self._not_there(text, elsewhere, agreement) if elsewhere else self._unknown(kinds, text)

    def _candidates(self, kinds: tuple[str, ...], key: str) -> Iterator[list[str]]:
        for known in (self._names, self._own_aliases, self._aliases):
            for kind in kinds:
                if key in known[kind]:
                    yield known[kind][key]
        for kind in kinds:
            if BY_NAME[kind].key == ("name",):
                thing = make_id(kind, (key,))
                if self._canon(thing) != thing:
                    yield [self._canon(thing)]

    def _unknown(self, kinds: tuple[str, ...], text: str) -> BadValue:
        wanted = " or ".join(BY_NAME[kind].sheet for kind in kinds)
        if other := self.elsewhere(kinds, text):
            message = f"“{text}” is not defined in {wanted}; it is one of {other}, which may not stand here."
            return BadValue("unknown-name", message, f"Name one in {wanted}, or add it there.")
        self._suggested += 1
        likely = self.likeness.likely(kinds, text) if self._suggested <= SUGGESTIONS else []
        if likely:
            hint = f"Did you mean {' or '.join(one.told for one in likely)}? Else add it to {wanted}."
        else:
            hint = f"Add it to {wanted}, or correct the name."
        return BadValue("unknown-name", f"“{text}” is not defined in {wanted}.", hint)

    def elsewhere(self, kinds: tuple[str, ...], text: str) -> str | None:
        """The sheet of another kind that defines a name."""
        others = (kind for kind in _NAMED if kind.name not in kinds)
        return next((kind.sheet for kind in others if fold(text) in self._names[kind.name]), None)

    def _not_there(self, text: str, things: list[str], agreement: str | None) -> BadValue:
        owners = _either([self._written.get(key_parts(one)[1], "") for one in things])
        message = f"“{text}” is no outcome of “{self._written.get(agreement or '', '')}”; it is one of {owners}."
        return BadValue("unknown-name", message, "Correct the agreement in this row, or the name.")

    def _ambiguous(self, kinds: tuple[str, ...], text: str, things: list[str]) -> BadValue:
        message = f"“{text}” may mean any of {len(things)} things."
        if kinds == ("Outcome",):
            owners = _either([self._written.get(key_parts(one)[1], "") for one in things])
            return BadValue("ambiguous-name", message, f"Say in the column Agreement which is meant: {owners}.")
        named = _either([self._written.get(one, one) for one in things])
        return BadValue("ambiguous-name", message, f"Write the full name: {named}.")

    @cached_property
    def likeness(self) -> Likeness:
        """What texts that nobody defines may mean, by these names."""
        return Likeness(self, self._view)

    def all_written(self, kind: str) -> Sequence[Written]:
        """Every name and alias of that kind, in the order in which they were learnt; more come at the end."""
        return self._all_written[kind]

    def standing_for(self, thing: str) -> str:
        """The id of the thing that stands for this one, once names that were found to be one are joined."""
        return self._canon(thing)

    def told_apart(self, kinds: tuple[str, ...], text: str) -> set[str]:
        """The ids of the things that somebody has decided the text does not mean."""
        if not self._apart:
            return set()
        by_itself = [make_id(kind, (fold(text),)) for kind in kinds]
        asked = {self._canon(one) for some in (*self._candidates(kinds, fold(text)), by_itself) for one in some}
        return {one for pair in self._apart if pair & asked for one in pair - asked}

    def all_names(self, kinds: Iterable[str]) -> list[str]:
        found = (self._written.get(one) for kind in kinds for things in self._names[kind].values() for one in things)
        return sorted({name for name in found if name})


def _either(names: list[str]) -> str:
    """The first few names, to choose from."""
    return " or ".join(f"“{name}”" for name in names[:3])


def _put(index: dict[str, list[str]], key: str, thing: str) -> None:
    held = index.setdefault(key, [])
    if thing not in held:
        held.append(thing)
