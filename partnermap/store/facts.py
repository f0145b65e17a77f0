"""The facts of a statement as the text that a store keeps of them, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping

from partnermap.store.base import Fact

_decode = json.JSONDecoder().raw_decode
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Compact JSON, signs of any language as they are."""


def written(facts: Mapping[str, Fact]) -> str:
    """JSON: for each property its value, column, and text; the text is left out where it is the value itself."""
    return encode({name: fact[:2] if fact[0] == fact[2] else fact for name, fact in facts.items()})


def read(text: str) -> dict[str, Fact]:
    """The facts that were written down."""
    return {name: Fact(f[0], f[1], f[2] if len(f) > 2 else f[0]) for name, f in _decode(text)[0].items()}
