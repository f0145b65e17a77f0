"""What people do to a map besides importing: undo, dismiss, decide about names. All of it is kept and can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import PARTNERS, asked, county, done, misused, refused, revision, run, sheets

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
