"""Named questions in Cypher: a text file each, with a header that says what it answers and what it wants to know.

The header is lines of ``//`` comments at the top of the file, one statement a line, a continued line indented::

    // name: tables_of_a_partner
    // question: On which partnerships does a partner sit?
    // parameter partner: partner. The partner's name.
    // parameter as_of: date, default today. The day on which it is asked.
    // parameter general_kinds: list, from framework. Kinds of partnership that are general.
    // column partnership: The partnership.
    // identity: partnership
    // twin: two-tier no-lsp, in-name-only

A type is text, whole (number), date, list, rows, or what a parameter names: partner, partnership, body (either),
area, agreement, stream, theme; of these a question gets the id.
``default`` gives the text that stands for a parameter left out (nothing after it: a blank); without it, it has to
be given. ``identity`` names the columns that tell one row from another. ``twin`` names the codes of a report
whose findings the rows are. A file of the same name in a sub-folder named after an engine takes its place there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partnermap import frameworks
from partnermap.asking import FILLERS
from partnermap.errors import BadValue, RequestError
from partnermap.intake.values import read_date, split
from partnermap.names import Names
from partnermap.nearest import nearest
from partnermap.resources import queries_folder
from partnermap.settings import DEFAULT_FRAMEWORK
from partnermap.store.base import View

EMBEDDED = "ladybug"
"""The engine that answers questions about a store that is a file."""
FRAMEWORK = "framework"
"""The parameter that names the framework from which others are filled; it is no part of any file."""


@dataclass(frozen=True)
class Parameter:
    """What a question wants to know. ``default`` None: it has to be given, unless ``from_framework``."""

    name: str
    type: str
    says: str
    default: str | None = None
    from_framework: bool = False


@dataclass(frozen=True)
class Column:
    """A promised column of the answer."""

    name: str
    says: str


@dataclass(frozen=True)
class Twin:
    """The findings of a report that a question finds as well."""

    report: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A named question: its words, what it wants to know, what it answers, and its Cypher."""

    name: str
    asks: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    twin: Twin | None
    cypher: str
    file: str


@dataclass(frozen=True)
class Result:
    """The answer to a question: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def ask(view: View, name: str, params: Mapping[str, str]) -> Result:
    """The answer to a named question on a store's map.

    ``params``: texts as people type them, a list's values separated by semicolons; ``framework`` among them names the
    framework from which the question's own are filled. RequestError: no such question; a parameter that it does not
    have, that is missing or has a wrong value.
    """
    question = named(name, view.engine)
    values = read_parameters(question, params, view)
    if any(values[one.name] == [] for one in question.parameters if one.type == "rows"):
        return Result(tuple(column.name for column in question.columns), [])
    columns, found = view.ask(question.cypher, values)
    rows = [tuple(map(_plain, row)) for row in found]
    return Result(columns, sorted(rows, key=_order) if question.twin else rows)


def _plain(value: Any) -> Any:
    """A cell that holds several values as the map workbook writes them: A; B."""
    return "; ".join(sorted(map(str, value))) if isinstance(value, list) else value


def _order(row: Sequence[Any]) -> list[str]:
    return [str(value).casefold() for value in row]


# -- finding a question --------------------------------------------------------------------------


def available(engine: str = EMBEDDED) -> dict[str, Question]:
    """Every question by its name, in the order of the alphabet, as the engine is asked it."""
    return {name: read(path) for name, path in sorted(_paths(engine).items())}


def named(name: str, engine: str = EMBEDDED) -> Question:
    """The question of that name; hyphens do for underscores. RequestError offers the nearest names."""
    paths = _paths(engine)
    wanted = name.strip().casefold().replace("-", "_")
    if wanted not in paths:
        likely = nearest(wanted, paths, 1)
        hint = f"Did you mean “{likely[0]}”?" if likely else "See: partnermap query --list."
        raise RequestError(f"There is no question “{name}”. {hint}")
    return read(paths[wanted])


def _paths(engine: str) -> dict[str, Path]:
    folder = queries_folder()
    return {path.stem: path for part in (folder, folder / engine) for path in part.glob("*.cypher")}


def read(path: Path) -> Question:
    """The question in a file. RequestError names file and line of what is wrong in its header."""
    return _Header(path.name).read(path.read_text(encoding="utf-8"), path.stem)


# -- the header ----------------------------------------------------------------------------------

NAMED = {
    "agreement": ("Agreement",),
    "area": ("Area",),
    "body": ("Partner", "Partnership"),
    "partner": ("Partner",),
    "partnership": ("Partnership",),
    "stream": ("FundingStream",),
    "theme": ("Theme",),
}
"""Types of parameter that name a thing of the map, with the kinds it may be; the question gets its id."""
TYPES = ("text", "date", "list", "whole", "rows", *NAMED)
_STATEMENT = re.compile(r"// (name|question|parameter|column|identity|twin)\b ?(\w*): +(.+)")
_PARAMETER = re.compile(r"(\w+)(?:, default ?([^.]*)|, (from framework))?\. (.+)")
_TWIN = re.compile(r"([a-z-]+) ([a-z-]+(?:, [a-z-]+)*)")
_USED = re.compile(r"\$(\w+)")


class _Header:
    """Reads one file; keeps what its header said so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.said: dict[str, tuple[int, str]] = {}
        self.parameters: list[Parameter] = []
        self.columns: list[Column] = []

    def fault(self, line: int, words: str) -> RequestError:
        return RequestError(f"{self.file}, line {line}: {words}")

    def read(self, text: str, stem: str) -> Question:
        lines = text.splitlines()
        end = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))
        for number, line in _joined(lines[:end]):
            self._take(number, line)
        cypher = "\n".join(lines[end:]).strip()
        if self._one("name", end) != stem:
            raise self.fault(self.said["name"][0], f"the name is not the file's; expected “name: {stem}”.")
        question = Question(
            name=stem,
            asks=self._one("question", end),
            parameters=tuple(self.parameters),
            columns=tuple(self.columns),
            identity=self._identity(end),
            twin=self._twin(),
            cypher=cypher,
            file=self.file,
        )
        self._check(question, end)
        return question

    def _take(self, number: int, line: str) -> None:
        match = _STATEMENT.fullmatch(line)
        if match is None or bool(match[2]) != (match[1] in ("parameter", "column")):
            expected = "name, question, parameter NAME, column NAME, identity or twin, then a colon and words"
            raise self.fault(number, f"“{line}” is no part of a header; expected {expected}.")
        what, name, words = match.groups()
        if what == "parameter":
            self.parameters.append(self._parameter(number, name, words))
        elif what == "column":
            self.columns.append(Column(name, words))
        else:
            self.said[what] = (number, words)

    def _parameter(self, number: int, name: str, words: str) -> Parameter:
        match = _PARAMETER.fullmatch(words)
        if match is None or match[1] not in TYPES:
            expected = (
                f"a type ({', '.join(TYPES)}), perhaps “, default VALUE” or “, from framework”, a stop, its meaning"
            )
            raise self.fault(number, f"parameter “{name}” says “{words}”; expected {expected}.")
        type_, default, filled, says = match.groups()
        if filled and name not in FILLERS:
            raise self.fault(number, f"no framework gives “{name}”; it gives {', '.join(FILLERS)}.")
        return Parameter(name, type_, says, default, bool(filled))

    def _one(self, what: str, end: int) -> str:
        if what not in self.said:
            raise self.fault(max(end, 1), f"the header has no “{what}”.")
        return self.said[what][1]

    def _identity(self, end: int) -> tuple[str, ...]:
        columns = tuple(part.strip() for part in self._one("identity", end).split(","))
        known = [column.name for column in self.columns]
        for name in columns:
            if name not in known:
                number = self.said["identity"][0]
                raise self.fault(number, f"identity names “{name}”, which is no column; there are {', '.join(known)}.")
        return columns

    def _twin(self) -> Twin | None:
        if "twin" not in self.said:
            return None
        number, words = self.said["twin"]
        match = _TWIN.fullmatch(words)
        if match is None:
            raise self.fault(
                number, f"twin says “{words}”; expected a report and codes: two-tier no-lsp, in-name-only."
            )
        return Twin(match[1], tuple(match[2].split(", ")))

    def _check(self, question: Question, end: int) -> None:
        if not question.cypher:
            raise self.fault(max(end, 1), "there is a header and no question in Cypher below it.")
        code = re.sub(r"//.*", "", question.cypher)
        used, known = set(_USED.findall(code)), {one.name for one in question.parameters}
        if used != known:
            missing, idle = sorted(used - known), sorted(known - used)
            words = f"the question uses ${missing[0]}, which its header does not declare." if missing else (
                f"the header declares “{idle[0]}”, which the question does not use.")  # fmt: skip
            raise self.fault(max(end, 1), words)


def _joined(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The statements of a header with the number of their first line; lines that go on are joined to it."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("//   ") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line[2:].strip()}")
        elif line.rstrip() != "//":
            found.append((number, line.rstrip()))
    return found


# -- parameters ----------------------------------------------------------------------------------


def read_parameters(question: Question, params: Mapping[str, str], view: View) -> dict[str, Any]:
    """The values that go with a question; defaults and what a framework says stand in for what is not given."""
    given = {name: text for name, text in params.items() if name != FRAMEWORK}
    declared = {one.name: one for one in question.parameters}
    for name in given:
        if name not in declared or declared[name].type == "rows":
            raise RequestError(_no_such_parameter(question, name))
    asked = [one for one in question.parameters if not _is_filled(one, given)]
    plain = {one.name: _value(question, one, given, view) for one in asked}
    if len(plain) < len(declared):
        framework = frameworks.load(params.get(FRAMEWORK) or DEFAULT_FRAMEWORK)
        day = dt.date.fromisoformat(str(plain["as_of"]))
        filled = (one.name for one in question.parameters if one.name not in plain)
        plain |= {name: FILLERS[name](framework, view, day) for name in filled}
    return {one.name: plain[one.name] for one in question.parameters}


def _is_filled(parameter: Parameter, given: Mapping[str, str]) -> bool:
    return parameter.from_framework and parameter.name not in given


def _no_such_parameter(question: Question, name: str) -> str:
    known = [one.name for one in question.parameters if one.type != "rows"]
    if any(one.from_framework for one in question.parameters):
        known.append(FRAMEWORK)
    likely = nearest(name, known, 1)
    hint = f"Did you mean “{likely[0]}”?" if likely else f"It has: {', '.join(known) or 'none'}."
    return f"The question “{question.name}” has no parameter “{name}”. {hint}"


def _value(question: Question, parameter: Parameter, given: Mapping[str, str], view: View) -> Any:
    text = given.get(parameter.name, parameter.default)
    if text is None:
        raise RequestError(
            f"The question “{question.name}” wants “{parameter.name}”: {parameter.says} "
            f"Add --param {parameter.name}=VALUE."
        )
    if parameter.type in NAMED:
        return _named(view, NAMED[parameter.type], text.strip())
    try:
        return _READERS[parameter.type](text.strip())
    except (ValueError, BadValue):
        raise RequestError(
            f"“{parameter.name}” is “{text}”; expected {_EXPECTED[parameter.type]}. It is: {parameter.says}"
        ) from None


def _named(view: View, kinds: tuple[str, ...], text: str) -> str:
    """The id of what a person named, or a RequestError that offers the nearest names."""
    try:
        return Names(view).resolve(kinds, text)
    except BadValue as fault:
        raise RequestError(f"{fault.message} {fault.hint}") from None


def _date(text: str) -> str:
    return dt.date.today().isoformat() if text.casefold() == "today" else read_date(text)


def _list(text: str) -> list[str]:
    """The values of a list; a blank one stands for an empty list, which has no type that an engine could know."""
    return split(text) or [""]


_READERS: Mapping[str, Callable[[str], Any]] = {"text": str, "date": _date, "list": _list, "whole": int}
_EXPECTED = {
    "text": "a text",
    "date": "a day such as 2005-03-22 or 22/03/2005, or today",
    "list": "texts separated by semicolons",
    "whole": "a whole number",
}
