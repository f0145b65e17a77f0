"""What the rows of a table say of the streams that their sums belong to, and not of one sum."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.lines import Column
from partnermap.intake.finance.stated import FileState
from partnermap.names import Names
from partnermap.store.base import Fact, Statement

OF_STREAM = ("department", "part_of", "nature", "conditions", "ring_fenced", "paid_to_tier", "frequency")
"""Fields that say something about the stream."""


def say_of_streams(
    laid: Laid, names: Names, state: FileState, streams: Column, numbers: list[int], said: dict[str, Column]
) -> Iterator[Statement]:
    """A statement for each stream of which the file has said nothing so far; of others what is new is added to theirs.

    ``said``: for each of those fields what the row of each sum says. What is said first is kept.
    """
    first: dict[tuple[str, str], int] = {}
    for name, column in said.items():
        for at, (stream, fact) in enumerate(zip(streams, column, strict=True)):
            if stream is not None and fact is not None:
                first.setdefault((stream.value, name), at)
    for (thing, name), at in sorted(first.items(), key=lambda one: one[1]):
        fact, stream = said[name][at], streams[at]
        assert fact
        assert stream
        if thing not in state.streams:
            held = {"name": Fact(names.written(thing), stream.column, stream.text)}
            state.streams[thing] = Statement(thing, "FundingStream", laid.file, laid.sheet_name, numbers[at], held)
            yield state.streams[thing]
        known = state.streams[thing].facts
        assert isinstance(known, dict)
        known.setdefault(name, Fact(fact.value, fact.cell(numbers[at]), fact.text))
