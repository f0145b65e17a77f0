"""Fetch the jars of the Neo4j servers that the tests run on, with Maven: ``python -m tests.neo4j.fetch [5.26|2025]``.

They are kept for the next time in ``~/.cache/partnermap`` (or the folder that PARTNERMAP_NEO4J_CACHE names): all of a
server's jars are there, or none.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.neo4j.jars import LINES, Line, NotHereError
from tests.neo4j.server import Server

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


def main(names: list[str]) -> int:
    """Fetch the lines that are named, or all."""
    if unknown := [name for name in names if name not in LINES]:
        print(f"There is no {unknown[0]} here, but {' and '.join(LINES)}.", file=sys.stderr)
        return 2
    try:
        for name in names or LINES:
            fetch(LINES[name])
    except NotHereError as missing:
        print(f"{missing.why[0].upper()}{missing.why[1:]}: {missing.how}.", file=sys.stderr)
        return 1
    return 0


def fetch(line: Line) -> None:
    """Have the line's jars in its folder, whole or not at all."""
    if line.folder.is_dir():
        print(f"Neo4j {line.version} is in {line.folder} already.")
        return
    line.folder.parent.mkdir(parents=True, exist_ok=True)
    print(f"Fetching Neo4j {line.version} (some 130 MB) into {line.folder} with Maven ...", flush=True)
    with TemporaryDirectory(dir=line.folder.parent, prefix=f".{line.folder.name}-") as temporary:
        jars = Path(temporary) / "jars"
        _download(line, jars)
        jars.rename(line.folder)
    print("Starting it once, which makes every later start quicker ...", flush=True)
    _archive_classes(line)
    print(f"Neo4j {line.version} is ready: {len(list(line.folder.glob('*.jar')))} jars.")


def _download(line: Line, folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NotHereError("there is no mvn here", "install Maven (on Debian: apt-get install maven)")
    quietly = ["--quiet", "--batch-mode", "-Dstyle.color=never"]
    what = ["--file", str(line.pom), "-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    if subprocess.run([maven, *quietly, *what, COPY], check=False).returncode:
        raise NotHereError("Maven could not fetch them", "see what it says above")


def _archive_classes(line: Line) -> None:
    """Let Java keep the classes it has loaded, as they lie in memory."""
    with closing(Server(line, java_options=[f"-XX:ArchiveClassesAtExit={line.classes}"])) as server:
        server.start()
        server.wipe()
        server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
