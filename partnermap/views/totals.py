"""The sums of a finance table as they were imported, beside the totals that its file gives."""

from __future__ import annotations

from dataclasses import dataclass

from partnermap.analysis.findings import plural
from partnermap.intake.finance.planning import Reconciled, TableResult
from partnermap.intake.finance.sums import written


@dataclass(frozen=True)
class Line:
    """A column's sum as it was imported, beside a total that the file gives for it."""

    column: str
    cell: str
    total: str
    """The row that gives it; empty where none does."""
    of: str
    in_file: int | None
    imported: int

    @property
    def difference(self) -> int | None:
        return None if self.in_file is None else self.in_file - self.imported

    @property
    def verdict(self) -> str:
        """In words: agrees, differs by £17,215,000, or that the file has no total."""
        if self.difference is None:
            return "the file has no total"
        return "agrees" if self.difference == 0 else f"differs by {written(self.difference)}"

    def as_record(self) -> dict[str, str]:
        """The line as a table shows it."""
        return {
            "Column": self.column,
            "In the file": "" if self.in_file is None else written(self.in_file),
            "Imported": written(self.imported),
            "So it": self.verdict,
            "Total in the file": f"{self.total} ({self.cell}), of {self.of}" if self.total else "",
        }


def totals(one: TableResult, main: bool) -> list[Line]:
    """Each column beside the file's total of all rows (``main``), or each other total; those that differ most first."""
    whole = [total for total in one.totals if total.total.main] or one.totals
    if not main:
        return _ranked([_line_of(total) for total in one.totals if total not in whole])
    summed = {total.amount.index for total in whole}
    bare = [Line(a.heading, "", "", "", None, pence) for a, pence in one.sums if a.index not in summed]
    return _ranked([*map(_line_of, whole), *bare])


def _line_of(one: Reconciled) -> Line:
    return Line(one.amount.heading, one.cell, one.total.label, one.total.of, one.in_file, one.imported)


def _ranked(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -abs(line.difference or 0))


def verdict(one: TableResult) -> tuple[bool | None, str]:
    """Whether the file's totals agree with what was imported, and that in words; None: it has none."""
    if not one.totals:
        return None, "The file gives no total to compare with."
    wrong = sum(bool(total.difference) for total in one.totals)
    if not wrong:
        return True, f"All {len(one.totals):,} totals in the file agree with its rows, to the penny."
    return False, f"{wrong:,} of {plural(len(one.totals), 'total')} in the file differ from what its rows make."
