"""The facts of a statement come back from the text they are kept as, whatever they say."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from partnermap.store.base import Fact
from partnermap.store.facts import Kept, read, written

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN: st.SearchStrategy[Any] = st.one_of(TEXT, st.integers(), st.booleans(), st.none())
VALUES = st.one_of(PLAIN, st.lists(TEXT, max_size=2), st.lists(st.tuples(TEXT, TEXT).map(list), max_size=2))
OVER = st.lists(PLAIN, max_size=2).map(tuple)
FACTS = st.one_of(st.builds(Fact, VALUES, TEXT, TEXT, OVER), TEXT.map(lambda text: Fact(text, "A", text)))


@given(pool=st.lists(FACTS, min_size=1, max_size=3), data=st.data())
def test_facts_are_read_as_they_were_written_though_cells_share_them(pool: list[Fact], data: st.DataObject) -> None:
    many = data.draw(st.lists(st.dictionaries(TEXT, st.sampled_from(pool), max_size=3), max_size=4))
    texts = list(written(many))
    assert [read(text) for text in texts] == [Kept(text) for text in texts] == many
    for text, facts in zip(texts, many, strict=True):
        shortest = {name: _shortest(fact) for name, fact in facts.items()}
        assert text == json.dumps(shortest, ensure_ascii=False, separators=(",", ":"))


def _shortest(fact: Fact) -> tuple[Any, ...]:
    if fact.over:
        return fact
    return fact[:2] if fact.value == fact.text else fact[:3]
