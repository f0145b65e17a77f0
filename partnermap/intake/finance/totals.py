"""Rows that sum others: which rows each sums, and whether it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from partnermap.errors import BadValue
from partnermap.intake.finance.fields import collapsed, is_bare_total
from partnermap.intake.finance.laid import KEYS, Amount, Laid
from partnermap.intake.finance.sorting import is_plain_total, is_total_label
from partnermap.intake.finance.sums import is_figure, read_sum
from partnermap.intake.values import text_of

Sums = list[int | None]
"""Pence for each column of sums; None where the row has no figure."""

BORNE_OUT = 0.9
"""A row without the word total is one if so many of its figures are the sum of the same rows."""
LEAST_ROWS = 2
NEAR = 0.1
"""A sum that is off by no more than this share may be the one that is meant: a total that is wrong, or rounded."""
MOST = 0.5
"""Rows belong together as whole and parts if so many of their figures come near to each other: half at least."""


@dataclass(frozen=True)
class Total:
    """A row that sums others."""

    row: int
    label: str
    summed: list[int]
    """The rows that it sums."""
    of: str
    """What these rows are, in words."""
    made: list[int]
    """What they make under each column of sums, in pence."""
    main: bool
    """Whether it sums all rows of the table."""
    below: bool = False
    """Whether it stands below the total of all, and breaks it down by class."""


def settle(laid: Laid) -> list[Total]:
    """The totals of a table. Rows that turn out to be totals, or to be none, change their place in its fates."""
    if not laid.fates.totals:
        return []
    figures = _Figures(laid)
    moved = _move_breakdowns(laid, figures)
    found = [_total(laid, figures, row, row in moved) for row in laid.fates.totals]
    for row, total in zip(list(laid.fates.totals), found, strict=True):
        if total is None:
            laid.fates.totals.remove(row)
            laid.fates.data.append(row)
    laid.fates.data.sort()
    return [total for total in found if total is not None]


class _Figures:
    """The figures of rows, and their sums, read once."""

    def __init__(self, laid: Laid) -> None:
        self._laid = laid
        self._known: dict[int, Sums] = {}

    def of(self, row: int) -> Sums:
        if row not in self._known:
            self._known[row] = [figure(self._laid, row, amount) for amount in self._laid.amounts]
        return self._known[row]

    def sums(self, rows: Iterable[int]) -> list[int]:
        sums = [0] * len(self._laid.amounts)
        for row in rows:
            for at, pence in enumerate(self.of(row)):
                if pence:
                    sums[at] += pence
        return sums


def figure(laid: Laid, row: int, amount: Amount) -> int | None:
    """The pence of a cell as the table means them; None where it holds no figure."""
    value = laid.block.cell(row, amount.index)
    if value is None or not is_figure(value):
        return None
    try:
        pence = read_sum(value, amount.unit)
    except BadValue:
        return None
    return None if pence is None else amount.sign * pence


def _agreeing(wanted: Sums, sums: list[int]) -> float:
    """The share of a row's figures that are these sums."""
    told = [(a, b) for a, b in zip(wanted, sums, strict=True) if a is not None]
    return sum(a == b for a, b in told) / len(told) if told else 0.0


def _near(wanted: Sums, sums: list[int]) -> float:
    """The share of a row's figures that these sums come near to: a total may be wrong, or know of rows left out."""
    told = [(a, b) for a, b in zip(wanted, sums, strict=True) if a is not None and (a or b)]
    return sum(abs(a - b) <= NEAR * max(abs(a), abs(b)) for a, b in told) / len(told) if told else 0.0


def _move_breakdowns(laid: Laid, figures: _Figures) -> set[int]:
    """Rows below the total of all that break it down are totals too: each sums those that share a class with it."""
    data = laid.fates.data
    end = laid.fates.totals[-1]
    above, below = [row for row in data if row < end], [row for row in data if row > end]
    if len(above) < LEAST_ROWS or not 1 <= len(below) <= len(above) or below[0] == end + 1:
        return set()
    whole = figures.of(end)
    if _near(whole, figures.sums(above)) < MOST or _near(whole, figures.sums(below)) < MOST:
        return set()
    borne_out = [row for row in below if _sums_its_like(laid, figures, row, above)]
    if len(borne_out) < MOST * len(below):
        return set()
    laid.fates.data = above
    laid.fates.totals = sorted([*laid.fates.totals, *below])
    return set(below)


def _sums_its_like(laid: Laid, figures: _Figures, row: int, above: list[int]) -> bool:
    """Whether a row is about the sum of those that share a class with it; where all is nought, it is exactly that."""
    wanted = figures.of(row)
    sums = [figures.sums(part) for part, _ in _alike(laid, row, above)]
    return any(_near(wanted, made) >= MOST or _agreeing(wanted, made) == 1 for made in sums)


def _total(laid: Laid, figures: _Figures, row: int, known: bool) -> Total | None:
    """What a row sums: of the rows it may sum those that it agrees with best. None if it is no total after all."""
    label = _label(laid, row)
    wanted = figures.of(row)
    best: tuple[float, float, int, list[int], str] | None = None
    candidates = list(_candidates(laid, row, label))
    for rank, (rows, of) in enumerate(candidates):
        sums = figures.sums(rows)
        tried = (_agreeing(wanted, sums), _near(wanted, sums), -rank, rows, of)
        if best is None or tried[:3] > best[:3]:
            best = tried
    named = known or laid.mapping.total is not None or bool(laid.mapping.skip) or _is_named_total(laid, row, label)
    if best is None or not best[3]:
        return Total(row, label, [], "no rows", [], False) if named else None
    share, near, _, rows, of = best
    may_be = is_total_label(label) and near > 0 and not _names_all(laid, row)
    if not named and not may_be and (share < BORNE_OUT or len(rows) < LEAST_ROWS):
        return None
    if share == near == 0:
        rows, of = _most_likely(candidates, label)
    whole = len(rows) == len(laid.fates.data)
    name = label or "a row without a name"
    return Total(row, name, rows, of, figures.sums(rows), whole, _is_below(laid, row, rows))


def _is_named_total(laid: Laid, row: int, label: str) -> bool:
    """Whether a row is called a total and nothing else, or the total of something that other rows name."""
    if is_plain_total(label):
        return not _names_all(laid, row) or is_bare_total(label)
    return is_total_label(label) and any(True for _ in _named_in(laid, label, laid.fates.data))


def _names_all(laid: Laid, row: int) -> bool:
    """Whether a row names a thing in each of the columns that do, as rows of data do: Total Place is a programme."""
    keys = [label.index for label in laid.labels if label.field in KEYS]
    return len(keys) > 1 and all(laid.block.cell(row, at) is not None for at in keys)


def _is_below(laid: Laid, row: int, rows: list[int]) -> bool:
    """Whether a total stands below that of all rows and sums some of them."""
    data = laid.fates.data
    over = any(data and data[-1] < one < row for one in laid.fates.totals)
    return over and len(rows) < len(data)


def _most_likely(candidates: list[tuple[list[int], str]], label: str) -> tuple[list[int], str]:
    """What a total that agrees with nothing is held against."""
    sub = label.casefold().lstrip().startswith("sub")
    by_name = {of: rows for rows, of in reversed(candidates)}
    of = "the rows since the total before" if sub else "all rows"
    return by_name.get(of, candidates[0][0]), of if of in by_name else candidates[0][1]


def _label(laid: Laid, row: int) -> str:
    sums = {amount.index for amount in laid.amounts} | set(laid.row_totals)
    words = [text_of(v) for c in laid.block.columns if c not in sums and (v := laid.block.cell(row, c)) is not None]
    return collapsed(next((word for word in words if is_total_label(word)), words[0] if words else ""))


def _candidates(laid: Laid, row: int, label: str) -> Iterator[tuple[list[int], str]]:
    """The rows that a total may sum, in words, the likeliest first."""
    data = laid.fates.data
    above = [one for one in data if one < row]
    before = max((one for one in laid.fates.totals if one < row), default=-1)
    since = [one for one in above if one > before]
    earlier = [one for one in laid.fates.totals if one < row and data and one > data[-1]]
    if not earlier or is_total_label(label):  # what stands below the total of all is part of it
        yield data, "all rows"
    if since and len(since) < len(data):
        yield since, "the rows since the total before"
    yield from _named_in(laid, label, data)
    yield from _alike(laid, row, data)
    if above and len(above) < len(data):
        yield above, "all rows above"
    after = [one for one in data if one > row]
    if after and len(after) < len(data):
        following = min((one for one in laid.fates.totals if one > row), default=row + len(data) + 1)
        yield [one for one in after if one < following], "the rows below"


def _alike(laid: Laid, row: int, rows: list[int]) -> Iterator[tuple[list[int], str]]:
    """Rows that have a word in common with a row, in the same column."""
    sums = {amount.index for amount in laid.amounts}
    for column in laid.block.columns:
        value = laid.block.cell(row, column)
        if column not in sums and isinstance(value, str):
            alike = [one for one in rows if laid.block.cell(one, column) == value]
            if alike:
                yield alike, f"rows with “{value}” under {laid.block.heading(column) or laid.block.letter(column)}"


def _named_in(laid: Laid, label: str, rows: list[int]) -> Iterator[tuple[list[int], str]]:
    """Rows of the thing that a label names beside the word total: Total Hartlow, Hartlow sub-total."""
    folded = label.casefold()
    for column in laid.labels:
        filled = laid.filled.get(column.index, {})
        held: dict[str, list[int]] = {}
        for row in rows:
            value = filled[row][0] if row in filled else laid.block.cell(row, column.index)
            if isinstance(value, str):
                held.setdefault(value, []).append(row)
        named = [value for value in held if len(value) > 2 and value.casefold() in folded]
        for value in sorted(named, key=len, reverse=True)[:1]:
            yield held[value], f"rows of “{value}”"
