"""Sources that disagree: both are kept and listed until a person rules, and open again when something new is said."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from partnermap.disagreeing import Disagreement, disagreements
from partnermap.errors import RequestError
from partnermap.ruling import rule, rule_otherwise
from partnermap.store import Store, open_store
from tests.cli.commands import asked, done, here, sheets

pytestmark = pytest.mark.usefixtures("imported")
WHAT = "Amount of Allocation “NRF · Hartlow PCT · 2005/06”"
HOW = "To rule on what differs: partnermap app, page Sources."


def give(**amounts: str) -> None:
    """Files, each of which gives one sum, imported one after the other."""
    for name, amount in amounts.items():
        text = f"Stream,Recipient,Year,Amount\nNRF,Hartlow PCT,2005/06,{amount}\n"
        [path] = sheets(Path("sums"), Allocations=text)
        streams = sheets(Path("sums"), Funding_streams="Name\nNRF\n")
        done("import", path.rename(path.with_name(f"{name}.csv")), *streams)


def call(kind: str) -> None:
    """A file that says of which kind a trust is."""
    done("import", *sheets(Path("more"), PARTNERS=f"Name,Kind,Covers\nHartlow PCT,{kind},Hartlow\n"))


def open_ones(store: Store) -> dict[str, Disagreement]:
    """What nobody ruled on, by the heading."""
    with store.view() as view:
        return {one.prop.heading: one for one in disagreements(view) if not one.is_settled}


def use(heading: str, place: int) -> None:
    """The app's button beside a value."""
    with closing(open_store(here())) as store:
        rule(store, open_ones(store)[heading], place, "Ann")


def today() -> str:
    now = dt.datetime.now(dt.UTC)
    return f"{now.day} {now:%B %Y}"


def test_check_shows_sums_in_pounds() -> None:
    give(ALLOCATIONS="12000", allocations="10000.50")
    assert done("check").splitlines()[1:] == [
        f"Sources differ on {WHAT}: “£12,000” (ALLOCATIONS.csv › ALLOCATIONS!D2); "
        "“£10,000.50” (allocations.csv › allocations!D2). The last one shows.",
        HOW,
    ]


def test_check_lists_what_was_ruled_on_apart() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    use("Amount", 0)
    [ruled] = asked("check")["ruled"]
    assert ruled.pop("at").startswith("20")
    assert ruled == {
        "kind": "Allocation",
        "thing": "NRF · Hartlow PCT · 2005/06",
        "property": "Amount",
        "value": "£12,000",
        "by": "Ann",
        "change": 4,
        "values": [
            {"value": "£12,000", "source": "ALLOCATIONS.csv › ALLOCATIONS!D2"},
            {"value": "£10,000", "source": "allocations.csv › allocations!D2"},
        ],
    }
    assert asked("check")["contradictions"] == []
    assert done("check").splitlines()[1:] == [
        "No source contradicts another, but for what was ruled on.",
        f"Sources differed on {WHAT}, ruled on by Ann on {today()} (change 4): £12,000. "
        "They say: “£12,000” (ALLOCATIONS.csv › ALLOCATIONS!D2); “£10,000” (allocations.csv › allocations!D2).",
    ]
    assert f"edit       rule on {WHAT}: £12,000" in done("history")


def test_check_lists_what_is_open_first() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    call("sha")
    use("Kind", 0)
    lines = [line.partition(" of ")[0] for line in done("check").splitlines()[1:]]
    assert lines == ["Sources differ on Amount", HOW, "Sources differed on Kind"]


def test_value_that_nobody_ruled_on_is_open_again() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    use("Amount", 0)
    give(allocations="10000.00", Allocations="15000")
    assert asked("check")["ruled"] == []
    assert done("check").splitlines()[1] == (
        f"Sources differ on {WHAT}: “£12,000” (ALLOCATIONS.csv › ALLOCATIONS!D2); “£12,000” (edit, change 4); "
        "“£10,000” (allocations.csv › allocations!D2); “£15,000” (Allocations.csv › Allocations!D2). "
        "The last one shows."
    )
    use("Amount", 3)
    assert asked("check")["ruled"][0]["value"] == "£15,000"
    give(allocations="10000.0", ALLOCATIONS="12000.0")
    assert asked("check")["contradictions"] == []


def test_ruling_that_is_undone_is_open_again() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    use("Amount", 0)
    assert done("undo", 4).splitlines()[1] == "changed: 1 in Allocations"
    found = asked("check")
    assert (len(found["contradictions"]), found["ruled"]) == (1, [])


def test_files_that_come_to_agree_leave_nothing_to_list() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    use("Amount", 0)
    give(allocations="12000")
    assert done("check") == "The store holds together.\nNo source contradicts another.\n"


def test_ruling_on_what_has_changed_meanwhile_is_refused() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    with closing(open_store(here())) as store:
        seen = open_ones(store)["Amount"]
        give(allocations="11000")
        with pytest.raises(RequestError) as refused:
            rule(store, seen, 0, "Ann")
    assert str(refused.value) == (
        "What the sources say has changed just now. Nothing was done. Look at it, and rule again."
    )


def test_ruling_twice_the_same_is_refused() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    use("Amount", 0)
    with closing(open_store(here())) as store:
        with store.view() as view:
            [settled] = disagreements(view)
        with pytest.raises(RequestError) as refused:
            rule_otherwise(store, settled, "£12,000", "Ann")
    assert str(refused.value) == "Amount of “NRF · Hartlow PCT · 2005/06” is ruled to be £12,000 already."


def test_ruling_that_leads_in_a_circle_is_refused() -> None:
    rows = "Name,Kind,Part of\nHartlow PCT,pct,Kelmoor PCT\n"
    done("import", *sheets(Path("one"), PARTNERS=rows))
    done("import", *sheets(Path("two"), partners="Name,Kind,Part of\nHartlow PCT,pct,Selshire County Council\n"))
    done("import", *sheets(Path("two"), PaRtners="Name,Kind,Part of\nKelmoor PCT,pct,Hartlow PCT\n"))
    with closing(open_store(here())) as store, pytest.raises(RequestError) as refused:
        rule(store, open_ones(store)["Part of"], 0, "Ann")
    assert str(refused.value) == (
        "Part of of “Hartlow PCT” cannot be this: it would lead back to “Hartlow PCT”. "
        "Use another value, or correct the chain first."
    )


def test_import_looks_for_circles_in_what_was_ruled() -> None:
    done("import", *sheets(Path("one"), PARTNERS="Name,Kind,Part of\nHartlow PCT,pct,Kelmoor PCT\n"))
    done("import", *sheets(Path("two"), partners="Name,Kind,Part of\nHartlow PCT,pct,Selshire County Council\n"))
    use("Part of", 1)
    done("import", *sheets(Path("two"), PaRtners="Name,Kind,Part of\nKelmoor PCT,pct,Hartlow PCT\n"))
    rows = "Name,Kind,Part of,Notes\nHartlow PCT,pct,Kelmoor PCT,again\n"
    done("import", *sheets(Path("one"), PARTNERS=rows))  # the ruled value shows: no circle
    assert asked("check")["circles"] == []


def test_history_of_a_ruling_shows_what_stood_before() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    use("Amount", 0)
    assert done("history", 4).splitlines()[2:] == [
        "changed: 1 in Allocations",
        "",
        "CHANGED (1)",
        "  Allocation “NRF · Hartlow PCT · 2005/06” (edit)",
        "      Amount: £10,000 (allocations!D2) → £12,000 (edit, change 4)",
    ]


def test_undo_of_a_file_says_that_a_ruling_stays() -> None:
    give(ALLOCATIONS="12000", allocations="10000")
    use("Amount", 0)
    said = done("undo", 3)
    assert "  Amount of “NRF · Hartlow PCT · 2005/06” stays £12,000: Ann said so by hand (change 4).\n" in said
