"""Several texts in a sentence: the first of them, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def some(texts: Sequence[str], most: int, between: str = ", ") -> str:
    """a, b and 3 more."""
    more = f" and {len(texts) - most:,} more" if len(texts) > most else ""
    return between.join(texts[:most]) + more


def quoted(texts: Iterable[str]) -> list[str]:
    """Each as it is written, in quotes."""
    return [f"“{text}”" for text in texts]
