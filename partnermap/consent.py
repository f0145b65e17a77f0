"""Asks, at the terminal, whether what was understood of a finance workbook is to be applied."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partnermap.intake.importing import ImportReport

WANTED = (
    "A finance workbook is imported once what was understood of it has been seen, and nobody is here to ask. "
    "Nothing was imported. Look at it with --dry-run, then add --yes."
)
DECLINED = "Nothing was imported."


class Consent:
    """Whether a person agrees; ``refused`` says why not, once asked."""

    def __init__(self, *, given: bool, form: str, tell: Callable[[str], None]) -> None:
        self._given = given
        self._form = form
        self._tell = tell
        self.refused = ""

    def __call__(self, report: ImportReport) -> bool:
        if self._given:
            return True
        if not sys.stdin.isatty():
            self._show(report)
            self.refused = WANTED
            return False
        self._show(report)
        agreed = self._ask()
        self.refused = "" if agreed else DECLINED
        return agreed

    def _show(self, report: ImportReport) -> None:
        if self._form != "json":
            from partnermap.views.text import understood_text

            self._tell(understood_text(report))

    def _ask(self) -> bool:
        import click

        try:
            return click.confirm("Import this?", default=False, err=True)
        except click.Abort:
            return False
