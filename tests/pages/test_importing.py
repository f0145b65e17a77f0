"""The import page: first what would change, then the change, then the way back."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from streamlit.testing.v1 import AppTest

from partnermap.store import Store
from tests.pages.conftest import go, sound, words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEAT = ["Ivel Valley Primary Care Trust", "Hartlow Crime and Disorder Reduction Partnership", "member"]


def members(*rows: list[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Memberships")
        for line, row in enumerate([["Partner", "Partnership", "Role"], *rows]):
            sheet.write_row(line, 0, row)
    return out.getvalue()


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    page = go(app, "importing")
    for name, content in files:
        page.file_uploader[0].upload(name, content, XLSX)
    return sound(page.run())


def button(page: AppTest, label: str) -> Any:
    return next(one for one in page.button if one.label == label)


def counts(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def read(cells: Iterable[str]) -> list[str]:
    """Cells of a table as they are shown."""
    return [cell.replace("\\", "") for cell in cells]


def changes(store: Store) -> int:
    with store.view() as view:
        return len(view.history())


def test_import_shows_what_would_change_and_changes_nothing_yet(app: AppTest, store: Store) -> None:
    page = upload(app, ("members.xlsx", members(SEAT)))
    told = words(page)
    assert "Nothing has been changed yet." in told
    assert counts(page) == {"Added": "1", "Changed": "0", "Unchanged": "0", "Removed": "0"}
    assert "1 in Memberships" in told
    assert "**Rows:** 1 read, 1 to import, 0 skipped, 0 refused." in told
    assert changes(store) == 1


def test_import_is_applied_and_taken_back(app: AppTest, store: Store) -> None:
    page = upload(app, ("members.xlsx", members(SEAT)))
    page = sound(button(page, "Apply to the map").click().run())
    assert "Imported: members.xlsx. This is change 2 in History." in words(page)
    assert changes(store) == 2
    page = sound(button(page, "Undo this import").click().run())
    assert "Taken back: import members.xlsx." in words(page)
    with store.view() as view:
        assert [change.live for change in view.history()] == [True, False, True]


def test_import_of_what_is_known_has_nothing_to_apply(app: AppTest) -> None:
    page = upload(app, ("members.xlsx", members(SEAT)))
    sound(button(page, "Apply to the map").click().run())
    page = upload(app, ("members.xlsx", members(SEAT)))
    assert "The map says all of this already. There is nothing to apply." in words(page)
    assert button(page, "Apply to the map").disabled


def test_import_lists_every_problem_with_its_cell(app: AppTest, store: Store) -> None:
    page = upload(app, ("members.xlsx", members([*SEAT[:2], "boss"], ["Nobody at all", SEAT[1], "member"])))
    assert "These files cannot be imported yet: 2 errors to mend first. The map is as it was." in words(page)
    listed = page.table[0].value
    assert read(listed["Where"]) == ["members.xlsx › Memberships!C2", "members.xlsx › Memberships!A3"]
    assert all(listed["What to do"])
    assert button(page, "Apply to the map").disabled
    assert changes(store) == 1


def test_import_of_a_bad_upload_is_refused_plainly(app: AppTest, store: Store) -> None:
    page = upload(app, ("members.xlsx", b"this is no workbook"))
    assert "1 error to mend first" in words(page)
    assert read(page.table[0].value["Where"]) == ["members.xlsx"]
    assert changes(store) == 1


def test_import_of_two_files_of_one_name_asks_for_another(app: AppTest) -> None:
    page = upload(app, ("members.xlsx", members(SEAT)), ("members.xlsx", members(SEAT)))
    assert "members.xlsx: there are two files of that name." in words(page)


def test_import_takes_several_files_at_once(app: AppTest) -> None:
    page = upload(app, ("a.xlsx", members(SEAT)), ("b.xlsx", members(SEAT)))
    page = sound(button(page, "Apply to the map").click().run())
    assert "Imported: a.xlsx, b.xlsx." in words(page)


def test_import_into_an_empty_map_begins_with_the_template(empty_app: AppTest) -> None:
    page = go(empty_app, "importing")
    assert [one.label for one in page.download_button] == ["Download the empty workbook (xlsx)"]
