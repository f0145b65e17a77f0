"""The command line: parse, call, print. Data goes to stdout, messages to stderr.

Exit status: 0 done (warnings included), 1 the data or the request is at fault, 2 wrong usage. Everything heavy is
imported by the command that needs it, so that ``--help`` comes at once.
"""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from partnermap.errors import MappingError, PartnermapError, RequestError
from partnermap.settings import DEFAULT_FRAMEWORK, sign_in, store_address, who
from partnermap.signs import harmless_signs

if TYPE_CHECKING:
    from partnermap.intake.finance.mapping import FinanceMapping
    from partnermap.intake.importing import ImportReport
    from partnermap.store.base import Effect, Store, View
    from partnermap.views.answers import Question

FORMATS = ("table", "json", "csv", "xlsx", "html")
SHORT = click.Choice(FORMATS[:2])
FORM = "How to print it."
EXISTING = click.Path(path_type=Path)


class Day(click.ParamType[dt.date]):
    """A day as YYYY-MM-DD or DD/MM/YYYY."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        from partnermap.errors import BadValue
        from partnermap.intake.values import read_date

        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(read_date(value))
        except BadValue as fault:
            self.fail(f"{fault.message} Write it as 2005-03-22 or 22/03/2005.", param, ctx)


class Year(click.ParamType[str]):
    """A financial year, or a span of them."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from partnermap.errors import BadValue
        from partnermap.intake.values import read_year

        try:
            return read_year(value)
        except BadValue as fault:
            self.fail(f"{fault.message} {fault.hint}", param, ctx)


class Commands(click.Group):
    """The one place where what went wrong becomes words and an exit status."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.ensure_object(dict)["args"] = list(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PartnermapError as error:
            _print_error_as_json(ctx, str(error))
            tell(str(error))
            ctx.exit(1)
        except click.UsageError as error:
            _print_error_as_json(ctx, error.format_message())
            raise
        except BrokenPipeError:
            ctx.exit(0)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            tell("What the output goes to is full. Make room and try again.")
            ctx.exit(1)


def _print_error_as_json(ctx: click.Context, message: str) -> None:
    """With ``--format json`` an object is printed whatever happens: the command's own, empty but for the error."""
    args = ctx.obj["args"]
    asked = "--format=json" in args or ("--format", "json") in pairwise(args)
    if asked:
        click.echo(json.dumps(ctx.obj.get("json", {}) | {"error": message}, ensure_ascii=False, indent=1))


def tell(message: str) -> None:
    """A message for the person, beside the data."""
    click.echo(harmless_signs(message), err=True)


@click.group(
    "partnermap", cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--store", metavar="STORE", help="The map: a file (default partnermap.db), or a Neo4j server, neo4j://HOST."
)
@click.version_option(package_name="partnermap", prog_name="partnermap")
@click.pass_context
def main(ctx: click.Context, store: str | None) -> None:
    """Maps partners, partnerships, money and outcomes, and says who is missing, each answer with its cell."""
    ctx.ensure_object(dict)
    ctx.obj["store"] = store
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows a question mark


def _address() -> str:
    return click.get_current_context().obj["store"] or store_address()


def _prints_json(record: dict[str, Any]) -> None:
    """What ``--format json`` prints even if something goes wrong, with the error in it."""
    click.get_current_context().obj["json"] = record


@contextmanager
def _viewed() -> Iterator[View]:
    """The map as it stands; says so if nothing was ever imported into it, lest no answer be taken for a good one."""
    with _opened() as store, store.view() as view:
        if not view.revision:
            tell(f"{store.address} holds no map yet. Import one first: partnermap import FILE.xlsx")
        yield view


@contextmanager
def _opened(address: str | None = None) -> Iterator[Store]:
    from partnermap.store import open_store

    store = open_store(address or _address(), tell, _password)
    try:
        yield store
    finally:
        store.close()


def _password(user: str) -> str:
    """The password of a user of a server, asked for once, where there is somebody to ask; it shows nowhere."""
    asked: dict[str, str] = click.get_current_context().obj.setdefault("passwords", {})
    if user not in asked and sys.stdin.isatty() and sys.stderr.isatty():
        asked[user] = click.prompt(f"Password of {user}", hide_input=True, err=True)
    return asked.get(user, "")


# -- getting data in -----------------------------------------------------------------------------


@main.command()
@click.argument("file", type=EXISTING)
def template(file: Path) -> None:
    """Write the empty map workbook, with drop-downs and a row of notes."""
    from partnermap.paths import write_whole
    from partnermap.views.workbook import template_bytes

    if file.suffix.lower() != ".xlsx":
        raise RequestError(f"{file}: the template is a workbook. Name a file that ends in .xlsx.")
    if file.exists():
        raise RequestError(f"{file}: is there already, and may hold somebody's work. Name a new file.")
    write_whole(file, template_bytes())
    tell(f"{file} is ready: fill in its sheets, then: partnermap import {file}")


@main.command("import")
@click.argument("files", type=EXISTING, nargs=-1, required=True)
@click.option("--agreement", help="The agreement meant where a row's Agreement is blank.")
@click.option(
    "--mapping", type=EXISTING, help="How to read a finance workbook: a TOML file. Left out: worked out and shown."
)
@click.option("--create-missing", is_flag=True, help="Create names that nobody defines, with a warning each.")
@click.option("--replace", is_flag=True, help="Withdraw rows that a file gave before and lacks now.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--yes", is_flag=True, help="Apply a finance workbook without asking; a map workbook never asks.")
@click.option("--format", "form", type=SHORT, default="table", show_default=True, help=FORM)
def import_(
    files: tuple[Path, ...],
    agreement: str | None,
    mapping: Path | None,
    create_missing: bool,
    replace: bool,
    dry_run: bool,
    yes: bool,
    form: str,
) -> None:
    """Import map workbooks and finance workbooks: .xlsx .xlsm .xls .ods .csv, as one change.

    A map workbook is applied at once, all of it or nothing. Of a finance workbook it first shows what it understood.
    """
    from partnermap.consent import Consent
    from partnermap.intake.importing import ImportReport, Options, import_files
    from partnermap.views.text import import_text

    unread = ImportReport([file.name for file in files])
    _prints_json(unread.as_record())
    mappings = _loaded(mapping, unread) if mapping else ()
    options = Options(agreement, create_missing, replace, dry_run, who(), mappings)
    with _opened() as store:
        consent = Consent(store, given=yes, form=form, tell=tell)
        report = import_files(store, files, options, tell, consent)
    record = report.as_record() | ({"error": consent.refused} if consent.refused else {})
    if form == "json":
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
    elif not consent.refused:
        click.echo(harmless_signs(import_text(report, dry_run, told=consent.shown)), err=report.failed)
    if consent.refused:
        tell(consent.refused)
    sys.exit(1 if report.failed or consent.refused else 0)


def _loaded(mapping: Path, unread: ImportReport) -> tuple[FinanceMapping, ...]:
    """The mappings in a file; what is wrong with them is also put into what is printed as JSON. Raises MappingError."""
    from partnermap.intake.finance.mapping import load
    from partnermap.intake.problems import Problem

    try:
        return tuple(load(mapping))
    except MappingError as error:
        for line in str(error).splitlines():
            unread.problems.append(Problem("bad-mapping", "error", mapping.name, None, None, None, None, line, ""))
        _prints_json(unread.as_record())
        raise


@main.command()
@click.option("--no-app", is_flag=True, help="Print, and do not open the app.")
def demo(no_app: bool) -> None:
    """Load the illustrative county, print who is missing there, and open the app on it."""
    from partnermap.demo import DAY, load, summary

    address = click.get_current_context().obj["store"] or "partnermap-demo.db"
    with _opened(address) as store:
        load(store, Path(address).resolve().parent, tell)
        click.echo(summary(store))
    if not no_app:
        _open_app(address, DAY)


@main.command()
def app() -> None:
    """Open the app on the store."""
    with _opened():
        pass
    _open_app(_address(), None)


def _open_app(address: str, day: dt.date | None) -> None:
    from partnermap.serving import serve

    tell("Opening the app in the browser; Ctrl+C here ends it.")
    sys.exit(serve(address, day, sign_in(_password) if "://" in address else None))


# -- getting answers out -------------------------------------------------------------------------


@main.command()
@click.argument("name")
@click.option("--agreement", help="Only this agreement.")
@click.option("--area", help="Only agreements and counties that are of this area or within it.")
@click.option("--year", type=Year(), help="Only allocations of this financial year, such as 2005/06.")
@click.option(
    "--framework", default=DEFAULT_FRAMEWORK, show_default=True, help="Who is expected where: a name or a file."
)
@click.option("--as-of", type=Day(), help="The day to look at; today if left out.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Left out: by the ending of --out, else table.")
@click.option("--out", type=EXISTING, help="Write to a file instead of printing.")
def report(
    name: str,
    agreement: str | None,
    area: str | None,
    year: str | None,
    framework: str,
    as_of: dt.date | None,
    form: str | None,
    out: Path | None,
) -> None:
    """Ask a report: two-tier, engagement, missing, funding or thread."""
    from partnermap.views.answers import Question, answer
    from partnermap.views.files import as_bytes

    question = Question(name, agreement, area, year, framework, as_of)
    _prints_json(_unanswered(question))
    form = form or _form_of(out)
    with _viewed() as view:
        _emit(as_bytes(answer(view, question), form), out, form)


def _form_of(out: Path | None) -> str:
    ending = out.suffix.lower().removeprefix(".") if out else ""
    return ending if ending in FORMATS else "table"


def _unanswered(question: Question) -> dict[str, Any]:
    scope = {name: getattr(question, name) for name in ("agreement", "area", "year", "framework")}
    day = question.day.isoformat()
    return {"report": question.report, "as_of": day, "scope": scope, "findings": [], "tables": {}}


def _emit(content: bytes, out: Path | None, form: str) -> None:
    from partnermap.paths import write_whole

    if out is not None:
        write_whole(out, content)
        tell(f"Written to {out}.")
    elif form == "xlsx" and sys.stdout.isatty():
        raise RequestError("A workbook cannot be shown here. Add --out FILE.xlsx.")
    else:
        click.echo(content, nl=False)


@main.command()
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the questions there are.")
@click.option("--param", "params", multiple=True, metavar="K=V", help="A parameter of the question.")
@click.option("--format", "form", type=click.Choice(FORMATS[:3]), default="table", show_default=True, help=FORM)
def query(name: str | None, listing: bool, params: tuple[str, ...], form: str) -> None:
    """Ask a named question in Cypher."""
    from partnermap import queries
    from partnermap.views.results import questions_text, result_text

    if listing:
        click.echo(questions_text(queries.available()))
        return
    if name is None:
        raise click.UsageError("Name a question, or use --list to see them.")
    pairs = [param.partition("=") for param in params]
    if wrong := [param for param, pair in zip(params, pairs, strict=True) if not pair[1]]:
        raise click.UsageError(f"--param {wrong[0]}: write it as name=value.")
    _prints_json({"columns": [], "rows": []})
    with _viewed() as view:
        result = queries.ask(view, name, {key.strip(): value for key, _, value in pairs})
    click.echo(harmless_signs(result_text(result, form)))


@main.command()
@click.argument("file", type=EXISTING)
@click.option("--agreement", help="Only this agreement and what has to do with it.")
@click.option("--area", help="Only this area and what has to do with it.")
@click.option("--focus", help="Only what stands around this thing.")
@click.option("--hops", type=click.IntRange(0), default=1, show_default=True, help="How many steps around it.")
@click.option("--as-of", type=Day(), help="Only what is there on this day; left out: everything, in a picture today.")
def export(
    file: Path, agreement: str | None, area: str | None, focus: str | None, hops: int, as_of: dt.date | None
) -> None:
    """Write the map to a file, by its ending: .html (picture), .json (networkx node-link), .xlsx (a map workbook)."""
    from partnermap.paths import write_whole
    from partnermap.views.exports import Part, export_bytes

    with _viewed() as view:
        content = export_bytes(view, file.suffix.lower(), Part(agreement, area, focus, hops, as_of))
    write_whole(file, content)
    tell(f"Written to {file}.")


# -- changing and keeping ------------------------------------------------------------------------


@main.command()
@click.argument("change", type=int, required=False)
def history(change: int | None) -> None:
    """List every change: import, edit, dismissal, name decision, undo. With CHANGE: what that one altered."""
    from partnermap import changes
    from partnermap.altered import altered
    from partnermap.views.past import change_text
    from partnermap.views.text import history_text

    with _opened() as store, store.view() as view:
        if change is None:
            click.echo(harmless_signs(history_text(view.history())))
        else:
            found = altered(view, changes.find_change(view, change))
            click.echo(harmless_signs(change_text(found, changes.undone_by(view, found.change))))


@main.command()
@click.argument("change", type=int)
def undo(change: int) -> None:
    """Take back a change, whatever came after it, and say what that could not alter. An undo can be undone."""
    from partnermap import changes
    from partnermap.views.past import undone_text

    with _opened() as store:
        done = changes.undo(store, change, who())
    click.echo(harmless_signs(undone_text(done)))
    _tell_number(done.effect)


def _tell_effect(effect: Effect, otherwise: str) -> None:
    from partnermap.views.text import effect_lines

    for line in effect_lines(effect) if effect.alters_the_map else [otherwise]:
        click.echo(line)
    _tell_number(effect)


def _tell_number(effect: Effect) -> None:
    tell(f"This is change {effect.change}. To take it back: partnermap undo {effect.change}")


@main.command()
@click.argument("code")
@click.argument("subject")
@click.option("--area", help="Only the finding about this area.")
@click.option("--agreement", help="Only the finding about this agreement.")
@click.option("--reason", required=True, help="Why it does not count; others will read it.")
@click.option("--framework", default=DEFAULT_FRAMEWORK, show_default=True, help="The framework of the finding.")
@click.option("--as-of", type=Day(), help="The day on which the finding stands; today if left out.")
def dismiss(
    code: str, subject: str, area: str | None, agreement: str | None, reason: str, framework: str, as_of: dt.date | None
) -> None:
    """Say that a finding does not count, and why. It opens again when its facts change."""
    from partnermap import changes
    from partnermap.views.answers import Question

    question = Question("", agreement, area, None, framework, as_of)
    with _opened() as store:
        done, effect = changes.dismiss(store, code, subject, reason, who(), question)
    for one in done:
        click.echo(f"Dismissed: {one.finding.message}")
    _tell_number(effect)


@main.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
def same(first: str, second: str) -> None:
    """Keep it that two names are one body; A's name shows."""
    _decide("same", first, second)


@main.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
def different(first: str, second: str) -> None:
    """Keep it that two names are two bodies."""
    _decide("different", first, second)


def _decide(verdict: str, first: str, second: str) -> None:
    from partnermap import changes

    with _opened() as store:
        _, effect = changes.decide(store, verdict, first, second, who())
    click.echo(f"Kept: “{first}” and “{second}” are {'one body' if verdict == 'same' else 'two bodies'}.")
    _tell_effect(effect, "The map stays as it is; the decision is used in every import from now on.")


@main.command()
@click.option("--to", "target", required=True, metavar="STORE", help="An empty store.")
def copy(target: str) -> None:
    """Copy everything, with its history, into another store."""
    from partnermap.progress import Progress

    if _same_place(_address(), target):
        raise RequestError(f"{target}: the map is there already. Name another store with --to.")
    with _opened() as store, _opened(target) as other:
        other.load(store.dump(), Progress(tell))
    tell(f"Copied to {target}.")


def _same_place(one: str, other: str) -> bool:
    if "://" in one or "://" in other:
        return one.rstrip("/") == other.rstrip("/")
    return Path(one).resolve() == Path(other).resolve()


@main.command()
@click.argument("file", type=EXISTING)
def backup(file: Path) -> None:
    """Write everything, with its history, to a file."""
    from partnermap.store import archive

    with _opened() as store:
        count = archive.write(store, file)
    tell(f"{count} records written to {file}.")


@main.command()
@click.argument("file", type=EXISTING)
def restore(file: Path) -> None:
    """Fill an empty store with what a backup holds."""
    from partnermap.store import archive

    with _opened() as store:
        archive.restore(store, file, tell)
    tell(f"Restored from {file} into {_address()}.")


@main.command()
@click.option("--format", "form", type=SHORT, default="table", show_default=True, help=FORM)
def check(form: str) -> None:
    """Say whether the store holds together, and what contradicts what."""
    from partnermap.checking import check as look
    from partnermap.views.text import check_text

    _prints_json({"faults": [], "circles": [], "contradictions": [], "undefined": [], "ruled": []})
    with _opened() as store:
        found = look(store)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if form == "json" else harmless_signs(check_text(found)))
    sys.exit(1 if found["faults"] else 0)
