"""What a change altered, and what taking it back could not, in words and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from partnermap.altered import FATES, Alteration, Alterations, Altered, Cell
from partnermap.changes import Undone
from partnermap.listing import some
from partnermap.store.base import Change
from partnermap.undoing import Stay
from partnermap.views.change_text import effect_lines
from partnermap.views.files import csv_text
from partnermap.views.holdings import by_kind
from partnermap.wording import moment_of

SHOWN = 10
"""So many of a list are shown; how many more there are is said."""
EACH = 3
"""So many of those that share a reason are named, where there are many."""
HASH = 12
COLUMNS = ("what", "kind", "thing", "property", "before", "before_cell", "after", "after_cell", "file")


STAYS_MAP = "The map stays as it is: later changes say the same, or the change said nothing about it."
OTHERWISE = {
    ("dismissal", False): "The finding counts again.",
    ("dismissal", True): "The finding is dismissed again.",
    ("decision", False): "The map stays as it is; the decision is used no more.",
    ("decision", True): "The map stays as it is; the decision is used again.",
}
"""What to say of an undo that does not alter the map, by what it takes back, or brings back."""


# -- what stays ------------------------------------------------------------------------------------


def undone_text(done: Undone) -> str:
    """What taking a change back did, and what it could not."""
    lines = [f"Undone: {done.change.what.removesuffix('.')}.", *did_lines(done)]
    if done.stays:
        lines += ["What this could not change:", *(f"  {line}" for line in stays_lines(done.stays))]
    return "\n".join(lines)


def did_lines(done: Undone) -> list[str]:
    """What taking a change back does to the map."""
    if done.effect.alters_the_map:
        return effect_lines(done.effect)
    words = OTHERWISE.get((done.root.kind, done.brings_back))
    return [] if words and done.stays else [words or STAYS_MAP]


def stays_lines(stays: Sequence[Stay]) -> list[str]:
    """What stays as it is, a line each; grouped by reason where there are many."""
    if len(stays) <= SHOWN:
        return [str(one) for one in stays]
    groups = _by_reason(stays)
    return [_group(group) for group in groups[:SHOWN]] + _more(len(groups) - SHOWN, "reasons")


def _by_reason(stays: Sequence[Stay]) -> list[list[Stay]]:
    """Those that share a reason together, most first; a reason of several cells is one."""
    ordered = sorted(stays, key=_reason)
    groups = [list(group) for _, group in groupby(ordered, key=_reason)]
    return sorted(groups, key=len, reverse=True)


def _reason(one: Stay) -> tuple[str, str]:
    return ("gone" if one.how == "stays gone" else "", one.reason.words)


def _group(group: list[Stay]) -> str:
    if len(group) == 1:
        return str(group[0])
    how = "stay gone" if group[0].how == "stays gone" else "stay as they are"
    return f"{len(group)} {how}: {group[0].reason.words}. These are {some([one.what for one in group], EACH)}."


def _more(count: int, what: str) -> list[str]:
    return [f"and {count} more {what}" if what else f"and {count} more"] if count > 0 else []


# -- what was altered ------------------------------------------------------------------------------


def change_text(found: Alterations, undone_by: int | None) -> str:
    """A change, and what it altered, thing by thing."""
    change = found.change
    lines = [f"Change {change.number}: {change.what}", who_and_when(change, undone_by), *files_lines(change)]
    lines += counts_lines(found)
    if change.undoes is not None:
        lines.append(f"What it took back, or brought back: partnermap history {change.undoes}")
    for fate in FATES:
        lines += _section(fate, found.of(fate))
    return "\n".join(lines)


def who_and_when(change: Change, undone_by: int | None) -> str:
    kind = change.kind.capitalize()
    state = "It counts." if undone_by is None else f"It was undone by change {undone_by}."
    return f"{kind} by {change.who or 'unknown'}, {moment_of(change.at)}. {state}"


def files_lines(change: Change) -> list[str]:
    """The files of a change, with the first signs of their SHA-256."""
    return [f"  {name} · SHA-256 {mark[:HASH]}" for name, mark in change.files]


def counts_lines(found: Alterations) -> list[str]:
    """How many things met each fate, a line each."""
    counts = {fate: found.count(fate) for fate in FATES} | {"said again as before": found.again}
    return [f"{name}: {by_kind(counted)}" for name, counted in counts.items() if counted]


def _section(fate: str, things: list[Alteration]) -> Iterator[str]:
    if things:
        yield f"\n{fate.upper()} ({len(things)})"
    for one in things[:SHOWN]:
        yield f"  {one.kind.name} “{one.caption}” ({one.file})"
        for altered in one.properties:
            yield f"      {altered.prop.heading}: {_altered(fate, altered)}"
    yield from (f"  {line}" for line in _more(len(things) - SHOWN, ""))


def _altered(fate: str, one: Altered) -> str:
    if fate == "added":
        return _side(one.after)
    return f"{_side(one.before)} → {_side(one.after)}" if fate == "changed" else _side(one.before)


def _side(cell: Cell | None) -> str:
    return f"{cell.words} ({_place(cell)})" if cell else "blank"


def _place(cell: Cell | None) -> str:
    """The sheet and cell; of an edit, its change."""
    if cell is None:
        return ""
    return f"{cell.source.sheet}!{cell.source.cell}" if cell.source.sheet else str(cell.source)


def altered_rows(found: Alterations) -> list[dict[str, Any]]:
    """What a change altered, a row for each property of each thing."""
    return [dict(zip(COLUMNS, _row(one, altered), strict=True)) for one in found.things for altered in one.properties]


def _row(one: Alteration, altered: Altered) -> tuple[str, ...]:
    before, after = altered.before, altered.after
    sides = (before.words if before else "", _place(before), after.words if after else "", _place(after))
    return (one.fate, one.kind.name, one.caption, altered.prop.heading, *sides, one.file)


def altered_csv(found: Alterations) -> str:
    """The same rows as a csv, formulas neutralised."""
    return csv_text(COLUMNS, (row.values() for row in altered_rows(found))) + "\n"
