"""What can be made of a table that nobody wrote a mapping for: a mapping, and what each guess in it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from partnermap.intake.finance.blocks import LOOK_AHEAD, Block
from partnermap.intake.finance.fields import (
    BASES,
    LABELS,
    NO_FIELD,
    TREATMENTS,
    Meaning,
    choice_alone,
    choice_in,
    collapsed,
    is_bare_total,
    is_total,
    marks_off,
    meaning,
    plain,
    speaks_of_income,
    speaks_of_money,
)
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.finance.parts import sums_of_others
from partnermap.intake.finance.sums import is_figure, is_foreign, read_sum, unit_in
from partnermap.intake.finance.years import Year, is_year, years_in
from partnermap.intake.sheets import Value, column_letter
from partnermap.intake.values import text_of

NAMED = {"area": "Area", "agreement": "Agreement"}
"""Fields whose names an import never creates: a column is taken for one only if the map knows what stands in it."""
KNOWN_SHARE = 0.5
"""Such a column is taken if the map knows so many of its first names."""
LABELLED = ("recipient", "stream", "area")

Knows = Callable[[str, str], bool]
"""Whether the map has a thing of a kind under a name."""


@dataclass
class Understood:
    """What was made of a table."""

    mapping: FinanceMapping
    guesses: list[str] = field(default_factory=list)
    sure: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Field: how sure (certain, likely, guess) and why."""
    origins: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Constant: the cell it was read from, and the text that stood there."""
    question: str = ""
    """What has to be said before anything can be imported; empty if nothing has."""


@dataclass
class _Column:
    index: int
    heading: str
    stack: list[str]
    values: list[Value]
    means: Meaning | None
    year: Year | None = None
    basis: str | None = None
    treatment: str | None = None

    @property
    def is_figures(self) -> bool:
        figures = sum(is_figure(value) and not is_year(value) for value in self.values)
        return figures * 2 > len(self.values) > 0

    @property
    def field(self) -> str:
        return self.means.field if self.means else ""


def understand(block: Block, file: str, knows: Knows) -> Understood:
    """A mapping for a table, and what it rests on. What the table leaves open is its question."""
    return _Reader(block, file, knows).read()


class _Reader:
    def __init__(self, block: Block, file: str, knows: Knows) -> None:
        self._block = block
        self._file = file
        self._knows = knows
        self._columns = [self._column(c) for c in block.columns]
        self._made = Understood(FinanceMapping(sheets=(block.sheet.name,), header_row=block.header_row))
        headings = Counter(one.heading.casefold() for one in self._columns)
        self._twice = {heading for heading, times in headings.items() if times > 1}

    def _column(self, index: int) -> _Column:
        values: list[Value] = []
        for row in range(self._block.bottom + 1, min(self._block.last, self._block.bottom + 8 * LOOK_AHEAD) + 1):
            value = self._block.cell(row, index)
            if value is not None:
                values.append(value)
                if len(values) >= LOOK_AHEAD:
                    break
        heading = self._block.heading(index)
        stack = self._block.stack(index)
        means = meaning(heading) if heading else None
        one = _Column(index, heading, stack, values, means)
        for text in reversed(stack):
            one.year = one.year or next((year for year in years_in(text)), None) or _bare_year(text)
            one.basis = one.basis or choice_alone(_without_year(text), BASES)
            one.treatment = one.treatment or choice_alone(_without_year(text), TREATMENTS)
        return one

    # -- columns ---------------------------------------------------------------------------------

    def read(self) -> Understood:
        labels = self._labels()
        columns = {name: self._called(one) for name, one in labels.items()}
        taken = {one.index for one in labels.values()}
        sums = [one for one in self._columns if one.index not in taken and self._may_be_sums(one)]
        self._set(columns=columns)
        self._amounts(sums, "stream" in labels, bool(labels))
        self._say_left_out(taken)
        self._constants("stream" in labels, "year" in labels)
        self._money()
        return self._made

    def _set(self, **said: object) -> None:
        self._made.mapping = replace(self._made.mapping, **said)  # type: ignore[arg-type]

    def _called(self, one: _Column) -> str:
        """How the mapping names a column: by its heading, or its letter where two are headed alike."""
        return one.heading if one.heading and one.heading.casefold() not in self._twice else self._letter(one)

    def _letter(self, one: _Column) -> str:
        return column_letter(self._block.sheet.first_column + one.index)

    def _labels(self) -> dict[str, _Column]:
        found: dict[str, _Column] = {}
        for name in LABELS:
            fitting = [one for one in self._columns if one.field == name and one.values and self._fits(one, name)]
            if fitting:
                best = min(fitting, key=lambda one: (one.means is None or one.means.sure != "certain", _rank(one)))
                found[name] = best
                assert best.means
                self._made.sure[name] = (best.means.sure, best.means.why)
                self._say_beside(name, best, fitting)
        if not any(name in found for name in LABELLED):
            self._guess_recipient(found)
        return found

    def _fits(self, one: _Column, name: str) -> bool:
        if one.is_figures and name not in ("year", "line"):
            return False
        if name in NAMED:
            texts = [text_of(value) for value in one.values]
            known = sum(self._knows(NAMED[name], text) for text in texts)
            if known < KNOWN_SHARE * len(texts):
                self._made.guesses.append(
                    f"“{one.heading}” may be the {name}, but the map does not know what stands in it; it is left out"
                )
                return False
        return True

    def _say_beside(self, name: str, best: _Column, fitting: list[_Column]) -> None:
        others = [f"“{one.heading}”" for one in fitting if one is not best]
        if best.means and best.means.sure != "certain":
            self._made.guesses.append(f"“{best.heading}” is read as the {_word(name)}: {best.means.why}")
        if others:
            self._made.guesses.append(f"for the {_word(name)} “{best.heading}” is read, and not {' or '.join(others)}")

    def _guess_recipient(self, found: dict[str, _Column]) -> None:
        """Where no heading says it: the first column of words that are hardly ever the same twice."""
        for one in self._columns:
            texts = [value for value in one.values if isinstance(value, str)]
            wordy = texts and len(texts) == len(one.values) and not one.is_figures
            if (
                wordy
                and one.field in ("", "recipient")
                and max(map(len, texts)) > 3
                and len(set(texts)) > len(texts) / 2
            ):
                found["recipient"] = one
                self._made.sure["recipient"] = ("guess", "its cells are names, hardly any twice")
                self._made.guesses.append(
                    f"column {self._letter(one)} (“{one.heading}”) is taken for the recipient: its cells are names, hardly any twice"
                )
                return

    def _may_be_sums(self, one: _Column) -> bool:
        if one.field in ("amount",) or one.year or one.basis or one.treatment:
            return one.is_figures or (one.field == "amount" and any(is_figure(value) for value in one.values))
        if one.field == NO_FIELD or (one.means and one.means.sure == "certain" and one.field in ("line", "year")):
            return False
        return one.is_figures and bool(one.heading)

    def _amounts(self, sums: list[_Column], has_stream: bool, labelled: bool) -> None:
        sums = [one for one in sums if not is_bare_total(one.heading) or len(sums) == 1]
        named = [one for one in sums if one.field == "amount"]
        dated = [one for one in sums if one.year]
        based = [one for one in sums if one.basis or one.treatment]
        if len({one.year.year for one in dated if one.year}) > 1 or (dated and not named and len(dated) == len(sums)):
            self._across(dated, streams=not has_stream and self._has_groups(dated))
        elif named:
            self._one_column(named)
        elif based and (has_stream or len(based) == len(sums)):
            self._across(based, streams=not has_stream and self._has_groups(based))
        elif has_stream or not labelled:
            self._the_sum_among(sums)
        elif len(sums) == 1 and not speaks_of_money(sums[0].heading):
            self._one_column(sums)
        else:
            self._across(sums, streams=True)

    def _has_groups(self, columns: list[_Column]) -> bool:
        """Whether something that is no year, basis or treatment stands over the columns, and not the same over all."""
        names = {_stream_text(one) for one in columns}
        return "" not in names and len(names) > 1

    def _one_column(self, named: list[_Column]) -> None:
        best = min(named, key=_rank)
        if len(named) > 1:
            rest = ", ".join(f"“{one.heading}”" for one in named if one is not best)
            self._made.guesses.append(f"the sums are read from “{best.heading}”, and not from {rest}")
        means = best.means
        self._made.sure["amount"] = (
            (means.sure, means.why) if means and means.field == "amount" else ("likely", "the only column of figures")
        )
        self._set(columns={**self._made.mapping.columns, "amount": self._called(best)})

    def _the_sum_among(self, sums: list[_Column]) -> None:
        likely = [one for one in sums if speaks_of_money(one.heading)] or sums
        if len(likely) == 1:
            self._made.guesses.append(
                f"the sums are read from “{likely[0].heading}”: no other column holds figures of money"
            )
            self._one_column(likely)
        elif likely:
            headings = ", ".join(f"“{one.heading}”" for one in likely)
            self._made.question = f"Which column holds the sums: {headings}?"
        else:
            self._made.question = "Which column holds the sums? None holds figures under a heading."

    def _across(self, columns: list[_Column], streams: bool) -> None:
        said: dict[str, dict[str, str]] = {"streams": {}, "years": {}, "bases": {}, "treatments": {}}
        for one in columns:
            if streams:
                self._name_stream(one, said["streams"])
            if one.year:
                said["years"][self._heading_of(one, one.year.found)] = one.year.year
            if one.basis:
                said["bases"][self._heading_of(one, one.basis)] = one.basis
            if one.treatment:
                said["treatments"][self._heading_of(one, one.treatment)] = one.treatment
        uneven = {
            key
            for key in ("bases", "treatments")
            if 0
            < sum(bool(getattr(one, {"bases": "basis", "treatments": "treatment"}[key])) for one in columns)
            < len(columns)
        }
        if len({one.year.year for one in columns if one.year}) and not all(one.year for one in columns):
            uneven.add("years")
        self._set(**{key: pairs for key, pairs in said.items() if pairs and key not in uneven})
        self._made.sure["amount"] = ("certain" if said["years"] else "likely", "figures stand under these headings")
        if streams:
            self._say_breakdowns(columns)

    def _heading_of(self, one: _Column, spoken: str) -> str:
        """The text over a column in which something was found."""
        texts = [text for text in reversed(one.stack) if spoken.casefold() in text.casefold()]
        if not texts:
            words = {w for choices in (BASES, TREATMENTS) for w in choices.get(spoken, "").split()}
            texts = [text for text in reversed(one.stack) if words & set(text.casefold().split())]
        return texts[0] if texts else self._letter(one)

    def _name_stream(self, one: _Column, streams: dict[str, str]) -> None:
        """A stream by its heading; where two are headed alike, by what stands above, or the column's letter."""
        text = _stream_text(one) or one.heading
        name = marks_off(without_unit(text)) or text
        if one.heading.casefold() in self._twice and text == one.heading:
            above = next((t for t in reversed(one.stack) if t != one.heading and not is_figure(t)), "")
            name = f"{above}: {name}" if above and f"{above}: {name}" not in streams.values() else name
            if name in streams.values():
                name = f"{name} (column {self._letter(one)})"
            streams[self._letter(one)] = name
            return
        if name != text:
            self._made.guesses.append(f"“{text}” is taken for the stream “{name}”")
        streams[text] = name

    def _say_breakdowns(self, columns: list[_Column]) -> None:
        sums = sums_of_others(self._block, [one.index for one in columns])
        totals = [one for one in columns if is_total(one.heading) or one.index in sums]
        if totals and len(totals) < len(columns):
            names = [self._called(one) for one in totals]
            self._set(breakdown=tuple(names))
            listed = ", ".join(f"“{one.heading}”" for one in totals[:5]) + (
                f" and {len(totals) - 5} more" if len(totals) > 5 else ""
            )
            self._made.guesses.append(f"columns that sum others are kept as breakdowns and not added: {listed}")

    def _say_left_out(self, taken: set[int]) -> None:
        mapping = self._made.mapping
        named = {
            text.casefold()
            for text in (
                *mapping.columns.values(),
                *mapping.streams,
                *mapping.years,
                *mapping.bases,
                *mapping.treatments,
            )
        }
        rest = [
            one.heading for one in self._columns
            if one.heading and one.values and one.index not in taken and named.isdisjoint(
                text.casefold() for text in (self._letter(one), one.heading, *one.stack)
            )
        ]  # fmt: skip
        if rest:
            listed = ", ".join(f"“{heading}”" for heading in rest[:12]) + (
                f" and {len(rest) - 12} more" if len(rest) > 12 else ""
            )
            self._made.guesses.append(f"not read: {listed}")

    # -- what is the same for all rows -----------------------------------------------------------

    def _constants(self, has_stream: bool, has_year: bool) -> None:
        constants: dict[str, str] = {}
        mapping = self._made.mapping
        if not has_year and not mapping.years:
            self._constant_year(constants)
        if not mapping.bases and "basis" not in mapping.columns:
            self._constant_basis(constants)
        if not has_stream and not mapping.streams:
            self._constant_stream(constants)
        self._set(constants=constants)

    def _places(self) -> list[tuple[str, str, str]]:
        """What may speak for the whole table, nearest first: (where, cell, text)."""
        sheet = self._block.sheet
        places = []
        for row in range(self._block.header - 1, self._block.titles - 1, -1):
            for at, value in enumerate(sheet.rows[row]):
                if isinstance(value, str) and collapsed(value) in self._block.title_texts:
                    places.append(("the title", sheet.address(row, at), value))
        return [*places, ("the sheet's name", "", sheet.name), ("the file's name", "", self._file)]

    def _constant_year(self, constants: dict[str, str]) -> None:
        for where, cell, text in [*self._headings_as_places(), *self._places()]:
            years = years_in(text)
            if len(years) > 1:
                different = " and ".join(year.year for year in years)
                self._made.question = (
                    f"Which year are the sums for? {where} speaks of {different}"[:-1]
                    + years[-1].year[-1:]
                    + ": “"
                    + text
                    + "”."
                )
                return
            if years:
                if other := self._another_year(years[0], cell):
                    self._made.question = other
                    return
                constants["year"] = years[0].year
                self._made.origins["year"] = (cell, text)
                self._made.guesses.append(f"the year is {years[0].year}: {where} says “{collapsed(text)}”")
                return
        self._made.question = "Which year are the sums for? No column, heading or title says."

    def _headings_as_places(self) -> list[tuple[str, str, str]]:
        one = [c for c in self._columns if c.year and self._called(c) == self._made.mapping.columns.get("amount")]
        return [("the heading", self._block.heading_cell(c.index), " ".join(c.stack)) for c in one]

    def _another_year(self, year: Year, cell: str) -> str:
        """Two titles of one table that name different years leave the year open."""
        titles = {found.year for where, _, text in self._places() if where == "the title" for found in years_in(text)}
        if cell and len(titles) > 1:
            return f"Which year are the sums for? The titles speak of {' and '.join(sorted(titles))}."
        return ""

    def _constant_basis(self, constants: dict[str, str]) -> None:
        for where, cell, text in [*self._headings_as_places(), *self._places()]:
            if basis := choice_in(text, BASES):
                constants["basis"] = basis
                self._made.origins["basis"] = (cell, text)
                self._made.guesses.append(f"the sums are {basis}: {where} says “{collapsed(text)}”")
                return

    def _constant_stream(self, constants: dict[str, str]) -> None:
        for where, cell, text in self._places():
            name = _title_as_name(text if where != "the file's name" else text.rpartition(".")[0])
            if name and not name.casefold().startswith(("sheet", "table", "data")):
                constants["stream"] = name
                self._made.origins["stream"] = (cell, text)
                self._made.guesses.append(f"all sums are of the stream “{name}”: {where} says “{collapsed(text)}”")
                return
        self._made.question = self._made.question or "Of which stream are the sums? No column, heading or title says."

    # -- units and signs -------------------------------------------------------------------------

    def _money(self) -> None:
        headings = [text for one in self._columns for text in one.stack if "£" in text or "000" in text]
        own = {unit for text in headings if (unit := unit_in(text))}
        titled = [(where, text, unit) for where, _, text in self._places() if (unit := unit_in(text))]
        if own:
            if len(own) == 1:
                self._set(unit=own.copy().pop())
                self._made.guesses.append(f"the unit is {_unit(own.copy().pop())}: a heading says so (“{headings[0]}”)")
        elif titled:
            self._set(unit=titled[0][2])
            self._made.guesses.append(
                f"the unit is {_unit(titled[0][2])}: {titled[0][0]} says “{collapsed(titled[0][1])}”"
            )
        else:
            self._set(unit="one")
            self._made.guesses.append("the unit is £1: no title or heading says otherwise")
        self._income()

    def _income(self) -> None:
        mapping = self._made.mapping
        named = {*mapping.streams, *filter(None, [mapping.columns.get("amount")])}
        turned = [
            one
            for one in self._columns
            if ({self._called(one), one.heading, self._letter(one)} & named) and self._is_income(one)
        ]
        if turned:
            self._set(income=tuple(self._called(one) for one in turned))
            listed = ", ".join(f"“{one.heading}”" for one in turned[:5])
            self._made.guesses.append(
                f"income is recorded as negative and turned: {listed}, all whose sums are negative"
            )

    def _is_income(self, one: _Column) -> bool:
        """Whether a column of income holds nothing but negative sums (and zeros), at least three."""
        if not speaks_of_income(one.heading):
            return False
        signs = Counter(
            (number > 0) - (number < 0)
            for row in range(self._block.bottom + 1, self._block.last + 1)
            if (number := _number(self._block.cell(row, one.index))) is not None
        )
        return signs[-1] >= 3 and signs[1] * 20 <= signs[-1]


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and is_figure(value) and not is_foreign(value):
        return read_sum(value, 1)
    return None


def _rank(one: _Column) -> tuple[int, int]:
    """Headings that say it plainly go first; then the order of the sheet."""
    return (len(plain(one.heading)) if one.field == "amount" else 0, one.index)


def _word(name: str) -> str:
    return name.replace("_", " ")


def _unit(unit: str) -> str:
    return {"one": "£1", "thousand": "£1,000", "million": "£1,000,000"}[unit]


def _bare_year(text: str) -> Year | None:
    from partnermap.intake.finance.years import read_year

    return read_year(text) if is_year(text) else None


def _without_year(text: str) -> str:
    for year in years_in(text):
        text = text.replace(year.found, " ")
    return without_unit(text)


def without_unit(text: str) -> str:
    """A title or heading without the unit that it gives."""
    text = re.sub(r"[\(\[][^)\]]*(?:£|0{3}|thousand|million)[^)\]]*[\)\]]", " ", text, flags=re.I)
    return collapsed(re.sub(r"£\s*'?(?:0{3}'?s?|k|m|thousands?|millions?)?(?=\W|$)", " ", text, flags=re.I)).strip(
        " -–,:"
    )


def _stream_text(one: _Column) -> str:
    """The text over a column that is neither year, basis, treatment nor unit; empty if there is none."""
    for text in reversed(one.stack):
        rest = _without_year(text)
        bare = (
            not rest or is_figure(rest) or choice_alone(rest, BASES) or choice_alone(rest, TREATMENTS) or is_year(text)
        )
        if not bare and not is_bare_total(rest):
            return text
    return ""


def _title_as_name(text: str) -> str:
    """A title without what it says of year, unit and basis."""
    rest = _without_year(text.replace("_", " "))
    rest = re.sub(
        r"\b(?:allocations?|budgets?|outturns?|actuals?|by (?:local )?(?:authority|council|district|area)|data|table \d+|final|draft|provisional)\b",
        " ",
        rest,
        flags=re.I,
    )
    return collapsed(re.sub(r"\s*[:–-]\s*$|^\s*[:–-]\s*", "", collapsed(rest))).strip(" :-–,()")
