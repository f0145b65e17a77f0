"""Corrects in place how a table was read: headings, columns, unit, year. Each correction is read again at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from partnermap.errors import BadValue
from partnermap.intake.finance import correcting, rewritten
from partnermap.intake.finance.columns import Knows
from partnermap.intake.finance.fields import BASES, LABELS
from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.mapping import ACROSS, FinanceMapping
from partnermap.intake.finance.sums import UNITS
from partnermap.names import Names
from partnermap.pages.parts import kept, reading
from partnermap.pages.parts.words import plain
from partnermap.views.field_words import FIELD_WORDS, UNIT_WORDS

FOREMOST = ("recipient", "stream", "amount", "year", "area", "basis")
SAME_FOR_ALL = ("recipient", "stream", "year", "area")
NOT_READ, SAME, BY_HEADINGS = "not read", "the same for every row …", "headings across the top, below"
BY_COLUMN = "as each heading says"

Choice = str | int
"""A column by its index, or one of the words above."""
Corrected = Callable[[Any], FinanceMapping]
"""From what was chosen to the mapping that reads it so."""


@dataclass(frozen=True)
class Desk:
    """A table that is corrected: the tables of its file, its place among them, and a key for what is shown."""

    tables: Sequence[Laid]
    place: int
    key: str

    @property
    def table(self) -> Laid:
        return self.tables[self.place]

    def keep(self, mapping: FinanceMapping) -> None:
        """Read this table so, and the others of the file as before."""
        mappings = [rewritten.as_read(table) for table in self.tables]
        mappings[self.place] = mapping
        reading.correct(self.table.file, mappings)


def correct(desk: Desk) -> None:
    """All that can be corrected in a table."""
    if fault := st.session_state.get("correction-fault", {}).get(desk.key):
        st.error(plain(fault))
    _where_and_what(desk)
    st.markdown("**What each column holds**")
    _fields(desk, FOREMOST)
    _across(desk)
    with st.expander("Other columns"):
        _fields(desk, [name for name in LABELS if name not in FOREMOST])
    _put_aside(desk)


# -- one widget, one correction --------------------------------------------------------------------


def _set(desk: Desk, name: str, value: Any, corrected: Corrected) -> dict[str, Any]:
    """Show what is read now in a widget; what is chosen in it is read from then on."""
    key = f"{desk.key}-{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": _changed, "args": (desk, key, corrected)}


def _changed(desk: Desk, key: str, corrected: Corrected) -> None:
    faults = st.session_state.setdefault("correction-fault", {})
    faults.pop(desk.key, None)
    try:
        desk.keep(corrected(st.session_state[key]))
    except BadValue as fault:
        faults[desk.key] = f"{fault.message} {fault.hint}"


def _where_and_what(desk: Desk) -> None:
    table = desk.table
    sheet = table.block.sheet
    row, unit = st.columns(2)
    with row:
        st.number_input(
            "Headings are in row",
            sheet.first_row,
            sheet.first_row + len(sheet.rows) - 1,
            step=1,
            help="As the spreadsheet numbers it. The table is then worked out anew from these headings.",
            **_set(desk, "row", table.block.header_row, lambda chosen: _at_row(table, chosen)),
        )
    with unit:
        units = {amount.unit for amount in table.amounts}
        now = next((name for name, pounds in UNITS.items() if units == {pounds}), None)
        st.selectbox(
            "Figures are in",
            [*UNIT_WORDS, None] if now is None else list(UNIT_WORDS),
            format_func=lambda name: UNIT_WORDS.get(name, BY_COLUMN),
            **_set(desk, "unit", now, lambda chosen: correcting.with_unit(table, chosen)),
        )


def _at_row(table: Laid, row: int) -> FinanceMapping:
    with kept.view() as view:
        return correcting.headings_at(table, row, known_to(Names(view)))


def known_to(names: Names) -> Knows:
    """Whether the map has a thing of a kind under a name."""
    return lambda kind, text: names.known((kind,), text) is not None


# -- fields ----------------------------------------------------------------------------------------


def _fields(desk: Desk, names: Sequence[str]) -> None:
    for first in range(0, len(names), 3):
        for place, name in zip(st.columns(3), names[first : first + 3], strict=False):
            with place:
                _field(desk, name)


def _field(desk: Desk, name: str) -> None:
    now, choices = _now(desk, name), _choices(desk, name)
    st.selectbox(
        FIELD_WORDS[name],
        choices,
        format_func=lambda choice: _in_words(desk.table, choice),
        **_set(desk, name, now, lambda chosen: _chosen(desk, name, chosen)),
    )
    if now == SAME:
        st.text_input(
            f"{FIELD_WORDS[name]}, for every row",
            placeholder="2010/11" if name == "year" else "Its name",
            **_set(
                desk,
                f"{name}-same",
                desk.table.mapping.constants.get(name, ""),
                lambda text: correcting.with_constant(desk.table, name, text) if text.strip() else _as_it_is(desk),
            ),
        )


def _now(desk: Desk, name: str) -> Choice:
    """How a field is read now."""
    table = desk.table
    label = table.label(name)
    if name == "amount" and "amount" in table.mapping.columns and table.amounts:
        return table.amounts[0].index
    if label is not None:
        return label.index
    if name in ACROSS and any(getattr(amount, name) for amount in table.amounts):
        return BY_HEADINGS
    if name == "basis" and name in table.mapping.constants:
        return _every(table.mapping.constants[name])
    same: set[str] = st.session_state.setdefault("same-for-all", set())
    return SAME if name in table.mapping.constants or f"{desk.key}-{name}" in same else NOT_READ


def _choices(desk: Desk, name: str) -> list[Choice]:
    now = _now(desk, name)
    words = [NOT_READ]
    words += [SAME] if name in SAME_FOR_ALL or now == SAME else []
    words += [_every(basis) for basis in BASES] if name == "basis" else []
    words += [BY_HEADINGS] if now == BY_HEADINGS else []
    return [*words, *desk.table.block.columns]


def _every(basis: str) -> str:
    return f"every row: {basis}"


def _in_words(table: Laid, choice: Choice) -> str:
    if isinstance(choice, str):
        return choice
    return f"{table.block.letter(choice)}: {table.block.heading(choice) or 'without a heading'}"


def _chosen(desk: Desk, name: str, chosen: Choice) -> FinanceMapping:
    table = desk.table
    same: set[str] = st.session_state["same-for-all"]
    same.discard(f"{desk.key}-{name}")
    if chosen == SAME:
        same.add(f"{desk.key}-{name}")
        return _as_it_is(desk)
    if chosen == BY_HEADINGS:
        return _as_it_is(desk)
    for basis in BASES:
        if chosen == _every(basis):
            return correcting.with_constant(table, name, basis)
    return correcting.with_column(table, name, chosen if isinstance(chosen, int) else None)


def _as_it_is(desk: Desk) -> FinanceMapping:
    return rewritten.as_read(desk.table)


# -- sums across the top -----------------------------------------------------------------------------


def _across(desk: Desk) -> None:
    table = desk.table
    columns = [column for column in table.block.columns if table.block.heading(column)]
    dated = [column for column in columns if correcting.year_over(table.block, column)]
    _several(desk, "streams", "Columns of sums, each of its own stream", columns, "stream", correcting.with_streams)
    if dated:
        _several(desk, "years", "Columns of sums, each of its own year", dated, "year", correcting.with_years)
    summed = [amount.index for amount in table.amounts]
    if not summed:
        return
    turned = [amount.index for amount in rewritten.turned(table)]
    _picked(desk, "income", "Income, recorded as negative", summed, turned, correcting.with_income)
    parts = [amount.index for amount in table.amounts if amount.breakdown]
    _picked(desk, "of-others", "Sums of other columns: kept, not added", summed, parts, correcting.with_breakdown)


def _several(desk: Desk, name: str, label: str, columns: list[int], said: str, corrected: Any) -> None:
    now = [amount.index for amount in desk.table.amounts if getattr(amount, said) is not None]
    _picked(desk, name, label, list(dict.fromkeys([*columns, *now])), now, corrected)


def _picked(desk: Desk, name: str, label: str, columns: list[int], now: list[int], corrected: Any) -> None:
    st.multiselect(
        label,
        columns,
        format_func=lambda column: _in_words(desk.table, column),
        placeholder="None",
        **_set(desk, name, now, lambda chosen: corrected(desk.table, chosen)),
    )


# -- tables put aside --------------------------------------------------------------------------------


def _put_aside(desk: Desk) -> None:
    table = desk.table
    if table.fates.hidden or table.mapping.hidden:
        st.checkbox(
            "Read hidden rows and columns too",
            **_set(
                desk, "hidden", table.mapping.hidden, lambda yes: replace(rewritten.as_read(table), hidden=bool(yes))
            ),
        )
    if len(desk.tables) > 1:
        st.button("Leave this table out", key=f"{desk.key}-out", on_click=_leave_out, args=(desk,))


def _leave_out(desk: Desk) -> None:
    rest = [table for at, table in enumerate(desk.tables) if at != desk.place]
    reading.correct(desk.table.file, [rewritten.as_read(table) for table in rest])


def hidden_sheets(files: reading.Files, file: str, names: Sequence[str], tables: Sequence[Laid]) -> None:
    """Sheets that were passed over because they are hidden, each with the way in."""
    for name in names:
        said, way = st.columns([3, 1], vertical_alignment="center")
        said.info(
            plain(f"The sheet “{name}” is hidden in the file. It was not read."), icon=":material/visibility_off:"
        )
        way.button("Read it too", key=f"hidden-{file}-{name}", on_click=_read_too, args=(files, file, name, tables))


def _read_too(files: reading.Files, file: str, name: str, tables: Sequence[Laid]) -> None:
    sheet = next(sheet for sheet in files.book(file).sheets if sheet.name == name)
    with kept.view() as view:
        found = correcting.tables_of(sheet, file, known_to(Names(view)))
    reading.correct(file, [*map(rewritten.as_read, tables), *found])
