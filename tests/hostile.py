"""A map whose every cell that may hold any text tries to be something else: markup, script, address, template."""

from __future__ import annotations

from partnermap.model import BY_NAME, KINDS, Kind, Property, Type
from tests.sheets import Sheets

ATTACKS = (
    "</script><script>window.attacked=1</script>",
    '"><img src=x onerror=window.attacked=1>',
    "<!--<script>",
    "<svg/onload=window.attacked=1><b>bold</b>",
    "' onmouseover='window.attacked=1",
    "href=javascript:window.attacked=1",
    "{{ 7*7 }}{% include 'page.html' %}${window.attacked=1}",
    "&lt&#60&#x3c&amp",
    "\u202eevil\u2066\u2067 \u200f",
    "one\u2028two\u2029three\u0085four",
    "__proto__ constructor toString",
    "]]><![CDATA[ --> */ \\u003cscript\\u003e",
)
FILE = "<img src=x onerror=window.attacked=1>'\"&.xlsx"


def hostile_sheets() -> Sheets:
    """A row of each kind for each attack, with every column filled that does not lead back to its own kind."""
    return {kind.sheet: [_row(kind, number) for number in range(len(ATTACKS))] for kind in KINDS}


def name_of(kind: str, number: int) -> str:
    """What the thing of a kind is called that carries an attack; no two are alike."""
    return f"{ATTACKS[number]} {kind} {number}"


def _row(kind: Kind, number: int) -> dict[str, str]:
    return {prop.heading: text for prop in kind.properties if (text := _cell(kind, prop, number))}


def _cell(kind: Kind, prop: Property, number: int) -> str:
    if prop.names_things:
        other = next((one for one in prop.to if one != kind.name), None)
        return name_of(other, number) if other else ""
    if prop.type is Type.CHOICE:
        return prop.choices[0]
    if prop.name in BY_NAME[kind.name].key and prop.type is Type.TEXT:
        return name_of(kind.name, number)
    plain = {Type.YEAR: "2005/06", Type.MONEY: "1000", Type.YESNO: "no", Type.WHOLE: "3", Type.DATE: ""}
    return plain.get(prop.type, f"{ATTACKS[number]} {prop.heading}")
