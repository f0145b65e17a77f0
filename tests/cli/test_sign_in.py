"""A server's password: asked for where there is somebody to ask, and shown nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from partnermap import serving
from partnermap.settings import SignIn
from tests.cli.commands import done, refused
from tests.conftest import only_files

pytestmark = only_files
NOWHERE = "neo4j://127.0.0.1:1"
NO_ANSWER = "no Neo4j server answers there."


@pytest.fixture(autouse=True)
def no_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)


def test_nobody_is_asked_where_nobody_is() -> None:
    assert refused("--store", NOWHERE, "history").startswith("A Neo4j server wants a sign-in. Set NEO4J_USERNAME ")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_password_is_asked_for_at_a_terminal_and_not_shown() -> None:
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "partnermap", "--store", NOWHERE, "history"])
    shown = b""
    with os.fdopen(terminal, "r+b", buffering=0) as screen:
        while b"Password of neo4j: " not in shown:
            shown += screen.read(1)
        screen.write(b"very-secret\n")
        try:
            while piece := screen.read(1000):
                shown += piece
        except OSError:  # how Linux says that the other side has ended
            pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert NO_ANSWER in shown.decode()
    assert b"very-secret" not in shown


def test_app_gets_the_sign_in_by_its_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    started: dict[str, Any] = {}

    def run(command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        started.update(how, command=command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    serving.serve("neo4j://kent", None, SignIn("ann", "very-secret", "map"))
    assert started["env"]["NEO4J_PASSWORD"] == "very-secret"
    assert (started["env"]["NEO4J_USERNAME"], started["env"]["NEO4J_DATABASE"]) == ("ann", "map")
    assert "very-secret" not in " ".join(started["command"])


def test_what_reads_a_workbook_has_no_password_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "very-secret")
    started: dict[str, Any] = {}

    def start(*_: object, **how: Any) -> None:
        started.update(how)
        raise RuntimeError("far enough")

    monkeypatch.setattr(subprocess, "Popen", start)
    done("template", "map.xlsx")
    with pytest.raises(RuntimeError, match="far enough"):
        refused("import", "map.xlsx")
    assert "NEO4J_PASSWORD" not in started["env"]


def test_sign_in_does_not_show_its_password() -> None:
    assert "very-secret" not in repr(SignIn("ann", "very-secret", "map"))
