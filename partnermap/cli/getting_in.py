"""Commands that bring something in, and that show it: template, import, demo, app."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from partnermap.cli.arguments import EXISTING, FORM, SHORT
from partnermap.cli.group import main
from partnermap.cli.printing import prints_json, tell
from partnermap.cli.stores import address_asked, opened, password_asked
from partnermap.errors import MappingError, RequestError
from partnermap.settings import sign_in, who
from partnermap.signs import harmless_signs

if TYPE_CHECKING:
    from partnermap.intake.finance.mapping import FinanceMapping
    from partnermap.intake.report import ImportReport


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
    from partnermap.intake.importing import Options, import_files
    from partnermap.intake.report import ImportReport
    from partnermap.views.import_text import import_text

    unread = ImportReport([file.name for file in files])
    prints_json(unread.as_record())
    mappings = _loaded(mapping, unread) if mapping else ()
    options = Options(agreement, create_missing, replace, dry_run, who(), mappings)
    with opened() as store:
        consent = Consent(store, given=yes, form=form, tell=tell)
        report = import_files(store, files, options, tell, consent)
    record = report.as_record() | ({"error": consent.refused} if consent.refused else {})
    if form == "json":
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
    elif not consent.refused:
        told = import_text(report, dry_run, consent.shown, consent.read_out)
        click.echo(harmless_signs(told), err=report.failed)
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
        prints_json(unread.as_record())
        raise


@main.command()
@click.option("--no-app", is_flag=True, help="Print, and do not open the app.")
def demo(no_app: bool) -> None:
    """Load the illustrative county, print who is missing there, and open the app on it."""
    from partnermap.demo import DAY, load, summary

    address = click.get_current_context().obj["store"] or "partnermap-demo.db"
    with opened(address) as store:
        load(store, Path(address).resolve().parent, tell)
        click.echo(summary(store))
    if not no_app:
        _open_app(address, DAY)


@main.command()
def app() -> None:
    """Open the app on the store."""
    with opened():
        pass
    _open_app(address_asked(), None)


def _open_app(address: str, day: dt.date | None) -> None:
    from partnermap.serving import serve

    tell("Opening the app in the browser; Ctrl+C here ends it.")
    sys.exit(serve(address, day, sign_in(password_asked) if "://" in address else None))
