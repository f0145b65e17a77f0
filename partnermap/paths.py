"""Write a file whole or not at all, never over a map; and say in words why one could not be written."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from partnermap.errors import RequestError

REASONS = {
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "nothing can be written there",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.ENAMETOOLONG: "the name is too long",
}
MAP = b"SQLite format 3\0"


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to; it is there whole once the block ends well, else all stays as it was."""
    try:
        target = Path(os.path.realpath(path))  # of links that go round in a circle too
        _spare_a_map(path, target)
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as through:  # a device or a pipe is written through, not replaced
                yield through
            return
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:50]}.", delete=False) as draft:
            made = Path(draft.name)
            try:
                yield draft
                draft.close()
                made.chmod(0o644)
                made.replace(target)
            finally:
                with suppress(OSError):
                    made.unlink(missing_ok=True)
    except OSError as error:
        raise RequestError(why_not_written(path, error)) from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    with whole_file(path) as out:
        out.write(content)


def _spare_a_map(path: Path, target: Path) -> None:
    if target.is_file():
        with target.open("rb") as there:
            if there.read(len(MAP)) == MAP:
                raise RequestError(f"{path}: that is a map itself. Nothing was written. Name another file.")


def why_not_written(path: Path, error: OSError) -> str:
    """What stands in the way of writing a file, and what to do."""
    if not os.path.isdir(path.parent):  # noqa: PTH112 - never raises
        why = "the folder is not there"
    elif os.path.isdir(path):  # noqa: PTH112 - never raises
        why = "that is a folder"
    else:
        why = REASONS.get(error.errno or 0, "it cannot be written")
    return f"{path}: {why}. Nothing was written. Name another file."
