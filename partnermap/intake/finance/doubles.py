"""Columns of sums that say the same of each row: two headings for one year, or two for one stream."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.intake.finance.laid import Amount, Laid
from partnermap.intake.finance.mapping import ACROSS
from partnermap.intake.finance.totals import figure


def warn_of_doubles(laid: Laid) -> None:
    """Warn once a pair: of two columns for one year always, of two headings for one stream if their sums are alike."""
    for first, second, rows in _doubles(laid):
        _warn(laid, first, second, rows)


def doubled_cells(laid: Laid) -> Iterator[tuple[str, str, str]]:
    """File, sheet and address of each sum of which such a warning has told already that it stands beside itself."""
    for first, second, _ in _doubles(laid):
        for row in laid.fates.data:
            if figure(laid, row, first) == figure(laid, row, second):
                yield laid.file, laid.sheet_name, f"{second.letter}{laid.number(row)}"


def _doubles(laid: Laid) -> Iterator[tuple[Amount, Amount, int]]:
    """The pairs that are told, each with the number of rows in which all sums are alike."""
    for first, second in _pairs(laid):
        rows = _rows_alike(laid, first, second)
        if rows or _over(laid, first) == _over(laid, second):
            yield first, second, rows


def _pairs(laid: Laid) -> Iterator[tuple[Amount, Amount]]:
    """Each column that is added with the first one that says the same."""
    seen: dict[tuple[str | None, ...], Amount] = {}
    for amount in laid.amounts:
        if not amount.breakdown:
            first = seen.setdefault(tuple(getattr(amount, name) for name in ACROSS), amount)
            if first is not amount:
                yield first, amount


def _over(laid: Laid, amount: Amount) -> frozenset[str]:
    """What the mapping names the stream of a column by; nothing where the row or a constant names it."""
    over = {text.casefold() for text in (amount.letter, amount.heading, *laid.block.stack(amount.index))}
    return frozenset(text for text in laid.mapping.streams if text.casefold() in over)


def _rows_alike(laid: Laid, first: Amount, second: Amount) -> int:
    """In how many rows the two have the same sum; nought if they differ in any."""
    pairs = [(figure(laid, row, first), figure(laid, row, second)) for row in laid.fates.data]
    filled = [pair for pair in pairs if pair != (None, None)]
    alike = all(one == other for one, other in filled) and any(one for one, _ in filled)
    return len(filled) if alike else 0


def _warn(laid: Laid, first: Amount, second: Amount, rows: int) -> None:
    said = [getattr(first, name) or laid.mapping.constants.get(name) for name in ACROSS]
    meant = ", ".join(text for text in said if text)
    where = "the one row" if rows == 1 else f"all {rows:,} rows"
    alike = f", and have the same sums in {where}" if rows else ""
    laid.problem(
        "possible-double-count", "warning", second.heading_cell, second.heading, None,
        f"“{first.heading}” (column {first.letter}) and “{second.heading}” (column {second.letter}) are both read as "
        f"{meant}{alike}; both are added.",
        "Leave one out of the mapping, or name it under [rows] breakdown.",
    )  # fmt: skip
