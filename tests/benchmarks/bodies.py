"""The partners of an invented England: the public bodies that its places have, and those that fill up the number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tests.benchmarks.land import NATION, Land, Place, apportion, scaled
from tests.benchmarks.words import CAUSES, DEPARTMENTS, INSPECTORATES, SAINTS, TRADES

PARTNERS = 20_000
MERGED, MERGER = date(2006, 9, 30), date(2006, 10, 1)


@dataclass(frozen=True, slots=True)
class Body:
    """A partner. A core one is a public body that every table of its place would ask."""

    name: str
    kind: str
    covers: tuple[str, ...] = ()
    part_of: str = ""
    alias: str = ""
    sector: str = ""
    since: date | None = None
    until: date | None = None
    succeeded_by: str = ""
    core: bool = True


@dataclass
class Cast:
    """Every partner, and those that work in a place."""

    bodies: list[Body] = field(default_factory=list)
    at: dict[str, list[Body]] = field(default_factory=dict)
    council: dict[str, Body] = field(default_factory=dict)

    def add(self, body: Body) -> Body:
        self.bodies.append(body)
        for place in body.covers:
            self.at.setdefault(place, []).append(body)
        return body

    def core_at(self, place: str) -> list[Body]:
        return [body for body in self.at.get(place, []) if body.core]


def cast(land: Land, scale: float, seed: int) -> Cast:
    """As many partners as asked for; the public bodies first, the rest by parishes, schools, groups and businesses."""
    random, people = Random(f"{seed}/bodies"), Cast()
    _national(people)
    for region in land.regions:
        _regional(people, region)
        _grouped(people, land, region)
    for upper in land.upper:
        _upper(people, land, upper)
    for local in land.local:
        _local(people, local)
    _fill(people, land, scaled(PARTNERS, scale) - len(people.bodies), random)
    return people


def _national(people: Cast) -> None:
    for name in DEPARTMENTS:
        people.add(Body(name, "government_department", core=False))
    for name in INSPECTORATES:
        people.add(Body(name, "inspectorate", core=False))
    for name, kind, department in NATIONAL_BODIES:
        people.add(Body(name, kind, (NATION,), department))


NATIONAL_BODIES = (
    ("Jobcentre Plus", "jobcentre_plus", "Department for Work and Pensions"),
    ("Learning and Skills Council", "lsc", "Department for Education and Skills"),
    ("Sport England", "sport_england", "Department for Culture, Media and Sport"),
    ("Arts Council England", "arts_council", "Department for Culture, Media and Sport"),
    ("Big Lottery Fund", "big_lottery", "Department for Culture, Media and Sport"),
    ("Environment Agency", "environment_agency", "Department for Environment, Food and Rural Affairs"),
)
_REGIONAL = (
    ("Government Office for the {}", "government_office", ""),
    ("{} Development Agency", "rda", "Department of Trade and Industry"),
    ("Sport England {}", "sport_england", "Sport England"),
    ("Arts Council England {}", "arts_council", "Arts Council England"),
    ("Big Lottery Fund {}", "big_lottery", "Big Lottery Fund"),
    ("Environment Agency {}", "environment_agency", "Environment Agency"),
)
# Bodies for some neighbouring counties and single tiers together: how many, the name, the kind, what they are part of.
_GROUPED = (
    (5, "{} Strategic Health Authority", "sha", "Department of Health"),
    (4, "{} Police", "police_force", ""),
    (4, "{} Police Authority", "police_authority", ""),
    (3, "{} Fire and Rescue Authority", "fire_authority", ""),
    (3, "{} Probation Board", "probation_board", ""),
    (3, "{} Connexions Partnership", "connexions", ""),
    (3, "{} Jobcentre Plus District", "jobcentre_plus", "Jobcentre Plus"),
    (3, "{} Learning and Skills Council", "lsc", "Learning and Skills Council"),
    (3, "{} Business Link", "business_link", ""),
    (2, "{} Chamber of Commerce", "chamber_of_commerce", ""),
)


def _regional(people: Cast, region: Place) -> None:
    for pattern, kind, whole in _REGIONAL:
        people.add(Body(pattern.format(region.name), kind, (region.name,), whole))


def _grouped(people: Cast, land: Land, region: Place) -> None:
    neighbours = [place.name for place in land.upper if place.within == region.name]
    for size, pattern, kind, whole in _GROUPED:
        for names in chunks(neighbours, size):
            people.add(Body(pattern.format(names[0]), kind, tuple(names), whole))


def chunks(names: list[str], size: int) -> Iterator[list[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))


def _upper(people: Cast, land: Land, upper: Place) -> None:
    name = upper.name
    people.council[name] = people.add(_council(upper))
    people.add(Body(f"{name} Youth Offending Team", "yot", (name,)))
    force = next(body.name for body in people.at[name] if body.kind == "police_force")
    locals_ = [place.name for place in land.local_of(upper)]
    for names in chunks(locals_, 3):
        people.add(Body(f"{names[0]} Basic Command Unit", "police_bcu", tuple(names), force, f"{names[0]} BCU"))
    _primary_care(people, upper, locals_)


def _council(upper: Place) -> Body:
    name = upper.name
    if upper.tier == "county":
        return Body(f"{name} County Council", "county_council", (name,), alias=f"{name} CC")
    if upper.within == "London":
        return Body(f"London Borough of {name}", "london_borough", (name,), alias=f"LB {name}")
    if int(upper.code[1:]) % 2:
        return Body(f"{name} Council", "unitary_council", (name,), alias=f"{name} Unitary Authority")
    return Body(f"{name} Metropolitan Borough Council", "metropolitan_council", (name,), alias=f"{name} MBC")


def _primary_care(people: Cast, upper: Place, locals_: list[str]) -> None:
    """A trust for every two districts; in some counties they merge into one."""
    merging = upper.tier == "county" and int(upper.code[1:]) % 5 == 0
    whole = f"{upper.name} Primary Care Trust" if merging else ""
    for names in chunks(locals_, 2):
        name, until = f"{names[0]} Primary Care Trust", MERGED if merging else None
        people.add(Body(name, "pct", tuple(names), "", f"{names[0]} PCT", until=until, succeeded_by=whole))
    if merging:
        people.add(Body(whole, "pct", (upper.name,), "", f"{upper.name} PCT", since=MERGER))


def _local(people: Cast, local: Place) -> None:
    name = local.name
    if local.tier == "district":
        council = Body(f"{name} District Council", "district_council", (name,), alias=f"{name} DC")
        people.council[name] = people.add(council)
    people.add(Body(f"{name} Council for Voluntary Service", "vcs_umbrella", (name,), alias=f"{name} CVS"))
    people.add(Body(f"{name} Sure Start", "sure_start", (name,)))
    if int(local.code[1:]) % 4 == 0:
        people.add(Body(f"{name} Community Empowerment Network", "community_network", (name,), alias=f"{name} CEN"))


# Those that fill up the number: how many of a hundred, the kind, the name, the words in it.
_FILLING = (
    (16, "parish_council", "St {} {} Parish Council", SAINTS),
    (18, "school", "St {}'s School ({})", SAINTS),
    (6, "faith_group", "Church of St {} ({})", SAINTS),
    (27, "vcs_organisation", "{1} {0} Project", CAUSES),
    (9, "housing_association", "{1} St {0} Homes", SAINTS),
    (16, "business", "{1} {0}", TRADES),
    (3, "nhs_trust", "{1} St {0} Hospital Trust", SAINTS),
    (3, "college", "{1} St {0} College", SAINTS),
    (2, "other", "{1} {0} Trust", CAUSES),
)


def _fill(people: Cast, land: Land, number: int, random: Random) -> None:
    names = {place.name: _names_for(place.name, random) for place in land.local}
    for place, share in zip(land.local, apportion(number, [1.0] * len(land.local)), strict=True):
        umbrella = f"{place.name} Council for Voluntary Service"
        for kind, name in (next(names[place.name]) for _ in range(share)):
            part_of = umbrella if kind == "vcs_organisation" and random.random() < 0.2 else ""
            sector = "community" if kind == "vcs_organisation" and random.random() < 0.3 else ""
            covers = tuple(_covered(land, place, kind, random))
            people.add(Body(name, kind, covers, part_of, sector=sector, core=False))


def _names_for(place: str, random: Random) -> Iterator[tuple[str, str]]:
    """Kinds and names that never repeat for the place."""
    words = {kind: iter(random.sample(listed, len(listed))) for _, kind, _, listed in _FILLING}
    patterns = {kind: pattern for _, kind, pattern, _ in _FILLING}
    weights = [weight for weight, *_ in _FILLING]
    while True:
        kind = random.choices(list(words), weights)[0]
        if word := next(words[kind], None):
            yield kind, patterns[kind].format(word, place)


def _covered(land: Land, place: Place, kind: str, random: Random) -> Iterable[str]:
    """Mostly the place itself, as the name in brackets says; a parish and some others one neighbourhood, some two."""
    neighbourhoods = land.within.get(place.name, [])
    draw = random.random()
    if kind in ("school", "faith_group"):
        return [place.name]
    if neighbourhoods and (kind == "parish_council" or draw < 0.1):
        return [random.choice(neighbourhoods).name]
    return dict.fromkeys([place.name, random.choice(land.local).name]) if draw > 0.95 else [place.name]
