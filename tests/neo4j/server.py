"""Neo4j servers for tests: one that this process starts, stops and kills, or one that is there already."""

from __future__ import annotations

import atexit
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.neo4j.jars import LTS, Line

PATIENCE = 120.0
"""Seconds that a server may take to start or to stop; it takes six and one."""

FLAGS = [
    "-Xms128m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    *(f"--add-opens=java.base/{one}=ALL-UNNAMED" for one in ("java.nio", "java.io", "sun.nio.ch")),
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
]
"""What Neo4j's own launcher opens; and what starts quickest, for a server that lives for minutes."""

CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
db.tx_log.preallocate=false
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""

WATCH = 'read -r _; kill -9 "$1" 2>/dev/null; rm -rf "$2"'
"""Run by a shell that outlives us: when we end, however that may be, the pipe closes and the server goes."""


class NotStartedError(Exception):
    """The server ended before it was ready, or took too long; says what it logged last."""


class Neo4j:
    """A Neo4j server with one database that tests may fill."""

    def __init__(self, address: str, user: str, password: str, database: str = "neo4j") -> None:
        self.address = address
        self.user = user
        self.password = password
        self.database = database
        self._driver: Driver | None = None

    @property
    def auth(self) -> tuple[str, str]:
        return self.user, self.password

    @property
    def driver(self) -> Driver:
        """A driver of the tests' own, to look behind the store's back. It is closed with the server."""
        if self._driver is None:
            self._driver = GraphDatabase.driver(self.address, auth=self.auth)
        return self._driver

    @property
    def is_ready(self) -> bool:
        """Whether a question to the database is answered."""
        try:
            with (
                GraphDatabase.driver(self.address, auth=self.auth) as driver,
                driver.session(database=self.database) as session,
            ):
                session.run("RETURN 1").consume()
        except (DriverError, Neo4jError):
            return False
        return True

    def wipe(self, *, schema: bool = False) -> None:
        """Delete every node, in batches; on request the constraints and indexes too, which take longer to make anew."""
        with self.driver.session(database=self.database) as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
            if schema:
                for name in session.run("SHOW CONSTRAINTS YIELD name").value():
                    session.run(f"DROP CONSTRAINT `{name}`").consume()
                for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
                    session.run(f"DROP INDEX `{name}`").consume()

    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()
            self._driver = None


class Server(Neo4j):
    """A Community server in a process of its own, with a home folder and a port that it keeps over restarts."""

    def __init__(
        self,
        line: Line = LTS,
        *,
        configuration: Iterable[str] = (),
        heap: str = "512m",
        java_options: Iterable[str] = (),
    ) -> None:
        self.line = line
        self.port = _free_port()
        self.configuration = list(configuration)
        self.java_options = [f"-Xmx{heap}", *line.shared_classes, *java_options]
        self.home = Path(tempfile.mkdtemp(prefix="partnermap-neo4j-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        super().__init__(f"neo4j://127.0.0.1:{self.port}", "neo4j", "neo4j")
        atexit.register(self.close)

    @property
    def bolt(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home / "console.log"

    def start(self) -> None:
        """Start it, and come back when it answers."""
        self._configure()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=log, start_new_session=True)
        watch = ["sh", "-c", WATCH, "watch", str(self._process.pid), str(self.home)]
        self._watcher = subprocess.Popen(watch, stdin=subprocess.PIPE, start_new_session=True)
        try:
            self._await_answer()
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End it as an administrator would (SIGTERM)."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def pause(self) -> None:
        """Let it hang: its connections stay open, nothing is answered."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def close(self) -> None:
        """End it, and remove all it had."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)
        atexit.unregister(self.close)

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _command(self) -> list[str]:
        jars, home = str(self.line.folder / "*"), self.home
        run = [f"--home-dir={home}", f"--config-dir={home / 'conf'}", "--console-mode"]
        return [str(self.line.java()), *FLAGS, *self.java_options, "-cp", jars, self.line.main, *run]

    def _configure(self) -> None:
        (self.home / "conf").mkdir(exist_ok=True)
        text = CONFIGURATION.format(port=self.port) + "\n".join([*self.configuration, ""])
        (self.home / "conf" / "neo4j.conf").write_text(text)

    def _await_answer(self) -> None:
        until = time.monotonic() + PATIENCE
        while not (self._listens() and self._signed_in() and self.is_ready):
            if not self.is_running or time.monotonic() > until:
                raise NotStartedError(f"Neo4j {self.line.version} did not start.\n{self._last_words()}")
            time.sleep(0.05)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _signed_in(self) -> bool:
        """Whether the password is ours: at the first sign-in a new server wants another than its default."""
        if self.password == "neo4j":
            change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO 'partnermap'"
            try:
                with GraphDatabase.driver(self.bolt, auth=self.auth) as driver:
                    driver.execute_query(change, database_="system")
            except (DriverError, Neo4jError):
                return False
            self.password = "partnermap"
        return True

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])

    def _signal(self, which: signal.Signals) -> None:
        assert self._process is not None, "the server was never started"
        self._process.send_signal(which)

    def _end(self, how: signal.Signals) -> None:
        super().close()
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None
        if self._watcher is not None:
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
