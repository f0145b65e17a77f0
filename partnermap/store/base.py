"""The contract of a store: what goes in, what comes out, and what every store promises.

What goes in is a :class:`Draft`: statements, decisions about names, dismissals, mappings, or the undoing of
an earlier change. The store makes one :class:`Change` of it in one transaction and works out anew the
map of the things it touches. What comes out is a :class:`View`: the map and its sources as they stood
at one revision. Readers get a View and cannot write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from partnermap.model import Kind, Property
from partnermap.progress import QUIET, Progress

EDITS = "edit"
"""The file that a person's own edits stand in; of one thing, each of its sheets speaks for itself."""


class Fact(NamedTuple):
    """What one cell said: the value read from it, the cell's column, and the text that stood there."""

    value: Any
    """Text, a whole number (pence for money), yes or no, an ISO day, an id, or a list of these."""
    column: str
    """The column of the statement's row; a whole address where the cell stands in another row."""
    text: str
    over: tuple[Any, ...] = ()
    """The other values that were there when a person ruled that this one shows."""

    def cell(self, row: int) -> str:
        """The address of the cell; column A of the row where no cell said it."""
        return self.column if self.column[-1:].isdigit() else f"{self.column or 'A'}{row}"


class Statement(NamedTuple):
    """What one row of one file, or one edit by one person, says about one thing.

    ``withdrawn``: the file no longer says anything about the thing.
    """

    thing: str
    kind: str
    file: str
    sheet: str
    row: int
    facts: Mapping[str, Fact]
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class StatedRows:
    """What many rows of one sheet say, each of another thing of one kind: a Statement a row, kept column by column.

    A list of 100,000 sums is stated, and written, in half the time that its statements one by one would take.
    """

    kind: str
    file: str
    sheet: str
    things: list[str]
    numbers: list[int]
    """Where each row stands in its sheet."""
    facts: dict[str, list[Fact | None]]
    """For each property a fact of every row; None where a row does not say it."""

    def __len__(self) -> int:
        return len(self.things)

    def __iter__(self) -> Iterator[Statement]:
        return map(self.statement, range(len(self)))

    def statement(self, at: int) -> Statement:
        """What one of the rows says."""
        facts = {name: fact for name, column in self.facts.items() if (fact := column[at]) is not None}
        return Statement(self.things[at], self.kind, self.file, self.sheet, self.numbers[at], facts)

    def values(self, name: str) -> list[Any]:
        """What each row says of a property; None where it says nothing."""
        column = self.facts.get(name)
        return [fact and fact[0] for fact in column] if column else [None] * len(self)


@dataclass(frozen=True, slots=True)
class Decision:
    """Two ids are one body (``same``; the first one's name is kept), or are not (``different``)."""

    verdict: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that no longer counts, as long as its facts (``fingerprint``) stay as they were."""

    code: str
    subject: str
    area: str | None
    agreement: str | None
    partner: str | None
    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """How a table of a finance workbook was read: by its shape (headings without years), and the mapping as TOML."""

    file: str
    sheet: str
    shape: str
    text: str


@dataclass(frozen=True)
class Draft:
    """A change that somebody wants made, all of it or nothing."""

    kind: str
    """import, edit, dismissal, decision, merge or undo."""
    who: str
    what: str
    files: Sequence[tuple[str, str]] = ()
    """Name and SHA-256 of each file."""
    statements: Sequence[Statement] = ()
    decisions: Sequence[Decision] = ()
    dismissals: Sequence[Dismissal] = ()
    undoes: int | None = None
    mappings: Sequence[KeptMapping] = ()
    """How the tables of its files were read."""
    listed: Sequence[StatedRows] = ()
    """Statements as well, of sheets that list many."""

    @property
    def size(self) -> int:
        """How many statements it holds."""
        return len(self.statements) + sum(map(len, self.listed))


@dataclass(frozen=True)
class Change:
    """A change that was made; ``live`` until something that is live itself undoes it."""

    number: int
    kind: str
    who: str
    what: str
    at: str
    files: tuple[tuple[str, str], ...]
    undoes: int | None
    live: bool = True


@dataclass
class Effect:
    """What a change did to the map: how many things of each kind."""

    change: int | None = None
    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)

    @property
    def alters_the_map(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class Source(NamedTuple):
    """A cell that says something, and what stood there."""

    file: str
    sheet: str
    cell: str
    text: str

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} › {self.sheet}!{self.cell}"
        return f"{self.file}, {self.cell}" if self.cell else self.file


class Said(NamedTuple):
    """A statement as it is kept: with its number, its change, and whether it counts today."""

    number: int
    change: int
    entity: str
    """The thing it is about once decisions about names are taken into account."""
    statement: Statement

    def source(self, fact: Fact) -> Source:
        """The cell of one of its facts; of an edit, which has no cell, the change."""
        one = self.statement
        if one.file == EDITS:
            return Source(EDITS, "", f"change {self.change}", str(fact.text))
        return Source(one.file, one.sheet, fact.cell(one.row), str(fact.text))


Answered = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""The names of an answer's columns, and its rows."""


class View(Protocol):
    """The map at one revision. Ids are text; kinds and properties are the model's."""

    revision: int
    engine: str
    """What answers questions in Cypher: ladybug (in memory) or neo4j."""

    def ask(self, question: str, parameters: Mapping[str, Any]) -> Answered:
        """The answer to a question in Cypher about the map.

        Raises:
            RequestError: the question is not sound, in the engine's words, or takes too long.
        """

    def things(self, kind: Kind) -> dict[str, list[Any]]:
        """All things of a kind: ``id`` and each of the kind's single-valued properties, as columns of equal length."""

    def pairs(self, kind: Kind, prop: Property) -> list[tuple[str, Any, Any]]:
        """All values of a property that holds several, in order: (id, value, share or None)."""

    def statements(self, entities: Collection[str] | None = None) -> Iterable[Said]:
        """The statements that count, about these things or about all, oldest first."""

    def stated_by(self, file: str) -> Iterable[Said]:
        """The statements of a file that count."""

    def stated_in(self, change: int) -> Iterable[Said]:
        """The statements of a change, counting or not, oldest first."""

    def ever_stated(self, entities: Collection[str]) -> Iterable[Said]:
        """Every statement about these things, counting or not, oldest first."""

    def history(self) -> list[Change]:
        """Every change, oldest first."""

    def decisions(self) -> list[Decision]:
        """The decisions about names that count, oldest first."""

    def dismissals(self) -> list[Dismissal]:
        """The dismissals that count, oldest first."""

    def decisions_made(self) -> list[tuple[int, Decision]]:
        """Every decision with its change, counting or not, oldest first."""

    def dismissals_made(self) -> list[tuple[int, Dismissal]]:
        """Every dismissal with its change, counting or not, oldest first."""

    def mappings(self) -> list[KeptMapping]:
        """How tables were read, oldest first; also by imports that were undone since, for it may help again."""


class Store(Protocol):
    """One map with its history."""

    address: str

    def view(self) -> AbstractContextManager[View]:
        """The map as it stands now; what is written meanwhile is not seen in it."""

    def apply(self, draft: Draft, *, expecting: int | None = None, rehearse: bool = False) -> Effect:
        """Make the change, in one transaction, and say what it did.

        ``expecting``: the revision that the draft was planned on; if the map has moved on, nothing is done
        and :class:`partnermap.store.base.MapMoved` is raised. ``rehearse``: say what it would do, and do nothing.
        """

    def dump(self) -> Iterable[dict[str, Any]]:
        """Everything with its history, as plain records."""

    def load(self, records: Iterable[Mapping[str, Any]], progress: Progress = QUIET) -> None:
        """Take in what another store's ``dump`` gave; only into an empty store.

        What a lost connection or a killed program left behind stays; the same records again go on from there.
        """

    def faults(self) -> list[str]:
        """What does not hold together, in words; none in a sound store."""

    def close(self) -> None:
        """Give back what is held."""


class MapMoved(Exception):
    """Somebody else changed the map since the draft was planned, on this revision."""

    def __init__(self, planned_on: int) -> None:
        super().__init__(planned_on)
        self.planned_on = planned_on
