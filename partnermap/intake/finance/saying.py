"""What a title, a sheet's name or a heading says of all sums of a table: year, basis, stream, unit; and their sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.columns import Column, Draft, draft_of, without_year
from partnermap.intake.finance.fields import BASES, choice_in, collapsed, speaks_of_income
from partnermap.intake.finance.sums import number_in, unit_in
from partnermap.intake.finance.years import years_in
from partnermap.listing import quoted, some

UNIT_WORDS = {"one": "£1", "thousand": "£1,000", "million": "£1,000,000"}
SHOWN_IN = {"thousand": "one", "million": "thousand"}
_SCALED = re.compile(r"[0#?],(?![0#?,])")
UNSAID = "no title or heading says otherwise"
LEAST_NEGATIVE = 3
"""A column of income is recorded as negative if it has so many negative sums, and hardly any other."""
ODD = 20
"""One positive sum in so many negative ones may be a correction."""
SHOWN = 5
"""So many columns are named."""
NO_NAMES = ("sheet", "table", "data", "feuil", "year", "financial year", "period")
_PLACELESS = re.compile(
    r"\b(?:allocations?|budgets?|outturns?|actuals?|by (?:local )?(?:authority|council|district|area)|data|"
    r"table \d+|final|draft|provisional)\b",
    re.I,
)

Place = tuple[str, str, str]
"""Where a text stands, in words; its cell; the text."""


def constants(draft: Draft, has_stream: bool, has_year: bool) -> None:
    """Say in the mapping what is the same for every row; a question where the year or the stream is not said."""
    mapping = draft.mapping
    if not has_year and not mapping.years:
        year_of_all(draft)
    if not mapping.bases and "basis" not in mapping.columns:
        _basis(draft)
    if not has_stream and not mapping.streams:
        stream_of_all(draft)


def _places(draft: Draft) -> list[Place]:
    """What may speak for the whole table, nearest first."""
    titles = [("the title", cell, text) for cell, text in draft.block.title_cells()]
    return [*titles, ("the sheet's name", "", draft.block.sheet.name), ("the file's name", "", draft.file)]


def _heading(draft: Draft) -> Iterator[Place]:
    """The headings over the one column of sums."""
    for one in draft.columns:
        if draft.called(one) == draft.mapping.columns.get("amount"):
            yield "the heading", draft.block.heading_cell(one.index), " ".join(one.stack)


def _keep(draft: Draft, name: Literal["year", "basis", "stream"], value: str, place: Place, guess: str) -> None:
    where, cell, text = place
    draft.say(constants={**draft.mapping.constants, name: value})
    draft.made.origins[name] = (cell, text)
    draft.guess(name, guess, f"{where} says “{collapsed(text)}”")


def year_of_all(draft: Draft) -> None:
    """The year that a heading over the sums, a title or a name gives; a question where none does, or several."""
    titled = {year.year for where, _, text in _places(draft) if where == "the title" for year in years_in(text)}
    for place in [*_heading(draft), *_places(draft)]:
        years = {year.year for year in years_in(place[2])} | (titled if place[0] == "the title" else set())
        if len(years) > 1:
            draft.ask(f"Which year are the sums for? {place[0].capitalize()} speaks of {' and '.join(sorted(years))}.")
            return
        if years:
            (year,) = years
            _keep(draft, "year", year, _which_says(draft, place, year), f"the year is {year}")
            return
    draft.ask("Which year are the sums for? No column, heading or title says.")


def _which_says(draft: Draft, place: Place, year: str) -> Place:
    """Of the titles the one that names the year."""
    said = [one for one in [place, *_places(draft)] if any(found.year == year for found in years_in(one[2]))]
    return said[0]


def _basis(draft: Draft) -> None:
    for place in [*_heading(draft), *_places(draft)]:
        if basis := choice_in(place[2], BASES):
            _keep(draft, "basis", basis, place, f"the sums are {basis}")
            return


def stream_of_all(draft: Draft) -> None:
    """The stream that a title or a name gives; a question where none does."""
    for where, cell, text in _places(draft):
        name = _as_name(text.rpartition(".")[0] if where == "the file's name" else text)
        if name and not name.casefold().startswith(NO_NAMES):
            _keep(draft, "stream", name, (where, cell, text), f"all sums are of the stream “{name}”")
            return
    draft.ask("Of which stream are the sums? No column, heading or title says.")


def _as_name(text: str) -> str:
    """A title without what it says of year, unit and basis."""
    rest = collapsed(_PLACELESS.sub(" ", without_year(text.replace("_", " "))))
    return rest.strip(" :-–,()")


def spoken(block: Block, file: str) -> dict[str, str]:
    """What the titles and headings of a table say of its unit, basis and stream, whoever then reads it otherwise."""
    draft = draft_of(block, file, lambda _kind, _name: False)
    _basis(draft)
    stream_of_all(draft)
    said = {name: draft.mapping.constants[name] for name in ("basis", "stream") if name in draft.mapping.constants}
    unit_of_all(draft)
    told = draft.mapping.unit if draft.made.guesses[-1].why != UNSAID else None
    return said | ({"unit": told} if told else {})


# -- units and signs -----------------------------------------------------------------------------


def money(draft: Draft) -> None:
    """Say in the mapping what the figures count in, and which of them are income recorded as negative."""
    unit_of_all(draft)
    named = {*draft.mapping.streams, draft.mapping.columns.get("amount", "")}
    sums = [one for one in draft.columns if {draft.called(one), one.heading, one.letter} & named]
    negative = [one for one in sums if _is_negative(draft, one)]
    if not negative:
        return
    listed = some(quoted(one.heading for one in negative), SHOWN)
    if len(negative) == len(sums) or any(speaks_of_income(one.heading) for one in negative):
        draft.say(income=tuple(draft.called(one) for one in negative))
        draft.guess("income", f"income is recorded as negative and turned: {listed}, whose sums are all negative")
    else:
        draft.guess("income", f"all sums under {listed} are negative, and kept so")


def unit_of_all(draft: Draft) -> None:
    """One unit for all columns; where their headings give several, none: each heading speaks for its own."""
    headings = [text for text in draft.block.heading_texts() if "£" in text or "000" in text]
    own = {unit for text in headings if (unit := unit_in(text))}
    if len(own) == 1:
        unit = own.pop()
        draft.say(unit=unit)
        draft.guess("unit", f"the unit is {UNIT_WORDS[unit]}", f"a heading says so (“{headings[0]}”)")
    elif not own:
        _unit_of_places(draft)
    _unit_as_shown(draft)


def _unit_as_shown(draft: Draft) -> None:
    """A number format that ends in a comma shows thousands of what the cells hold: headings speak of what is shown."""
    formats = draft.block.sheet.marks.formats
    named = {*draft.mapping.streams, *draft.mapping.years, draft.mapping.columns.get("amount", "")}
    first = draft.block.sheet.first_column
    codes = [formats.get(first + one.index, "") for one in draft.columns if {one.letter, *one.stack} & named]
    if draft.mapping.unit in SHOWN_IN and codes and all(_SCALED.search(code) for code in codes):
        unit = SHOWN_IN[draft.mapping.unit]
        draft.say(unit=unit)
        words = f"the cells hold {UNIT_WORDS[unit]}, though they show thousands of it"
        draft.guess("unit", words, "their number format says so")


def _unit_of_places(draft: Draft) -> None:
    below = [("a note", "", text) for text in draft.block.notes_below()]
    for where, _, text in [*_places(draft), *below]:
        if where != "the file's name" and (unit := unit_in(text)):
            draft.say(unit=unit)
            draft.guess("unit", f"the unit is {UNIT_WORDS[unit]}", f"{where} says “{collapsed(text)}”")
            return
    draft.say(unit="one")
    draft.guess("unit", "the unit is £1", UNSAID)


def _is_negative(draft: Draft, one: Column) -> bool:
    """Whether a column holds nothing but negative sums and zeros."""
    block = draft.block
    numbers = (number_in(block.cell(row, one.index)) for row in range(block.bottom + 1, block.last + 1))
    signs = Counter((number > 0) - (number < 0) for number in numbers if number is not None)
    return signs[-1] >= LEAST_NEGATIVE and signs[1] * ODD <= signs[-1]
