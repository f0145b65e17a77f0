"""A file is held against itself, its neighbours and the map: circles, one name for two bodies, rows that vanished."""

from __future__ import annotations

import pytest

from partnermap.intake.importing import Options, import_books
from partnermap.model import BY_NAME
from partnermap.store import Store
from tests.intake.county import AREAS, COUNTY, Rows, county, problems, warning
from tests.sheets import book_of, put

MEND = "Blank or correct one of these cells, whichever is wrong."


def area(name: str, within: str = "", tier: str = "county") -> dict[str, str]:
    return {"Name": name, "Tier": tier, "Within": within}


def circle(cell: str, value: str, way: str, heading: str = "Within") -> tuple[str, ...]:
    return ("cycle", "error", cell, heading, value, f"{heading} leads in a circle: {way}.", MEND)


def told(found: list[object]) -> list[tuple[object, ...]]:
    """What is said of each, without its file and sheet."""
    keys = ("code", "severity", "cell", "heading", "value", "message", "hint")
    return [tuple(getattr(one, key) for key in keys) for one in found]


def test_thing_within_itself_is_told(store: Store) -> None:
    found = problems(store, {"Areas": [area("Selshire", "Selshire")]})
    assert told(list(found)) == [circle("C2", "Selshire", "“Selshire” → “Selshire”")]


def test_every_cell_of_a_circle_is_told_and_no_other(store: Store) -> None:
    rows = [area("A", "B"), area("B", "C"), area("C", "A"), area("D", "A")]
    assert told(list(problems(store, {"Areas": rows}))) == [
        circle("C2", "B", "“A” → “B” → “C” → “A”"),
        circle("C3", "C", "“B” → “C” → “A” → “B”"),
        circle("C4", "A", "“C” → “A” → “B” → “C”"),
    ]


def test_great_tangle_is_told_by_its_size(store: Store) -> None:
    rows = [area(f"A{number}", f"A{(number + 1) % 30}") for number in range(30)]
    assert {one.message for one in problems(store, {"Areas": rows})} == {"Within leads in a circle of 30 things."}


PARTNER = {"Kind": "police_force", "Covers": "Selshire"}
FORUM = {"Kind": "network", "Covers": "Selshire"}


@pytest.mark.parametrize(
    ("sheet", "heading", "row"),
    [
        ("Partners", "Part of", PARTNER),
        ("Themes", "Part of", {}),
        ("Funding streams", "Part of", {}),
        ("Partnerships", "Reports to", FORUM),
    ],
)
def test_part_of_and_reports_to_may_not_lead_back(store: Store, sheet: str, heading: str, row: dict[str, str]) -> None:
    rows: Rows = [{"Name": "First", **row, heading: "Second"}, {"Name": "Second", **row, heading: "First"}]
    found = problems(store, {"Areas": AREAS, sheet: rows})
    column = "D" if row else "B"
    assert told(list(found)) == [
        circle(f"{column}2", "Second", "“First” → “Second” → “First”", heading),
        circle(f"{column}3", "First", "“Second” → “First” → “Second”", heading),
    ]


def test_circle_over_two_files_is_told_in_both(store: Store) -> None:
    one = book_of({"Areas": [area("Selshire", "Marland"), area("Marland")]}, "one.xlsx")
    other = book_of({"Areas": [area("Marland", "Selshire")]}, "other.xlsx")
    found = import_books(store, [one, other]).problems
    assert [(problem.file, problem.cell) for problem in found] == [("one.xlsx", "C2"), ("other.xlsx", "C2")]
    assert {problem.code for problem in found} == {"cycle"}


def test_circle_against_the_map_is_told_and_leaves_it_as_it_was(store: Store) -> None:
    put(store, {"Areas": [area("Selshire", "Marland"), area("Marland")]}, "earlier.xlsx")
    found = problems(store, {"Areas": [area("Marland", "Selshire")]})
    assert told(list(found)) == [circle("C2", "Selshire", "“Marland” → “Selshire” → “Marland”")]


def test_corrected_file_may_turn_an_order_round(store: Store) -> None:
    put(store, {"Areas": [area("Selshire", "Marland"), area("Marland")]})
    assert problems(store, {"Areas": [area("Selshire"), area("Marland", "Selshire")]}) == []


# One name for two bodies

POLICE = {"Name": "Police", "Kind": "police_force"}


def same_name(file: str, value: str) -> tuple[str, str, str]:
    """Value, message and hint of the warning, where the other file is this one."""
    message = f"{file} has a body of this name and kind in wholly different areas; the two are taken as one."
    return value, message, f"If they are two bodies, write this one as “Police ({value.partition(';')[0]})”."


def test_body_that_another_file_puts_elsewhere_is_told(store: Store) -> None:
    put(store, county(Partners=[{**POLICE, "Covers": "Selshire"}]), "selshire.xlsx")
    rows: Rows = [{**POLICE, "Covers": "Marland"}]
    assert problems(store, {"Areas": AREAS, "Partners": rows}) == [
        warning("same-name", "Partners", "C2", "Covers", *same_name("selshire.xlsx", "Marland"))
    ]
    with store.view() as view:
        partner = BY_NAME["Partner"]
        assert [area for _, area, _ in view.pairs(partner, partner["covers"])] == ["Area:selshire", "Area:marland"]


def test_body_that_two_files_of_one_import_put_elsewhere_is_told_in_both(store: Store) -> None:
    one = book_of({"Areas": AREAS, "Partners": [{**POLICE, "Covers": "Marland"}]}, "one.xlsx")
    other = book_of({"Partners": [{**POLICE, "Covers": "Hartlow; Kelmoor"}]}, "other.xlsx")
    found = import_books(store, [one, other]).problems
    assert [(problem.file, (problem.value, problem.message, problem.hint)) for problem in found] == [
        ("one.xlsx", same_name("other.xlsx", "Marland")),
        ("other.xlsx", same_name("one.xlsx", "Hartlow; Kelmoor")),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"Name": "Police", "Kind": "police_force", "Covers": "Hartlow"},  # within
        {"Name": "Police", "Kind": "police_force", "Covers": "Marland; Selshire"},  # shared
        {"Name": "Police", "Kind": "police_bcu", "Covers": "Marland"},  # of another kind
        {"Name": "Police (Marland)", "Kind": "police_force", "Covers": "Marland"},  # told apart
    ],
)
def test_body_that_may_well_be_the_same_is_not_told(store: Store, row: dict[str, str]) -> None:
    put(store, county(Partners=[{**POLICE, "Covers": "Selshire"}]), "selshire.xlsx")
    assert problems(store, {"Partners": [row]}) == []


def test_body_that_the_same_file_moves_is_not_told(store: Store) -> None:
    put(store, county(Partners=[{**POLICE, "Covers": "Selshire"}]))
    assert problems(store, county(Partners=[{**POLICE, "Covers": "Marland"}])) == []


# Rows that a file gave before and lacks now


def vanished(end: str, hint: str) -> list[object]:
    message = f"“Hartlow PCT” of Partners stood in this file before and does not stand in it now; {end}"
    return [warning("vanished", "Partners", "A3", "Name", "Hartlow PCT", message, hint)]


FEWER = county(Partners=COUNTY["Partners"][:1])


def test_row_that_vanished_is_kept_and_told(store: Store) -> None:
    put(store, COUNTY)
    report = put(store, FEWER)
    assert report.problems == vanished("it is kept.", "If it is so no longer, import again with --replace.")
    assert (report.effect.change, report.effect.removed) == (None, {})


def test_row_that_vanished_is_withdrawn_on_request(store: Store) -> None:
    put(store, COUNTY)
    report = put(store, FEWER, options=Options(replace=True))
    assert report.problems == vanished("what this file said of it is withdrawn.", "Undo this import to bring it back.")
    assert report.effect.removed == {"Partner": 1}
    assert put(store, FEWER, options=Options(replace=True)).problems == []


def test_row_that_another_file_still_gives_stays_when_withdrawn(store: Store) -> None:
    put(store, COUNTY)
    put(store, {"Partners": COUNTY["Partners"][1:]}, "other.xlsx")
    report = put(store, FEWER, options=Options(replace=True))
    assert report.effect.removed == {}
    with store.view() as view:
        assert "Hartlow PCT" in view.things(BY_NAME["Partner"])["name"]


def test_seat_that_vanished_is_named_by_both_ends(store: Store) -> None:
    seat = {"Partner": "SCC", "Partnership": "County LSP", "Since": "2004-06-01"}
    put(store, county(Memberships=[seat]))
    (found,) = put(store, COUNTY).problems
    assert found.message.startswith("“SCC · County LSP · 2004-06-01” of Memberships stood in this file before")


def test_error_withdraws_nothing(store: Store) -> None:
    put(store, COUNTY)
    wrong = FEWER | {"Areas": [*AREAS, {"Name": "X", "Tier": "shire"}]}
    assert "not-in-list" in {one.code for one in problems(store, wrong, Options(replace=True))}
    with store.view() as view:
        assert len(view.things(BY_NAME["Partner"])["id"]) == 2
