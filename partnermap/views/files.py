"""Answers as files: json, csv, xlsx, html. Nothing in them runs, whatever a cell may hold."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable
from typing import Any

from partnermap.errors import RequestError
from partnermap.formulas import harmless
from partnermap.signs import harmless_signs
from partnermap.views.answer_text import answer_text
from partnermap.views.answers import Answer
from partnermap.views.table import cell_text

FORMATS = ("table", "json", "csv", "xlsx", "html")
FINDING_COLUMNS = (
    "code", "severity", "subject", "partner", "area", "theme", "agreement", "open", "message", "sources", "dismissed",
)  # fmt: skip


def as_bytes(answer: Answer, format: str) -> bytes:  # noqa: A002 - the command line's own word
    """An answer in one of FORMATS; text is UTF-8."""
    if format == "xlsx":
        return _xlsx(answer)
    writers = {"table": answer_text, "json": as_json, "csv": _csv, "html": _html}
    if format not in writers:
        raise RequestError(f"There is no format “{format}”. There are: {', '.join(FORMATS)}.")
    text = writers[format](answer)
    return ((harmless_signs(text) if format == "table" else text) + "\n").encode()


def as_json(answer: Answer) -> str:
    return json.dumps(answer.as_record(), ensure_ascii=False, indent=1)


def _records(answer: Answer) -> list[dict[str, Any]]:
    records = [one.as_record() for one in answer.findings]
    return [{name: record.get(name) for name in FINDING_COLUMNS} for record in records]


def csv_text(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as csv, formulas neutralised, also behind any line end within a text: a text that has one is quoted."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow(value if isinstance(value, int | float) else harmless(cell_text(value)) for value in row)
    return "\n".join(lines).rstrip("\n")


class _Lines(list[str]):
    """What a csv writer writes, line by line. It quotes only the line ends that it writes itself: so these are both."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n"))


def _csv(answer: Answer) -> str:
    return csv_text(FINDING_COLUMNS, (row.values() for row in _records(answer)))


def _xlsx(answer: Answer) -> bytes:
    sheets = {"findings": _records(answer)} | answer.report.tables
    if answer.report.totals is not None:
        sheets |= {"totals": [answer.as_record()["totals"]]}
    return xlsx_bytes(sheets)


def xlsx_bytes(sheets: dict[str, list[dict[str, Any]]]) -> bytes:
    """A workbook with a sheet for each table; every text is a text, never a formula or a link."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for at, heading in enumerate(rows[0] if rows else ()):
                sheet.write_string(0, at, heading, bold)
                sheet.set_column(at, at, 60 if heading in ("message", "sources") else 22)
            for line, row in enumerate(rows, 1):
                for at, value in enumerate(row.values()):
                    if isinstance(value, int | float) and not isinstance(value, bool):
                        sheet.write_number(line, at, value)
                    else:
                        sheet.write_string(line, at, cell_text(value)[:32767])
    return out.getvalue()


_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; font-size: .9rem; }
th, td { border: 1px solid #bbb; padding: .35rem .5rem; text-align: left; vertical-align: top; }
th { background: #eef1f5; } .sources { color: #555; font-size: .85rem; } li { margin-bottom: .7rem; }
@media print { body { margin: 0; max-width: none; } }
"""


def _html(answer: Answer) -> str:
    title = f"{answer.question.report}, {answer.question.day.isoformat()}"
    groups = [
        *((s.capitalize(), [o for o in answer.counting if o.finding.severity == s]) for s in ("high", "medium", "low")),
        ("Not yet known", answer.not_yet_known),
        ("Dismissed", answer.dismissed),
    ]
    parts = [f"<h1>{html.escape(title)}</h1>", f"<p>{html.escape(_scope_words(answer))}</p>"]
    for name, group in groups:
        if group:
            items = "".join(_html_item(record) for record in (one.as_record() for one in group))
            parts.append(f"<h2>{name} ({len(group)})</h2><ul>{items}</ul>")
    if not answer.findings:
        parts.append(f"<p>{html.escape(answer.nothing)}</p>")
    parts += [_html_table(name, rows) for name, rows in answer.report.tables.items() if rows]
    parts += [f"<p>{html.escape(note)}</p>" for note in answer.report.notes]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def _scope_words(answer: Answer) -> str:
    return "; ".join(f"{name}: {value}" for name, value in answer.scope().items() if value)


def _html_item(record: dict[str, Any]) -> str:
    extra = []
    if record["open"]:
        extra.append(f"Not known: who sits on {', '.join(record['open'])}.")
    if "dismissed" in record:
        extra.append(f"Dismissed: {record['dismissed']}")
    told = " ".join([record["message"], *extra])
    sources = html.escape("; ".join(record["sources"]))
    code = html.escape(record["code"])
    return f'<li><strong>{code}</strong> {html.escape(told)}<br><span class="sources">{sources}</span></li>'


def _html_table(name: str, rows: list[dict[str, Any]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(str(key))}</th>' for key in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell_text(v))}</td>" for v in row.values()) + "</tr>" for row in rows
    )
    return f"<h2>{html.escape(name)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
