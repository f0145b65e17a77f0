"""The finance officer's journey: a workbook in, reconciled, corrected, taken back and in again; then next year's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE, Visit
from tests.browser.test_journey import go
from tests.pages.outturn import outturn

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE * 1000)

AGREES = "All 9 totals in the file agree with its rows, to the penny."


def drop(page: Page, path: Path) -> None:
    settled(page)  # an uploader that is about to be drawn anew takes nothing in
    page.locator("input[type=file]").first.set_input_files(path)
    expect(page.get_by_role("heading", name="What was understood")).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def chosen(page: Page, table: Locator, label: str, option: str) -> None:
    """Choose something of a list by typing, as one does with a keyboard."""
    table.get_by_role("combobox", name=re.compile(re.escape(label))).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def test_a_finance_workbook_goes_in_corrected_undone_and_in_again_and_next_years_after_it(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.page
    path, next_year = tmp_path / "RS_2010-11.xlsx", tmp_path / "RS_2011-12.xlsx"
    path.write_bytes(outturn())
    next_year.write_bytes(outturn(year="2011-12"))
    page.goto(visit.address)
    go(page, "Import")

    # seen, reconciled
    drop(page, path)
    table = page.get_by_test_id("stExpander").filter(has_text="Headings in row 6").first
    expect(table.get_by_text("thousands of pounds · 2010/11")).to_be_visible()
    expect(table.get_by_text(AGREES)).to_be_visible()
    table.get_by_role("tab", name="Totals").click()
    expect(table.get_by_text("agrees", exact=True).first).to_be_visible()
    expect(table.get_by_text("£2,195,000", exact=True).first).to_be_visible()

    # the unit corrected, and set back
    table.get_by_role("tab", name="Correct").click()
    chosen(page, table, "Figures are in", "millions of pounds")
    expect(table.get_by_text("millions of pounds · 2010/11")).to_be_visible()
    page.get_by_role("button", name="Start over with what was worked out").click()
    expect(table.get_by_text("thousands of pounds · 2010/11")).to_be_visible()

    # a name decided, the others added
    settled(page)
    page.get_by_text("It is Kelmoor District Council").click()
    settled(page)
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_text("1 answer kept.")).to_be_visible()
    expect(page.get_by_text("2 names are not in the map.")).to_be_visible()
    settled(page)
    page.get_by_text("Add the 2 names that are like none in the map").click()
    expect(page.get_by_text("1 in Partners, 1 in Funding streams, 27 in Allocations")).to_be_visible()

    # applied, taken back, in again
    page.get_by_role("button", name="Apply to the map").click()
    expect(page.get_by_text("Imported: RS_2010-11.xlsx. This is change 3 in History.")).to_be_visible()
    expect(page.get_by_text(AGREES)).to_have_count(3)
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("Taken back: import RS_2010-11.xlsx.")).to_be_visible()
    drop(page, path)
    page.get_by_text("Add the 2 names that are like none in the map").click()
    expect(page.get_by_text("27 in Allocations")).to_be_visible()
    page.get_by_role("button", name="Apply to the map").click()
    expect(page.get_by_text("Imported: RS_2010-11.xlsx. This is change 5 in History.")).to_be_visible()

    # next year's with one confirmation
    drop(page, next_year)
    expect(page.get_by_text("thousands of pounds · 2011/12").first).to_be_visible()
    page.get_by_role("button", name="Apply to the map").click()
    expect(page.get_by_text("Imported: RS_2011-12.xlsx. This is change 6 in History.")).to_be_visible()
    page.get_by_role("link", name="See the money in Funding").click()
    expect(page.get_by_role("heading", name="Funding", level=1)).to_be_visible()
    assert visit.elsewhere == []


def test_a_phone_shows_what_was_understood_without_a_page_wider_than_it_is(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    path = tmp_path / "RS_2010-11.xlsx"
    path.write_bytes(outturn(wrong=7))
    page.goto(f"{visit.address}/import")
    drop(page, path)
    expect(page.get_by_text("1 of 9 totals in the file differ from what its rows make.").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
