"""The benchmark of finance workbooks measures what it says: its rows go in, all of them, and again change nothing."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.bench_finance import bring, stages, write_list, write_map


def test_every_row_of_the_list_is_imported(tmp_path: Path) -> None:
    store = tmp_path / "map.db"
    bring(store, write_map(tmp_path / "map.xlsx"))
    report = bring(store, write_list(tmp_path / "list.xlsx", 50))
    assert (report.read, report.imported, report.refused) == (50, 50, 0)
    assert report.effect.added == {"Allocation": 50}
    assert bring(store, tmp_path / "list.xlsx").effect.change is None


def test_every_stage_is_timed(tmp_path: Path) -> None:
    assert list(stages(tmp_path, 20)) == ["bare calamine", "rehearsal", "import", "the same again"]
