"""What is kept can be moved and brought back whole, and says where its sources disagree."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import PARTNERS, asked, county, done, everything, refused, revision, run, sheets

pytestmark = pytest.mark.usefixtures("imported")


def lived_in() -> None:
    """A store with something of everything in it."""
    done("import", *county(Partners=PARTNERS.replace("Kelmoor PCT,pct", "Kelmoor PCT,sha")))
    done("dismiss", "no-lsp", "Hartlow", "--reason", "Shared.", "--as-of", "2005-03-22")
    done("same", "Hartlow PCT", "Hartlow Trust")
    done("different", "Hartlow", "Kelmoor")
    done("undo", 2)


def test_backup_and_restore_lose_nothing() -> None:
    lived_in()
    result = run("backup", "map.backup")
    assert result.stderr == f"{len(everything())} records written to map.backup.\n"
    assert run("--store", "new.db", "restore", "map.backup").stderr == "Restored from map.backup into new.db.\n"
    assert everything("new.db") == everything()
    assert done("--store", "new.db", "history") == done("history")
    assert done("--store", "new.db", "check") == done("check")
    day = ("report", "two-tier", "--as-of", "2005-03-22")
    assert done("--store", "new.db", *day) == done(*day)


def test_restored_store_lives_on() -> None:
    lived_in()
    done("backup", "map.backup")
    done("--store", "new.db", "restore", "map.backup")
    assert done("--store", "new.db", "undo", 6) == done("undo", 6)
    assert [_timeless(one) for one in everything("new.db")] == [_timeless(one) for one in everything()]


def _timeless(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "at"}


def test_same_store_gives_the_same_backup() -> None:
    done("backup", "one")
    done("backup", "other")
    assert Path("one").read_bytes() == Path("other").read_bytes()


def test_copy_loses_nothing() -> None:
    lived_in()
    assert run("copy", "--to", "new.db").stderr == "Copied to new.db.\n"
    assert everything("new.db") == everything()


@pytest.mark.parametrize("words", [["copy", "--to", "full.db"], ["--store", "full.db", "restore", "map.backup"]])
def test_full_store_takes_nothing_in(words: list[str]) -> None:
    done("backup", "map.backup")
    done("--store", "full.db", "import", *sheets(Path("more"), Areas="Name,Tier\nMarland,county\n"))
    before = everything("full.db")
    assert refused(*words).startswith("full.db: already holds a map. A copy needs an empty store.")
    assert everything("full.db") == before


def _cut_short(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def _one_byte_off(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :]


def _without_its_end(whole: bytes) -> bytes:
    return gzip.compress(b"\n".join(gzip.decompress(whole).splitlines()[:-1]))


def _without_a_record(whole: bytes) -> bytes:
    lines = gzip.decompress(whole).splitlines()
    return gzip.compress(b"\n".join(lines[:3] + lines[4:]))


def _of_something_else(_: bytes) -> bytes:
    return gzip.compress(b'{"record": "diary"}\n')


def _no_archive(_: bytes) -> bytes:
    return b"Dear all,\n"


def _no_object(_: bytes) -> bytes:
    return gzip.compress(b"[1, 2]\n")


def _record_of_no_kind(whole: bytes) -> bytes:
    lines = gzip.decompress(whole).splitlines()
    return gzip.compress(b"\n".join([lines[0], b'{"record": "wish"}', b'{"record": "end", "count": 1}']))


@pytest.mark.parametrize(
    "damage",
    [
        _cut_short, _one_byte_off, _without_its_end, _without_a_record, _of_something_else, _no_archive, _no_object,
    ],
)  # fmt: skip
def test_damaged_backup_is_refused_and_leaves_the_store_empty(damage: Any) -> None:
    done("backup", "map.backup")
    Path("bad.backup").write_bytes(damage(Path("map.backup").read_bytes()))
    assert refused("--store", "new.db", "restore", "bad.backup") == (
        "bad.backup: not a backup of partnermap, or a damaged one. Nothing was changed. Choose another file."
    )
    assert revision("new.db") == 0
    done("--store", "new.db", "restore", "map.backup")


def test_backup_with_a_record_of_no_kind_is_refused_and_leaves_the_store_empty() -> None:
    done("backup", "map.backup")
    Path("bad.backup").write_bytes(_record_of_no_kind(Path("map.backup").read_bytes()))
    assert "a record that is not understood" in refused("--store", "new.db", "restore", "bad.backup")
    assert revision("new.db") == 0


def test_backup_of_before_mappings_is_read() -> None:
    done("backup", "map.backup")
    lines = gzip.decompress(Path("map.backup").read_bytes()).splitlines()
    older = [b'{"record": "partnermap", "version": 1}', *lines[1:]]
    Path("old.backup").write_bytes(gzip.compress(b"\n".join(older)))
    done("--store", "new.db", "restore", "old.backup")
    assert revision("new.db") == revision()


def test_backup_of_a_newer_version_is_refused() -> None:
    Path("new.backup").write_bytes(gzip.compress(b'{"record": "partnermap", "version": 99}\n'))
    assert refused("--store", "new.db", "restore", "new.backup") == (
        "new.backup: a backup of a newer partnermap. Install it: pip install --upgrade partnermap."
    )


def test_backup_that_is_not_there_is_told() -> None:
    said = "no.backup: there is no such file. Check the path."
    assert refused("--store", "new.db", "restore", "no.backup") == said


@pytest.mark.parametrize(
    ("path", "why"), [("no/map.backup", "the folder is not there"), ("county", "that is a folder")]
)
def test_backup_that_cannot_be_written_leaves_nothing(path: str, why: str) -> None:
    before = set(_files())
    assert refused("backup", path) == f"{path}: {why}. Nothing was written. Name another file."
    assert set(_files()) == before


def _files() -> Iterator[Path]:
    return (path for path in Path().rglob("*") if ".db" not in path.name)


# check


def test_check_of_a_sound_map_says_so() -> None:
    assert done("check") == "The store holds together.\nNo source contradicts another.\n"
    assert asked("check") == {"faults": [], "circles": [], "contradictions": [], "undefined": [], "ruled": []}


def test_check_lists_what_files_contradict_with_their_cells() -> None:
    done("import", *sheets(Path("more"), Areas="Code,Tier,Name\nE1,unitary,Selshire\n"))
    other = sheets(Path("other"), Partners="Name,Kind,Covers,Sector\nHartlow PCT,sha,Kelmoor,public\n")
    done("import", *[path.rename(path.with_name("Partners.CSV")) for path in other])
    assert asked("check")["contradictions"] == [
        {
            "kind": "Partner",
            "thing": "Hartlow PCT",
            "property": "Kind",
            "values": [
                {"value": "pct", "source": "Partners.csv › Partners!B3"},
                {"value": "sha", "source": "Partners.CSV › Partners!B2"},
            ],
        }
    ]
    assert done("check").splitlines()[1] == (
        "Sources differ on Kind of Partner “Hartlow PCT”: “pct” (Partners.csv › Partners!B3); "
        "“sha” (Partners.CSV › Partners!B2). The last one shows."
    )


def test_check_lists_names_that_nobody_defines_any_more() -> None:
    done("import", *[path.rename(path.with_name("PARTIES.csv")) for path in _party()])
    done("import", *sheets(Path("more"), Agreements="Name,Covers\nMarland LAA,Selshire\n"), "--replace")
    assert asked("check")["undefined"] == [
        "Partnerships.csv › Partnerships!D2: Oversees “Selshire LAA”",
        "PARTIES.csv › PARTIES!B2: Agreement “Selshire LAA”",
    ]
    assert "Nobody defines any more what is named at PARTIES.csv › PARTIES!B2: Agreement “Selshire LAA”" in done(
        "check"
    )


def _party() -> list[Path]:
    return sheets(Path("parties"), Parties="Partner,Agreement,Status\nHartlow PCT,Selshire LAA,signed\n")


def test_check_lists_a_circle_that_an_undo_brought_back() -> None:
    done("import", *_areas("one.xlsx", "A,region,B\nB,region,\n"))
    done("import", *_areas("one.xlsx", "A,region,\nB,region,\n"))
    done("import", *_areas("Areas.csv", "B,region,A\n"))
    done("undo", 3)
    assert asked("check")["circles"] == ["Within of Areas: “A” → “B” → “A”"]
    assert "A chain leads back to where it began, in Within of Areas: “A” → “B” → “A”. Correct one of them." in done(
        "check"
    )


def _areas(name: str, rows: str) -> list[Path]:
    """Areas as a csv, or the same as a workbook of that name."""
    text = f"Name,Tier,Within\n{rows}"
    if name.endswith(".csv"):
        return sheets(Path("circle"), Areas=text)
    import xlsxwriter

    with xlsxwriter.Workbook(name) as book:
        sheet = book.add_worksheet("Areas")
        for line, row in enumerate(text.splitlines()):
            for at, cell in enumerate(row.split(",")):
                sheet.write(line, at, cell or None)
    return [Path(name)]
