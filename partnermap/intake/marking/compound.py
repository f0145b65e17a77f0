"""The streams of a compound (OLE) file, in which an .xls keeps its records ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_FREE = 0xFFFFFFFA  # from here on numbers of sectors mean something else, such as the end
_ENTRY = 128  # bytes of a directory entry
_STREAM, _ROOT = 2, 5


class Compound:
    """A compound file, whole. Raises ValueError where it is damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        sector, mini = struct.unpack_from("<HH", data, 30)
        if sector not in (9, 12) or mini != 6:
            raise ValueError("a compound file has an unusual size of sector")
        self._size = 1 << sector
        first, _, self._small = struct.unpack_from("<3I", data, 48)
        self._table = self._sector_table(data)
        directory = self._chain(first)
        self._entries = dict(_entries(directory))
        mini_first, _ = struct.unpack_from("<2I", data, 60)
        self._mini_table = _numbers(self._chain(mini_first))
        self._mini = self._chain(self._root(directory))

    @property
    def names(self) -> set[str]:
        """The names of its streams and folders."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """What is in a stream. Raises KeyError."""
        first, size = self._entries[name]
        if size >= self._small:
            return self._chain(first)[:size]
        parts = (self._mini[64 * at : 64 * at + 64] for at in _followed(first, self._mini_table))
        return b"".join(parts)[:size]

    def _sector_table(self, data: bytes) -> tuple[int, ...]:
        """For each sector the next of its stream."""
        listed = list(struct.unpack_from("<109I", data, 76))
        following, number = struct.unpack_from("<2I", data, 68)
        for _ in range(min(number, len(data) // self._size)):
            if following >= _FREE:
                break
            *more, following = _numbers(self._sector(following))
            listed += more
        return _numbers(b"".join(self._sector(at) for at in listed if at < _FREE))

    def _sector(self, at: int) -> memoryview:
        return self._data[self._size * (at + 1) : self._size * (at + 2)]

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, _followed(first, self._table)))

    def _root(self, directory: bytes) -> int:
        """Where the stream begins that holds the small streams."""
        kinds = (at for at in range(0, len(directory), _ENTRY) if directory[at + 66] == _ROOT)
        at = next(kinds, None)
        return _FREE if at is None else int(struct.unpack_from("<I", directory, at + 116)[0])


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", errors="replace")
            yield name, struct.unpack_from("<2I", directory, at + 116) if kind == _STREAM else (_FREE, 0)


def _followed(first: int, table: tuple[int, ...]) -> Iterator[int]:
    """The sectors of a stream, in order. Raises ValueError where they do not end."""
    at = first
    for _ in range(len(table) + 1):
        if at >= _FREE:
            return
        if at >= len(table):
            break
        yield at
        at = table[at]
    raise ValueError("a stream of a compound file does not end")


def _numbers(data: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
