"""Ids from natural keys, with the kind in them: the same row always means the same thing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fold(text: str) -> str:
    """A name without what does not tell names apart: case, width and run of spaces."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(plain.casefold().split())


def make_id(kind: str, parts: Iterable[str | None]) -> str:
    """The id of a thing of this kind whose key has these parts, already folded (ids go in as they are)."""
    return kind + ":" + "|".join("" if part is None else _escape(part) for part in parts)


def extend_id(begins: str, part: str | None) -> str:
    """The id of a thing whose key has one part more than another's."""
    return f"{begins}|" if part is None else f"{begins}|{_escape(part)}"


def _escape(part: str) -> str:
    return part.replace("%", "%25").replace("|", "%7C") if "|" in part or "%" in part else part


def kind_of(thing: str) -> str:
    """The kind that an id belongs to."""
    return thing.partition(":")[0]


def key_parts(thing: str) -> list[str]:
    """The parts of the key that an id was made from; a blank one is an empty text."""
    return [part.replace("%7C", "|").replace("%25", "%") for part in thing.partition(":")[2].split("|")]
