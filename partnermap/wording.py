"""What was said, and when, as people read it: sums in pounds, things by the names that stand in the cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from partnermap.model import BY_NAME, Property, Type
from partnermap.store.base import Fact, Said, Statement
from partnermap.store.ids import key_parts, kind_of


def pounds(pence: int) -> str:
    """£12,000, -£12.50."""
    return f"£{pence / 100:,.2f}".removesuffix(".00").replace("£-", "-£")


def in_words(prop: Property, fact: Fact) -> str:
    """A fact's value: a sum in pounds, whatever its unit in the cell; all else as it stands there."""
    return pounds(fact.value) if prop.type is Type.MONEY else str(fact.text)


def caption(statements: Iterable[Statement], thing: str) -> str:
    """What a thing is called, by the newest of the statements about it (oldest first) that say so."""
    kind = BY_NAME[kind_of(thing)]
    named = [one for one in statements if any(name in one.facts for name in kind.key)]
    return caption_of(named[-1]) if named else by_id(thing)


def caption_of(one: Statement) -> str:
    """What a statement calls the thing it is about."""
    kind = BY_NAME[one.kind]
    return " · ".join(_called(kind[name], one.facts[name]) for name in kind.key if name in one.facts)


def _called(prop: Property, fact: Fact) -> str:
    """A name as it is written; a year, a basis or a line as it was read, for it may come from a whole title."""
    named = prop.names_things or prop.name == "name"
    return str(fact.text if named else fact.value)


def by_id(thing: str) -> str:
    """What a thing is called where nothing but its id is known: its key."""
    parts = [by_id(part) if kind_of(part) in BY_NAME else part for part in key_parts(thing) if part]
    counted = BY_NAME[kind_of(thing)].counted
    return " · ".join(parts[:-1] if counted else parts)


def day_of(at: str) -> str:
    """The day of a change, from its time as it is kept: 24 November 2026."""
    return long_day(_time(at).date())


def moment_of(at: str) -> str:
    """24 November 2026 at 21:18 UTC."""
    return f"{day_of(at)} at {_time(at):%H:%M} UTC"


def long_day(day: dt.date) -> str:
    """22 March 2005."""
    return f"{day.day} {day:%B %Y}"


def _time(at: str) -> dt.datetime:
    return dt.datetime.fromisoformat(at).astimezone(dt.UTC)


def first_cell(said: Said) -> str:
    """Where a statement begins: sheet and cell of what its thing is called by."""
    one = said.statement
    fact = next((one.facts[name] for name in BY_NAME[one.kind].key if name in one.facts), None)
    return cell(said, fact or next(iter(one.facts.values()), None))


def cell(said: Said, fact: Fact | None) -> str:
    """Partners!A7; nothing for what stands in no cell."""
    source = said.source(fact) if fact else None
    return f"{source.sheet}!{source.cell}" if source and source.sheet else ""
