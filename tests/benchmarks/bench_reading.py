"""Reading 100,000 rows of 12 columns, with and without marks, as multiples of the bare time of python-calamine.

    python -m tests.benchmarks.bench_reading

Wall time, the best of several turns; and the processor time of all processes, which other work on the machine
stretches less.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
import xlsxwriter
from python_calamine import CalamineWorkbook

from partnermap.intake.reading import read_book

ROWS, TURNS = 100_000, 5


def write(path: Path, has_looks: bool, has_formulas: bool) -> None:
    """Five columns of texts and seven of numbers, plain or with looks, the last perhaps of formulas."""
    book = xlsxwriter.Workbook(path)
    pounds, pink = book.add_format({"num_format": "£#,##0"}), book.add_format({"bg_color": "#FFC7CE"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [f"Heading {column}" for column in range(12)])
    for row in range(1, ROWS + 1):
        sheet.write_row(row, 0, [f"Name {row * column % 5000}" for column in range(1, 5)])
        sheet.write_string(row, 4, f"Reference {row}", pink if has_looks and row % 1000 == 0 else None)
        sheet.write_row(row, 5, [row * column % 99991 for column in range(6)], pounds if has_looks else None)
        if has_formulas:
            sheet.write_formula(row, 11, f"=SUM(F{row + 1}:K{row + 1})", pounds, row)
        else:
            sheet.write_number(row, 11, row / 7, pounds if has_looks else None)
    book.close()


def bare(path: Path) -> None:
    book = CalamineWorkbook.from_path(path)
    for index in range(len(book.sheet_names)):
        book.get_sheet_by_index(index).to_python()


def best(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall, seconds of processors."""
    turns = [_timed(work) for _ in range(TURNS)]
    return min(wall for wall, _ in turns), min(processor for _, processor in turns)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    begun, spent = time.perf_counter(), _spent()
    work()
    return time.perf_counter() - begun, _spent() - spent


def _spent() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, looks, formulas in (("plain", False, False), ("looks", True, False), ("formulas", True, True)):
            path = Path(folder) / f"{name}.xlsx"
            write(path, looks, formulas)
            wall, processor = best(partial(bare, path))
            print(f"{name:10} bare {wall:.2f} s")
            for marks in (False, True):
                ours = best(partial(read_book, path, marks=marks))
                title = "with marks" if marks else "read_book"
                print(f"  {title:12} {ours[0] / wall:.2f} on the wall, {ours[1] / processor:.2f} of processors")


if __name__ == "__main__":
    main()
