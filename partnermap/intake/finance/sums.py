"""Sums of money as people write them: units, brackets, minus signs on either side, words that stand for no figure."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from partnermap.errors import BadValue
from partnermap.intake.sheets import Value
from partnermap.intake.values import NOT_QUANTIFIED, text_of

UNITS = {"one": 1, "thousand": 1_000, "million": 1_000_000}
_EXACT = 10**9
"""Pounds; of smaller numbers two decimals are always told apart, and no unit makes them too large."""
DIGITS = 15
"""So many digits of a number a spreadsheet keeps; what a float has beyond them is no part of the sum."""
NEARLY = 1e-6
"""Of a penny: what a float may miss a whole number by."""
LARGEST = Decimal(10) ** 15
"""Pounds; a larger figure is a slip."""
NO_FIGURE = NOT_QUANTIFIED | {
    "*", "**", "x", "[x]", "[c]", "[z]", ":", "na", "n.a.", "n.a", "#n/a", "tba", "tbd", "?",
    "to be confirmed", "to be agreed", "to be determined", "not known", "not available", "not applicable",
    "unquantified", "not quantified", "--", "---",
}  # fmt: skip
"""Words and signs that stand for a sum nobody has put a figure on, or that was left out on purpose."""
NIL = {"nil", "zero", "none"}

_SPACES = re.compile(r"[\s']")
_TORN = re.compile(r"\d[\s']+(?!\d{3}(?!\d))\d|\d{4}[\s']+\d")
"""Digits apart that are no thousands: “500 1” is a sum with a footnote, or two figures; nobody can say."""
_MARKED = re.compile(r"(?<=[\d)])\s*[*†‡]+$")
_CURRENCY = r"(?:£|gbp|&pound;)?"
_SUM = re.compile(
    rf"(?:{_CURRENCY}(?=\())?(?P<open>\()?(?P<minus>[-−–])?{_CURRENCY}(?P<minus2>[-−–])?(?P<digits>\d+|\d{{1,3}}(?:,\d{{3}})+)?(?P<part>\.\d+)?"
    rf"(?P<unit>k|m|mn|bn|million|thousand|billion)?{_CURRENCY}(?P<after>[-−–]|cr|dr)?(?P<close>\))?"
)
_BRACKETED_UNIT = re.compile(r"[\(\[][^)\]]*(?:£|0{3}|thousand|million)[^)\]]*[\)\]]", re.I)
_UNIT = re.compile(r"£\s*'?(?:0{3}'?s?|k|m|thousands?|millions?)?(?=\W|$)", re.I)
_FOREIGN = re.compile(r"[€$¥₹]|\b(?:eur|euros?|usd|dollars?|chf|yen)\b", re.I)
_WRITTEN = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_MILLIONS = r"£\s*(?:m\b|mn\b|millions?)|\b(?:in\s+)?millions?\b(?:\s+of\s+pounds)?|£\s*0{3},0{3}"
_THOUSANDS = r"(?<![\d,.])£?\s*['’]?0{3}['’]?\s*s?\b|£\s*(?:k\b|ks\b|thousands?)|\bthousands?\b|\bin k\b"
_ONES = r"£\s*s?(?=\W*$|\s*[)\]])|£\s*(?:actual|whole)|\bin (?:whole )?pounds\b|\bpounds\b|\bGBP\b"
_UNIT_IN = (
    ("million", re.compile(_MILLIONS, re.I)),
    ("thousand", re.compile(_THOUSANDS, re.I)),
    ("one", re.compile(_ONES, re.I)),
)


def unit_in(text: str) -> str | None:
    """The unit that a title or heading gives: one, thousand, million; None if it gives none."""
    return next((unit for unit, pattern in _UNIT_IN if pattern.search(text)), None)


def without_unit(text: str) -> str:
    """A title or heading without the unit that it gives."""
    text = _BRACKETED_UNIT.sub(" ", text)
    return " ".join(_UNIT.sub(" ", text).split()).strip(" -–,:")


def is_foreign(text: str) -> bool:
    """Whether a text names a currency other than the pound."""
    return bool(_FOREIGN.search(text))


def is_no_figure(text: str) -> bool:
    """Whether a text stands for a sum without figure."""
    return text.casefold() in NO_FIGURE


def is_figure(value: Value) -> bool:
    """Whether a cell can be read as a sum, or stands for one without figure."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return True
    if not isinstance(value, str) or not any(sign.isdigit() for sign in value):
        return isinstance(value, str) and is_no_figure(value)
    return _parsed(value) is not None


def read_sum(value: Value, unit: int) -> int | None:
    """Whole pence of a cell whose column counts in ``unit`` pounds; None where it says that there is no figure.

    A unit in the cell itself (£12k, 1.2m) goes before the column's. Raises BadValue.
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _pence_of_number(value, unit)
    text = text_of(value)
    if is_no_figure(text):
        return None
    if text.casefold() in NIL:
        return 0
    found = _parsed(text)
    if found is None:
        raise _foreign(text) if is_foreign(text) else _bad(text)
    number, own = found
    return _pence(number * (own or unit), value)


def _pence_of_number(value: float, unit: int) -> int:
    """Whole pence of a number as it is written. Raises BadValue."""
    if not math.isfinite(value):
        raise _bad(text_of(value))
    if -_EXACT < value < _EXACT:
        hundredths = round(value * 100)
        if hundredths / 100 == value:  # then these are its digits
            return hundredths * unit
    return _pence(Decimal(repr(value)) * unit, value)


def is_rounded(value: Value, unit: int, pence: int) -> bool:
    """Whether a cell holds a fraction of a penny beyond the whole pence that were read from it."""
    if isinstance(value, float) and abs(abs(value * unit * 100) - abs(pence)) < NEARLY:
        return False
    if isinstance(value, bool | int) or value is None:
        return False
    if isinstance(value, float):
        exact = Decimal(f"{value:.{DIGITS}g}") * unit * 100
    else:
        number, own = _parsed(text_of(value)) or (Decimal(0), None)
        exact = number * (own or unit) * 100
    return exact != int(exact)


def number_in(value: Value) -> float | None:
    """The figure of a cell as it stands there; None where it is no sum in pounds that can be read."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return value
    found = _parsed(value) if isinstance(value, str) else None
    if found is None:
        return None
    number, unit = found
    return float(number) * (unit or 1)


def _parsed(text: str) -> tuple[Decimal, int | None] | None:
    """A number with its sign, and the unit written beside it; None if the text is no sum."""
    text = _MARKED.sub("", text.strip())
    found = None if _TORN.search(text) else _SUM.fullmatch(_SPACES.sub("", text).casefold())
    if not found or not (found["digits"] or found["part"]) or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [bool(found["minus"] or found["minus2"]), bool(found["open"]), found["after"] not in (None, "dr")]
    if sum(signs) > 1 or (found["minus"] and found["minus2"]):
        return None
    number = Decimal((found["digits"] or "0").replace(",", "") + (found["part"] or ""))
    return -number if any(signs) else number, _WRITTEN.get(found["unit"] or "")


def _pence(pounds: Decimal, value: Value) -> int:
    if abs(pounds) >= LARGEST:
        raise BadValue(
            "bad-sum",
            f"“{text_of(value)}” is too large for a sum of money.",
            "Check the figure and its unit.",
        )
    return int((pounds * 100).quantize(Decimal(1)))


def _bad(text: str) -> BadValue:
    return BadValue(
        "bad-sum", f"“{text}” is not a sum of money.", "Write a figure, such as 12,500; or n/a, or leave it blank."
    )


def _foreign(text: str) -> BadValue:
    return BadValue("other-currency", f"“{text}” is not in pounds.", "Write what it comes to in pounds.")


def pounds(pence: int) -> int | float:
    """Pence as pounds: a whole number where it is one."""
    return pence // 100 if pence % 100 == 0 else pence / 100


def written(pence: int) -> str:
    """Pence as people write a sum: £1,234.50, −£12."""
    text = f"{abs(pence) / 100:,.2f}" if pence % 100 else f"{abs(pence) // 100:,}"
    return f"{'−' if pence < 0 else ''}£{text}"
