"""What was said, as every store keeps it: changes, statements, decisions, dismissals, mappings, and what counts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple

from partnermap.store.base import Change, Decision, Dismissal, Draft, KeptMapping, Said, StatedRows, Statement
from partnermap.store.joining import Canon
from partnermap.store.settling import counting, live_changes


class Heard(NamedTuple):
    """What listed rows are about: things that have to be looked at, and rows of whose things nothing else speaks."""

    about: list[str]
    alone: Sequence[StatedRows]


class Ledger(ABC):
    """What was said, inside one transaction. Nothing is ever altered, but to which thing a statement is joined."""

    def __init__(self) -> None:
        self._live: dict[int, bool] | None = None
        self._fresh: dict[str, list[Said]] = {}
        """Statements of this transaction, by what they are about: they need not be read again."""
        self._first_fresh: int | None = None
        self._added = 0

    # -- what each store keeps in its own way ----------------------------------------------------

    @abstractmethod
    def revision(self) -> int:
        """The number of the newest change; 0 in an empty store."""

    @abstractmethod
    def _changes_made(self) -> list[Change]:
        """Every change, oldest first, as if all of them counted."""

    @abstractmethod
    def decisions_made(self) -> list[tuple[int, Decision]]:
        """Every decision with its change, oldest first."""

    @abstractmethod
    def dismissals_made(self) -> list[tuple[int, Dismissal]]:
        """Every dismissal with its change, oldest first."""

    @abstractmethod
    def mappings_made(self) -> list[tuple[int, KeptMapping]]:
        """Every mapping with its change, oldest first."""

    @abstractmethod
    def _keep_change(self, change: Change) -> None: ...

    @abstractmethod
    def add_verdicts(self, number: int, decisions: Iterable[Decision], dismissals: Iterable[Dismissal]) -> None:
        """Keep a change's decisions and dismissals."""

    @abstractmethod
    def add_mappings(self, number: int, mappings: Iterable[KeptMapping]) -> None:
        """Keep how the tables of a change's files were read."""

    @abstractmethod
    def last_statement(self) -> int:
        """The number of the newest statement; 0 if there is none."""

    @abstractmethod
    def _keep_statements(self, added: list[Said]) -> None: ...

    @abstractmethod
    def _earlier(self, entities: Collection[str]) -> Iterable[Said]:
        """The statements about these things that count and were kept before this transaction, oldest first."""

    @abstractmethod
    def all_counted(self) -> list[Said]:
        """The statements that count, oldest first."""

    @abstractmethod
    def stated_by(self, file: str) -> list[Said]:
        """The statements of a file that count, oldest first."""

    @abstractmethod
    def stated_in(self, change: int) -> list[Said]:
        """The statements of a change, counting or not, oldest first."""

    @abstractmethod
    def ever_stated(self, entities: Collection[str]) -> list[Said]:
        """Every statement about these things, counting or not, oldest first."""

    @abstractmethod
    def all(self) -> Iterator[Said]:
        """Every statement, counting or not, oldest first."""

    @abstractmethod
    def entities(self) -> Collection[str]:
        """Everything that was ever stated."""

    @abstractmethod
    def entities_of(self, changes: set[int]) -> Collection[str]:
        """What the statements of these changes are about."""

    @abstractmethod
    def rejoin(self, canon: Canon) -> set[str]:
        """Work out anew which thing each statement is about; gives those it was and is about, where that moved."""

    @abstractmethod
    def misjoined(self, canon: Canon) -> list[str]:
        """Things that statements are about which, by the decisions, they should not be about."""

    # -- what follows ----------------------------------------------------------------------------

    def add_change(self, change: Change) -> None:
        self._keep_change(change)
        self._live = None

    def add_draft(self, draft: Draft) -> int:
        """Keep that a change is made now, with its decisions, dismissals and mappings; gives its number."""
        number = self.revision() + 1
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.add_change(Change(number, draft.kind, draft.who, draft.what, at, tuple(draft.files), draft.undoes))
        self.add_verdicts(number, draft.decisions, draft.dismissals)
        self.add_mappings(number, draft.mappings)
        return number

    def add_statements(self, change: int, statements: Iterable[Statement], canon: Canon) -> list[str]:
        """Keep them, and say which things they are about."""
        stated = list(statements)
        numbered = zip(self._numbers(len(stated)), stated, strict=True)
        added = [Said(number, change, canon(one.thing), one) for number, one in numbered]
        if change not in self._liveness():
            raise KeyError(f"change {change}")
        if self._is_live(change):
            for said in added:
                self._fresh.setdefault(said.entity, []).append(said)
        self._keep_statements(added)
        return [said.entity for said in added]

    def _numbers(self, count: int) -> range:
        """The numbers of so many more statements."""
        if self._first_fresh is None:
            self._first_fresh = self.last_statement() + 1
        first = self._first_fresh + self._added
        self._added += count
        return range(first, first + count)

    def add_listed(self, change: int, listed: Sequence[StatedRows], canon: Canon) -> Heard:
        """Keep what they state, and say which things that is about. A store that can keeps them column by column."""
        return Heard(self.add_statements(change, chain.from_iterable(listed), canon), ())

    def counted(self, entities: Collection[str]) -> dict[str, list[Said]]:
        """The statements that count about each of these things, oldest first."""
        earlier: dict[str, list[Said]] = {}
        if entities and self._first_fresh != 1:
            for said in self._earlier(entities):
                earlier.setdefault(said.entity, []).append(said)
        none: list[Said] = []
        fresh = {one: self._fresh.get(one, none) for one in entities}
        found = fresh | {one: said_of + fresh[one] for one, said_of in earlier.items()}
        for entity, said_of in found.items():
            if len(said_of) > 1 or (said_of and said_of[0].statement.withdrawn):
                found[entity] = counting(said_of)
        return found

    def changes(self) -> list[Change]:
        """Every change, oldest first."""
        made = self._changes_made()
        live = live_changes(made)
        return [change if live[change.number] else replace(change, live=False) for change in made]

    def undone_by(self, draft: Draft) -> set[int]:
        """The change that it undoes and, if that undid another in its turn, that one, and so on."""
        undoes = {change.number: change.undoes for change in self._changes_made()}
        reached: set[int] = set()
        step = draft.undoes
        while step is not None:
            reached.add(step)
            step = undoes.get(step)
        return reached

    def decisions(self) -> list[Decision]:
        """Those that count, oldest first."""
        return [one for change, one in self.decisions_made() if self._is_live(change)]

    def dismissals(self) -> list[Dismissal]:
        """Those that count, oldest first."""
        return [one for change, one in self.dismissals_made() if self._is_live(change)]

    def _is_live(self, number: int) -> bool:
        return self._liveness().get(number, False)

    def _liveness(self) -> dict[int, bool]:
        if self._live is None:
            self._live = live_changes(self._changes_made())
        return self._live
