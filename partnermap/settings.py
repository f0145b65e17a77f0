"""What is set from outside: where the map is, who is at work, which framework and day apply if none is named."""

from __future__ import annotations

import getpass
import os

DEFAULT_STORE = "partnermap.db"
DEFAULT_FRAMEWORK = "laa-2005"


def store_address() -> str:
    """The store that PARTNERMAP_STORE names, else partnermap.db in the working folder."""
    return os.environ.get("PARTNERMAP_STORE") or DEFAULT_STORE


def who() -> str:
    """The name that changes are recorded under: PARTNERMAP_USER, else the account's."""
    try:
        return os.environ.get("PARTNERMAP_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
