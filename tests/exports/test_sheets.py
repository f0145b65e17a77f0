"""A map as sheets imports again to the same map, and no spreadsheet that opens them finds a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnermap import redaction
from partnermap.formulas import as_written, harmless
from partnermap.model import KINDS
from partnermap.store.base import View
from partnermap.views.copy import WHOLE, Part
from partnermap.views.exports import copy_for, export
from tests.exports.maps import held, imported, named, odd, parts, plain, spiced, told
from tests.sheets import content

PROFILES = [None, *redaction.available()]


@contextmanager
def again(view: View, ending: str, part: Part = WHOLE, profile: redaction.Profile | None = None) -> Iterator[View]:
    """A view of what the exported sheets import to."""
    exported = export(view, ending, part, profile).content
    with TemporaryDirectory() as folder:
        path = Path(folder) / "map.xlsx"
        if ending == ".csv":
            zipfile.ZipFile(io.BytesIO(exported)).extractall(folder)
        else:
            path.write_bytes(exported)
        files = sorted(Path(folder).glob("*.csv")) if ending == ".csv" else [path]
        with imported(*files) as store, store.view() as seen:
            yield seen


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@given(seed=st.integers(0, 10_000), texts=odd(plain))
@settings(max_examples=20, deadline=None)
def test_whole_map_imports_to_the_same_map(ending: str, seed: int, texts: list[str]) -> None:
    with held(spiced(seed, texts)) as view, again(view, ending) as seen:
        assert content(seen) == content(view)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@given(seed=st.integers(0, 10_000), texts=odd(plain), part=parts, name=st.sampled_from(PROFILES))
@settings(max_examples=20, deadline=None)
def test_part_or_redacted_copy_imports_to_the_same_map(
    ending: str, seed: int, texts: list[str], part: Part, name: str | None
) -> None:
    profile = redaction.load(name) if name else None
    with held(spiced(seed, texts)) as view, again(view, ending, part, profile) as seen:
        assert told(seen) == told(copy_for(view, part, profile).map)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@given(texts=odd(plain))
@settings(max_examples=40, deadline=None)
def test_odd_names_import_to_the_same_map(ending: str, texts: list[str]) -> None:
    with held(named(texts)) as view, again(view, ending) as seen:
        assert content(seen) == content(view)


@given(st.text(st.sampled_from("'=+-@\t\r\n＝a1"), max_size=6))
def test_harmless_text_is_no_formula_and_can_be_read_back(text: str) -> None:
    assert harmless(text)[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert as_written(harmless(text)) == text


FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(1)", "＝1+1", "=cmd|' /C calc'!A0", "x\r=1+1\ry", "x\n=1+1"]


def test_no_cell_is_a_formula() -> None:
    rows = [
        {"Name": f"{text} {number}", "Tier": "county", "Notes": text, "Code": text}
        for number, text in enumerate(FORMULAS)
    ]
    with held({"Areas": rows}) as view:
        book = openpyxl.load_workbook(io.BytesIO(export(view, ".xlsx").content))
        pack = zipfile.ZipFile(io.BytesIO(export(view, ".csv").content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    areas = list(csv.reader(io.StringIO(pack.read("Areas.csv").decode("utf-8-sig"))))
    assert len(areas) == 1 + len(FORMULAS)
    assert not [value for row in areas for value in row if value[:1] in set("=+-@＝")]


def test_zip_has_a_sheet_a_kind_and_says_how_to_use_it() -> None:
    with held({"Areas": [{"Name": "Selshire", "Tier": "county"}]}) as view:
        exported = export(view, ".csv")
        assert exported.content == export(view, ".csv").content
    pack = zipfile.ZipFile(io.BytesIO(exported.content))
    assert sorted(pack.namelist()) == sorted(f"{kind.sheet}.csv" for kind in KINDS)
    assert exported.said == ("It is a zip of sheets: unpack it to open or to import them.",)


def test_signs_that_csv_cannot_hold_do_not_break_the_sheet() -> None:
    with (
        held({"Areas": [{"Name": "Sel\x00shire", "Tier": "county", "Notes": "a\x1ab"}]}) as view,
        again(view, ".csv") as seen,
    ):
        assert seen.things(KINDS[0])["name"] == ["Sel\N{REPLACEMENT CHARACTER}shire"]
