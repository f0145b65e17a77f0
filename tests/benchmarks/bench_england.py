"""How long a map of the size of England takes, as ratios to the least it could take, all in one run.

    python -m tests.benchmarks.bench_england --scale 1

Import against a bare reading and keeping of the same cells; the graph against a bare graph of the same nodes and links;
each report against the graph; the growth from a tenth of the size; `--help` against an empty program. Seconds differ
from machine to machine and hour to hour, ratios less: compare these. `--repeat 3` gives medians, ours and bare in turn.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
AGAINST = {"import": "bare-import", "import-again": "bare-import", "graph": "bare-graph"}
REPORTS = ("two-tier", "engagement", "missing", "funding", "thread", "structure", "table", "freedoms", "compare")


@dataclass(frozen=True)
class Run:
    """One stage, the median of its repeats."""

    seconds: float
    peak: float
    done: str


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def stages(reports: Sequence[str]) -> list[str]:
    """In an order in which each finds what it needs, ours beside the bare one."""
    return ["bare-import", "import", "import-again", "bare-graph", "graph", *(f"report {name}" for name in reports)]


def measure(folder: Path, reports: Sequence[str], repeat: int) -> dict[str, Run]:
    """Every stage that runs; one that fails is told of and left out."""
    found: dict[str, list[Run]] = {}
    for _ in range(repeat):
        for stage in stages(reports):
            done = python("-m", "tests.benchmarks.stages", stage, str(folder))
            if done.returncode == 0:
                found.setdefault(stage, []).append(Run(**json.loads(done.stdout)))
            else:
                print(f"{stage}: {(done.stderr.strip() or 'no answer').splitlines()[-1]}", file=sys.stderr)
    return {stage: _median(runs) for stage, runs in found.items()}


def _median(runs: list[Run]) -> Run:
    return Run(median(run.seconds for run in runs), max(run.peak for run in runs), runs[-1].done)


def england(folder: Path, scale: float) -> Path:
    """A folder with England's workbooks of that size, made unless they are there."""
    place = folder / f"england-{scale:g}"
    if not place.exists():
        place.mkdir(parents=True)
        made = python("-m", "tests.benchmarks.england", str(place / "england.xlsx"), "--scale", str(scale))
        made.check_returncode()
    return place


def show(large: dict[str, Run], small: dict[str, Run], times: float) -> None:
    print(f"{'':<20} {'seconds':>8} {'ratio':>7} {'to':<12} {'peak MB':>8} {'grows':>7} to do {times:g} times as much")
    for stage, run in large.items():
        against = AGAINST.get(stage, "graph" if stage.startswith("report") else "")
        ratio = f"{run.seconds / large[against].seconds:7.2f}" if against in large else f"{'':7}"
        grows = f"{run.seconds / small[stage].seconds:6.1f}x" if stage in small else f"{'':7}"
        print(f"{stage:<20} {run.seconds:8.2f} {ratio} {against:<12} {run.peak:8.0f} {grows} {run.done}")


def show_help(repeat: int = 10) -> None:
    """`partnermap --help` beside a Python that does nothing, in turn."""
    programs = {"python -c pass": ("-c", "pass"), "partnermap --help": ("-m", "partnermap", "--help")}
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(repeat):
        for name, arguments in programs.items():
            began = perf_counter()
            python(*arguments).check_returncode()
            taken[name].append(perf_counter() - began)
    nothing, ours = (median(taken[name]) for name in programs)
    print(f"\npartnermap --help    {ours:8.3f} {ours / nothing:7.2f} python -c pass ({nothing:.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(description="Times a map of the size of England, as ratios.")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--times", type=float, default=10.0, help="how many times smaller the one it grows from is")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--reports", nargs="*", default=REPORTS)
    parser.add_argument("--folder", type=Path, help="where workbooks and stores stay for the next run")
    asked = parser.parse_args()
    with TemporaryDirectory() as passing:
        folder = asked.folder or Path(passing)
        small = measure(england(folder, asked.scale / asked.times), asked.reports, asked.repeat)
        large = measure(england(folder, asked.scale), asked.reports, asked.repeat)
    show(large, small, asked.times)
    show_help()


if __name__ == "__main__":
    main()
