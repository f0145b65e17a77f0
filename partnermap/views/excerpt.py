"""A part of a map, or what is left of it, held in memory as a View: the map alone, and nothing of its history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from partnermap.errors import RequestError
from partnermap.model import KINDS, Kind, Property
from partnermap.store.base import Answered, Change, Decision, Dismissal, KeptMapping, Said, View

Columns = dict[str, list[Any]]
Pairs = list[tuple[str, Any, Any]]
Stated = Callable[[Collection[str] | None], Iterable[Said]]


def _nothing(_: Collection[str] | None) -> Iterable[Said]:
    return ()


@dataclass
class Excerpt:
    """A map to hand on. It has no history, no decisions and no dismissals; its statements are ``stated``'s."""

    columns: dict[str, Columns]
    lists: dict[tuple[str, str], Pairs]
    stated: Stated = _nothing
    revision: int = 0
    engine: str = ""

    def ask(self, question: str, parameters: Mapping[str, Any]) -> Answered:  # noqa: ARG002 - the contract's
        raise RequestError("A copy of a map answers no questions. Ask the map itself.")

    def things(self, kind: Kind) -> Columns:
        return dict(self.columns[kind.name])

    def pairs(self, kind: Kind, prop: Property) -> Pairs:
        return list(self.lists[kind.name, prop.name])

    def statements(self, entities: Collection[str] | None = None) -> Iterable[Said]:
        return self.stated(entities)

    def stated_by(self, file: str) -> Iterable[Said]:  # noqa: ARG002 - the contract's
        return ()

    def stated_in(self, change: int) -> Iterable[Said]:  # noqa: ARG002 - the contract's
        return ()

    def ever_stated(self, entities: Collection[str]) -> Iterable[Said]:  # noqa: ARG002 - the contract's
        return ()

    def history(self) -> list[Change]:
        return []

    def decisions(self) -> list[Decision]:
        return []

    def dismissals(self) -> list[Dismissal]:
        return []

    def decisions_made(self) -> list[tuple[int, Decision]]:
        return []

    def dismissals_made(self) -> list[tuple[int, Dismissal]]:
        return []

    def mappings(self) -> list[KeptMapping]:
        return []


def whole_of(view: View) -> Excerpt:
    """Everything that a view shows, to be changed at will."""
    columns = {kind.name: {name: list(held) for name, held in view.things(kind).items()} for kind in KINDS}
    lists = {(kind.name, prop.name): list(view.pairs(kind, prop)) for kind in KINDS for prop in kind.lists}
    return Excerpt(columns, lists, view.statements, view.revision)


def part_of(view: View, wanted: Collection[str]) -> Excerpt:
    """Only the things with these ids, and what a sheet cannot leave blank, even where that is gone on the day."""
    part = whole_of(view)
    keep_only(part, {*wanted, *_needed_by(part, wanted)})
    return part


def keep_only(part: Excerpt, kept: Collection[str]) -> None:
    """Take out all other things, and every mention of them. What is left of shares is no whole: they go."""
    for kind in KINDS:
        columns = part.columns[kind.name]
        for prop in kind.columns:
            if prop.names_things:
                columns[prop.name] = [named if named in kept else None for named in columns[prop.name]]
        rows = [place for place, thing in enumerate(columns["id"]) if thing in kept]
        part.columns[kind.name] = {name: [held[row] for row in rows] for name, held in columns.items()}
        for prop in kind.lists:
            part.lists[kind.name, prop.name] = _kept_pairs(prop, part.lists[kind.name, prop.name], kept)


def _kept_pairs(prop: Property, pairs: Pairs, kept: Collection[str]) -> Pairs:
    mine = [pair for pair in pairs if pair[0] in kept]
    if not prop.names_things:
        return mine
    broken = {thing for thing, value, _ in mine if value not in kept}
    return [(thing, value, None if thing in broken else share) for thing, value, share in mine if value in kept]


def _needed_by(part: Excerpt, wanted: Collection[str]) -> set[str]:
    return {
        value
        for kind in KINDS
        for prop in kind.lists
        if prop.required
        for thing, value, _ in part.lists[kind.name, prop.name]
        if thing in wanted
    }
