"""Rows and values for a terminal: plain words, no more columns than fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def table(rows: list[dict[str, Any]], widest: int = 38) -> Iterator[str]:
    """Rows of like keys in columns."""
    names = list(rows[0])
    cells = [names, *([cut(cell_text(row.get(name)), widest) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(names))]
    for line in cells:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()


def cell_text(value: Any) -> str:
    """A value of a table as text: lists separated by semicolons, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return f"{value:,.2f}".removesuffix(".00") if isinstance(value, float) and abs(value) > 1 else str(value)


def cut(text: str, widest: int) -> str:
    """Text that fits a column."""
    return text if len(text) <= widest else text[: widest - 1] + "…"
