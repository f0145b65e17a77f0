"""Problems are values: where it is, what was found, what is expected, what to do. All of them, at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from partnermap.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing amiss in a file; an ``error`` stops the import, a ``warning`` does not."""

    code: str
    severity: str
    file: str
    sheet: str | None
    cell: str | None
    heading: str | None
    value: str | None
    message: str
    hint: str

    def as_record(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        place = self.file + (f" › {self.sheet}" if self.sheet else "") + (f"!{self.cell}" if self.cell else "")
        return f"{self.severity}: {place}: {self.message} {self.hint}".rstrip()


def unreadable(error: UnreadableFile) -> Problem:
    """A file that cannot be read, as a problem of the import."""
    message, hint = f"{error.found}. {error.expected}.", f"{error.hint}."
    return Problem("unreadable", "error", error.file, None, None, None, None, message, hint)
