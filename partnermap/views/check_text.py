"""Whether the store holds together, and what contradicts what, for a terminal."""

from __future__ import annotations

from typing import Any

from partnermap.wording import day_of


def check_text(found: dict[str, Any]) -> str:
    """Whether the store holds together, and what contradicts what; what is open before what was ruled on."""
    lines = [f"FAULT: {fault}" for fault in found["faults"]] or ["The store holds together."]
    lines += [_open(one) for one in found["contradictions"]]
    lines += [f"Nobody defines any more what is named at {place}" for place in found["undefined"]]
    lines += [f"A chain leads back to where it began, in {one}. Correct one of them." for one in found["circles"]]
    if found["contradictions"]:
        lines.append("To rule on what differs: partnermap app, page Sources.")
    else:
        lines.append(f"No source contradicts another{', but for what was ruled on' if found['ruled'] else ''}.")
    return "\n".join([*lines, *(_ruled(one) for one in found["ruled"])])


def _open(one: dict[str, Any]) -> str:
    return f"Sources differ on {_what(one)}: {_values(one)}. The last one shows."


def _ruled(one: dict[str, Any]) -> str:
    by = f"ruled on by {one['by'] or 'unknown'} on {day_of(one['at'])} (change {one['change']}): {one['value']}"
    return f"Sources differed on {_what(one)}, {by}. They say: {_values(one)}."


def _what(one: dict[str, Any]) -> str:
    return f"{one['property']} of {one['kind']} “{one['thing']}”"


def _values(one: dict[str, Any]) -> str:
    return "; ".join(f"“{value['value']}” ({value['source']})" for value in one["values"])
