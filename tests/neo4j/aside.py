"""What becomes of a test whose server cannot be had: it stands aside and the summary says so, or it fails."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NoReturn

import pytest

from tests.neo4j.jars import NotHereError

OPENING = "on Neo4j, since "


def stand_aside(missing: NotHereError) -> NoReturn:
    """Skip the test that runs; fail it where PARTNERMAP_ALL lets no test stand aside."""
    reason = f"{OPENING}{missing.why}. To run them: {missing.how}."
    if os.environ.get("PARTNERMAP_ALL"):
        message = f"Not run, and PARTNERMAP_ALL lets no test stand aside: {reason}"
        raise pytest.fail.Exception(message, pytrace=False) from None
    pytest.skip(reason)


def not_run(skipped: Iterable[pytest.TestReport]) -> Iterator[str]:
    """One line for all the tests that stood aside for one reason, with what to do about it."""
    for reason, count in Counter(map(_reason, skipped)).items():
        if reason.startswith(OPENING):
            yield f"Not run: {count} {'test' if count == 1 else 'tests'} {reason}"


def _reason(report: pytest.TestReport) -> str:
    return report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
