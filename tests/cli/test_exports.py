"""What is exported is the map and nothing else: another tool reads it, and this one reads it back to the same map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest

from partnermap.graph import build
from partnermap.intake.importing import import_files
from partnermap.model import KINDS
from partnermap.store import Store, open_store
from partnermap.views.copy import Part
from partnermap.views.exports import ENDINGS
from partnermap.views.workbook import map_bytes
from tests.cli.commands import AREAS, COUNTY, PARTNERSHIPS, asked, county, done, everything, refused, run, sheets
from tests.exports.maps import export_bytes
from tests.maps import AS_OF, random_map
from tests.sheets import Keep, content_of, put

LONG = "a" * 300


def reimported(store: Store, folder: Path) -> Store:
    """What a new store, in a file, makes of the workbook that a store is exported to."""
    with store.view() as view:
        (folder / "export.xlsx").write_bytes(map_bytes(view))
    other = open_store(str(folder / "other.db"))
    report = import_files(other, [folder / "export.xlsx"])
    assert not report.failed, "\n".join(map(str, report.problems))
    return other


@pytest.mark.parametrize("seed", range(25))
def test_workbook_imports_to_the_same_map(seed: int, tmp_path: Path, keep: Keep) -> None:
    store = keep(random_map(seed)[0])
    assert content_of(reimported(store, tmp_path)) == content_of(store)


def test_workbook_of_two_agreements_says_whose_outcome_an_indicator_measures(tmp_path: Path, keep: Keep) -> None:
    store = keep(
        {
            "Areas": [{"Name": "Selshire", "Tier": "county"}],
            "Themes": [{"Name": "Health"}],
            "Agreements": [{"Name": "One", "Covers": "Selshire"}],
            "Outcomes": [{"Name": "Warmer homes", "Agreement": "One", "Theme": "Health"}],
            "Indicators": [{"Name": "Homes insulated", "Outcome": "Warmer homes"}],
        }
    )
    later = {
        "Agreements": [{"Name": "Two", "Covers": "Selshire"}],
        "Outcomes": [{"Name": "WARMER HOMES", "Agreement": "Two", "Theme": "Health"}],
    }
    put(store, later, "later.xlsx")
    with reimported(store, tmp_path).view() as view:
        assert build(view).number_of_edges("Indicator", "Outcome") == 0
        indicator = next(kind for kind in KINDS if kind.name == "Indicator")
        assert view.things(indicator)["outcome"] == ["Outcome:warmer homes|Agreement:one"]


def test_workbook_keeps_old_days_and_odd_texts(tmp_path: Path, keep: Keep) -> None:
    rows = [
        {"Name": "=1+1", "Tier": "county", "Since": "1889-04-01", "Notes": "a\nb", "Code": "007"},
        {"Name": "http://x.example", "Tier": "county", "Since": "1974-04-01", "Code": "1e5", "Aliases": "+44; @home"},
    ]
    store = keep({"Areas": rows})
    assert content_of(reimported(store, tmp_path)) == content_of(store)


def test_text_too_long_for_a_workbook_is_refused(keep: Keep) -> None:
    store = keep({"Areas": [{"Name": "Selshire", "Tier": "county", "Notes": "x" * 40_000}]})
    from partnermap.errors import RequestError

    with store.view() as view, pytest.raises(RequestError) as caught:
        map_bytes(view)
    assert str(caught.value) == (
        "A text in Notes is longer than a workbook's cell can hold (40,000 characters). Nothing was written. "
        "Export to .json instead."
    )


def node_link(path: str = "map.json") -> dict[str, Any]:
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("day", [None, AS_OF])
def test_json_reads_back_in_networkx(seed: int, day: Any, keep: Keep) -> None:
    store = keep(random_map(seed)[0])
    with store.view() as view:
        graph = build(view, day)
        read = nx.node_link_graph(json.loads(export_bytes(view, ".json", Part(as_of=day))), edges="edges")
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(read.edges(keys=True, data=True), key=repr) == sorted(graph.edges(keys=True, data=True), key=repr)


@pytest.mark.usefixtures("imported")
def test_json_holds_the_map_only() -> None:
    done("export", "map.json")
    record = node_link()
    assert set(record) == {"directed", "multigraph", "graph", "nodes", "edges"}
    assert record["graph"] == {"as_of": None}
    assert "2026" not in json.dumps(record)


@pytest.mark.usefixtures("imported")
def test_same_map_gives_the_same_bytes() -> None:
    for ending in (known.removeprefix(".") for known in ENDINGS if known != ".html"):  # it names the revision
        done("export", f"one.{ending}")
        done("import", *sheets(Path("more"), Areas="Name,Tier\nMarland,county\n"))
        done("undo", len(done("history").splitlines()))
        done("export", f"other.{ending}")
        assert Path(f"one.{ending}").read_bytes() == Path(f"other.{ending}").read_bytes()


def _later(text: str) -> str:
    """The rows of a sheet, there from April 2005 on."""
    head, *rows = text.splitlines()
    return "\n".join([f"{head},Since", *(f"{row},2005-04-01" for row in rows)])


def names(*words: object) -> set[str]:
    """The names of what an export holds."""
    assert run("export", "map.json", *words).stderr == "Written to map.json.\n"
    return {node["name"] for node in node_link()["nodes"]}


@pytest.mark.usefixtures("imported")
class TestPartOfTheMap:
    """An export may be kept to a day, an area, an agreement, or what stands around one thing."""

    def test_whole_map_has_all_names(self) -> None:
        assert names() == {
            "Selshire", "Hartlow", "Kelmoor", "Selshire County Council", "Hartlow PCT", "Kelmoor PCT", "County LSP",
            "Selshire LAA",
        }  # fmt: skip

    def test_day_leaves_out_what_is_not_yet_there(self) -> None:
        for day, seats in (("2004-05-31", 1), ("2004-06-01", 2)):
            done("export", "map.json", "--as-of", day)
            assert [edge["link"] for edge in node_link()["edges"]].count("MEMBER_OF") == seats

    def test_area_keeps_what_covers_it(self) -> None:
        assert names("--area", "kelmoor") == {"Kelmoor", "Kelmoor PCT"}
        assert {"Hartlow", "Kelmoor PCT", "County LSP"} <= names("--area", "Selshire")

    def test_focus_goes_as_many_steps_as_it_is_told(self) -> None:
        assert names("--focus", "kelmoor pct", "--hops", 0) == {"Kelmoor PCT"}
        assert names("--focus", "Kelmoor PCT") == {"Kelmoor PCT", "Kelmoor"}
        assert names("--focus", "Kelmoor PCT", "--hops", 2) == {"Kelmoor PCT", "Kelmoor", "Selshire"}

    def test_part_as_a_workbook_imports(self) -> None:
        done("export", "part.xlsx", "--area", "Hartlow")
        assert asked("--store", "part.db", "import", "part.xlsx")["problems"] == []

    @pytest.mark.parametrize("words", [["--agreement", "Selshire LAA"], ["--focus", "Kelmoor PCT"]])
    def test_thing_that_is_not_there_on_the_day_is_told(self, words: list[str]) -> None:
        done("import", *county(**{name: _later(COUNTY[name]) for name in ("Agreements", "Partners")}))
        said = f"“{words[1]}” is not there on 2005-01-01. Choose another day with --as-of, or leave it out."
        assert refused("export", "map.json", *words, "--as-of", "2005-01-01") == said

    def test_workbook_of_a_day_keeps_what_its_rows_need(self) -> None:
        ended = AREAS.replace("Within\n", "Within,Until\n").replace(
            "Hartlow,district,Selshire", "Hartlow,district,Selshire,2005-03-31"
        )
        done("import", *county(Areas=ended, Partnerships=PARTNERSHIPS + "Hartlow LSP,lsp,Hartlow,\n"))
        done("export", "day.xlsx", "--as-of", "2006-01-01")
        assert asked("--store", "day.db", "import", "day.xlsx")["problems"] == []

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["map.json", "--focus", "Kelmor PTC"], "There is no thing “Kelmor PTC”. Did you mean “Kelmoor PCT”?"),
            (["map.json", "--area", "Hartlo"], "There is no area “Hartlo”. Did you mean “Hartlow”?"),
            (["map.json", "--agreement", "X"], "There is no agreement “X”. There are: Selshire LAA."),
            (["no/map.json"], "no/map.json: the folder is not there. Nothing was written. Name another file."),
            ([f"{LONG}.json"], f"{LONG}.json: the name is too long. Nothing was written. Name another file."),
            ([f"{LONG}/a.json"], f"{LONG}/a.json: the folder is not there. Nothing was written. Name another file."),
        ],
    )
    def test_export_of_what_is_not_there_is_refused(self, words: list[str], said: str) -> None:
        assert refused("export", *words) == said
        assert not Path("map.json").exists()

    @pytest.mark.parametrize(
        ("name", "said"), [("map.doc", "ending in .doc cannot be written."), ("map", "ending says")]
    )
    def test_ending_that_is_not_known_is_refused(self, name: str, said: str) -> None:
        assert said in refused("export", name)
        assert "Known endings are: " in refused("export", name)
        assert not Path(name).exists()


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize("ending", ENDINGS)
def test_full_disk_and_missing_folder_leave_no_half_file(ending: str) -> None:
    Path(f"full{ending}").symlink_to("/dev/full")
    said = f"full{ending}: the disk is full. Nothing was written. Name another file."
    assert refused("export", f"full{ending}") == said
    said = f"no/map{ending}: the folder is not there. Nothing was written. Name another file."
    assert refused("export", f"no/map{ending}") == said
    assert list(Path().glob(f"*map{ending}*")) == []


@pytest.mark.usefixtures("imported")
def test_links_that_go_round_in_a_circle_are_written_over() -> None:
    Path("map.json").symlink_to("other.json")
    Path("other.json").symlink_to("map.json")
    done("export", "map.json")
    assert node_link()["multigraph"]


@pytest.mark.usefixtures("imported")
def test_file_that_is_there_is_replaced_whole_or_not_at_all() -> None:
    Path("map.json").write_text("mine", encoding="utf-8")
    refused("export", "map.json", "--area", "Nowhere")
    assert Path("map.json").read_text(encoding="utf-8") == "mine"
    done("export", "map.json")
    assert node_link()["multigraph"]


# The template


@pytest.fixture
def template(folder: Path) -> Path:
    assert run("template", "map.xlsx").stderr == (
        "map.xlsx is ready: fill in its sheets, then: partnermap import map.xlsx\n"
    )
    return folder / "map.xlsx"


def test_template_has_a_sheet_a_kind_with_its_headings(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert {sheet.title: [cell.value for cell in sheet[1]] for sheet in book} == {
        kind.sheet: [prop.heading for prop in kind.properties] for kind in KINDS
    }


def test_template_explains_each_column_below_its_heading(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for kind in KINDS:
        for cell, prop in zip(book[kind.sheet][2], kind.properties, strict=True):
            assert str(cell.value).startswith(prop.says)
            assert ("Needed." in str(cell.value)) == prop.required


def test_template_keeps_headings_and_notes_in_sight(template: Path) -> None:
    assert {sheet.freeze_panes for sheet in openpyxl.load_workbook(template)} == {"B3"}


def test_template_offers_what_a_column_may_hold(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    rules = {
        (sheet.title, sheet.cell(1, cells.min_col).value): rule
        for sheet in book
        for rule in sheet.data_validations.dataValidation
        for cells in rule.sqref.ranges
    }
    tier = rules["Areas", "Tier"]
    assert (tier.formula1, tier.errorStyle) == ('"nation,region,county,unitary,district,neighbourhood"', None)
    assert rules["Memberships", "Partner"].formula1 == "'Partners'!$A$3:$A$5000"
    assert rules["Allocations", "Treatment"].errorStyle == "warning"
    assert rules["Partners", "Covers"].errorStyle == "warning"
    closed = {(kind.sheet, prop.heading) for kind in KINDS for prop in kind.properties if prop.choices}
    assert closed <= rules.keys()


def test_template_that_was_filled_in_imports(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["Areas"].append(["Selshire", "county"])
    book["Partners"].append(["Selshire County Council", "county_council", None, "Selshire"])
    book.save(template)
    record = asked("import", template)
    assert record["problems"] == []
    assert record["added"] == {"Area": 1, "Partner": 1}
    assert record["rows"] == {"read": len(KINDS) + 2, "imported": 2, "skipped": len(KINDS), "refused": 0}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("map.csv", "map.csv: the template is a workbook. Name a file that ends in .xlsx."),
        ("no/map.xlsx", "no/map.xlsx: the folder is not there. Nothing was written. Name another file."),
    ],
)
def test_template_of_another_kind_or_place_is_refused(folder: Path, name: str, said: str) -> None:
    assert refused("template", name) == said
    assert list(folder.iterdir()) == []


# The demo


def test_demo_says_who_is_missing_in_an_empty_folder(folder: Path) -> None:
    result = run("demo", "--no-app")
    assert result.exit_code == 0
    assert result.stdout.startswith("WHO IS MISSING in the illustrative county, read as of 22 March 2005: ")
    assert "[illustrative-county.xlsx › Partners!" in result.stdout
    assert {path.name for path in folder.iterdir()} == {"partnermap-demo.db", "illustrative-county.xlsx"}
    again = run("demo", "--no-app")
    assert (again.exit_code, again.stdout) == (0, result.stdout)


def test_demo_leaves_ones_own_map_alone() -> None:
    done("import", *county())
    before = everything()
    done("demo", "--no-app")
    assert everything() == before
