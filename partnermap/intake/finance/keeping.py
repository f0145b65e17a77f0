"""Rows of one file that share a key keep the ids they had, so that a row taken out does not make others of the rest.

Such rows are numbered as they stand. A row that says what one said before is that one; of the rest each takes, in
the order of the file, the first number that is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from partnermap.store.base import Said, StatedRows, Statement

Key = tuple[str, str]
"""A file, and what begins the ids of its rows of one key."""


def keep_ids(listed: Sequence[StatedRows], earlier: Iterable[Said]) -> list[StatedRows]:
    """The rows, of which those that share a key have the ids under which the same was said before."""
    known = [said.statement for said in earlier if said.statement.kind == "Allocation"]
    things = [list(rows.things) for rows in listed]
    for key, (places, before) in _sharing(listed, known).items():
        stated = [listed[sheet].statement(at) for sheet, at in places]
        for (sheet, at), thing in zip(places, _kept(stated, before, key[1]), strict=True):
            things[sheet][at] = thing
    return [replace(rows, things=kept) for rows, kept in zip(listed, things, strict=True)]


def _sharing(
    listed: Sequence[StatedRows], known: list[Statement]
) -> dict[Key, tuple[list[tuple[int, int]], dict[str, Statement]]]:
    """For each key that several rows have or had: where they stand now, and what they said before by their ids."""
    files = {one.file for one in known}
    now = [(rows.file, thing) for rows in listed if rows.file in files for thing in rows.things]
    several = {
        _key(file, thing) for file, thing in (*now, *((one.file, one.thing) for one in known)) if _is_later(thing)
    }
    sharing: dict[Key, tuple[list[tuple[int, int]], dict[str, Statement]]] = {key: ([], {}) for key in several}
    for one in known if several else ():
        if (key := _key(one.file, one.thing)) in sharing:
            sharing[key][1][one.thing] = one
    for sheet, rows in enumerate(listed if several else ()):
        for at, thing in enumerate(rows.things):
            if (key := _key(rows.file, thing)) in sharing:
                sharing[key][0].append((sheet, at))
    return sharing


def _is_later(thing: str) -> bool:
    """Whether an id is not that of the first row of its key."""
    return not thing.endswith("|1")


def _key(file: str, thing: str) -> Key:
    return file, thing.rpartition("|")[0]


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
