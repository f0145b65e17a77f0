"""The places of an invented England: nine regions, two-tier counties and single tiers, districts, neighbourhoods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from tests.benchmarks.words import BEFORE, ENDINGS, REGIONS, STEMS

NATION = "England"
COUNTIES, DISTRICTS, SINGLE_TIERS, NEIGHBOURHOODS = 34, 238, 115, 1_000


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    tier: str
    within: str
    code: str


@dataclass
class Land:
    """Every place, and who lies within whom."""

    regions: list[Place] = field(default_factory=list)
    counties: list[Place] = field(default_factory=list)
    single_tiers: list[Place] = field(default_factory=list)
    within: dict[str, list[Place]] = field(default_factory=dict)
    by_name: dict[str, Place] = field(default_factory=dict)

    def add(self, place: Place) -> Place:
        self.by_name[place.name] = place
        self.within.setdefault(place.within, []).append(place)
        return place

    @property
    def upper(self) -> list[Place]:
        """The areas that sign an agreement: counties and single tiers."""
        return self.counties + self.single_tiers

    @property
    def local(self) -> list[Place]:
        """Districts and single tiers: who empties the bins."""
        return [place for upper in self.upper for place in self.local_of(upper)]

    def local_of(self, upper: Place) -> list[Place]:
        return self.within[upper.name] if upper.tier == "county" else [upper]

    def upper_of(self, place: Place) -> Place:
        """The county or single tier that a place is or lies within."""
        while place.tier not in ("county", "unitary"):
            place = self.by_name[place.within]
        return place


def scaled(number: int, scale: float) -> int:
    return max(1, round(number * scale))


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """`total` divided by weight into whole numbers that add up to it."""
    whole = sum(weights)
    marks = [round(total * reached / whole) for reached in accumulate(weights)]
    return [mark - before for before, mark in zip([0, *marks], marks, strict=False)]


def settle(scale: float, seed: int) -> Land:
    """A land of the size asked for, the same for the same seed."""
    land, random = Land(), Random(f"{seed}/land")
    names = _place_names(random)
    land.add(Place(NATION, "nation", "", "N01"))
    land.regions = [land.add(Place(name, "region", NATION, f"R{n:02}")) for n, name in enumerate(REGIONS, 1)]
    land.counties = _upper(land, "county", scaled(COUNTIES, scale), names)
    land.single_tiers = _upper(land, "unitary", scaled(SINGLE_TIERS, scale), names)
    _divide(land, land.counties, "district", scaled(DISTRICTS, scale), names, random)
    _divide(land, land.local, "neighbourhood", scaled(NEIGHBOURHOODS, scale), names, random)
    return land


def _place_names(random: Random) -> Iterator[str]:
    """Names that never repeat: plain ones first, then Great, Little, Upper ..."""
    plain = list(dict.fromkeys(stem + ending for stem in STEMS for ending in ENDINGS))
    for before in BEFORE:
        random.shuffle(plain)
        yield from (before + name for name in plain)


def _upper(land: Land, tier: str, number: int, names: Iterator[str]) -> list[Place]:
    ending = "shire" if tier == "county" else ""
    regions = [land.regions[n % len(land.regions)].name for n in range(number)]
    letter = tier[0].upper()
    return [
        land.add(Place(next(names) + ending, tier, region, f"{letter}{n:04}")) for n, region in enumerate(regions, 1)
    ]


def _divide(land: Land, wholes: list[Place], tier: str, number: int, names: Iterator[str], random: Random) -> None:
    shares = apportion(number, [random.uniform(0.6, 1.4) for _ in wholes])
    code = 0
    for whole, share in zip(wholes, shares, strict=True):
        for _ in range(share):
            code += 1
            land.add(Place(next(names), tier, whole.name, f"{tier[0].upper()}{code:05}"))
