"""The facts of a statement as the text that a store keeps of them, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping

from partnermap.store.base import Fact

_decode = json.JSONDecoder().raw_decode
_made = tuple.__new__
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Compact JSON, signs of any language as they are."""


def written(facts: Mapping[str, Fact]) -> str:
    """JSON: for each property its value, column, and text; the text is left out where it is the value itself."""
    shown = facts.items()
    return encode({name: (value, col) if value == text else (value, col, text) for name, (value, col, text) in shown})


def read(text: str) -> dict[str, Fact]:
    """The facts that were written down. A Fact is made as a plain tuple is, which takes half the time."""
    kept = _decode(text)[0].items()
    return {name: _made(Fact, f) if len(f) > 2 else _made(Fact, (f[0], f[1], f[0])) for name, f in kept}
