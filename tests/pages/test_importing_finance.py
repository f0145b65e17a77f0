"""The import page with a finance workbook: understood, corrected, named, applied, undone, and come again."""

from __future__ import annotations

import io
import tomllib
from typing import Any

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from partnermap.store import Store
from tests.conftest import only_files
from tests.pages.conftest import go, sound, words
from tests.pages.outturn import FIRE, HARTLOW, KELMOOR, SUMS, outturn
from tests.pages.test_importing import button, changes, counts, members, read

ONE = ["Net current expenditure"]
TOML = "application/toml"
GRANTS_LIST = [["Stream", "Recipient", "Year", "Amount (£)"], ["Carers Grant", HARTLOW, "2005/06", 1000]]


def dropped(app: AppTest, content: bytes, name: str = "RS_2010-11.xlsx") -> AppTest:
    page = go(app, "importing")
    page.file_uploader[0].upload(name, content, "application/octet-stream")
    return sound(page.run())


def labelled(widgets: Any, label: str) -> Any:
    """The first widget under a label."""
    return next(one for one in widgets if one.label.replace("\\", "").startswith(label))


def lines(page: AppTest, heading: str) -> list[dict[str, str]]:
    """The lines of the first table that has a heading, as they are shown."""
    table = next(one.value for one in page.table if heading in one.value.columns)
    names = [str(name) for name in table.columns]
    return [dict(zip(names, read(map(str, row)), strict=True)) for row in table.itertuples(index=False)]


def frame(page: AppTest, heading: str) -> list[dict[str, str]]:
    table = next(one.value for one in page.dataframe if heading in one.value.columns)
    return [dict(row) for row in table.to_dict("records")]


def warned(page: AppTest) -> str:
    return "\n".join(str(one.value) for one in page.warning)


def text_of(page: AppTest) -> str:
    """How the file was read, as text."""
    return str(page.text_area[0].value)


def add_names(page: AppTest) -> AppTest:
    """Every open name is new, that which looks like one of the map too."""
    if alike := [one for one in page.radio if KELMOOR in one.label]:
        alike[0].set_value("It is none of these")
        page = sound(button(page, "Keep these answers").click().run())
    return sound(labelled(page.toggle, "Add the").set_value(True).run())


def apply(page: AppTest) -> AppTest:
    return sound(button(page, "Apply to the map").click().run())


# -- 1 and 2: what was understood ------------------------------------------------------------------


@only_files
def test_every_table_is_told_with_its_headings_and_whether_its_totals_agree(app: AppTest, store: Store) -> None:
    page = dropped(app, outturn())
    told = words(page)
    assert [line["Table"] for line in lines(page, "Totals")] == [
        f"RS_2010-11.xlsx › RS LA Data 2010-11 ({at})" for at in (1, 2, 3)
    ]
    assert "Headings in row 6 · 3 rows of sums · 3 columns of sums · thousands of pounds · 2010/11" in told
    assert told.count("All 9 totals in the file agree with its rows, to the penny.") == 3
    assert changes(store) == 1


@only_files
def test_every_column_is_told_with_how_sure_and_why(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    assert lines(page, "How sure") == [
        {
            "What": "Who receives it",
            "Taken from": "column B, “Local authority”",
            "How sure": "certain",
            "Why": "its heading says so",
        },
        {
            "What": "Funding stream",
            "Taken from": "3 columns: “Supporting People”, “School Travel Advisers”, “Area Based Grant”",
            "How sure": "likely",
            "Why": "streams stand across the top",
        },
        {
            "What": "Financial year",
            "Taken from": "every row: 2010/11",
            "How sure": "likely",
            "Why": "cell A1 says “Revenue Outturn Summary (RS): 2010-11 data”",
        },
        {
            "What": "Plan, budget or outturn",
            "Taken from": "every row: outturn",
            "How sure": "likely",
            "Why": "cell A1 says “Revenue Outturn Summary (RS): 2010-11 data”",
        },
        {
            "What": "Figures are in",
            "Taken from": "thousands of pounds",
            "How sure": "likely",
            "Why": "the title says “Net current expenditure (£ thousand)”",
        },
    ]
    assert "- Not read: “E-code”, “Class”." in words(page)


@only_files
def test_the_first_rows_stand_beside_what_becomes_of_them(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    assert frame(page, "Row")[:2] == [
        {"Row": "6", "A": "E-code", "B": "Local authority", "D": "Class"}
        | {"F": "Supporting People", "G": "School Travel Advisers", "H": "Area Based Grant"},
        {"Row": "8", "A": "E1001", "B": HARTLOW, "D": "SD", "F": "1200", "G": "35", "H": "410"},
    ]
    assert frame(page, "Cell")[0] == {
        "Cell": "F8",
        "£": "£1,200,000",
        "Who receives it": HARTLOW,
        "Funding stream": "Supporting People",
        "Year": "2010/11",
    }


@only_files
def test_rows_are_told_by_fate_and_refused_ones_with_cell_and_reason(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE, sums=SUMS | {FIRE: ("lots", "much", "many")}))
    assert lines(page, "What became of them")[:2] == [
        {"Rows": "2", "What became of them": "imported"},
        {"Rows": "1", "What became of them": "refused"},
    ]
    refused = lines(page, "What stands there")
    assert [(line["Cell"], line["What stands there"]) for line in refused] == [
        ("F10", "lots"),
        ("G10", "much"),
        ("H10", "many"),
    ]
    assert refused[0]["Why"] == "“lots” is not a sum of money."


@only_files
def test_totals_that_differ_come_first_in_colour_and_in_words(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE, wrong=7))
    assert "1 of 9 totals in the file differ from what its rows make." in words(page)
    first, second, _ = lines(page, "In the file")
    assert first == {
        "Column": "Area Based Grant",
        "In the file": "£2,812,000",
        "Imported": "£2,805,000",
        "So it": ":red[differs by £7,000]",
        "Total in the file": "ENGLAND (H12), of all rows",
    }
    assert second["So it"] == ":green[agrees]"


@only_files
def test_a_file_without_a_total_says_so(app: AppTest) -> None:
    content = b"Recipient,Stream,Year,Amount\nHartlow District Council,Supporting People,2005/06,1200\n"
    page = dropped(app, content, "grants.csv")
    assert "The file gives no total to compare with." in words(page)
    assert lines(page, "In the file")[0]["So it"] == ":gray[the file has no total]"
    assert lines(page, "How sure")[-1] | {"What": ""} == {
        "What": "",
        "Taken from": "pounds",
        "How sure": "a guess: please check",
        "Why": "no title or heading says otherwise",
    }


@only_files
def test_text_of_cells_is_shown_as_text(app: AppTest) -> None:
    page = dropped(app, outturn(titles=["Net **bold** [x](http://y)"]))
    shown = "\n".join(str(one.value.to_csv()) for one in page.table)
    assert "**bold**" not in shown
    assert "\\*\\*bold\\*\\*" in shown


# -- 3: corrected in place ---------------------------------------------------------------------------


@only_files
def test_a_unit_is_corrected_read_again_and_taken_back(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    page = sound(labelled(page.selectbox, "Figures are in").set_value("one").run())
    assert frame(page, "Cell")[0]["£"] == "£1,200"
    assert "This file is read as you corrected it." in words(page)
    assert lines(page, "How sure")[-1] == {
        "What": "Figures are in",
        "Taken from": "pounds",
        "How sure": "as it was set",
        "Why": "",
    }
    assert lines(page, "How sure")[2]["Why"] == "cell A1 says “Revenue Outturn Summary (RS): 2010-11 data”"
    page = sound(button(page, "Start over with what was worked out").click().run())
    assert frame(page, "Cell")[0]["£"] == "£1,200,000"
    assert "This file is read as you corrected it." not in words(page)


@only_files
def test_what_was_guessed_of_a_column_goes_when_the_column_is_corrected(app: AppTest) -> None:
    content = f"Recipient,Stream,Year,Amount (£),Allocation (£)\n{HARTLOW},Carers Grant,2005/06,10,20\n"
    page = dropped(app, content.encode(), "grants.csv")
    assert "The sums are read from “Amount (£)”, and not from “Allocation (£)”." in words(page)
    page = sound(labelled(page.selectbox, "Amount").set_value(4).run())
    assert frame(page, "Cell")[0]["£"] == "£20"
    assert "The sums are read from" not in words(page)


@only_files
def test_figures_that_show_thousands_of_what_they_hold_are_told_with_why(app: AppTest) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Grants")
        thousands = book.add_format({"num_format": "#,##0,"})
        sheet.write_row(0, 0, ["Recipient", "Stream", "Year", "Amount (£000)"])
        sheet.write_row(1, 0, [HARTLOW, "Carers Grant", "2005/06"])
        sheet.write_number(1, 3, 1_200_000, thousands)
    page = dropped(app, made.getvalue(), "grants.xlsx")
    assert lines(page, "How sure")[-1] == {
        "What": "Figures are in",
        "Taken from": "pounds",
        "How sure": "likely",
        "Why": "their number format says so",
    }


@only_files
def test_a_correction_of_one_table_leaves_the_others(app: AppTest) -> None:
    page = dropped(app, outturn())
    page = sound(labelled(page.selectbox, "Figures are in").set_value("million").run())
    assert [line["What it is"].split(" · ")[3] for line in lines(page, "Totals")] == [
        "millions of pounds",
        "thousands of pounds",
        "thousands of pounds",
    ]


@only_files
def test_a_correction_of_one_file_leaves_the_others(app: AppTest) -> None:
    page = go(app, "importing")
    for name in ("a.xlsx", "b.xlsx"):
        page.file_uploader[0].upload(name, outturn(titles=ONE), TOML)
    page = sound(page.run())
    page = sound(labelled(page.selectbox, "Figures are in").set_value("one").run())
    assert [line["What it is"].split(" · ")[3] for line in lines(page, "Totals")] == ["pounds", "thousands of pounds"]
    assert not [line for line in words(page).splitlines() if "missing" in line]


@only_files
def test_a_correction_of_one_of_two_tables_side_by_side_leaves_the_other(app: AppTest) -> None:
    content = (
        f"Recipient,Stream,2005/06,,Recipient,Stream,2006/07\n{HARTLOW},Carers Grant,5,,{HARTLOW},Carers Grant,7\n"
    )
    page = dropped(app, content.encode(), "beside.csv")
    units = [one for one in page.selectbox if one.label == "Figures are in"]
    page = sound(units[1].set_value("thousand").run())
    became = [one.value.to_dict("records") for one in page.dataframe if "Cell" in one.value.columns]
    assert [[(line["Cell"], line["£"]) for line in lines_] for lines_ in became] == [[("C2", "£5")], [("G2", "£7,000")]]


@only_files
def test_the_year_for_every_row_is_corrected_and_a_year_that_is_none_is_told(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    page = sound(labelled(page.text_input, "Financial year, for every row").set_value("2011-12").run())
    assert frame(page, "Cell")[0]["Year"] == "2011/12"
    page = sound(labelled(page.text_input, "Financial year, for every row").set_value("soon").run())
    assert "“soon” is not a financial year. Write it as 2005/06, or a span as 2005/06-2007/08." in words(page)
    assert frame(page, "Cell")[0]["Year"] == "2011/12"


@only_files
def test_columns_are_chosen_from_the_headings_or_not_read(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    recipient = labelled(page.selectbox, "Who receives it")
    assert recipient.options[:4] == ["not read", "the same for every row …", "A: E-code", "B: Local authority"]
    page = sound(recipient.set_value(0).run())
    assert frame(page, "Cell")[0]["Who receives it"] == "E1001"
    streams = labelled(page.multiselect, "Columns of sums, each of its own stream")
    assert streams.value == [5, 6, 7]
    page = sound(streams.set_value([5, 7]).run())
    assert [line["Column"] for line in lines(page, "In the file")] == ["Supporting People", "Area Based Grant"]


@only_files
def test_one_column_of_sums_of_one_stream_can_be_said(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    page = sound(labelled(page.selectbox, "Amount").set_value(5).run())
    page = sound(labelled(page.selectbox, "Funding stream").set_value("the same for every row …").run())
    page = sound(labelled(page.text_input, "Funding stream, for every row").set_value("Carers Grant").run())
    assert [line["Column"] for line in lines(page, "In the file")] == ["Supporting People"]
    assert frame(page, "Cell")[0]["Funding stream"] == "Carers Grant"


@only_files
def test_the_row_of_headings_is_corrected(app: AppTest) -> None:
    page = dropped(app, b"Recipient,Stream,2005/06\nHartlow District Council,Carers Grant,5\n,,\n", "grants.csv")
    number = labelled(page.number_input, "Headings are in row")
    assert (number.min, number.max, number.value) == (1, 3, 1)
    page = sound(number.set_value(2).run())
    assert "Which column holds the sums? None holds figures under a heading. Say it under “Correct”." in words(page)
    page = sound(labelled(page.number_input, "Headings are in row").set_value(1).run())
    assert frame(page, "Cell")[0]["£"] == "£5"


@only_files
def test_income_recorded_as_negative_can_be_said(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE, sums={HARTLOW: (-1200, 35, 410)}))
    page = sound(labelled(page.multiselect, "Income, recorded as negative").set_value([5]).run())
    assert frame(page, "Cell")[0]["£"] == "£1,200,000"


@only_files
def test_a_table_is_left_out_and_a_hidden_sheet_is_read(app: AppTest) -> None:
    page = dropped(app, outturn(hidden="Memo"))
    assert "The sheet “Memo” is hidden in the file. It was not read." in words(page)
    page = sound(button(page, "Read it too").click().run())
    assert [line["Table"].split("› ")[1] for line in lines(page, "Totals")][3:] == ["Memo"]
    page = sound(button(page, "Leave this table out").click().run())
    assert [line["Table"].split("› ")[1] for line in lines(page, "Totals")] == [
        "RS LA Data 2010-11 (2)",
        "RS LA Data 2010-11 (3)",
        "Memo",
    ]


@only_files
def test_how_a_file_was_read_is_changed_as_text_and_faults_name_their_line(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    text = text_of(page)
    assert tomllib.loads(text)["header_row"] == 6
    page.text_area[0].set_value(text.replace('unit = "thousand"', 'unit = "dozen"'))
    page = sound(button(page, "Read the file by this text").click().run())
    assert 'the text, line 17: "unit" of [money] is "dozen"; expected one, thousand or million.' in words(page)
    page.text_area[0].set_value(text.replace('unit = "thousand"', 'unit = "one"'))
    page = sound(button(page, "Read the file by this text").click().run())
    assert frame(page, "Cell")[0]["£"] == "£1,200"
    assert "expected" not in words(page)


@only_files
def test_a_text_that_names_other_headings_finds_no_sums_and_says_which_are_missing(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    page.text_area[0].set_value('header_row = 6\n[columns]\nrecipient = "Local authority"\n[streams]\nGold = "Gold"\n')
    page = sound(button(page, "Read the file by this text").click().run())
    assert "No column of sums was found under these headings. Say under “Correct” where they stand." in words(page)
    assert lines(page, "What is wrong")[0]["What is wrong"].startswith("The mapping names the column “Gold” for stream")
    assert button(page, "Apply to the map").disabled


@only_files
def test_a_file_is_read_by_a_mapping_that_was_kept(app: AppTest) -> None:
    page = dropped(app, outturn(titles=ONE))
    kept = text_of(page).replace('"2010/11"', '"1999/00"')
    labelled(page.file_uploader, "Read the file by one").upload("kept.toml", kept.encode(), TOML)
    page = sound(page.run())
    assert frame(page, "Cell")[0]["Year"] == "1999/00"
    assert "Download (toml)" in [one.label for one in page.download_button]


@only_files
def test_what_a_table_leaves_open_is_asked_and_answered(app: AppTest) -> None:
    page = dropped(app, b"Recipient,Stream,Amount\nHartlow District Council,Carers Grant,1200\n", "grants.csv")
    assert "Which year are the sums for? No column, heading or title says. Say it under “Correct”." in words(page)
    assert button(page, "Apply to the map").disabled
    page = sound(labelled(page.selectbox, "Financial year").set_value("the same for every row …").run())
    page = sound(labelled(page.text_input, "Financial year, for every row").set_value("2005/06").run())
    assert frame(page, "Cell")[0]["£"] == "£1,200"
    assert not button(page, "Apply to the map").disabled


# -- 4: names ------------------------------------------------------------------------------------------


@only_files
def test_names_that_nobody_defines_are_decided_and_the_page_reads_again(app: AppTest, store: Store) -> None:
    page = dropped(app, outturn())
    assert "3 names are not in the map." in words(page)
    choice = labelled(page.radio, f"“{KELMOOR}” (who receives it; cell B9 and 2 more)")
    assert choice.options[0] == "Later"
    meant = next(one for one in choice.options if "Kelmoor District Council" in one)
    choice.set_value(meant.replace("\\", ""))
    page = sound(button(page, "Keep these answers").click().run())
    assert "1 answer kept." in words(page)
    assert "2 names are not in the map." in words(page)
    assert frame(page, "Cell")[3]["Who receives it"] == "Kelmoor District Council"
    with store.view() as view:
        assert [change.what for change in view.history()][1:] == [
            f"Kelmoor District Council and {KELMOOR} are the same"
        ]


@only_files
def test_a_name_that_is_none_of_these_is_not_asked_again(app: AppTest, store: Store) -> None:
    page = dropped(app, outturn())
    labelled(page.radio, f"“{KELMOOR}”").set_value("It is none of these")
    page = sound(button(page, "Keep these answers").click().run())
    assert not [one for one in page.radio if KELMOOR in one.label]
    assert "3 names are not in the map." in words(page)
    with store.view() as view:
        assert {one.verdict for one in view.decisions()} == {"different"}


@only_files
def test_rows_whose_names_are_open_wait_and_the_others_can_be_applied(app: AppTest) -> None:
    page = dropped(app, outturn())
    assert "6 rows cannot be imported as they are" in warned(page)
    page = apply(page)
    assert "6 rows were refused and not imported." in warned(page)


@only_files
def test_names_are_added_and_listed(app: AppTest) -> None:
    page = dropped(app, outturn())
    assert {line["Name"] for line in frame(page, "First cell")} == {FIRE, "Area Based Grant"}
    page = add_names(page)
    assert counts(page)["Added"] == "30"
    assert "2 in Partners, 1 in Funding streams, 27 in Allocations" in words(page)


@only_files
def test_a_name_that_looks_like_one_of_the_map_is_not_added_until_it_is_settled(app: AppTest) -> None:
    page = dropped(app, outturn())
    assert labelled(page.toggle, "Add the").label == "Add the 2 names that are like none in the map"
    page = sound(labelled(page.toggle, "Add the").set_value(True).run())
    assert "1 in Partners, 1 in Funding streams, 18 in Allocations" in words(page)
    assert {line["Name"] for line in frame(page, "First cell")} == {FIRE, "Area Based Grant"}


@only_files
def test_nothing_but_names_in_the_way_is_said_so(open_app: Any, place: str) -> None:
    page = dropped(open_app(place), outturn())
    assert "6 names are not in the map: look through what was understood" in warned(page)
    assert button(page, "Apply to the map").disabled
    assert not button(add_names(page), "Apply to the map").disabled


# -- 5 and 6: what will change, applied, undone -------------------------------------------------------


def test_an_import_is_applied_told_again_with_its_totals_and_undone(app: AppTest, store: Store) -> None:
    page = apply(add_names(dropped(app, outturn(titles=ONE, wrong=7))))
    assert "Imported: RS_2010-11.xlsx. This is change 3 in History." in words(page)
    assert "1 of 9 totals in the file differ from what its rows make." in words(page)
    assert lines(page, "In the file")[0]["So it"] == ":red[differs by £7,000]"
    page = sound(button(page, "Undo this import").click().run())
    assert "Taken back: import RS_2010-11.xlsx." in words(page)
    with store.view() as view:
        assert [change.live for change in view.history()] == [True, True, False, True]


@only_files
def test_the_same_file_again_has_nothing_to_apply(app: AppTest) -> None:
    content = outturn()
    apply(add_names(dropped(app, content)))
    page = dropped(app, content)
    assert "The map says all of this already. There is nothing to apply." in words(page)
    assert button(page, "Apply to the map").disabled


@only_files
def test_a_corrected_file_shows_what_differs_before_and_after_with_cells(app: AppTest) -> None:
    apply(add_names(dropped(app, outturn(titles=ONE))))
    page = dropped(app, outturn(titles=ONE, sums=SUMS | {HARTLOW: (1300, 35, 410)}))
    assert lines(page, "Before") == [
        {
            "What": f"Amount of Supporting People · {HARTLOW} · 2010/11 · outturn",
            "Before": "£1,200,000",
            "Stood in": "F8",
            "Now": "£1,300,000",
            "Stands in": "F8",
        }
    ]
    assert counts(page)["Changed"] == "1"


@only_files
def test_what_a_file_no_longer_says_is_listed_and_taken_out_when_asked(app: AppTest) -> None:
    apply(add_names(dropped(app, outturn(titles=ONE))))
    page = dropped(app, outturn(titles=ONE, sums={name: SUMS[name] for name in (HARTLOW, KELMOOR)}))
    assert "Given before, and no longer in the file" in words(page)
    page = sound(labelled(page.toggle, "Take out what the file no longer says").set_value(True).run())
    assert int(counts(page)["Removed"]) >= 3
    page = apply(page)
    assert "This is change 4 in History." in words(page)


@only_files
def test_next_years_file_goes_in_with_one_confirmation(app: AppTest) -> None:
    apply(add_names(dropped(app, outturn())))
    page = dropped(app, outturn(year="2011-12"), "RS_2011-12.xlsx")
    assert "Headings in row 6 · 3 rows of sums · 3 columns of sums · thousands of pounds · 2011/12" in words(page)
    assert "not in the map" not in words(page)
    assert {line["How sure"] for line in lines(page, "How sure")} == {"certain", "likely", "as before"}
    page = apply(page)
    assert "Imported: RS_2011-12.xlsx. This is change 4 in History." in words(page)
    assert counts(page)["Added"] == "27"


@only_files
def test_a_map_and_a_finance_workbook_go_in_together(app: AppTest, store: Store) -> None:
    page = go(app, "importing")
    page.file_uploader[0].upload(
        "members.xlsx",
        members(["Ivel Valley Primary Care Trust", "Hartlow Crime and Disorder Reduction Partnership", "member"]),
        TOML,
    )
    page.file_uploader[0].upload("RS_2010-11.xlsx", outturn(titles=ONE), TOML)
    page = apply(add_names(sound(page.run())))
    assert "Imported: members.xlsx, RS_2010-11.xlsx." in words(page)
    assert changes(store) == 3


@only_files
def test_what_is_amiss_in_a_map_workbook_beside_a_finance_workbook_is_listed(app: AppTest) -> None:
    page = go(app, "importing")
    page.file_uploader[0].upload("members.xlsx", members(["Nobody at all", "Hartlow Board", "member"]), TOML)
    page.file_uploader[0].upload("RS_2010-11.xlsx", outturn(titles=ONE), TOML)
    page = sound(page.run())
    assert "Nothing can be imported yet." in words(page)
    assert {line["Where"] for line in lines(page, "What is wrong")} == {
        "members.xlsx › Memberships!A2",
        "members.xlsx › Memberships!B2",
    }
    assert button(page, "Apply to the map").disabled


# -- 7: what cannot be read, and speed -----------------------------------------------------------------


@only_files
def test_a_file_without_a_table_and_one_that_cannot_be_read_are_told(app: AppTest, store: Store) -> None:
    page = dropped(app, b"Dear colleague\nplease find nothing attached\n", "letter.csv")
    assert [line["What is wrong"] for line in lines(page, "What is wrong")] == [
        "It has no table of sums under headings, and is not named as a sheet of a map workbook is."
    ]
    assert button(page, "Apply to the map").disabled
    page = dropped(app, b"this is no workbook", "broken.xlsx")
    assert lines(page, "What is wrong")[0]["Where"] == "broken.xlsx"
    assert changes(store) == 1


@only_files
def test_a_thousand_problems_are_bounded_and_can_be_downloaded(app: AppTest) -> None:
    rows = "".join(f"Hartlow District Council,Carers Grant,2005/06,bad {at}\n" for at in range(1000))
    content = f"Recipient,Stream,Year,Amount\nHartlow District Council,Carers Grant,2005/06,5\n{rows}".encode()
    page = dropped(app, content, "grants.csv")
    assert all(len(one.value) <= 100 for one in page.table)
    assert "Download the list of problems (csv)" in [one.label for one in page.download_button]


@only_files
def test_hidden_row_is_told_and_not_read(app: AppTest) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Sums")
        for at, row in enumerate([*GRANTS_LIST, ["Hidden Grant", HARTLOW, "2005/06", 4000]]):
            sheet.write_row(at, 0, row)
        sheet.set_row(len(GRANTS_LIST), None, None, {"hidden": True})
    page = dropped(app, out.getvalue(), "hidden.xlsx")
    assert [line["£"] for line in frame(page, "£")] == ["£1,000"]
    assert "Rows are hidden and were not read: 3." in [line["What is wrong"] for line in lines(page, "What is wrong")]


@only_files
def test_files_are_read_once_and_looked_at_once(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    page = add_names(dropped(app, outturn()))

    def not_again(*_: object) -> None:
        raise AssertionError("it was done before")

    monkeypatch.setattr("partnermap.pages.parts.reading.read", not_again)
    monkeypatch.setattr("partnermap.pages.parts.reading.import_books", not_again)
    sound(page.run())
