"""The command that all others belong to, and the one place where what went wrong becomes an exit status."""

from __future__ import annotations

import errno
import io
import json
import sys
from itertools import pairwise
from typing import Any

import click

from partnermap.cli.printing import tell
from partnermap.errors import PartnermapError


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
