"""Which id stands for which, once names that were found to be one body are joined."""

from __future__ import annotations

from collections.abc import Iterable

from partnermap.model import KINDS
from partnermap.store.base import Decision
from partnermap.store.ids import key_parts, kind_of, make_id

_RANK = {kind.name: rank for rank, kind in enumerate(KINDS)}
_HELD = {
    kind.name: tuple(place for place, name in enumerate(kind.key) if kind[name].names_things)
    for kind in KINDS
    if any(kind[name].names_things for name in kind.key)
}


class Canon:
    """Gives each id the one that stands for it. False if nothing was joined.

    An id may hold others (a membership its two ends): those are looked at too. What is held stands earlier
    in the model than what holds it, so decisions about it are taken first, whenever they were made.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._leads: dict[str, str] = {}
        self._known: dict[str, str] = {}
        same = [decision for decision in decisions if decision.verdict == "same"]
        for decision in sorted(same, key=lambda one: _RANK[kind_of(one.second)]):
            first, second = self(decision.first), self(decision.second)
            if first != second:
                self._leads[second] = first
                self._known.clear()

    def __bool__(self) -> bool:
        return bool(self._leads)

    def __call__(self, one: str) -> str:
        if not self._leads:
            return one
        if one not in self._known:
            self._known[one] = self._root(self._rename(one))
        return self._known[one]

    def _root(self, one: str) -> str:
        while one in self._leads:
            one = self._leads[one]
        return one

    def _rename(self, one: str) -> str:
        kind = kind_of(one)
        if kind not in _HELD:
            return one
        parts = key_parts(one)
        for place in _HELD[kind]:
            if parts[place]:
                parts[place] = self(parts[place])
        return make_id(kind, parts)
