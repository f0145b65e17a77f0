"""Map workbooks from public lookups of places: real names and numbers to try the map on.

    python tests/real/places.py FOLDER OUT

FOLDER holds `places/` with the three lookups that `tests/real/facts/README.md` describes. OUT receives
`two_tier_2005.xlsx` and `community_safety_2019.xlsx`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import xlsxwriter

Record: TypeAlias = dict[str, str]
Row: TypeAlias = list[str]
Sheets: TypeAlias = dict[str, list[Row]]

COUNCILS_2005, SAFETY_2019, FIRE_2019 = "england_lower_tier_2005", "LAD19_CSP19_PFA19_EW", "LAD19_FRA19_EW"
OUR_NAME = {"Durham": "County Durham"}  # a county and a district share the name; the council of 2009 is called so
COUNCIL_OF_TYPE = {
    "Isles of Scilly (sui generis)": "unitary_council",
    "London borough": "london_borough",
    "Metropolitan district": "metropolitan_council",
    "Non-metropolitan district": "district_council",
    "Unitary": "unitary_council",
}
COUNCIL_OF_CODE = {
    "E06": "unitary_council",
    "E07": "district_council",
    "E08": "metropolitan_council",
    "E09": "london_borough",
    "W06": "unitary_council",
}
NATIONS = {"E": "England", "W": "Wales"}


def lookup(folder: Path, name: str) -> list[Record]:
    with (folder / "places" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def two_tier(folder: Path) -> Sheets:
    """The regions, counties and councils of England in 2005, with a partnership at each tier of a two-tier county.

    Who sits on these partnerships the lookup does not say: Members known is none.
    """
    councils = lookup(folder, COUNCILS_2005)
    counties = {county_of(row): row for row in councils if row["county_2005"]}
    districts = [row["name_2005"] for row in councils if row["county_2005"]]
    return {
        "Areas": [["Name", "Tier", "Within", "Code"], *_areas_2005(councils, counties)],
        "Partners": [["Name", "Kind", "Covers"], *_councils_2005(councils, counties)],
        "Partnerships": [["Name", "Kind", "Covers", "Members known"], *map(_board, [*counties, *districts])],
    }


def county_of(row: Record) -> str:
    return OUR_NAME.get(row["county_2005"], row["county_2005"])


def _areas_2005(councils: list[Record], counties: dict[str, Record]) -> Iterator[Row]:
    yield ["England", "nation", "", ""]
    for region in dict.fromkeys(row["go_region"] for row in councils):
        yield [region, "region", "England", ""]
    for county, row in counties.items():
        yield [county, "county", row["go_region"], row["county_snac"]]
    for row in councils:
        tier, within = ("district", county_of(row)) if row["county_2005"] else ("unitary", row["go_region"])
        yield [row["name_2005"], tier, within, row["snac_code_2005"]]


def _councils_2005(councils: list[Record], counties: Iterable[str]) -> Iterator[Row]:
    for county in counties:
        yield [f"{county} county council", "county_council", county]
    for row in councils:
        yield [f"{row['name_2005']} council", COUNCIL_OF_TYPE[row["type"]], row["name_2005"]]


def _board(area: str) -> Row:
    return [f"{area} local strategic partnership", "lsp", area, "none"]


def community_safety(folder: Path) -> Sheets:
    """The community safety partnerships of England and Wales in 2019.

    The councils, the police force and the fire authority of its districts sit on each. Others do too, whom the
    lookups do not name: Members known is some.
    """
    rows = lookup(folder, SAFETY_2019)
    fire = {row["LAD19CD"]: row["FRA19NM"] for row in lookup(folder, FIRE_2019)}
    seats = dict.fromkeys((holder, partnership(row)) for row in rows for holder in _holders(row, fire))
    return {
        "Areas": [["Name", "Tier", "Within", "Code"], *_areas_2019(rows)],
        "Partners": [["Name", "Kind", "Covers"], *_partners_2019(rows, fire)],
        "Themes": [["Name", "Kind"], ["Community safety", "theme"]],
        "Partnerships": [["Name", "Kind", "Theme", "Covers", "Members known", "Notes"], *_partnerships_2019(rows)],
        "Memberships": [["Partner", "Partnership"], *map(list, seats)],
    }


def council(row: Record) -> str:
    return f"{row['LAD19NM']} council"


def force(row: Record) -> str:
    return f"{row['PFA19NM']} police force"


def authority(row: Record, fire: dict[str, str]) -> str:
    return f"{fire[row['LAD19CD']]} fire and rescue authority"


def partnership(row: Record) -> str:
    return f"{row['CSP19NM']} community safety partnership"


def _holders(row: Record, fire: dict[str, str]) -> tuple[str, str, str]:
    return council(row), force(row), authority(row, fire)


def _areas_2019(rows: list[Record]) -> Iterator[Row]:
    for letter in dict.fromkeys(row["LAD19CD"][0] for row in rows):
        yield [NATIONS[letter], "nation", "", ""]
    for code, row in {row["LAD19CD"]: row for row in rows}.items():
        tier = "district" if code.startswith("E07") else "unitary"
        yield [row["LAD19NM"], tier, NATIONS[code[0]], code]


def _partners_2019(rows: list[Record], fire: dict[str, str]) -> Iterator[Row]:
    for code, row in {row["LAD19CD"]: row for row in rows}.items():
        yield [council(row), COUNCIL_OF_CODE[code[:3]], row["LAD19NM"]]
    for name, districts in _grouped((force(row), row["LAD19NM"]) for row in rows):
        yield [name, "police_force", districts]
    for name, districts in _grouped((authority(row, fire), row["LAD19NM"]) for row in rows):
        yield [name, "fire_authority", districts]


def _partnerships_2019(rows: list[Record]) -> Iterator[Row]:
    codes = {partnership(row): row["CSP19CD"] for row in rows}
    for name, districts in _grouped((partnership(row), row["LAD19NM"]) for row in rows):
        yield [name, "cdrp", "Community safety", districts, "some", codes[name]]


def _grouped(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each name with its districts, as one cell holds them."""
    groups: dict[str, dict[str, None]] = {}
    for name, district in pairs:
        groups.setdefault(name, {})[district] = None
    return ((name, "; ".join(districts)) for name, districts in groups.items())


def write(sheets: Sheets, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [cell or None for cell in row])


def write_all(folder: Path, out: Path) -> tuple[Path, Path]:
    out.mkdir(parents=True, exist_ok=True)
    paths = out / "two_tier_2005.xlsx", out / "community_safety_2019.xlsx"
    for build, path in zip((two_tier, community_safety), paths, strict=True):
        write(build(folder), path)
    return paths


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: python tests/real/places.py FOLDER OUT")
    for path in write_all(Path(sys.argv[1]), Path(sys.argv[2])):
        print(path)


if __name__ == "__main__":
    main()
