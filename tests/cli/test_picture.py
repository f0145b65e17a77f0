"""The picture as a file: of the whole or a part, on a day, or refused in plain words with no half file left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import done, refused, run
from tests.views.picture_data import records

pytestmark = pytest.mark.usefixtures("imported")


def drawn(*words: object) -> set[str]:
    """The names of what a picture draws, but for what is missing."""
    assert run("export", "map.html", *words).stderr == "Written to map.html.\n"
    page = Path("map.html").read_text(encoding="utf-8")
    return {one["label"] for one in records(page, "nodes") if one["hollow"] < 2}


def missing() -> set[str]:
    """The names of what the picture draws as missing."""
    page = Path("map.html").read_text(encoding="utf-8")
    return {one["label"] for one in records(page, "nodes") if one["hollow"] == 2}


def face() -> str:
    """What stands on the picture's face."""
    return Path("map.html").read_text(encoding="utf-8").partition("</header>")[0]


def test_whole_map_is_drawn_areas_as_frames() -> None:
    assert drawn("--as-of", "2005-01-01") == {
        "Selshire County Council", "Hartlow PCT", "Kelmoor PCT", "County LSP", "Selshire LAA",
    }  # fmt: skip
    assert "The map as it stood on 1 January 2005, revision 1 of the store." in face()
    assert "<strong>Left out:</strong> <bdi>Areas.</bdi>" in face()


def test_part_says_what_lies_outside_it() -> None:
    assert drawn("--focus", "Hartlow PCT", "--hops", 0) == {"Hartlow PCT"}
    assert "what lies outside Hartlow PCT and what stands around it." in face()
    assert drawn("--area", "Kelmoor") == {"Kelmoor PCT"}
    assert "what lies outside Kelmoor; Areas." in face()


def test_part_in_which_nobody_looked_says_so() -> None:
    drawn("--area", "Kelmoor")
    assert (
        "<strong>Who is missing is not shown.</strong> <bdi>Nothing was looked at: no agreement is of Kelmoor or "
        "within it. Choose an area that contains one, or leave the area out.</bdi>"
    ) in face()
    drawn("--as-of", "2005-01-01")
    assert "Who is missing is not shown." not in face()


def test_around_one_thing_only_those_are_missing_who_are_asked_for_at_a_table_that_is_shown() -> None:
    drawn("--as-of", "2005-01-01")
    everywhere = missing()
    assert everywhere
    drawn("--as-of", "2005-01-01", "--focus", "Hartlow PCT", "--hops", 0)
    assert not missing()
    drawn("--as-of", "2005-01-01", "--focus", "County LSP")
    assert set() < missing() < everywhere


def test_same_map_on_the_same_day_makes_the_same_file() -> None:
    done("export", "one.html", "--as-of", "2005-01-01")
    done("export", "other.html", "--as-of", "2005-01-01")
    assert Path("one.html").read_bytes() == Path("other.html").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["map.html", "--focus", "Kelmor PTC"], "There is no thing “Kelmor PTC”. Did you mean “Kelmoor PCT”?"),
        (["no/map.html"], "no/map.html: the folder is not there. Nothing was written. Name another file."),
        (
            ["map.html", "--focus", "Kelmoor", "--hops", "0", "--as-of", "2005-01-01"],
            "There is nothing to draw: on 2005-01-01 the map holds no partners, partnerships, agreements, outcomes and "
            "funding streams for this choice. Import a map first, choose another day with --as-of, or a wider part.",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told_and_leaves_no_file(words: list[str], said: str) -> None:
    assert refused("export", *words) == said
    assert not list(Path().glob("*.html"))
