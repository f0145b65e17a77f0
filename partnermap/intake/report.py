"""What an import tells: what it understood, what is amiss, what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from partnermap.intake.differences import Differences
from partnermap.intake.finance.planning import FinanceResult, Reconciled
from partnermap.intake.problems import Problem
from partnermap.store.base import Effect

OF_MAPPINGS = ("missing-column", "missing-sheet", "said-twice")
"""Problems of a mapping that names what is not there, or reads one column as two things."""


@dataclass
class ImportReport:
    """What an import found and did."""

    files: list[str]
    effect: Effect = field(default_factory=Effect)
    read: int = 0
    imported: int = 0
    refused: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    understood: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    finance: FinanceResult = field(default_factory=FinanceResult)
    differences: Differences = field(default_factory=Differences)
    """What the files say otherwise than they did before."""
    finance_files: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        """Whether nothing can be imported: a fault of a map workbook or a mapping stops all; of a row it alone."""
        errors = [problem for problem in self.problems if problem.severity == "error"]
        stopping = [one for one in errors if one.file not in self.finance_files or one.code in OF_MAPPINGS]
        return bool(stopping) or (bool(errors) and not self.imported)

    @property
    def is_finance(self) -> bool:
        """Whether people have to see what was understood before it is applied."""
        return bool(self.finance_files)

    def as_record(self) -> dict[str, Any]:
        effect = self.effect
        return {
            "import": effect.change,
            "files": self.files,
            "added": effect.added,
            "changed": effect.changed,
            "unchanged": effect.unchanged,
            "removed": effect.removed,
            "rows": {
                "read": self.read,
                "imported": self.imported,
                "skipped": sum(self.skipped.values()),
                "refused": self.refused,
            },
            "totals": [one.as_record() for one in self.totals(main=True)],
            "understood": self.understood,
            "problems": [problem.as_record() for problem in self.problems],
        } | {name: rows for name, rows in self._more().items() if rows}

    def _more(self) -> dict[str, str | list[dict[str, Any]]]:
        """What is told beside the contract, where there is any: totals of classes, sums, differences, the mapping."""
        return {
            "mapping": self.finance.mapping_text() if self.finance.tables else "",
            "breakdowns": [
                one.as_record() | {"row": one.total.label, "of": one.total.of} for one in self.totals(main=False)
            ],
            "sums": [record for one in self.finance.tables for record in one.sums_as_records()],
            "differences": [one.as_record() for one in self.differences.changed + self.differences.new],
        }

    def totals(self, main: bool) -> list[Reconciled]:
        """Figures of total rows beside what was imported: of the whole table and within it, or of classes below it."""
        return [total for one in self.finance.tables for total in one.totals if total.total.below != main]
