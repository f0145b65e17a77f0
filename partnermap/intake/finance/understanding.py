"""What can be made of a table that nobody wrote a mapping for: a mapping, and what each guess in it rests on."""

from __future__ import annotations

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.columns import Draft, Knows, Understood, draft_of
from partnermap.intake.finance.fields import LABELS
from partnermap.intake.finance.labelling import labels
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.finance.saying import constants, money, stream_of_all, unit_of_all, year_of_all
from partnermap.intake.finance.summing import amounts
from partnermap.listing import quoted, some

SHOWN = 12
ESSENTIAL = ("stream", "recipient", "year")
"""Of what a mapping with columns of its own leaves out, only these are looked for."""


def understand(block: Block, file: str, knows: Knows) -> Understood:
    """A mapping for a table, and what it rests on. What the table leaves open is its question."""
    draft = draft_of(block, file, knows)
    found = labels(draft)
    taken = {one.index for one in found.values()}
    draft.say(columns={name: draft.called(one) for name, one in found.items()})
    amounts(draft, taken, "stream" in found, bool(found))
    _leave_to_headings(draft)
    _tell_left_out(draft, taken)
    constants(draft, "stream" in found, "year" in found)
    money(draft)
    return draft.made


def complete(mapping: FinanceMapping, block: Block, file: str, knows: Knows) -> Understood:
    """A written mapping, and what it leaves open worked out. What it says is not guessed."""
    draft = draft_of(block, file, knows, mapping.hidden)
    says_sums = mapping.streams or mapping.years or mapping.bases or "amount" in mapping.columns
    draft.made.mapping = mapping
    columns = dict(mapping.columns)
    wanted = LABELS if not columns else ESSENTIAL
    across = {"stream": mapping.streams, "year": mapping.years}
    said = {*columns, *mapping.constants, *(name for name, pairs in across.items() if pairs)}
    named = {text.casefold() for text in columns.values()}
    for name, one in labels(draft).items() if not says_sums or not columns else ():
        if name in wanted and name not in said and draft.called(one).casefold() not in named:
            columns[name] = draft.called(one)
    draft.say(columns=columns)
    if not says_sums:
        taken = {one.index for one in draft.columns if {draft.called(one), one.letter} & set(columns.values())}
        amounts(draft, taken, "stream" in columns or "stream" in mapping.constants, bool(columns))
        _leave_to_headings(draft, mapping)
    _complete_constants(draft)
    if mapping.unit is None:
        unit_of_all(draft)
    return draft.made


def _leave_to_headings(draft: Draft, written: FinanceMapping | None = None) -> None:
    """A column of what the headings over the sums say is not read; one that somebody wrote down is asked about."""
    for name, heading in draft.mapping.said_twice().items():
        if written and name in written.columns:
            words = f"The mapping reads the {name} from “{heading}”, and headings over the sums say it too"
            draft.ask(f"{words}. Which is right? Name the column of sums as amount, or leave “{heading}” out.")
        draft.say(columns={known: text for known, text in draft.mapping.columns.items() if known != name})
        draft.guess("columns", f"“{heading}” is not read", f"the headings over the sums say the {name}")


def _complete_constants(draft: Draft) -> None:
    """The year and the stream, which no sum can do without."""
    mapping = draft.mapping
    if not (mapping.years or "year" in mapping.columns or "year" in mapping.constants):
        year_of_all(draft)
    if not (mapping.streams or "stream" in mapping.columns or "stream" in mapping.constants):
        stream_of_all(draft)


def _tell_left_out(draft: Draft, taken: set[int]) -> None:
    mapping = draft.mapping
    across = (*mapping.streams, *mapping.years, *mapping.bases, *mapping.treatments)
    named = {text.casefold() for text in (*mapping.columns.values(), *across)}
    rest = [
        one.heading
        for one in draft.columns
        if one.heading and one.values and one.index not in taken
        and named.isdisjoint(text.casefold() for text in (one.letter, one.heading, *one.stack))
    ]  # fmt: skip
    if rest:
        draft.guess("columns", f"not read: {some(quoted(rest), SHOWN)}")
