"""How a table of a finance workbook is to be read, as people write it down in TOML and as it is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from partnermap.errors import MappingError
from partnermap.intake.finance.fields import BASES, FIELDS, TREATMENTS, collapsed
from partnermap.intake.finance.sums import UNITS
from partnermap.toml_tables import Faults, Table, found

CONSTANTS = ("agreement", "stream", "recipient", "area", "year", "basis", "treatment", "line", "department", "status")
ACROSS = {"stream": "streams", "year": "years", "basis": "bases", "treatment": "treatments"}
"""What can be said across the top, and the table of the mapping that says it."""
TABLE = "table"
"""A file with several mappings holds each in a ``[[table]]`` of its own."""

Texts = tuple[str, ...]
Pairs = AbstractMapping[str, str]


@dataclass(frozen=True)
class FinanceMapping:
    """How one table is read, or several sheets that are alike. Headings are as written, spaces collapsed."""

    sheets: Texts = ()
    """Left out: every visible sheet that has a table."""
    header_row: int | None = None
    """As the spreadsheet numbers rows; left out: found."""
    columns: Pairs = field(default_factory=dict)
    """Field: heading or column letter."""
    streams: Pairs = field(default_factory=dict)
    """Streams across the top. Heading: the stream's name."""
    years: Pairs = field(default_factory=dict)
    """Years across the top. Heading: financial year."""
    bases: Pairs = field(default_factory=dict)
    """Plan, budget and outturn across the top. Heading: basis."""
    treatments: Pairs = field(default_factory=dict)
    """Pooled, aligned and so on across the top. Heading: treatment."""
    constants: Pairs = field(default_factory=dict)
    """The same for every row. Field: value."""
    unit: str | None = None
    """one, thousand, million; left out: read from titles and headings."""
    income: bool | Texts = False
    """Whether sums are income recorded as negative: all of them, or those under these headings."""
    total: Texts | None = None
    """What rows are called that sum others; left out: found."""
    skip: Texts = ()
    """What rows are called that are passed over."""
    skip_below: bool = False
    """Whether everything below such a row is passed over too."""
    fill: Texts | None = None
    """Columns whose blank cells mean what stands above them; left out: found."""
    breakdown: Texts = ()
    """Columns that sum other columns: kept as breakdowns and not added."""
    hidden: bool = False
    """Whether hidden rows and columns are read."""
    file: str = ""
    """The file whose tables it reads, where it was corrected for that one; left out: any. Not written down."""

    def text(self) -> str:
        """The mapping as TOML."""
        return tomli_w.dumps(_record(self))

    def said_twice(self) -> dict[str, str]:
        """Columns that say of a sum what the headings over it say as well; what stands over it counts."""
        return {name: heading for name, heading in self.columns.items() if getattr(self, ACROSS.get(name, ""), None)}

    @property
    def is_blank(self) -> bool:
        return not (self.columns or self.streams or self.years)


def is_letter(heading: str) -> bool:
    """Whether a mapping may name a column by its letter with this: B, AC."""
    return re.fullmatch("[A-Z]{1,3}", heading) is not None


def together(mappings: Iterable[FinanceMapping]) -> str:
    """Several mappings as one TOML file, each different one once."""
    different = list(dict.fromkeys(one.text() for one in mappings))
    if len(different) == 1:
        return different[0]
    import tomllib

    return tomli_w.dumps({TABLE: [tomllib.loads(text) for text in different]})


def _record(one: FinanceMapping) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    if one.sheets:
        tables["sheet"] = one.sheets[0] if len(one.sheets) == 1 else list(one.sheets)
    if one.header_row is not None:
        tables["header_row"] = one.header_row
    for name in ("columns", "streams", "years", "bases", "treatments", "constants"):
        if pairs := getattr(one, name):
            tables[name] = dict(pairs)
    money = {"unit": one.unit, "income": "negative" if one.income is True else list(one.income or ())}
    rows = {
        "total": None if one.total is None else list(one.total),
        "skip": list(one.skip),
        "skip_below": one.skip_below,
        "fill": None if one.fill is None else list(one.fill),
        "breakdown": list(one.breakdown),
        "hidden": one.hidden,
    }
    said: dict[str, dict[str, Any]] = {"money": money, "rows": rows}
    for name, values in said.items():
        kept = {key: value for key, value in values.items() if value is not None and value is not False and value != []}
        kept |= {key: [] for key in ("total", "fill") if values.get(key) == []}
        if kept:
            tables[name] = kept
    return tables


def load(path: Path) -> list[FinanceMapping]:
    """The mappings in a file. Raises MappingError with every fault and its line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise MappingError(f"{path}: the mapping cannot be read ({error.strerror or error}). Check its name.") from None
    except UnicodeDecodeError:
        raise MappingError(f"{path}: the mapping is not text in UTF-8. Save it as such.") from None
    return parse(text, path.name)


def parse(text: str, origin: str) -> list[FinanceMapping]:
    """The mappings in a text; ``origin`` is what messages call it. Raises MappingError."""
    faults = Faults(text, origin)
    top = Table(faults.read(), "the mapping", (), faults)
    several = top.values.get(TABLE)
    if several is None:
        mappings = [_mapping(top)]
    else:
        top.refuse_unknown([TABLE])
        listed = several if isinstance(several, list) else [several]
        mappings = [
            _mapping(Table(_dict(one), f"table {n}", (TABLE, str(n)), faults)) for n, one in enumerate(listed, 1)
        ]
    if told := faults.told():
        raise MappingError(told)
    return mappings


_TOP = ("sheet", "header_row", "columns", "streams", "years", "bases", "treatments", "constants", "money", "rows")


def _mapping(top: Table) -> FinanceMapping:
    top.refuse_unknown(_TOP)
    money = _inner(top, "money", ("unit", "income"))
    rows = _inner(top, "rows", ("total", "skip", "skip_below", "fill", "breakdown", "hidden"))
    if rows.values.get("skip_below") is True and not rows.values.get("skip"):
        words = '"skip_below" of [rows] is true, and no "skip" says below which row; add one, such as'
        rows.fault("skip_below", f'{words} skip = ["CLASS BREAKDOWN"].')
    return FinanceMapping(
        sheets=top.texts("sheet"),
        header_row=_row(top),
        columns=_columns(top),
        streams=_pairs(top, "streams"),
        years=_years(top, _pairs(top, "years")),
        bases=_chosen(top, "bases", tuple(BASES)),
        treatments=_chosen(top, "treatments", tuple(TREATMENTS)),
        constants=_constants(top),
        unit=money.choice("unit", tuple(UNITS)) or None,
        income=_income(money),
        total=_labels(rows, "total") if "total" in rows.values else None,
        skip=_labels(rows, "skip"),
        skip_below=rows.flag("skip_below"),
        fill=_labels(rows, "fill") if "fill" in rows.values else None,
        breakdown=_labels(rows, "breakdown"),
        hidden=rows.flag("hidden"),
    )


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _inner(top: Table, key: str, known: Iterable[str]) -> Table:
    value = top.values.get(key, {})
    if not isinstance(value, dict):
        top.wrong(key, value, f"a table [{key}]")
    table = Table(_dict(value), f"[{key}]", (*top.place, key), top.faults)
    table.refuse_unknown(list(known))
    return table


def _row(top: Table) -> int | None:
    value = top.values.get("header_row")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        top.wrong("header_row", value, "the number of a row, from 1")
        return None
    return value


def _labels(table: Table, key: str) -> Texts:
    return tuple(collapsed(text) for text in table.texts(key))


def _pairs(top: Table, key: str) -> dict[str, str]:
    """A table of texts, its keys collapsed as headings are."""
    value = top.values.get(key, {})
    if not isinstance(value, dict):
        top.wrong(key, value, f"a table [{key}]")
    table = Table(_dict(value), f"[{key}]", (*top.place, key), top.faults)
    pairs = {}
    for heading, said in table.values.items():
        if isinstance(said, str) and said.strip():
            pairs[collapsed(heading)] = collapsed(said)
        else:
            table.fault(heading, f'"{heading}" of [{key}] is {found(said)}; expected text.')
    return pairs


def _columns(top: Table) -> dict[str, str]:
    pairs = _pairs(top, "columns")
    table = Table(dict(pairs), "[columns]", (*top.place, "columns"), top.faults)
    table.refuse_unknown(FIELDS)
    said = {heading.casefold(): f"[{name}]" for name in ACROSS.values() for heading in _dict(top.values.get(name))}
    for name, heading in pairs.items():
        if other := said.get(heading.casefold()):
            table.fault(
                name, f'"{name}" of [columns] is "{heading}", which {other} names too; a heading says one thing.'
            )
        said[heading.casefold()] = f'"{name}"'
    _refuse_twice(table, pairs, top)
    return pairs


def _refuse_twice(table: Table, pairs: dict[str, str], top: Table) -> None:
    """A column of what headings across the top say as well, or of the sums that stand under them."""
    for name, heading in pairs.items():
        across = [ACROSS[name]] if name in ACROSS else list(ACROSS.values()) if name == "amount" else []
        says = "names columns of sums" if name == "amount" else f"says the {name}"
        if named := next((one for one in across if top.values.get(one)), None):
            words = f'"{name}" of [columns] is "{heading}", and [{named}] {says} too; leave one of them out.'
            table.fault(name, words)


def _constants(top: Table) -> dict[str, str]:
    pairs = _pairs(top, "constants")
    table = Table(dict(pairs), "[constants]", (*top.place, "constants"), top.faults)
    table.refuse_unknown(CONSTANTS)
    if "basis" in pairs:
        pairs["basis"] = table.choice("basis", tuple(BASES))
    if "year" in pairs:
        pairs |= _years(top, {"year": pairs["year"]}, "constants")
    return pairs


def _chosen(top: Table, key: str, allowed: Texts) -> dict[str, str]:
    pairs = _pairs(top, key)
    table = Table(dict(pairs), f"[{key}]", (*top.place, key), top.faults)
    return {heading: table.choice(heading, allowed) for heading in pairs}


def _years(top: Table, pairs: dict[str, str], key: str = "years") -> dict[str, str]:
    from partnermap.errors import BadValue
    from partnermap.intake.finance.years import read_year

    years = {}
    for heading, said in pairs.items():
        try:
            years[heading] = read_year(said).year
        except BadValue as fault:
            table = Table(dict(pairs), f"[{key}]", (*top.place, key), top.faults)
            table.fault(heading, f'"{heading}" of [{key}]: {fault.message} {fault.hint}')
    return years


def _income(money: Table) -> bool | Texts:
    value = money.values.get("income", "positive")
    if value in ("positive", "negative"):
        return value == "negative"
    if isinstance(value, str):
        money.wrong("income", value, '"positive", "negative" or a list of headings')
        return False
    return _labels(money, "income")
