"""The partnerships of an invented England, at both tiers, and who sits on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.benchmarks.bodies import Body, Cast
from tests.benchmarks.land import Land, Place, apportion, scaled
from tests.benchmarks.words import BLOCKS, CROSS_CUTTING, SENIORITIES, TOPICS

PARTNERSHIPS, MEMBERSHIPS = 10_000, 250_000
UPPER_THEMES = (*(theme for themes in BLOCKS.values() for theme in themes), *CROSS_CUTTING)[::2]
LOCAL_THEMES = (*UPPER_THEMES[:6], *CROSS_CUTTING[:2])


@dataclass(frozen=True, slots=True)
class Table:
    """A partnership, the place it is of, and how complete the list of its members is."""

    name: str
    kind: str
    place: Place
    themes: tuple[str, ...] = ()
    also_covers: tuple[str, ...] = ()
    reports_to: str = ""
    oversees: tuple[str, ...] = ()
    alias: str = ""
    accountable_body: str = ""
    members_known: str = ""
    quorum: int | None = None
    empty: bool = False
    """Nobody entered who sits there, or nobody does."""


@dataclass
class Room:
    """Every partnership, and those of a place."""

    land: Land
    cast: Cast
    random: Random
    tables: list[Table] = field(default_factory=list)
    at: dict[str, list[Table]] = field(default_factory=dict)

    def add(self, place: Place, name: str, kind: str, **more: str | tuple[str, ...]) -> Table:
        council = self.cast.council.get(place.name) or self.cast.council[self.land.upper_of(place).name]
        quorum = self.random.choice((None, None, 3, 5, 8))
        known = self.random.choices(("", "some", "none", "all"), (50, 15, 5, 30))[0] if kind != "lsp" else ""
        empty = known == "none" or (known == "all" and self.random.random() < 0.06)
        table = Table(
            name,
            kind,
            place,
            accountable_body=council.name if self.random.random() < 0.3 else "",
            members_known=known,
            quorum=quorum,
            empty=empty,
            **more,  # type: ignore[arg-type]
        )
        self.tables.append(table)
        self.at.setdefault(place.name, []).append(table)
        return table


def agreement_of(upper: Place) -> str:
    return f"{upper.name} Local Area Agreement"


def set_tables(land: Land, cast: Cast, scale: float, seed: int) -> Room:
    """As many partnerships as asked for; those that every place has first, working groups for the rest."""
    room = Room(land, cast, Random(f"{seed}/tables"))
    for upper in land.upper:
        _upper(room, upper)
    for district in (place for county in land.counties for place in land.local_of(county)):
        _district(room, district)
    _safety(room)
    _fill(room, scaled(PARTNERSHIPS, scale) - len(room.tables))
    return room


def _upper(room: Room, upper: Place) -> None:
    name, agreement, draw = upper.name, (agreement_of(upper),), room.random.random()
    board = f"{name} Local Strategic Partnership"
    room.add(upper, board, "lsp", alias=f"{name} LSP", oversees=agreement if draw < 0.9 else ())
    trust = f"{name} Children's Trust"
    room.add(upper, trust, "childrens_trust", themes=("Children and young people",), reports_to=board)
    if draw > 0.5:
        oversees = agreement if draw < 0.96 else ()
        room.add(upper, f"{name} Public Service Board", "psb", alias=f"{name} PSB", oversees=oversees)
    room.add(upper, f"{name} Agreement Steering Group", "steering_group", reports_to=board)
    for theme in UPPER_THEMES:
        if room.random.random() < 0.85:
            room.add(upper, f"{name} {theme} Partnership", "thematic", themes=(theme,), reports_to=board)


def _district(room: Room, district: Place) -> None:
    """Each reports to the county's for its theme, to the district's own board, or to nobody."""
    board, county = f"{district.name} Local Strategic Partnership", district.within
    above = f"{county} Local Strategic Partnership"
    room.add(district, board, "lsp", alias=f"{district.name} LSP", reports_to=room.random.choice((above, "")))
    for theme in LOCAL_THEMES:
        if room.random.random() < 0.85:
            forum = f"{county} {theme} Partnership"
            there = any(table.name == forum for table in room.at[county])
            reports_to = room.random.choice((forum if there else above, board, ""))
            name = f"{district.name} {theme} Partnership"
            room.add(district, name, "thematic", themes=(theme,), reports_to=reports_to)


def _safety(room: Room) -> None:
    """A crime and disorder reduction partnership for each district or single tier; some neighbours share one."""
    for upper in room.land.upper:
        waiting = list(room.land.local_of(upper))
        while waiting:
            first = waiting.pop(0)
            others = (waiting.pop(0).name,) if waiting and room.random.random() < 0.1 else ()
            room.add(
                first,
                f"{first.name} Crime and Disorder Reduction Partnership",
                "cdrp",
                themes=("Community safety",),
                also_covers=others,
                alias=f"{first.name} Community Safety Partnership",
                reports_to=f"{first.name} Local Strategic Partnership",
            )


def _fill(room: Room, number: int) -> None:
    places = [*room.land.upper, *room.land.local, *room.land.local]
    topics = {place.name: _topics(room.random) for place in places}
    for place, share in zip(places, apportion(number, [1.0] * len(places)), strict=True):
        for topic, kind, ending in (next(topics[place.name]) for _ in range(share)):
            reports_to = room.random.choice(room.at[place.name]).name if kind == "operational_group" else ""
            room.add(place, f"{place.name} {topic} {ending}", kind, reports_to=reports_to)


def _topics(random: Random) -> Iterator[tuple[str, str, str]]:
    sorts = (("operational_group", "Working Group"), ("network", "Network"), ("network", "Forum"))
    listed = [(topic, kind, ending) for topic in TOPICS for kind, ending in sorts]
    return iter(random.sample(listed, len(listed)))


@dataclass(frozen=True, slots=True)
class Seat:
    holder: str
    table: str
    role: str
    speaks_for: tuple[str, ...]
    seniority: str
    since: date | None
    until: date | None


def seats(room: Room, scale: float, seed: int) -> Iterator[Seat]:
    """As many memberships as asked for, public bodies on more tables than the rest."""
    random = Random(f"{seed}/seats")
    tables = [table for table in room.tables if not table.empty]
    shares = apportion(scaled(MEMBERSHIPS, scale), [random.uniform(10, 45) for _ in tables])
    owed = 0
    for table, share in zip(tables, shares, strict=True):
        rows = list(_seats_at(room, table, share + owed, random))
        owed += share - len(rows)
        yield from rows


def _seats_at(room: Room, table: Table, number: int, random: Random) -> Iterator[Seat]:
    pool = pool_of(room, table)
    holders = sorted(pool, key=lambda body: random.random() ** (6 if body.core else 1))[:number]
    twice = [holder for holder in holders if random.random() < 0.02]
    for place, holder in enumerate(holders[: number - len(twice)]):
        role = _role(place, random)
        speaks_for = tuple(_mandates(pool, holder, random)) if random.random() < 0.03 else ()
        since, until = _days(holder, random)
        again = holder in twice and until is None and since is not None
        if again:
            assert since is not None
            yield Seat(holder.name, table.name, "observer", (), "", None, since - timedelta(days=200))
        yield Seat(holder.name, table.name, role, speaks_for, _seniority(random), since, until)


def pool_of(room: Room, table: Table) -> list[Body]:
    """Who might sit there: who works in the place, in the county above it, and other tables of the place."""
    land, people, place = room.land, room.cast, table.place
    upper, region = land.upper_of(place), land.by_name[land.upper_of(place).within]
    below = [body for local in land.local_of(upper) for body in people.core_at(local.name)]
    near = people.at.get(place.name, []) if place.tier != "county" else below
    found = {body.name: body for body in (*near, *people.core_at(upper.name), *people.core_at(region.name))}
    boards = [board for board in _boards_under(room, table) if board.name != table.name]
    return [*found.values(), *(Body(board.name, board.kind, core=False) for board in boards)]


def _boards_under(room: Room, table: Table) -> list[Table]:
    """A board seats some partnerships too: a county's those of its districts, another those of its place."""
    if table.kind != "lsp":
        return []
    locals_ = room.land.local_of(table.place) if table.place.tier == "county" else [table.place]
    return [board for local in locals_ for board in room.at.get(local.name, [])[:2]]


def _role(place: int, random: Random) -> str:
    if place < 2:
        return ("chair", "vice_chair")[place]
    return random.choices(("member", "", "observer", "lead"), (82, 8, 6, 4))[0]


def _mandates(pool: list[Body], holder: Body, random: Random) -> Iterator[str]:
    others = [body.name for body in random.sample(pool, min(3, len(pool))) if body.name != holder.name]
    yield from others[: random.choice((1, 1, 2))]


def _seniority(random: Random) -> str:
    return random.choice(SENIORITIES) if random.random() < 0.4 else ""


def _days(holder: Body, random: Random) -> tuple[date | None, date | None]:
    """Within the holder's own days."""
    since = date(2002, 1, 1) + timedelta(days=random.randrange(1_200)) if random.random() < 0.6 else None
    until = date(2005, 6, 1) + timedelta(days=random.randrange(600)) if random.random() < 0.08 else None
    return holder.since or since, min(filter(None, (holder.until, until)), default=None)
