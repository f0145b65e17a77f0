"""Finance files through the command line, and what the map holds afterwards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from partnermap.model import ALLOCATION, FUNDING_STREAM, PARTNER, PARTNERSHIP
from partnermap.store import open_store
from tests.cli.commands import here, run
from tests.finance.facts import Fact, told

Record = dict[str, Any]


def brought(path: Path, *options: object) -> Record:
    """What an import of the file answers, its names created where nobody defines them; it must succeed."""
    status, record = attempted(path, *options)
    assert status == 0, [record.get("error"), *record["problems"]][:4]
    return record


def attempted(path: Path, *options: object) -> tuple[int, Record]:
    """The same of an import that may fail: its exit status, and what it answers."""
    result = run("import", path, "--yes", "--create-missing", *options, "--format", "json")
    assert result.exit_code in (0, 1), result.output
    record: Record = json.loads(result.stdout)
    adds_up(record)
    return result.exit_code, record


def adds_up(record: Record) -> None:
    """Every row read is in exactly one of imported, skipped and refused."""
    rows = record["rows"]
    assert min(rows.values()) >= 0
    assert rows["read"] == rows["imported"] + rows["skipped"] + rows["refused"], rows


def stored() -> list[Fact]:
    """The allocations in the map, as facts."""
    if not Path(here()).exists():
        return []
    with closing(open_store(here())) as store, store.view() as view:
        names: dict[str | None, str] = {}
        for kind in (PARTNERSHIP, PARTNER, FUNDING_STREAM):
            things = view.things(kind)
            names |= dict(zip(things["id"], things["name"], strict=True))
        found = view.things(ALLOCATION)
    columns = (found[name] for name in ("recipient", "stream", "year", "amount", "basis"))
    return [Fact(names.get(r, ""), names.get(s, ""), y, a, b) for r, s, y, a, b in zip(*columns, strict=True)]


def holds(facts: Iterable[Fact], *, with_basis: bool = False) -> None:
    """The map's allocations are these facts, no more and no less, to the penny."""
    expected, found = told(facts, with_basis=with_basis), told(stored(), with_basis=with_basis)
    assert not expected - found, f"lacking: {_some(expected - found)}; instead: {_some(found - expected)}"
    assert not found - expected, f"invented: {_some(found - expected)}"


def holds_turned(facts: Iterable[Fact]) -> None:
    """As ``holds``; a stream's sums, or those of a year, may all be turned, income recorded as negative being that."""
    facts, found = list(facts), stored()
    turned = {(fact.stream, fact.year) for fact in facts if _is_turned(fact, facts, found)}
    holds(replace(f, pence=-f.pence) if (f.stream, f.year) in turned and f.pence else f for f in facts)


def _is_turned(fact: Fact, facts: list[Fact], found: list[Fact]) -> bool:
    """Whether the sums of its stream, in all years or in its own, are kept with the other sign."""
    of_stream = [[f for f in group if f.stream == fact.stream] for group in (facts, found)]
    of_year = [[f for f in group if f.year == fact.year] for group in of_stream]
    sums = [[sum(f.pence or 0 for f in group) for group in groups] for groups in (of_stream, of_year)]
    return any(said == -kept != 0 for said, kept in sums)


def _some(facts: Counter[Fact]) -> str:
    return f"{sum(facts.values())}: {list(facts)[:4]}"


def pounds(value: object) -> Decimal:
    """A sum in an answer, in pounds, as a number or as text."""
    return Decimal(str(value))


def said_of(record: Record) -> str:
    """All that an import has to tell besides figures: what it guessed, and what was amiss."""
    told = [record["problems"], [table["guesses"] for table in record["understood"]]]
    return json.dumps(told, ensure_ascii=False)


def errors_at(record: Record, *cells: str) -> list[Record]:
    """The problems at these cells."""
    return [problem for problem in record["problems"] if problem["cell"] in cells]


def codes(record: Record) -> Counter[str]:
    return Counter(problem["code"] for problem in record["problems"])


def table_of(record: Record, sheet: str | None = None) -> Record:
    """What was understood of the one table, or of the one on a sheet."""
    (table,) = [one for one in record["understood"] if sheet in (None, one["sheet"])]
    assert isinstance(table, dict)
    return table


def reconciled(record: Record, in_file: int, difference: int = 0) -> None:
    """A total of the file, in pence, was held against its rows; signs may be turned, together.

    ``difference``: of the file's total and its rows, whichever is taken from the other.
    Sums of parts inside and below the data may stand beside the totals, under a key of their own.
    """
    looked_at = [*record["totals"], *record.get("breakdowns", [])]
    pairs = {(_abs_pence(one["in_file"]), _abs_pence(one["difference"])) for one in looked_at}
    assert (abs(in_file), abs(difference)) in pairs, f"{in_file}, {difference}: not among {sorted(pairs)}"


def all_reconciled(record: Record) -> None:
    """No total differs."""
    assert record["totals"], "no total was looked at"
    assert {pounds(one["difference"]) for one in record["totals"]} == {Decimal(0)}, record["totals"]
    assert "total-differs" not in codes(record)


def _abs_pence(value: object) -> int:
    return abs(int(pounds(value) * 100))


def headings(text: str) -> str:
    """A heading as an answer has it: spaces and line breaks collapsed."""
    return " ".join(text.split())
