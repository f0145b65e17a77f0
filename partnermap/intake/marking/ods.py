"""What an .ods says beside its values."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import unquote

from partnermap.intake.marking.ods_styles import OdsStyles
from partnermap.intake.marking.parts import Archive, Tags
from partnermap.intake.marking.seen import Room
from partnermap.intake.marking.table import Table

_BODY = b"<office:body"
_LONGEST_HEAD = 40_000_000  # bytes
_LONGEST_ROW = 1 << 22
_ROW = b"<table:table-row"
_TAG = re.compile(rb"<table:(table|table-column|table-row)(?=[\s/>])([^>]*)>|</table:(table)>")
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_SOURCE = re.compile(
    rb"""\[(?:&apos;|')(file:(?:[^"'#&]|&amp;)*)|<table:table-source\b[^>]*\bxlink:href="([^"]*)"""  # formula, or sheet
)
_WRITTEN_BY_PROGRAM = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")  # tables of contents


def look(path: Path) -> Iterator[tuple[str, Any]]:
    """The marks of each of the sheets and of the book. Raises ValueError, zipfile.BadZipFile."""
    with zipfile.ZipFile(path) as file:
        archive = Archive(file)
        styles = OdsStyles()
        styles.take(archive.tags("styles.xml"))
        chunks = archive.chunks("content.xml")
        rest = _after_styles(chunks, styles)
        links: dict[str, None] = {}
        yield from _tables(_pieces(rest, chunks), styles, links)
        yield "book", (_has_macros(archive), tuple(links))


def _has_macros(archive: Archive) -> bool:
    return any(
        name.startswith(("basic/", "scripts/")) and not name.endswith(("/", *_WRITTEN_BY_PROGRAM)) for name in archive
    )


def _after_styles(chunks: Iterator[bytes], styles: OdsStyles) -> bytes:
    """Takes the styles that stand before the tables; gives what of the markup was read beyond them."""
    tags, head, read = Tags(), b"", 0
    for chunk in chunks:
        head, read = head[-len(_BODY) :] + chunk, read + len(chunk)
        at = head.find(_BODY)
        if read > _LONGEST_HEAD:
            raise ValueError("the styles of the sheets are too long")
        styles.take(tags.take(chunk if at < 0 else chunk[: max(0, len(chunk) - len(head) + at)]))
        if at >= 0:
            return head[at:]
    return b""


def _pieces(rest: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The markup, cut before rows."""
    for chunk in chunks:
        whole = rest + chunk
        cut = max(whole.rfind(_ROW), len(whole) - _LONGEST_ROW, 0)
        rest = whole[cut:]
        yield whole[:cut]
    yield rest


def _tables(pieces: Iterable[bytes], styles: OdsStyles, links: dict[str, None]) -> Iterator[tuple[str, Any]]:
    room, looks = Room(), styles.looks()
    tables: list[tuple[str, Table]] = []
    for piece in pieces:
        if b"file:" in piece or b"<table:table-source" in piece:
            links.update(dict.fromkeys(_book(formula or sheet) for formula, sheet in _SOURCE.findall(piece)))
        for name, said, ended, content in _tags(piece):
            if name == b"table":
                tables.append((_named(said), Table(looks, room)))
            elif name and tables:
                tables[-1][1].take(name, said, content)
            elif ended and tables:
                title, table = tables.pop()
                yield "sheet", (title, table.told())


def _tags(piece: bytes) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Tables, columns, rows and ends of tables: name, attributes, name of what ends, content up to the next."""
    tags = [*_TAG.finditer(piece)]
    ends = [*(tag.start() for tag in tags[1:]), len(piece)]
    for tag, end in zip(tags, ends, strict=False):
        yield tag[1] or b"", tag[2] or b"", tag[3] or b"", piece[tag.end() : end]


def _named(said: bytes) -> str:
    found = _NAME.search(said)
    return html.unescape(found[1].decode(errors="replace")) if found else ""


def _book(address: bytes) -> str:
    return PureWindowsPath(unquote(html.unescape(address.decode(errors="replace")))).name
