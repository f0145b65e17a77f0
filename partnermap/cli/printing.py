"""Where what a command has to say goes: data to stdout, messages to stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from partnermap.errors import RequestError
from partnermap.signs import harmless_signs


def tell(message: str) -> None:
    """A message for the person, beside the data."""
    click.echo(harmless_signs(message), err=True)


def prints_json(record: dict[str, Any]) -> None:
    """What ``--format json`` prints even if something goes wrong, with the error in it."""
    click.get_current_context().obj["json"] = record


def emit(content: bytes, out: Path | None, form: str) -> None:
    from partnermap.paths import write_whole

    if out is not None:
        write_whole(out, content)
        tell(f"Written to {out}.")
    elif form == "xlsx" and sys.stdout.isatty():
        raise RequestError("A workbook cannot be shown here. Add --out FILE.xlsx.")
    else:
        click.echo(content, nl=False)
