"""From what stands in a cell to a value of the model: days, years, sums, choices. Strict: nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from partnermap.errors import BadValue
from partnermap.frameworks import kind_key
from partnermap.intake.sheets import Value
from partnermap.model import Property, Type
from partnermap.nearest import nearest

LONGEST_NUMBER = 9
"""Digits of a whole number; there is nothing to count that needs more."""
NOT_QUANTIFIED = {"-", "–", "—", "…", "...", "..", "n/a", "tbc"}
"""Words that stand for a sum nobody has put a figure on."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SUM = re.compile(r"(?P<open>\()?(?P<minus>[-−])?£?(?P<digits>\d+|\d{1,3}(,\d{3})+)(?P<pence>\.\d+)?(?P<close>\))?")
_ONE_YEAR = r"(\d{4})\s*[/\-–]\s*(\d{4}|\d{2})"
_YEAR = re.compile(_ONE_YEAR)
_SPAN = re.compile(rf"{_ONE_YEAR}\s*(?:-|–|to)\s*{_ONE_YEAR}")
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}


def text_of(value: Value) -> str:
    """What stood in the cell, as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def reader(prop: Property) -> Callable[[Value], Any]:
    """A function that reads a cell of this column, or raises BadValue; names of things are read elsewhere."""
    if prop.several and prop.type is Type.CHOICE:
        return lambda value: read_choices(prop, value)
    if prop.several:
        return lambda value: split(text_of(value))
    if prop.type is Type.CHOICE:
        return lambda value: read_choice(prop, text_of(value))
    return _READERS[prop.type]


def split(text: str) -> list[str]:
    """The values of a cell with several, in order, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def read_choice(prop: Property, text: str) -> str:
    wanted = _plain(text)
    for choice in prop.choices:
        if _plain(choice) == wanted:
            return choice
    likely = nearest(text, prop.choices)
    meant = f" Did you mean “{likely[0]}”?" if likely else ""
    raise BadValue(
        "not-in-list",
        f"“{text}” is not one of the values of {prop.heading}.",
        f"Write one of: {', '.join(prop.choices)}.{meant}",
    )


def read_choices(prop: Property, value: Value) -> list[str]:
    return list(dict.fromkeys(read_choice(prop, part) for part in split(text_of(value))))


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-]+", "", text.casefold())


def read_date(value: Value) -> str:
    """An ISO day."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    text = text_of(value)
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _BRITISH.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise _bad_date(text)
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise _bad_date(text) from None


def _bad_date(text: str) -> BadValue:
    return BadValue(
        "bad-date", f"“{text}” is not a date.", "Write it as a date cell, 2005-03-22 or 22/03/2005; or leave it blank."
    )


def read_year(value: Value) -> str:
    """A financial year as 2005/06, or a span as 2005/06-2007/08."""
    text = text_of(value)
    if found := _YEAR.fullmatch(text):
        return _financial_year(text, *found.groups())
    if found := _SPAN.fullmatch(text):
        first = _financial_year(text, found[1], found[2])
        last = _financial_year(text, found[3], found[4])
        if first < last:
            return f"{first}-{last}"
    raise _bad_year(text)


def _financial_year(text: str, begins: str, ends: str) -> str:
    follows = str(int(begins) + 1)
    if ends not in (follows, follows[2:]):
        raise _bad_year(text)
    return f"{begins}/{follows[2:]}"


def _bad_year(text: str) -> BadValue:
    return BadValue(
        "bad-year", f"“{text}” is not a financial year.", "Write it as 2005/06, or a span as 2005/06-2007/08."
    )


def read_money(value: Value) -> int | None:
    """Whole pence; None where the cell says that there is no figure."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _pence(Decimal(repr(value)))
    text = text_of(value)
    if text.casefold() in NOT_QUANTIFIED:
        return None
    found = _SUM.fullmatch(text.replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
    if not found or bool(found["open"]) != bool(found["close"]):
        raise BadValue(
            "bad-sum",
            f"“{text}” is not a sum of money.",
            "Write a figure in pounds, such as 12500 or 12,500.50; or leave it blank.",
        )
    pence = _pence(Decimal(found["digits"].replace(",", "") + (found["pence"] or "")))
    return -pence if found["minus"] or found["open"] else pence


def _pence(pounds: Decimal) -> int:
    if abs(pounds) >= Decimal(10) ** 15:
        raise BadValue(
            "bad-sum", f"“{pounds:f}” is too large for a sum.", "Check the figure and its unit; sums are in pounds."
        )
    return int((pounds * 100).quantize(Decimal(1)))


def read_whole(value: Value) -> int:
    text = text_of(value)
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise BadValue("bad-number", f"“{text}” is not a whole number.", "Write a number such as 5, or leave it blank.")
    return int(text)


def read_yesno(value: Value) -> bool:
    text = text_of(value).casefold()
    if text in _YES | _NO:
        return text in _YES
    raise BadValue("not-in-list", f"“{text_of(value)}” is neither yes nor no.", "Write yes or no, or leave it blank.")


_READERS: dict[Type, Callable[[Value], Any]] = {
    Type.TEXT: text_of,
    Type.OPEN: lambda value: kind_key(text_of(value)),
    Type.DATE: read_date,
    Type.YEAR: read_year,
    Type.MONEY: read_money,
    Type.WHOLE: read_whole,
    Type.YESNO: read_yesno,
}
