"""One journey, as a coordinator would make it: read a gap, close it with a workbook, take that back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from partnermap.changes import undo
from partnermap.store import open_store
from tests.browser.conftest import PATIENCE, Visit

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE * 1000)

TRUST = "Ivel Valley Primary Care Trust"
BOARD = "Hartlow Crime and Disorder Reduction Partnership"
GAP = f"{TRUST} has neither a seat nor a voice on {BOARD}"


def workbook(folder: Path) -> Path:
    """A membership list that gives the trust its seat."""
    path = folder / "Hartlow members.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Memberships")
        sheet.write_row(0, 0, ["Partner", "Partnership", "Role", "Since"])
        sheet.write_row(1, 0, [TRUST, BOARD, "member", "2005-03-01"])
    return path


def go(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def test_a_gap_is_read_closed_and_opened_again(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto(visit.address)
    expect(page.get_by_role("heading", name="What stands out")).to_be_visible()
    expect(page.get_by_text(GAP)).to_be_visible()

    go(page, "Missing partners")
    gap = page.get_by_text(GAP)
    expect(gap).to_be_visible()
    page.get_by_role("button", name="Sources (2)").first.click()
    expect(page.get_by_text("illustrative-county.xlsx › Partnerships!A38")).to_be_visible()
    page.keyboard.press("Escape")

    go(page, "Import")
    page.locator("input[type=file]").set_input_files(workbook(tmp_path))
    expect(page.get_by_text("Nothing has been changed yet.")).to_be_visible()
    expect(page.get_by_text("1 in Memberships")).to_be_visible()
    page.get_by_role("button", name="Apply to the map").click()
    expect(page.get_by_text("Imported: Hartlow members.xlsx. This is change 2 in History.")).to_be_visible()

    go(page, "Missing partners")
    expect(gap).to_have_count(0)

    go(page, "History")
    page.get_by_role("button", name="Undo change 2 …").click()
    expect(page.get_by_text("If change 2 is taken back.")).to_be_visible()
    page.get_by_role("button", name="Take change 2 back").click()
    expect(page.get_by_text("Taken back: import Hartlow members.xlsx.")).to_be_visible()

    go(page, "Missing partners")
    expect(gap).to_be_visible()
    assert visit.elsewhere == []


def test_a_choice_stays_in_the_address_and_can_be_shared(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.address)
    page.get_by_label("Area").click()
    page.get_by_role("option", name="Port Selwyn").click()
    expect(page.get_by_text("Looking at all agreements · Port Selwyn")).to_be_visible()
    go(page, "Missing partners")
    assert page.url == f"{visit.address}/missing?area=Port+Selwyn"
    page.goto(page.url)
    expect(page.get_by_text("Looking at all agreements · Port Selwyn")).to_be_visible()


def test_what_somebody_else_changes_is_told_while_the_page_is_open(visit: Visit, place: str) -> None:
    page = visit.page
    page.goto(visit.address)
    expect(page.get_by_text(GAP)).to_be_visible()
    with closing(open_store(place)) as store:
        undo(store, 1, "Ann")
    expect(page.get_by_text("Ann changed the map")).to_be_visible()
    expect(page.get_by_text("undo 1: import illustrative-county.xlsx")).to_be_visible()
    expect(page.get_by_text(GAP)).to_be_visible()
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_text("The map is empty")).to_be_visible()
    expect(page.get_by_text("Ann changed the map")).to_have_count(0)
