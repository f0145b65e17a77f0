"""Other names and former names that the reference facts know of, for one name and another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from partnermap.likeness.parts import Parts, parts_of
from partnermap.likeness.reference import Became, others, successions, words

Key = tuple[str, ...]
ANOTHER_NAME = 93
ANOTHER_TIME = 84


class Known(NamedTuple):
    """That two names, which no word need join, go together: how surely, and in words."""

    score: float
    reason: str


def known_together(one: Parts, other: Parts) -> Known | None:
    """What the facts know of two names, if anything."""
    return _pairs().get((one.key, other.key))


def related(key: Key) -> tuple[Key, ...]:
    """The keys of the names that go together with one of this key."""
    return _related().get(key, ())


@cache
def _related() -> dict[Key, tuple[Key, ...]]:
    return {key: tuple(two for one, two in _pairs() if one == key) for key, _ in _pairs()}


@cache
def _pairs() -> dict[tuple[Key, Key], Known]:
    found: dict[tuple[Key, Key], Known] = {}
    for one, two, known in (*_times(), *_names()):
        if one != two:
            found[one, two] = known
    return found


def _names() -> Iterator[tuple[Key, Key, Known]]:
    for each in others():
        one, two = parts_of(each.name).key, parts_of(each.other).key
        known = Known(ANOTHER_NAME, f"“{each.other}” is another name for {each.name}")
        yield from ((one, two, known), (two, one, known))


def _times() -> Iterator[tuple[Key, Key, Known]]:
    sorts = {body.sort for body in words().after.values()}
    for each in successions():
        if not {each.was.casefold(), each.now.casefold()} <= sorts:
            was, now, told = parts_of(each.was).key, parts_of(each.now).key, _told([each])
            yield was, now, Known(ANOTHER_TIME, f"former name: {told}")
            yield now, was, Known(ANOTHER_TIME, f"later name: {told}")


@cache
def sort_changed(sort: str, into: str) -> tuple[str, int] | None:
    """That one sort of body became another, in words, and in how many steps; looked for both ways."""
    if steps := _steps(sort, into):
        return f"former kind of body: {_told(steps)}", len(steps)
    if steps := _steps(into, sort):
        return f"later kind of body: {_told(steps)}", len(steps)
    return None


def _steps(sort: str, into: str) -> list[Became]:
    """The successions that lead from one sort of body to another; none: there is no way."""
    ways = [[one] for one in successions() if one.was.casefold() == sort]
    while ways:
        if found := next((way for way in ways if way[-1].now.casefold() == into), None):
            return found
        ways = [[*way, one] for way in ways for one in successions() if one.was == way[-1].now and one not in way]
    return []


def _told(steps: list[Became]) -> str:
    return ", ".join(f"{one.was} became {one.now}{f' in {one.year}' if one.year else ''}" for one in steps)
