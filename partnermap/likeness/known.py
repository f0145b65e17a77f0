"""The names that are known, as whoever asks what a text may mean has to give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Written(NamedTuple):
    """A name of a thing as somebody wrote it: its own, or another (``is_alias``)."""

    text: str
    thing: str
    is_alias: bool


class Known(Protocol):
    """The names of things, and what was decided about them."""

    def all_written(self, kind: str) -> Sequence[Written]:
        """Every name and alias of that kind, in the order in which they were learnt; more come at the end."""

    def known(self, kinds: tuple[str, ...], text: str) -> str | None:
        """The id of what the text names, or None if it names nothing, or several things."""

    def __contains__(self, thing: str) -> bool:
        """Whether a thing has a name here."""

    def written(self, thing: str) -> str:
        """The name of a thing as it is written."""

    def standing_for(self, thing: str) -> str:
        """The id of the thing that stands for this one."""

    def told_apart(self, kinds: tuple[str, ...], text: str) -> set[str]:
        """The ids of the things that somebody has decided the text does not mean."""
