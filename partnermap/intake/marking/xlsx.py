"""What an .xlsx or .xlsm says beside its values."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import unquote

from partnermap.intake.marking.cycles import TooManyError, circular
from partnermap.intake.marking.formulas import MOST_FORMULAS, Formulas
from partnermap.intake.marking.parts import Archive
from partnermap.intake.marking.seen import Room, Seen
from partnermap.intake.marking.styles import Look, looks
from partnermap.intake.marking.worksheet import Worksheet

_WORKBOOK = "xl/workbook.xml"
_MACROS = ("vbaproject.bin", "/macrosheets/")


def look(path: Path) -> Iterator[tuple[str, Any]]:
    """The marks of the book and of each of its sheets. Raises ValueError, zipfile.BadZipFile."""
    with zipfile.ZipFile(path) as file:
        archive = Archive(file)
        yield "book", (any(sign in name for name in archive for sign in _MACROS), _links(archive))
        yield from _sheets(archive)


def _links(archive: Archive) -> tuple[str, ...]:
    """The names of the workbooks that this one looks into, in the order in which formulas number them."""
    related = archive.related(_WORKBOOK)
    links = [tag.get("id", "") for path, tag in archive.tags(_WORKBOOK) if path.endswith("/externalReference")]
    targets = (
        target
        for link in links
        if link in related
        for kind, target in archive.related(related[link][1]).values()
        if "externalLink" in kind
    )
    return tuple(dict.fromkeys(PureWindowsPath(unquote(target)).name for target in targets))


def _sheets(archive: Archive) -> Iterator[tuple[str, Any]]:
    room, book = Room(), []
    styles = _looks(archive)
    is_uncalculated, left = _is_uncalculated(archive), MOST_FORMULAS
    for name, part in _worksheets(archive):
        seen = Seen(room)
        formulas = Formulas(seen, left)
        Worksheet(styles, seen, formulas).take(archive.chunks(part))
        if is_uncalculated:
            formulas.were_never_calculated()
        left -= formulas.number
        book.append((name, seen, formulas))
    _follow(book)
    yield from (("sheet", (name, seen.told())) for name, seen, _ in book)


def _follow(book: list[tuple[str, Seen, Formulas]]) -> None:
    """Looks for circular formulas, unless there are too many; says so then."""
    try:
        if sum(formulas.number for _, _, formulas in book) > MOST_FORMULAS:
            raise TooManyError
        for cells, (_, seen, _) in zip(circular([(name, f.kept) for name, _, f in book]), book, strict=True):
            seen.circular = cells
    except TooManyError:
        for _, seen, formulas in book:
            seen.more.update({"circular": formulas.number} if formulas.number else {})


def _worksheets(archive: Archive) -> Iterator[tuple[str, str]]:
    related = archive.related(_WORKBOOK)
    for path, tag in archive.tags(_WORKBOOK):
        kind, part = related.get(tag.get("id", ""), ("", "")) if path.endswith("/sheets/sheet") else ("", "")
        if kind.endswith("/worksheet"):
            yield tag.get("name", ""), part


def _is_uncalculated(archive: Archive) -> bool:
    """Whether the program that wrote the book left it to the next to calculate it; Excel never does."""
    said = (tag.get("fullCalcOnLoad") for path, tag in archive.tags(_WORKBOOK) if path.endswith("/calcPr"))
    return any(value in ("1", "true") for value in said)


def _looks(archive: Archive) -> list[Look]:
    parts = {kind.rpartition("/")[2]: part for kind, part in archive.related(_WORKBOOK).values()}
    return looks(archive.tags(parts.get("styles", "xl/styles.xml")), archive.tags(parts.get("theme", "")))
