"""Whom to engage first: a score that is a sum of lines, each of which says why."""

from __future__ import annotations

from partnermap.analysis.engaged import AGREED, Engaged
from partnermap.analysis.findings import plural

DISTANCE = {
    "absent": (40, "is nowhere in the agreement"),
    "declined": (40, "has declined or withdrawn"),
    "named": (30, "is only named"),
    "informed": (25, "was only informed"),
    "local": (25, "sits only on partnerships elsewhere in the area"),
    "consulted": (15, "was consulted and has not agreed"),
    "observer": (15, "only observes"),
    "represented": (10, "is only represented by others"),
    "seated": (5, "sits at the table and has not agreed"),
    "signed": (0, ""),
}
WEIGHT = {"high": 30, "medium": 15, "low": 5, "none": 0}

RULE = (
    "Priority adds up: how far the partner is from the table (absent 40, declined 40, named 30, informed or seated "
    "elsewhere 25, consulted or observing 15, represented 10, seated 5), what its kind weighs (high 30, medium 15, "
    "low 5), 10 for each outcome it leads, 3 for each it contributes to (20 at most), and 10 if it receives money "
    "without having agreed. A partner that has agreed or signed scores nothing. The points are a judgement, not a fact."
)


def score(engaged: Engaged, partner: str, level: str) -> list[tuple[int, str]]:
    """The lines of a partner's score: points and the reason for them."""
    if level == "signed":
        return []
    points, reason = DISTANCE[level]
    lines = [(points, reason)]
    weight = engaged.map.weight(partner)
    if WEIGHT[weight]:
        lines.append((WEIGHT[weight], f"its kind, {engaged.map.kind(partner)}, weighs {weight}"))
    if leads := engaged.leads.get(partner):
        lines.append((10 * len(leads), f"leads {plural(len(leads), 'outcome')}"))
    if contributes := engaged.contributes.get(partner):
        lines.append((min(20, 3 * len(contributes)), f"contributes to {plural(len(contributes), 'outcome')}"))
    if partner in engaged.received and engaged.status(partner) not in AGREED:
        lines.append((10, "receives money without having agreed"))
    return lines
