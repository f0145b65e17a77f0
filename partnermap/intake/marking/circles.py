"""Which things of a graph lead back to themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def in_circles(things: Iterable[T], followed: Callable[[T], Iterable[T]]) -> set[T]:
    """The things from which one comes back to them: Tarjan's strongly connected components, without recursion."""
    order: dict[T, int] = {}
    low: dict[T, int] = {}
    waiting: dict[T, None] = {}  # in the order in which they were met
    found: set[T] = set()

    def entered(thing: T) -> tuple[T, Iterator[T]]:
        order[thing] = low[thing] = len(order)
        waiting[thing] = None
        return thing, iter(list(followed(thing)))  # a list: a path may be long, and generators are large

    for start in things:
        path = [] if start in order else [entered(start)]
        while path:
            thing, ahead = path[-1]
            for following in ahead:
                if following not in order:
                    path.append(entered(following))
                    break
                if following in waiting:
                    low[thing] = min(low[thing], order[following])
                    if following == thing:
                        found.add(thing)
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[thing])
                if low[thing] == order[thing]:
                    found.update(_component(thing, waiting))
    return found


def _component(thing: T, waiting: dict[T, None]) -> list[T]:
    """Takes what was met since `thing` out of those that wait; nothing if it was alone."""
    taken: list[T] = []
    while not taken or taken[-1] != thing:
        taken.append(waiting.popitem()[0])
    return taken if len(taken) > 1 else []
