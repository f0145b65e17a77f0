"""A map with a mark of its own in every property that can hold one, and a search for marks in whatever a file is."""

from __future__ import annotations

import datetime as dt
import html
import io
import zipfile

from partnermap.model import BY_NAME, KINDS, Property, Type
from tests.maps import Sheets

Place = tuple[str, str]
Marks = dict[Place, tuple[str, ...]]

NEEDED = {
    "Area": {"Tier": "county"},
    "Partner": {"Kind": "pct", "Covers": "ZqAreaNameQz", "Sector": "public"},
    "Theme": {"Kind": "block"},
    "Partnership": {"Kind": "lsp", "Covers": "ZqAreaNameQz", "Theme": "ZqThemeNameQz", "Oversees": "ZqAgreementNameQz"},
    "Membership": {"Partner": "ZqPartnerNameQz", "Partnership": "ZqPartnershipNameQz", "Role": "chair"},
    "Agreement": {"Covers": "ZqAreaNameQz", "Lead partner": "ZqPartnerNameQz"},
    "Party": {"Partner": "ZqPartnerNameQz", "Agreement": "ZqAgreementNameQz", "Status": "signed"},
    "Lead": {"Agreement": "ZqAgreementNameQz", "Side": "local", "Theme": "ZqThemeNameQz", "Partner": "ZqPartnerNameQz"},
    "Outcome": {"Agreement": "ZqAgreementNameQz", "Theme": "ZqThemeNameQz", "Streams": "ZqFundingStreamNameQz"},
    "Indicator": {"Outcome": "ZqOutcomeNameQz"},
    "FundingStream": {"Nature": "specific"},
    "Allocation": {
        "Stream": "ZqFundingStreamNameQz", "Recipient": "ZqPartnerNameQz", "Agreement": "ZqAgreementNameQz",
        "Year": "2005/06", "Outcomes": "ZqOutcomeNameQz", "Basis": "budget", "Status": "agreed",
    },
    "Freedom": {"Agreement": "ZqAgreementNameQz", "Status": "agreed"},
}  # fmt: skip


def planted() -> tuple[Sheets, Marks]:
    """Sheets with a thing of each kind, and for each property with a mark the forms in which files write it."""
    sheets: Sheets = {}
    marks: Marks = {}
    for number, kind in enumerate(KINDS, 1):
        row = dict(NEEDED[kind.name])
        for prop in kind.properties:
            if mark := _mark(kind.name, prop, number):
                row[prop.heading], marks[kind.name, prop.name] = mark[0], mark
        sheets[kind.sheet] = [row]
    return sheets, marks


def _mark(kind: str, prop: Property, number: int) -> tuple[str, ...]:
    if prop.type is Type.TEXT:
        return (f"Zq{kind}{prop.name.replace('_', ' ').title().replace(' ', '')}Qz",)
    if prop.type is Type.DATE:
        first = {"since": 1950, "until": 2070, "starts": 1960, "ends": 2060}[prop.name]
        day = dt.date(first, 1, number)
        return day.isoformat(), str((day - dt.date(1899, 12, 30)).days)
    if prop.type is Type.MONEY:
        return "7654321.23", "765432123"
    return ("87654321",) if prop.type is Type.WHOLE else ()


def everything(content: bytes) -> str:
    """All that a file says, in lower case, as it stands and with what XML escapes; of a zip all that is in it."""
    if content.startswith(b"PK"):
        pack = zipfile.ZipFile(io.BytesIO(content))
        inside = [everything(pack.read(name)) for name in pack.namelist()]
        return "\n".join([*pack.namelist(), pack.comment.decode(), *inside]).casefold()
    text = content.decode("utf-8", "replace")
    return f"{text}\n{html.unescape(text)}".casefold()


def found_in(content: bytes, forms: tuple[str, ...]) -> list[str]:
    """The forms of a mark that a file holds."""
    text = everything(content)
    return [form for form in forms if form.casefold() in text]


def kind_marks(marks: Marks, kind: str) -> tuple[str, ...]:
    """Every form of every mark of a kind."""
    assert kind in BY_NAME
    return tuple(form for place, forms in marks.items() if place[0] == kind for form in forms)
