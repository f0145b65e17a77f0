"""Put a mapping on a table: which column says what, and which sums stand under which headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.fields import collapsed, is_bare_total
from partnermap.intake.finance.filling import fill_down
from partnermap.intake.finance.laid import Amount, Hidden, Label, Laid
from partnermap.intake.finance.mapping import FinanceMapping, Pairs, is_letter
from partnermap.intake.finance.sorting import sort_rows
from partnermap.intake.finance.sums import UNITS, is_foreign, unit_in
from partnermap.intake.marking.codes import unit as shown_with
from partnermap.likeness import marks_off
from partnermap.nearest import nearest

_POUNDS = re.compile(r"£|\b(?:gbp|pounds?|sterling)\b", re.I)
_OTHER_SIGNS = re.compile(
    r"(?:aud|cad|chf|cny|czk|dkk|eur|fr|ft|huf|inr|jpy|kč|kr|nok|nzd|pln|rub|sek|usd|zar|zł)\.?|[^\W\d_]*[€$¥₹₽₺₩₪]",
    re.I,
)
"""What a number format shows for a currency other than the pound; its other words may be anything."""


def lay(file: str, block: Block, mapping: FinanceMapping, hidden: Hidden | None = None) -> Laid:
    """The table as the mapping reads it; what of the mapping is not there is a problem of it."""
    laid = Laid(file, block, mapping)
    hidden = hidden or Hidden()
    columns = _Columns(laid, hidden)
    laid.labels = list(columns.labels())
    laid.amounts = list(columns.amounts())
    columns.check_named()
    laid.row_totals = [c for c in columns.free() if is_bare_total(block.heading(c))] if len(laid.amounts) > 1 else []
    if laid.amounts:
        sort_rows(laid, hidden.rows)
        fill_down(laid)
    return laid


def leave_out_foreign(laid: Laid) -> None:
    """Take out the columns of sums that are in another currency, by their headings, formats or title, and tell so."""
    kept = [amount for amount in laid.amounts if not _is_foreign(laid, amount)]
    for amount in laid.amounts:
        if amount in kept:
            _warn_of_mixed(laid, amount)
        else:
            laid.problem(
                "other-currency", "error", amount.heading_cell, amount.heading, None,
                f"The sums under “{amount.heading}” are not in pounds.", "Write what they come to in pounds.",
            )  # fmt: skip
    if len(kept) < len(laid.amounts):
        laid.amounts, laid.row_totals = kept, []


def _is_foreign(laid: Laid, amount: Amount) -> bool:
    marks, column = laid.block.sheet.marks, laid.block.sheet.first_column + amount.index
    codes = [marks.formats[column]] if column in marks.formats else list(marks.mixed.get(column, ()))
    if codes and all(map(_shows_foreign, codes)):
        return True
    over = laid.block.stack(amount.index)
    if any(map(_POUNDS.search, over)):
        return False
    titles = laid.block.title_texts
    return any(map(is_foreign, over)) or (any(map(is_foreign, titles)) and not any(map(_POUNDS.search, titles)))


def _warn_of_mixed(laid: Laid, amount: Amount) -> None:
    mixed = laid.block.sheet.marks.mixed.get(laid.block.sheet.first_column + amount.index, {})
    if any(map(_shows_foreign, mixed)):
        laid.problem(
            "mixed-currencies", "warning", amount.heading_cell, amount.heading, None,
            f"Some sums under “{amount.heading}” are shown in another currency; all are read as pounds.",
            "Write what they come to in pounds.",
        )  # fmt: skip


def _shows_foreign(code: str) -> bool:
    """Whether numbers of this format are shown with a currency other than the pound."""
    signs = shown_with(code).partition(" ")[0]
    return not _POUNDS.search(signs) and (is_foreign(signs) or _OTHER_SIGNS.fullmatch(signs) is not None)


class _Columns:
    """Finds the columns that a mapping names."""

    def __init__(self, laid: Laid, hidden: Hidden) -> None:
        self._laid = laid
        self._block = laid.block
        self._mapping = laid.mapping
        shift = laid.block.sheet.first_column
        self._texts = {c: self._written_over(c) for c in laid.block.columns}
        left_out = set() if laid.mapping.hidden else {at - shift for at in hidden.columns}
        visible = [c for c in laid.block.columns if c not in left_out]
        self._there = sorted([*visible, *self._asked_for(left_out, visible)])
        self._taken: set[int] = set()
        self._fields: dict[int, str] = {}

    def _written_over(self, column: int) -> list[str]:
        texts = [self._block.heading(column), *reversed(self._block.stack(column))]
        return [text.casefold() for text in dict.fromkeys(texts + [marks_off(text) for text in texts]) if text]

    def _asked_for(self, hidden: set[int], visible: list[int]) -> Iterator[int]:
        """Hidden columns that the mapping names, by a letter or by a heading that no visible column has."""
        named = {heading.casefold() for heading in (*self._mapping.columns.values(), *self._mapping.streams)}
        seen = {text for c in visible for text in self._texts[c]}
        for c in hidden & self._texts.keys():
            if self._block.letter(c).casefold() in named or not named.isdisjoint(set(self._texts[c]) - seen):
                yield c

    def labels(self) -> Iterator[Label]:
        """The columns that say something of each row; that of the sums is looked for with them."""
        for name, heading in self._mapping.columns.items():
            if name == "amount":
                continue
            column = self._find(heading)
            if column is None:
                self._missing(heading, name)
            else:
                if column in self._taken:
                    self._said_twice(column, heading, name)
                self._taken.add(column)
                self._fields[column] = name
                yield Label(column, self._block.letter(column), self._block.heading(column) or heading, name)

    def _find(self, heading: str) -> int | None:
        """The column under a heading, or of a letter."""
        wanted = collapsed(heading).casefold()
        found = [c for c in self._there if self._texts[c][:1] == [wanted]]
        found = found or [c for c in self._there if wanted in self._texts[c]]
        if len(found) > 1:
            self._second(found[1], heading)
        return found[0] if found else self._lettered(heading)

    def _lettered(self, heading: str) -> int | None:
        if not is_letter(heading):
            return None
        return next((c for c in self._there if self._block.letter(c) == heading), None)

    def _second(self, column: int, heading: str) -> None:
        self._laid.problem(
            "second-heading", "warning", self._block.heading_cell(column), heading, heading,
            f"There is a second column “{heading}”; the first is read.",
            "Name the one that is meant by its letter in the mapping.",
        )  # fmt: skip

    def _said_twice(self, column: int, heading: str, name: str) -> None:
        block = self._block
        over = block.heading(column) or block.letter(column)
        self._laid.problem(
            "said-twice", "error", block.heading_cell(column), heading, heading,
            f"The mapping reads the column “{over}” as {self._fields[column]}, and under “{heading}” as {name} as "
            "well; a column says one thing.",
            f"Name another column for {name}, or leave it out.",
        )  # fmt: skip

    def _missing(self, heading: str, name: str) -> None:
        headings = [text for c in self._there if (text := self._block.heading(c))]
        row = self._block.header_row
        message = f"The mapping names the column “{heading}” for {name}; no such heading stands in row {row}."
        likely = nearest(heading, headings, 1)
        hint = f"Did you mean “{likely[0]}”?" if likely else f"There are: {', '.join(headings[:12])}."
        self._laid.problem("missing-column", "error", None, heading, None, message, hint)

    def amounts(self) -> Iterator[Amount]:
        """The columns of sums: the one that is named, or those over which each part of the mapping finds its words."""
        if heading := self._mapping.columns.get("amount"):
            column = self._find(heading)
            if column is not None:
                if column in self._fields:
                    self._said_twice(column, heading, "amount")
                self._taken.add(column)
                yield self._amount(column, {})
                return
            self._missing(heading, "amount")
        across = {name: pairs for name, pairs in self._across().items() if pairs}
        used: set[tuple[str, str]] = set()
        for column in self._there if across else ():
            said = self._said_over(column, across, used) if column not in self._taken else {}
            if said.keys() == across.keys():
                self._taken.add(column)
                yield self._amount(column, said)
        for name, pairs in across.items():
            for heading in pairs:
                if (name, heading) not in used:
                    self._not_summed(heading, name)

    def _not_summed(self, heading: str, name: str) -> None:
        """A heading across the top with no column of sums under it: it is read as something else, or not there."""
        column = next((c for c in self._fields if _names(self._block.letter(c), self._texts[c], [heading])), None)
        if column is None:
            self._missing(heading, name)
        else:
            self._said_twice(column, heading, name)

    def _across(self) -> dict[str, Pairs]:
        mapping = self._mapping
        said = {"stream": mapping.streams, "year": mapping.years, "basis": mapping.bases}
        return {**said, "treatment": mapping.treatments}

    def check_named(self) -> None:
        """Tell which headings the mapping names for their sign or as breakdowns and are not there."""
        income = self._mapping.income
        for heading in (*(income if isinstance(income, tuple) else ()), *self._mapping.breakdown):
            if not any(_names(self._block.letter(c), self._texts[c], [heading]) for c in self._there):
                self._missing(heading, "money" if heading not in self._mapping.breakdown else "breakdown")

    def _said_over(self, column: int, across: dict[str, Pairs], used: set[tuple[str, str]]) -> dict[str, str]:
        said = {}
        letter = self._block.letter(column)
        for name, pairs in across.items():
            folded = {collapsed(heading).casefold(): heading for heading in pairs}
            heading = next((folded[text] for text in self._texts[column] if text in folded), None)
            if letter in pairs:
                heading = letter
            elif heading is not None and name == "stream" and len(across) == 1 and (name, heading) in used:
                self._second(column, heading)
                continue
            if heading is not None:
                used.add((name, heading))
                said[name] = pairs[heading]
        return said

    def _amount(self, column: int, said: dict[str, str]) -> Amount:
        heading = self._block.heading(column)
        unit = next((found for text in self._block.stack(column)[::-1] if (found := _own_unit(text))), None)
        chosen = self._mapping.unit or unit or self._unit_of_titles()
        income = self._mapping.income
        turned = income is True or (
            income is not False and _names(self._block.letter(column), self._texts[column], income)
        )
        breakdown = _names(self._block.letter(column), self._texts[column], self._mapping.breakdown)
        return Amount(
            column, self._block.letter(column), heading, self._block.heading_cell(column), UNITS[chosen],
            -1 if turned else 1, **said, breakdown=breakdown,
        )  # fmt: skip

    def _unit_of_titles(self) -> str:
        found = [unit for text in self._block.title_texts if (unit := unit_in(text))]
        return found[-1] if found else "one"

    def free(self) -> list[int]:
        """Columns that nothing was made of."""
        return [c for c in self._there if c not in self._taken]


def _own_unit(text: str) -> str | None:
    """The unit a heading gives for its column."""
    return unit_in(text) if "£" in text or re.search(r"0{3}s?\b|thousand|million", text, re.I) else None


def _names(letter: str, texts: list[str], listed: Iterable[str]) -> bool:
    """Whether a column is among those that are listed by heading or letter."""
    wanted = {collapsed(one).casefold() for one in listed}
    return letter.casefold() in wanted or not wanted.isdisjoint(texts)
