"""Import files as one reversible change: read, lay out, plan, check, show, apply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from partnermap import frameworks
from partnermap.errors import RequestError, StoreError, UnreadableFile
from partnermap.intake.against import cycles, same_names, vanished
from partnermap.intake.differences import Differences, differences
from partnermap.intake.finance.blocks import blocks
from partnermap.intake.finance.checks import check_money
from partnermap.intake.finance.keeping import keep_ids
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.finance.planning import plan_finance, understood
from partnermap.intake.peeking import names_a_map
from partnermap.intake.planning import KnownKinds, Plan, count_by_kind, plan
from partnermap.intake.problems import unreadable
from partnermap.intake.reading import read_book
from partnermap.intake.report import ImportReport
from partnermap.intake.sheets import Book
from partnermap.intake.tables import Table, is_map, lay_out, may_be_map
from partnermap.intake.withdrawing import no_longer_said, withdrawable, withdrawal
from partnermap.names import Names
from partnermap.store.base import Draft, Effect, MapMoved, Said, Store, View
from partnermap.store.halves import uncollected

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
    mappings: tuple[FinanceMapping, ...] = ()
    """How finance workbooks are to be read; none: as they were read before, else it is worked out."""
    keep_out: frozenset[tuple[str, str]] = frozenset()
    """Fields and texts of names in finance workbooks that are not created: they may mean names of the map."""


PLAIN = Options()


Agree = Callable[[ImportReport, Options], bool | Options]
"""Shows a person what was understood of finance workbooks, and asks: apply it, do not, or plan again with options."""


def _yes(_report: ImportReport, _options: Options) -> bool:
    return True


def import_files(
    store: Store,
    paths: Sequence[Path],
    options: Options = PLAIN,
    say: Callable[[str], None] = lambda _: None,
    agree: Agree = _yes,
) -> ImportReport:
    """Import workbooks as one change: all that can be, or nothing, and every problem at once.

    ``say`` is told of progress; ``agree`` is asked before finance workbooks are applied.
    """
    report = ImportReport([path.name for path in paths])
    for name in report.files:
        if report.files.count(name) > 1:
            raise RequestError(
                f"{name}: two of the files have this name, and what a file says is kept under its name. Rename one."
            )
    return import_books(store, _read(paths, report, say), options, report, say, agree)


def import_books(
    store: Store,
    books: Sequence[Book],
    options: Options = PLAIN,
    report: ImportReport | None = None,
    say: Callable[[str], None] = lambda _: None,
    agree: Agree = _yes,
) -> ImportReport:
    """Import books that are read already; ``report`` holds what was amiss with reading them."""
    report = report or ImportReport([book.name for book in books])
    given = ["agreement"] if options.agreement else []
    maps = [book for book in books if is_map_workbook(book, given)]
    finance = [book for book in books if book not in maps]
    report.finance_files = frozenset(book.name for book in finance)
    tables: list[Table] = []
    for book in maps:
        found, problems = lay_out(book, given)
        tables += found
        report.problems += problems
    _describe(tables, report)
    if report.read > MANY_ROWS:
        say(f"{report.read:,} rows to check and keep; this may take a minute …")
    for _ in range(ATTEMPTS):
        try:
            return _plan_and_apply(store, books, _Laid(tables, finance), report, options, agree)
        except MapMoved as moved:
            say(f"{_changed_since(store, moved.planned_on)} Planning again on what is there now …")
    raise StoreError("Others keep changing this map. Nothing was imported. Try again when they are done.")


def read(path: Path) -> Book:
    """A workbook, and where it may be a finance workbook what is hidden, failed or coloured in it, too.

    Raises UnreadableFile.
    """
    return read_book(path, marks=not names_a_map(path))


def is_map_workbook(book: Book, given: Sequence[str] = ()) -> bool:
    """Whether a book is a map workbook, and no finance workbook.

    A book of which only a sheet's name speaks for it is one if it has no table of sums. ``given`` names properties
    that need no column.
    """
    return is_map(book, given) or (may_be_map(book) and not any(blocks(sheet) for sheet in book.sheets))


@dataclass(frozen=True)
class _Laid:
    """What is to be planned: the tables of map workbooks, and finance workbooks."""

    tables: list[Table]
    finance: list[Book]


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
            books.append(read(path))
        except UnreadableFile as error:
            report.problems.append(unreadable(error))
    return books


def _describe(tables: list[Table], report: ImportReport) -> None:
    for table in tables:
        report.understood.append(table.understood())
        skipped = table.skipped()
        for reason, count in skipped.items():
            report.skipped[reason] = report.skipped.get(reason, 0) + count
        report.read += sum(skipped.values()) + len(table.rows)


def _plan_and_apply(
    store: Store, books: Sequence[Book], laid: _Laid, report: ImportReport, options: Options, agree: Agree
) -> ImportReport:
    with uncollected():
        result, made, gone, revision = _planned(store, books, laid, report, options)
    answer = agree(result, options) if result.is_finance and not options.dry_run else True
    if isinstance(answer, Options):
        return _plan_and_apply(store, books, laid, report, answer, agree)
    if result.failed:
        result.refused = result.read - sum(result.skipped.values())
        result.imported = 0
        return result
    if not result.differences and not (gone and options.replace):
        result.effect = Effect(unchanged=count_by_kind(_about(made)))
        return result
    what = "import " + ", ".join(report.files)
    files = [(book.name, book.sha256) for book in books]
    statements = made.statements + [withdrawal(said.statement) for said in gone if options.replace]
    draft = Draft("import", options.who, what, files, statements, mappings=result.finance.kept(), listed=made.listed)
    if answer:
        result.effect = store.apply(draft, expecting=revision, rehearse=options.dry_run)
    return result


def _planned(
    store: Store, books: Sequence[Book], laid: _Laid, report: ImportReport, options: Options
) -> tuple[ImportReport, Plan, list[Said], int]:
    """What the files would state, what they no longer state, and the revision that this was worked out on."""
    with store.view() as view:
        earlier = [said for book in books for said in view.stated_by(book.name)]
        names = Names(view, withdrawable(view, earlier) if options.replace else set())
        made = plan(laid.tables, names, known_kinds(), options.agreement, options.create_missing)
        finance = plan_finance(
            laid.finance, options.mappings, view, names, made, options.agreement, options.create_missing,
            options.keep_out,
        )  # fmt: skip
        made.listed = keep_ids(made.listed, [said for said in earlier if said.statement.file in finance.files])
        made.problems += cycles(view, made.statements, {book.name for book in books})
        made.problems += same_names(view, made.statements)
        gone = no_longer_said(made, earlier)
        result = ImportReport(**vars(report) | {"problems": report.problems + made.problems, "finance": finance})
        result.imported, result.refused = made.imported, made.refused
        result.read += finance.read
        result.skipped = _added(report.skipped, finance.skipped)
        result.understood = report.understood + [understood(one.table) for one in finance.tables]
        if not result.failed:  # else rows are refused, not gone
            result.problems += [*vanished(gone, options.replace), *check_money(view, finance.tables, made.listed)]
            result.differences = differences(made.statements, made.listed, earlier)
            if result.differences.only_moved and _are_known(view, books):
                result.differences = Differences()  # the same files, read in other words
        return result, made, gone, view.revision


def _are_known(view: View, books: Sequence[Book]) -> bool:
    """Whether each of these files, to the letter, is the newest of its name."""
    newest = {name: sha for change in view.history() if change.live for name, sha in change.files}
    return all(newest.get(book.name) == book.sha256 for book in books)


def _added(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {reason: one.get(reason, 0) + other.get(reason, 0) for reason in [*one, *other]}


def known_kinds() -> KnownKinds:
    """The kinds that any of the frameworks at hand knows."""
    known = [item for name in frameworks.available() for item in frameworks.load(name).kinds.items()]
    return KnownKinds(
        frozenset(kind for kind, _ in known) | {"other"},
        frozenset(kind for kind, meaning in known if meaning.national),
    )


def _about(made: Plan) -> set[str]:
    """The things that something is said of."""
    return {one.thing for one in made.statements}.union(*(rows.things for rows in made.listed))
