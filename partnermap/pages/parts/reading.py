"""Uploaded workbooks on the import page: each read once, looked at once for the same choices, kept between runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import streamlit as st

from partnermap.errors import UnreadableFile
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.finance.naming import NameQuestion, name_questions
from partnermap.intake.importing import Agree, Options, import_books, is_map_workbook, read
from partnermap.intake.problems import Problem, unreadable
from partnermap.intake.report import ImportReport
from partnermap.intake.sheets import Book
from partnermap.intake.uploads import Upload, unpacked
from partnermap.model import ALLOCATION
from partnermap.names import Names
from partnermap.pages.parts import kept
from partnermap.pages.parts.words import plain
from partnermap.store.base import View
from partnermap.views.sample import Sample, Written, sample

KEPT_LOOKS = 4
"""With the names that are missing and without, before a correction and after."""

Say = Callable[[str], None]
FileKey = tuple[str, str]
"""A file's name and the hash of what is in it."""


@dataclass
class Files:
    """What was uploaded: the books that could be read, and what is amiss with the others."""

    books: list[Book] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def book(self, name: str) -> Book:
        """The book of a file."""
        return next(book for book in self.books if book.name == name)

    @property
    def finance(self) -> bool:
        """Whether any of them is a finance workbook, which has to be looked at before it is applied."""
        return any(not is_map_workbook(book) for book in self.books)

    @property
    def key(self) -> list[FileKey]:
        """Tells these files from others."""
        return [(book.name, book.sha256) for book in self.books] + [(name, "") for name in self.names]

    def fresh_report(self) -> ImportReport:
        """A report that so far says only which files cannot be read."""
        return ImportReport(list(self.names), problems=list(self.problems))


@dataclass
class Look:
    """What was made of the files, and nothing written: the report, open names, and the first rows of each table."""

    report: ImportReport
    questions: list[NameQuestion] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)


@contextmanager
def working(label: str) -> Iterator[Say]:
    """Shows what is being done, step by step, for as long as it takes."""
    place = st.empty()
    with place.status(label, expanded=True) as status:
        yield lambda words: status.write(plain(words))
    place.empty()


# -- reading -------------------------------------------------------------------------------------


def files(uploads: Sequence[Upload]) -> Files:
    """The uploads as books, those that were read before as they were then. Raises RequestError for two of one name."""
    known: dict[FileKey, Book | Problem] = st.session_state.get("import-books", {})
    keys = [(name, sha256(content).hexdigest()) for name, content in uploads]
    if any(key not in known for key in keys) or len({name for name, _ in keys}) < len(keys):
        known = known | _read(uploads, keys, known)
    st.session_state["import-books"] = {key: known[key] for key in keys}
    found = Files(names=[name for name, _ in keys])
    for one in st.session_state["import-books"].values():
        found.books.append(one) if isinstance(one, Book) else found.problems.append(one)
    return found


def _read(uploads: Sequence[Upload], keys: list[FileKey], known: dict[FileKey, Any]) -> dict[FileKey, Book | Problem]:
    made: dict[FileKey, Book | Problem] = {}
    with unpacked(uploads) as paths, working("Reading the files …") as say:
        for key, path in zip(keys, paths, strict=True):
            if key not in known:
                say(f"Reading {path.name} …")
                try:
                    made[key] = read(path)
                except UnreadableFile as error:
                    made[key] = unreadable(error)
    return made


def forget() -> None:
    """Let go of what was read, and of what was corrected in it."""
    for name in ("import-books", "import-looks", "rehearsed", "corrections", "correction-fault", "same-for-all"):
        st.session_state.pop(name, None)


# -- looking and importing ------------------------------------------------------------------------


def look(found: Files, options: Options) -> Look:
    """What the import would make of the files; worked out again only if files, choices or the map have changed."""
    with kept.view() as view:
        asked = (kept.store().address, view.revision, options, found.key)
    looks: list[tuple[Any, Look]] = st.session_state.setdefault("import-looks", [])
    for key, known in looks:
        if key == asked:
            return known
    with working("Working out what the files say …") as say:
        made = _look(found, options, say)
    st.session_state["import-looks"] = [(asked, made), *looks][:KEPT_LOOKS]
    return made


def _look(found: Files, options: Options, say: Say) -> Look:
    report = import_books(kept.store(), found.books, options, found.fresh_report(), say, agree=lambda *_: False)
    with kept.view() as view:
        written = _as_written(view)
        samples = [sample(table, written) for table in report.finance.tables]
        return Look(report, name_questions(view, report.finance.unknown), samples)


def _as_written(view: View) -> Written:
    """How the map writes the names that cells hold."""
    names = Names(view)
    kinds = {name: ALLOCATION[name].to for name in ("recipient", "stream", "area", "agreement")}

    def written(name: str, text: str) -> str:
        thing = names.known(kinds[name], text) if name in kinds else None
        return names.written(thing) if thing else text

    return written


def rehearse(found: Files, options: Options) -> ImportReport:
    """What the import would do to the map, tried out and taken back; again only if anything has changed."""
    with kept.view() as view:
        asked = (kept.store().address, view.revision, options, found.key)
    known: tuple[Any, ImportReport] | None = st.session_state.get("rehearsed")
    if known is None or known[0] != asked:
        with working("Working out what would change in the map …") as say:
            report = import_now(found, replace(options, dry_run=True), say)
        known = st.session_state["rehearsed"] = (asked, report)
    return known[1]


def import_now(found: Files, options: Options, say: Say, agree: Agree = lambda *_: True) -> ImportReport:
    """Import what was read, as one change."""
    return import_books(kept.store(), found.books, options, found.fresh_report(), say, agree)


# -- corrections ---------------------------------------------------------------------------------


def corrections() -> dict[str, tuple[FinanceMapping, ...]]:
    """How people said that files are to be read: file: a mapping for each of its tables."""
    held: dict[FileKey, tuple[FinanceMapping, ...]] = st.session_state.get("corrections", {})
    return {name: held[name, sha] for name, sha in st.session_state.get("import-books", {}) if (name, sha) in held}


def correct(file: str, mappings: Sequence[FinanceMapping]) -> None:
    """From now on the file is read so."""
    key = next(key for key in st.session_state["import-books"] if key[0] == file)
    held = st.session_state.setdefault("corrections", {})
    held[key] = tuple(replace(mapping, file=file) for mapping in mappings)


def start_over(file: str) -> None:
    """The file is read again as it was worked out."""
    held: dict[FileKey, Any] = st.session_state.get("corrections", {})
    for key in [key for key in held if key[0] == file]:
        del held[key]
