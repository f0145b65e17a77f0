"""The same file again, a corrected one, one that lacks rows, next year's: and all of it taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.commands import asked, done
from tests.finance.facts import BODIES, Fact, facts_of
from tests.finance.families import FAMILIES, account, long_list, outturn, register
from tests.finance.importing import all_reconciled, brought, codes, holds, holds_turned, stored, table_of
from tests.finance.mappings import WORKED, mapping

NAME = Path("list.xlsx")


def facts() -> list[Fact]:
    return facts_of(BODIES[4:9], years=("2005/06", "2006/07"), unit=1)


@pytest.mark.parametrize("once", [True, False])
def test_corrected_file_changes_only_what_it_corrects(once: bool) -> None:
    before = facts()
    after = [replace(before[3], pence=77_777), *before[:3], *before[4:]]
    after.sort(key=lambda f: [(g.recipient, g.stream, g.year) for g in before].index((f.recipient, f.stream, f.year)))
    brought(long_list(before, once=once).write(NAME))
    record = brought(long_list(after, once=once).write(NAME))
    assert record["changed"] == {"Allocation": 1}
    assert not any(record["added"].values())
    assert not any(record["removed"].values())
    holds(after)


def test_correction_is_shown_before_it_is_made() -> None:
    before = facts()
    after = [replace(before[0], pence=77_777), *before[1:]]
    brought(long_list(before).write(NAME))
    record = brought(long_list(after).write(NAME), "--dry-run")
    assert record["changed"] == {"Allocation": 1}
    assert [(one["heading"], one["after"]) for one in record["differences"]] == [("Amount", "£777.77")]
    holds(before)


def test_correction_is_taken_back_and_made_again() -> None:
    before = facts()
    after = [replace(before[0], pence=77_777), *before[1:]]
    brought(long_list(before).write(NAME))
    done("undo", brought(long_list(after).write(NAME))["import"])
    holds(before)
    assert brought(long_list(after).write(NAME))["changed"] == {"Allocation": 1}
    holds(after)


def test_undo_of_the_earlier_import_leaves_the_later_one() -> None:
    early, late = facts(), facts_of(BODIES[:3], ["Teenage pregnancy"], unit=1)
    first = brought(long_list(early).write(NAME))["import"]
    brought(long_list(late).write(Path("other.xlsx")))
    done("undo", first)
    holds(late)
    done("undo", 3)  # the undo is undone
    holds([*early, *late])


def test_new_row_is_added_alone() -> None:
    before = facts()
    new = Fact("Dunmarsh", before[-1].stream, "2006/07", 12_345)
    brought(long_list(before).write(NAME))
    record = brought(long_list([*before, new]).write(NAME))
    assert record["added"]["Allocation"] == 1
    assert not any(record["changed"].values())
    holds([*before, new])


def test_row_that_vanished_is_listed_and_kept() -> None:
    before = facts()
    gone = next(fact for fact in before[1:] if fact.pence)
    brought(long_list(before, once=False).write(NAME))
    record = brought(long_list([f for f in before if f != gone], once=False).write(NAME))
    vanished = [problem for problem in record["problems"] if problem["code"] == "vanished"]
    assert {problem["severity"] for problem in vanished} == {"warning"}
    assert len(vanished) == 1
    (one,) = vanished
    assert (one["heading"], float(one["value"])) == ("Amount", (gone.pence or 0) / 100)
    assert one["cell"][:1] != "A"
    assert f" · {gone.year}” of Allocations stood in this file before" in one["message"]
    holds(before)


def test_row_that_vanished_is_withdrawn_with_replace() -> None:
    before = facts()
    gone = next(fact for fact in before[1:] if fact.pence)
    after = [fact for fact in before if fact != gone]
    brought(long_list(before, once=False).write(NAME))
    record = brought(long_list(after, once=False).write(NAME), "--replace")
    assert record["removed"]["Allocation"] == 1
    holds(after)
    done("undo", record["import"])
    holds(before)


def test_rows_in_another_order_are_the_same_rows() -> None:
    before = facts()
    brought(long_list(before, once=False, totals=False).write(NAME))
    record = brought(long_list([*reversed(before)], once=False, totals=False).write(NAME))
    assert not any([*record["added"].values(), *record["removed"].values()])
    assert "vanished" not in codes(record)
    holds(before)


def test_the_same_under_another_name_is_said_twice_and_kept_beside() -> None:
    """Two files that agree: nothing is added to the sums."""
    brought(long_list(facts()).write(NAME))
    brought(long_list(facts()).write(Path("copy.xlsx")))
    holds(facts())
    done("undo", 1)
    holds(facts())
    done("undo", 2)
    holds([])


def test_files_that_disagree_are_both_kept_and_check_says_so() -> None:
    """ "Of single values that differ the newest shows and check lists the others"."""
    before = facts()
    after = [replace(before[0], pence=77_777), *before[1:]]
    brought(long_list(before).write(NAME))
    brought(long_list(after).write(Path("copy.xlsx")))
    holds(after)
    said = done("check")
    assert "list.xlsx" in said
    assert "copy.xlsx" in said
    done("undo", 2)
    holds(before)


def test_history_names_the_file() -> None:
    brought(long_list(facts()).write(NAME))
    assert "import list.xlsx" in done("history")


# -- next year's file ----------------------------------------------------------------------------


def test_mapping_is_used_again_when_the_year_has_moved_on() -> None:
    """The first was read with a mapping that names the year; the second comes with nothing but a yes."""
    streams = ("Revenue Support Grant", "Area Based Grant (ABG)")
    first, second = (
        [replace(f, pence=-abs(f.pence or 0)) for f in facts_of(streams=streams, years=[year], seed=seed)]
        for seed, year in enumerate(("2010/11", "2011/12"))
    )
    brought(outturn(first).write(Path("RS_2010-11_by_LA.xls")), *mapping(WORKED))
    later = outturn(second, year="2011/12", sheet="RS LA Data 2011-12 (1)", header=6)
    record = brought(later.write(Path("RS_2011-12_by_LA.xls")))
    table = table_of(record)
    assert (table["year"], table["unit"], table["header_row"]) == ("2011/12", "thousand", 6)
    assert [stream.split(" (")[0] for stream in table["streams"]] == ["Area Based Grant"]
    all_reconciled(record)
    holds(
        replace(fact, stream="Area Based Grant", pence=-(fact.pence or 0))
        for fact in [*first, *second]
        if fact.stream == streams[1]
    )


def test_next_year_without_any_mapping_goes_in_beside_the_first() -> None:
    first, second = facts_of(years=["2021/22"]), facts_of(years=["2022/23"], seed=3)
    brought(account(first).write(Path("RA_2021-22.csv")))
    record = brought(account(second, year="2022/23").write(Path("RA_2022-23.csv")))
    assert table_of(record)["year"] == "2022/23"
    holds_turned([*first, *second])


@pytest.mark.parametrize("family", list(FAMILIES))
def test_families_do_not_disturb_each_other(family: str) -> None:
    """After a register and a list were read, any other file is read as it would have been by itself."""
    brought(register().write(Path("grants.xlsx")))
    brought(long_list(facts_of(BODIES[:2], unit=1)).write(NAME))
    before = stored()
    one = FAMILIES[family]()
    record = brought(one.write(Path("file.xlsx")), "--dry-run")
    assert stored() == before
    alone = asked("--store", "alone.db", "import", "file.xlsx", "--dry-run", "--create-missing")
    for key in ("rows", "totals"):
        assert record[key] == alone[key]
    for ours, theirs in zip(record["understood"], alone["understood"], strict=True):
        # a remembered mapping may be what it rests on; what it comes to is the same
        same = {"sheet", "header_row", "unit", "year", "columns", "streams", "years"}
        assert {key: ours[key] for key in same} == {key: theirs[key] for key in same}


def test_findings_lead_to_the_sums_of_a_stream() -> None:
    """Also where the stream stands in a title or over a column."""
    Path("grant.csv").write_text("Recipient,Year,Carers Grant\nHartlow,2005/06,1200\n", encoding="utf-8")
    Path("m.toml").write_text(
        '[columns]\nrecipient = "Recipient"\nyear = "Year"\n[streams]\n"Carers Grant" = "Carers Grant"\n'
    )
    brought(Path("grant.csv"), "--mapping", "m.toml")
    found = [one for one in asked("report", "funding")["findings"] if one["code"] == "stream-without-outcome"]
    assert any("C2" in source for one in found for source in one["sources"])


def test_year_from_a_title_is_told_as_it_was_read() -> None:
    one = outturn(facts_of(years=["2010/11"]))
    path = one.write(Path("RS.xls"))
    brought(path)
    fact = replace(one.facts[0], pence=(one.facts[0].pence or 0) + 100_000)
    record = brought(outturn([fact, *one.facts[1:]]).write(path), "--dry-run")
    assert record["differences"]
    assert all("data" not in diff["thing"] and "2010/11" in diff["thing"] for diff in record["differences"])
