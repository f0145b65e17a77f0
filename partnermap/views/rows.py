"""Tables of reports as people read them: headings in words, lists as text, rows that are no sums told apart."""

from __future__ import annotations

from typing import Any

POUNDS = ("pounds", "stated", "assumed", "money")
"""Columns that hold sums in pounds."""
SHARES = ("completeness",)
"""Columns that hold a part of one."""

TITLES = {
    ("two-tier", "matrix"): "Themes by area: who takes them at each tier",
    ("two-tier", "seats"): "Partners of the districts: their seats and who speaks for them",
    ("engagement", "partners"): "Partners, whom to engage first at the top",
    ("missing", "matrix"): "Expectations by agreement: in how many areas each is met",
    ("funding", "matrix"): "Streams by outcome",
}
"""Titles of tables whose names do not say enough."""


def heading(name: str) -> str:
    """A column's heading: ``first_engaged`` is First engaged, ``pounds`` £."""
    words = name.replace("_", " ")
    if name == "pounds":
        return "£"
    return words[:1].upper() + words[1:] + (" (£)" if name in POUNDS else "")


def title(report: str, table: str) -> str:
    """A table's title: ``by_year`` is By year."""
    return TITLES.get((report, table), heading(table))


def totals(pence: dict[str, int]) -> dict[str, str]:
    """Funding's totals as they are shown: sums in pounds, and how many rows are without a figure."""
    order = sorted(pence.items(), key=lambda item: item[0] != "counted")
    sums = {_total(name): f"{value / 100:,.0f}" for name, value in order if name != "unquantified"}
    return sums | {"Rows without a figure": f"{pence['unquantified']:,}"}


def _total(name: str) -> str:
    return "Counted (£)" if name == "counted" else f"{name.capitalize()}, not added (£)"


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
