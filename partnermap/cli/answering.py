"""Commands that answer: report, query, export."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from partnermap.cli.arguments import EXISTING, FORM, FORMATS, Day, Year
from partnermap.cli.group import main
from partnermap.cli.printing import emit, prints_json, tell
from partnermap.cli.stores import viewed
from partnermap.settings import DEFAULT_FRAMEWORK
from partnermap.signs import harmless_signs

if TYPE_CHECKING:
    from partnermap.views.answers import Question


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
    prints_json(_unanswered(question))
    form = form or _form_of(out)
    with viewed() as view:
        emit(as_bytes(answer(view, question), form), out, form)


def _form_of(out: Path | None) -> str:
    ending = out.suffix.lower().removeprefix(".") if out else ""
    return ending if ending in FORMATS else "table"


def _unanswered(question: Question) -> dict[str, Any]:
    scope = {name: getattr(question, name) for name in ("agreement", "area", "year", "framework")}
    day = question.day.isoformat()
    return {"report": question.report, "as_of": day, "scope": scope, "findings": [], "tables": {}}


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
    prints_json({"columns": [], "rows": []})
    with viewed() as view:
        result = queries.ask(view, name, {key.strip(): value for key, _, value in pairs})
    click.echo(harmless_signs(result_text(result, form)))


@main.command()
@click.argument("file", type=EXISTING)
@click.option("--agreement", help="Only this agreement and what has to do with it.")
@click.option("--area", help="Only this area and what has to do with it.")
@click.option("--focus", help="Only what stands around this thing.")
@click.option("--hops", type=click.IntRange(0), default=1, show_default=True, help="How many steps around it.")
@click.option("--as-of", type=Day(), help="Only what is there on this day; left out: everything, in a picture today.")
@click.option("--redact", metavar="PROFILE", help="Leave out what an audience does not get: board, partner, public.")
def export(
    file: Path,
    agreement: str | None,
    area: str | None,
    focus: str | None,
    hops: int,
    as_of: dt.date | None,
    redact: str | None,
) -> None:
    """Write the map to a file, by its ending.

    .html: a picture for any browser. .svg .png: a slide. .xlsx .csv: sheets that import again.
    .json .graphml .gexf: networks for other tools. .cypher: a script that builds it on Neo4j.
    """
    from partnermap import redaction
    from partnermap.paths import write_whole
    from partnermap.views import exports
    from partnermap.views.copy import Part

    profile = redaction.load(redact) if redact is not None else None
    part = Part(agreement, area, focus, hops, as_of)
    with viewed() as view:
        exported = exports.export(view, file.suffix.lower(), part, profile)
    write_whole(file, exported.content)
    tell("\n".join([f"Written to {file}.", *exported.said]))
