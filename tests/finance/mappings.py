"""Mappings as people write them, in the form of the contract."""

from __future__ import annotations

from pathlib import Path

WORKED = """
sheet = "RS LA Data 2010-11 (1)"
header_row = 6
[columns]
recipient = "Local authority"
[streams]
"Area Based Grant (ABG)" = "Area Based Grant"
[constants]
year = "2010/11"
[money]
unit = "thousand"
income = "negative"
[rows]
total = ["ENGLAND"]
skip = ["CLASS BREAKDOWN"]
skip_below = true
"""
"""The contract's own example."""


def mapping(text: str, path: str = "M.toml") -> tuple[str, Path]:
    """The option that uses this mapping."""
    file = Path(path)
    file.write_text(text, encoding="utf-8")
    return "--mapping", file
