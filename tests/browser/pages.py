"""A file opened from disk in a real browser, and everything that happens there which should not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page


@dataclass
class Opened:
    """The page, and what was amiss: requests, errors, messages on the console, dialogs."""

    page: Page
    amiss: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, path: Path, fragment: str = "", width: int = 1280) -> Iterator[Opened]:
    """A picture's file, ready, with the network cut."""
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    found = Opened(page)

    def dismiss(dialog: Dialog) -> None:
        found.amiss.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note(message: ConsoleMessage) -> None:
        found.amiss.append(f"console: {message.text}")

    page.on("dialog", dismiss)
    page.on("console", note)
    page.on("pageerror", lambda error: found.amiss.append(f"error: {error}"))
    page.on("request", lambda one: None if one.url.partition("#")[0] == path.as_uri() else found.amiss.append(one.url))
    page.goto(path.as_uri() + fragment)
    page.wait_for_selector("body[data-ready=yes]")
    yield found
    context.close()
