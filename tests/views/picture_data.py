"""What a picture's file holds, read back from it."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.views.test_columns import values_of


def part(page: str, name: str) -> Any:
    """One of the page's parts of data, as JSON."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def records(page: str, name: str) -> list[dict[str, Any]]:
    """Things (nodes), links (edges) or findings of a page."""
    packed = part(page, name)
    held = {key: values_of(column) for key, column in packed["columns"].items()}
    return [{key: values[row] for key, values in held.items()} for row in range(packed["rows"])]


def links(page: str) -> list[tuple[str, str, str, str, str]]:
    """Each link as who, how, what, more, cell."""
    things = records(page, "nodes")
    return [
        (
            things[one["from"]]["label"],
            one["link"],
            things[one["to"]]["label"],
            ", ".join(filter(None, (one["as"], one["when"]))),
            f"{one['sheet']}{one['row'] or ''}",
        )
        for one in records(page, "edges")
    ]
