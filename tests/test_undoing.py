"""What an undo says it could not alter is what it did not alter; nothing of it is left out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings

from partnermap.model import BY_NAME
from partnermap.store import open_store
from partnermap.store.base import Draft
from partnermap.store.ids import kind_of
from partnermap.undoing import Stay, consequences
from tests.store.contract import KENT, Map, county, different, import_of, map_of, same, thing_of, undo_of
from tests.store.test_sequences import EXAMPLES, QUICK, STEPS, Undo, carry_out


def is_so(one: Stay, before: Map, after: Map) -> bool:
    if one.how == "stays gone":
        return one.thing not in before and one.thing not in after
    if one.how == "stays":
        return one.thing in before and one.thing in after
    heading = one.what.partition(" of “")[0]
    kind = BY_NAME[kind_of(one.thing)]
    name = next(prop.name for prop in kind.properties if prop.heading == heading)
    return bool(before[one.thing].get(name) == after[one.thing].get(name))  # none, while what it names is not there


def test_change_that_two_undo_stays_undone(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "map.db"))
    for draft in (import_of(*county()), undo_of(1), undo_of(1)):
        store.apply(draft)
    with store.view() as view:
        assert [str(one) for one in consequences(view, 2)] == [
            "Change 1 (import a.xlsx) stays undone: change 3 takes it back as well."
        ]


def test_names_that_other_decisions_join_stay_one_body(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "map.db"))
    one, two, three = (thing_of("Partner", name=name) for name in ("One", "Two", "Three"))
    for draft in (
        same(one, two),
        same(one, three),
        same(two, three),
        different(one, KENT),
        different(one, KENT),
        import_of(*county()),
    ):
        store.apply(draft)
    with store.view() as view:
        assert [str(found) for found in consequences(view, 1)] == [
            "“one” and “two” stay one body: other decisions join them."
        ]
        assert [str(found) for found in consequences(view, 4)] == [
            "“one” and “Kent” stay two bodies: so it was decided as well (change 5)."
        ]


@settings(EXAMPLES, max_examples=100, phases=[Phase.explicit, Phase.generate])  # to shrink one takes minutes
@given(steps=STEPS)
def test_what_is_told_to_stay_stays(steps: list[Draft | Undo]) -> None:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        store = open_store(str(Path(folder) / "map.db"))
        carry_out(store, steps)
        with store.view() as view:
            live = [change.number for change in view.history() if change.live]
            joins = any(one.verdict == "same" for _, one in view.decisions_made())
            told = {number: consequences(view, number) for number in live}
        before = map_of(store)
        for number, stays in told.items():
            undo = store.apply(undo_of(number)).change
            after = map_of(store)
            if not joins:
                assert [one for one in stays if one.thing and not is_so(one, before, after)] == []
            assert undo is not None
            store.apply(undo_of(undo))
            assert map_of(store) == before
