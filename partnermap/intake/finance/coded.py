"""Official codes that stand beside the names of recipients: what they say of names, which nothing is joined by.

A name goes first: exactly, by alias, by decision. A code then says what a name that nobody defines may mean, and
where a name and the code beside it do not go together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from partnermap.intake.finance.fields import CODE, collapsed, meaning
from partnermap.intake.finance.laid import Label, Laid
from partnermap.intake.finance.stated import Unknown
from partnermap.intake.planning import Plan
from partnermap.intake.problems import Problem
from partnermap.intake.values import text_of
from partnermap.likeness import Likely
from partnermap.model import ALLOCATION
from partnermap.names import Names
from partnermap.store.base import StatedRows

KINDS = ALLOCATION["recipient"].to


@dataclass(frozen=True, slots=True)
class _Beside:
    """A code, and the name in its row."""

    row: int
    cell: str
    code: str
    name: str


def use_codes(table: Laid, names: Names, plan: Plan, stated: Sequence[StatedRows], unknown: Unknown) -> None:
    """Note what the codes of a table say of names that nobody defines; warn where a code is that of another body.

    ``stated``: what was stated of its rows.
    """
    label = table.label("recipient")
    columns = [at for at in table.block.columns if label and _is_code(table, at)]
    if not label or not columns:
        return
    recipients = {
        row: thing for rows in stated for row, thing in zip(rows.numbers, rows.values("recipient"), strict=True)
    }
    meant: dict[str, list[Likely]] = {}
    differing: dict[tuple[str, str], list[_Beside]] = {}
    for one in _codes(table, label, columns):
        likely = meant.get(one.code)
        if likely is None:
            likely = meant[one.code] = names.likeness.coded(KINDS, one.code)
        if ("recipient", one.name) in unknown.cells and names.likeness.coded(KINDS, one.code, one.name):
            unknown.codes.setdefault(("recipient", one.name), one.code)
        thing = recipients.get(table.number(one.row))
        if likely and thing and thing not in {each.thing for each in likely}:
            differing.setdefault((one.name, one.code), []).append(one)
    _hint(table, names, plan, unknown)
    for found in differing.values():
        _warn(table, names, plan, label, found, meant[found[0].code])


def _is_code(table: Laid, at: int) -> bool:
    means = meaning(table.block.heading(at))
    return means is not None and means.field == CODE


def _codes(table: Laid, label: Label, columns: list[int]) -> Iterator[_Beside]:
    for row in table.fates.data:
        name = table.block.cell(row, label.index)
        for at in columns if name is not None else ():
            if (value := table.block.cell(row, at)) is not None and any(map(str.isdigit, code := text_of(value))):
                cell = table.block.sheet.address(row, at)
                yield _Beside(row, cell, collapsed(code), text_of(name))


def _hint(table: Laid, names: Names, plan: Plan, unknown: Unknown) -> None:
    """Say with each name of the table that nobody defines whose code stands beside it."""
    for at, problem in enumerate(plan.problems):
        name = problem.value or ""
        code = unknown.codes.get(("recipient", name))
        here = (problem.file, problem.sheet) == (table.file, table.sheet_name)
        if here and code and problem.code == "unknown-name":
            told = " or ".join(one.told for one in names.likeness.coded(KINDS, code, name))
            plan.problems[at] = replace(problem, hint=f"Did you mean {told}? Else add it to Partners or Partnerships.")


def _warn(table: Laid, names: Names, plan: Plan, label: Label, found: list[_Beside], likely: list[Likely]) -> None:
    first, other = found[0], likely[0].name
    if {one.thing for one in likely} <= names.told_apart(KINDS, first.name):
        return
    more = f" ({len(found):,} rows)" if len(found) > 1 else ""
    plan.add(
        Problem(
            "code-of-another", "warning", table.file, table.sheet_name, first.cell, label.heading, first.code,
            f"“{first.name}” stands beside the code {first.code}, which is that of “{other}” in the map{more}; "
            "the sums go by the name.",
            f'If the two are one body, say so: partnermap same "{other}" "{first.name}"; if not, "different".',
        )
    )  # fmt: skip
