"""Who is writing: a note beside the file, for those who have to wait."""

from __future__ import annotations

import json
import os
import platform
import time
from contextlib import suppress
from pathlib import Path
from typing import Any


class WriterNote:
    """A note in which a writer says who it is and what it does, as long as that takes."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ".writer")
        self._mine = ""

    def put_up(self, who: str, what: str) -> None:
        """Best effort: a folder that takes no note is no reason not to write."""
        said = {"who": who, "what": what, "pid": os.getpid(), "host": platform.node(), "since": time.time()}
        self._mine = json.dumps(said)
        with suppress(OSError):
            self._path.write_text(self._mine, encoding="utf-8")

    def take_down(self) -> None:
        """Unless the next writer has put up its own by now."""
        with suppress(OSError, ValueError):
            if self._path.read_text(encoding="utf-8") == self._mine:
                self._path.unlink()

    def writer(self) -> str:
        """Who is writing, in words; a note that a killed process left behind accuses nobody."""
        try:
            said = json.loads(self._path.read_text(encoding="utf-8"))
            if _is_at_work(said):
                return f"{said['who'] or 'somebody'} ({said['what']}, process {said['pid']})"
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return "another program that is writing to this map"


def _is_at_work(said: dict[str, Any]) -> bool:
    """Whether the process that put up the note still runs; of another machine's nothing can be known."""
    import psutil  # type: ignore[import-untyped,unused-ignore]

    if said["host"] != platform.node():
        return True
    try:
        return bool(psutil.Process(said["pid"]).create_time() <= said["since"])
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
