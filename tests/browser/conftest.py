"""The app on the illustrative county, in a process of its own, and a real browser that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from partnermap import demo
from partnermap.resources import app_file
from partnermap.serving import FLAGS
from partnermap.store import open_store

PATIENCE = 60  # seconds that a page may take on a busy machine
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Visit:
    """A page of the app, and every request that left this machine while it was open."""

    page: Page
    address: str
    elsewhere: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = os.environ.get("PARTNERMAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None and os.environ.get("PARTNERMAP_ALL"):
        pytest.fail("no chromium, and PARTNERMAP_ALL lets no test stand aside")
    if program is None:
        pytest.skip("no chromium on this machine (apt install chromium, or name one in PARTNERMAP_CHROMIUM)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def app_address(tmp_path: Path, place: str) -> Iterator[str]:
    """Where the app answers, on a fresh copy of the demo, in a file or on a server."""
    with closing(open_store(place)) as store:
        demo.load(store, tmp_path, lambda _: None)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app_file()), *FLAGS, f"--server.port={port}"]
    environment = os.environ | {
        "PARTNERMAP_STORE": place,
        "PARTNERMAP_AS_OF": demo.DAY.isoformat(),
        "PARTNERMAP_USER": "a tester",
    }
    with (tmp_path / "app.log").open("wb") as log:
        process = subprocess.Popen([*command, "--server.headless=true"], env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address) as answer:
                answer.read()
                return
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture
def visit(browser: Browser, app_address: str) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE * 1000)
    visited = Visit(page, app_address)
    local = (app_address, app_address.replace("http", "ws"), "data:", "blob:", "about:")
    page.on("request", lambda request: None if request.url.startswith(local) else visited.elsewhere.append(request.url))
    yield visited
    page.close()
