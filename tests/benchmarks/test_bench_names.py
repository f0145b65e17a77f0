"""The score of suggestions counts what it says it counts, and needs its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.bench_names import main, tried
from tests.benchmarks.councils import FILES, Trial

KNOWN = {"1": "Dover", "2": "Bristol, City of", "3": "Kent", "4": "Swale"}


def test_names_are_counted_as_joined_found_wrong_or_missing() -> None:
    asked = [("Dover", "1"), ("Bristol UA", "2"), ("Swales", None), ("Kentish Weald", "3"), ("Kent", "4"), ("Ur", None)]
    score = tried(Trial("a trial", KNOWN, asked))
    assert (score.same, score.wrongly_same, score.joined) == (2, 1, 0)
    assert (score.asked, score.partners, score.first, score.among_three) == (4, 2, 1, 1)
    assert score.made(60) == (2, 1)
    assert score.made(95) == (1, 1)
    assert score.notes == [
        "the same name of another: Kent",
        "Swales is nothing, not: 88.9 Swale (spelt alike)",
        "Kentish Weald is Kent, not: nothing",
    ]


def test_without_its_files_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--shared", str(tmp_path)])
    assert capsys.readouterr().out == f"Nothing was scored: {tmp_path} has no {', '.join(FILES.values())}.\n"
