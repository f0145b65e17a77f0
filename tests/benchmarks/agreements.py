"""The agreements of an invented England: who signed, what for, with what money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random

from tests.benchmarks.bodies import Body
from tests.benchmarks.land import Place, apportion, scaled
from tests.benchmarks.tables import Room, agreement_of
from tests.benchmarks.words import (
    BLOCKS,
    DEPARTMENTS,
    MEASURES,
    OUTCOMES,
    REQUESTS,
    STREAM_AIMS,
    STREAM_PURPOSES,
    STREAM_PURSES,
    STREAM_SORTS,
)

STREAMS, ALLOCATIONS = 1_000, 50_000
YEARS = ("2004/05", "2005/06", "2006/07", "2007/08", "2005/06-2007/08")
_SUBJECTS = {name: subject for name, subject, _ in OUTCOMES}


@dataclass(frozen=True, slots=True)
class Aim:
    """An outcome of an agreement."""

    name: str
    themes: tuple[str, ...]
    area: str
    priority: str
    mandatory: str
    lead: str
    contributors: tuple[str, ...]
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    name: str
    upper: Place
    lead: str
    partners: tuple[Body, ...]
    outcomes: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """Every agreement, the streams there are, and what the rest is drawn from."""

    room: Room
    agreements: list[Agreement]
    streams: list[str]
    seed: int

    def random(self, part: str) -> Random:
        return Random(f"{self.seed}/{part}")


def sign(room: Room, scale: float, seed: int) -> Signed:
    """An agreement for every county and single tier, with some thirty outcomes each."""
    random = Random(f"{seed}/agreements")
    names = _stream_names(scaled(STREAMS, scale), random)
    agreements = [_agreement(room, upper, names, random) for upper in room.land.upper]
    return Signed(room, agreements, names, seed)


def _stream_names(number: int, random: Random) -> list[str]:
    parts = list(product(STREAM_PURPOSES, STREAM_AIMS, STREAM_PURSES, STREAM_SORTS))
    return [f"{purpose} {aim} {purse}{sort}" for purpose, aim, purse, sort in random.sample(parts, number)]


def _agreement(room: Room, upper: Place, streams: list[str], random: Random) -> Agreement:
    people, land = room.cast, room.land
    near = [body for place in (upper, *land.local_of(upper)) for body in people.core_at(place.name)]
    partners = tuple({body.name: body for body in (*near, *people.core_at(upper.within))}.values())
    chosen = random.sample(OUTCOMES, random.randint(26, 34))
    outcomes = tuple(_aim(room, upper, name, theme, partners, streams, random) for name, _, theme in chosen)
    return Agreement(agreement_of(upper), upper, people.council[upper.name].name, partners, outcomes)


def _aim(
    room: Room, upper: Place, name: str, theme: str, partners: tuple[Body, ...], streams: list[str], random: Random
) -> Aim:
    second = random.choice(OUTCOMES)[2] if random.random() < 0.15 else theme
    bodies = [body.name for body in random.sample(partners, random.randint(2, 5))]
    boards = [table.name for table in room.at[upper.name][:3]]
    return Aim(
        name,
        tuple(dict.fromkeys([theme, second])),
        random.choice(room.land.local_of(upper)).name if random.random() < 0.1 else "",
        random.choice(("national", "local", "both")),
        random.choice(("yes", "no", "no")),
        bodies[0] if random.random() < 0.7 else "",
        (*bodies[1:], random.choice(boards)) if random.random() < 0.1 else tuple(bodies[1:]),
        tuple(random.sample(streams, random.choice((0, 0, 1, 2, 3)))),
    )


def parties(signed: Signed) -> Iterator[list[object]]:
    """Most near partners, as they stand; some of them with an earlier row."""
    random = signed.random("parties")
    ways = ("named", "informed", "consulted", "agreed", "signed", "declined", "withdrawn")
    for agreement in signed.agreements:
        asked = [body for body in agreement.partners if random.random() < 0.8]
        for body in asked:
            status = random.choices(ways, (15, 12, 12, 20, 35, 4, 2))[0]
            if random.random() < 0.15:
                yield [body.name, agreement.name, "informed", date(2004, 10, random.randint(4, 30))]
            yield [body.name, agreement.name, status, date(2005, random.randint(1, 3), random.randint(1, 28))]


def leads(signed: Signed) -> Iterator[list[object]]:
    random = signed.random("leads")
    themes = [None, *BLOCKS, *(theme for block in BLOCKS.values() for theme in block[:1])]
    for agreement in signed.agreements:
        office = f"Government Office for the {agreement.upper.within}"
        for theme in themes:
            local = random.choice(agreement.partners).name if random.random() < 0.85 else None
            yield [agreement.name, "local", theme, local, "Theme lead" if theme else "Agreement manager"]
            government = random.choice((office, office, random.choice(DEPARTMENTS), None))
            yield [agreement.name, "government", theme, government, "Link officer"]


def indicators(signed: Signed) -> Iterator[list[object]]:
    """One to three measures an outcome; some with a row for each of two years, some without a target."""
    random = signed.random("indicators")
    for agreement in signed.agreements:
        for outcome in agreement.outcomes:
            for measure in random.sample(MEASURES, random.choice((0, 1, 2, 2, 3))):
                baseline, lead = random.randint(50, 5_000), random.choice(agreement.partners)
                named = [f"{_SUBJECTS[outcome.name]}, {measure}".capitalize(), outcome.name, agreement.name, None]
                for year in random.choice((("2007/08",), ("2007/08",), ("2006/07", "2007/08"))):
                    target = random.choice((round(baseline * 0.9), round(baseline * 0.8), "TBC", None))
                    yield [*named, baseline, "2004/05", target, year, lead.name, measure]


def streams(signed: Signed) -> Iterator[list[object]]:
    """Some are part of one that stands before them."""
    random = signed.random("streams")
    for number, name in enumerate(signed.streams):
        whole = random.choice(signed.streams[:number]) if number and random.random() < 0.3 else None
        nature = random.choice(("area_based", "mainstream", "specific", "other"))
        conditions = random.choice((None, "Yearly return", "Match funding"))
        terms = [random.choice(("yes", "no")), random.choice(("county", "district", None)), "quarterly"]
        yield [name, random.choice(DEPARTMENTS), whole, nature, conditions, *terms]


def allocations(signed: Signed, scale: float) -> Iterator[list[object]]:
    random = signed.random("allocations")
    shares = apportion(scaled(ALLOCATIONS, scale), [random.uniform(0.5, 1.5) for _ in signed.agreements])
    for agreement, share in zip(signed.agreements, shares, strict=True):
        own = random.sample(signed.streams, min(len(signed.streams), 60))
        for number in range(share):
            yield _allocation(signed.room, agreement, random.choice(own), number, random)


def _allocation(room: Room, agreement: Agreement, stream: str, number: int, random: Random) -> list[object]:
    where = random.choice(room.land.local_of(agreement.upper)).name if random.random() < 0.4 else agreement.upper.name
    year, treatments = random.choices(YEARS, (10, 30, 28, 26, 6))[0], ("pooled", "aligned", "passported", "excluded")
    return [
        stream,
        _recipient(room, agreement, random),
        agreement.name,
        where,
        year,
        round(random.lognormvariate(11, 1.5), 2) if random.random() < 0.9 else None,
        random.choices((None, "budget", "plan", "outturn"), (40, 30, 10, 20))[0],
        random.choices((*treatments, "pooled; passported", None), (30, 25, 15, 5, 5, 20))[0],
        random.choices((None, "agreed", "proposed", "refused"), (60, 30, 7, 3))[0],
        agreement.lead if random.random() < 0.1 else None,
        "yes" if random.random() < 0.03 else None,
        f"Line {number}" if random.random() < 0.5 else None,
        _served(agreement, random),
    ]


def _recipient(room: Room, agreement: Agreement, random: Random) -> str | None:
    """Mostly a public body, now and then a partnership, sometimes nobody named."""
    draw = random.random()
    if draw < 0.05:
        return None
    return random.choice(room.at[agreement.upper.name]).name if draw < 0.15 else random.choice(agreement.partners).name


def _served(agreement: Agreement, random: Random) -> str | None:
    """None, one, two without shares, or two with shares."""
    one, two = (outcome.name for outcome in random.sample(agreement.outcomes, 2))
    share = random.randrange(10, 95, 5)
    return random.choice((None, one, one, f"{one}; {two}", f"{one}: {share}%; {two}: {100 - share}%"))


def freedoms(signed: Signed) -> Iterator[list[object]]:
    random = signed.random("freedoms")
    for agreement in signed.agreements:
        for request in random.sample(REQUESTS, random.randint(8, 16)):
            status = random.choices(("requested", "ongoing", "agreed", "refused"), (30, 30, 25, 15))[0]
            rationale = random.choice(("Less time spent on returns", "Money where it is needed", None))
            reply = random.choice(("Agreed in principle", "Not at this time", None))
            unlocks = random.choice(("Joint teams", None))
            yield [request, agreement.name, random.choice(DEPARTMENTS), status, None, rationale, reply, unlocks]
