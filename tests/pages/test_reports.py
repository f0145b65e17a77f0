"""The five report pages: each loads, answers a choice, and says so when the map is empty."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from partnermap.analysis.registry import REPORTS
from partnermap.demo import DAY
from partnermap.store import Store
from partnermap.views.answers import Answer, Question, answer
from tests.pages.conftest import Open, go, sound, words
from tests.sheets import Keep, Sheets

FILES = {name: name.replace("-", "_") for name in REPORTS}
PORT = "Port Selwyn Local Area Agreement 2005-08"

every_report = pytest.mark.parametrize("name", FILES)


def asked(store: Store, question: Question) -> Answer:
    with store.view() as view:
        return answer(view, question)


@every_report
def test_report_shows_each_finding_with_its_counts(app: AppTest, store: Store, name: str) -> None:
    page = go(app, FILES[name])
    told, found = words(page), asked(store, Question(name, as_of=DAY))
    assert all(one.finding.message in told for one in found.findings)
    counts = {metric.label: metric.value for metric in page.metric}
    assert counts["Not yet known"] == str(len(found.not_yet_known))
    assert sum(int(counts[label]) for label in ("High", "Medium", "Low")) == len(found.counting)
    assert all(note in told for note in found.report.notes)


@every_report
def test_report_follows_the_agreement_that_was_chosen(app: AppTest, store: Store, name: str) -> None:
    sound(app.selectbox(key="agreement").set_value(PORT).run())
    told = words(go(app, FILES[name]))
    found = asked(store, Question(name, agreement=PORT, as_of=DAY))
    wider = asked(store, Question(name, as_of=DAY))
    assert f"Looking at {PORT}" in told
    kept = {one.finding.message for one in found.findings}
    assert all(message in told for message in kept)
    assert not any(one.finding.message in told for one in wider.findings if one.finding.message not in kept)


@every_report
def test_report_on_an_empty_map_says_how_to_begin(empty_app: AppTest, name: str) -> None:
    page = go(empty_app, FILES[name])
    assert "The map is empty: import a workbook, or try the demo." in words(page)
    assert [button.label for button in page.download_button] == ["Download the empty workbook (xlsx)"]
    assert not page.metric


@every_report
def test_report_downloads_in_four_forms(app: AppTest, name: str) -> None:
    labels = [button.label for button in go(app, FILES[name]).download_button]
    assert labels == [f"Download {form}" for form in ("xlsx", "csv", "json", "html")]


def test_report_names_the_lists_that_would_settle_what_is_not_known(app: AppTest, store: Store) -> None:
    told = words(go(app, "missing"))
    for one in asked(store, Question("missing", as_of=DAY)).not_yet_known:
        assert f"**What would settle it:** the list of members of {', '.join(one.finding.open)}." in told


def test_a_finding_that_is_dismissed_stands_apart_with_the_reason(app: AppTest, store: Store) -> None:
    page = go(app, "thread")
    first = asked(store, Question("thread", as_of=DAY)).counting[0]
    page.text_input[0].set_value("Settled by letter on 1 March")
    button = next(one for one in page.button if one.label == "Dismiss it")
    told = words(sound(button.click().run()))
    assert "Dismissed because:** Settled by letter on 1 March" in told
    now = asked(store, Question("thread", as_of=DAY))
    assert [one.finding for one in now.dismissed] == [first.finding]
    with store.view() as view:
        assert (view.history()[-1].kind, view.history()[-1].who) == ("dismissal", "a tester")


def test_a_dismissal_without_a_reason_changes_nothing(app: AppTest, store: Store) -> None:
    page = go(app, "thread")
    button = next(one for one in page.button if one.label == "Dismiss it")
    page = sound(button.click().run())
    assert [warning.value for warning in page.warning] == ["Write the reason first, in words that others should read."]
    with store.view() as view:
        assert len(view.history()) == 1


def test_funding_of_one_year_adds_up_that_year_alone(app: AppTest, store: Store) -> None:
    page = go(app, "funding")
    sound(page.selectbox(key="year").set_value("2006/07").run())
    totals = asked(store, Question("funding", year="2006/07", as_of=DAY)).report.totals
    assert totals is not None
    counts = {metric.label: metric.value for metric in page.metric}
    assert counts["Counted (£)"] == f"{totals['counted'] / 100:,.0f}"
    assert counts["Rows without a figure"] == str(totals["unquantified"])


def test_a_day_before_everything_is_said_to_hold_nothing(open_app: Open, keep: Keep) -> None:
    sheets: Sheets = {"Areas": [{"Name": "Kent", "Tier": "county", "Since": "2004-04-01"}]}
    page = open_app(keep(sheets).address, as_of="1990-01-01")
    assert "On this day the map holds nothing. Choose another day." in words(go(page, "missing"))
