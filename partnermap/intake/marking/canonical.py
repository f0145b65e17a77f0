"""The markup of an .xlsx sheet in the one form that Excel writes, piece by piece.

Programs differ: names with a prefix, cells without their place, attributes in another order or between single
quotation marks. Afterwards every row begins `<row r="1"`, every cell `<c r="A1"`, and no piece ends within a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from partnermap.intake.extent import column_number
from partnermap.intake.sheets import column_letter

ENOUGH = 2_000_000  # bytes on end that are in form: so is the rest, for one program writes a whole sheet
LONGEST = 1 << 22  # bytes without the beginning of a cell or row, after which the markup is cut anywhere

_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?worksheet[\s>]")
_SINGLE = re.compile(rb"<(?:c|row) [^<>]*='")
_PLACED = re.compile(rb"<(row|c)\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PLACE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")


def canonical(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same markup, in the form above."""
    places, in_form = _Places(), 0
    for piece in _pieces(chunks):
        if in_form > ENOUGH or _is_canonical(piece):
            in_form += len(piece)
            places.last = piece
            yield piece
        else:
            in_form = 0
            yield places.rewritten(piece)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The markup without prefixes, cut before a cell or row."""
    carried, prefix = b"", b""
    for chunk in chunks:
        whole = carried + chunk
        if not prefix and (root := _ROOT.search(whole)):
            prefix = root[1] or b" "
        opening = b"<" + prefix.strip()
        cut = max(whole.rfind(opening + b"c"), whole.rfind(opening + b"row"), len(whole) - LONGEST)
        carried = whole[max(0, cut) :]
        yield _bare(whole[: max(0, cut)], prefix.strip())
    yield _bare(carried, prefix.strip())


def _bare(piece: bytes, prefix: bytes) -> bytes:
    return piece.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else piece


def _is_canonical(piece: bytes) -> bool:
    """Whether each cell and row begins as above; also false for a piece with other names that begin alike."""
    cells, rows = piece.count(b'<c r="'), piece.count(b'<row r="')
    return piece.count(b"<c") == cells and piece.count(b"<row") == rows and not _SINGLE.search(piece)


class _Places:
    """Gives each row and cell its place: the one it states, or the one after the last."""

    def __init__(self) -> None:
        self.last = b""  # the piece before, if it was in form
        self._row = 0
        self._column = 0

    def rewritten(self, piece: bytes) -> bytes:
        """The piece in form."""
        if self.last:
            _PLACED.sub(self._placed, self.last[max(0, self.last.rfind(b"<row ")) :])
            self.last = b""
        return _PLACED.sub(self._placed, piece)

    def _placed(self, tag: re.Match[bytes]) -> bytes:
        said = {name: double or single for name, double, single in _ATTRIBUTE.findall(tag[2])}
        stated = said.pop(b"r", b"")
        place = self._of_row(stated) if tag[1] == b"row" else self._of_cell(stated)
        attributes = b"".join(b' %s="%s"' % pair for pair in said.items())
        return b'<%s r="%s"%s%s>' % (tag[1], place, attributes, b"/" if tag[2].endswith(b"/") else b"")

    def _of_row(self, stated: bytes) -> bytes:
        self._row = int(stated) if stated.isdigit() else self._row + 1
        self._column = 0
        return b"%d" % self._row

    def _of_cell(self, stated: bytes) -> bytes:
        if found := _PLACE.fullmatch(stated):
            self._column, self._row = column_number(found[1]), int(found[2])
        else:
            self._column += 1
        return b"%s%d" % (column_letter(self._column).encode(), self._row)
