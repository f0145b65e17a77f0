"""Allocations: which are live, which are counted, how a sum is shared among outcomes."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from partnermap.analysis.words import Map


def treatments(map_: Map, allocation: str) -> list[str]:
    """On what terms an allocation is in the agreement."""
    found: list[str] = map_.get(allocation, "treatment") or []
    return found


def is_excluded(map_: Map, allocation: str) -> bool:
    return "excluded" in treatments(map_, allocation)


def is_refused(map_: Map, allocation: str) -> bool:
    return bool(map_.get(allocation, "status") == "refused")


def is_live(map_: Map, allocation: str) -> bool:
    """Neither excluded nor refused."""
    return not is_excluded(map_, allocation) and not is_refused(map_, allocation)


def is_counted(map_: Map, allocation: str) -> bool:
    """Live, and no breakdown of a sum that another row holds."""
    return is_live(map_, allocation) and not map_.get(allocation, "breakdown")


def basis(map_: Map, allocation: str) -> str:
    """plan, budget or outturn; blank is budget."""
    return str(map_.get(allocation, "basis") or "budget")


def whole(map_: Map, stream: str) -> str:
    """The topmost stream that a stream is a part of."""
    passed = {stream}
    step = map_.one("PART_OF", stream)
    while step is not None and step not in passed:
        passed.add(step)
        stream, step = step, map_.one("PART_OF", step)
    return stream


def shares(map_: Map, allocation: str) -> list[tuple[str, int, bool]]:
    """How an allocation's pence go to outcomes: (outcome, pence, whether that split is assumed).

    Without shares it is split equally, the remainder to the first; that is an assumption and marked as one.
    """
    served = [
        (outcome, facts.get("share"))
        for _, outcome, facts in map_.graph.out_edges(allocation, data=True)
        if facts["link"] == "SERVES"
    ]
    if not served:
        return []
    amount = int(map_.get(allocation, "amount") or 0)
    stated = all(share is not None for _, share in served)
    portions = [Decimal(share) / 100 if stated else Decimal(1) / len(served) for _, share in served]
    parts = [_part(amount, portion) for portion in portions]
    if not stated or sum(portions) == 1:  # else an outcome that is gone has a share, which nobody takes
        parts[0] += amount - sum(parts)
    assumed = not stated and len(served) > 1
    return [(outcome, pence, assumed) for (outcome, _), pence in zip(served, parts, strict=True)]


def _part(amount: int, share: Decimal) -> int:
    return int((amount * share).quantize(Decimal(1), ROUND_DOWN))
