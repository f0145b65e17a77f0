"""What changes did to the map, for a terminal: a line for each."""

from __future__ import annotations

from collections.abc import Iterable

from partnermap.store.base import Change, Effect
from partnermap.views.holdings import by_kind


def effect_lines(effect: Effect) -> list[str]:
    """What a change did to the map, a line for each way in which it did something."""
    counts = {
        "added": effect.added,
        "changed": effect.changed,
        "unchanged": effect.unchanged,
        "removed": effect.removed,
    }
    return [f"{name}: {by_kind(counted)}" for name, counted in counts.items() if counted]


def history_text(history: Iterable[Change]) -> str:
    """Every change, newest first."""
    lines = [
        f"{change.number:>4}  {change.at[:16].replace('T', ' ')}  {change.who:<12}  {change.kind:<9}  "
        f"{change.what}{'' if change.live else '  (undone)'}"
        for change in history
    ]
    return "\n".join(reversed(lines)) or "Nothing was ever changed in this map."
