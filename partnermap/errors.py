"""Everything that can go wrong and be told to a person, split by whose fault it is.

A message says where, what was found, what is expected and what to do. Errors of drivers and
libraries are translated where they arise; none of them reaches the user raw.
"""

from __future__ import annotations


class PartnermapError(Exception):
    """The root: the command line prints its words and leaves with status 1."""


class UnreadableFile(PartnermapError):
    """A file that cannot be read at all; nothing of it was taken in."""

    def __init__(self, file: str, found: str, expected: str, hint: str) -> None:
        super().__init__(f"{file}: {found}. {expected}. {hint}.")
        self.file = file
        self.found = found
        self.expected = expected
        self.hint = hint


class FrameworkError(PartnermapError):
    """A framework file that is not in the fixed form; the message names file and line."""


class MappingError(PartnermapError):
    """A mapping of a finance workbook that is not in the fixed form; the message names file and line."""


class ProfileError(PartnermapError):
    """A redaction profile that is not in the fixed form; the message names file and line."""


class RequestError(PartnermapError):
    """What was asked for is not there: an unknown name, report, query, change or date."""


class StoreError(PartnermapError):
    """The store cannot do it now: not ours, too new, busy, full, read-only or damaged."""


class LostConnection(StoreError):
    """The server that keeps the map cannot be reached, or was lost in the middle; it may be back later."""


class MissingExtra(PartnermapError):
    """Something optional is needed and not installed; the message names the command that installs it."""


class BadValue(PartnermapError):
    """A cell that cannot be read as what its column holds; becomes a Problem with the cell's address."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
