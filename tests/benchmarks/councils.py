"""Names of English councils and authorities as real public files write them, and which of them mean the same body.

What is right follows from official codes where two lists have them: the codes of councils in the department's tables
(E0101), those of the statistics office (E06000022), and the successors in 2011 of the districts of 2005. Where a list
has none, its names go by a comparison without “&”, stops and “UA”; what that leaves was looked up by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook

from partnermap.store.ids import fold

Listed = dict[str, str]
"""Official code, or whatever tells things apart, and the name."""

FILES = {
    "councils": "names/english-councils.xlsx",
    "outturn": "funding/RS_2010-11_by_LA.xls",
    "budget": "funding/RA_2021-22_data_by_LA.csv",
    "districts 2005": "places/england_lower_tier_2005.csv",
    "districts 2019": "places/LAD19_CSP19_PFA19_EW.csv",
    "counties 2020": "places/LAD20_CTY20_EN.csv",
}

# Police authorities became commissioners in 2012 and have new codes since; the second half of the code says of where.
POLICE = {"E6071": "E7015", "E6072": "E7019", "E6073": "E7036"}
RECODED = {
    "E08000020": "E08000037",  # Gateshead
    "E06000048": "E06000057",  # Northumberland
    "E07000097": "E07000242",  # East Hertfordshire
    "E07000100": "E07000240",  # St Albans
    "E07000101": "E07000243",  # Stevenage
    "E07000104": "E07000241",  # Welwyn Hatfield
}
"""Codes of 2011 that were changed in 2012 and 2013, as a boundary was moved."""
HEIRS = {"E6342": "E6348", "E6343": "E6349", "E6344": "E6350", "E6345": "E6357", "E6347": "E6353"}
"""Transport authorities of the big cities, and the combined authorities that took their place from 2011 on."""
BY_HAND = {
    "Bristol": "E0102",
    "County Durham": "E1302",
    "Derby": "E1001",
    "Leicester": "E2401",
    "Nottingham": "E3001",
    "Medway": "E2201",
    "Middlesbrough": "E0702",
    "Telford & Wrekin": "E3201",
}
"""Names of the list of councils, and their codes in the department's tables."""


@dataclass(frozen=True)
class Trial:
    """Names to ask of a list, and for each the code of what it means there; None: nothing."""

    title: str
    known: Listed
    asked: list[tuple[str, str | None]]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _codes(rows: Iterable[Sequence[object]], name: int) -> Iterator[tuple[str, Sequence[object]]]:
    """The rows of a table of the department's, by code."""
    for row in rows:
        code = str(row[0])
        if code[:1] == "E" and code[1:].isdigit() and row[name]:
            yield code, row


def outturn(path: Path) -> Listed:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("RS LA Data 2010-11 (1)").to_python()
    return {code: str(row[1]) for code, row in _codes(rows, 1)}


def budget(path: Path) -> tuple[Listed, dict[str, str]]:
    """Names by the department's code, and for each code of the statistics office that."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = dict(_codes(csv.reader(file), 2))
    return {code: str(row[2]) for code, row in found.items()}, {str(row[1]): code for code, row in found.items()}


def councils(path: Path) -> list[tuple[str, str]]:
    """Names and types of councils."""
    [_, _, *rows] = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [(str(row[0]), str(row[7])) for row in rows if row[0]]


def places_2005(path: Path) -> dict[str, tuple[str, str]]:
    """Names of 2005 by their code, with the code of what they had become by 2011."""
    rows = [(row, row["lad_2011_successor"].split()[0]) for row in _csv(path)]
    return {row["snac_code_2005"]: (row["name_2005"], RECODED.get(heir, heir)) for row, heir in rows}


def _plain(name: str) -> str:
    text = fold(name).replace("&", "and").replace(".", "").removesuffix(" ua")
    return text.removesuffix(", city of").removesuffix(", county of")


def _is_council(code: str) -> bool:
    return code < "E5050"


def trials(shared: Path) -> Iterator[Trial]:
    at = {name: shared / path for name, path in FILES.items()}
    then, (now, by_ons) = outturn(at["outturn"]), budget(at["budget"])
    districts = {row["LAD19CD"]: row["LAD19NM"] for row in _csv(at["districts 2019"]) if row["LAD19CD"][0] == "E"}
    counties = {row["CTY20CD"]: row["CTY20NM"] for row in _csv(at["counties 2020"]) if row["CTY20CD"] < "E11"}
    places = districts | counties
    ons_of = {code: ons for ons, code in by_ons.items()}
    yield Trial("outturn 2010-11 of budget 2021-22", now, [(name, _later(code, now)) for code, name in then.items()])
    yield Trial("budget 2021-22 of outturn 2010-11", then, [(name, _earlier(code, then)) for code, name in now.items()])
    yield Trial(
        "budget 2021-22 of places 2019",
        places,
        [(n, ons_of[c] if ons_of[c] in places else None) for c, n in now.items()],
    )
    yield Trial("places 2019 of budget 2021-22", now, [(name, by_ons.get(ons)) for ons, name in places.items()])
    yield from _of_2005(places_2005(at["districts 2005"]), districts, now, by_ons)
    yield from _of_councils(councils(at["councils"]), then)


def _later(code: str, now: Listed) -> str | None:
    heir = HEIRS.get(code) or POLICE.get(code) or code.replace("E60", "E70")
    return next((one for one in (code, heir) if one in now), None)


def _earlier(code: str, then: Listed) -> str | None:
    was = {now: was for was, now in (HEIRS | POLICE).items()}.get(code, code.replace("E70", "E60"))
    return next((one for one in (code, was) if one in then), None)


def _of_2005(
    was: dict[str, tuple[str, str]], districts: Listed, now: Listed, by_ons: dict[str, str]
) -> Iterator[Trial]:
    """A district that became another with no one else; those that went into a bigger one have no partner by name."""
    heirs = [heir for _, heir in was.values()]
    alone = [(name, heir if heirs.count(heir) == 1 else None) for name, heir in was.values()]
    yield Trial(
        "districts 2005 of places 2019", districts, [(n, heir if heir in districts else None) for n, heir in alone]
    )
    yield Trial("districts 2005 of budget 2021-22", now, [(name, by_ons.get(heir or "")) for name, heir in alone])


def _of_councils(listed: list[tuple[str, str]], then: Listed) -> Iterator[Trial]:
    by_name = {_plain(name): code for code, name in then.items() if _is_council(code)}
    found = [(name, kind, BY_HAND.get(name) or by_name.get(_plain(name))) for name, kind in listed]
    yield Trial("list of councils of outturn 2010-11", then, [(name, code) for name, _, code in found])
    yield Trial(
        "councils in full of outturn 2010-11", then, [(_in_full(name, kind), code) for name, kind, code in found]
    )
    yield Trial(
        "councils in short of outturn 2010-11", then, [(_in_short(name, kind), code) for name, kind, code in found]
    )
    yield Trial("councils misspelt of outturn 2010-11", then, [(_misspelt(name), code) for name, _, code in found])
    back = {code: name for name, _, code in found if code}
    yield Trial("outturn 2010-11 of list of councils", back, [(n, c if c in back else None) for c, n in then.items()])


IN_FULL = {
    "Two-Tier District": "{} District Council",
    "Unitary District": "Borough of {}",
    "Metropolitan District": "{} Metropolitan Borough Council",
    "London Borough": "London Borough of {}",
    "Two-Tier County": "{} County Council",
    "Unitary County": "{} Council",
}
IN_SHORT = {
    "Two-Tier District": "{} DC",
    "Unitary District": "{} BC",
    "Metropolitan District": "{} MBC",
    "London Borough": "{} LB",
    "Two-Tier County": "{} CC",
    "Unitary County": "{} CC",
}


def _in_full(name: str, kind: str) -> str:
    return IN_FULL[kind].format(name.replace("&", "and"))


def _in_short(name: str, kind: str) -> str:
    return IN_SHORT[kind].format(name)


def _misspelt(name: str) -> str:
    """Without the letter in the middle."""
    middle = len(name) // 2
    return name[:middle] + name[middle + 1 :]
