"""What is set from outside: where the map is, who is at work, which framework and day apply if none is named."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from partnermap.errors import RequestError, StoreError

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


@dataclass(frozen=True)
class SignIn:
    """Who signs in to a server, and to which of its databases; the password shows in no message or log."""

    user: str
    password: str = field(repr=False)
    database: str

    def as_environment(self) -> dict[str, str]:
        """What hands the sign-in on to a program that this one starts."""
        return {"NEO4J_USERNAME": self.user, "NEO4J_PASSWORD": self.password, "NEO4J_DATABASE": self.database}


def sign_in(ask: Callable[[str], str] | None = None) -> SignIn:
    """What NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE say; a password that is not set is asked for.

    ``ask``: gets the name of the user and gives the password; None: there is nobody to ask.
    """
    user = os.environ.get("NEO4J_USERNAME") or "neo4j"
    password = os.environ.get("NEO4J_PASSWORD") or (ask(user) if ask else "")
    if not password:
        raise StoreError(
            "A Neo4j server wants a sign-in. Set NEO4J_USERNAME and NEO4J_PASSWORD, and NEO4J_DATABASE if the database "
            "is not called neo4j; or run this in a terminal, which asks for the password."
        )
    return SignIn(user, password, os.environ.get("NEO4J_DATABASE") or "neo4j")
