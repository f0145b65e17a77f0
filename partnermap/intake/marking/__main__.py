"""Looks at one workbook and writes what it sees to standard output, in messages as `_child.py` writes them.

("book", (has macros, names of linked workbooks))
("sheet", (name, marks)) for each sheet
("failed", words) or ("end", None)
"""

from __future__ import annotations

import gc
import importlib
import pickle
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3]))  # the package that this program is of, and no other
importlib.import_module("partnermap")
del sys.path[0]


def bound_memory(most: int) -> None:
    """Lets the system refuse more memory than `most` bytes, where it can; elsewhere `apart.py` watches."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def messages(path: Path, kind: str) -> Iterator[tuple[str, Any]]:
    """What is seen in a file of that kind: xlsx, ods or xls."""
    try:
        yield from importlib.import_module(f"partnermap.intake.marking.{kind}").look(path)
        yield "end", None
    except MemoryError:
        yield "failed", "memory"
    except (OSError, LookupError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
        yield "failed", "odd"  # their texts speak to programmers


def main(path: str, memory: str, kind: str) -> None:
    """Sends all messages."""
    gc.disable()
    bound_memory(int(memory))
    for message in messages(Path(path), kind):
        data = pickle.dumps(message, protocol=5)
        sys.stdout.buffer.write(len(data).to_bytes(8, "little"))
        sys.stdout.buffer.write(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
