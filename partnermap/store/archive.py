"""A backup: everything a store holds, with its history, in one file that every store reads."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from partnermap.errors import RequestError
from partnermap.paths import whole_file
from partnermap.progress import Progress
from partnermap.store.base import Store

HEADER = {"record": "partnermap", "version": 2}
"""Version 1 knew no mappings; what it wrote is read as it is."""


def write(store: Store, path: Path) -> int:
    """Back a store up into a file; says how many records that are. The file is there whole or not at all."""
    count = 0
    with whole_file(path) as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
        out.write((json.dumps(HEADER) + "\n").encode())
        for record in store.dump():
            out.write((json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
            count += 1
        out.write((json.dumps({"record": "end", "count": count}) + "\n").encode())
    return count


def restore(store: Store, path: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Fill an empty store with what a backup holds; nothing of it if the file is damaged.

    ``say`` is told of progress.
    """
    try:
        count = sum(1 for _ in _records(path))  # read through once: a damaged file is not begun with
        store.load(_records(path), Progress(say, count))
    except FileNotFoundError:
        raise RequestError(f"{path}: there is no such file. Check the path.") from None
    except (
        OSError,
        EOFError,
        zlib.error,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ):
        raise _not_whole(path) from None


def _records(path: Path) -> Iterator[dict[str, Any]]:
    count, ended = 0, False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        header = _record(next(lines, "{}"), path)
        if header.get("record") != HEADER["record"]:
            raise _not_whole(path)
        if header["version"] > HEADER["version"]:
            raise RequestError(f"{path}: a backup of a newer partnermap. Install it: pip install --upgrade partnermap.")
        for line in lines:
            record = _record(line, path)
            if record["record"] == "end":
                ended = record["count"] == count
                break
            count += 1
            yield record
    if not ended:
        raise _not_whole(path)


def _record(line: str, path: Path) -> dict[str, Any]:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise _not_whole(path)
    return record


def _not_whole(path: Path) -> RequestError:
    return RequestError(
        f"{path}: not a backup of partnermap, or a damaged one. Nothing was changed. Choose another file."
    )
