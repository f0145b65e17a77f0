"""Files of the families that finance officers receive, each from the same facts, laid out as its family does.

A maker gives the sheets and what is known of them; ``write`` in ``grids.py`` makes a file of any kind of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from tests.finance.facts import BODIES, CLASSES, Body, Fact, each, facts_of, pence
from tests.finance.grids import Cell, Grid, Row, write

UNITS = {"one": 100, "thousand": 100_000, "million": 100_000_000}
WORDS = {"one": "£", "thousand": "£ thousand", "million": "£ million"}


@dataclass
class Made:
    """Sheets, and what is true of them. Sums in pence; rows count from 1, as the spreadsheet numbers them."""

    grids: list[Grid]
    facts: list[Fact]
    rows: int
    """How many rows hold facts."""
    headers: tuple[int, ...]
    """The rows of headings of the first table."""
    unit: str = "one"
    year: str | None = None
    totals: list[tuple[int, int]] = field(default_factory=list)
    """Each of the file's own totals, and by how much it is wrong."""
    total_rows: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    streams: list[str] = field(default_factory=list)
    years: list[str] = field(default_factory=list)

    def write(self, path: Path, encoding: str = "utf-8-sig", separator: str = ",") -> Path:
        return write(path, *self.grids, encoding=encoding, separator=separator)


def amounts(facts: Sequence[Fact], unit: str) -> dict[tuple[str, str, str, str | None], Cell]:
    """What stands in the cell for a recipient, stream, year and basis."""
    return {(f.recipient, f.stream, f.year, f.basis): in_unit(f.pence, unit) for f in facts}


def in_unit(sum_: int | None, unit: str) -> Cell:
    if sum_ is None:
        return None
    whole, rest = divmod(sum_, UNITS[unit])
    return whole if not rest else sum_ / UNITS[unit]


def body_of(name: str) -> Body:
    return next(
        (body for body in BODIES if body.name == name), Body(name, f"E{1000 + crc32(name.encode()) % 9000}", "SD")
    )


# -- (a) councils down, streams across, a sheet a kind of sum ------------------------------------


def outturn(
    facts: Sequence[Fact],
    *,
    sheet: str = "RS LA Data 2010-11 (1)",
    title: str = "Net current expenditure",
    header: int = 6,
    year: str = "2010/11",
    wrong: dict[str, int] | None = None,
    more: Sequence[Grid] = (),
) -> Made:
    """Titles with the year and the unit, headings on the n-th row with a blank one below and blank columns between.

    ``wrong``: by stream, what the file's own ENGLAND has too much, in pence.
    """
    cells, streams, names = amounts(facts, "thousand"), each(facts, "stream"), each(facts, "recipient")
    wrong = wrong or {}
    short = f"{year[:4]}-{year[5:]}"
    rows: list[Row] = [[f"Revenue Outturn Summary (RS): {short} data"], [], [f"{title} (£ thousand)"]]
    rows = [*rows, *([] for _ in range(header - 4)), ["E-code", "Local authority", None, "Class", None, *streams], []]
    rows += [
        [body.code, body.name, None, body.kind, None, *(cells.get((body.name, s, year, None)) for s in streams)]
        for body in map(body_of, names)
    ]
    england = {stream: pence(facts, stream=stream) + wrong.get(stream, 0) for stream in streams}
    rows += [[], [], [None, "ENGLAND", None, None, None, *(in_unit(england[s], "thousand") for s in streams)]]
    rows += [[], [None, "CLASS BREAKDOWN"], *_classes(facts, names, streams), []]
    rows += [
        [f"Source: Department for Communities and Local Government Revenue Outturn (RO) returns {short} - RS data"],
        [],
        ["Notes"],
        ["1. The Statistical Release which was published on 04 April 2012 can be found at:"],
        [None, "https://www.gov.uk/government/publications/final-outturn-revised"],
        ["2. These estimates are on a non-IAS19 and PFI “Off Balance Sheet” basis except where stated otherwise."],
    ]
    return Made(
        [Grid(sheet, rows), *more],
        list(facts),
        rows=len(names),
        headers=(header,),
        unit="thousand",
        year=year,
        totals=[(england[stream], wrong.get(stream, 0)) for stream in streams],
        total_rows=1,
        columns={"recipient": "Local authority"},
        streams=list(streams),
    )


def _classes(facts: Sequence[Fact], names: Sequence[str], streams: Sequence[str]) -> list[Row]:
    found = list(dict.fromkeys(body_of(name).kind for name in names))
    rows: list[Row] = []
    for kind in found:
        of_kind = [fact for fact in facts if body_of(fact.recipient).kind == kind]
        sums = (in_unit(pence(of_kind, stream=stream), "thousand") for stream in streams)
        rows.append([None, CLASSES[kind], None, kind, None, *sums])
    return rows


def front_page(year: str = "2010-11") -> Grid:
    rows: list[Row] = [[] for _ in range(9)]
    rows += [
        [None, None, "General Fund Revenue Account Outturn"],
        [None, None, f"RS - REVENUE OUTTURN SUMMARY {year}"],
        [],
        [None, None, f"The data from this workbook have been used to compile the {year} national figures."],
        [None, None, "We welcome comments. Please contact us at:"],
        [None, None, "lgf1.revenue@example.gov.uk"],
    ]
    return Grid("Front page", rows)


# -- (b) the same as a csv, under rows of titles, groups and codes -------------------------------


def account(facts: Sequence[Fact], *, year: str = "2021/22", wrong: dict[str, int] | None = None) -> Made:
    """Six rows over the headings; figures with thousands separators; the file's own total may be wrong."""
    cells, streams, names = amounts(facts, "thousand"), each(facts, "stream"), each(facts, "recipient")
    wrong = wrong or {}
    short, blank = f"{year[:4]}-{year[5:]}", [None] * 5
    count = len(streams)
    rows: list[Row] = [
        [f"Revenue Account Budget (RA) {short}: Revenue Account data"],
        ["Net current expenditure (£ thousand)", *blank[1:], *map(str, range(4, 4 + count))],
        [None, None, "1", None, None, *map(str, range(4, 4 + count))],
        [*blank, *("1" for _ in streams)],
        [*blank, "Education Services", *(None for _ in streams[2:]), "Revenue Expenditure Financing"],
        [*blank, *(str(110 + 10 * at) for at in range(count))],
        ["E-code", "ONS Code", "Local authority", None, "Class", *streams],
    ]
    rows += [
        [b.code, f"E0600{at:04}", b.name, None, b.kind, *(_comma(cells[b.name, s, year, None]) for s in streams)]
        for at, b in enumerate(map(body_of, names))
    ]
    england = {stream: pence(facts, stream=stream) + wrong.get(stream, 0) for stream in streams}
    rows += [[], [], [None, None, "ENGLAND", None, None, *(_comma(in_unit(england[s], "thousand")) for s in streams)]]
    rows += [[], [None, None, "CLASS BREAKDOWN"]]
    rows += [[None, None, *row[1:2], None, row[3], *map(_comma, row[5:])] for row in _classes(facts, names, streams)]
    rows += [
        [],
        [f"Source: Ministry of Housing, Communities and Local Government Revenue Account Budget (RA) returns {short}"],
        ['Produced on a non-IAS19 and PFI "Off Balance Sheet" basis unless stated otherwise'],
        [],
        ["Notes"],
        ["* Levies should tend to net to zero – some discrepancies remain."],
    ]
    return Made(
        [Grid(f"RA_{short}", rows)],
        list(facts),
        rows=len(names),
        headers=(7,),
        unit="thousand",
        year=year,
        totals=[(england[stream], wrong.get(stream, 0)) for stream in streams],
        total_rows=1,
        columns={"recipient": "Local authority"},
        streams=list(streams),
    )


def _comma(cell: Cell) -> Cell:
    return f"{cell:,}" if isinstance(cell, int) else cell


# -- (c) a register: one row a grant, dates for years --------------------------------------------


@dataclass(frozen=True)
class Grant:
    """One award of a foundation."""

    recipient: str
    programme: str
    day: dt.date
    pounds: float
    currency: str = "GBP"
    charity: str = ""

    @property
    def fact(self) -> Fact:
        return Fact(self.recipient, self.programme, financial_year(self.day), round(self.pounds * 100))


def financial_year(day: dt.date) -> str:
    """The year from 6 or 1 April; no day of these files lies between."""
    first = day.year - (day.month < 4)
    return f"{first}/{(first + 1) % 100:02}"


GRANTS = (
    Grant("Hartlow Advice Centre", "Migrants and Refugees", dt.date(2013, 1, 22), 10_000, charity="1126147"),
    Grant("Kelmoor Law Centre", "Human Rights", dt.date(2013, 3, 31), 7_500, charity="277927"),
    Grant("Kelmoor Law Centre", "Human Rights", dt.date(2013, 4, 22), 7_500, charity="277927"),
    Grant("Tarn Valley Trust", "Penal Reform", dt.date(2014, 10, 28), 12_500.50, charity="1100459"),
    Grant("Doves & Ravens CIC", "Penal Reform", dt.date(2016, 1, 26), 5_000),
    Grant("Thrale Women’s Refuge", "Migrants and Refugees", dt.date(2019, 12, 3), 20_000, charity="1080495"),
    Grant("Hartlow Advice Centre", "Migrants and Refugees", dt.date(2019, 12, 3), 15_000, charity="1126147"),
)
REGISTER_HEADINGS = (
    "Identifier", "Title", "Description", "Grant Programme:Code", "Award Date", "Amount Awarded", "Currency",
    "Recipient Org:Name", "Recipient Org:Identifier", "Recipient Org:Postal Code", "Recipient Org:Charity Number",
    "Beneficiary Location:Name", "Grant Programme:Title", "Funding Org:Name", "Funding Org:Identifier", "Data Source",
)  # fmt: skip


def register(grants: Sequence[Grant] = GRANTS) -> Made:
    """Headings of the 360Giving standard on the first row; no totals. Only what is in pounds sterling counts."""
    rows: list[Row] = [list(REGISTER_HEADINGS)]
    for number, one in enumerate(grants):
        rows.append(
            [
                f"360G-TARN-006b00000{number:04}AAR",
                f"A grant to {one.recipient}",
                "Towards core costs",
                "Open Programme",
                one.day,
                one.pounds,
                one.currency,
                one.recipient,
                f"GB-CHC-{one.charity}" if one.charity else f"360G-TARN-ORG-{number}",
                "SE15 5HG",
                one.charity or None,
                "London",
                one.programme,
                "Tarn Foundation",
                "GB-CHC-1000147",
                "http://tarn.example/",
            ]
        )
    kept = [one.fact for one in grants if one.currency == "GBP"]
    columns = {"recipient": "Recipient Org:Name", "amount": "Amount Awarded"}
    return Made([Grid("Grants 2013 to 2020", rows)], kept, rows=len(kept), headers=(1,), columns=columns)


# -- (d) years across ----------------------------------------------------------------------------


def years_across(facts: Sequence[Fact], *, unit: str = "thousand", total: bool = True) -> Made:
    """A row for each stream and recipient, a column for each year, a column and a row that add them up."""
    cells, years = amounts(facts, unit), each(facts, "year")
    pairs = list(dict.fromkeys((f.stream, f.recipient) for f in facts))
    rows: list[Row] = [
        ["Local Area Agreement: funding streams"],
        [f"All figures in {WORDS[unit]}"],
        [],
        ["Funding stream", "Recipient", *years, *(["Total"] if total else [])],
    ]
    for stream, recipient in pairs:
        sums: Row = [cells.get((recipient, stream, year, None)) for year in years]
        whole = in_unit(pence(facts, stream=stream, recipient=recipient), unit)
        rows.append([stream, recipient, *sums, *([whole] if total else [])])
    made = Made([Grid("Streams", rows)], list(facts), rows=len(pairs), headers=(4,), unit=unit, years=list(years))
    made.columns = {"stream": "Funding stream", "recipient": "Recipient"}
    if total:
        made.totals = [(pence(facts, year=year), 0) for year in years]
        made.total_rows = 1
        rows.append(["Total", None, *(in_unit(pence(facts, year=y), unit) for y in years), in_unit(pence(facts), unit)])
    return made


# -- (e) streams across with years below, headings in two merged rows ----------------------------


def streams_over_years(facts: Sequence[Fact], *, unit: str = "thousand") -> Made:
    cells, streams, years = amounts(facts, unit), each(facts, "stream"), each(facts, "year")
    names, wide = each(facts, "recipient"), len(years)
    upper: Row = ["Partner", *(cell for stream in streams for cell in [stream, *[None] * (wide - 1)])]
    rows: list[Row] = [[f"Funding by partner, {WORDS[unit]}"], [], upper, [None, *(years * len(streams))]]
    rows += [[name, *(cells.get((name, s, y, None)) for s in streams for y in years)] for name in names]
    sums = [pence(facts, stream=stream, year=year) for stream in streams for year in years]
    rows.append(["Total", *(in_unit(sum_, unit) for sum_ in sums)])
    merges = [(2, 0, 3, 0), *((2, 1 + wide * at, 2, wide * (at + 1)) for at in range(len(streams)) if wide > 1)]
    return Made(
        [Grid("By partner", rows, merges)],
        list(facts),
        rows=len(names),
        headers=(3, 4),
        unit=unit,
        totals=[(sum_, 0) for sum_ in sums],
        total_rows=1,
        columns={"recipient": "Partner"},
    )


# -- (f) budget and outturn side by side under each year -----------------------------------------


def budget_beside_outturn(facts: Sequence[Fact]) -> Made:
    """Facts of two bases. The year is written once over its two columns, merged."""
    cells, years = amounts(facts, "one"), each(facts, "year")
    pairs = list(dict.fromkeys((f.stream, f.recipient) for f in facts))
    upper: Row = ["Funding stream", "Recipient", *(cell for year in years for cell in (year, None))]
    lower: Row = [None, None, *(word for _ in years for word in ("Budget (£)", "Outturn (£)"))]
    rows: list[Row] = [["Budget monitoring report"], upper, lower]
    for stream, recipient in pairs:
        key = (recipient, stream)
        rows.append([stream, recipient, *(cells.get((*key, y, b)) for y in years for b in ("budget", "outturn"))])
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), *((1, 2 + 2 * at, 1, 3 + 2 * at) for at in range(len(years)))]
    return Made([Grid("Monitoring", rows, merges)], list(facts), rows=len(pairs), headers=(2, 3))


def with_outturn(facts: Sequence[Fact]) -> list[Fact]:
    """Each sum as budgeted, and a little less as spent."""
    both = [(fact, (fact.pence or 0) - 1_234_56) for fact in facts]
    return [
        Fact(fact.recipient, fact.stream, fact.year, sum_, basis)
        for fact, spent in both
        for basis, sum_ in (("budget", fact.pence), ("outturn", spent))
    ]


# -- (g) a long list, its categories written once ------------------------------------------------


def long_list(
    facts: Sequence[Fact], *, merged: bool = False, once: bool = True, totals: bool = True, wrong: int = 0
) -> Made:
    """A row a sum; a stream's name on its first row only, a subtotal below it, a grand total at the end.

    ``wrong``: what the first subtotal has too much, in pence.
    """
    rows: list[Row] = [["Allocations to partners"], [], ["Funding stream", "Recipient", "Year", "Amount (£)"]]
    made = Made([Grid("List", rows)], list(facts), rows=len(facts), headers=(3,))
    for stream in each(facts, "stream"):
        of_stream = [fact for fact in facts if fact.stream == stream]
        top = len(rows)
        for at, fact in enumerate(of_stream):
            rows.append(
                [stream if at == 0 or not once else None, fact.recipient, fact.year, in_unit(fact.pence, "one")]
            )
        if merged and len(of_stream) > 1:
            made.grids[0].merges.append((top, 0, len(rows) - 1, 0))
        if totals:
            rows.append([f"Total {stream}", None, None, in_unit(pence(of_stream) + wrong, "one")])
            made.totals.append((pence(of_stream) + wrong, wrong))
            made.total_rows += 1
            wrong = 0
    if totals:
        rows.append(["Grand total", None, None, in_unit(pence(facts), "one")])
        made.totals.append((pence(facts), 0))
        made.total_rows += 1
    made.columns = {"stream": "Funding stream", "recipient": "Recipient", "year": "Year", "amount": "Amount (£)"}
    return made


# -- (h) two tables on a sheet -------------------------------------------------------------------


def stacked(facts: Sequence[Fact]) -> Made:
    """A table a year, each with its own title and headings, one below the other."""
    rows: list[Row] = []
    made = Made([Grid("Both years", rows)], list(facts), rows=0, headers=(2,))
    for number, year in enumerate(each(facts, "year"), 1):
        block, count, sums = _by_recipient([fact for fact in facts if fact.year == year], f"Table {number}: {year} (£)")
        rows += [*block, [], []]
        made.rows += count
        made.total_rows += 1
        made.totals += [(sum_, 0) for sum_ in sums]
    return made


def side_by_side(facts: Sequence[Fact]) -> Made:
    """A table a year, each with its own title and headings, with blank columns between."""
    years = each(facts, "year")
    blocks = [
        _by_recipient([fact for fact in facts if fact.year == year], f"Table {number}: {year} (£)")
        for number, year in enumerate(years, 1)
    ]
    wide = 1 + len(each(facts, "stream"))
    tall = max(len(rows) for rows, _, _ in blocks)
    rows: list[Row] = []
    for at in range(tall):
        row: Row = []
        for block, _, _ in blocks:
            cells = block[at] if at < len(block) else []
            row += [*cells, *[None] * (wide - len(cells)), None, None]
        rows.append(row)
    totals = [(sum_, 0) for _, _, sums in blocks for sum_ in sums]
    return Made([Grid("Side by side", rows)], list(facts), rows=blocks[0][1], headers=(2,), totals=totals)


def _by_recipient(facts: Sequence[Fact], title: str) -> tuple[list[Row], int, list[int]]:
    """A block of recipients down and streams across, how many rows it has, and the sums of its last row."""
    cells, streams, names = amounts(facts, "one"), each(facts, "stream"), each(facts, "recipient")
    year = facts[0].year
    rows: list[Row] = [[title], ["Recipient", *streams]]
    rows += [[name, *(cells.get((name, stream, year, None)) for stream in streams)] for name in names]
    sums = [pence(facts, stream=stream) for stream in streams]
    return [*rows, ["Total", *(in_unit(sum_, "one") for sum_ in sums)]], len(names), sums


# -- all of them ---------------------------------------------------------------------------------


def _outturn() -> Made:
    return outturn(facts_of(years=["2010/11"]), more=[front_page()])


def _account() -> Made:
    return account(facts_of(years=["2021/22"]))


def _three_years() -> list[Fact]:
    return facts_of(BODIES[4:9], years=("2005/06", "2006/07", "2007/08"))


def _pounds() -> list[Fact]:
    return facts_of(BODIES[4:9], years=("2005/06", "2006/07"), unit=1)


FAMILIES: dict[str, Callable[[], Made]] = {
    "outturn": _outturn,
    "account": _account,
    "register": register,
    "years across": lambda: years_across(_three_years()),
    "streams over years": lambda: streams_over_years(_three_years()),
    "budget beside outturn": lambda: budget_beside_outturn(with_outturn(_pounds())),
    "long list": lambda: long_list(_pounds()),
    "long list, merged": lambda: long_list(_pounds(), merged=True),
    "long list, each row full": lambda: long_list(_pounds(), once=False),
    "stacked": lambda: stacked(_pounds()),
    "side by side": lambda: side_by_side(_pounds()),
}
