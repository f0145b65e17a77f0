"""The map at an earlier revision, worked out in memory from what had been said until then."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from partnermap.model import Kind, Property, Type
from partnermap.store.base import Change, Decision, Dismissal, KeptMapping, Said
from partnermap.store.joining import Canon
from partnermap.store.ledger import Ledger
from partnermap.store.settling import counting, live_changes, settle


class Recalled:
    """See :class:`partnermap.store.base.View`. Slow for a big map; right whatever was written since."""

    def __init__(self, ledger: Ledger, revision: int) -> None:
        self.revision = revision
        self._changes = [change for change in ledger.changes() if change.number <= revision]
        self._live = live_changes(self._changes)
        self._decisions_made = [(number, one) for number, one in ledger.decisions_made() if number <= revision]
        self._decisions = [one for number, one in self._decisions_made if self._live[number]]
        self._dismissals_made = [(number, one) for number, one in ledger.dismissals_made() if number <= revision]
        self._dismissals = [one for number, one in self._dismissals_made if self._live[number]]
        self._mappings = [one for number, one in ledger.mappings_made() if number <= revision]
        canon = Canon(self._decisions)
        self._ever = said = dict[str, list[Said]]()
        for one in ledger.all():
            if one.change <= revision:
                entity = canon(one.statement.thing)
                said.setdefault(entity, []).append(one._replace(entity=entity))
        self._counted = {
            entity: counting([one for one in every if self._live[one.change]]) for entity, every in said.items()
        }
        self._present = settle(self._counted, _Counted(self._counted), canon).present

    def things(self, kind: Kind) -> dict[str, list[Any]]:
        things = self._things(kind)
        columns = {prop.name: [values.get(prop.name) for _, values in things] for prop in kind.columns}
        return {"id": [one for one, _ in things]} | columns

    def pairs(self, kind: Kind, prop: Property) -> list[tuple[str, Any, Any]]:
        found = [(one, value) for one, values in self._things(kind) for value in values.get(prop.name) or ()]
        shared = prop.type is Type.SHARES
        return [(one, *value) if shared else (one, value, None) for one, value in found]

    def _things(self, kind: Kind) -> list[tuple[str, dict[str, Any]]]:
        there = self._present[kind.name]
        return [(one, there[one]) for one in self._counted if one in there]

    def statements(self, entities: Collection[str] | None = None) -> Iterable[Said]:
        if entities is None:
            return _in_order(said for each in self._counted.values() for said in each)
        return [said for one in entities for said in self._counted.get(one, ())]

    def stated_by(self, file: str) -> Iterable[Said]:
        return [said for said in self.statements() if said.statement.file == file]

    def stated_in(self, change: int) -> Iterable[Said]:
        return _in_order(said for each in self._ever.values() for said in each if said.change == change)

    def ever_stated(self, entities: Collection[str]) -> Iterable[Said]:
        return _in_order(said for one in set(entities) for said in self._ever.get(one, ()))

    def history(self) -> list[Change]:
        return [replace(change, live=self._live[change.number]) for change in self._changes]

    def decisions(self) -> list[Decision]:
        return self._decisions

    def dismissals(self) -> list[Dismissal]:
        return self._dismissals

    def decisions_made(self) -> list[tuple[int, Decision]]:
        return self._decisions_made

    def dismissals_made(self) -> list[tuple[int, Dismissal]]:
        return self._dismissals_made

    def mappings(self) -> list[KeptMapping]:
        return self._mappings


def _in_order(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda one: one.number)


class _Counted:
    """All that is to be looked up when everything is settled at once."""

    def __init__(self, counted: dict[str, list[Said]]) -> None:
        self._counted = counted

    def counted(self, entities: Collection[str]) -> dict[str, list[Said]]:
        return {one: self._counted.get(one, []) for one in entities}

    def there(self, _: Collection[str]) -> set[str]:
        return set()

    referring = waiting = there
