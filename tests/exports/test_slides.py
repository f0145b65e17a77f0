"""A slide is the same every time, its texts are texts, and it says what is not on it."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from PIL import Image, ImageFont

from partnermap import redaction
from partnermap.errors import RequestError
from partnermap.resources import data_folder
from partnermap.store import Store
from partnermap.views.copy import Part
from partnermap.views.exports import copy_for, export
from partnermap.views.slide.composing import SMALLEST, compose, wrapped
from partnermap.views.slide.painting import FONT
from partnermap.views.slide.strokes import HEIGHT, WIDTH, Sign, Text
from tests.exports.maps import controls, export_bytes, held, named, odd
from tests.maps import AS_OF

SVG = "{http://www.w3.org/2000/svg}"
BOARD = Part(focus="Aldershire Public Service Board", as_of=AS_OF)


def texts(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def words(svg: bytes) -> str:
    return " ".join(texts(svg))


def test_svg_holds_names_title_day_legend_and_what_is_left_out(county_store: Store) -> None:
    with county_store.view() as view:
        svg = export_bytes(view, ".svg", BOARD)
    said = texts(svg)
    assert said.count("Aldershire Public Service Board and what stands around it") == 1
    assert "As of 22 March 2005" in said
    assert {"Partners", "Partnerships", "sits on", "reports to"} <= set(said)
    assert "Aldershire Public Service Board" in words(svg)
    assert [text for text in said if text.endswith("are drawn.") or "those with the most links" in text]


def test_whole_county_is_drawn_as_far_as_it_can_be_read(county_store: Store) -> None:
    with county_store.view() as view:
        drawing = compose(copy_for(view, Part(as_of=AS_OF)))
    labels = [part for part in drawing.parts if isinstance(part, Text) and part.clear]
    signs = [part for part in drawing.parts if isinstance(part, Sign)]
    assert min(label.size for label in labels) >= SMALLEST
    assert 30 <= len(signs) - 3 <= 80
    assert f"{len(signs) - 3} of 212 things are drawn, those with the most links" in drawing.says
    for label in labels:
        assert 0 <= label.at[0] <= WIDTH
        assert 0 <= label.at[1] <= HEIGHT


def test_same_map_gives_the_same_slide(county_store: Store) -> None:
    with county_store.view() as view:
        for ending in (".svg", ".png"):
            assert export_bytes(view, ending, BOARD) == export_bytes(view, ending, BOARD)


def test_slide_is_of_what_the_part_is_of_where_another_kind_has_the_same_name() -> None:
    rows = {
        "Areas": [{"Name": "Selshire", "Tier": "county"}],
        "Agreements": [{"Name": "LAA", "Covers": "Selshire"}],
        "Themes": [{"Name": "Safer streets", "Kind": "theme"}],
        "Outcomes": [{"Name": "Safer streets", "Agreement": "LAA", "Theme": "Safer streets"}],
    }
    with held(rows) as view:
        for profile in (None, redaction.load("public")):
            drawing = compose(copy_for(view, Part(focus="Safer streets"), profile))
            assert {part.shape for part in drawing.parts if isinstance(part, Sign)} == {"square", "star"}


def test_png_is_a_picture_of_the_size_of_a_screen(county_store: Store) -> None:
    with county_store.view() as view:
        image = Image.open(io.BytesIO(export_bytes(view, ".png", BOARD)))
    assert (image.format, image.size, image.info) == ("PNG", (1920, 1080), {})
    colours = image.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert {(0x24, 0x63, 0xA6), (0xC2, 0x57, 0x1A)} <= {colour for _, colour in colours}


def test_names_are_text_and_nothing_else() -> None:
    name = "<script>alert(1)</script>&\"'\x01"
    rows = {
        "Areas": [{"Name": "Selshire", "Tier": "county"}],
        "Partners": [{"Name": name, "Kind": "pct", "Covers": "Selshire"}],
    }
    with held(rows) as view:
        svg = export_bytes(view, ".svg", Part(focus=name))
        export_bytes(view, ".png", Part(focus=name))
    assert b"<script" not in svg
    assert "<script>alert(1)</script>&\"'\N{REPLACEMENT CHARACTER} and what stands around it" in texts(svg)
    assert {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()} <= {
        "svg", "title", "desc", "rect", "line", "polygon", "circle", "text",
    }  # fmt: skip


@given(names=odd(controls))
@settings(max_examples=15, deadline=None)
def test_no_text_breaks_a_slide(names: list[str]) -> None:
    with held(named(names)) as view:
        ET.fromstring(export_bytes(view, ".svg"))
        Image.open(io.BytesIO(export_bytes(view, ".png"))).verify()


def test_slide_of_a_copy_says_for_whom_and_what_is_left_out(county_store: Store) -> None:
    with county_store.view() as view:
        svg = ET.fromstring(export(view, ".svg", BOARD, redaction.load("public")).content)
    says = svg.findtext(f"{SVG}desc")
    assert says is not None
    assert "Copy for: public. Left out: " in says
    assert "Copy for: public. Left out: " in " ".join(text.text or "" for text in svg.iter(f"{SVG}text"))


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_nothing_to_draw_is_said(ending: str) -> None:
    with held({}) as view, pytest.raises(RequestError) as caught:
        export_bytes(view, ending)
    said = "There is nothing to draw in this part of the map. Ask for another part, or another day."
    assert str(caught.value) == said


def test_label_that_does_not_fit_is_cut() -> None:
    assert wrapped("Aldershire County Council") == ["Aldershire County", "Council"]
    long = "The Aldershire and Port Selwyn Partnership for Older People and Their Carers"
    assert wrapped(long) == ["The Aldershire", "and Port Selwyn", "Partnership for…"]


def test_png_has_signs_for_letters_of_these_islands() -> None:
    font = ImageFont.truetype(data_folder() / "fonts" / FONT, 40)
    unknown = font.getmask("\uffff", mode="L")
    letters = "éŵŷŴŶáìòùß£€–—‘’“”…·&"
    assert [letter for letter in letters if bytes(font.getmask(letter, mode="L")) == bytes(unknown)] == []
