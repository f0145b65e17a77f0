"""The picture in a real browser, from disk and with the network cut: usable, and deaf to what cells try."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from partnermap import demo
from partnermap.store import open_store
from partnermap.views.copy import Part
from tests.browser.conftest import PATIENCE, Visit
from tests.browser.pages import Opened, opened
from tests.exports.maps import export_bytes
from tests.hostile import FILE, hostile_sheets
from tests.sheets import put

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The illustrative county's picture."""
    folder = tmp_path_factory.mktemp("picture")
    with closing(open_store(str(folder / "map.db"))) as store:
        demo.load(store, folder, lambda _: None)
        with store.view() as view:
            (folder / "picture.html").write_bytes(export_bytes(view, ".html", Part(as_of=demo.DAY)))
    return folder / "picture.html"


@pytest.fixture
def shown(browser: Browser, county: Path) -> Iterator[Opened]:
    with opened(browser, county) as found:
        yield found
    assert found.amiss == []


def find(page: Page, name: str) -> None:
    page.get_by_label("Find a name").fill(name)


def picture_of_it(page: Page) -> str:
    """What the canvas shows, to be held against what it shows at another time."""
    page.wait_for_timeout(300)
    return str(page.evaluate("document.getElementById('paper').toDataURL()"))


def open_table(page: Page) -> None:
    page.locator("summary").click()
    expect(page.locator("#table tbody tr").first).to_be_visible()


def rows(page: Page) -> list[str]:
    return page.locator("#table tbody tr td:first-child").all_inner_texts()


def test_search_opens_the_card_with_findings_links_and_cells(shown: Opened) -> None:
    find(shown.page, "Hartlow District Council")
    card = shown.page.locator("#about")
    expect(card).to_contain_text("Hartlow District Council sits on Hartlow Local Children's Board")
    expect(card).to_contain_text("no-county-seat, high: Hartlow District Council works in part of Aldershire")
    expect(card).to_contain_text("Kind")
    expect(card).to_contain_text("Partners!B10")
    expect(card).to_contain_text("Cells are those of illustrative-county.xlsx.")


def test_enter_takes_the_likeliest_name_and_escape_lets_go(shown: Opened) -> None:
    find(shown.page, "hartlow d")
    shown.page.keyboard.press("Enter")
    expect(shown.page.locator("#about h2")).to_have_text("Hartlow District Council")
    shown.page.keyboard.press("Escape")
    expect(shown.page.locator("#about")).to_be_hidden()
    find(shown.page, "no such body")
    shown.page.keyboard.press("Enter")
    expect(shown.page.locator("#status")).to_have_text("No name here has that in it.")


def test_choices_narrow_picture_and_table_together(shown: Opened) -> None:
    page = shown.page
    open_table(page)
    everything = picture_of_it(page)
    page.locator("#sector").select_option("voluntary")
    expect(page.locator("#status")).to_have_text(f"{len(rows(page))} of 347 fit what was chosen.")
    assert "Aldershire County Council" not in rows(page)
    assert picture_of_it(page) != everything
    page.locator("#finding").select_option("missing or absent")
    page.locator("#sector").select_option("")
    assert "A county partnership for Public health" in rows(page)
    assert "Hartlow District Council" in rows(page)
    page.get_by_role("button", name="Show everything").click()
    assert picture_of_it(page) == everything


@pytest.mark.parametrize(
    ("choice", "option"), [("#tier", "district"), ("#theme", "Public health"), ("#finding", "not-seated")]
)
def test_each_choice_leaves_some_and_not_all(shown: Opened, choice: str, option: str) -> None:
    shown.page.locator(choice).select_option(option)
    text = shown.page.locator("#status").inner_text()
    assert 0 < int(text.split()[0]) < 347


def test_kinds_can_be_left_out(shown: Opened) -> None:
    open_table(shown.page)
    shown.page.get_by_role("button", name="Name").click()
    assert len(rows(shown.page)) == 200
    for kind in ("Partners", "Outcomes", "Funding streams", "Agreements"):
        shown.page.get_by_role("checkbox", name=kind, exact=True).uncheck()
    left = set(shown.page.locator("#table tbody tr td:nth-child(2)").all_inner_texts())
    assert "lsp" in left
    assert not left & {"pct", "outcome", "funding stream"}


def test_more_steps_reach_farther(shown: Opened) -> None:
    def fitting() -> int:
        return int(shown.page.locator("#status").inner_text().split()[0])

    find(shown.page, "Hartlow District Council")
    near = fitting()
    shown.page.get_by_label("Steps around it").select_option("2")
    assert near < fitting() < 347


def test_table_is_sorted_by_what_is_clicked(shown: Opened) -> None:
    page = shown.page
    open_table(page)
    assert rows(page) == sorted(rows(page), key=str.casefold)
    page.get_by_role("button", name="Links", exact=True).click()
    page.get_by_role("button", name="Links").click()
    most = [int(text) for text in page.locator("#table tbody tr td:nth-child(7)").all_inner_texts()]
    assert most == sorted(most, reverse=True)
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Links")


def test_table_of_links_says_what_and_how_much(shown: Opened) -> None:
    page = shown.page
    open_table(page)
    page.get_by_role("radio", name="Links").check()
    expect(page.locator("#table tbody tr").first).to_contain_text("Aldershire County Council")
    find(page, "Neighbourhood Renewal Fund")
    expect(page.locator("#table")).to_contain_text("is paid to")
    expect(page.locator("#table")).to_contain_text("2005/06")


def test_view_is_kept_in_the_address_and_restored_from_it(browser: Browser, county: Path, shown: Opened) -> None:
    page = shown.page
    find(page, "Hartlow District Council")
    page.get_by_label("Steps around it").select_option("2")
    page.locator("#tier").select_option("district")
    page.get_by_role("checkbox", name="Outcomes", exact=True).uncheck()
    page.get_by_role("button", name="Nearer").click()
    page.wait_for_timeout(300)
    fragment = page.get_by_role("link", name="Link to this view").get_attribute("href") or ""
    assert page.url.endswith(fragment)
    with opened(browser, county, fragment) as again:
        expect(again.page.locator("#about h2")).to_have_text("Hartlow District Council")
        expect(again.page.locator("#tier")).to_have_value("district")
        expect(again.page.get_by_role("checkbox", name="Outcomes", exact=True)).not_to_be_checked()
        expect(again.page.get_by_role("link", name="Link to this view")).to_have_attribute("href", fragment)
        assert again.amiss == []


@pytest.mark.parametrize(
    "fragment",
    [
        "#focus=nobody&at=x+y+z&steps=99&tier=moon", "#%E0%A4%A", "#at=1+1+0", "#focus=%3Cimg%3E", "#at=1+1+NaN",
        "#at=1e309+1+1", "#at=1e308+1e308+1e308", "#at=1+1+1e9", "#at=1e300+0+1", "#at=0+0+1e-320", "#focus=__proto__",
    ],
)  # fmt: skip
def test_broken_address_shows_everything(browser: Browser, county: Path, fragment: str) -> None:
    with opened(browser, county, fragment) as found:
        expect(found.page.locator("#about")).to_be_hidden()
        expect(found.page.locator("#status")).to_have_text("")
        assert found.page.evaluate("eye.k > 0.01 && eye.k <= 1.3 && Math.abs(eye.x) < 1e5")
        assert found.amiss == []


def test_name_as_long_as_a_book_does_not_hold_the_page_up(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "picture.html"
    with closing(open_store(str(tmp_path / "map.db"))) as store:
        assert not put(store, {"Partners": [{"Name": "W" * 9000, "Kind": "pct"}]}).failed
        with store.view() as view:
            path.write_bytes(export_bytes(view, ".html", Part(as_of=demo.DAY)))
    with opened(browser, path) as found:
        assert (
            found.page.evaluate("look(things[0]), paint(), Math.max(...[...widths.keys()].map((key) => key.length))")
            < 500
        )
        assert found.amiss == []


def test_keys_alone_go_everywhere(shown: Opened) -> None:
    page = shown.page
    page.locator("#net").focus()
    before = picture_of_it(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    assert picture_of_it(page) != before
    page.keyboard.press("0")
    assert picture_of_it(page) == before
    page.keyboard.press("Shift+ArrowDown")
    first = page.locator("#about h2").inner_text()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#about h2")).not_to_have_text(first)
    page.keyboard.press("Enter")
    expect(page.locator("#about")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#net")).to_be_focused()


def test_mouse_moves_and_chooses(shown: Opened) -> None:
    page = shown.page
    find(page, "Hartlow District Council")
    page.keyboard.press("Escape")
    box = page.locator("#net").bounding_box()
    assert box is not None
    before = picture_of_it(page)
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 420, box["y"] + 330, steps=6)
    page.mouse.up()
    assert picture_of_it(page) != before


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_serious_stands_in_anybodys_way(browser: Browser, county: Path, width: int) -> None:
    with opened(browser, county, width=width) as found:
        find(found.page, "Hartlow District Council")
        open_table(found.page)
        answer = Axe().run(found.page)
    serious = [one["id"] for one in answer.response["violations"] if one["impact"] in ("serious", "critical")]
    assert serious == []


def test_page_is_no_wider_than_a_telephone(browser: Browser, county: Path) -> None:
    with opened(browser, county, width=390) as found:
        find(found.page, "Hartlow District Council")
        assert found.page.evaluate("document.documentElement.scrollWidth") <= 390


UNNAMED = """(() => {
  const named = new Set(), take = Taken.prototype.take;
  Taken.prototype.take = function (whose, x, y, width, height) {
    if (width > 6) named.add(whose.label);
    take.call(this, whose, x, y, width, height);
  };
  paint();
  Taken.prototype.take = take;
  return things.map((thing) => thing.label).filter((label) => !named.has(label));
})()"""


def test_every_name_is_drawn_where_there_are_few(browser: Browser, county: Path) -> None:
    path = county.with_name("part.html")
    with closing(open_store(str(county.with_name("map.db")))) as store, store.view() as view:
        path.write_bytes(export_bytes(view, ".html", Part(focus="Hartlow District Council", as_of=demo.DAY)))
    with opened(browser, path) as found:
        assert found.page.evaluate(UNNAMED) == []


def test_print_shows_the_picture_and_the_whole_table_if_it_is_open(shown: Opened) -> None:
    open_table(shown.page)
    shown.page.emulate_media(media="print")
    shown.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(shown.page.locator(".legend li:visible").first).to_have_text("● Partners")
    expect(shown.page.locator("#controls")).to_be_hidden()
    assert len(rows(shown.page)) == 347


def test_print_says_how_much_of_a_very_long_table_is_there(shown: Opened) -> None:
    open_table(shown.page)
    shown.page.evaluate("while (things.length < 5200) things.push(things[0])")
    shown.page.emulate_media(media="print")
    shown.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(shown.page.get_by_text("5,000 of 5,200 rows are here. Show more")).to_be_visible()


def test_cells_that_attack_do_nothing(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "picture.html"
    with closing(open_store(str(tmp_path / "map.db"))) as store:
        assert not put(store, hostile_sheets(), FILE).failed
        with store.view() as view:
            path.write_bytes(export_bytes(view, ".html", Part(as_of=demo.DAY)))
    with opened(browser, path) as found:
        page = found.page
        open_table(page)
        for name in rows(page):
            find(page, name)
            page.locator("#about h2").inner_text()
            page.mouse.move(640, 500)
        for select in page.locator("select.choice").all():
            for option in select.locator("option").all():
                select.select_option(value=option.get_attribute("value") or option.inner_text())
        page.get_by_role("radio", name="Links").check()
        page.get_by_role("button", name="Show everything").click()
        page.wait_for_timeout(300)
        assert page.locator("img, iframe, object, svg, b").count() == 0
        assert page.evaluate("window.attacked") is None
        assert found.amiss == []


def test_what_is_chosen_in_the_picture_reaches_the_app(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/map")
    inner = page.frame_locator("iframe[sandbox='allow-scripts']")
    inner.get_by_label("Find a name").fill("Hartlow District Council")
    expect(inner.locator("#about")).to_contain_text("Hartlow District Council sits on Hartlow Local Children's Board")
    expect(page.get_by_text("Hartlow District Council is chosen.")).to_be_visible()
    page.get_by_role("button", name="Draw only what stands around it").click()
    expect(page.get_by_text("Only Hartlow District Council and what stands around it.")).to_be_visible()
    expect(page.locator("iframe[sandbox='allow-scripts']")).to_have_count(
        1, timeout=1000 * PATIENCE
    )  # the old one goes
    expect(inner.locator("h1")).to_have_text("Hartlow District Council")
    inner.get_by_label("Find a name").fill("Kelmoor District Council")
    expect(inner.locator("#status")).to_have_text("")
    assert "around=Partner%3Ahartlow+district+council" in page.url
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
    frame.evaluate("window.parent.postMessage({ chosen: -1 }, '*')")
    page.wait_for_timeout(500)
    expect(page.get_by_text("is chosen.")).to_have_count(0)
