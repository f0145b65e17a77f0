"""A map of the size of England, made up: for measuring, and for seeing what grows how.

149 agreements, 20,000 partners, 10,000 partnerships and 250,000 memberships at scale 1; half of all at 0.5.
The same seed gives the same map.

    python -m tests.benchmarks.england OUT.xlsx --scale 1
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

import xlsxwriter

from tests.benchmarks.agreements import Signed, allocations, freedoms, indicators, leads, parties, sign, streams
from tests.benchmarks.bodies import Cast, cast
from tests.benchmarks.land import Land, settle
from tests.benchmarks.tables import Room, seats, set_tables
from tests.benchmarks.words import BLOCKS, CROSS_CUTTING, SUBTHEMES

Row: TypeAlias = list[object]
Sheet: TypeAlias = tuple[str, list[str], Iterator[Row]]

ROWS_OF_A_SHEET = 1_048_575  # beside the headings; that is all a sheet has room for

HEADINGS = {
    "Areas": "Name, Tier, Within, Code",
    "Partners": "Name, Kind, Sector, Covers, Part of, Aliases, Succeeded by, Since, Until",
    "Themes": "Name, Kind, Part of",
    "Partnerships": "Name, Kind, Theme, Covers, Reports to, Oversees, Members known, Accountable body, Quorum, Aliases",
    "Memberships": "Partner, Partnership, Role, Speaks for, Seniority, Since, Until",
    "Agreements": "Name, Covers, Lead partner, Round, Starts, Ends, Single pot",
    "Parties": "Partner, Agreement, Status, Since",
    "Leads": "Agreement, Side, Theme, Partner, Post",
    "Outcomes": "Name, Agreement, Theme, Area, Priority, Mandatory, Lead partner, Contributing partners, Streams",
    "Indicators": "Name, Outcome, Agreement, Area, Baseline, Baseline year, Target, Target year, Lead partner, Unit",
    "Funding streams": "Name, Department, Part of, Nature, Conditions, Ring-fenced, Paid to tier, Frequency",
    "Allocations": "Stream, Recipient, Agreement, Area, Year, Amount, Basis, Treatment, Status, Paid through, "
    "Breakdown, Line, Outcomes",
    "Freedoms": "Request, Agreement, Department, Status, Label, Rationale, Reply, Unlocks",
}


def england(scale: float = 1.0, seed: int = 2005) -> Iterator[Sheet]:
    """Each sheet of the map workbook: its name, its headings, its rows (made as they are asked for)."""
    land = settle(scale, seed)
    people = cast(land, scale, seed)
    room = set_tables(land, people, scale, seed)
    signed = sign(room, scale, seed)
    rows: dict[str, Iterable[Row]] = {
        "Areas": _areas(land),
        "Partners": _partners(people),
        "Themes": _themes(),
        "Partnerships": _partnerships(room),
        "Memberships": _memberships(room, scale, seed),
        "Agreements": _agreements(signed),
        "Parties": parties(signed),
        "Leads": leads(signed),
        "Outcomes": _outcomes(signed),
        "Indicators": indicators(signed),
        "Funding streams": streams(signed),
        "Allocations": allocations(signed, scale),
        "Freedoms": freedoms(signed),
    }
    for sheet, headings in HEADINGS.items():
        yield sheet, headings.split(", "), iter(rows[sheet])


def several(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


def _areas(land: Land) -> Iterator[Row]:
    for place in land.by_name.values():
        yield [place.name, place.tier, place.within or None, place.code]


def _partners(people: Cast) -> Iterator[Row]:
    for body in people.bodies:
        named = [body.name, body.kind, body.sector or None, several(body.covers), body.part_of or None]
        yield [*named, body.alias or None, body.succeeded_by or None, body.since, body.until]


def _themes() -> Iterator[Row]:
    for block, themes in BLOCKS.items():
        yield [block, "block", None]
        for theme in themes:
            yield [theme, "theme", block]
            for part in SUBTHEMES.get(theme, ()):
                yield [part, "theme", theme]
    for theme in CROSS_CUTTING:
        yield [theme, "cross-cutting", None]


def _partnerships(room: Room) -> Iterator[Row]:
    for table in room.tables:
        covers = several((table.place.name, *table.also_covers))
        links = [several(table.themes), covers, table.reports_to or None, several(table.oversees)]
        facts = [table.members_known or None, table.accountable_body or None, table.quorum, table.alias or None]
        yield [table.name, table.kind, *links, *facts]


def _memberships(room: Room, scale: float, seed: int) -> Iterator[Row]:
    for seat in seats(room, scale, seed):
        spoken_for, seniority = several(seat.speaks_for), seat.seniority or None
        yield [seat.holder, seat.table, seat.role or None, spoken_for, seniority, seat.since, seat.until]


def _agreements(signed: Signed) -> Iterator[Row]:
    for number, agreement in enumerate(signed.agreements):
        first = 2005 + min(2, number % 7 // 2)
        days = [date(first, 4, 1), date(first + 3, 3, 31)]
        single_pot = "yes" if number % 21 == 0 else "no"
        yield [agreement.name, agreement.upper.name, agreement.lead, str(first - 2004), *days, single_pot]


def _outcomes(signed: Signed) -> Iterator[Row]:
    for agreement in signed.agreements:
        for outcome in agreement.outcomes:
            standing = [outcome.area or None, outcome.priority, outcome.mandatory, outcome.lead or None]
            served = [several(outcome.contributors), several(outcome.streams)]
            yield [outcome.name, agreement.name, several(outcome.themes), *standing, *served]


def write_workbook(path: Path, scale: float = 1.0, seed: int = 2005) -> list[Path]:
    """Writes the map workbook row by row; what a sheet has no room for goes into a further file, `name-2.xlsx`."""
    books: list[xlsxwriter.Workbook] = []
    paths: list[Path] = []
    for name, headings, rows in england(scale, seed):
        for number, some in enumerate(_batches(rows, ROWS_OF_A_SHEET), 1):
            if number > len(books):
                paths.append(path if number == 1 else path.with_stem(f"{path.stem}-{number}"))
                books.append(xlsxwriter.Workbook(paths[-1], {"constant_memory": True}))
            _write(books[number - 1], name, headings, some)
    for book in books:
        book.close()
    return paths


def _batches(rows: Iterator[Row], size: int) -> Iterator[Iterator[Row]]:
    """The rows in turns of a size; each turn is to be used up before the next."""
    for first in rows:
        yield chain([first], islice(rows, size - 1))


def _write(book: xlsxwriter.Workbook, name: str, headings: list[str], rows: Iterator[Row]) -> None:
    day, sheet = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_worksheet(name)
    sheet.write_row(0, 0, headings)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a map workbook of the size of England.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=2005)
    asked = parser.parse_args()
    for path in write_workbook(asked.out, asked.scale, asked.seed):
        print(f"{path}: {path.stat().st_size / 2**20:.1f} MB")


if __name__ == "__main__":
    main()
