"""What a finance workbook names and no other sheet defines stands by its own word.

So that taking back another file, which named it first, does not take away this one's sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partnermap.intake.tables import plain
from partnermap.model import BY_NAME
from partnermap.names import Names
from partnermap.store.base import Fact, StatedRows, Statement, View
from partnermap.store.ids import kind_of

NAMING = {"Allocation": ("stream", "recipient", "paid_through"), "FundingStream": ("part_of",)}
"""Facts that name things which an import may create."""
BY_WORD = ("Partner", "FundingStream")


def named_alone(
    view: View, names: Names, file: str, statements: Iterable[Statement], listed: Iterable[StatedRows], made: set[str]
) -> list[Statement]:
    """A statement for each thing that a file names and nobody defines otherwise, by the cell that names it first."""
    stated = {one.thing for one in statements if one.kind in BY_WORD}
    first = {thing: (one, fact) for thing, one, fact in _mentions(file, statements, listed) if thing not in stated}
    alone = made | _defined_by_nobody(view, first.keys() - made)
    return [_statement(thing, one, fact, names) for thing, (one, fact) in first.items() if thing in alone]


def _mentions(
    file: str, statements: Iterable[Statement], listed: Iterable[StatedRows]
) -> Iterator[tuple[str, Statement, Fact]]:
    """Each thing at its first mention: sheet by sheet, row by row."""
    said = [*_mentioning(file, listed), *(one for one in statements if one.file == file)]
    sheets = list(dict.fromkeys(one.sheet for one in said))
    seen = set()
    for one in sorted(said, key=lambda one: (sheets.index(one.sheet), one.row)):
        for name in NAMING.get(one.kind, ()):
            fact = one.facts.get(name)
            if fact is not None and fact.value not in seen and kind_of(fact.value) in BY_WORD:
                seen.add(fact.value)
                yield fact.value, one, fact


def _mentioning(file: str, listed: Iterable[StatedRows]) -> Iterator[Statement]:
    """The rows of a file that name something first, in their order; the rest need not become statements."""
    for rows in listed:
        named = [rows.values(name) for name in NAMING[rows.kind]] if rows.file == file else []
        # read backwards, so that of the rows that name a thing the first is the one that stays
        backward = range(len(rows) - 1, -1, -1)
        first = {at for each in named for at in dict(zip(reversed(each), backward, strict=True)).values()}
        yield from map(rows.statement, sorted(first))


def _defined_by_nobody(view: View, things: set[str]) -> set[str]:
    """Those that stand in the map only because other sheets name them."""
    defined = {said.entity for said in view.statements(things) if not was_created(said.statement)}
    return things - defined


def was_created(statement: Statement) -> bool:
    """Whether a thing was created because another sheet names it."""
    return plain(statement.sheet) != plain(BY_NAME[statement.kind].sheet)


def _statement(thing: str, one: Statement, fact: Fact, names: Names) -> Statement:
    kind, cell = kind_of(thing), fact.cell(one.row)
    facts = {"name": Fact(names.written(thing), cell, fact.text)}
    if kind == "Partner":
        facts["kind"] = Fact("other", cell, fact.text)
    return Statement(thing, kind, one.file, one.sheet, one.row, facts)
