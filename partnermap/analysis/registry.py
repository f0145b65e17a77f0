"""The reports there are: every module of this room that declares NAME, TITLE, CODES and run."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx

import partnermap.analysis as room
from partnermap.analysis.findings import Report, Scope
from partnermap.analysis.words import Map
from partnermap.frameworks import Framework

ORDER = ("two-tier", "engagement", "missing", "funding", "thread")


@dataclass(frozen=True)
class Declared:
    """A report: what it is called, what it answers, the codes of its findings with a sentence each."""

    name: str
    title: str
    codes: dict[str, str]
    run: Callable[[Map, Scope], Report]


def _declared() -> dict[str, Declared]:
    modules = [
        importlib.import_module(f"{room.__name__}.{info.name}")
        for info in pkgutil.iter_modules(room.__path__)
        if info.name != "registry"
    ]
    found = {
        m.NAME: Declared(m.NAME, m.TITLE, m.CODES, m.run) for m in modules if hasattr(m, "CODES") and hasattr(m, "run")
    }
    return dict(
        sorted(found.items(), key=lambda item: (ORDER.index(item[0]) if item[0] in ORDER else len(ORDER), item[0]))
    )


REPORTS = _declared()


def run(name: str, graph: nx.MultiDiGraph, framework: Framework, scope: Scope = Scope()) -> Report:  # noqa: B008
    """A report by its name, over the map of a day."""
    return REPORTS[name].run(Map(graph, framework), scope)
