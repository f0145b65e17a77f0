"""What each source says of a single value, and which of them shows where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from partnermap.model import Kind, Property, Type
from partnermap.store.base import Fact, Said
from partnermap.store.joining import Canon


@dataclass(frozen=True)
class Voice:
    """A value, and the statements that give it: one, or the rows of one file that add up."""

    value: Any
    said: tuple[Said, ...]
    over: tuple[Any, ...] = ()
    """The other values there were, if it is a person's ruling."""

    def settles(self, other: Voice) -> bool:
        """Whether this is a ruling that knew of what the other says."""
        return bool(self.over) and (other is self or other.value == self.value or other.value in self.over)


def voices(kind: Kind, prop: Property, said: Iterable[Said], canon: Canon) -> list[Voice]:
    """What the statements about one thing say of a property that holds one value. Both are oldest first."""
    stating = [(one, one.statement.facts[prop.name]) for one in said if prop.name in one.statement.facts]
    if kind.counted and prop.type is Type.MONEY:
        return _sums(stating)
    return [
        Voice(_joined(prop, fact.value, canon), (one,), tuple(_joined(prop, other, canon) for other in fact.over))
        for one, fact in stating
    ]


def _joined(prop: Property, value: Any, canon: Canon) -> Any:
    return canon(value) if prop.names_things else value


def _sums(stating: Iterable[tuple[Said, Fact]]) -> list[Voice]:
    """Rows of one file that became one thing when names were joined add up."""
    rows: dict[tuple[int, str], list[tuple[Said, Fact]]] = {}
    for one, fact in stating:
        rows.setdefault((one.change, one.statement.file), []).append((one, fact))
    return [
        Voice(sum(fact.value for _, fact in group), tuple(one for one, _ in group), group[-1][1].over)
        for group in rows.values()
    ]


def standing(heard: Sequence[Voice]) -> Voice:
    """The one that shows: the newest; but what a person ruled outranks all that was known then."""
    ruling = next((one for one in reversed(heard) if one.over), None)
    if ruling is None:
        return heard[-1]
    return [one for one in heard if one is ruling or not ruling.settles(one)][-1]


def is_settled(heard: Sequence[Voice]) -> bool:
    """Whether a person ruled on all that is said."""
    return bool((shown := standing(heard)).over) and all(shown.settles(one) for one in heard)
