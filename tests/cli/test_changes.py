"""What people do to a map besides importing: undo, dismiss, decide about names. All of it is kept and can be undone."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from partnermap.disagreeing import disagreements
from partnermap.ruling import rule
from partnermap.store import open_store
from tests.cli.commands import PARTNERS, asked, county, done, here, misused, refused, revision, run, sheets

pytestmark = pytest.mark.usefixtures("imported")
DAY = ("--as-of", "2005-03-22")


def found(report: str, code: str) -> list[dict[str, Any]]:
    """The findings of a code on that day."""
    return [one for one in asked("report", report, *DAY)["findings"] if one["code"] == code]


def partners() -> set[str]:
    """The partners in the map."""
    import json

    done("export", "map.json")
    nodes = json.loads(Path("map.json").read_text(encoding="utf-8"))["nodes"]
    return {node["name"] for node in nodes if node["is_a"] == "Partner"}


# History and undo


def test_history_lists_the_newest_first() -> None:
    done("undo", 1)
    lines = done("history").splitlines()
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert lines[0].endswith(
        "undo 1: import Areas.csv, Partners.csv, Partnerships.csv, Agreements.csv, Memberships.csv"
    )
    assert lines[1].endswith("Memberships.csv  (undone)")


def test_history_of_nothing_says_so() -> None:
    assert done("--store", "new.db", "history") == "Nothing was ever changed in this map.\n"


def test_undo_says_what_it_took_back() -> None:
    result = run("undo", 1)
    assert result.stdout == (
        "Undone: import Areas.csv, Partners.csv, Partnerships.csv, Agreements.csv, Memberships.csv.\n"
        "removed: 3 in Areas, 3 in Partners, 1 in Agreements, 1 in Partnerships, 2 in Memberships\n"
    )
    assert result.stderr == "This is change 2. To take it back: partnermap undo 2\n"
    assert partners() == set()


def test_undo_of_an_undo_brings_everything_back() -> None:
    before = partners()
    done("undo", 1)
    assert done("undo", 2).splitlines()[1].startswith("added: 3 in Areas, 3 in Partners")
    assert partners() == before


def test_undo_takes_back_an_earlier_change_alone() -> None:
    done("import", *sheets(Path("more"), Partners="Name,Kind,Covers\nGuild,business,Hartlow\n"))
    done("import", *sheets(Path("more"), Areas="Name,Tier\nMarland,unitary\n"))
    done("undo", 2)
    assert "Guild" not in partners()
    assert done("history").count("\n") == 4


def test_undo_that_leaves_the_map_as_it_is_says_so() -> None:
    done("import", *sheets(Path("more"), Areas="Name,Tier,Code\nMarland,unitary,E1\n"))
    for name in ("again", "more"):  # the second time the file of the same name says the same with one more word
        done("import", *sheets(Path(name), Areas=f"Name,Tier,Code\nMarland,unitary,E{name}\n"))
    said = done("undo", 2)
    assert said.splitlines()[1] == (
        "The map stays as it is: later changes say the same, or the change said nothing about it."
    )


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ([], 9, "There is no change 9. There is only change 1. See: partnermap history."),
        ([1], 9, "There is no change 9. There are 1 to 2. See: partnermap history."),
        ([1], 1, "Change 1 is undone already. To bring it back: partnermap undo 2."),
        ([1, 2], 2, "Change 2 is undone already. To bring it back: partnermap undo 3."),
    ],
)
def test_undo_of_what_is_not_there_is_refused(first: list[int], then: int, said: str) -> None:
    for number in first:
        done("undo", number)
    before = revision()
    assert refused("undo", then) == said
    assert revision() == before


def test_undo_in_an_empty_store_is_refused() -> None:
    said = "There is no change 1. Nothing was ever changed. See: partnermap history."
    assert refused("--store", "new.db", "undo", 1) == said


# What an undo could not change


def partner(file: str, *rows: str, replace: bool = False) -> None:
    """A file of partners; each row is name, kind, notes."""
    text = "Name,Kind,Covers,Notes\n" + "".join("{},{},Hartlow,{}\n".format(*row.split(",")) for row in rows)
    done("import", *sheets(Path("files"), **{file: text}), *(["--replace"] if replace else []))


def could_not(number: int) -> list[str]:
    """What an undo says that it could not change."""
    _, heading, said = done("undo", number).partition("What this could not change:\n")
    assert heading
    return [line.removeprefix("  ") for line in said.splitlines()]


def test_undo_says_who_else_says_it() -> None:
    partner("PARTNERS", "Guild,business,")
    partner("partners", "Guild,business,")
    assert could_not(2) == ["“Guild” stays: partners.csv says it too (change 3, partners!A2)."]


def test_undo_says_that_a_later_import_of_the_file_says_otherwise() -> None:
    partner("PARTNERS", "Guild,business,small")
    partner("PARTNERS", "Guild,business,large")
    assert could_not(2) == [
        "Notes of “Guild” stays large: a later import of the same file (change 3) says so.",
    ]


def test_undo_says_that_a_later_import_says_the_same() -> None:
    partner("PARTNERS", "Guild,business,")
    partner("PARTNERS", "Guild,business,", "Club,business,")
    assert could_not(2) == ["“Guild” stays: a later import of the same file (change 3) says so too."]


def test_undo_of_a_correction_says_what_the_file_said_before() -> None:
    partner("PARTNERS", "Guild,business,", "Club,business,small")
    partner("PARTNERS", "Guild,business,", "Club,business,large")
    assert could_not(3) == ["“Guild” stays: the same file said so before (change 2)."]


def test_undo_says_what_another_file_says_of_a_sum() -> None:
    for name, amount in {"Allocations": 10000, "ALLOCATIONS": 12000}.items():
        row = f"Stream,Recipient,Year,Amount\nNRF,Hartlow PCT,2005/06,{amount}\n"
        done("import", *sheets(Path("sums"), **{name: row, "Funding_streams": "Name\nNRF\n"}))
    assert could_not(2) == [
        "“NRF” stays: a later import of the same file (change 3) says so too.",
        "Amount of “NRF · Hartlow PCT · 2005/06” stays £12,000: ALLOCATIONS.csv says so (change 3, ALLOCATIONS!D2).",
    ]


def test_undo_of_a_withdrawal_says_what_stays_gone() -> None:
    partner("PARTNERS", "Guild,business,", "Club,business,")
    partner("PARTNERS", "Club,business,", replace=True)
    done("undo", 2)
    assert could_not(3) == ["“Guild” stays gone: what had brought it (change 2) is undone."]


def test_undo_of_an_undo_says_what_was_withdrawn_since() -> None:
    partner("PARTNERS", "Guild,business,", "Club,business,")
    done("undo", 2)
    partner("PARTNERS", "Guild,business,", "Club,business,large")
    partner("PARTNERS", "Club,business,large", replace=True)
    assert could_not(3) == [
        "“Guild” stays gone: a later import of the same file (change 5) withdrew it.",
        "“Club” stays: a later import of the same file (change 5) says so too.",
    ]


def test_undo_of_an_undo_says_what_waits() -> None:
    done("import", *sheets(Path("files"), MEMBERSHIPS="Partner,Partnership\nKelmoor PCT,County LSP\n"))
    done("undo", 2)
    done("undo", 1)
    assert could_not(3) == [
        "“Kelmoor PCT · County LSP” stays gone: it waits for “Kelmoor PCT” and “County LSP”, which nobody defines."
    ]


def test_undo_groups_what_stays_by_reason_when_it_is_much() -> None:
    rows = [f"Club {number},business," for number in range(12)]
    partner("PARTNERS", *rows)
    partner("partners", *rows[:8])
    partner("pArtners", *rows[8:])
    assert could_not(2) == [
        "8 stay as they are: partners.csv says it too (change 3). These are “Club 0”, “Club 1”, “Club 2” and 5 more.",
        "4 stay as they are: pArtners.csv says it too (change 4). These are “Club 8”, “Club 9”, “Club 10” and 1 more.",
    ]


def test_undo_of_a_dismissal_says_that_another_counts() -> None:
    done("dismiss", "no-lsp", "Hartlow", "--reason", "Shared.", *DAY)
    done("dismiss", "no-lsp", "Hartlow", "--reason", "Still.", *DAY)
    assert done("undo", 2) == (
        "Undone: dismiss no-lsp Hartlow: Shared.\n"
        "What this could not change:\n"
        "  The finding no-lsp about “Hartlow” stays dismissed: it was dismissed again (change 3).\n"
    )


def sums(name: str, amount: int) -> None:
    """A finance workbook with one sum."""
    Path(f"{name}.csv").write_text(
        f"Recipient,Funding stream,Year,Amount (£)\nKelmoor Primary Care,NRF,2005/06,{amount}\n", encoding="utf-8"
    )
    done("import", f"{name}.csv", "--yes", "--create-missing")


REMEMBERED = (
    "How one.csv was read stays remembered: a file with such headings is read so again, unless --mapping or the app "
    "corrects it."
)


def test_undo_of_a_finance_import_says_what_is_kept_by_itself() -> None:
    done("same", "Kelmoor PCT", "Kelmoor Primary Care")
    sums("one", 1000)
    assert could_not(3) == [
        "That Kelmoor PCT and Kelmoor Primary Care are the same stays decided: it is a change of its own (change 2).",
        REMEMBERED,
    ]


def test_undo_of_a_finance_import_says_that_a_name_stays_apart() -> None:
    done("different", "Kelmoor PCT", "Kelmoor Primary Care")
    sums("one", 1000)
    assert could_not(3) == [
        "That Kelmoor PCT and Kelmoor Primary Care are different stays decided: it is a change of its own (change 2).",
        REMEMBERED,
    ]


def test_undo_of_a_decision_says_which_files_were_read_by_it() -> None:
    done("same", "Kelmoor PCT", "Kelmoor Primary Care")
    sums("one", 1000)
    sums("two", 1500)
    done("undo", 4)
    assert could_not(2) == [
        "“Kelmoor Primary Care” in one.csv stays read as “Kelmoor PCT”: it was read while the decision counted, and is "
        "read anew when it comes again (change 3, one!A2).",
    ]
    sums("one", 1000)
    assert "Kelmoor Primary Care" in partners()


def test_undo_of_an_import_says_that_a_ruling_stays() -> None:
    sums("one", 1000)
    sums("two", 1500)
    with closing(open_store(here())) as store:
        with store.view() as view:
            (found,) = disagreements(view)
        rule(store, found, 0, "Ann")
    done("undo", 2)
    assert could_not(3)[0] == (
        "The ruling on Amount of “NRF · Kelmoor Primary Care · 2005/06” stays: it is a change of its own (change 4), "
        "and shows once a file brings that again."
    )


@pytest.mark.parametrize(
    ("command", "taken", "brought"),
    [
        (
            ["dismiss", "no-lsp", "Hartlow", "--reason", "Shared.", *DAY],
            "The finding counts again.",
            "The finding is dismissed again.",
        ),
        (
            ["same", "Kelmoor PCT", "Kelmoor Primary Care"],
            "The map stays as it is; the decision is used no more.",
            "The map stays as it is; the decision is used again.",
        ),
    ],
)
def test_undo_says_whether_a_decision_or_dismissal_counts(command: list[str], taken: str, brought: str) -> None:
    done(*command)
    assert [done("undo", number).splitlines()[1:] for number in (2, 3, 4)] == [[taken], [brought], [taken]]


# Before and after


def test_history_of_a_change_shows_before_and_after() -> None:
    partner("PARTNERS", "Guild,business,small", "Club,business,")
    partner("PARTNERS", "Guild,business,large", "Shop,business,", replace=True)
    lines = done("history", 3).splitlines()
    assert lines[0] == "Change 3: import PARTNERS.csv"
    assert re.fullmatch(r"Import by JB, \d+ \w+ \d{4} at \d\d:\d\d UTC\. It counts\.", lines[1])
    assert re.fullmatch(r"  PARTNERS\.csv · SHA-256 [0-9a-f]{12}", lines[2])
    assert lines[3:] == [
        "added: 1 in Partners",
        "changed: 1 in Partners",
        "withdrawn: 1 in Partners",
        "",
        "ADDED (1)",
        "  Partner “Shop” (PARTNERS.csv)",
        "      Name: Shop (PARTNERS!A3)",
        "      Kind: business (PARTNERS!B3)",
        "      Covers: Hartlow (PARTNERS!C3)",
        "",
        "CHANGED (1)",
        "  Partner “Guild” (PARTNERS.csv)",
        "      Notes: small (PARTNERS!D2) → large (PARTNERS!D2)",
        "",
        "WITHDRAWN (1)",
        "  Partner “Club” (PARTNERS.csv)",
        "      Name: Club (PARTNERS!A3)",
        "      Kind: business (PARTNERS!B3)",
        "      Covers: Hartlow (PARTNERS!C3)",
    ]


def test_history_of_a_change_counts_what_was_said_again() -> None:
    partner("PARTNERS", "Guild,business,small", "Club,business,")
    partner("PARTNERS", "Guild,business,", "Club,business,")
    assert done("history", 3).splitlines()[3:] == [
        "changed: 1 in Partners",
        "said again as before: 1 in Partners",
        "",
        "CHANGED (1)",
        "  Partner “Guild” (PARTNERS.csv)",
        "      Notes: small (PARTNERS!D2) → blank",
    ]


def test_history_of_a_change_is_bounded() -> None:
    partner("PARTNERS", *(f"Club {number},business," for number in range(12)))
    assert done("history", 2).splitlines()[-1] == "  and 2 more"


def test_history_of_an_undone_change_says_by_which() -> None:
    done("undo", 1)
    assert done("history", 1).splitlines()[1].endswith("UTC. It was undone by change 2.")
    assert done("history", 2).splitlines()[2] == "What it took back, or brought back: partnermap history 1"


def test_history_compares_with_what_counted_then() -> None:
    partner("PARTNERS", "Guild,business,small")
    done("undo", 2)
    partner("PARTNERS", "Guild,business,large")
    assert "ADDED (1)" in done("history", 4)


def test_history_of_a_change_that_is_not_there_is_refused() -> None:
    assert refused("history", 9) == "There is no change 9. There is only change 1. See: partnermap history."


# Dismissals


def test_dismissed_finding_stays_listed_with_its_reason() -> None:
    assert done("dismiss", "no-lsp", "hartlow", "--reason", "They share the county's.", *DAY) == (
        "Dismissed: Hartlow has no general partnership of its own, such as an LSP.\n"
    )
    assert {one["subject"]: one.get("dismissed") for one in found("two-tier", "no-lsp")} == {
        "Hartlow": "They share the county's.",
        "Kelmoor": None,
    }
    said = done("report", "two-tier", *DAY)
    assert "1 dismissed" in said.splitlines()[1]
    assert "DISMISSED (1)\n  no-lsp: Hartlow has no general partnership of its own, such as an LSP.\n" in said
    assert "      dismissed: They share the county's.\n" in said


def test_dismissal_is_a_change_that_can_be_undone() -> None:
    result = run("dismiss", "no-lsp", "Hartlow", "--reason", "Shared.", *DAY)
    assert result.stderr == "This is change 2. To take it back: partnermap undo 2\n"
    assert "dismissal  dismiss no-lsp Hartlow: Shared." in done("history")
    done("undo", 2)
    assert not any("dismissed" in one for one in found("two-tier", "no-lsp"))


COUNCIL_ON_CDRP = ("dismiss", "not-seated", "county council on the CDRP", "--reason", "It is coming.", *DAY)


def dismissed_areas() -> set[str]:
    return {one["area"] for one in found("missing", "not-seated") if "dismissed" in one}


def test_dismissal_of_a_subject_takes_all_its_findings() -> None:
    assert done(*COUNCIL_ON_CDRP).count("Dismissed: Selshire County Council") == 2
    assert dismissed_areas() == {"Hartlow", "Kelmoor"}


def test_dismissal_may_be_kept_to_one_area() -> None:
    assert done(*COUNCIL_ON_CDRP, "--area", "kelmoor", "--agreement", "Selshire LAA").count("Dismissed: ") == 1
    assert dismissed_areas() == {"Kelmoor"}
    assert refused(*COUNCIL_ON_CDRP, "--area", "Selshire") == (
        "There is no finding not-seated about “county council on the CDRP” in Selshire on 2005-03-22. "
        "There is one outside Selshire: leave out --agreement and --area, or name others."
    )


def test_dismissed_finding_opens_again_when_its_facts_change() -> None:
    done("dismiss", "no-county-seat", "Kelmoor PCT", "--reason", "Too new.", *DAY)
    assert [one.get("dismissed") for one in found("two-tier", "no-county-seat")] == ["Too new."]
    done("import", *county(Partners=PARTNERS.replace("Kelmoor PCT,pct", "Kelmoor PCT,lsc")))
    assert [one.get("dismissed") for one in found("two-tier", "no-county-seat")] == [None]


def test_dismissed_finding_stays_dismissed_when_other_facts_change() -> None:
    done("dismiss", "no-lsp", "Hartlow", "--reason", "Shared.", *DAY)
    done("import", *county(Partners=PARTNERS + "Guild,business,Hartlow\n"))
    assert [one.get("dismissed") for one in found("two-tier", "no-lsp")] == ["Shared.", None]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-lspp", "Hartlow"], "There is no code “no-lspp”. Did you mean “no-lsp”?"),
        (["no-lsp", "Hartlo"], "There is no finding no-lsp about “Hartlo” on 2005-03-22. Did you mean “Hartlow”?"),
        (
            ["no-lsp", "Zebra"],
            "There is no finding no-lsp about “Zebra” on 2005-03-22. There are: Hartlow, Kelmoor.",
        ),
        (
            ["no-indicator", "Hartlow"],
            "There is no finding no-indicator about “Hartlow” on 2005-03-22. Nothing has no-indicator on that day.",
        ),
        (["no-lsp", "Hartlow", "--area", "Kelmor"], "There is no area “Kelmor”. Did you mean “Kelmoor”?"),
        (
            ["absent", "Kelmoor PCT", "--agreement", "Selshire LA"],
            "There is no agreement “Selshire LA”. Did you mean “Selshire LAA”?",
        ),
    ],
)
def test_dismissal_of_what_is_not_there_is_refused(words: list[str], said: str) -> None:
    assert refused("dismiss", *words, "--reason", "X", *DAY) == said
    assert revision() == 1


def test_dismissal_without_a_reason_is_refused() -> None:
    assert misused("dismiss", "no-lsp", "Hartlow") == "Missing option '--reason'."
    assert refused("dismiss", "no-lsp", "Hartlow", "--reason", "  ", *DAY) == (
        "A dismissal needs a reason. Add --reason with the words that others should read."
    )


# Names


def test_same_joins_two_bodies_under_the_first_name() -> None:
    assert done("same", "Hartlow PCT", "Kelmoor PCT").splitlines()[:1] == [
        "Kept: “Hartlow PCT” and “Kelmoor PCT” are one body."
    ]
    assert partners() == {"Selshire County Council", "Hartlow PCT"}
    assert done("check").startswith("The store holds together.")


def test_same_is_replayed_on_the_next_import() -> None:
    assert done("same", "Hartlow PCT", "Hartlow Primary Care Trust").splitlines() == [
        "Kept: “Hartlow PCT” and “Hartlow Primary Care Trust” are one body.",
        "The map stays as it is; the decision is used in every import from now on.",
    ]
    seat = "Partner,Partnership,Role\nHartlow Primary Care Trust,County LSP,member\n"
    partner = "Name,Kind,Covers\nHartlow Primary Care Trust,pct,Kelmoor\n"
    done("import", *sheets(Path("more"), Partners=partner, Memberships=seat))
    assert partners() == {"Selshire County Council", "Hartlow PCT", "Kelmoor PCT"}
    assert done("check").startswith("The store holds together.")


def test_undo_of_same_parts_the_two_again() -> None:
    done("same", "Hartlow PCT", "Kelmoor PCT")
    done("undo", 2)
    assert partners() == {"Selshire County Council", "Hartlow PCT", "Kelmoor PCT"}


def test_different_is_kept() -> None:
    assert done("different", "Hartlow PCT", "Kelmoor PCT").splitlines() == [
        "Kept: “Hartlow PCT” and “Kelmoor PCT” are two bodies.",
        "The map stays as it is; the decision is used in every import from now on.",
    ]
    assert done("history").splitlines()[0].endswith("Hartlow PCT and Kelmoor PCT are different")


UNDO_FIRST = "To decide otherwise, undo that first: partnermap history has its number."


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("same", "same", "“Hartlow PCT” and “Kelmoor PCT” are one body already. Nothing was changed."),
        (
            "different",
            "different",
            "“Hartlow PCT” and “Kelmoor PCT” are kept as two bodies already. Nothing was changed.",
        ),
        ("same", "different", f"“Hartlow PCT” and “Kelmoor PCT” were found to be one body. {UNDO_FIRST}"),
        ("different", "same", f"“Hartlow PCT” and “Kelmoor PCT” were found to be two bodies. {UNDO_FIRST}"),
    ],
)
def test_decision_that_another_stands_against_is_refused(first: str, then: str, said: str) -> None:
    done(first, "Hartlow PCT", "Kelmoor PCT")
    before = revision()
    assert refused(then, "Hartlow PCT", "Kelmoor PCT") == said
    assert revision() == before


def test_two_bodies_do_not_become_one_through_a_third() -> None:
    done("different", "Hartlow PCT", "Kelmoor PCT")
    done("same", "Hartlow PCT", "The Trust")
    assert refused("same", "Kelmoor PCT", "The Trust") == (
        f"“Kelmoor PCT” and “The Trust” were found to be two bodies. {UNDO_FIRST}"
    )


def test_decision_may_be_turned_once_it_is_undone() -> None:
    done("same", "Hartlow PCT", "Kelmoor PCT")
    done("undo", 2)
    done("different", "Hartlow PCT", "Kelmoor PCT")


@pytest.mark.parametrize("command", ["same", "different"])
def test_decision_about_nothing_is_refused(command: str) -> None:
    assert refused(command, "Hartlow", "hartlow") == "“Hartlow” and “hartlow” are one name. Give two names."
    assert refused(command, "Hartlow PTC", "Zebra") == "There is no thing “Hartlow PTC”. Did you mean “Hartlow PCT”?"
