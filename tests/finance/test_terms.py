"""Terms of money: how it is held, on what basis, agreed or refused, through whom, on what conditions, part of what."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from partnermap.model import ALLOCATION, FUNDING_STREAM, Kind
from partnermap.store import open_store
from tests.cli.commands import here
from tests.finance.importing import brought

HEAD = (
    "Recipient,Funding stream,Year,Amount (£),Treatment,Basis,Status,Paid through,Breakdown,Reference,Department,"
    "Part of,Conditions,Ring-fenced,Paid to tier,Frequency,Notes"
)
_GREEN = "ODPM,SSCF,Open spaces only,yes,district,monthly"
ROWS = (
    f"Hartlow,Cleaner Greener,2005/06,100,pooled,Budget,agreed,Selshire,no,A1,{_GREEN},first",
    f"Hartlow,Cleaner Greener,2005/06,90,Pooled / passported,Actual,Approved,Selshire,,A1,{_GREEN},",
    "Kelmoor,SSCF,2005/06 to 2007/08,300,aligned,Plan,Bid,,yes,A2,ODPM,,,no,county,,a sum over three years",
    "Kelmoor,Mainstream health,2005/06,n/a,excluded,,Rejected,,,A3,DH,,,,,,",
)


def things(kind: Kind, *names: str) -> list[tuple[Any, ...]]:
    with closing(open_store(here())) as store, store.view() as view:
        columns = view.things(kind)
        several = {prop.name: view.pairs(kind, prop) for prop in kind.lists}
    values: list[list[Any]] = []
    for name in names:
        if name in several:
            held: dict[str, list[Any]] = {}
            for thing, value, _ in several[name]:
                held.setdefault(thing, []).append(value)
            values.append([held.get(thing, []) for thing in columns["id"]])
        else:
            values.append(columns[name])
    return sorted(zip(*values, strict=True), key=str)


def bring() -> dict[str, Any]:
    path = Path("terms.csv")
    path.write_text("\n".join([HEAD, *ROWS]) + "\n", encoding="utf-8")
    return brought(path)


def test_terms_of_each_sum_are_kept() -> None:
    record = bring()
    assert record["rows"] == {"read": 4, "imported": 4, "skipped": 0, "refused": 0}
    assert things(ALLOCATION, "year", "amount", "treatment", "basis", "status", "breakdown", "line") == [
        ("2005/06", 10000, ["pooled"], "budget", "agreed", False, "A1"),
        ("2005/06", 9000, ["pooled", "passported"], "outturn", "agreed", None, "A1"),
        ("2005/06", None, ["excluded"], None, "refused", None, "A3"),
        ("2005/06-2007/08", 30000, ["aligned"], "plan", "proposed", True, "A2"),
    ]


def test_what_is_said_of_a_stream_is_kept_once() -> None:
    bring()
    names = ("name", "department", "conditions", "ring_fenced", "paid_to_tier", "frequency")
    assert things(FUNDING_STREAM, *names) == [
        ("Cleaner Greener", "ODPM", "Open spaces only", True, "district", "monthly"),
        ("Mainstream health", "DH", None, None, None, None),
        ("SSCF", "ODPM", None, False, "county", None),
    ]


def test_part_of_a_stream_and_who_passes_it_on_are_names_of_the_map() -> None:
    bring()
    assert things(FUNDING_STREAM, "name", "part_of")[0] == ("Cleaner Greener", "FundingStream:sscf")
    through = {row[1] for row in things(ALLOCATION, "line", "paid_through") if row[0] == "A1"}
    assert through == {"Partner:selshire"}


def test_stream_that_nobody_defines_leads_to_the_row_that_names_it_first_be_it_as_the_whole_of_another() -> None:
    path = Path("parts.csv")
    rows = ("Dale,NRF,2005/06,50,", "Hartlow,Cleaner Greener,2005/06,100,SSCF", "Kelmoor,SSCF,2005/06,300,")
    path.write_text("Recipient,Funding stream,Year,Amount (£),Part of\n" + "\n".join(rows) + "\n", encoding="utf-8")
    brought(path)
    with closing(open_store(here())) as store, store.view() as view:
        cells = {
            one.thing: str(said.source(one.facts["name"]))
            for said in view.stated_by("parts.csv")
            if (one := said.statement).kind == "FundingStream"
        }
    assert cells == {
        "FundingStream:nrf": "parts.csv › parts!B2",
        "FundingStream:cleaner greener": "parts.csv › parts!B3",
        "FundingStream:sscf": "parts.csv › parts!E3",
    }
