"""What is asked at the terminal about names, and how often."""

from __future__ import annotations

from itertools import islice, permutations
from pathlib import Path
from typing import Any

import click
import pytest

from partnermap.consent import ASKED_AT_MOST, DECLINED, Consent
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.importing import Options, import_files
from partnermap.model import BY_NAME
from partnermap.store import open_store


def test_so_many_names_are_asked_about_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [2 * one.title() for one in map("".join, islice(permutations("bdfklmrt", 4), ASKED_AT_MOST + 10))]
    bodies = tmp_path / "Partners.csv"
    bodies.write_text("Name,Kind\n" + "".join(f"{place} Trust,other\n" for place in places), encoding="utf-8")
    sums = tmp_path / "sums.csv"
    rows = "".join(f"{place} Trusst,Carers Grant,2005/06,10\n" for place in places)
    sums.write_text(f"Recipient,Stream,Year,Amount\n{rows}", encoding="utf-8")
    asked: list[str] = []

    def later(question: str, **_: Any) -> str:
        asked.append(question)
        return "l"

    monkeypatch.setattr(click, "prompt", later)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    store = open_store(str(tmp_path / "map.db"))
    import_files(store, [bodies])
    told: list[str] = []
    consent = Consent(store, given=False, form="table", tell=told.append)
    mapping = FinanceMapping(columns={"recipient": "Recipient", "stream": "Stream", "year": "Year", "amount": "Amount"})
    import_files(store, [sums], Options(mappings=(mapping,)), agree=consent)
    store.close()
    assert len({question.partition("”")[0] for question in asked}) == ASKED_AT_MOST
    assert asked[0] == f"“{places[0]} Trusst” (A2): is it “{places[0]} Trust”? spelt alike. (y)es, (n)o, (l)ater"
    assert told[0].startswith("sums.csv › sums: headings in row 1\n")
    assert told[1] == "10 more names look like names in the map; the app's Import page lists them all."
    assert told[2] == "Not in the map yet, 1 stream: “Carers Grant”."
    assert consent.refused in ("", DECLINED)


def test_name_that_is_answered_later_is_not_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies, sums = tmp_path / "Partners.csv", tmp_path / "sums.csv"
    bodies.write_text("Name,Kind\nKelmoor District Council,district_council\n", encoding="utf-8")
    rows = "Kelmoor DC,Carers Grant,2005/06,10\nSelshire Fire,Carers Grant,2005/06,20\n"
    sums.write_text(f"Recipient,Stream,Year,Amount\n{rows}", encoding="utf-8")
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "l")
    monkeypatch.setattr(click, "confirm", lambda *_, **__: True)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    store = open_store(str(tmp_path / "map.db"))
    import_files(store, [bodies])
    told: list[str] = []
    report = import_files(store, [sums], agree=Consent(store, given=False, form="table", tell=told.append))
    with store.view() as view:
        assert sorted(view.things(BY_NAME["Partner"])["name"]) == ["Kelmoor District Council", "Selshire Fire"]
    store.close()
    assert (report.imported, report.refused) == (1, 1)
    assert told[1] == "Not in the map yet, 1 recipient and 1 stream: “Selshire Fire”, “Carers Grant”."
