"""What is set from outside: where the map is, who is at work, which framework and day apply if none is named."""

from __future__ import annotations

import datetime as dt
import getpass
import os

from partnermap.errors import RequestError

DEFAULT_STORE = "partnermap.db"
DEFAULT_FRAMEWORK = "laa-2005"


def store_address() -> str:
    """The store that PARTNERMAP_STORE names, else partnermap.db in the working folder."""
    return os.environ.get("PARTNERMAP_STORE") or DEFAULT_STORE


def as_of() -> dt.date | None:
    """The day that PARTNERMAP_AS_OF names (YYYY-MM-DD) as the day to begin with; None: today."""
    text = os.environ.get("PARTNERMAP_AS_OF")
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RequestError(f"PARTNERMAP_AS_OF is “{text}”. Write a day as YYYY-MM-DD, or leave it out.") from None


def who() -> str:
    """The name that changes are recorded under: PARTNERMAP_USER, else the account's."""
    try:
        return os.environ.get("PARTNERMAP_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
