"""Which field a column of a finance workbook holds, by its heading: synonyms first, then likeness."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from partnermap.likeness import marks_off
from partnermap.resources import data_folder

CODE = "code"
"""The table of headings says so of columns of official codes: no field of a sum, but they say whose it may be."""
NO_FIELD = "-"
"""The table of headings says so of columns that hold neither money nor anything about it."""
LIKE_ENOUGH = 88
LABELS = (
    "recipient", "stream", "area", "year", "basis", "treatment", "outcomes", "department", "agreement", "line",
    "notes", "status", "paid_through", "breakdown", "part_of", "conditions", "ring_fenced", "paid_to_tier",
    "frequency", "nature", "currency",
)  # fmt: skip
"""Fields that say something about a sum."""
FIELDS = (*LABELS, "amount")
BASES = {
    "plan": "plan plans planned forecast projected projection indicative",
    "budget": "budget budgets budgeted estimate estimates estimated original revised approved",
    "outturn": "outturn actual actuals spent provisional",
}
TREATMENTS = {
    "pooled": "pooled pool",
    "aligned": "aligned align",
    "passported": "passported passport passthrough",
    "excluded": "excluded outside",
}
_TOTAL = re.compile(r"\b(?:sub|grand|overall)?[\s-]*totals?\b|^all years$|^sum$", re.I)
_BARE_TOTAL = re.compile(
    r"(?:(?:sub|grand|overall|row|three year|3[ -]year|\d years?)?[\s-]*totals?|sum|all years|all)"
    r"(?:\s+(?:£.*|\(£.*\)|funding|grant|amount|for .*|over .*|of all .*|all years|\d{4}.*))?",
    re.I,
)
_MONEY_WORDS = re.compile(
    r"£|\bgrants?\b|\bfund(?:ing|s)?\b|\bcosts?\b|\bexpenditure\b|\bspend\b|\bbudget\b|\bamount\b", re.I
)
_INCOME = re.compile(r"\bgrants?\b|\bincome\b|\breceipts?\b|\brates\b|\bcontributions?\b", re.I)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_AT_A_DAY = rf"\bat (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})|(?:start|beginning|end|close)\b)"
_BALANCE = re.compile(
    rf"\b(?:reserves?|balances?|borrowing|debt|investments)\b.*(?:{_AT_A_DAY}|\blevels?\b)|\blevels? of .*\breserves?\b"
    r"|\b(?:opening|closing) (?:balances?|reserves?)\b|\b(?:balances?|reserves?) (?:brought|carried) forward\b",
    re.I,
)
_MOVES_BALANCE = re.compile(
    r"\b(?:appropriations?|contributions?|transfers?|movements?|drawdowns?|changes?|use of|repayments?|interest)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field that a heading stands for, and what that rests on."""

    field: str
    sure: str
    """certain, likely or guess."""
    why: str


def plain(heading: str) -> str:
    """A heading as it is compared: no case, no line breaks, no units in brackets, no footnote marks, no stars."""
    text = re.sub(r"[\(\[]\s*(?:£|in |'?0{3}|[^)\]]*£)[^)\]]*[\)\]]", " ", collapsed(heading))
    text = re.sub(r"£\s*(?:'?0{3}'?s?|k|m|million|thousand)?\b", " ", text, flags=re.I) if len(text) > 6 else text
    return re.sub(r"[\s_]+", " ", marks_off(text).replace("*", " ")).strip(" :.?-").casefold()


def collapsed(heading: str) -> str:
    """A heading as a mapping writes it: spaces and line breaks collapsed."""
    return " ".join(heading.split())


@cache
def _known() -> dict[str, str]:
    with (data_folder() / "reference" / "headings.csv").open(encoding="utf-8", newline="") as file:
        return {heading.strip(): row["Field"] for row in csv.DictReader(file) for heading in row["Headings"].split(";")}


def place_of(heading: str) -> int:
    """The place of a heading in the table of headings: what says its field more plainly stands first."""
    return _places().get(plain(heading), len(_places()))


@cache
def _places() -> dict[str, int]:
    return {heading: at for at, heading in enumerate(_known())}


def meaning(heading: str) -> Meaning | None:
    """What a heading stands for; None where nothing is known of it."""
    text = plain(heading)
    if (field := _known().get(text)) is not None:
        return Meaning(field, "certain", "its heading says so")
    return _like(text)


@cache
def _like(text: str) -> Meaning | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(text, _known().keys(), scorer=fuzz.token_sort_ratio, score_cutoff=LIKE_ENOUGH)
    if found is None or len(text) < 4:
        return None
    return Meaning(_known()[found[0]], "likely", f"its heading is much like “{found[0]}”")


def is_total(heading: str) -> bool:
    """Whether a heading or a label speaks of a total."""
    return bool(_TOTAL.search(heading))


def is_bare_total(heading: str) -> bool:
    """Whether a heading is a total of the row and names nothing else."""
    return bool(_BARE_TOTAL.fullmatch(collapsed(heading).strip(" :*")))


def speaks_of_money(heading: str) -> bool:
    return bool(_MONEY_WORDS.search(heading))


def speaks_of_income(heading: str) -> bool:
    return bool(_INCOME.search(heading))


def is_balance(heading: str) -> bool:
    """Whether a heading is that of what is held at one day (reserves at 1 April), and not of sums of the year."""
    return bool(_BALANCE.search(heading)) and not _MOVES_BALANCE.search(heading)


def choice_in(text: str, choices: dict[str, str]) -> str | None:
    """The one of several choices (bases, treatments) that a text names by one of its words; None if none or two."""
    words = set(re.findall(r"[a-z]+", text.casefold()))
    found = [choice for choice, spoken in choices.items() if words & set(spoken.split())]
    return found[0] if len(found) == 1 else None


def choice_alone(text: str, choices: dict[str, str]) -> str | None:
    """The choice that a text names if it says hardly anything else."""
    return choice_in(text, choices) if len(text.split()) <= 2 else None


def titled(texts: Iterable[str]) -> str:
    """Titles as one text."""
    return " · ".join(collapsed(text) for text in texts)
