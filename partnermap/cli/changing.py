"""Commands that change the map, list changes and take them back: history, undo, dismiss, same, different."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from partnermap.cli.arguments import Day
from partnermap.cli.group import main
from partnermap.cli.printing import tell
from partnermap.cli.stores import opened
from partnermap.settings import DEFAULT_FRAMEWORK, who
from partnermap.signs import harmless_signs

if TYPE_CHECKING:
    from partnermap.store.base import Effect


@main.command()
@click.argument("change", type=int, required=False)
def history(change: int | None) -> None:
    """List every change: import, edit, dismissal, name decision, undo. With CHANGE: what that one altered."""
    from partnermap import changes
    from partnermap.altered import altered
    from partnermap.views.change_text import history_text
    from partnermap.views.past import change_text

    with opened() as store, store.view() as view:
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

    with opened() as store:
        done = changes.undo(store, change, who())
    click.echo(harmless_signs(undone_text(done)))
    _tell_number(done.effect)


def _tell_effect(effect: Effect, otherwise: str) -> None:
    from partnermap.views.change_text import effect_lines

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
    with opened() as store:
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

    with opened() as store:
        _, effect = changes.decide(store, verdict, first, second, who())
    click.echo(f"Kept: “{first}” and “{second}” are {'one body' if verdict == 'same' else 'two bodies'}.")
    _tell_effect(effect, "The map stays as it is; the decision is used in every import from now on.")
