"""Named questions and their answers, in words and as files."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping

from partnermap.queries import Question, Result
from partnermap.views.files import csv_text
from partnermap.views.table import table


def questions_text(questions: Mapping[str, Question]) -> str:
    """The questions there are: name, what each answers, and the parameters that have to be given."""
    lines = []
    for question in questions.values():
        needed = [one.name for one in question.parameters if one.default is None and not one.from_framework]
        lines.append(question.name + "".join(f" --param {name}=…" for name in needed))
        lines += textwrap.wrap(question.asks, 96, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)


def result_text(result: Result, form: str) -> str:
    """An answer as table, json (columns and rows) or csv."""
    if form == "csv":
        return csv_text(result.columns, result.rows)
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    if form == "json":
        return json.dumps({"columns": list(result.columns), "rows": rows}, ensure_ascii=False, indent=1)
    return "\n".join(table(rows)) if rows else "No row answers this."
