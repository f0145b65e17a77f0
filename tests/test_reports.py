"""Each report against its second opinion: rules coded twice, apart from each other, on random maps."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnermap import frameworks
from partnermap.analysis.findings import Report, Scope
from partnermap.analysis.registry import REPORTS
from partnermap.analysis.words import Map
from partnermap.graph import build
from partnermap.views.answers import find
from tests import oracle
from tests.maps import AS_OF, framework_toml, random_map
from tests.sheets import store_of

SEEDS = st.integers(0, 10**9)
THOROUGH = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
KEYS = ("code", "severity", "subject", "partner", "area", "theme", "agreement", "open")


class Asked:
    """A random map, in a store and as plain rows, with the scopes that are worth asking."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.sheets, self.framework = random_map(seed)
        self.day = AS_OF + dt.timedelta(days=seed % 3 * 200 - 200)
        agreements = [row["Name"] for row in self.sheets.get("Agreements", [])]
        areas = [row["Name"] for row in self.sheets["Areas"]]
        self.scopes: list[dict[str, str]] = [{}, {"area": areas[seed % len(areas)]}, {"year": "2005/06"}]
        self.scopes += [{"agreement": agreements[seed % len(agreements)]}] if agreements else []
        with store_of(self.sheets, folder).view() as view:
            self.map = Map(build(view, self.day), frameworks.parse(framework_toml(self.framework), "random"))
            named = [(kind, name) for scope in self.scopes for kind, name in scope.items() if kind != "year"]
            self.ids = {name: find(view, kind.capitalize(), name) for kind, name in named}

    def ours(self, report: str, scope: dict[str, str]) -> Report:
        ids = {kind: self.ids.get(name, name) for kind, name in scope.items()}
        return REPORTS[report].run(self.map, Scope(**ids))

    def theirs(self, report: str, scope: dict[str, str]) -> list[dict[str, Any]]:
        return [dict(one) for one in oracle.findings(report, self.sheets, self.framework, self.day, **scope)]


@contextmanager
def asked(seed: int) -> Iterator[Asked]:
    with tempfile.TemporaryDirectory() as folder:
        yield Asked(seed, Path(folder))


def records(report: Report) -> list[dict[str, Any]]:
    return [{key: getattr(one, key) for key in KEYS} | {"open": list(one.open)} for one in report.findings]


def told(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted(tuple(str(one[key]) for key in KEYS) for one in found)


@pytest.mark.parametrize("report", list(REPORTS))
@given(seed=SEEDS)
@THOROUGH
def test_report_finds_what_the_rules_say(report: str, seed: int) -> None:
    with asked(seed) as one:
        for scope in one.scopes:
            assert told(records(one.ours(report, scope))) == told(one.theirs(report, scope)), scope


@given(seed=SEEDS)
@THOROUGH
def test_funding_tables_each_make_the_counted_sum(seed: int) -> None:
    with asked(seed) as one:
        for scope in one.scopes:
            report = one.ours("funding", scope)
            assert report.totals
            counted = report.totals["counted"]
            for name, rows in report.tables.items():
                columns = ("stated", "assumed") if name == "matrix" else ("pounds",)
                pounds = sum(row[column] for row in rows if row["added"] for column in columns)
                assert round(100 * pounds) == counted, name
