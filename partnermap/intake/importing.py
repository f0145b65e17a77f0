"""Import files as one reversible change: read, lay out, plan, check, apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from partnermap import frameworks
from partnermap.errors import RequestError, StoreError, UnreadableFile
from partnermap.intake.against import cycles, same_names, vanished
from partnermap.intake.planning import KnownKinds, Plan, count_by_kind, plan
from partnermap.intake.problems import Problem
from partnermap.intake.reading import read_book
from partnermap.intake.sheets import Book
from partnermap.intake.tables import Table, is_map, lay_out, plain
from partnermap.model import BY_NAME, KINDS
from partnermap.names import Names
from partnermap.nearest import nearest
from partnermap.store.base import Draft, Effect, MapMoved, Said, Statement, Store, View

MANY_ROWS = 50_000
"""From so many rows on, a person is told that it takes a while."""
ATTEMPTS = 5
"""How often an import is planned anew because somebody else changed the map meanwhile."""


@dataclass(frozen=True)
class Options:
    """How to import. ``agreement`` fills blank Agreement cells; ``replace`` withdraws what a file no longer says."""

    agreement: str | None = None
    create_missing: bool = False
    replace: bool = False
    dry_run: bool = False
    who: str = ""


PLAIN = Options()


@dataclass
class ImportReport:
    """What an import found and did."""

    files: list[str]
    effect: Effect = field(default_factory=Effect)
    read: int = 0
    imported: int = 0
    refused: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    understood: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def as_record(self) -> dict[str, Any]:
        effect = self.effect
        return {
            "import": effect.change,
            "files": self.files,
            "added": effect.added,
            "changed": effect.changed,
            "unchanged": effect.unchanged,
            "removed": effect.removed,
            "rows": {
                "read": self.read,
                "imported": self.imported,
                "skipped": sum(self.skipped.values()),
                "refused": self.refused,
            },
            "totals": [],
            "understood": self.understood,
            "problems": [problem.as_record() for problem in self.problems],
        }


def import_files(
    store: Store, paths: Sequence[Path], options: Options = PLAIN, say: Callable[[str], None] = lambda _: None
) -> ImportReport:
    """Import map workbooks as one change: all of it, or nothing and every problem at once.

    ``say`` is told of progress.
    """
    report = ImportReport([path.name for path in paths])
    for name in report.files:
        if report.files.count(name) > 1:
            raise RequestError(
                f"{name}: two of the files have this name, and what a file says is kept under its name. Rename one."
            )
    return import_books(store, _read(paths, report, say), options, report, say)


def import_books(
    store: Store,
    books: Sequence[Book],
    options: Options = PLAIN,
    report: ImportReport | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> ImportReport:
    """Import books that are read already; ``report`` holds what was amiss with reading them."""
    report = report or ImportReport([book.name for book in books])
    tables: list[Table] = []
    for book in books:
        found, problems = lay_out(book, ["agreement"] if options.agreement else [])
        tables += found
        report.problems += problems if is_map(book) else [_not_a_map(book)]
    _describe(tables, report)
    if report.read > MANY_ROWS:
        say(f"{report.read:,} rows to check and keep; this may take a minute …")
    for _ in range(ATTEMPTS):
        try:
            return _plan_and_apply(store, books, tables, report, options)
        except MapMoved as moved:
            say(f"{_changed_since(store, moved.planned_on)} Planning again on what is there now …")
    raise StoreError("Others keep changing this map. Nothing was imported. Try again when they are done.")


def _changed_since(store: Store, revision: int) -> str:
    """Who changed the map, and how."""
    with store.view() as view:
        newer = [change for change in view.history() if change.number > revision]
    said = ", then ".join(f"{change.who or 'somebody'} ({change.what})" for change in newer)
    return f"The map was changed meanwhile by {said or 'somebody'}."


def _read(paths: Sequence[Path], report: ImportReport, say: Callable[[str], None]) -> list[Book]:
    books = []
    for path in paths:
        say(f"Reading {path.name} …")
        try:
            books.append(read_book(path))
        except UnreadableFile as error:
            message, hint = f"{error.found}. {error.expected}.", f"{error.hint}."
            report.problems.append(Problem("unreadable", "error", error.file, None, None, None, None, message, hint))
    return books


def _not_a_map(book: Book) -> Problem:
    names = ", ".join(f"“{sheet.name}”" for sheet in book.sheets)
    message = f"It has no sheet of a map workbook (found: {names})."
    hint = "Name its sheets as the template does: partnermap template FILE.xlsx."
    if book.name.lower().endswith(".csv"):
        likely = nearest(names, [kind.sheet for kind in KINDS])
        message = "A csv is one sheet of a map workbook, named by its file; no sheet has this name."
        hint = f"Rename it to {likely[0] if likely else 'the sheet it holds, such as Partners'}.csv."
    return Problem("not-a-map", "error", book.name, None, None, None, None, message, hint)


def _describe(tables: list[Table], report: ImportReport) -> None:
    for table in tables:
        report.understood.append(table.understood())
        skipped = table.skipped()
        for reason, count in skipped.items():
            report.skipped[reason] = report.skipped.get(reason, 0) + count
        report.read += sum(skipped.values()) + len(table.rows)


def _plan_and_apply(
    store: Store, books: Sequence[Book], tables: list[Table], report: ImportReport, options: Options
) -> ImportReport:
    with store.view() as view:
        earlier = [said for book in books for said in view.stated_by(book.name)]
        made = _plan(view, tables, options, _withdrawable(view, earlier) if options.replace else set())
        made.problems += cycles(view, made.statements, {book.name for book in books})
        made.problems += same_names(view, made.statements)
        gone = _gone(made.statements, earlier)
        if not ImportReport([], problems=report.problems + made.problems).failed:  # else rows are refused, not gone
            made.problems += vanished(gone, options.replace)
        revision = view.revision
    result = ImportReport(**vars(report) | {"problems": report.problems + made.problems})
    if result.failed:
        result.refused = result.read - sum(result.skipped.values())
        return result
    result.imported, result.refused = made.imported, made.refused
    statements = made.statements + ([_withdrawal(said.statement) for said in gone] if options.replace else [])
    if _says_nothing_new(statements, earlier):
        result.effect = Effect(unchanged=count_by_kind({one.thing for one in statements}))
        return result
    what = "import " + ", ".join(report.files)
    draft = Draft("import", options.who, what, [(book.name, book.sha256) for book in books], statements)
    result.effect = store.apply(draft, expecting=revision, rehearse=options.dry_run)
    return result


def _plan(view: View, tables: list[Table], options: Options, without: set[str]) -> Plan:
    return plan(tables, Names(view, without), known_kinds(), options.agreement, options.create_missing)


def _withdrawable(view: View, earlier: list[Said]) -> set[str]:
    """The things that only these files define: unless they define them again, nobody does."""
    things = {said.entity for said in earlier if not _was_created(said.statement)}
    files = {said.statement.file for said in earlier}
    return things - {said.entity for said in view.statements(things) if said.statement.file not in files}


def _was_created(statement: Statement) -> bool:
    """Whether a thing was created because another sheet names it."""
    return plain(statement.sheet) != plain(BY_NAME[statement.kind].sheet)


def known_kinds() -> KnownKinds:
    """The kinds that any of the frameworks at hand knows."""
    known = [item for name in frameworks.available() for item in frameworks.load(name).kinds.items()]
    return KnownKinds(
        frozenset(kind for kind, _ in known) | {"other"},
        frozenset(kind for kind, meaning in known if meaning.national),
    )


def _gone(statements: list[Statement], earlier: list[Said]) -> list[Said]:
    stated = {(one.file, one.thing) for one in statements}
    gone = [said for said in earlier if (said.statement.file, said.statement.thing) not in stated]
    if not any(_was_created(said.statement) for said in gone):
        return gone
    named = {thing for one in statements for thing in named_in(one)}
    return [said for said in gone if not (_was_created(said.statement) and said.statement.thing in named)]


def named_in(statement: Statement) -> Iterator[str]:
    """The ids of the things that a statement names."""
    for name, fact in statement.facts.items():
        if BY_NAME[statement.kind][name].names_things:
            for one in fact.value if isinstance(fact.value, list) else [fact.value]:
                yield one[0] if isinstance(one, list) else one


def _withdrawal(statement: Statement) -> Statement:
    return Statement(
        statement.thing, statement.kind, statement.file, statement.sheet, statement.row, {}, withdrawn=True
    )


def _says_nothing_new(statements: list[Statement], earlier: list[Said]) -> bool:
    before = {(said.statement.file, said.statement.thing): said.statement for said in earlier}
    return all(before.get((one.file, one.thing)) == one for one in statements)
