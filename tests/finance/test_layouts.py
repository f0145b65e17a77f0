"""Layouts that once cost money: each is read to the penny, or asked about."""

from __future__ import annotations

from pathlib import Path

from tests.finance.grids import Grid, Row, write
from tests.finance.importing import brought, stored


def kept(*rows: Row, name: str = "file", sheet: str = "Grants") -> dict[tuple[str, str, str, str | None], int | None]:
    """What the map holds once a sheet of these rows is in: recipient, stream, year, basis and pence."""
    brought(write(Path(f"{name}.xlsx"), Grid(sheet, list(rows))))
    return held()


def held() -> dict[tuple[str, str, str, str | None], int | None]:
    return {(fact.recipient, fact.stream, fact.year, fact.basis): fact.pence for fact in stored()}


def test_second_table_in_thousands_under_a_title_of_its_own_is_another_table() -> None:
    assert kept(
        ["Grants to bodies 2009/10"], ["Recipient", "Funding stream", "£"], ["Age Concern", "Core grant", 22_500], [],
        ["Parish schemes 2009/10 (£000)"], ["Parish", "Scheme", "£000"], ["Little Snoring", "Play areas", 12],
    ) == {
        ("Age Concern", "Core grant", "2009/10", None): 2_250_000,
        ("Little Snoring", "Play areas", "2009/10", None): 1_200_000,
    }  # fmt: skip


def test_two_tables_alike_on_a_sheet_are_told_apart_when_the_file_comes_again() -> None:
    rows: list[Row] = [
        ["Sure Start 2005/06"], ["Recipient", "Amount (£)"], ["Hartlow", 1], ["Kelmoor", 2], [],
        ["Connexions 2006/07"], ["Recipient", "Amount (£)"], ["Hartlow", 5], ["Kelmoor", 6],
    ]  # fmt: skip
    first = kept(*rows)
    assert sum(pence or 0 for pence in first.values()) == 1400
    path = write(Path("file.xlsx"), Grid("Grants", rows))
    assert brought(path)["import"] is None
    assert held() == first


def test_programme_called_total_place_is_no_total() -> None:
    rows: list[Row] = [["Recipient", "Funding stream", "Year", "Amount (£)"]]
    rows += [["Hartlow", "Total Place", "2009/10", 1000], ["Kelmoor", "Total Place", "2009/10", 2000]]
    assert sum(pence or 0 for pence in kept(*rows).values()) == 300_000


def test_total_on_each_basis_below_data_on_each_basis_is_no_grant() -> None:
    head: Row = ["Grant", "", "2006/07", "2007/08"]
    grants: list[Row] = [["Homelessness", "Budget", 40, 41], [None, "Outturn", 39, 42]]
    total: list[Row] = [["Total", "Budget", 40, 41], [None, "Outturn", 39, 42]]
    assert kept(head, *grants, *total) == {
        ("", "Homelessness", "2006/07", "budget"): 4000,
        ("", "Homelessness", "2007/08", "budget"): 4100,
        ("", "Homelessness", "2006/07", "outturn"): 3900,
        ("", "Homelessness", "2007/08", "outturn"): 4200,
    }


def test_unit_basis_and_stream_in_the_titles_of_the_next_file_go_before_what_was_remembered() -> None:
    head: Row = ["Recipient", "Amount"]
    kept(["Sure Start budget 2005/06 (£000)"], head, ["Hartlow", 1], ["Kelmoor", 2], name="first")
    assert kept(["Sure Start outturn 2005/06 (£m)"], head, ["Hartlow", 3], ["Kelmoor", 4], name="second") == {
        ("Hartlow", "Sure Start", "2005/06", "budget"): 100_000,
        ("Kelmoor", "Sure Start", "2005/06", "budget"): 200_000,
        ("Hartlow", "Sure Start", "2005/06", "outturn"): 300_000_000,
        ("Kelmoor", "Sure Start", "2005/06", "outturn"): 400_000_000,
    }


def test_stream_and_year_in_one_heading_are_two_things() -> None:
    assert kept(["Recipient", "Sure Start 2005/06", "Connexions 2005/06"], ["Hartlow", 1, 2], ["Kelmoor", 3, 4]) == {
        ("Hartlow", "Sure Start", "2005/06", None): 100,
        ("Hartlow", "Connexions", "2005/06", None): 200,
        ("Kelmoor", "Sure Start", "2005/06", None): 300,
        ("Kelmoor", "Connexions", "2005/06", None): 400,
    }


def test_financial_year_goes_before_a_day() -> None:
    head: Row = ["Recipient", "Funding stream", "Award date", "Financial year", "Amount (£)"]
    row: Row = ["Hartlow", "SSCF", "2006-03-20", "2006/07", 10]
    assert list(kept(head, row, [*row[:3], "2006/07", 20])) == [("Hartlow", "SSCF", "2006/07", None)]


def test_one_column_under_the_name_of_a_grant_is_that_stream() -> None:
    assert kept(["Recipient", "Year", "Sure Start"], ["Hartlow", "2005/06", 1], ["Kelmoor", "2005/06", 2]) == {
        ("Hartlow", "Sure Start", "2005/06", None): 100,
        ("Kelmoor", "Sure Start", "2005/06", None): 200,
    }


def test_title_over_tables_side_by_side_is_for_both() -> None:
    rows: list[Row] = [["External funding 2010/11"], ["Grant", "£", None, "Grant", "£"]]
    rows += [["Homelessness", 40, None, "Arts", 12], ["Planning", 22, None, "Sport", 30]]
    assert {(stream, year): pence for (_, stream, year, _), pence in kept(*rows).items()} == {
        ("Homelessness", "2010/11"): 4000,
        ("Planning", "2010/11"): 2200,
        ("Arts", "2010/11"): 1200,
        ("Sport", "2010/11"): 3000,
    }


def test_mapping_that_names_one_column_leaves_stream_and_recipient_to_be_found() -> None:
    rows: list[Row] = [["Recipient", "Funding stream", "Year", "Amount (£)"], ["Hartlow", "SSCF", "2005/06", 10]]
    Path("m.toml").write_text('[columns]\nyear = "Year"\n', encoding="utf-8")
    brought(write(Path("file.xlsx"), Grid("Grants", rows)), "--mapping", "m.toml")
    assert held() == {("Hartlow", "SSCF", "2005/06", None): 1000}


def test_sheet_that_adds_up_the_others_is_not_added() -> None:
    bodies = [f"Council {n}" for n in range(1, 26)]
    titles = {"Net current expenditure": 1, "Capital charges": 10, "Net total cost": 11}
    grids = []
    for title, times in titles.items():
        rows: list[Row] = [[f"{title} 2010/11 (£)"], ["Local authority", "Education", "Highways"]]
        rows += [[body, times * at, times * (at + 1)] for at, body in enumerate(bodies, 3)]
        grids.append(Grid(title, rows))
    record = brought(write(Path("outturn.xlsx"), *grids))
    sums = {table["sheet"]: table["guesses"] for table in record["understood"]}
    told = "the other tables added up, kept as breakdowns and not added: “Education”, “Highways”"
    assert [sheet for sheet, guesses in sums.items() if told in guesses] == ["Net total cost"]


def test_classes_below_the_total_of_which_most_have_nothing_are_no_councils() -> None:
    councils: list[Row] = [
        ["Aldermere", "UA", 0], ["Brackenfold", "UA", 0], ["Castle Wexley", "MD", 0], ["Dunmarsh", "MD", 0],
        ["Selshire", "SC", 1],
    ]  # fmt: skip
    classes: list[Row] = [["UNITARY", "UA", 0], ["METROPOLITAN", "MD", 0], ["SHIRE", "SC", 1]]
    found = kept(
        ["Supporting People 2001/02 (£000)"], ["Local authority", "Class", "Supporting People"], *councils, [],
        ["ENGLAND", None, 1], [], ["CLASS BREAKDOWN"], *classes,
    )  # fmt: skip
    assert {name for name, _, _, _ in found} == {"Aldermere", "Brackenfold", "Castle Wexley", "Dunmarsh", "Selshire"}
    assert sum(pence or 0 for pence in found.values()) == 100_000
