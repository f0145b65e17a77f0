"""Asks at the terminal what a finance workbook leaves open, and whether what was understood is to be applied."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partnermap.intake.finance.naming import NameQuestion
    from partnermap.intake.importing import ImportReport, Options
    from partnermap.store.base import Store

WANTED = (
    "A finance workbook is imported once what was understood of it has been seen, and nobody is here to ask. "
    "Nothing was imported. Look at it with --dry-run, then add --yes."
)
DECLINED = "Nothing was imported."
ASKED_AT_MOST = 25
"""So many names that may be those of things in the map are asked about one by one."""


class Consent:
    """Whether a person agrees; ``refused`` says why not, once asked."""

    def __init__(self, store: Store, *, given: bool, form: str, tell: Callable[[str], None]) -> None:
        self._store = store
        self._given = given
        self._form = form
        self._tell = tell
        self._asked: set[tuple[str, str]] = set()
        self.refused = ""

    def __call__(self, report: ImportReport, options: Options) -> bool | Options:
        """True: apply it; False: do not; other options: plan again with these."""
        if self._given:
            return True
        somebody = sys.stdin.isatty()
        if somebody and (again := self._about_names(report, options)):
            return again
        if self._form != "json" and not report.failed:
            from partnermap.views.text import understood_text

            self._tell(understood_text(report))
        if report.failed:
            return False
        agreed = somebody and self._confirm("Import this?")
        self.refused = "" if agreed else DECLINED if somebody else WANTED
        return agreed

    # -- names -----------------------------------------------------------------------------------

    def _about_names(self, report: ImportReport, options: Options) -> Options | None:
        """Ask about names that nobody defines; the options to plan again with, if anything was decided."""
        from partnermap.intake.finance.naming import name_questions

        with self._store.view() as view:
            questions = name_questions(view, report.finance.unknown)
        fresh = [one for one in questions if (one.field, one.text) not in self._asked]
        if not fresh:
            return None
        self._asked.update((one.field, one.text) for one in fresh)
        decided = [self._decide(one, options) for one in [one for one in fresh if one.likely][:ASKED_AT_MOST]]
        new = [one for one in fresh if one.can_be_created]
        if new and not options.create_missing and self._create(new):
            return replace(options, create_missing=True)
        return options if any(decided) else None

    def _decide(self, one: NameQuestion, options: Options) -> bool:
        """Ask whether a name is that of something in the map, and keep the answer."""
        from partnermap import changes

        where = f"{one.cells[0]}{f' and {len(one.cells) - 1} more cells' if len(one.cells) > 1 else ''}"
        for guess in one.likely:
            answer = self._choose(f"“{one.text}” ({where}): is it “{guess.name}”? {guess.reason}.")
            if answer in ("y", "n"):
                changes.decide(self._store, "same" if answer == "y" else "different", guess.name, one.text, options.who)
            if answer in ("y", "l"):
                return answer == "y"
        return True

    def _create(self, new: list[NameQuestion]) -> bool:
        named = ", ".join(f"“{one.text}”" for one in new[:5]) + (f" and {len(new) - 5} more" if len(new) > 5 else "")
        self._tell(f"Not in the map yet: {named}.")
        return self._confirm("Add all of them to the map?")

    def _choose(self, question: str) -> str:
        import click

        try:
            prompt = f"{question} (y)es, (n)o, (l)ater"
            return str(
                click.prompt(prompt, type=click.Choice(["y", "n", "l"]), default="l", show_choices=False, err=True)
            )
        except click.Abort:
            return "l"

    def _confirm(self, question: str) -> bool:
        import click

        try:
            return click.confirm(question, default=False, err=True)
        except click.Abort:
            return False
