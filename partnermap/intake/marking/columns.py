"""Which columns show all their numbers with one unit, and which with several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from partnermap.intake.marking.seen import Seen
from partnermap.intake.marking.styles import Look

HEAD = 64  # rows at the top, among which plain numbers above the first with a unit are headings, such as years


class Columns:
    """Counts the looks of number cells, column by column."""

    def __init__(self) -> None:
        self._counts: dict[int, Counter[Look]] = {}
        self._heads: dict[int, list[tuple[int, Look]]] = {}

    def count(self, column: int, look: Look, number: int) -> None:
        """So many number cells of that look, below the head of the sheet."""
        self._counts.setdefault(column, Counter())[look] += number

    def head(self, row: int, column: int, look: Look) -> None:
        """A number cell in the first rows of the sheet."""
        self._heads.setdefault(column, []).append((row, look))

    def tell(self, seen: Seen) -> None:
        """Says of each column with a unit whether it is the only one."""
        for column in sorted({*self._counts, *self._heads}):
            counts = self._counts.get(column, Counter()) + Counter(_below_headings(self._heads.get(column, ())))
            codes: Counter[str] = Counter()
            for look, number in counts.items():
                codes[look.code] += number
            units = {look.unit for look in counts}
            if len(units) > 1:
                seen.mixed[column] = {code or "General": number for code, number in codes.most_common(10)}
            elif units - {""}:
                seen.formats[column] = codes.most_common(1)[0][0]


def _below_headings(head: Iterable[tuple[int, Look]]) -> Iterable[Look]:
    """The looks from the first with a unit downwards; all if there is none."""
    looks = [look for _, look in sorted(head, key=itemgetter(0))]
    first = next((at for at, look in enumerate(looks) if look.unit), 0)
    return looks[first:]
