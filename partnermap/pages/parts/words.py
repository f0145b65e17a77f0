"""Text that came from files and people, shown as it is."""

from __future__ import annotations

_MARKUP = set("\\`*_{}[]()<>#+-!|~$:&.")


def plain(text: str) -> str:
    """Text in one line, in which Markdown finds nothing to act on."""
    return "".join(f"\\{letter}" if letter in _MARKUP else letter for letter in " ".join(text.split()))
