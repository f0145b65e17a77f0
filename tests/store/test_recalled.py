"""The map at an earlier revision, worked out from what had been said until then, is the map as it was."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from partnermap.model import KINDS
from partnermap.store import open_store
from partnermap.store.base import Draft, View
from partnermap.store.recalled import Recalled
from partnermap.store.sqlite.view import SqliteView
from tests.store.test_sequences import EXAMPLES, QUICK, STEPS, Undo, carry_out


def _all_of(view: View | Recalled) -> list[object]:
    """Whatever can be asked of a view; in which order things come, each store may choose."""
    said = list(view.statements())
    files = sorted({one.statement.file for one in said})
    return [
        view.revision,
        {kind.name: _rows(view.things(kind)) for kind in KINDS},
        {(kind.name, prop.name): _by_thing(view.pairs(kind, prop)) for kind in KINDS for prop in kind.lists},
        said,
        [list(view.statements([one.entity])) for one in said],
        [list(view.stated_by(file)) for file in files],
        [list(view.stated_in(change.number)) for change in view.history()],
        [list(view.ever_stated([one.entity])) for one in said],
        list(view.ever_stated({one.entity for one in said})),
        view.history(),
        view.decisions(),
        view.dismissals(),
        view.decisions_made(),
        view.dismissals_made(),
        view.mappings(),
    ]


def _rows(columns: dict[str, list[Any]]) -> list[tuple[Any, ...]]:
    return sorted(zip(*columns.values(), strict=True))


def _by_thing(pairs: list[tuple[str, Any, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for thing, *value in pairs:
        found.setdefault(thing, []).append(value)
    return found


@settings(EXAMPLES, max_examples=100)
@given(steps=STEPS)
def test_earlier_revisions_are_recalled_as_they_were(steps: list[Draft | Undo]) -> None:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder, ExitStack() as held:
        store = open_store(str(Path(folder) / "map.db"))
        views = [held.enter_context(store.view())]
        for step in steps:
            carry_out(store, [step])
            views.append(held.enter_context(store.view()))
        newest = views[-1]
        assert isinstance(newest, SqliteView)
        for view in views:
            assert _all_of(Recalled(newest._said, view.revision)) == _all_of(view)
