"""Which columns hold the sums: one of them, or several, with streams, years, bases or treatments across the top."""

from __future__ import annotations

from collections import Counter

from partnermap.intake.finance.columns import Column, Draft, without_year
from partnermap.intake.finance.fields import (
    BASES,
    CODE,
    NO_FIELD,
    TREATMENTS,
    is_balance,
    is_bare_total,
    is_total,
    speaks_of_money,
)
from partnermap.intake.finance.parts import sums_of_others
from partnermap.intake.finance.sums import is_figure, without_unit
from partnermap.likeness import marks_off
from partnermap.listing import quoted, some

ACROSS = {"years": "year", "bases": "basis", "treatments": "treatment"}
"""Table of the mapping: what a column says of its sums."""
SHOWN = 5


def amounts(draft: Draft, taken: set[int], has_stream: bool, labelled: bool) -> None:
    """Say in the mapping where the sums stand, or leave the question open."""
    sums = [one for one in draft.columns if one.index not in taken and _may_be_sums(one)]
    sums = [one for one in sums if not is_bare_total(one.heading) or len(sums) == 1]
    named = [one for one in sums if one.field == "amount"]
    dated = [one for one in sums if one.year]
    spoken = [one for one in sums if one.basis or one.treatment]
    if len({one.year.year for one in dated if one.year}) > 1 or (dated and not named and len(dated) == len(sums)):
        _across(draft, dated, streams=not has_stream and _has_groups(dated))
    elif named:
        _one_column(draft, named)
    elif spoken and (has_stream or len(spoken) == len(sums)):
        _across(draft, spoken, streams=not has_stream and _has_groups(spoken))
    elif has_stream or not labelled:
        _the_sums_among(draft, sums)
    elif len(sums) == 1 and not without_unit(sums[0].heading):
        _one_column(draft, sums)
    else:
        _across(draft, sums, streams=True)


def _may_be_sums(one: Column) -> bool:
    if one.field == "amount":
        return one.is_figures or any(is_figure(value) for value in one.values)
    if one.year or one.basis or one.treatment:
        return one.is_figures
    if one.field in (NO_FIELD, CODE) or (one.is_certain and one.field in ("line", "year")):
        return False
    return one.is_figures and bool(one.heading)


def _has_groups(columns: list[Column]) -> bool:
    """Whether something that is no year, basis or treatment stands over the columns, and not the same over all."""
    names = {one.stream_text for one in columns}
    return "" not in names and len(names) > 1


def _one_column(draft: Draft, named: list[Column]) -> None:
    best = min(named, key=lambda one: one.rank)
    if len(named) > 1:
        others = [one for one in named if one is not best]
        rest, way = some([draft.told(one) for one in others], SHOWN), draft.way_to("amount", others)
        draft.guess("columns", f"the sums are read from {draft.told(best)}, and not from {rest}{way}")
    sure = (best.means.sure, best.means.why) if best.means and best.field == "amount" else None
    draft.made.sure["amount"] = sure or ("likely", "no other column holds figures of money")
    draft.say(columns={**draft.mapping.columns, "amount": draft.called(best)})


def _the_sums_among(draft: Draft, sums: list[Column]) -> None:
    sums = [one for one in sums if not _is_balance(one)] or sums
    likely = [one for one in sums if speaks_of_money(one.heading)] or sums
    if len(likely) == 1:
        draft.guess(
            "columns", f"the sums are read from “{likely[0].heading}”", "no other column holds figures of money"
        )
        _one_column(draft, likely)
    elif likely:
        draft.ask(f"Which column holds the sums: {some(quoted(one.heading for one in likely), len(likely))}?")
    else:
        draft.ask("Which column holds the sums? None holds figures under a heading.")


def _across(draft: Draft, columns: list[Column], streams: bool) -> None:
    said: dict[str, dict[str, str]] = {"streams": {}, "years": {}, "bases": {}, "treatments": {}}
    alike = Counter(_told_by(one) for one in columns)
    for one in columns:
        if streams:
            _name_stream(draft, one, said["streams"], alone=alike[_told_by(one)] == 1)
        if one.year:
            said["years"][_spoken_in(one, one.year.found)] = one.year.year
        if one.basis:
            said["bases"][_spoken_in(one, one.basis, BASES)] = one.basis
        if one.treatment:
            said["treatments"][_spoken_in(one, one.treatment, TREATMENTS)] = one.treatment
    uneven = {table for table, name in ACROSS.items() if not all(getattr(one, name) for one in columns)}
    draft.say(**{table: pairs for table, pairs in said.items() if pairs and table not in uneven})
    draft.made.sure["amount"] = ("certain" if said["years"] else "likely", "figures stand under these headings")
    if streams:
        _tell_breakdowns(draft, columns)
        _tell_balances(draft, columns)


def _spoken_in(one: Column, spoken: str, choices: dict[str, str] | None = None) -> str:
    """The text over a column in which something was found."""
    words = set((choices or {}).get(spoken, "").split())
    for text in reversed(one.stack):
        if spoken.casefold() in text.casefold() or words & set(text.casefold().split()):
            return text
    return one.letter


def _told_by(one: Column) -> tuple[str | None, ...]:
    """What tells a column of sums from the others."""
    return (one.stream_text or one.heading).casefold(), one.year.year if one.year else None, one.basis, one.treatment


def _name_stream(draft: Draft, one: Column, streams: dict[str, str], alone: bool) -> None:
    """A stream by its heading; where several are headed alike, by what stands above, or the column's letter."""
    text = one.stream_text or one.heading
    name = marks_off(without_year(text)) or text
    spoken, where = text, ""
    if not alone:
        name = _told_apart(one, name, streams)
        spoken, where = one.letter, f" in column {one.letter}"
    if name != text:
        draft.guess("columns", f"“{text}”{where} is taken for the stream “{name}”")
    streams[spoken] = name


def _told_apart(one: Column, name: str, streams: dict[str, str]) -> str:
    above = next((text for text in reversed(one.stack) if text != one.heading and not is_figure(text)), "")
    longer = f"{above}: {name}" if above else name
    taken = set(streams.values())
    return longer if longer not in taken else f"{name} (column {one.letter})"


def _tell_breakdowns(draft: Draft, columns: list[Column]) -> None:
    sums = sums_of_others(draft.block, [one.index for one in columns])
    totals = [one for one in columns if is_total(one.heading) or one.index in sums]
    if totals and len(totals) < len(columns):
        draft.say(breakdown=tuple(draft.called(one) for one in totals))
        headings = some(quoted(one.heading for one in totals), SHOWN)
        draft.guess("breakdown", f"columns that sum others are kept as breakdowns and not added: {headings}")


def _tell_balances(draft: Draft, columns: list[Column]) -> None:
    """What is held at one day is money of no year: it is kept beside the sums, and not added."""
    known = draft.mapping.breakdown
    held = [one for one in columns if _is_balance(one) and draft.called(one) not in known]
    if held:
        draft.say(breakdown=(*known, *(draft.called(one) for one in held)))
        headings = some(quoted(one.heading for one in held), SHOWN)
        draft.guess(
            "breakdown", f"balances at one day, no sums of the year, are kept as breakdowns and not added: {headings}"
        )


def _is_balance(one: Column) -> bool:
    return is_balance(" ".join([*one.stack, one.heading]))
