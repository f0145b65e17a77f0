"""The map workbook, written: empty with drop-downs as a template, or filled with a map."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from partnermap import frameworks
from partnermap.errors import RequestError
from partnermap.intake.tables import note
from partnermap.model import BY_NAME, KINDS, Kind, Property, Type
from partnermap.settings import DEFAULT_FRAMEWORK
from partnermap.store.base import View
from partnermap.store.ids import fold, key_parts

LAST_ROW = 5000
"""Drop-downs reach so far down a sheet."""
LONGEST_TEXT = 32_767
"""So many characters fit into a cell."""
DROP_DOWN = 255
"""So many characters a drop-down holds."""
WEIGHTS = ("high", "medium", "low", "none")
CREATED = dt.datetime(2005, 3, 22)
"""Written into every workbook, so that the same map makes the same file."""

# The order in which a person fills the sheets in.
SHEETS = (
    "Area", "Partner", "Theme", "Partnership", "Membership", "Agreement", "Party", "Lead", "Outcome", "Indicator",
    "FundingStream", "Allocation", "Freedom",
)  # fmt: skip


def template_bytes() -> bytes:
    """The empty map workbook: headings, a row of notes, drop-downs from the model."""
    return _write({kind.name: [] for kind in KINDS}, notes=True)


def map_bytes(view: View, about: str = "") -> bytes:
    """A map workbook that imports to the same map; ``about`` goes into the file's properties."""
    return _write({kind.name: list(rows(view, kind)) for kind in KINDS}, notes=False, about=about)


def rows(view: View, kind: Kind) -> Iterator[list[Any]]:
    """The rows of a kind's sheet, a value for each property in the model's order; None where blank."""
    namer = _Namer(view)
    columns = view.things(kind)
    if kind.name == "Indicator":
        columns = columns | {"agreement": _agreements_needed(view, columns)}
    lists = {prop.name: _gathered(view, kind, prop) for prop in kind.lists}
    for place, thing in _in_order(kind, columns["id"]):
        yield [
            _joined(namer, prop, lists[prop.name].get(thing, []))
            if prop.several
            else _single(namer, prop, columns[prop.name][place])
            for prop in kind.properties
        ]


def _in_order(kind: Kind, things: list[str]) -> list[tuple[int, str]]:
    """The things with their places; those told apart by their order in the sheet, in that order."""
    numbered = list(enumerate(things))
    return sorted(numbered, key=lambda one: int(key_parts(one[1])[-1])) if kind.counted else numbered


def _agreements_needed(view: View, columns: dict[str, list[Any]]) -> list[Any]:
    """The agreement that each indicator names, or has to name since several agreements have an outcome of its name."""
    outcomes = view.things(BY_NAME["Outcome"])
    name_of = dict(zip(outcomes["id"], map(fold, outcomes["name"]), strict=True))
    agreement_of = dict(zip(outcomes["id"], outcomes["agreement"], strict=True))
    shared = Counter(name_of.values())
    return [
        named or (agreement_of[outcome] if shared[name_of[outcome]] > 1 else None)
        for named, outcome in zip(columns["agreement"], columns["outcome"], strict=True)
    ]


def _gathered(view: View, kind: Kind, prop: Property) -> dict[str, list[tuple[Any, Any]]]:
    found: dict[str, list[tuple[Any, Any]]] = {}
    for thing, value, share in view.pairs(kind, prop):
        found.setdefault(thing, []).append((value, share))
    return found


@dataclass
class _Namer:
    """The name by which a workbook names a thing."""

    view: View

    def __post_init__(self) -> None:
        self._names: dict[str, str] = {}
        for kind in KINDS:
            if kind.is_named:
                things = self.view.things(kind)
                self._names.update(zip(things["id"], things["name"], strict=True))

    def __call__(self, thing: str) -> str:
        return self._names[thing]


def _joined(namer: _Namer, prop: Property, values: list[tuple[Any, Any]]) -> str | None:
    texts = []
    for value, share in values:
        text = namer(value) if prop.names_things else str(value)
        texts.append(f"{text}: {share}%" if share is not None else text)
    return "; ".join(texts) or None


def _single(namer: _Namer, prop: Property, value: Any) -> Any:
    if value is None:
        return None
    if prop.names_things:
        return namer(value)
    if prop.type is Type.YESNO:
        return "yes" if value else "no"
    if prop.type is Type.MONEY:
        return value / 100
    return dt.date.fromisoformat(value) if prop.type is Type.DATE else value


# -- writing -------------------------------------------------------------------------------------


def _write(filled: dict[str, list[list[Any]]], notes: bool, about: str = "") -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": CREATED, "comments": about})
        formats = {
            "needed": book.add_format({"bold": True, "bg_color": "#dce6f1", "bottom": 1}),
            "heading": book.add_format({"bold": True, "bottom": 1}),
            "note": book.add_format({"italic": True, "font_color": "#666666", "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
        }
        for name in SHEETS:
            _write_sheet(book.add_worksheet(BY_NAME[name].sheet), BY_NAME[name], filled[name], notes, formats)
    return out.getvalue()


def _write_sheet(sheet: Any, kind: Kind, filled: list[list[Any]], notes: bool, formats: dict[str, Any]) -> None:
    first = 2 if notes else 1
    sheet.freeze_panes(first, 1)
    for at, prop in enumerate(kind.properties):
        sheet.write_string(0, at, prop.heading, formats["needed" if prop.required else "heading"])
        sheet.set_column(at, at, 30 if prop.required or prop.names_things else 18)
        if notes:
            sheet.write_string(1, at, note(prop), formats["note"])
            _add_drop_down(sheet, at, first, kind, prop)
    if notes:
        sheet.set_row(1, 75)
    for line, row in enumerate(filled, first):
        for at, value in enumerate(row):
            if value is not None:
                _write_cell(sheet, line, at, value, kind.properties[at], formats)


def _write_cell(sheet: Any, line: int, at: int, value: Any, prop: Property, formats: dict[str, Any]) -> None:
    if isinstance(value, dt.date):
        if value.year >= 1900:
            sheet.write_datetime(line, at, dt.datetime.combine(value, dt.time()), formats["date"])
        else:
            sheet.write_string(line, at, value.isoformat())
    elif prop.type in (Type.MONEY, Type.WHOLE):
        sheet.write_number(line, at, value, formats["money"] if prop.type is Type.MONEY else None)
    elif len(str(value)) <= LONGEST_TEXT:
        sheet.write_string(line, at, str(value))
    else:
        message = (
            f"A text in {prop.heading} is longer than a workbook's cell can hold ({len(str(value)):,} characters)."
        )
        raise RequestError(f"{message} Nothing was written. Export to .json instead.")


def _add_drop_down(sheet: Any, at: int, first: int, kind: Kind, prop: Property) -> None:
    source = _choices(kind, prop)
    if source is None:
        return
    only_warns = prop.several or prop.type is Type.OPEN or prop.names_things
    sheet.data_validation(
        first, at, LAST_ROW, at,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning" if only_warns else "stop",
            "error_title": prop.heading[:32],
            "error_message": note(prop)[:255],
        },
    )  # fmt: skip


def _choices(kind: Kind, prop: Property) -> list[str] | str | None:
    if prop.type is Type.CHOICE:
        return list(prop.choices)
    if prop.type is Type.YESNO:
        return ["yes", "no"]
    if prop.type is Type.OPEN:
        return _kinds(kind)
    if prop.names_things:
        return f"='{BY_NAME[prop.to[0]].sheet}'!$A$3:$A${LAST_ROW}"
    return None


def _kinds(kind: Kind) -> list[str]:
    """The kinds that the default framework knows, the weightiest first, as far as a drop-down holds them."""
    framework = frameworks.load(DEFAULT_FRAMEWORK)
    weighty = sorted(framework.kinds, key=lambda name: (WEIGHTS.index(framework.weight(name)), name))
    sectors = kind.name == "Partner"  # a kind of partner has a sector, a kind of partnership has none
    wanted = [name for name in weighty if (framework.sector(name) is not None) == sectors]
    return list(takewhile(_Room(DROP_DOWN), wanted))


class _Room:
    """Whether a text still fits into so many characters, commas counted."""

    def __init__(self, characters: int) -> None:
        self._left = characters + 1

    def __call__(self, text: str) -> bool:
        self._left -= len(text) + 1
        return self._left >= 0
