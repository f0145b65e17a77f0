"""The small parts of a workbook that is a zip archive, tag by tag."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, TypeAlias
from xml.parsers import expat

CHUNK = 1 << 18
MOST_BYTES = 40_000_000  # of one part

Tag: TypeAlias = tuple[str, dict[str, str]]
"""The names of an element and of those around it, such as styleSheet/fills/fill, and its attributes; no prefixes.

A text is such a tag too, named #text, with the text as its one attribute of that name.
"""


class Tags:
    """The tags of markup that is given bit by bit."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._found: list[Tag] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = _refuse

    def take(self, markup: bytes) -> list[Tag]:
        """The tags that begin in this markup. Raises ValueError where it is none."""
        try:
            self._parser.Parse(markup, False)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(_local(name))
        self._found.append(("/".join(self._path), {_local(key): value for key, value in attributes.items()}))

    def _text(self, text: str) -> None:
        if not text.isspace():
            self._found.append(("/".join([*self._path, "#text"]), {"#text": text}))

    def _end(self, _name: str) -> None:
        self._path.pop()


def _refuse(*_declared: object) -> None:
    raise ValueError("it declares a document type")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class Archive:
    """The parts of a workbook, whatever case and slashes their names are written in."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._names = {_plain(name): name for name in file.namelist()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part bit by bit; nothing if there is no such part."""
        if found := self._names.get(_plain(name)):
            with self._file.open(found) as part:
                yield from _chunks(part)

    def tags(self, name: str) -> Iterator[Tag]:
        """The tags of a small part. Raises ValueError."""
        read, tags = 0, Tags()
        for chunk in self.chunks(name):
            read += len(chunk)
            if read > MOST_BYTES:
                raise ValueError(f"{name} is too long")
            yield from tags.take(chunk)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part points to, by id: the kind of relation, and the part of this archive or the file elsewhere."""
        folder, base = posixpath.split(name)
        relations = (tag for path, tag in self.tags(f"{folder}/_rels/{base}.rels") if path.endswith("/Relationship"))
        return {tag["Id"]: (tag.get("Type", ""), _target(folder, tag)) for tag in relations if "Id" in tag}


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    while chunk := part.read(CHUNK):
        yield chunk


def _target(folder: str, relation: dict[str, str]) -> str:
    target = relation.get("Target", "")
    is_outside = relation.get("TargetMode") == "External"
    return target if is_outside else posixpath.normpath(posixpath.join("/" + folder, target))


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
