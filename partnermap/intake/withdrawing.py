"""What files said before and do not say now: found, and taken back if that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from partnermap.intake.finance.alone import was_created
from partnermap.intake.planning import Plan
from partnermap.model import BY_NAME
from partnermap.store.base import Said, Statement, View


def withdrawable(view: View, earlier: list[Said]) -> set[str]:
    """The things that only these files define: unless they define them again, nobody does."""
    things = {said.entity for said in earlier if not was_created(said.statement)}
    files = {said.statement.file for said in earlier}
    return things - {said.entity for said in view.statements(things) if said.statement.file not in files}


def no_longer_said(made: Plan, earlier: list[Said]) -> list[Said]:
    """What files said that they do not state now. A thing that was created by its name goes once nothing names it."""
    stated = {(one.file, one.thing) for one in made.statements} if earlier else set()
    stated.update((rows.file, thing) for rows in made.listed if earlier for thing in rows.things)
    gone = [said for said in earlier if (said.statement.file, said.statement.thing) not in stated]
    if not any(was_created(said.statement) for said in gone):
        return gone
    named = {thing for one in chain(made.statements, *made.listed) for thing in _named_in(one)}
    return [said for said in gone if not (was_created(said.statement) and said.statement.thing in named)]


def _named_in(statement: Statement) -> Iterator[str]:
    """The ids of the things that a statement names."""
    for name, fact in statement.facts.items():
        if BY_NAME[statement.kind][name].names_things:
            for one in fact.value if isinstance(fact.value, list) else [fact.value]:
                yield one[0] if isinstance(one, list) else one


def withdrawal(statement: Statement) -> Statement:
    """The file says nothing about the thing any more."""
    return Statement(
        statement.thing, statement.kind, statement.file, statement.sheet, statement.row, {}, withdrawn=True
    )
