"""From the rows of map workbooks to statements; everything amiss on the way is a problem with its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from partnermap.errors import BadValue
from partnermap.intake.problems import Problem
from partnermap.intake.sheets import Value
from partnermap.intake.tables import Column, Row, Table
from partnermap.intake.values import reader, split, text_of
from partnermap.model import BLANK_MEANS, KINDS, Kind, Property, Type
from partnermap.names import Names
from partnermap.nearest import nearest
from partnermap.store.base import Fact, Statement
from partnermap.store.ids import fold, kind_of, make_id

CREATABLE = ("Partner", "Partnership", "Theme", "FundingStream")
"""Kinds that --create-missing may make; the others cannot do without more than a name."""


@dataclass(frozen=True)
class KnownKinds:
    """What the frameworks at hand know of kinds of partner and partnership."""

    names: frozenset[str]
    national: frozenset[str]


@dataclass
class Plan:
    """What an import would state, and what is amiss with it."""

    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    imported: int = 0
    refused: int = 0

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


class Planner:
    """Reads the tables of all files together, so that one may name what another defines."""

    def __init__(self, names: Names, kinds: KnownKinds, agreement: str | None = None, create: bool = False) -> None:
        self._names = names
        self._kinds = kinds
        self._agreement = agreement
        self._create = create
        self._plan = Plan()
        self._stated: dict[tuple[str, str], Statement] = {}
        self._rows_of: Counter[tuple[str, str, str]] = Counter()
        self._made: set[str] = set()

    def plan(self, tables: list[Table]) -> Plan:
        ordered = sorted(tables, key=lambda table: KINDS.index(table.kind))
        for table in ordered:
            self._learn_names(table)
        for table in ordered:
            self._plan_table(table)
        return self._plan

    # -- names first -----------------------------------------------------------------------------

    def _learn_names(self, table: Table) -> None:
        kind = table.kind
        if not kind.is_named or kind.name in ("Freedom", "Indicator"):
            return
        for row in table.rows():
            cells = {column.prop.name: value for column, value in row.cells}
            if cells.get("name") is not None:
                self._learn(kind, cells)

    def _learn(self, kind: Kind, cells: dict[str, Value]) -> None:
        name = text_of(cells["name"])
        thing = make_id(kind.name, (fold(name),))
        if "agreement" in kind.key:
            written = cells.get("agreement")
            agreement = text_of(written) if written is not None else self._agreement
            owner = self._names.known(("Agreement",), agreement) if agreement else None
            if owner is None:
                return
            thing = make_id(kind.name, (fold(name), owner))
        self._names.add(kind.name, name, thing)
        if cells.get("aliases") is not None:
            for alias in split(text_of(cells["aliases"])):
                self._names.add_alias(kind.name, alias, thing)

    # -- then rows -------------------------------------------------------------------------------

    def _plan_table(self, table: Table) -> None:
        readers = {column.index: self._reader(column.prop) for column in table.columns}
        missing = [p for p in table.kind.properties if p.required and p not in [c.prop for c in table.columns]]
        if [prop for prop in missing if not self._fills(prop)]:
            self._plan.refused += sum(1 for _ in table.rows())
            return
        for row in table.rows():
            self._plan_row(table, row, readers)

    def _fills(self, prop: Property) -> bool:
        """Whether the agreement given with the command stands in for a blank cell."""
        return prop.name == "agreement" and self._agreement is not None

    def _reader(self, prop: Property) -> Callable[[Value], Any]:
        if prop.names_things and prop.to != ("Outcome",):
            return self._several_names(prop) if prop.several else lambda value: self._named(prop, text_of(value))
        return text_of if prop.names_things else reader(prop)

    def _several_names(self, prop: Property) -> Callable[[Value], list[str]]:
        return lambda value: list(dict.fromkeys(self._named(prop, part) for part in split(text_of(value))))

    def _named(self, prop: Property, text: str, agreement: str | None = None) -> str:
        return self._names.resolve(prop.to, text, agreement)

    def _plan_row(self, table: Table, row: Row, readers: dict[int, Callable[[Value], Any]]) -> None:
        before = len(self._plan.problems)
        facts: dict[str, Fact] = {}
        for column, value in row.cells:
            try:
                read = readers[column.index](value)
            except BadValue as fault:
                read = self._create_or_report(table, row, column, value, fault)
            if read is None:
                if column.prop.type is Type.MONEY:
                    self._warn_unquantified(table, row, column, value)
            elif read != []:
                facts[column.prop.name] = Fact(read, column.letter, text_of(value))
        self._fill_agreement(table, facts)
        self._name_outcomes(table, row, facts)
        self._check_needed(table, row, facts)
        if any(problem.severity == "error" for problem in self._plan.problems[before:]):
            self._plan.refused += 1
        else:
            self._state(table, row, facts)

    def _fill_agreement(self, table: Table, facts: dict[str, Fact]) -> None:
        if self._agreement and "agreement" not in facts and any(p.name == "agreement" for p in table.kind.properties):
            facts["agreement"] = Fact(self._names.resolve(("Agreement",), self._agreement), "", self._agreement)

    def _name_outcomes(self, table: Table, row: Row, facts: dict[str, Fact]) -> None:
        """Outcomes are named within the row's agreement, so they are looked up once that is known."""
        for column, value in row.cells:
            if column.prop.to == ("Outcome",) and column.prop.name in facts:
                agreement = facts["agreement"].value if "agreement" in facts else None
                try:
                    read = self._outcomes(column.prop, text_of(value), agreement)
                    facts[column.prop.name] = facts[column.prop.name]._replace(value=read)
                except BadValue as fault:
                    self._report(table, row, column, value, fault)

    def _outcomes(self, prop: Property, text: str, agreement: str | None) -> Any:
        if prop.type is not Type.SHARES:
            return self._named(prop, text, agreement)
        parts = [_name_and_share(part) for part in split(text)]
        if any(share is not None for _, share in parts):
            total = sum((Decimal(share) for _, share in parts if share is not None), Decimal(0))
            if total != 100 or any(share is None for _, share in parts):
                raise BadValue(
                    "bad-shares",
                    f"The shares make {total}%, not 100%.",
                    "Give each outcome a share, such as A: 60%; B: 40%; or none.",
                )
        return [[self._named(prop, name, agreement), share] for name, share in parts]

    def _check_needed(self, table: Table, row: Row, facts: dict[str, Fact]) -> None:
        for prop in table.kind.properties:
            if prop.required and prop.name not in facts and not self._reported(row, prop):
                column = next((c for c in table.columns if c.prop is prop), None)
                cell = f"{column.letter}{row.number}" if column else None
                self._add(
                    table,
                    "blank-cell",
                    "error",
                    cell,
                    prop.heading,
                    None,
                    f"{prop.heading} is blank.",
                    f"Fill it in. {prop.says}",
                )
        self._check_covers(table, row, facts)

    def _reported(self, row: Row, prop: Property) -> bool:
        return any(column.prop is prop for column, _ in row.cells)

    def _check_covers(self, table: Table, row: Row, facts: dict[str, Fact]) -> None:
        if table.kind.name != "Partner" or "covers" in facts or "kind" not in facts:
            return
        if facts["kind"].value not in self._kinds.national and not self._reported(row, table.kind["covers"]):
            letter = next((c.letter for c in table.columns if c.prop.name == "covers"), "A")
            name = facts["name"].text if "name" in facts else "This partner"
            self._add(
                table, "no-covers", "warning", f"{letter}{row.number}", "Covers", None,
                f"{name} covers no area, so no report can expect it anywhere.",
                "Fill in Covers with the areas it works in.",
            )  # fmt: skip

    def _state(self, table: Table, row: Row, facts: dict[str, Fact]) -> None:
        kind = table.kind
        thing = self._identify(table, facts)
        statement = Statement(thing, kind.name, table.file, table.sheet.name, row.number, facts)
        earlier = self._stated.get((table.file, thing))
        if earlier is not None and earlier.sheet == statement.sheet:
            self._said_before(table, row, earlier, statement)
            return
        self._stated[table.file, thing] = statement
        self._plan.statements.append(statement)
        self._plan.imported += 1
        self._warn_of(table, row, facts)

    def _identify(self, table: Table, facts: dict[str, Fact]) -> str:
        kind = table.kind
        parts = [_key_part(kind, name, facts) for name in kind.key]
        if not kind.counted:
            return make_id(kind.name, parts)
        shared = make_id(kind.name, parts)
        self._rows_of[table.file, table.sheet.name, shared] += 1
        return make_id(kind.name, [*parts, str(self._rows_of[table.file, table.sheet.name, shared])])

    def _said_before(self, table: Table, row: Row, earlier: Statement, later: Statement) -> None:
        if {n: f.value for n, f in earlier.facts.items()} == {n: f.value for n, f in later.facts.items()}:
            self._plan.imported += 1
            self._add(
                table, "repeated-row", "warning", f"{row.cells[0][0].letter}{row.number}", None, None,
                f"The row says the same as row {earlier.row}; they were taken as one.", "Delete one of the two.",
            )  # fmt: skip
            return
        self._plan.refused += 1
        differing = [n for n in later.facts.keys() | earlier.facts.keys() if _value(earlier, n) != _value(later, n)]
        headings = " and ".join(sorted(table.kind[name].heading for name in differing))
        self._add(
            table, "said-twice", "error", f"{row.cells[0][0].letter}{row.number}", None, text_of(row.cells[0][1]),
            f"Row {earlier.row} is about the same thing and says otherwise in {headings}.",
            "Keep one of the two; write two bodies of one name as “Name (Area)”.",
        )  # fmt: skip

    # -- what is told ----------------------------------------------------------------------------

    def _warn_of(self, table: Table, row: Row, facts: dict[str, Fact]) -> None:
        since, until = facts.get("since"), facts.get("until")
        if since and until and until.value < since.value:
            self._add(
                table, "ends-before-begins", "warning", f"{until.column}{row.number}", "Until", until.text,
                f"It ends on {until.value}, before it begins on {since.value}, so it is never current.",
                "Correct one of the two days.",
            )  # fmt: skip
        kind = facts.get("kind")
        if kind and table.kind["kind"].type is Type.OPEN and kind.value not in self._kinds.names:
            likely = nearest(kind.text, sorted(self._kinds.names))
            self._add(
                table, "unknown-kind", "warning", f"{kind.column}{row.number}", "Kind", kind.text,
                f"No framework knows the kind “{kind.text}”.",
                f"Did you mean “{likely[0]}”?" if likely else "It is kept as written.",
            )  # fmt: skip

    def _warn_unquantified(self, table: Table, row: Row, column: Column, value: Value) -> None:
        self._add(
            table, "not-quantified", "warning", f"{column.letter}{row.number}", column.heading, text_of(value),
            f"“{text_of(value)}” is no figure; the sum was taken as not quantified.", "Fill in the sum once it is known.",
        )  # fmt: skip

    def _create_or_report(self, table: Table, row: Row, column: Column, value: Value, fault: BadValue) -> Any:
        prop = column.prop
        if fault.code == "unknown-name" and self._create and prop.to[0] in CREATABLE:
            parts = split(text_of(value)) if prop.several else [text_of(value)]
            things = [self._made_or_known(table, row, column, part) for part in parts]
            return things if prop.several else things[0]
        self._report(table, row, column, value, fault)
        return None

    def _made_or_known(self, table: Table, row: Row, column: Column, text: str) -> str:
        known = self._names.known(column.prop.to, text)
        if known:
            return known
        kind = column.prop.to[0]
        thing = make_id(kind, (fold(text),))
        facts = {"name": Fact(text, column.letter, text)}
        if kind in ("Partner", "Partnership"):
            facts["kind"] = Fact("other", column.letter, text)
        self._names.add(kind, text, thing)
        self._plan.statements.append(Statement(thing, kind, table.file, table.sheet.name, row.number, facts))
        self._add(
            table, "created", "warning", f"{column.letter}{row.number}", column.heading, text,
            f"“{text}” was not defined anywhere; it was created{' with the kind other' if 'kind' in facts else ''}.",
            "Define it in its own sheet when more is known.",
        )  # fmt: skip
        return thing

    def _report(self, table: Table, row: Row, column: Column, value: Value, fault: BadValue) -> None:
        cell = f"{column.letter}{row.number}"
        self._add(table, fault.code, "error", cell, column.heading, text_of(value), fault.message, fault.hint)

    def _add(
        self, table: Table, code: str, severity: str, cell: str | None, heading: str | None,
        value: str | None, message: str, hint: str,
    ) -> None:  # fmt: skip
        self._plan.problems.append(
            Problem(code, severity, table.file, table.sheet.name, cell, heading, value, message, hint)
        )


def _value(statement: Statement, name: str) -> Any:
    fact = statement.facts.get(name)
    return fact.value if fact else None


def _key_part(kind: Kind, name: str, facts: dict[str, Fact]) -> str | None:
    fact = facts.get(name)
    if fact is None:
        return BLANK_MEANS.get((kind.name, name))
    return str(fact.value) if kind[name].names_things else fold(str(fact.value))


def _name_and_share(part: str) -> tuple[str, str | None]:
    """An outcome and its share: ``Fewer burglaries: 60%`` is ("Fewer burglaries", "60")."""
    name, colon, share = part.rpartition(":")
    number = share.strip().removesuffix("%").strip()
    if colon and share.strip().endswith("%") and number.replace(".", "", 1).isdecimal():
        return name.strip(), number
    return part, None


def count_by_kind(things: Iterable[str]) -> dict[str, int]:
    """How many things of each kind."""
    return dict(Counter(kind_of(thing) for thing in things))
