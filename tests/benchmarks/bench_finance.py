"""How long a big finance workbook takes, as a ratio to the bare time python-calamine takes to read its cells.

    python -m tests.benchmarks.bench_finance --rows 100000 --repeat 3 [--shared FOLDER]

Reads, checks, matches and writes a list of 12 columns into a map that knows its names; the same again, which changes
nothing; and its rehearsal; all in one run. With ``--shared``, a folder with ``funding/``, also the Revenue Outturn of
2010-11 from the command to the reconciled answer. Seconds differ from machine to machine, ratios less: compare these.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import xlsxwriter
from python_calamine import CalamineWorkbook

from partnermap.intake.importing import Options, import_files
from partnermap.intake.report import ImportReport
from partnermap.store import open_store

HEADINGS = (
    "Funding stream", "Recipient", "Area", "Financial year", "Amount (£)", "Basis", "Treatment", "Department",
    "Reference", "Notes", "Supplier number", "Cost code",
)  # fmt: skip
STREAMS, BODIES, AREAS, YEARS = 60, 700, 12, 3
OUTTURN = """sheet = "RS LA Data 2010-11 (1)"
[columns]
recipient = "Local authority"
[streams]
"Area Based Grant (ABG)" = "Area Based Grant"
"""


def row(number: int) -> list[object]:
    """A row of the list: another sum each, names that come again."""
    begins = 2005 + number % YEARS
    return [
        f"Stream {number % STREAMS}", f"Body {number % BODIES}", f"Area {number % BODIES % AREAS}",
        f"{begins}/{(begins + 1) % 100:02}", 10_000 + number * 7919 % 90_000 / 100, "budget", "pooled",
        f"Department {number % STREAMS % 9}", f"R{number}", "A note on it", number, f"C{number % 500}",
    ]  # fmt: skip


def write_list(path: Path, rows: int) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Payments")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(rows):
            sheet.write_row(number + 1, 0, row(number))
    return path


def write_map(path: Path) -> Path:
    """The map workbook that knows every name of the list."""
    sheets: dict[str, list[tuple[str, ...]]] = {
        "Areas": [("Name", "Tier"), *((f"Area {n}", "district") for n in range(AREAS))],
        "Partners": [("Name", "Kind", "Covers"), *((f"Body {n}", "other", f"Area {n % AREAS}") for n in range(BODIES))],
        "Funding streams": [("Name",), *((f"Stream {n}",) for n in range(STREAMS))],
    }
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    return path


def timed(run: Callable[[], object]) -> float:
    began = perf_counter()
    run()
    return perf_counter() - began


def bare(path: Path) -> object:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def bring(store: Path, path: Path, *, rehearse: bool = False) -> ImportReport:
    with closing(open_store(str(store))) as opened:
        return import_files(opened, [path], Options(dry_run=rehearse))


def stages(folder: Path, rows: int) -> dict[str, float]:
    """Seconds of each stage, on a store of its own."""
    store = folder / "list.db"
    for left in folder.glob("list.db*"):
        left.unlink()
    path = write_list(folder / "list.xlsx", rows)
    bring(store, write_map(folder / "map.xlsx"))
    found = {"bare calamine": timed(lambda: bare(path))}
    found["rehearsal"] = timed(lambda: bring(store, path, rehearse=True))
    found["import"] = timed(lambda: bring(store, path))
    found["the same again"] = timed(lambda: bring(store, path))
    return found


def outturn(folder: Path, shared: Path) -> float:
    """The Revenue Outturn of 2010-11, from the command to the reconciled answer."""
    (folder / "outturn.toml").write_text(OUTTURN, encoding="utf-8")
    book, store = shared / "funding" / "RS_2010-11_by_LA.xls", folder / "outturn.db"
    command = [sys.executable, "-m", "partnermap", "--store", str(store), "import", str(book)]
    command += ["--mapping", str(folder / "outturn.toml"), "--create-missing", "--yes"]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True))


def main() -> None:
    parser = argparse.ArgumentParser(description="Times a big finance workbook, as ratios.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--shared", type=Path, help="a folder with funding/, for the real workbook")
    asked = parser.parse_args()
    with TemporaryDirectory() as passing:
        runs = [stages(Path(passing), asked.rows) for _ in range(asked.repeat)]
        for stage in runs[0]:
            seconds = median(run[stage] for run in runs)
            ratio = median(run[stage] / run["bare calamine"] for run in runs)
            print(f"{stage:<16} {seconds:8.2f} s {ratio:6.2f} x bare calamine")
        if asked.shared:
            print(
                f"outturn 2010-11  {median(outturn(Path(passing), asked.shared) for _ in range(asked.repeat)):8.2f} s"
            )
    here, apart = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"most memory: {here:,.0f} MB here, {apart:,.0f} MB in a process that reads")


if __name__ == "__main__":
    main()
