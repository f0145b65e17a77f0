"""What a profile leaves out is in no byte of any file, and each copy says how much of what is left out, and why."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from partnermap import redaction
from partnermap.changes import decide
from partnermap.errors import RequestError
from partnermap.model import BY_NAME, KINDS, Type
from partnermap.redaction import Profile, parse
from partnermap.store.base import View
from partnermap.views.answers import sources_of
from partnermap.views.copy import Part
from partnermap.views.exports import ENDINGS, copy_for, export
from partnermap.views.redacted import HANGS_ON_IT, NAMES_IT, redact
from tests.cli.commands import county, done, refused, run
from tests.exports.maps import held
from tests.exports.planted import Marks, everything, found_in, kind_marks, planted
from tests.maps import AS_OF
from tests.sheets import put, store_of

SHEETS, MARKS = planted()
TEXTUAL = [ending for ending in ENDINGS if ending != ".png"]
BLANKED = [
    (kind.name, prop.name)
    for kind in KINDS
    for prop in kind.properties
    if (kind.name, prop.name) in MARKS and (prop.type is Type.TEXT or not {prop.name} & {*kind.key} or kind.counted)
]


@pytest.fixture(scope="module")
def view() -> Iterator[View]:
    with held(SHEETS) as seen:
        yield seen


def profile(*rules: str) -> Profile:
    return parse("\n".join([f'{rule}\nwhy = "So it is."' for rule in rules]), "test.toml")


def removing(kind: str, where: str = "") -> Profile:
    return profile(f'[[remove]]\nkinds = "{kind}"\n{where}')


def blanking(kind: str, prop: str, where: str = "") -> Profile:
    return profile(f'[[blank]]\nkinds = "{kind}"\nproperties = "{prop}"\n{where}')


def test_every_mark_is_in_a_file_that_leaves_nothing_out(view: View) -> None:
    for ending in (".json", ".xlsx", ".csv", ".graphml", ".gexf", ".cypher"):
        content = export(view, ending).content
        missing = {place for place, forms in MARKS.items() if not found_in(content, forms)}
        assert not missing, ending


@pytest.mark.parametrize(("kind", "prop"), BLANKED)
def test_blanked_property_is_in_no_file(kind: str, prop: str, view: View) -> None:
    for ending in TEXTUAL:
        exported = export(view, ending, profile=blanking(kind, prop))
        assert found_in(exported.content, MARKS[kind, prop]) == [], ending
        heading = f"{BY_NAME[kind][prop].heading} of {BY_NAME[kind].sheet}: 1. So it is."
        assert f"  {heading}" in exported.said


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_removed_kind_is_in_no_file(kind: str, view: View) -> None:
    for ending in TEXTUAL:
        if not (ending == ".svg" and kind in ("Area", "Partner", "Agreement")):
            exported = export(view, ending, profile=removing(kind))
            assert found_in(exported.content, kind_marks(MARKS, kind)) == [], ending
            assert f"  {BY_NAME[kind].sheet}: 1. So it is." in exported.said


def gone_by(profile: Profile, marks: Marks) -> dict[tuple[str, str], tuple[str, ...]]:
    """The marks that a profile takes from the planted map, read from its rules alone."""
    return {
        (kind, prop): forms
        for (kind, prop), forms in marks.items()
        for rule in profile.rules
        if not rule.where and kind in rule.kinds and (not rule.properties or prop in rule.properties)
    }


@pytest.mark.parametrize("name", redaction.available())
@pytest.mark.parametrize("ending", TEXTUAL)
def test_profile_that_comes_along_keeps_its_word_in_every_format(name: str, ending: str, view: View) -> None:
    chosen = redaction.load(name)
    gone = gone_by(chosen, MARKS)
    assert ("Partner", "notes") in gone
    content = export(view, ending, profile=chosen).content
    assert {place for place, forms in gone.items() if found_in(content, forms)} == set()
    undrawn = ("Indicator", "Freedom") if ending == ".html" else ()
    kept = [place for place in MARKS if place not in gone and place[1] == "name" and place[0] not in undrawn]
    if ending != ".svg":
        assert [place for place in kept if not found_in(content, MARKS[place])] == []


TALKED_ABOUT = {
    "Areas": [{"Name": "Selshire", "Tier": "county"}],
    "Agreements": [{"Name": "LAA", "Covers": "Selshire"}],
    "Partners": [{"Name": "PCT", "Kind": "pct"}],
    "Parties": [
        {"Partner": "PCT", "Agreement": "LAA", "Status": "agreed", "Until": "2005-01-31"},
        {"Partner": "PCT", "Agreement": "LAA", "Status": "withdrawn", "Since": "2005-02-01"},
    ],
    "Funding streams": [{"Name": "Grant"}],
    "Allocations": [
        {"Stream": "Grant", "Year": "2005/06", "Amount": "7654321", "Status": "proposed"},
        {"Stream": "Grant", "Year": "2006/07", "Amount": "1234567"},
    ],
    "Freedoms": [{"Request": "Pool the grants", "Agreement": "LAA", "Status": "ongoing"}],
}  # fmt: skip


@pytest.mark.parametrize("name", ["partner", "public"])
@pytest.mark.parametrize("ending", TEXTUAL)
def test_what_is_still_talked_about_is_for_the_board_alone(name: str, ending: str) -> None:
    with held(TALKED_ABOUT) as view:
        board = everything(export(view, ".json", profile=redaction.load("board")).content)
        content = everything(export(view, ending, profile=redaction.load(name)).content)
    for said in ("7654321", "pool the grants", "withdrawn"):
        assert said in board
        assert said not in content
    if ending not in (".svg", ".html"):  # nobody receives it, so that no line is drawn for it
        assert "1234567" in content


def test_party_that_withdrew_is_not_said_to_agree_still() -> None:
    with held(TALKED_ABOUT) as view:
        graph = copy_for(view, Part(as_of=AS_OF), redaction.load("partner")).network
    parties = [facts for *_, facts in graph.edges(data=True) if facts["link"] == "PARTY_TO"]
    assert [facts.get("status") for facts in parties] == [None]


def test_ids_are_numbers_whatever_is_left_out(tmp_path: Path) -> None:
    store = store_of({"Partners": [{"Name": "Hidden name", "Kind": "pct"}, {"Name": "PCT", "Kind": "pct"}]}, tmp_path)
    decide(store, "same", "PCT", "Hidden name", "me")
    with store.view() as view:
        copy = export(view, ".json", profile=blanking("Partner", "aliases")).content
    store.close()
    assert [node["id"] for node in json.loads(copy)["nodes"]] == ["Partner:1"]
    assert "hidden" not in everything(copy)


COUNTY = {
    "Areas": [{"Name": "Selshire", "Tier": "county"}],
    "Partners": [
        {"Name": "Secret Refuge", "Kind": "refuge", "Covers": "Selshire", "Aliases": "The House; SR"},
        {"Name": "County Council", "Kind": "county_council", "Covers": "Selshire", "Notes": "Pays the SECRET  refuge."},
        {"Name": "Secretariat", "Kind": "other", "Notes": "sr. partner"},
    ],
    "Partnerships": [
        {"Name": "LSP", "Kind": "lsp", "Covers": "Selshire", "Members known": "all"},
        {"Name": "Friends of Secret Refuge", "Kind": "network", "Covers": "Selshire", "Aliases": "the house friends"},
    ],
    "Memberships": [
        {"Partner": "Secret Refuge", "Partnership": "LSP"},
        {"Partner": "County Council", "Partnership": "LSP", "Speaks for": "Secret Refuge"},
        {"Partner": "Secret Refuge", "Partnership": "Friends of Secret Refuge"},
    ],
    "Funding streams": [{"Name": "Grant", "Department": "the house"}],
    "Allocations": [{"Stream": "Grant", "Recipient": "Secret Refuge", "Year": "2005/06", "Amount": "7654321"}],
}  # fmt: skip

HIDES = [
    removing("Partner", 'where = { kind = "refuge" }'),
    blanking("Partner", "name", 'where = { kind = "refuge" }'),
]


@pytest.mark.parametrize("hides", HIDES)
@pytest.mark.parametrize("ending", TEXTUAL)
def test_name_that_is_left_out_stands_in_no_other_text(hides: Profile, ending: str) -> None:
    with held(COUNTY) as view:
        assert "secret refuge" in everything(export(view, ".json").content)
        content = everything(export(view, ending, profile=hides).content)
    for name in ("secret refuge", "secret  refuge", "the house"):
        assert name not in content
    if ending == ".json":
        assert "secretariat" in content  # a name is found as whole words


def with_other_names(text: str) -> str:
    return text.replace("Secret Refuge", "Zinnia Shelter").replace("SECRET  refuge", "Zinnia Shelter")


OTHERWISE = {
    sheet: [{heading: with_other_names(text) for heading, text in row.items()} for row in rows]
    for sheet, rows in COUNTY.items()
}
"""The same county; what is hidden has another name."""


@pytest.mark.parametrize(("hides", "focus"), [(HIDES[0], None), (HIDES[1], None), (HIDES[1], "The House")])
def test_picture_is_the_same_whatever_name_is_left_out(hides: Profile, focus: str | None) -> None:
    """It is dots in which no text can be looked for: so it must not change with what it may not show."""
    part = Part(focus=focus, as_of=AS_OF)
    with held(COUNTY) as view, held(OTHERWISE) as other:
        assert export(view, ".png", part).content != export(other, ".png", part).content
        picture = export(view, ".png", part, hides).content
        assert picture == export(other, ".png", part, hides).content
    assert Image.open(io.BytesIO(picture)).info == {}


def test_what_hangs_on_a_removed_thing_goes_with_it_and_is_counted() -> None:
    with held(COUNTY) as view:
        copy = copy_for(view, profile=HIDES[0])
    said = [str(one) for one in copy.left_out]
    assert said == [
        "Partners: 1. So it is.",
        f"Allocations: 1. {HANGS_ON_IT}",
        f"Memberships: 2. {HANGS_ON_IT}",
        f"Notes of Partners: 2. {NAMES_IT}",
        f"Name of Partnerships: 1. {NAMES_IT}",
        f"Aliases of Partnerships: 1. {NAMES_IT}",
        f"Department of Funding streams: 1. {NAMES_IT}",
    ]
    assert copy.about == (
        "Copy for: test. Left out: Partners (1); Allocations (1); Memberships (2); Notes (2); Name (1); Aliases (1); "
        "Department (1)."
    )


def test_list_that_lost_a_seat_is_not_said_to_be_whole() -> None:
    with held(COUNTY) as view:
        graph = copy_for(view, profile=HIDES[0]).network
        plain = copy_for(view).network
    known = {facts["name"]: facts["members_known"] for _, facts in graph.nodes(data=True) if "members_known" in facts}
    assert known == {"LSP": "some", "Partnership 1": "none"}
    assert {facts.get("members_known") for _, facts in plain.nodes(data=True)} == {"all", None}


def test_what_is_blank_does_not_tell_who_declined_or_chairs() -> None:
    said = [*BY_NAME["Party"]["status"].choices, ""]
    roles = [*BY_NAME["Membership"]["role"].choices, ""]
    sheets = {
        "Areas": [{"Name": "Selshire", "Tier": "county"}],
        "Agreements": [{"Name": "LAA", "Covers": "Selshire"}],
        "Partnerships": [{"Name": "LSP", "Kind": "lsp", "Covers": "Selshire"}],
        "Partners": [{"Name": f"P{number}", "Kind": "pct"} for number in range(9)],
        "Parties": [{"Partner": f"P{at}", "Agreement": "LAA", "Status": one} for at, one in enumerate(said)],
        "Memberships": [{"Partner": f"P{at}", "Partnership": "LSP", "Role": one} for at, one in enumerate(roles)],
    }
    with held(sheets) as view:
        parties = copy_for(view, profile=redaction.load("partner")).map.things(BY_NAME["Party"])["status"]
        seats = copy_for(view, profile=redaction.load("public")).map.things(BY_NAME["Membership"])["role"]
    assert Counter(parties) == {None: 4, "informed": 1, "consulted": 1, "agreed": 1, "signed": 1}
    assert Counter(seats) == {None: 5, "observer": 1}


NINE = [f"{letter} PCT" for letter in "ABCDEFGHI"]


def test_order_does_not_tell_names_that_are_left_out() -> None:
    sheets = {
        "Areas": [{"Name": "Selshire", "Tier": "county"}],
        "Partners": [{"Name": name, "Kind": "pct"} for name in NINE],
        "Partnerships": [{"Name": "LSP", "Kind": "lsp", "Covers": "Selshire"}],
        "Memberships": [{"Partner": name, "Partnership": "LSP"} for name in NINE],
        "Funding streams": [{"Name": f"Grant {number}"} for number in range(9)],
        "Allocations": [
            {"Stream": f"Grant {number}", "Recipient": name, "Year": "2005/06", "Amount": str(1000 + number)}
            for number, name in enumerate(NINE)
        ],
    }
    with held(sheets) as view:
        copies = [redact(view, blanking("Partner", "name")) for _ in range(2)]
    assert copies[0].ids == copies[1].ids
    numbers = [int(copies[0].ids[f"Partner:{name.lower()}"].partition(":")[2]) for name in NINE]
    assert sorted(numbers) == list(range(1, 10))
    assert numbers != sorted(numbers)
    seats = copies[0].view.things(BY_NAME["Membership"])["partner"]
    assert seats == [f"Partner:{number}" for number in range(1, 10)]


SPELLED = (
    "secret_refuge", "SecretRefuge", "info@secretrefuge.org", "Secret Refuge's", "Sec\u00adret Refuge",
    "Sec\u200bret Refuge", "Sécret Refuge", "Secret Refuges", "St Johns Home", "St John’s Home",
    "Health and Safety Team",
)  # fmt: skip


@pytest.mark.parametrize("text", SPELLED)
def test_name_that_is_left_out_is_found_however_it_is_spelled(text: str) -> None:
    names = ("Secret Refuge", "St John's Home", "Health & Safety Team")
    rows = [{"Name": name, "Kind": "refuge"} for name in names]
    with held({"Partners": [*rows, {"Name": "PCT", "Kind": "pct", "Notes": f"We pay {text}."}]}) as view:
        assert copy_for(view, profile=HIDES[0]).map.things(BY_NAME["Partner"])["notes"] == [None]


@pytest.mark.parametrize("hides", HIDES)
def test_file_called_by_a_name_that_is_left_out_is_no_source(hides: Profile, tmp_path: Path) -> None:
    store = store_of({"Partners": [{"Name": "County Council", "Kind": "county_council"}]}, tmp_path)
    rows = [{"Name": "Secret Refuge", "Kind": "refuge"}, {"Name": "PCT", "Kind": "pct"}]
    put(store, {"Partners": rows}, "Secret_Refuge list.xlsx")
    with store.view() as view:
        exported = export(view, ".html", profile=hides)
    store.close()
    content = everything(exported.content)
    assert "refuge list" not in content
    assert "map.xlsx" in content
    assert f"Sources: {1 + (hides is HIDES[1])}. {NAMES_IT}" in "".join(exported.said)


def test_stand_in_is_no_other_things_name() -> None:
    rows = [{"Name": name, "Kind": "pct"} for name in ("Partner 1", "Partner 2", "B")] + [{"Name": "A", "Kind": "lsc"}]
    with held({"Partners": rows}) as view:
        named = copy_for(view, profile=blanking("Partner", "name", 'where = { kind = "lsc" }')).map.things(
            BY_NAME["Partner"]
        )
    assert len(set(named["name"])) == 4
    assert {"Partner 1", "Partner 2", "B"} < set(named["name"])
    assert "A" not in named["name"]


def test_sources_are_shown_as_cells_only_or_not_at_all(view: View) -> None:
    for name, shown in (("board", True), ("partner", False)):
        seen = copy_for(view, profile=redaction.load(name)).view
        cells = sources_of(seen, [("Partner:1", "name"), ("Partner:1", "notes")])
        assert bool(cells) == shown
        assert {source.text for sources in cells.values() for source in sources} <= {""}
        assert (seen.history(), list(seen.stated_by("map.xlsx"))) == ([], [])


def test_focus_on_what_is_left_out_is_refused() -> None:
    with held(COUNTY) as view, pytest.raises(RequestError) as caught:
        export(view, ".json", Part(focus="secret refuge"), HIDES[0])
    assert str(caught.value) == (
        "“secret refuge” is left out of a copy for “test”. Ask for another part, or another copy."
    )


def test_part_does_not_reach_through_what_is_left_out() -> None:
    with held(COUNTY) as view:
        through = copy_for(view, Part(focus="Grant", hops=4))
        copy = copy_for(view, Part(focus="Grant", hops=4), removing("Allocation"))
    assert len(through.kept) > 1
    assert copy.kept == {"FundingStream:1"}


@pytest.mark.parametrize("ending", [".svg", ".json", ".cypher", ".graphml"])
def test_focus_typed_by_a_name_that_is_left_out_is_not_written(ending: str) -> None:
    with held(COUNTY) as view:
        content = export(view, ending, Part(focus="The House"), HIDES[1]).content
    assert "the house" not in everything(content)


# The command


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done(
        "import", *county(Memberships="Partner,Partnership,Seniority,Notes\nHartlow PCT,County LSP,Director,Ring her\n")
    )


@pytest.mark.usefixtures("imported")
def test_command_says_what_is_left_out_and_why() -> None:
    assert run("export", "map.svg", "--redact", "partner").stderr == (
        "Written to map.svg.\n"
        "Left out for “partner”:\n"
        "  Notes of Memberships: 1. Notes are working notes, written for oneself.\n"
        "  Seniority of Memberships: 1. How senior somebody is says something about a person.\n"
        "  Sources: 9. File names and cells say who keeps which list, and where.\n"
    )
    assert "Copy for: partner. Left out: Notes (1); Seniority (1); Sources (9)." in Path("map.svg").read_text("utf-8")


@pytest.mark.usefixtures("imported")
def test_profile_of_ones_own_is_named_by_its_path() -> None:
    Path("mine.toml").write_text('[[remove]]\nkinds = "Freedom"\nwhy = "Not yet."\n', encoding="utf-8")
    said = "Written to map.json.\nFor “mine” nothing had to be left out.\n"
    assert run("export", "map.json", "--redact", "mine.toml").stderr == said


@pytest.mark.usefixtures("imported")
def test_profile_that_is_not_there_leaves_no_file() -> None:
    assert refused("export", "map.json", "--redact", "bord") == (
        "There is no redaction profile “bord”. Did you mean “board”? There are: board, partner, public. "
        "One of your own is given by its path."
    )
    assert not Path("map.json").exists()
