"""Commands as people give them, and files of a small county to give them on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from partnermap.cli import main
from partnermap.settings import store_address
from partnermap.store import open_store

AREAS = """Name,Tier,Within
Selshire,county,
Hartlow,district,Selshire
Kelmoor,district,Selshire
"""
PARTNERS = """Name,Kind,Covers
Selshire County Council,county_council,Selshire
Hartlow PCT,pct,Hartlow
Kelmoor PCT,pct,Kelmoor
"""
PARTNERSHIPS = """Name,Kind,Covers,Oversees
County LSP,lsp,Selshire,Selshire LAA
"""
AGREEMENTS = """Name,Covers
Selshire LAA,Selshire
"""
MEMBERSHIPS = """Partner,Partnership,Role,Since
Selshire County Council,County LSP,chair,
Hartlow PCT,County LSP,member,2004-06-01
"""
COUNTY = {
    "Areas": AREAS,
    "Partners": PARTNERS,
    "Partnerships": PARTNERSHIPS,
    "Agreements": AGREEMENTS,
    "Memberships": MEMBERSHIPS,
}


def run(*words: object, env: Mapping[str, str] | None = None) -> Result:
    """A command as given after ``partnermap``; what it prints, and its exit status. A traceback is no answer."""
    result = CliRunner().invoke(main, [str(word) for word in words], env=env)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*words: object) -> str:
    """What a command that must succeed prints."""
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: object) -> str:
    """The words in which a request is refused: on stderr, with nothing on stdout and exit status 1."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    return result.stderr.rstrip("\n")


def misused(*words: object) -> str:
    """What is said of wrong usage: on stderr, with exit status 2."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr.rpartition("Error: ")[2].rstrip("\n")


def asked(*words: object, status: int = 0) -> dict[str, Any]:
    """The object that a command prints with ``--format json``."""
    result = run(*words, "--format", "json")
    assert result.exit_code == status, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def sheets(folder: Path, **texts: str) -> list[Path]:
    """Csv files, named by their sheets."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name.replace('_', ' ')}.csv" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def county(**changed: str) -> list[Path]:
    """The files of the county, some of them otherwise."""
    return sheets(Path("county"), **COUNTY | changed)


def here() -> str:
    """The store that commands use if none is named."""
    return store_address()


def revision(store: str | None = None) -> int:
    """How often the store was changed; 0 where there is none."""
    address = store or here()
    if "://" not in address and not Path(address).exists():
        return 0
    with closing(open_store(address)) as opened, opened.view() as view:
        return view.revision


def everything(store: str | None = None) -> list[dict[str, Any]]:
    """All that a store holds, with its history."""
    with closing(open_store(store or here())) as opened:
        return list(opened.dump())
