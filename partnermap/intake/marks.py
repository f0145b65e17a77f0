"""What a workbook says beside its values: what is hidden, what failed, what is coloured, what its numbers show.

Rows and columns are numbered from 1, as the spreadsheet numbers them, whatever the sheet's first filled cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Cell: TypeAlias = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What was seen on one sheet. Each list is bounded; `more` tells where it was cut."""

    hidden_rows: frozenset[int] = frozenset()  # by hand, by a filter or of no height, as far as the sheet is filled
    hidden_columns: frozenset[int] = frozenset()
    errors: Mapping[Cell, str] = field(default_factory=dict)  # such as #REF!, where the sheet reads as empty or 0
    unvalued: frozenset[Cell] = frozenset()  # formulas that no program has calculated
    circular: frozenset[Cell] = frozenset()  # formulas that lead back to themselves (.xlsx)
    linked: frozenset[Cell] = frozenset()  # formulas that look into another workbook
    colours: Mapping[Cell, str] = field(default_factory=dict)  # filled cells on a plain colour, such as #ffc7ce
    swatches: Mapping[Cell, str] = field(default_factory=dict)  # some empty cells of such a colour
    tints: Mapping[str, int] = field(default_factory=dict)  # colour: all its filled cells, also if not listed above
    conditional: tuple[str, ...] = ()  # ranges that are coloured by a rule, which is not followed (.xlsx)
    formats: Mapping[int, str] = field(default_factory=dict)  # column: the code of all its numbers, if with a unit
    mixed: Mapping[int, Mapping[str, int]] = field(default_factory=dict)  # column of several units: code, cells
    more: Mapping[str, int] = field(default_factory=dict)  # field: how many there are, where that is more than is kept


NO_MARKS = Marks()
