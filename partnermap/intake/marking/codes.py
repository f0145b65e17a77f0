"""What a number format shows beside the number: a currency, a scale, a word."""

from __future__ import annotations

import re

# Formats that a workbook may use without writing them down, and that show a unit. Excel draws the currency of the
# computer for 5 to 8, 42 and 44, unless the workbook writes them down.
BUILT_IN = {
    5: "¤#,##0", 6: "¤#,##0", 7: "¤#,##0.00", 8: "¤#,##0.00", 9: "0%", 10: "0.00%", 42: "¤#,##0", 44: "¤#,##0.00",
}  # fmt: skip

_PADDING = re.compile(r"_.|\*.")  # the width of a sign, a sign repeated to fill the cell
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_BRACKETS = re.compile(r"\[(\$?)([^\]]*)\]")
_CURRENCY = re.compile(r"[£$€¥¤]")
_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)
_SCALE = re.compile(r"[0#?](,+)(?![0#?,])")


def unit(code: str) -> str:
    """What numbers of this format are shown with, such as "£" or "k x1000"; empty for plain numbers, dates and text."""
    first = _first_section(_PADDING.sub("", code))
    literals = "".join(a or b for a, b in _LITERAL.findall(first))
    bare = _LITERAL.sub("", first)
    symbols = "".join(sign.partition("-")[0] for currency, sign in _BRACKETS.findall(bare) if currency)
    bare = _BRACKETS.sub("", bare)
    signs = symbols + "".join(_CURRENCY.findall(bare)) + "".join(re.findall(r"[^\W\d_]+|[£$€¥%]", literals))
    if not re.search(r"[0#?]", bare) or _DATE.search(bare.replace("General", "")):
        return f"{signs}" if signs and "General" in bare else ""
    scale = _SCALE.search(bare)
    parts = [signs + ("%" if "%" in bare else ""), f"x{1000 ** len(scale[1])}" if scale else ""]
    return " ".join(part for part in parts if part)


def _first_section(code: str) -> str:
    """The part that is for positive numbers: up to the first semicolon outside quotation marks and brackets."""
    found = re.match(r'(?:"[^"]*"|\[[^\]]*\]|\\.|[^;"\[\\])*', code)
    return found[0] if found else ""
