"""Why a file could not be written, in words."""

from __future__ import annotations

import errno
from pathlib import Path

REASONS = {
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "nothing can be written there",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.ENAMETOOLONG: "the name is too long",
}


def why_not_written(path: Path, error: OSError) -> str:
    """What stands in the way of writing a file, and what to do."""
    if not path.parent.is_dir():
        why = "the folder is not there"
    elif path.is_dir():
        why = "that is a folder"
    else:
        why = REASONS.get(error.errno or 0, "it cannot be written")
    return f"{path}: {why}. Nothing was written. Name another file."
