"""The names most like one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

CUTOFF = 72


def nearest(text: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """Up to ``limit`` names that look like the text, the likest first; none where nothing does."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        text, list(names), scorer=fuzz.WRatio, processor=utils.default_process, limit=limit, score_cutoff=CUTOFF
    )
    return [name for name, _, _ in found]
