"""What the rows of a table say of the streams that their sums belong to, and not of one sum."""

from __future__ import annotations

from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.lines import Column
from partnermap.intake.finance.stated import FileState
from partnermap.names import Names
from partnermap.store.base import Fact, Statement

OF_STREAM = ("department", "part_of", "nature", "conditions", "ring_fenced", "paid_to_tier", "frequency")
"""Fields that say something about the stream."""


def say_of_streams(
    laid: Laid, names: Names, state: FileState, streams: Column, numbers: list[int], said: dict[str, Column]
) -> list[Statement]:
    """A statement for each stream of which the file has said nothing so far; of others what is new is added to theirs.

    ``streams``, ``numbers``: the stream and the row of each sum. ``said``: for fields of ``OF_STREAM`` what that row
    says; what is said first is kept.
    """
    fresh: list[Statement] = []
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
            fresh.append(state.streams[thing])
        known = state.streams[thing].facts
        assert isinstance(known, dict)
        known.setdefault(name, Fact(fact.value, fact.cell(numbers[at]), fact.text))
    return fresh
