"""Tables of reports as people read them: headings in words, lists as text, rows that are no sums told apart."""

from __future__ import annotations

from typing import Any

POUNDS = ("pounds", "stated", "assumed", "money")
"""Columns that hold sums in pounds."""
SHARES = ("completeness",)
"""Columns that hold a part of one."""


def heading(name: str) -> str:
    """A column's heading: ``first_engaged`` is First engaged, ``pounds`` £."""
    words = name.replace("_", " ")
    if name == "pounds":
        return "£"
    return words[:1].upper() + words[1:] + (" (£)" if name in POUNDS else "")


def title(table: str) -> str:
    """A table's title: ``by_year`` is By year."""
    return heading(table)


def shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with headings for keys and no lists in them. Columns that are blank in every row are left out."""
    filled = [name for name in (rows[0] if rows else {}) if any(row[name] not in (None, [], "") for row in rows)]
    return [{heading(name): _cell(row[name]) for name in filled} for row in rows]


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
