"""A Neo4j server that tests start, stop, kill and hang as they want."""

from __future__ import annotations

import atexit
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.neo4j.database import Neo4j
from tests.neo4j.jars import LTS, Line, NotHereError

PATIENCE = 120.0
"""Seconds that a server may take to start or to stop; on two idle cores it takes four, and half a second."""

FLAGS = [
    "-Xms128m",
    "-XX:+UseSerialGC",  # this and the next: half the time to start, for a server that lives for minutes
    "-XX:TieredStopAtLevel=1",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",  # what Neo4j's own launcher opens
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
]

CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
# A new database takes 3 MB instead of 517, and little more after a day of tests.
db.tx_log.preallocate=false
db.tx_log.rotation.size=16m
db.tx_log.rotation.retention_policy=1 files
# Stops at once, not ten seconds later.
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""

ENCRYPTED = """\
server.bolt.tls_level=REQUIRED
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory={home}
dbms.ssl.policy.bolt.private_key=private.key
dbms.ssl.policy.bolt.public_certificate=public.crt
"""

WATCH = 'read -r _; kill -9 "$1"; rm -rf "$2"'
"""For a shell that waits on a pipe from us: it closes when we end, however that comes, and the server goes too."""


class NotStartedError(Exception):
    """The server ended before it answered, or took too long; with what it logged last."""


class Server(Neo4j):
    """A Community server in a process of its own, whose home folder and port stay the same however often it starts."""

    def __init__(
        self,
        line: Line = LTS,
        *,
        configuration: Iterable[str] = (),
        heap: str = "1g",
        encrypted: bool = False,
        java_options: Iterable[str] = (),
    ) -> None:
        """``configuration`` has further lines of neo4j.conf, read at each start; ``encrypted`` with a certificate that
        the server has signed itself."""
        self.line = line
        self.configuration = list(configuration)
        self.encrypted = encrypted
        self.java_options = [f"-Xmx{heap}", *java_options]
        self.port = _free_port()
        self.home = Path(tempfile.mkdtemp(prefix="partnermap-neo4j-", dir=_quickest_folder()))
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        super().__init__(self._reached_by("neo4j"), "neo4j", "neo4j")
        atexit.register(self.close)
        if encrypted:
            _sign_for_itself(self.home)

    @property
    def bolt(self) -> str:
        """The address that asks for no routes."""
        return self._reached_by("bolt")

    @property
    def certificate(self) -> Path:
        return self.home / "public.crt"

    @property
    def log(self) -> Path:
        return self.home / "console.log"

    @property
    def process(self) -> int:
        """The number of its process."""
        return self._running.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, and come back when it answers."""
        self._write_configuration()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=log, start_new_session=True)
        watch = ["sh", "-c", WATCH, "watch", str(self.process), str(self.home)]
        self._watcher = subprocess.Popen(watch, stdin=subprocess.PIPE, start_new_session=True)
        try:
            self._await_answer()
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End it as an administrator does (SIGTERM)."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a failure does (SIGKILL)."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def pause(self) -> None:
        """Let it hang: connections stay open, new ones too, and nothing is answered."""
        self._running.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._running.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """End it, with all that it kept."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)
        atexit.unregister(self.close)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the server is not running"
        return self._process

    def _reached_by(self, scheme: str) -> str:
        return f"{scheme}{'+ssc' if self.encrypted else ''}://127.0.0.1:{self.port}"

    def _command(self) -> list[str]:
        shared = [f"-XX:SharedArchiveFile={self.line.classes}"] if self.line.classes.exists() else []
        java = [str(self.line.java()), *FLAGS, *shared, *self.java_options, "-cp", str(self.line.folder / "*")]
        return [*java, self.line.main, f"--home-dir={self.home}", f"--config-dir={self.home}", "--console-mode"]

    def _write_configuration(self) -> None:
        text = CONFIGURATION.format(port=self.port)
        if self.encrypted:
            text += ENCRYPTED.format(home=self.home)
        (self.home / "neo4j.conf").write_text("\n".join([text, *self.configuration, ""]))

    def _await_answer(self) -> None:
        until = time.monotonic() + PATIENCE
        while not (self._listens() and self._has_signed_in() and self.is_ready):
            if not self.is_running or time.monotonic() > until:
                raise NotStartedError(f"Neo4j {self.line.version} did not start. It said last:\n{self._last_words()}")
            time.sleep(0.05)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _has_signed_in(self) -> bool:
        """Whether its password is ours: at the first sign-in a new server wants another than its default."""
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
    """Below those that outgoing connections take, so that it is still free when the server starts again."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def _quickest_folder() -> Path | None:
    """Memory, if it has room: there a small change is committed in 5 ms, on a disk in 8."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 2**30
    return memory if roomy else None


def _sign_for_itself(folder: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        raise NotHereError("there is no openssl here", "install it (on Debian: apt-get install openssl)")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt")]
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(make, check=True, capture_output=True)
