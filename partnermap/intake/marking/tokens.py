"""The formulas of an .xls, which are kept in a form of their own ([MS-XLS], 2.5.198)."""

from __future__ import annotations

import struct
from collections.abc import Container

# Bytes that follow each token; those from 0x20 on come in three classes, 0x20 apart
_AFTER = {
    0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8, 0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8, 0x26: 6,
    0x27: 6, 0x28: 6, 0x29: 2, 0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8, 0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10,
} | dict.fromkeys([*range(0x03, 0x17)], 0)  # fmt: skip
_OTHER_SHEET = (0x39, 0x3A, 0x3B, 0x3C, 0x3D)
_TEXT, _ATTRIBUTE, _CHOOSE = 0x17, 0x19, 0x04


def looks_elsewhere(tokens: bytes, elsewhere: Container[int]) -> bool:
    """Whether a formula names a sheet by one of these numbers."""
    at = 0
    while at < len(tokens):
        token = tokens[at] if tokens[at] < 0x20 else 0x20 | (tokens[at] & 0x1F)
        if token in _OTHER_SHEET and struct.unpack_from("<H", tokens, at + 1)[0] in elsewhere:
            return True
        after = _after(token, tokens, at)
        if after is None:
            return False
        at += 1 + after
    return False


def _after(token: int, tokens: bytes, at: int) -> int | None:
    """The bytes that follow a token; None where it is not known."""
    if token == _TEXT:
        return 2 + tokens[at + 1] * (2 if tokens[at + 2] & 1 else 1)
    if token == _ATTRIBUTE:
        number: int = struct.unpack_from("<H", tokens, at + 2)[0]
        return 3 + (2 * number + 2 if tokens[at + 1] & _CHOOSE else 0)
    return _AFTER.get(token)
