"""Asks at the terminal what a finance workbook leaves open, and whether what was understood is to be applied."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partnermap.intake.finance.naming import NameQuestion
    from partnermap.intake.importing import Options
    from partnermap.intake.report import ImportReport
    from partnermap.store.base import Store

WANTED = (
    "A finance workbook is imported once what was understood of it has been seen, and nobody is here to ask. "
    "Nothing was imported. Look at it with --dry-run, then add --yes."
)
DECLINED = "Nothing was imported."
ASKED_AT_MOST = 25
"""So many names are asked about one by one at a terminal."""


class Consent:
    """Whether a person agrees; ``refused`` says why not, once asked."""

    def __init__(self, store: Store, *, given: bool, form: str, tell: Callable[[str], None]) -> None:
        self._store = store
        self._given = given
        self._form = form
        self._tell = tell
        self._asked: set[tuple[str, str]] = set()
        self._open: set[tuple[str, str]] = set()
        """Names that look like names of the map, and nobody has said yet whether they are."""
        self.refused = ""
        self.shown = False
        """Whether what was understood has been shown."""
        self.read_out = False
        """Whether how the tables were read has."""

    def __call__(self, report: ImportReport, options: Options) -> bool | Options:
        """True: apply it; False: do not; other options: plan again with these. Ctrl+C at any question: do not."""
        import click

        if self._given:
            return True
        try:
            return self._asks(report, options)
        except click.Abort:
            self._tell("")  # the question's own line ends here
            self.refused = DECLINED
            return False

    def _asks(self, report: ImportReport, options: Options) -> bool | Options:
        somebody = sys.stdin.isatty()
        if somebody and (again := self._about_names(report, options)):
            return again
        if self._form != "json" and not report.failed:
            from partnermap.views.import_text import understood_text

            self._tell(understood_text(report, self.read_out))
            self.shown = True
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
        self._show_understood(report)
        self._asked.update((one.field, one.text) for one in fresh)
        self._open.update((one.field, one.text) for one in fresh if one.likely)
        joined = [one for one in self._worth_asking(fresh) if self._decide(one, options)]
        new = [one for one in fresh if one.can_be_created and one not in joined]
        new = [one for one in new if (one.field, one.text) not in self._open]
        if new and not options.create_missing and self._create(new):
            return replace(options, create_missing=True, keep_out=frozenset(self._open))
        return options if joined else None

    def _show_understood(self, report: ImportReport) -> None:
        """What was made of the tables, once, before anything is asked about the names in them."""
        if not self.read_out and self._form != "json":
            from partnermap.views.import_text import understood_lines

            self._tell("\n".join(understood_lines(report)))
            self.read_out = True

    def _worth_asking(self, fresh: list[NameQuestion]) -> list[NameQuestion]:
        likely = [one for one in fresh if one.likely]
        if len(likely) > ASKED_AT_MOST:
            more = len(likely) - ASKED_AT_MOST
            self._tell(f"{more} more names look like names in the map; the app's Import page lists them all.")
        return likely[:ASKED_AT_MOST]

    def _decide(self, one: NameQuestion, options: Options) -> bool:
        """Ask whether a name is that of something in the map, and keep the answer; whether it is."""
        where = f"{one.cells[0]}{f' and {len(one.cells) - 1} more cells' if len(one.cells) > 1 else ''}"
        for guess in one.likely:
            answer = self._choose(f"“{one.text}” ({where}): is it “{guess.name}”? {guess.reason}.")
            if answer == "y":
                return self._keep(one, guess.name, "same", options)
            if answer == "l":
                return False
            self._keep(one, guess.name, "different", options)
        self._open.discard((one.field, one.text))
        return False

    def _keep(self, one: NameQuestion, name: str, verdict: str, options: Options) -> bool:
        from partnermap import changes
        from partnermap.errors import RequestError

        try:
            changes.decide(self._store, verdict, name, one.text, options.who, one.kinds)
        except RequestError as error:
            self._tell(str(error))
            return False
        return True

    def _create(self, new: list[NameQuestion]) -> bool:
        named = ", ".join(f"“{one.text}”" for one in new[:5]) + (f" and {len(new) - 5} more" if len(new) > 5 else "")
        self._tell(f"Not in the map yet, {_how_many(new)}: {named}.")
        return self._confirm("Add all of them to the map?")

    def _choose(self, question: str) -> str:
        import click

        prompt = f"{question} (y)es, (n)o, (l)ater"
        return str(click.prompt(prompt, type=click.Choice(["y", "n", "l"]), default="l", show_choices=False, err=True))

    def _confirm(self, question: str) -> bool:
        import click

        return click.confirm(question, default=False, err=True)


def _how_many(new: list[NameQuestion]) -> str:
    """2 recipients and 1 stream."""
    from partnermap.analysis.findings import plural

    streams = sum(one.field in ("stream", "part_of") for one in new)
    counts = [(len(new) - streams, "recipient"), (streams, "stream")]
    return " and ".join(plural(count, word) for count, word in counts if count)
