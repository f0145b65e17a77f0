"""What commands are given, as more than text: days, years, files and forms."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

FORMATS = ("table", "json", "csv", "xlsx", "html")
SHORT = click.Choice(FORMATS[:2])
FORM = "How to print it."
EXISTING = click.Path(path_type=Path)


class Day(click.ParamType[dt.date]):
    """A day as YYYY-MM-DD or DD/MM/YYYY."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        from partnermap.errors import BadValue
        from partnermap.intake.values import read_date

        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(read_date(value))
        except BadValue as fault:
            self.fail(f"{fault.message} Write it as 2005-03-22 or 22/03/2005.", param, ctx)


class Year(click.ParamType[str]):
    """A financial year, or a span of them."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from partnermap.errors import BadValue
        from partnermap.intake.values import read_year

        try:
            return read_year(value)
        except BadValue as fault:
            self.fail(f"{fault.message} {fault.hint}", param, ctx)
