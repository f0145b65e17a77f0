"""What a made-up finance file says, known apart from how it is laid out. Sums are whole pence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random


@dataclass(frozen=True)
class Body:
    """Somebody who receives: its name as the file has it, its code and its class."""

    name: str
    code: str
    kind: str


@dataclass(frozen=True)
class Fact:
    """One sum of one stream for one body and one year; ``pence`` None: not quantified."""

    recipient: str
    stream: str
    year: str
    pence: int | None
    basis: str | None = None


BODIES = (
    Body("Aldermere UA", "E0101", "UA"),
    Body("Brackenfold UA", "E0102", "UA"),
    Body("Castle Wexley", "E4201", "MD"),
    Body("Dunmarsh", "E4202", "MD"),
    Body("Selshire", "E1021", "SC"),
    Body("Westermoor", "E1121", "SC"),
    Body("Hartlow", "E1131", "SD"),
    Body("Kelmoor & Tarn", "E1132", "SD"),
    Body("Oxbridge St Mary", "E1133", "SD"),
    Body("Pennyfold", "E1134", "SD"),
    Body("Upper Thrale", "E1135", "SD"),
    Body("Selshire Combined Fire and Rescue Authority", "E6101", "O"),
)
CLASSES = {
    "UA": "UNITARY AUTHORITIES",
    "MD": "METROPOLITAN DISTRICTS",
    "SC": "SHIRE COUNTIES",
    "SD": "SHIRE DISTRICTS",
    "O": "OTHER AUTHORITIES",
}
STREAMS = (
    "Revenue Support Grant",
    "Supporting People",
    "Children's Fund",
    "School travel advisers",
    "Neighbourhood Renewal Fund",
    "Waste performance and efficiency grant",
    "Teenage pregnancy",
    "Positive Activities for Young People",
)
YEARS = ("2005/06", "2006/07", "2007/08")


def facts_of(
    bodies: Iterable[Body] = BODIES,
    streams: Iterable[str] = STREAMS[:4],
    years: Iterable[str] = YEARS[:1],
    *,
    unit: int = 100_000,
    seed: int = 7,
) -> list[Fact]:
    """A sum for each body, stream and year: some negative, some nought; whole in ``unit`` pence."""
    dice = Random(seed)
    return [
        Fact(body.name, stream, year, _some(dice) * unit) for year in years for body in bodies for stream in streams
    ]


def _some(dice: Random) -> int:
    return dice.choice([0, -dice.randint(1, 900), *(dice.randint(1, 90_000) for _ in range(8))])


def pence(facts: Iterable[Fact], **only: str) -> int:
    """What the facts add up to: all, or those with this recipient, stream, year or basis."""
    return sum(fact.pence or 0 for fact in facts if all(getattr(fact, key) == value for key, value in only.items()))


def each(facts: Sequence[Fact], key: str) -> list[str]:
    """The recipients, streams or years that the facts name, in order, each once."""
    return list(dict.fromkeys(getattr(fact, key) for fact in facts))


def told(facts: Iterable[Fact], *, with_basis: bool = False) -> Counter[Fact]:
    """Facts to compare. A nought may be kept or not: it says nothing that a blank does not. Basis: where it matters."""
    kept = (fact for fact in facts if fact.pence != 0)
    return Counter(fact if with_basis else replace(fact, basis=None) for fact in kept)
