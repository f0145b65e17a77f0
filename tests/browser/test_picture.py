"""The picture in a real browser: still, searchable, and deaf to what names try."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.conftest import Visit
from tests.views.test_picture import ATTACKS, attacked

pytestmark = pytest.mark.browser


def opened(browser: Browser, path: Path) -> tuple[Page, list[str]]:
    """The page, ready, and everything that happened which should not have."""
    page, amiss = browser.new_page(), list[str]()

    def refuse(dialog: Dialog) -> None:
        amiss.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("request", lambda request: None if request.url == path.as_uri() else amiss.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready=yes]")
    return page, amiss


def test_names_that_attack_do_nothing(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "picture.html"
    path.write_text(attacked(tmp_path)[1], encoding="utf-8")
    page, amiss = opened(browser, path)
    page.get_by_label("Find a name").fill(ATTACKS[1])
    expect(page.locator("#about")).to_contain_text(f"{ATTACKS[1]} sits on Board {ATTACKS[0]}")
    page.mouse.move(640, 400)
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("#about")).to_be_hidden()
    assert amiss == []
    page.close()


def test_what_is_chosen_in_the_picture_reaches_the_app(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/map")
    inner = page.frame_locator("iframe[sandbox='allow-scripts']")
    inner.get_by_label("Find a name").fill("Hartlow District Council")
    expect(inner.locator("#about")).to_contain_text("Hartlow District Council sits on Hartlow Local Children's Board")
    expect(page.get_by_text("Hartlow District Council is chosen.")).to_be_visible()
    page.get_by_role("button", name="Draw only what stands around it").click()
    expect(page.get_by_text("Only Hartlow District Council and what stands around it.")).to_be_visible()
    inner.get_by_label("Find a name").fill("Kelmoor District Council")
    expect(inner.locator("#status")).to_have_text("")
    assert "around=Hartlow+District+Council" in page.url
    assert visit.elsewhere == []


def test_the_app_hears_nothing_but_places_and_only_from_the_picture(visit: Visit) -> None:
    """What runs in the frame cannot reach the page around it, nor its cookies; no other page is listened to."""
    page = visit.page
    page.goto(f"{visit.address}/map")
    inner = page.frame_locator("iframe[sandbox='allow-scripts']")
    inner.locator("body[data-ready=yes]").wait_for()
    frame = page.frames[-1]
    for wanted in ("window.parent.document.cookie", "document.cookie"):
        got = frame.evaluate(f"(() => {{ try {{ return {wanted} }} catch (error) {{ return error.name }} }})()")
        assert got == "SecurityError"
    page.evaluate("window.postMessage({ chosen: 1 }, '*')")
    frame.evaluate("window.parent.postMessage({ chosen: '<img src=x onerror=alert(1)>' }, '*')")
    frame.evaluate("window.parent.postMessage({ chosen: 99999 }, '*')")
    page.wait_for_timeout(500)
    expect(page.get_by_text("is chosen.")).to_have_count(0)
