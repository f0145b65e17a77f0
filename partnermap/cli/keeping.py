"""Commands that keep a map safe and whole: copy, backup, restore, check."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from partnermap.cli.arguments import EXISTING, FORM, SHORT
from partnermap.cli.group import main
from partnermap.cli.printing import prints_json, tell
from partnermap.cli.stores import address_asked, opened
from partnermap.errors import RequestError
from partnermap.signs import harmless_signs


@main.command()
@click.option("--to", "target", required=True, metavar="STORE", help="An empty store.")
def copy(target: str) -> None:
    """Copy everything, with its history, into another store."""
    from partnermap.progress import Progress

    if _same_place(address_asked(), target):
        raise RequestError(f"{target}: the map is there already. Name another store with --to.")
    with opened() as store, opened(target) as other:
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

    with opened() as store:
        count = archive.write(store, file)
    tell(f"{count} records written to {file}.")


@main.command()
@click.argument("file", type=EXISTING)
def restore(file: Path) -> None:
    """Fill an empty store with what a backup holds."""
    from partnermap.store import archive

    with opened() as store:
        archive.restore(store, file, tell)
    tell(f"Restored from {file} into {address_asked()}.")


@main.command()
@click.option("--format", "form", type=SHORT, default="table", show_default=True, help=FORM)
def check(form: str) -> None:
    """Say whether the store holds together, and what contradicts what."""
    from partnermap.checking import check as look
    from partnermap.views.check_text import check_text

    prints_json({"faults": [], "circles": [], "contradictions": [], "undefined": [], "ruled": []})
    with opened() as store:
        found = look(store)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if form == "json" else harmless_signs(check_text(found)))
    sys.exit(1 if found["faults"] else 0)
