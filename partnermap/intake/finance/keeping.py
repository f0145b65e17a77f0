"""Rows of one file that share a key keep the ids they had, so that a row taken out does not make others of the rest.

Such rows are numbered as they stand. A row that says what one said before is that one; of the rest each takes, in
the order of the file, the first number that is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from partnermap.store.base import Said, Statement

Key = tuple[str, str]
"""A file, and what begins the ids of its rows of one key."""


def keep_ids(statements: list[Statement], earlier: Sequence[Said]) -> None:
    """Give the rows of finance workbooks that share a key the ids of those that said the same before."""
    before: dict[Key, dict[str, Statement]] = {}
    for one in (said.statement for said in earlier):
        if one.kind == "Allocation":
            before.setdefault(_key(one), {})[one.thing] = one
    now: dict[Key, list[int]] = {}
    for at, one in enumerate(statements if before else ()):
        if one.kind == "Allocation":
            now.setdefault(_key(one), []).append(at)
    for key, places in now.items():
        known = before.get(key, {})
        if known and (len(places) > 1 or known.keys() != {statements[places[0]].thing}):
            things = _kept([statements[at] for at in places], known, key[1])
            for at, thing in zip(places, things, strict=True):
                statements[at] = statements[at]._replace(thing=thing)


def _key(one: Statement) -> Key:
    return one.file, one.thing.rpartition("|")[0]


def _kept(rows: list[Statement], known: dict[str, Statement], begins: str) -> list[str]:
    """The id of each row."""
    things = sorted(known, key=lambda thing: int(thing.rpartition("|")[2]))
    same: dict[str, list[str]] = {}
    for thing in reversed(things):
        same.setdefault(_says(known[thing]), []).append(thing)
    kept = {at: alike.pop() for at, row in enumerate(rows) if (alike := same.get(_says(row)))}
    taken = set(kept.values())
    free = (thing for thing in things if thing not in taken)
    new = (thing for number in count(1) if (thing := f"{begins}|{number}") not in known)
    return [kept.get(at) or next(free, None) or next(new) for at in range(len(rows))]


def _says(one: Statement) -> str:
    return repr(sorted((name, fact.value) for name, fact in one.facts.items()))
