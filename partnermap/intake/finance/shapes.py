"""The shape of a table, by which a mapping that worked is found again, also when the year has moved on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from partnermap.intake.extent import column_number
from partnermap.intake.finance.block import Block
from partnermap.intake.finance.columns import Understood
from partnermap.intake.finance.footnotes import as_here, unmarked
from partnermap.intake.finance.guess import About, Guess
from partnermap.intake.finance.mapping import ACROSS, FinanceMapping, Pairs, is_letter, parse
from partnermap.intake.finance.saying import spoken
from partnermap.intake.finance.years import years_in
from partnermap.intake.sheets import column_letter
from partnermap.store.base import KeptMapping

ALIKE = 0.7
"""A table is of a shape if it shares so many of the headings of both."""
_ANY_YEAR = re.compile(r"(?:19|20)\d{2}(?:\s*[/\-–]\s*\d{2,4})?|\b\d{2}\s*[/\-–]\s*\d{2}\b")


def shape_of(block: Block, file: str) -> str:
    """The shape of a table as JSON: where it begins, its headings with years made alike, and what its titles say."""
    headings = [" › ".join(map(_plain, block.stack(column))) for column in block.columns]
    first = column_letter(block.sheet.first_column + block.first_column)
    return json.dumps({"first": first, "headings": headings, "said": spoken(block, file)}, ensure_ascii=False)


def _headings(shape: str) -> list[str]:
    return list(json.loads(shape)["headings"])


def _plain(text: str) -> str:
    """A heading without what may be another next year: the year, and its footnote mark."""
    return unmarked(_timeless(text))


def _timeless(text: str) -> str:
    return _ANY_YEAR.sub("<year>", text).casefold()


def remembered(tables: Sequence[Block], kept: Sequence[KeptMapping]) -> dict[int, KeptMapping]:
    """Which of these tables of one workbook are read as before, and by which mapping.

    The mappings of one earlier workbook go together: those of the newest whose tables are most like these.
    """
    shapes = [shape_of(block, "") for block in tables]
    sheets = [_timeless(block.sheet.name) for block in tables]
    files = list(dict.fromkeys(one.file for one in reversed(kept)))
    best: tuple[float, dict[int, KeptMapping]] = (0.0, {})
    for file in files:
        newest = _newest([one for one in kept if one.file == file])
        pairs = _paired(shapes, sheets, newest)
        likeness = sum(_likeness(shapes[at], one.shape) for at, one in pairs.items()) / len(newest)
        if likeness > best[0] + 0.01:
            best = likeness, pairs
    return best[1]


def _newest(kept: list[KeptMapping]) -> list[KeptMapping]:
    """The mappings of the newest import of a file: from the last back to where a table comes a second time."""
    found: dict[tuple[str, int | None], KeptMapping] = {}
    for one in reversed(kept):
        place = (one.sheet, parse(one.text, one.file)[0].header_row)
        if place in found:
            break
        found[place] = one
    return list(found.values())[::-1]


def _paired(shapes: list[str], sheets: list[str], kept: list[KeptMapping]) -> dict[int, KeptMapping]:
    """Each mapping with the table it fits best, one of a sheet of the same name before others."""
    ranked = sorted(
        (
            (sheets[at] == _timeless(one.sheet), alike, -at, -number, at)
            for number, one in enumerate(kept)
            for at in range(len(shapes))
            if (alike := _likeness(shapes[at], one.shape)) >= ALIKE
        ),
        reverse=True,
    )
    pairs: dict[int, KeptMapping] = {}
    used: set[int] = set()
    for *_, number, at in ranked:
        if at not in pairs and -number not in used:
            pairs[at] = kept[-number]
            used.add(-number)
    return pairs


def _likeness(one: str, other: str) -> float:
    first, second = set(_headings(one)) - {""}, set(_headings(other)) - {""}
    return len(first & second) / len(first | second) if first and second else 0.0


def recall(kept: KeptMapping, block: Block, file: str, found: Understood) -> Understood:
    """The remembered mapping put on a table, with what is new in it; what the table says of its own year goes first."""
    mapping = parse(kept.text, kept.file)[0]
    shape = shape_of(block, file)
    moved = _moved(mapping, kept, block, shape)
    streams, columns = _new_streams(moved, kept, found.mapping), _new_columns(moved, kept, found.mapping)
    told = [f"read as {kept.file} › {kept.sheet} was", *_told_new(streams, columns), *_told_gone(mapping, moved)]
    guesses = [Guess("memory", words) for words in told]
    guesses += [guess for guess in found.guesses if guess.about == "year"]
    constants, question = dict(moved.constants), ""
    if "year" in mapping.constants:
        year = found.mapping.constants.get("year") or (mapping.constants["year"] if file == kept.file else None)
        constants |= {"year": year} if year else {}
        question = "" if year else found.question
    unit = moved.unit
    for name, value in _said_otherwise(kept, shape):
        about: About = "unit" if name == "unit" else "memory"  # the others stand beside no column
        guesses.append(Guess(about, f"the {name} is {value}", f"this file says otherwise than {kept.file} did"))
        unit = value if name == "unit" else unit
        constants |= {name: value} if name in constants else {}
    moved = replace(
        moved, constants=constants, unit=unit, streams={**moved.streams, **streams},
        columns={**moved.columns, **columns}, income=_income_of(moved, found.mapping, streams),
        breakdown=(*moved.breakdown, *(heading for heading in found.mapping.breakdown if heading in streams)),
    )  # fmt: skip
    return Understood(moved, guesses, _sure(moved, found), found.origins, question)


def _said_otherwise(kept: KeptMapping, shape: str) -> list[tuple[str, str]]:
    """Unit, basis and stream where the titles of this table speak, and not as those of the remembered one did."""
    then, now = json.loads(kept.shape)["said"], json.loads(shape)["said"]
    return [(name, value) for name, value in now.items() if value != then.get(name)]


def _told_gone(before: FinanceMapping, moved: FinanceMapping) -> Iterator[str]:
    gone = [text for text, name in before.streams.items() if name not in moved.streams.values()]
    if gone:
        yield "not here any more: " + ", ".join(f"“{text}”" for text in gone)


def _income_of(moved: FinanceMapping, found: FinanceMapping, new: dict[str, str]) -> bool | tuple[str, ...]:
    """What is turned as before, and of what is new that which looks like income."""
    if isinstance(moved.income, bool) or isinstance(found.income, bool):
        return moved.income
    return (*moved.income, *(heading for heading in found.income if heading in new))


def _sure(moved: FinanceMapping, found: Understood) -> dict[str, tuple[str, str]]:
    """How sure each column is: as sure as without memory, where that finds the same."""
    same = {name for name, heading in moved.columns.items() if found.mapping.columns.get(name) == heading}
    before = ("certain", "it was read so before")
    return {name: found.sure.get(name, before) if name in same else before for name in moved.columns}


def _told_new(streams: dict[str, str], columns: dict[str, str]) -> Iterator[str]:
    if streams:
        yield "new here, and read as streams: " + ", ".join(f"“{text}”" for text in streams)
    for name, heading in columns.items():
        yield f"new here, and read as the {name.replace('_', ' ')}: “{heading}”"


def _new_columns(moved: FinanceMapping, kept: KeptMapping, found: FinanceMapping) -> dict[str, str]:
    """Fields that the remembered mapping lacks, under headings that the remembered table did not have."""
    words = _words(kept)
    taken = {*moved.columns.values(), *moved.streams}
    return {
        name: heading
        for name, heading in found.columns.items()
        if name not in moved.columns and name != "amount" and name not in moved.constants
        and not getattr(moved, ACROSS.get(name, ""), None)
        and heading not in taken and _plain(heading) not in words
    }  # fmt: skip


def _new_streams(moved: FinanceMapping, kept: KeptMapping, found: FinanceMapping) -> dict[str, str]:
    """Streams under headings that the remembered table did not have."""
    words = _words(kept)
    return {
        text: name
        for text, name in (found.streams.items() if moved.streams else ())
        if text not in moved.streams and name not in moved.streams.values()
        and not is_letter(text) and (_plain(text) not in words or _has_twin(text, moved))
    }  # fmt: skip


def _has_twin(text: str, moved: FinanceMapping) -> bool:
    """Whether a heading differs by its mark alone from another that is read: both stand here."""
    return any(_plain(text) == _plain(other) and _timeless(text) != _timeless(other) for other in moved.streams)


def _words(kept: KeptMapping) -> set[str]:
    """The headings that the remembered table had."""
    return {part for heading in _headings(kept.shape) for part in heading.split(" › ")}


def _moved(mapping: FinanceMapping, kept: KeptMapping, block: Block, shape: str) -> FinanceMapping:
    """A mapping for this table's sheet, rows and columns; what it says of one year, it does not say of another."""
    mapping = as_here(mapping, block)
    letters = _letters(kept.shape, shape)
    there = {_timeless(text) for column in block.columns for text in [*block.stack(column), block.letter(column)]}
    streams = _named(mapping.streams, letters, block)

    def listed(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in _named(dict.fromkeys(texts, ""), letters, block) if _timeless(text) in there)

    return replace(
        mapping,
        sheets=(block.sheet.name,),
        header_row=block.header_row,
        columns=_named(mapping.columns, letters, block, values=True),
        streams={text: name for text, name in streams.items() if _timeless(text) in there},
        years=_years_moved(mapping, block),
        bases=_named(mapping.bases, letters, block),
        treatments=_named(mapping.treatments, letters, block),
        constants={name: text for name, text in mapping.constants.items() if name != "year"},
        breakdown=listed(mapping.breakdown),
        income=mapping.income if isinstance(mapping.income, bool) else listed(mapping.income),
    )


def _letters(before: str, now: str) -> dict[str, str]:
    """Where each lettered column stands now: the same heading, and of several the same one in order."""
    places: dict[str, str] = {}
    first, start = (column_number(json.loads(shape)["first"].encode()) for shape in (before, now))
    were, are = _headings(before), _headings(now)
    for at, heading in enumerate(were):
        if heading:
            nth = were[:at].count(heading)
            found = [i for i, other in enumerate(are) if other == heading]
            if nth < len(found):
                places[column_letter(first + at)] = column_letter(start + found[nth])
    return places


def _named(pairs: Pairs, letters: dict[str, str], block: Block, values: bool = False) -> dict[str, str]:
    """Headings as they stand here: the same but for the year, or by the letter of the column they moved to."""
    here = {_timeless(text): text for column in block.columns for text in [*block.stack(column), block.heading(column)]}

    def moved(text: str) -> str:
        if is_letter(text) and text.casefold() not in here:
            return letters.get(text, text)
        return here.get(_timeless(text), text)

    return (
        {key: moved(text) for key, text in pairs.items()}
        if values
        else {moved(key): text for key, text in pairs.items()}
    )


def _years_moved(mapping: FinanceMapping, block: Block) -> dict[str, str]:
    """The years across the top as they are here: each heading that names one, if any did."""
    if not mapping.years:
        return {}
    here = {text: found[0].year for c in block.columns for text in block.stack(c) if len(found := years_in(text)) == 1}
    kept = {text: year for text, year in mapping.years.items() if any(text in block.stack(c) for c in block.columns)}
    return {**kept, **here}
