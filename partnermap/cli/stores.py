"""The store that a command works on: where it is, opened for as long as it is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from partnermap.cli.printing import tell
from partnermap.settings import store_address

if TYPE_CHECKING:
    from partnermap.store.base import Store, View


def address_asked() -> str:
    return click.get_current_context().obj["store"] or store_address()


@contextmanager
def viewed() -> Iterator[View]:
    """The map as it stands; says so if nothing was ever imported into it, lest no answer be taken for a good one."""
    with opened() as store, store.view() as view:
        if not view.revision:
            tell(f"{store.address} holds no map yet. Import one first: partnermap import FILE.xlsx")
        yield view


@contextmanager
def opened(address: str | None = None) -> Iterator[Store]:
    from partnermap.store import open_store

    store = open_store(address or address_asked(), tell, password_asked)
    try:
        yield store
    finally:
        store.close()


def password_asked(user: str) -> str:
    """The password of a user of a server, asked for once, where there is somebody to ask; it shows nowhere."""
    asked: dict[str, str] = click.get_current_context().obj.setdefault("passwords", {})
    if user not in asked and sys.stdin.isatty() and sys.stderr.isatty():
        asked[user] = click.prompt(f"Password of {user}", hide_input=True, err=True)
    return asked.get(user, "")
