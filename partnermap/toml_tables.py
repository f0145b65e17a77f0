"""Tables of a TOML file that a person wrote: values of the right sort, and every fault with its line.

tomllib keeps no lines, so the text is scanned for tables and keys as well. A reading that fails notes
what was found and what is expected, and gives a stand-in, so that all faults are told at once.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

Place = tuple[str, ...]

_HEADER = re.compile(r"""^\s*\[\[?\s*([^\]]+?)\s*\]""")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


class Faults:
    """The text of a file, where its tables and keys stand, and what was found wrong with it so far."""

    def __init__(self, text: str, origin: str) -> None:
        self._text = text
        self._origin = origin
        self._places = _places(text)
        self._noted: list[tuple[int, str]] = []

    def read(self) -> dict[str, object]:
        """The values of the file; none, and a fault, if it is no TOML."""
        try:
            return tomllib.loads(self._text)
        except RecursionError:
            self._noted.append((1, f"{self._origin}, line 1: lists or tables are nested too deep."))
            return {}
        except ValueError as error:
            line, words = _syntax(str(error), self._text)
            self._noted.append((line, f"{self._origin}, line {line}: {words}"))
            return {}

    def line(self, place: Place) -> int:
        """Where it stands, or else the table around it."""
        while place and place not in self._places:
            place = place[:-1]
        return self._places.get(place, 1)

    def add(self, place: Place, words: str) -> None:
        line = self.line(place)
        self._noted.append((line, f"{self._origin}, line {line}: {words}"))

    def told(self) -> str:
        """All of them, one a line, in the order of the file; empty if there are none."""
        return "\n".join(words for _, words in sorted(self._noted, key=lambda fault: fault[0]))


@dataclass(frozen=True)
class Table:
    """One table of the file: its values, what it is called in messages, and where it stands."""

    values: dict[str, object]
    called: str
    place: Place
    faults: Faults

    def fault(self, key: str, words: str) -> None:
        """Notes a fault of one key; its words begin a sentence."""
        self.faults.add((*self.place, key), capital(words))

    def wrong(self, key: str, value: object, expected: str) -> None:
        self.fault(key, f'"{key}" of {self.called} is {found(value)}; expected {expected}.')

    def refuse_unknown(self, known: Collection[str]) -> None:
        for key in self.values:
            if key not in known:
                words = f'{self.called} has an unknown key "{key}"; expected {_either(known)}.'
                self.fault(key, words + _nearest(key, known))

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.wrong(key, value, "text")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of them; each once, in their order."""
        value = self.values.get(key, [])
        listed = value if isinstance(value, list) else [value]
        for item in listed:
            if not isinstance(item, str) or not item.strip():
                self.wrong(key, item, "text or a list of texts")
        return tuple(dict.fromkeys(item.strip() for item in listed if isinstance(item, str) and item.strip()))

    def choices(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        return tuple(self._allowed(key, text, allowed) for text in self.texts(key))

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """One of those allowed, in lower case; empty where the key is left out."""
        text = self.text(key)
        if self.values.get(key) == "":
            self.wrong(key, text, _either(allowed))
        return self._allowed(key, text, allowed) if text else ""

    def _allowed(self, key: str, text: str, allowed: Collection[str]) -> str:
        if text.lower() not in allowed:
            words = f'"{key}" of {self.called} is "{text}"; expected {_either(allowed)}.'
            self.fault(key, words + _nearest(text, allowed))
        return text.lower()

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, value, "true or false")
        return value is True

    def day(self, key: str) -> date | None:
        """A TOML date, or text in its form."""
        value = self.values.get(key)
        day = _day(value)
        if day is None and value is not None:
            self.wrong(key, value, "a date such as 2004-04-30")
        return day


def found(value: object) -> str:
    """What stands there, in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value}"' if value.strip() else "an empty text"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    return f"the date {value}" if isinstance(value, date) else f"{value}"


def capital(words: str) -> str:
    """The same, beginning a sentence."""
    return words[:1].upper() + words[1:]


def _places(text: str) -> dict[Place, int]:
    """The line of each table and key: ("expectation", "2", "strength"), ("kinds", "pct"), ("name",)."""
    places: dict[Place, int] = {}
    seen: Counter[str] = Counter()
    table: Place = ()
    for number, line in _lines_outside_long_texts(text):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            if line.lstrip().startswith("[["):
                seen[table[0]] += 1
                table = (table[0], str(seen[table[0]]))
            places.setdefault(table, number)
        elif key := _KEY.match(line):
            places.setdefault((*table, *_parts(key[1])), number)
    return places


def _parts(dotted: str) -> Place:
    return tuple("".join(part) for part in _PART.findall(dotted)) or (dotted,)


def _lines_outside_long_texts(text: str) -> list[tuple[int, str]]:
    lines, closing = [], ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        lines.append((number, line))
        closing = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return lines


def _syntax(said: str, text: str) -> tuple[int, str]:
    """The line of a syntax fault and what to tell, from tomllib's own words."""
    at = re.search(r"\s*\(at line (\d+), column (\d+)\)$", said)
    if at:
        return int(at[1]), f"this is not TOML: {said[: at.start()]} (column {at[2]})."
    what = re.sub(r"\s*\(at end of document\)$", "", said)
    return len(text.splitlines()) or 1, f"this is not TOML: {what} (at the end of the file)."


def _day(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def _either(values: Collection[str]) -> str:
    *first, last = values
    return f"{', '.join(first)} or {last}"


def _nearest(text: str, known: Collection[str]) -> str:
    near = get_close_matches(text.lower(), known, 1)
    return f' Did you mean "{near[0]}"?' if near else ""
