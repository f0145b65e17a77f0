"""Text that a spreadsheet would take for a formula, marked as text with an apostrophe, and the mark taken off again."""

from __future__ import annotations

import re

_BEGINS = r"[=+\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(rf"'*{_BEGINS}")
_MARKED = re.compile(rf"'+{_BEGINS}")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def as_written(text: str) -> str:
    """The text that was made harmless."""
    return text[1:] if _MARKED.match(text) else text
