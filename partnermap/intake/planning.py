"""From the rows of map workbooks to statements; everything amiss on the way is a problem with its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partnermap.errors import BadValue, RequestError
from partnermap.intake.cells import OUTCOMES, BadCell, Cells, read_outcomes
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value
from partnermap.intake.tables import Column, Row, Table, merged_around, wanted
from partnermap.intake.values import split, text_of
from partnermap.model import BLANK_MEANS, BY_NAME, KINDS, Property, Type
from partnermap.names import Names
from partnermap.nearest import nearest
from partnermap.store.base import Fact, StatedRows, Statement
from partnermap.store.ids import fold, kind_of, make_id

CREATABLE = ("Partner", "Partnership", "Theme", "FundingStream")
"""Kinds that --create-missing may make; the others cannot do without more than a name."""

BODIES = ("Partner", "Partnership")

Facts = dict[str, Fact]


@dataclass(frozen=True)
class KnownKinds:
    """What the frameworks at hand know of kinds of partner and partnership."""

    names: frozenset[str]
    national: frozenset[str]


@dataclass
class Plan:
    """What an import would state, and what is amiss with it."""

    statements: list[Statement] = field(default_factory=list)
    listed: list[StatedRows] = field(default_factory=list)
    """What finance workbooks state of sums, which are many."""
    problems: list[Problem] = field(default_factory=list)
    imported: int = 0
    refused: int = 0
    errors: int = 0

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.errors += problem.severity == "error"


def plan(
    tables: list[Table], names: Names, kinds: KnownKinds, agreement: str | None = None, create: bool = False
) -> Plan:
    """Read the tables of all files together, so that one may name what another defines.

    ``agreement`` stands in for blank Agreement cells; ``create`` makes what nobody defines.
    """
    made = Plan()
    ordered = sorted(tables, key=lambda table: KINDS.index(table.kind))
    for table in ordered:
        _learn_names(table, names, agreement)
    if agreement is not None:
        agreement_named(names, agreement)
    for table in ordered:
        SheetPlanner(table, names, kinds, agreement, create, made).plan()
    return made


def agreement_named(names: Names, text: str) -> str:
    """The id of the agreement that an import is told to be about."""
    try:
        return names.resolve(("Agreement",), text)
    except BadValue as fault:
        raise RequestError(f"{fault.message} {fault.hint}") from None


def _learn_names(table: Table, names: Names, agreement: str | None) -> None:
    """Take in the names and aliases that a sheet defines."""
    if not table.kind.is_named or table.kind.name in ("Freedom", "Indicator"):
        return
    name, aliases, owner = table.column("name"), table.column("aliases"), table.column("agreement")
    for row in table.rows if name else ():
        assert name
        written = row.cell(name)
        owned = (row.cell(owner) if owner else None) or agreement
        parts = [fold(text_of(written))] if written is not None else []
        if parts and "agreement" in table.kind.key:
            known = names.known(("Agreement",), text_of(owned)) if owned else None
            parts = [*parts, known] if known else []
        if parts:
            thing = make_id(table.kind.name, parts)
            names.add(table.kind.name, text_of(written), thing)
            for alias in split(text_of(row.cell(aliases) or "")) if aliases else ():
                names.add_alias(table.kind.name, alias, thing, of_file=True)


class SheetPlanner:
    """Plans the rows of one sheet."""

    def __init__(
        self, table: Table, names: Names, kinds: KnownKinds, agreement: str | None, create: bool, made: Plan
    ) -> None:
        self.table = table
        self.kind = table.kind
        self._names = names
        self._kinds = kinds
        self._agreement = agreement if any(prop.name == "agreement" for prop in table.kind.properties) else None
        self._create = create
        self._plan = made
        self._cells = [Cells(column, names) for column in table.columns]
        self._outcomes = [column for column in table.columns if column.prop.to == OUTCOMES]
        self._needed = [prop for prop in self.kind.properties if prop.required]
        self._key = [
            (name, self.kind[name].names_things, BLANK_MEANS.get((self.kind.name, name))) for name in self.kind.key
        ]
        self._stated: dict[str, Statement] = {}
        self._alike: Counter[str] = Counter()

    def plan(self) -> None:
        """State every row, or refuse it."""
        if any(self.table.column(prop.name) is None and not self._fills(prop) for prop in self._needed):
            self._plan.refused += len(self.table.rows)
            return
        for row in self.table.rows:
            errors = self._plan.errors
            facts = self._facts(row)
            self._check_needed(row, facts)
            if self._plan.errors > errors:
                self._plan.refused += 1
            else:
                self._state(row, facts)

    def _fills(self, prop: Property) -> bool:
        """Whether the agreement given with the command stands in for a blank cell."""
        return prop.name == "agreement" and self._agreement is not None

    # -- what a row says -------------------------------------------------------------------------

    def _facts(self, row: Row) -> Facts:
        facts: Facts = {}
        values, width = row.values, len(row.values)
        for cells in self._cells:
            if cells.index >= width or values[cells.index] is None:
                continue
            value = values[cells.index]
            try:
                fact = cells.fact(value)
            except BadCell as bad:
                fact = self._create_or_report(row, cells, value, bad)
            else:
                if fact is None and cells.column.prop.type is Type.MONEY:
                    self._warn_unquantified(row, cells.column, value)
            if fact is not None:
                facts[cells.name] = fact
        if self._agreement and "agreement" not in facts:
            facts["agreement"] = Fact(agreement_named(self._names, self._agreement), "", self._agreement)
        for column in self._outcomes:
            self._name_outcomes(row, column, facts)
        return facts

    def _name_outcomes(self, row: Row, column: Column, facts: Facts) -> None:
        if column.prop.name in facts:
            agreement = facts["agreement"].value if "agreement" in facts else None
            fact = facts[column.prop.name]
            try:
                read = read_outcomes(column.prop, fact.text, agreement, self._names)
                facts[column.prop.name] = Fact(read, fact.column, fact.text)
            except BadCell as bad:
                self._report(row, column, fact.text, bad)

    def _create_or_report(self, row: Row, cells: Cells, value: Value, bad: BadCell) -> Fact | None:
        """What the cell says once the names that nobody defines are created, if that is asked and enough; else None."""
        column = cells.column
        if not self._create or not all(self._may_make(column, part, fault) for part, fault in bad.faults):
            self._report(row, column, value, bad)
            return None
        for part, _ in bad.faults:
            self._make(row, column, part)
        return cells.fact(value)

    def _may_make(self, column: Column, text: str, fault: BadValue) -> bool:
        """Whether a name stands for something to be created. A partnership does not become a partner by it."""
        if fault.code != "unknown-name":
            return False
        kind = column.prop.to[0]
        body_already = kind in BODIES and self._names.known(BODIES, text) is not None
        return kind in CREATABLE and not body_already

    def _make(self, row: Row, column: Column, text: str) -> None:
        kind = column.prop.to[0]
        thing = make_id(kind, (fold(text),))
        facts = {"name": Fact(text, column.letter, text)}
        if kind in BODIES:
            facts["kind"] = Fact("other", column.letter, text)
        self._names.add(kind, text, thing)
        self._plan.statements.append(Statement(thing, kind, self.table.file, self.table.sheet.name, row.number, facts))
        self._warn(
            "created", f"{column.letter}{row.number}", column.heading, text,
            f"“{text}” is not defined anywhere; it is created{' with the kind other' if 'kind' in facts else ''}.",
            f"Add it to {BY_NAME[kind].sheet} once more is known.",
        )  # fmt: skip

    # -- what is stated --------------------------------------------------------------------------

    def _state(self, row: Row, facts: Facts) -> None:
        thing = self._identify(facts)
        statement = Statement(thing, self.kind.name, self.table.file, self.table.sheet.name, row.number, facts)
        earlier = self._stated.get(thing)
        if earlier is not None:
            self._said_before(row, earlier, facts)
            return
        self._stated[thing] = statement
        self._plan.statements.append(statement)
        self._plan.imported += 1
        self._warn_of(row, facts)

    def _identify(self, facts: Facts) -> str:
        parts = [
            blank if (fact := facts.get(name)) is None else fact.value if named else fold(str(fact.value))
            for name, named, blank in self._key
        ]
        thing = make_id(self.kind.name, parts)
        if not self.kind.counted:
            return thing
        self._alike[thing] += 1
        return make_id(self.kind.name, [*parts, str(self._alike[thing])])

    def _said_before(self, row: Row, earlier: Statement, facts: Facts) -> None:
        differing = [
            name
            for name in (facts.keys() | earlier.facts.keys()) - set(self.kind.key)
            if _value(earlier.facts, name) != _value(facts, name)
        ]
        first = next(column for column in self.table.columns if row.cell(column) is not None)
        cell, text = f"{first.letter}{row.number}", text_of(row.cell(first))
        if not differing:
            self._plan.imported += 1
            message = f"The row says the same as row {earlier.row}; they are taken as one."
            self._warn("repeated-row", cell, first.heading, text, message, "Delete one of the two.")
            return
        self._plan.refused += 1
        headings = " and ".join(sorted(self.kind[name].heading for name in differing))
        message = f"Row {earlier.row} is about the same thing and says otherwise in {headings}."
        two = f" If they are two bodies of one name, write each as “{text} (Area)”." if self.kind.is_named else ""
        self._error("said-twice", cell, first.heading, text, message, f"Keep one of the two rows.{two}")

    # -- what is told ----------------------------------------------------------------------------

    def _check_needed(self, row: Row, facts: Facts) -> None:
        for prop in self._needed:
            column = self.table.column(prop.name) if prop.name not in facts else None
            if column and not split(text_of(row.cell(column) or "")):
                merged = merged_around(self.table, row.number, column)
                hint = f"Unmerge {merged} and fill in each row" if merged else "Fill it in"
                cell = f"{column.letter}{row.number}"
                self._error(
                    "blank-cell", cell, column.heading, None, f"{prop.heading} is blank.", f"{hint}: {wanted(prop)}"
                )

    def _warn_of(self, row: Row, facts: Facts) -> None:
        self._warn_of_days(row, facts)
        if "kind" in facts and self.kind["kind"].type is Type.OPEN:
            self._warn_of_kind(row, facts["kind"])
            if (
                self.kind.name == "Partner"
                and "covers" not in facts
                and facts["kind"].value not in self._kinds.national
            ):
                self._warn_of_covers(row, facts)

    def _warn_of_days(self, row: Row, facts: Facts) -> None:
        since, until = facts.get("since"), facts.get("until")
        if since and until and until.value < since.value:
            self._warn(
                "ends-before-begins", f"{until.column}{row.number}", "Until", until.text,
                f"It ends on {until.value}, before it begins on {since.value}, so it is never current.",
                "Correct one of the two days.",
            )  # fmt: skip

    def _warn_of_kind(self, row: Row, kind: Fact) -> None:
        if kind.value not in self._kinds.names:
            likely = nearest(kind.text, sorted(self._kinds.names))
            message = f"No framework knows the kind “{kind.text}”."
            hint = f"Did you mean “{likely[0]}”?" if likely else "It is kept as written."
            self._warn("unknown-kind", f"{kind.column}{row.number}", "Kind", kind.text, message, hint)

    def _warn_of_covers(self, row: Row, facts: Facts) -> None:
        column = self.table.column("covers")
        cell = f"{column.letter if column else facts['name'].column}{row.number}"
        message = f"{facts['name'].text} covers no area, so no report can expect it anywhere."
        self._warn("no-covers", cell, "Covers", None, message, "Fill in Covers with the areas it works in.")

    def _warn_unquantified(self, row: Row, column: Column, value: Value) -> None:
        text = text_of(value)
        message = f"“{text}” is no figure; the sum is taken as not quantified."
        self._warn(
            "not-quantified",
            f"{column.letter}{row.number}",
            column.heading,
            text,
            message,
            "Fill in the sum once it is known.",
        )

    def _report(self, row: Row, column: Column, value: Value, bad: BadCell) -> None:
        for _, fault in bad.faults:
            cell = f"{column.letter}{row.number}"
            self._error(fault.code, cell, column.heading, text_of(value), fault.message, fault.hint)

    def _error(self, code: str, cell: str, heading: str, value: str | None, message: str, hint: str) -> None:
        problem = Problem(code, "error", self.table.file, self.table.sheet.name, cell, heading, value, message, hint)
        self._plan.add(problem)

    def _warn(self, code: str, cell: str, heading: str, value: str | None, message: str, hint: str) -> None:
        problem = Problem(code, "warning", self.table.file, self.table.sheet.name, cell, heading, value, message, hint)
        self._plan.add(problem)


def _value(facts: Mapping[str, Fact], name: str) -> Any:
    fact = facts.get(name)
    return fact.value if fact else None


def count_by_kind(things: Iterable[str]) -> dict[str, int]:
    """How many things of each kind."""
    return dict(Counter(kind_of(thing) for thing in things))
