"""How a change is made in any store: what is said goes into the ledger, and the map is brought to what follows."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from partnermap.store.base import Draft, Effect, Said, StatedRows
from partnermap.store.joining import Canon
from partnermap.store.ledger import Ledger
from partnermap.store.settling import Settled, settle


class MapHalf(Protocol):
    """The map that follows from what was said, inside one transaction."""

    def there(self, entities: Collection[str]) -> set[str]:
        """Those of these things that are in the map."""

    def referring(self, entities: Collection[str]) -> set[str]:
        """Things in the map that name any of these."""

    def waiting(self, entities: Collection[str]) -> set[str]:
        """Things that name any of these and wait for it."""

    def all_waiting(self) -> set[str]:
        """Everything that waits for something."""

    def write(self, settled: Settled, about: Collection[str]) -> Effect:
        """Bring the map to where the things have settled; count what that does, and what of ``about`` it leaves."""

    def differing(self, settled: Settled) -> list[str]:
        """Things whose place in the map is not what they settle to."""


class Halves:
    """A store's two halves in one transaction; what settling looks up stands in them."""

    def __init__(self, said: Ledger, map_: MapHalf) -> None:
        self.said = said
        self.map = map_

    def counted(self, entities: Collection[str]) -> dict[str, list[Said]]:
        return self.said.counted(entities)

    def there(self, entities: Collection[str]) -> set[str]:
        return self.map.there(entities)

    def referring(self, entities: Collection[str]) -> set[str]:
        return self.map.referring(entities)

    def waiting(self, entities: Collection[str]) -> set[str]:
        return self.map.waiting(entities)

    def carry_out(self, draft: Draft) -> Effect:
        """Keep what the draft says and bring the map to what follows from it."""
        before = Canon(self.said.decisions())
        number = self.said.add_draft(draft)
        canon = Canon(self.said.decisions())
        undone = self.said.undone_by(draft)
        rejoined = self._rejoined(undone | {number}, before, canon)
        about = [*self.said.entities_of(undone), *self.said.add_statements(number, draft.statements, canon)]
        heard = self.said.add_listed(number, draft.listed, canon)
        about += heard.about
        effect = self.map.write(self._settled([*rejoined, *about], canon, heard.alone), about)
        effect.change = number
        return effect

    def _rejoined(self, changes: set[int], before: Canon, canon: Canon) -> set[str]:
        """Things that the decisions of these changes join, or no longer join, and those that name them."""
        made = [one for change, one in self.said.decisions_made() if change in changes and one.verdict == "same"]
        if not made:
            return set()
        decided = {stands(id_) for one in made for id_ in (one.first, one.second) for stands in (before, canon)}
        moved = self.said.rejoin(canon) | decided
        return moved | self.map.referring(moved) | self.map.all_waiting()

    def _settled(self, touched: Iterable[str], canon: Canon, alone: Sequence[StatedRows] = ()) -> Settled:
        return settle(dict.fromkeys(touched), self, canon, alone)

    def settle_everything(self) -> None:
        """Make the map anew, or for the first time."""
        touched = self.said.entities()
        self.map.write(self._settled(touched, Canon(self.said.decisions())), touched)

    def drifted(self) -> list[str]:
        """Things whose place in the map is not what the statements about them make."""
        canon = Canon(self.said.decisions())
        settled = self._settled(self.said.entities(), canon)
        strayed = [f"{thing}: the map does not say what the statements say" for thing in self.map.differing(settled)]
        return strayed + [
            f"{thing}: statements about another thing were joined to it" for thing in self.said.misjoined(canon)
        ]


@contextmanager
def uncollected() -> Iterator[None]:
    """Hundreds of thousands of rows make no cycles; looking for some among them takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
