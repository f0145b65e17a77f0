"""What is timed, one stage a process, so that each has a clean memory to measure.

    python -m tests.benchmarks.stages STAGE FOLDER

FOLDER holds the workbooks of England and receives the stores. Prints seconds, the most memory (MB) and what was done.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

from partnermap import frameworks
from partnermap import graph as maps
from partnermap.analysis import registry
from partnermap.analysis.findings import Scope
from partnermap.intake.importing import import_files
from partnermap.store import open_store
from tests.benchmarks import bare

OURS, BARE = "ours.db", "bare.db"
FRAMEWORK = "laa-2005"


class Timed:
    """Seconds between entering and leaving."""

    seconds = 0.0

    def __enter__(self) -> Timed:
        self._began = perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = perf_counter() - self._began


def workbooks(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


def fresh(store: Path) -> Path:
    for left in store.parent.glob(f"{store.name}*"):
        left.unlink()
    return store


def size(store: Path) -> str:
    return f"{store.stat().st_size / 2**20:,.0f} MB kept"


def bare_import(folder: Path) -> tuple[float, str]:
    store = fresh(folder / BARE)
    with Timed() as timed:
        sheets = bare.read(workbooks(folder))
        bare.keep(sheets, store)
    return timed.seconds, f"{sum(len(sheet.rows) for sheet in sheets.values()):,} rows, {size(store)}"


def our_import(folder: Path) -> tuple[float, str]:
    path = fresh(folder / OURS)
    with Timed() as timed, closing(open_store(str(path))) as store:
        report = import_files(store, workbooks(folder))
    errors = [problem.message for problem in report.problems if problem.severity == "error"]
    if errors:
        sys.exit("\n".join(errors[:5]))
    return timed.seconds, f"{report.imported:,} rows, {size(path)}"


def our_import_again(folder: Path) -> tuple[float, str]:
    with Timed() as timed, closing(open_store(str(folder / OURS))) as store:
        report = import_files(store, workbooks(folder))
    return timed.seconds, f"{sum(report.effect.unchanged.values()):,} things as before"


def bare_graph(folder: Path) -> tuple[float, str]:
    with Timed() as timed:
        made = bare.graph(folder / BARE)
    return timed.seconds, f"{len(made):,} nodes, {made.size():,} links"


def our_graph(folder: Path) -> tuple[float, str]:
    with Timed() as timed, closing(open_store(str(folder / OURS))) as store, store.view() as view:
        made = maps.build(view, None)
    return timed.seconds, f"{len(made):,} nodes, {made.size():,} links"


def our_report(folder: Path, name: str) -> tuple[float, str]:
    framework = frameworks.load(FRAMEWORK)
    with closing(open_store(str(folder / OURS))) as store, store.view() as view:
        made = maps.build(view, None)
    with Timed() as timed:
        report = registry.run(name, made, framework, Scope())
    return timed.seconds, f"{len(report.findings):,} findings"


STAGES: dict[str, Callable[[Path], tuple[float, str]]] = {
    "bare-import": bare_import,
    "import": our_import,
    "import-again": our_import_again,
    "bare-graph": bare_graph,
    "graph": our_graph,
}


def peak() -> float:
    """The most memory of this process and, at another time perhaps, of one that it started, in MB."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    both = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(both) / unit


def main() -> None:
    stage, folder = sys.argv[1], Path(sys.argv[2])
    kind, _, name = stage.partition(" ")
    seconds, done = our_report(folder, name) if kind == "report" else STAGES[stage](folder)
    print(json.dumps({"seconds": seconds, "peak": peak(), "done": done}))


if __name__ == "__main__":
    main()
