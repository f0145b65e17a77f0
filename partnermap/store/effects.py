"""What a change did to the map, counted by kind."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, NamedTuple, TypeVar

from partnermap.model import Kind
from partnermap.store.base import Effect

Key = TypeVar("Key", bound=Hashable)


class Done(NamedTuple, Generic[Key]):
    """The things of a kind, by what became of them."""

    added: set[Key]
    changed: set[Key]
    unchanged: set[Key]
    removed: set[Key]


def count(effect: Effect, kind: Kind, done: Done[Key], told: set[Key]) -> None:
    """Things that the change says nothing about, and that stay as they are, are not worth counting."""
    done = done._replace(unchanged=done.unchanged & told)
    for fate, things in done._asdict().items():
        if things:
            getattr(effect, fate)[kind.name] = len(things)
