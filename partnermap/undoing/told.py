"""What is said, and what is in the map, before a change is taken back and after, without taking it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from partnermap.model import BY_NAME, KINDS
from partnermap.store.base import Said, View
from partnermap.store.joining import Canon
from partnermap.store.settling import Values, counting, settle, speaker
from partnermap.undoing.flip import Flip


class Told:
    """What is said, and what is in the map, before the change is taken back or after."""

    def __init__(self, flip: Flip, ever: list[Said], after: bool) -> None:
        self._flip = flip
        self.live = flip.after if after else flip.before
        self.canon = flip.canon_after if after else flip.canon
        self.ever: dict[str, list[Said]] = {}
        for said in ever:
            self.ever.setdefault(self.canon(said.statement.thing), []).append(said)
        self._counted = {
            one: counting(said for said in each if self.live[said.change]) for one, each in self.ever.items()
        }
        self._values: dict[str, Values] = {}
        self._waits: dict[str, set[str]] = {}

    def said(self, entity: str) -> list[Said]:
        return self._counted.get(entity, [])

    def values(self, entity: str) -> Values | None:
        """What the map holds of a thing; None: it is not there."""
        return self._values.get(entity)

    def missed(self, entity: str) -> set[str]:
        """What a thing that is not there waits for."""
        return self._waits.get(entity, set()) - self._values.keys()

    def settle(self) -> None:
        settled = settle(list(self._counted), Shelf(self._flip.view, self._counted), self.canon)
        self._values = {one: values for things in settled.present.values() for one, values in things.items()}
        self._waits = settled.waits

    def newest(self, like: Said) -> Said | None:
        """The newest live statement that takes the place of others of its file about its thing."""
        mine = speaker(like.statement)
        alike = [
            one
            for one in self.ever.get(self.canon(like.statement.thing), ())
            if self.live[one.change] and speaker(one.statement) == mine
        ]
        return alike[-1] if alike else None


class Shelf:
    """What settling looks up: the statements of the moment, and the map as it stands."""

    def __init__(self, view: View, counted: Mapping[str, list[Said]]) -> None:
        self._view = view
        self._counted = counted

    def counted(self, entities: Collection[str]) -> dict[str, list[Said]]:
        found = {one: self._counted[one] for one in entities if one in self._counted}
        others = [one for one in entities if one not in found]
        found |= {one: [] for one in others}
        for said in self._view.statements(others) if others else ():
            found[said.entity].append(said)
        return found

    def there(self, entities: Collection[str]) -> set[str]:
        return self._map.intersection(entities)

    def referring(self, entities: Collection[str]) -> set[str]:
        return {one for named in entities for one in self._naming.get(named, ())}

    waiting = referring

    @cached_property
    def _map(self) -> set[str]:
        return {one for kind in KINDS for one in self._view.things(kind)["id"]}

    @cached_property
    def _naming(self) -> dict[str, set[str]]:
        """Which things name each, whether that is there or not."""
        canon = Canon(self._view.decisions())
        found: dict[str, set[str]] = {}
        for said in self._view.statements():
            for named in named_in(said):
                found.setdefault(canon(named), set()).add(said.entity)
        return found


def named_in(said: Said) -> Iterator[str]:
    """The ids of the things that a statement names."""
    kind = BY_NAME[said.statement.kind]
    for name, fact in said.statement.facts.items():
        if kind[name].names_things:
            yield from ids_in(fact.value)


def ids_in(value: Any) -> Iterable[str]:
    """The ids that a fact holds: of one thing, or of several, each by itself or with its share."""
    return (one[0] if isinstance(one, list) else one for one in (value if isinstance(value, list) else [value]))
