"""Financial years in all their spellings, in cells, headings and titles."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from partnermap.errors import BadValue
from partnermap.intake.sheets import Value
from partnermap.intake.values import text_of

APRIL = 4
"""Financial years begin on 1 April, in all accounts of public bodies in England."""

_DASH = r"\s*[/\-–—]\s*"
_FREE = r"(?<![\d/\-–—.])"
_END = r"(?![\d]|[/\-–—.]\d)"
_YEAR = rf"(\d{{4}}){_DASH}(\d{{4}}|\d{{1,2}})"
_SHORT = rf"(\d{{2}}){_DASH}(\d{{2}})"
_TO = r"\s*(?:[-–—]|to|until)\s*"
_MONTH = r"(?:mar(?:ch)?|0?3)"
_ENDS = rf"(?:year|y/?e|period)?\s*(?:end(?:ing|ed)?|to|at)?\s*(?:31(?:st)?)?[\s./]*{_MONTH}[\s./]*(\d{{4}}|\d{{2}})"

_SPAN = re.compile(rf"{_FREE}{_YEAR}{_TO}{_YEAR}{_END}")
_LONG = re.compile(rf"{_FREE}{_YEAR}{_END}")
_ENDING = re.compile(rf"\b(?:(?:financial |fiscal )?years?|y/?e|fy|12 months)\s*(?:end(?:ing|ed)?|to)?{_ENDS}\b", re.I)
_MONTHS = re.compile(rf"\bapr(?:il)?\s*(\d{{4}}|\d{{2}}){_TO}mar(?:ch)?\s*(\d{{4}}|\d{{2}})\b", re.I)
_FY_PAIR = re.compile(rf"\bf(?:inancial\s+)?y(?:ear)?\s*{_SHORT}{_END}", re.I)
_FY = re.compile(r"\bfy\s*(\d{4}|\d{2})\b(?!\s*[/\-–—]\s*\d)", re.I)
_PAIR = re.compile(_SHORT)
_ALONE = re.compile(r"(?:19[789]|20[0-4])\d")
_AROUND = re.compile(
    r"(?:the\s+)?(?:financial|fiscal)?\s*(?:years?|fy)?\s*[:.,]?\s*[(\[]?\s*(?:actuals?|outturn|budget|estimates?|revised|plan(?:ned)?|"
    r"provisional|forecast|p|r|e|\d)?\s*[)\]]?\s*[*†‡]*",
    re.I,
)
_TITLED_PAIR = re.compile(rf"(?<![\w/.\-–—]){_SHORT}(?![\w/\-–—]|\.\d)")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?|(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")


@dataclass(frozen=True, slots=True)
class Year:
    """A financial year 2005/06, or a span 2005/06-2007/08, as it was found in a text."""

    year: str
    found: str
    guess: str = ""
    """What is assumed in reading it so, if anything is."""


def read_year(value: Value) -> Year:
    """The year that a cell names. Raises BadValue."""
    if isinstance(value, dt.date):
        return _of_day(value, value.isoformat()[:10])
    text = text_of(value).strip()
    if day := _DAY.fullmatch(text):
        return _of_day(_day(text, day), text)
    found = years_in(text)
    if len(found) == 1 and _AROUND.fullmatch(text.replace(found[0].found, "", 1).strip()):
        return found[0]
    if pair := _PAIR.fullmatch(text):
        return Year(_between(text, pair[1], pair[2]), text)
    if _ALONE.fullmatch(text):
        year = _from(int(text))
        return Year(year, text, f"“{text}” is read as the financial year {year}, that which begins in it")
    raise _bad(text)


def is_year(value: Value) -> bool:
    """Whether a heading is a year and nothing else."""
    if value is None or isinstance(value, dt.date | bool):
        return False
    try:
        read_year(value)
    except BadValue:
        return False
    return True


def bare_year(value: Value) -> Year | None:
    """The year that a heading is, if it is nothing else."""
    return read_year(value) if is_year(value) else None


def years_in(text: str) -> list[Year]:
    """The different years that a title or heading names in full, in order; plain dates and single numbers are none."""
    found: list[tuple[int, Year]] = []
    rest = text
    for pattern, made in _PATTERNS:
        for match in pattern.finditer(rest):
            try:
                found.append((match.start(), Year(*made(match))))
            except BadValue:
                continue
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    if not found:
        found = [(match.start(), year) for match in _TITLED_PAIR.finditer(text) if (year := _pair(match))]
    ordered = [year for _, year in sorted(found, key=lambda one: one[0])]
    return list({year.year: year for year in reversed(ordered)}.values())[::-1]


def first_year(year: str) -> int:
    """The calendar year in which a year, or the first of a span, begins."""
    return int(year[:4])


def _span(match: re.Match[str]) -> tuple[str, str]:
    first, last = _between(match[0], match[1], match[2]), _between(match[0], match[3], match[4])
    if "-" in first + last or first >= last:
        raise _bad(match[0])
    return f"{first}-{last}", match[0]


def _long(match: re.Match[str]) -> tuple[str, ...]:
    year = _between(match[0], match[1], match[2])
    if "-" in year and "/" in match[0]:
        return year, match[0], f"“{match[0]}” is read as the span {year}"
    return year, match[0]


def _pair(match: re.Match[str]) -> Year | None:
    """A pair such as 05/06, which might be a day: a year if the one follows the other."""
    if (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    year = _between(match[0], match[1], match[2])
    return Year(year, match[0], f"“{match[0]}” is read as the financial year {year}")


def _ending(match: re.Match[str]) -> tuple[str, str]:
    return _from(_full(match[1]) - 1), match[0]


def _fy(match: re.Match[str]) -> tuple[str, str, str]:
    year = _from(_full(match[1]) - 1)
    return year, match[0], f"“{match[0]}” is read as the financial year {year}, that which ends in it"


_PATTERNS = (
    (_SPAN, _span),
    (_MONTHS, _long),
    (_ENDING, _ending),
    (_FY_PAIR, _long),
    (_LONG, _long),
    (_FY, _fy),
)


def _between(text: str, begins: str, ends: str) -> str:
    """The year, or the span of years, that begins in one calendar year and ends in another."""
    first = _full(begins)
    last = int(str(first)[: 4 - len(ends)] + ends)
    if last < first and len(ends) == 2 and last + 100 - first < 10:
        last += 100  # 1999/00
    if not first < last <= first + 20:
        raise _bad(text)
    return _from(first) if last == first + 1 else f"{_from(first)}-{_from(last - 1)}"


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 70 else 1900)


def _from(begins: int) -> str:
    return f"{begins}/{(begins + 1) % 100:02}"


def _of_day(day: dt.date, text: str) -> Year:
    year = _from(day.year if day.month >= APRIL else day.year - 1)
    return Year(year, text, "days are read as the financial year, from April to March, in which they lie")


def _day(text: str, found: re.Match[str]) -> dt.date:
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return dt.date(_full(year), int(month), int(day))
    except ValueError:
        raise _bad(text) from None


def _bad(text: str) -> BadValue:
    return BadValue(
        "bad-year", f"“{text}” is not a financial year.", "Write it as 2005/06, or a span as 2005/06-2007/08."
    )
