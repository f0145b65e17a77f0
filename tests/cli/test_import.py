"""``import`` says what it did, or everything that is amiss; a file that cannot be read leaves the map as it was."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from partnermap.cli import main
from tests.cli.commands import AREAS, COUNTY, PARTNERS, asked, county, done, refused, revision, run, sheets
from tests.intake.workbooks import NUMBER, archive, bomb, compound, workbook

ROWS = sum(text.count("\n") - 1 for text in COUNTY.values())


def test_import_says_what_it_did() -> None:
    assert done("import", *county()) == (
        f"{ROWS} rows read: {ROWS} imported, 0 skipped, 0 refused.\n"
        "added: 3 in Areas, 3 in Partners, 1 in Agreements, 1 in Partnerships, 2 in Memberships\n"
        "This is change 1. To take it back: partnermap undo 1\n"
    )


@pytest.mark.usefixtures("imported")
def test_import_again_says_that_nothing_is_new() -> None:
    said = done("import", *county())
    assert said.endswith("The map says all this already; nothing was changed.\n")
    assert "\nunchanged: 3 in Areas" in said
    assert revision() == 1


def test_import_as_json_has_what_the_text_says() -> None:
    record = asked("import", *county())
    assert record["import"] == 1
    assert record["added"] == {"Area": 3, "Partner": 3, "Agreement": 1, "Partnership": 1, "Membership": 2}
    assert record["rows"] == {"read": ROWS, "imported": ROWS, "skipped": 0, "refused": 0}
    assert asked("import", *county())["import"] is None


WRONG = AREAS.replace("district", "distrct", 1)
WORDS = (
    "error: Areas.csv › Areas!B3: “distrct” is not one of the values of Tier. Write one of: nation, region, county, "
    "unitary, district, neighbourhood. Did you mean “district”?"
)


def test_problems_and_nothing_else_are_told_on_stderr() -> None:
    said = refused("import", *county(Areas=WRONG, Partners=PARTNERS.replace("Kelmoor\n", "Kelmore\n")))
    assert said.splitlines()[-3:] == [
        WORDS,
        "error: Partners.csv › Partners!C4: “Kelmore” is not defined in Areas. Did you mean “Kelmoor”? "
        "Else add it to Areas.",
        "Nothing was imported: 2 errors to mend first.",
    ]
    assert revision() == 0


def test_problems_as_json_carry_every_key() -> None:
    record = asked("import", *county(Areas=WRONG), status=1)
    assert record["problems"] == [
        {
            "code": "not-in-list",
            "severity": "error",
            "file": "Areas.csv",
            "sheet": "Areas",
            "cell": "B3",
            "heading": "Tier",
            "value": "distrct",
            "message": "“distrct” is not one of the values of Tier.",
            "hint": "Write one of: nation, region, county, unitary, district, neighbourhood. Did you mean “district”?",
        }
    ]
    assert (record["import"], record["rows"]["imported"], record["rows"]["refused"]) == (None, 0, ROWS)


def test_warnings_are_told_and_imported() -> None:
    said = done("import", *county(Partners=PARTNERS + "Fair,festival,Hartlow\n"))
    assert said.startswith(
        "warning: Partners.csv › Partners!B5: No framework knows the kind “festival”. It is kept as written.\n"
    )
    assert revision() == 1


@pytest.mark.usefixtures("imported")
def test_dry_run_changes_nothing() -> None:
    more = sheets(Path("more"), Areas="Name,Tier\nMarland,unitary\n")
    said = done("import", "--dry-run", *more)
    assert said.splitlines()[-4:] == [
        "1 row read: 1 would be imported, 0 skipped, 0 refused.",
        "  new in this file: Marland (Areas!A2)",
        "added: 1 in Areas",
        "This was a rehearsal; nothing was changed.",
    ]
    assert revision() == 1


@pytest.mark.usefixtures("imported")
def test_replace_and_create_missing_and_agreement_reach_the_import() -> None:
    fewer = county(Partners=PARTNERS.replace("Kelmoor PCT,pct,Kelmoor\n", ""))
    assert "removed: 1 in Partners" in done("import", "--replace", *fewer)
    outcome = sheets(Path("more"), Outcomes="Name,Theme\nWarmer homes,Health\n")
    said = done("import", "--agreement", "Selshire LAA", "--create-missing", *outcome)
    assert "“Health” is not defined anywhere; it is created." in said
    assert "added: 1 in Themes, 1 in Outcomes" in said


@pytest.mark.usefixtures("imported")
def test_agreement_that_is_not_there_is_refused_as_json_too() -> None:
    outcome = sheets(Path("more"), Outcomes="Name,Theme\nWarmer homes,Health\n")
    record = asked("import", "--agreement", "Selshire LA", *outcome, status=1)
    assert record["error"].startswith("“Selshire LA” is not defined in Agreements. Did you mean “Selshire LAA”?")
    assert (record["import"], record["problems"]) == (None, [])


def entities(path: Path) -> Path:
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return workbook(path, f'<row r="1"><c r="A1" {NUMBER}</row>', lol)


def zip_bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            file.writestr(name, "<x/>")
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(b" " * 50_000_000)
    return path


def junk(path: Path) -> Path:
    path.write_bytes(b"\x93\x07junk" * 9_000_000)
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def protected(path: Path) -> Path:
    return compound(path, "EncryptedPackage", "EncryptionInfo")


def document(path: Path) -> Path:
    return archive(path, {"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"})


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (bomb, "corners.xlsx"), (entities, "entities.xlsx"), (zip_bomb, "bomb.xlsx"), (junk, "junk.xlsx"),
        (junk, "Partners.csv"), (empty, "empty.xlsx"), (empty, "Areas.csv"), (protected, "protected.xlsx"),
        (document, "letter.xlsx"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("imported")
def test_file_that_cannot_be_read_is_one_plain_message(folder: Path, make: object, name: str) -> None:
    assert callable(make)
    path = make(folder / name)
    lines = refused("import", path).splitlines()
    assert [line for line in lines if not line.startswith("Reading ")] == [
        lines[-2],
        "Nothing was imported: 1 error to mend first.",
    ]
    assert lines[-2].startswith(f"error: {name}: ")
    assert "Traceback" not in lines[-2]
    assert revision() == 1
    (problem,) = asked("import", path, status=1)["problems"]
    assert (problem["code"], problem["file"], problem["sheet"], problem["cell"]) == ("unreadable", name, None, None)
    assert problem["message"].endswith(".")
    assert problem["hint"].endswith(".")


@pytest.mark.parametrize("name", ["nothing.xlsx", "county"])
@pytest.mark.usefixtures("imported")
def test_path_that_is_no_file_is_told(name: str) -> None:
    assert f"error: {name}: " in refused("import", name)


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    paths = [*sheets(folder / "a", Areas=AREAS), *sheets(folder / "b", Areas=AREAS)]
    assert refused("import", *paths) == (
        "Areas.csv: two of the files have this name, and what a file says is kept under its name. Rename one."
    )


def test_import_never_asks() -> None:
    result = CliRunner().invoke(main, ["import", *map(str, county())], input="")
    assert result.exit_code == 0
    assert json.loads(run("import", *county(), "--yes", "--format", "json").stdout)["import"] is None
