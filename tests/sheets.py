"""Map workbooks as plain rows, put into a store the way a file's cells are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from partnermap.intake.importing import PLAIN, Options, import_books
from partnermap.intake.report import ImportReport
from partnermap.intake.sheets import Book, Sheet, Value
from partnermap.model import KINDS
from partnermap.store import Store, open_store
from partnermap.store.base import View

Sheets = Mapping[str, Sequence[Mapping[str, Value]]]


def book_of(sheets: Sheets, name: str = "map.xlsx") -> Book:
    """A book as the reader would give it, for sheets of rows (heading to text)."""
    return Book(name, "0" * 64, tuple(_sheet(title, rows) for title, rows in sheets.items()))


def _sheet(title: str, rows: Sequence[Mapping[str, Value]]) -> Sheet:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    cells: list[list[Value]] = [list(headings)]
    cells += [[row.get(heading) or None for heading in headings] for row in rows]
    return Sheet(title, 1, 1, cells, True, ())


def put(store: Store, sheets: Sheets, name: str = "map.xlsx", options: Options = PLAIN) -> ImportReport:
    """Import sheets of rows as one file."""
    return import_books(store, [book_of(sheets, name)], options)


Keep = Callable[[Sheets], Store]
"""Puts sheets into a new store, of the kind that the test runs on."""


def store_of(sheets: Sheets, folder: Path) -> Store:
    """A new store, in a file, with these sheets in it; fails if anything is wrong with them."""
    return filled(open_store(str(folder / "map.db")), sheets)


def filled(store: Store, sheets: Sheets) -> Store:
    """The store with these sheets in it; fails if anything is wrong with them."""
    report = put(store, sheets)
    assert not report.failed, "\n".join(map(str, report.problems))
    return store


def content(view: View) -> dict[str, list[str]]:
    """Every value of a map, whatever file it came from, in an order of its own."""
    found = {}
    for kind in KINDS:
        columns = view.things(kind)
        found[kind.name] = sorted(map(repr, zip(*(columns[name] for name in sorted(columns)), strict=True)))
        for prop in kind.lists:
            found[f"{kind.name}.{prop.name}"] = sorted(map(repr, view.pairs(kind, prop)))
    return found


def content_of(store: Store) -> dict[str, list[str]]:
    """The same of a store's map as it stands."""
    with store.view() as view:
        return content(view)
