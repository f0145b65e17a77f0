"""The data dictionary, from the model: every kind of thing with its sheet, its key and its columns.

``python -m partnermap.views.dictionary > docs/data-dictionary.md`` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from partnermap.model import BLANK_MEANS, BY_NAME, Kind, Property
from partnermap.views.workbook import SHEETS

HEAD = """# Data dictionary

Made from `partnermap/model.py`: `python -m partnermap.views.dictionary > docs/data-dictionary.md`. Do not edit it here.

Each kind of thing is a sheet of the map workbook, a table of the store, and a node or a link of the graph. **Bold**
columns must be filled in every row. Where a column holds several values they are separated by semicolons. In
graph and Cypher a column that names things is a relationship, in capitals; any other is a property of the same name
in small letters, with underscores."""


def dictionary_text() -> str:
    """The whole dictionary as Markdown."""
    parts = [HEAD, _contents(), *("\n".join(_kind(BY_NAME[name])) for name in SHEETS)]
    return "\n\n".join(parts) + "\n"


def _contents() -> str:
    rows = [f"| [{BY_NAME[name].sheet}](#{_anchor(BY_NAME[name])}) | {BY_NAME[name].says} |" for name in SHEETS]
    return "\n".join(["| sheet | a row says |", "|---|---|", *rows])


def _anchor(kind: Kind) -> str:
    return kind.sheet.lower().replace(" ", "-")


def _kind(kind: Kind) -> Iterator[str]:
    yield f"## {kind.sheet}\n"
    yield f"{kind.says} In the graph: {_drawn(kind)}. Table: `{kind.table}`. {_told_apart(kind)}\n"
    yield "| column | what it says | holds | in the graph |"
    yield "|---|---|---|---|"
    for prop in kind.properties:
        heading = f"**{prop.heading}**" if prop.required else prop.heading
        yield f"| {heading} | {prop.says} | {_holds(kind, prop)} | {_in_graph(kind, prop)} |"


def _drawn(kind: Kind) -> str:
    if kind.ends is None:
        return f"node `{kind.name}`"
    one, other = (kind[end].heading for end in kind.ends)
    return f"link `{kind.link}` from {one} to {other}"


def _told_apart(kind: Kind) -> str:
    headings = [kind[name].heading for name in kind.key]
    order = ", and by their order in the sheet where all these are the same" if kind.counted else ""
    return f"Told apart by {', '.join(headings)}{order}."


def _holds(kind: Kind, prop: Property) -> str:
    if prop.names_things:
        what = " or ".join(f"the name of one of {BY_NAME[other].sheet}" for other in prop.to)
    elif prop.choices:
        what = ", ".join(f"`{choice}`" for choice in prop.choices)
    else:
        what = prop.type.value
    blank = BLANK_MEANS.get((kind.name, prop.name))
    return f"{what}{'; several' if prop.several else ''}{f'; blank: `{blank}`' if blank else ''}"


def _in_graph(kind: Kind, prop: Property) -> str:
    if kind.ends and prop.name in kind.ends:
        return "an end"
    return f"`{prop.link}`" if prop.link else f"`{prop.name}`"


if __name__ == "__main__":
    sys.stdout.write(dictionary_text())
