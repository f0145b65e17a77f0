"""Whether a server answers, and soon: a driver's own limits hold for each address and each step of a connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

SILENCE_SECONDS = 5.0
"""How long something may take before the server is asked whether it is still there."""


def in_time(seconds: float, call: Callable[[], T], afterwards: Callable[[], None] = lambda: None) -> T:
    """What the call gives; TimeoutError if that takes longer: then ``afterwards`` follows whenever it ends."""
    given: Future[T] = Future()

    def ask() -> None:
        try:
            given.set_result(call())
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            given.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return given.result(seconds)
    except TimeoutError:
        given.add_done_callback(lambda _: afterwards())
        raise


@contextmanager
def watched(answers: Callable[[], bool], say: Callable[[str], None]) -> Iterator[None]:
    """Say, once, that a server does not answer while something is done with it that takes long.

    A connection on which nothing comes any more is given up by the driver after two minutes, as the server tells it.
    """
    done = threading.Event()

    def watch() -> None:
        while not done.wait(SILENCE_SECONDS):
            if not answers() and not done.is_set():
                say("The server does not answer. Waiting for it …")
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()
