"""Text from files as a terminal may show it."""

from __future__ import annotations

_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def harmless_signs(text: str) -> str:
    """Text in which nothing steers a terminal."""
    return text.translate(_CONTROLS)
