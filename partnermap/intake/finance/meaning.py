"""Which things the names in a table mean: with or without their footnote marks, or made where that is asked for."""

from __future__ import annotations

from partnermap.intake.cells import BadCell
from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.laid import Label, Laid
from partnermap.intake.finance.stated import FileState
from partnermap.intake.finance.telling import Teller
from partnermap.likeness import marks_off
from partnermap.likeness.spelling import split_marks
from partnermap.model import BY_NAME
from partnermap.names import Names
from partnermap.store.ids import fold, make_id

NAMING = ("stream", "recipient", "area", "agreement", "paid_through", "part_of")
"""Fields whose cells name things."""
CREATABLE = {"stream": "FundingStream", "part_of": "FundingStream", "recipient": "Partner", "paid_through": "Partner"}
"""Fields whose names an import can create, and as what."""


class Meanings:
    """Finds what the names of one table mean."""

    def __init__(self, laid: Laid, names: Names, state: FileState, teller: Teller, create: bool) -> None:
        """``create``: make what nobody defines."""
        self._names = names
        self._state = state
        self._teller = teller
        self._create = create
        self._told_apart = {text for label in laid.labels if label.field in NAMING for text in _by_mark(laid, label)}
        """Names that differ from another of their column by their mark alone."""
        self._unmarked: dict[str, str] = {}
        """Names as written, and without their footnote marks."""

    def find(self, kinds: tuple[str, ...], text: str) -> str:
        """The id of what a text names, as written or without footnote marks. Raises BadValue."""
        text = collapsed(text)
        if (known := self._names.known(kinds, text)) is not None:
            return known
        bare = self._without_marks(text)
        if bare != text:
            self._unmarked[text] = bare
            if (known := self._names.known(kinds, bare)) is not None:
                return known
        return self._names.resolve(kinds, bare)

    def make(self, field: str, bad: BadCell, heading: str | None, cell: str) -> bool:
        """Make what a cell names and nobody defines, if that is asked for and all that is amiss with it."""
        kind = CREATABLE.get(field)
        if not self._create or kind is None or any(fault.code != "unknown-name" for _, fault in bad.faults):
            return False
        if any((field, part) in self._state.keep_out for part, _ in bad.faults):
            return False
        for part, _ in bad.faults:
            text = self._without_marks(collapsed(part))
            thing = make_id(kind, (fold(text),))
            self._names.add(kind, text, thing)
            self._state.made.add(thing)
            as_kind = " with the kind other" if kind == "Partner" else ""
            self._teller.warn(
                "created", cell, heading, part, f"“{text}” is not defined anywhere; it is created{as_kind}.",
                f"Add it to {BY_NAME[kind].sheet} once more is known.",
            )  # fmt: skip
        return True

    def tell_marks(self) -> None:
        """Say that footnote marks were taken off names, if any were."""
        if self._unmarked:
            text, bare = next(iter(self._unmarked.items()))
            number = f"{len(self._unmarked):,} name{'s' if len(self._unmarked) > 1 else ''}"
            self._teller.guess(f"footnote marks are taken off names, such as “{text}” read as “{bare}” ({number})")

    def _without_marks(self, text: str) -> str:
        return text if text in self._told_apart else marks_off(text)


def _by_mark(laid: Laid, label: Label) -> set[str]:
    """The names of a column that differ by their footnote marks alone, such as PCT(1) and PCT(2)."""
    cells = laid.block.cells(laid.fates.data, label.index)
    marked: dict[str, dict[str, set[str]]] = {}
    for text in {collapsed(value) for value in set(cells) if isinstance(value, str)}:
        bare, mark = split_marks(text)
        if mark:
            marked.setdefault(fold(bare), {}).setdefault("".join(mark.split()).casefold(), set()).add(text)
    return {text for marks in marked.values() if len(marks) > 1 for alike in marks.values() for text in alike}
