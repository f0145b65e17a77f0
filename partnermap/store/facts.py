"""The facts of a statement as the text that a store keeps of them, and back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, repeat

from partnermap.store.base import Fact

_decode = json.JSONDecoder().raw_decode
_made = tuple.__new__
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Compact JSON, signs of any language as they are."""


def written(many: Iterable[Mapping[str, Fact]]) -> Iterator[str]:
    """JSON: for each property its value, column, text, and what it was ruled over.

    The last is left out where nobody ruled, then the text where it is the value itself.

    ``many``: what several statements say. Cells of a column that say the same share one Fact, so it is encoded once;
    rows that follow each other and say the same properties are written column by column.
    """
    known: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for names, group in groupby(many, key=tuple):
        rows = list(group)
        columns = [_column(name, [facts[name] for facts in rows], known[name]) for name in names]
        yield from _joined(columns, len(rows))


def written_rows(columns: Mapping[str, Sequence[Fact | None]], rows: int) -> Iterator[str]:
    """The same of so many rows whose facts are kept column by column; None where a row does not say it."""
    made = [_column(name, column, {}) for name, column in columns.items()]
    if all(map(all, made)):
        return _joined(made, rows)
    return ("{" + ",".join(filter(None, parts)) + "}" for parts in zip(*made, strict=True))


def _joined(columns: list[list[str]], rows: int) -> Iterator[str]:
    across = zip(*columns, strict=True) if columns else repeat((), rows)
    return ("{" + ",".join(parts) + "}" for parts in across)


def _column(name: str, facts: Iterable[Fact | None], known: dict[int, str]) -> list[str]:
    """The facts as they are written, an empty text for None; what is ``known`` was written before."""
    return ["" if fact is None else known.get(id(fact)) or _note(known, name, fact) for fact in facts]


def _note(known: dict[int, str], name: str, fact: Fact) -> str:
    value, column, text, over = fact
    said = str(value) if type(value) is int else encode(value)
    rest = f",{encode(text)},{encode(over)}" if over else "" if value == text else f",{encode(text)}"
    known[id(fact)] = made = f"{_word(name)}:[{said},{_word(column)}{rest}]"
    return made


_word = lru_cache(maxsize=1 << 10)(encode)
"""Names and columns come again and again."""


def read(text: str) -> dict[str, Fact]:
    """The facts that were written down. A Fact is made as a plain tuple is, which takes half the time."""
    kept = _decode(text)[0].items()
    return {
        name: _made(Fact, (*f, f[0], ()) if len(f) == 2 else (*f, ()) if len(f) == 3 else (*f[:3], tuple(f[3])))
        for name, f in kept
    }


class Kept(Mapping[str, Fact]):
    """Facts as they are kept, read once somebody looks at them: of a file that says the same again nobody does."""

    __slots__ = ("_facts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._facts: dict[str, Fact] | None = None

    def _read(self) -> dict[str, Fact]:
        if self._facts is None:
            self._facts = read(self.text)
        return self._facts

    def __getitem__(self, name: str) -> Fact:
        return self._read()[name]

    def __contains__(self, name: object) -> bool:
        return name in self._read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return repr(self._read())

    def items(self) -> ItemsView[str, Fact]:
        return self._read().items()


def as_before(columns: Mapping[str, Sequence[Fact | None]], before: Sequence[Mapping[str, Fact] | None]) -> list[bool]:
    """Whether each row says, to the letter, what was kept ``before`` of its thing. False does not tell that it differs.

    ``columns``: as of :func:`written_rows`. What was kept need not be read for it, which would take most of the time.
    """
    texts = written_rows(columns, len(before))
    return [isinstance(kept, Kept) and kept.text == text for kept, text in zip(before, texts, strict=True)]
