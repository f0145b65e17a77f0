"""Files that came in through a browser, put into a folder of their own so that they can be read like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

from partnermap.errors import RequestError

Upload = tuple[str, bytes]
"""The name that a file had where it came from, and what is in it."""


@contextmanager
def unpacked(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """The uploads as files, under their own names, for as long as they are needed."""
    names = [_bare(name) for name, _ in uploads]
    for name in names:
        if names.count(name) > 1:
            raise RequestError(f"{name}: there are two files of that name. Rename one, or import them one by one.")
    with TemporaryDirectory(prefix="partnermap-") as folder:
        paths = [Path(folder) / name for name in names]
        for path, (_, content) in zip(paths, uploads, strict=True):
            path.write_bytes(content)
        yield paths


def _bare(name: str) -> str:
    """The last part of a name, however it was sent."""
    return PureWindowsPath(name).name or "file"
