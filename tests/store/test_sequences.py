"""Whatever is done to a map in whatever order, it says what the statements that are left say, and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnermap.model import BY_NAME, KINDS, Kind, Property, Type
from partnermap.store import Store
from partnermap.store.base import Decision, Dismissal, Draft, Fact, Statement, View
from tests.store.contract import (
    Maker,
    Stores,
    import_of,
    listed,
    map_of,
    mapping,
    replayed,
    state,
    thing_of,
    undo_of,
    withdraw,
)

pytestmark = pytest.mark.parametrize("maker", ["sqlite", "neo4j-in-parts"], indirect=True, scope="session")
EXAMPLES = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
QUICK = next((folder for folder in ["/dev/shm"] if Path(folder).is_dir()), None)
"""Where a file need not reach a disk: these tests make hundreds."""
NAMES = ("One", "Two", "ONE")
PLAIN: dict[Type, tuple[Any, ...]] = {
    Type.TEXT: ("x", "y | 100%"),
    Type.OPEN: ("pct", "lsp"),
    Type.DATE: ("2005-04-01", "2006-03-31"),
    Type.YEAR: ("2005/06", "2005/06-2007/08"),
    Type.MONEY: (0, 500),
    Type.WHOLE: (3, 4),
    Type.YESNO: (True, False),
}


# -- anything that can be stated -------------------------------------------------------------------


def _ids(kind: str) -> list[str]:
    """Some things of a kind, stated or not."""
    if kind == "Outcome":
        return [thing_of(kind, name=name, agreement=one) for name in NAMES[:2] for one in _ids("Agreement")]
    return [thing_of(kind, name=name) for name in NAMES[:2]]


def _value(prop: Property) -> st.SearchStrategy[Any]:
    if prop.name == "name":
        return st.sampled_from(NAMES)
    if prop.names_things:
        named = st.sampled_from([one for to in prop.to for one in _ids(to)])
        if prop.type is Type.SHARES:
            return st.lists(named, unique=True, max_size=2).map(_equal_shares) | st.lists(
                named.map(lambda one: [one, None]), max_size=2, unique_by=lambda pair: str(pair[0])
            )
        return st.lists(named, max_size=3) if prop.several else named
    one = st.sampled_from(prop.choices or PLAIN[prop.type])
    return st.lists(one, max_size=2) if prop.several else one


def _equal_shares(things: list[str]) -> list[list[str]]:
    return [[one, str(100 // len(things))] for one in things]


def _row(kind: Kind) -> st.SearchStrategy[Statement]:
    """A row: all it must say, and any of the rest."""
    needed = {prop.name: _value(prop) for prop in kind.properties if prop.required}
    rest = {prop.name: _value(prop) for prop in kind.properties if not prop.required}
    number = st.integers(1, 2) if kind.counted else st.just(1)
    values = st.fixed_dictionaries(needed, optional=rest)
    return st.builds(
        lambda file, one, said: state(kind.name, file, 2, one, **said),
        st.sampled_from(["a.csv", "b.csv"]),
        number,
        values,
    )


ROWS = st.sampled_from(KINDS).flatmap(_row)
NAMED = [kind.name for kind in KINDS if kind.key == ("name",)]


@st.composite
def _imports(draw: st.DrawFn) -> Draft:
    """A file, or a corrected one: rows, one by one or listed, some withdrawn, mappings; no thing twice in a file."""
    rows = draw(st.lists(ROWS, max_size=8, unique_by=lambda one: (one.thing, one.file)))
    made = import_of(*(withdraw(row) if draw(st.integers(0, 5)) == 0 else row for row in rows))
    made = replace(made, mappings=[mapping(sheet=str(number)) for number in range(draw(st.integers(0, 2)))])
    return listed(made) if draw(st.booleans()) else made


@st.composite
def _edits(draw: st.DrawFn) -> Draft:
    """A person states some properties of a thing, which need not be there, or none any more."""
    row = draw(ROWS)
    kept = {name: fact for name, fact in row.facts.items() if draw(st.booleans())}
    return Draft("edit", "Ann", "", statements=[Statement(row.thing, row.kind, "edit", "", 0, kept, not kept)])


@st.composite
def _decisions(draw: st.DrawFn) -> Draft:
    kind = draw(st.sampled_from([*NAMED, "Outcome"]))
    first, second = draw(st.lists(st.sampled_from(_ids(kind)), min_size=2, max_size=2, unique=True))
    return Draft(
        "decision", "Ann", "", decisions=[Decision(draw(st.sampled_from(["same", "different"])), first, second)]
    )


@st.composite
def _rulings(draw: st.DrawFn) -> Draft:
    """A person says which of several values of a property shows."""
    row = draw(ROWS)
    kind = BY_NAME[row.kind]
    prop = draw(st.sampled_from([prop for prop in kind.columns if prop.name not in kind.key]))
    over = tuple(draw(st.lists(_value(prop), min_size=1, max_size=2)))
    fact = Fact(draw(_value(prop)), "", "ruled", over)
    return Draft(
        "edit", "Ann", "", statements=[Statement(row.thing, row.kind, "edit", prop.heading, 0, {prop.name: fact})]
    )


DISMISSALS = st.sampled_from(NAMES).map(
    lambda name: Draft("dismissal", "Ann", "", dismissals=[Dismissal("absent", name, None, None, None, "f", "known")])
)


@dataclass(frozen=True)
class Undo:
    """Of the change that stands so many back from the newest."""

    back: int


STEPS = st.lists(
    st.one_of(
        _imports(), _imports(), _edits(), _rulings(), _decisions(), DISMISSALS, st.builds(Undo, st.integers(0, 5))
    ),
    max_size=10,
)


def carry_out(store: Store, steps: list[Draft | Undo]) -> None:
    for step in steps:
        number = _newest(store)
        if isinstance(step, Draft):
            store.apply(step)
        elif number:
            store.apply(undo_of(max(1, number - step.back)))


def _newest(store: Store) -> int:
    with store.view() as view:
        return view.revision


# -- what always holds -----------------------------------------------------------------------------


@contextmanager
def _stores(maker: Maker) -> Iterator[Stores]:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        made = Stores(maker, Path(folder))
        try:
            yield made
        finally:
            made.close()


@EXAMPLES
@given(steps=STEPS)
def test_map_equals_what_a_fresh_store_makes_of_what_is_left(maker: Maker, steps: list[Draft | Undo]) -> None:
    with _stores(maker) as stores:
        store = stores()
        carry_out(store, steps)
        fresh = replayed(store, stores())
        assert map_of(store) == map_of(fresh)
        with store.view() as view, fresh.view() as other:
            assert [one.statement for one in view.statements()] == [one.statement for one in other.statements()]
            assert (view.decisions(), view.dismissals()) == (other.decisions(), other.dismissals())
        assert store.faults() == []


@EXAMPLES
@given(steps=STEPS, rows=st.lists(ROWS, max_size=12, unique_by=lambda one: (one.thing, one.file)))
def test_listed_rows_say_what_they_say_one_by_one(
    maker: Maker, steps: list[Draft | Undo], rows: list[Statement]
) -> None:
    with _stores(maker) as stores:
        one, other = stores(), stores()
        carry_out(one, steps)
        carry_out(other, steps)
        draft = listed(import_of(*rows))
        rehearsed = other.apply(draft, rehearse=True)
        effects = [one.apply(import_of(*chain(*draft.listed))), other.apply(draft)]
        assert effects[0] == effects[1] == replace(rehearsed, change=effects[0].change)
        assert map_of(one) == map_of(other)
        with one.view() as view, other.view() as second:
            assert _said(view) == _said(second)
        assert other.faults() == []


def _said(view: View) -> list[Statement]:
    return sorted((one.statement for one in view.statements()), key=lambda one: (one.thing, one.file, one.sheet))


@EXAMPLES
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_undoing_everything_leaves_nothing(maker: Maker, steps: list[Draft | Undo], order: Any) -> None:
    with _stores(maker) as stores:
        store = stores()
        carry_out(store, steps)
        with store.view() as view:
            left = [change.number for change in view.history() if change.live and change.undoes is None]
        order.shuffle(left)
        for number in left:
            store.apply(undo_of(number))
        assert map_of(store) == {}
        with store.view() as view:
            assert [list(view.statements()), view.decisions(), view.dismissals()] == [[], [], []]
        assert store.faults() == []


@EXAMPLES
@given(steps=STEPS, more=STEPS)
def test_copy_goes_on_as_the_original_would(maker: Maker, steps: list[Draft | Undo], more: list[Draft | Undo]) -> None:
    with _stores(maker) as stores:
        store, copy = stores(), stores()
        carry_out(store, steps)
        copy.load(store.dump())
        for each in (store, copy):
            carry_out(each, more)
        assert map_of(copy) == map_of(store)
        with store.view() as view, copy.view() as other:
            assert view.mappings() == other.mappings()
        assert copy.faults() == []


@EXAMPLES
@given(steps=STEPS, draft=st.one_of(_imports(), _edits(), _decisions()))
def test_rehearsal_counts_what_the_change_then_does(maker: Maker, steps: list[Draft | Undo], draft: Draft) -> None:
    with _stores(maker) as stores:
        store = stores()
        carry_out(store, steps)
        before = map_of(store)
        rehearsed = store.apply(draft, rehearse=True)
        assert map_of(store) == before
        done = store.apply(draft)
        assert vars(done) | {"change": None} == vars(rehearsed)
        after = map_of(store)
        assert sum(done.added.values()) == len(after.keys() - before.keys())
        assert sum(done.removed.values()) == len(before.keys() - after.keys())
        assert sum(done.changed.values()) == sum(before[one] != after[one] for one in before.keys() & after.keys())
