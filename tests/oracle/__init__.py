"""A second opinion on the reports: each rule coded slowly and plainly over rows, from the contract's words alone.

``findings`` gives what a report finds, without messages and sources; ``money`` gives what the funding tables add up
to. Docstrings quote the words that a function is about.

Where the words leave room, these readings were chosen:

Days
  - Of several Parties rows, the one with the latest Since is chosen among those that are there: a later row that has
    ended does not hide an earlier one that goes on.
  - An allocation whose Agreement or Area is gone reads as one without; its Stream gone, it is not there.
  - An indicator whose outcome is not there is not there, though its own Since and Until are not looked at.
  - An agreement that is gone (by Since and Until, not Starts and Ends) is in no scope.
  - Written blank is what counts where blank has a meaning of its own: Covers of a partner of a national kind, Theme in
    Leads, Accountable body. Elsewhere a column whose every name is gone reads as blank: a partnership whose themes are
    all gone names none, so its forums are those of its kind.
  - Within stops at an area that is gone, as Part of and Reports to do; "every area directly within" asks for those
    that are there.
  - ``no-recipient`` is about a blank cell: a recipient that is gone is a recipient in every rule of funding.

Words
  - A partner of a kind that is listed without a weight weighs medium, like an unlisted one.
  - Only a row that is itself a seat speaks for anybody: what an observer's row says is no proxy.
  - A row that speaks for the body a partner is part of is no proxy of the partner; only its own name or that of a
    partnership on which it has a seat is.
  - The accountable body receives what its partnership receives in one step: it is a partner, nothing goes on from it.
  - To lead is to be the Lead partner of an outcome: the leads of indicators, of agreements and in Leads are not meant.
  - A partnership in name only that another partnership Reports to ends the chain there.
  - Kinds are compared as written, values from a list whatever their case.

two-tier
  - The outcomes that name a theme are those of any agreement that is of the county, whatever the scope.
  - The districts in ``no-district-forum`` and ``no-lsp`` are whatever is directly within the county, of any tier.
  - ``no-district-forum``: a district is covered by a district-tier partnership in the word's full sense, thus also by
    one that names something above the district and another area within the county.
  - ``seat-by-proxy`` looks at the county-tier partnerships as ``no-county-seat`` does: with any that is not fully
    known it is open.
  - The same subject found from two counties with different places stands twice.

engagement
  - An agreement none of whose areas is there has no table but those that oversee it.
  - "a seat on another partnership" (`local`) needs no telling apart: a seat at a table has made the level before.
  - A partner's own `agreed` as lead partner comes before what it would take over from a body it is part of.
  - Among the bodies it is part of, those that have not agreed or signed are passed over, declined ones as well.
  - ``money-without-consent`` is severe by the worst treatment among all the live allocations that it receives there.

missing
  - A theme of an expectation that is not there has no partnership for it, so there are no places.
  - An expectation without kinds, names and sectors fits nobody.
  - The first area of an agreement is the first that its Covers names and that is there.
  - ``sector-absent`` is found whatever the framework expects.
  - With ``each``, the places (and so ``open``) are the same for every candidate.

funding and thread
  - A year in the scope leaves out allocations of other years, and with them what they serve, in thread as well; it
    leaves outcomes alone.
  - ``stream-without-outcome``: a stream that serves only outcomes that are gone or out of scope serves none.
  - ``unquantified`` and ``no-recipient`` are about live allocations, breakdowns among them.
  - ``possible-double-count`` and ``possible-pass-on`` look across agreements, within the scope.
  - An indicator's name found twice in one agreement gives one finding.
  - ``possible-double-count`` between a stream and a part does not look at Line, as the rule leaves it out.

Not read: names told apart by an area in brackets, aliases of outcomes and of indicators.
"""

from __future__ import annotations

from datetime import date

from . import engagement, funding, missing, thread, two_tier
from .funding import Money, Totals
from .rows import Framework, Row, Sheets, read_day
from .words import Finding

REPORTS = ("two-tier", "engagement", "missing", "funding", "thread")

__all__ = ["REPORTS", "Finding", "Money", "Row", "Sheets", "Totals", "findings", "money"]


def findings(
    report: str,
    sheets: Sheets,
    framework: Framework,
    as_of: date,
    agreement: str | None = None,
    area: str | None = None,
    year: str | None = None,
) -> list[Finding]:
    """What a report finds at a day, each once, in a settled order. ``KeyError`` for a report that is none of these."""
    day = read_day(sheets, framework, as_of)
    ask = {
        "two-tier": lambda: two_tier.findings(day, agreement, area),
        "engagement": lambda: engagement.findings(day, agreement, area),
        "missing": lambda: missing.findings(day, agreement, area),
        "funding": lambda: funding.findings(day, agreement, area, year),
        "thread": lambda: thread.findings(day, agreement, area, year),
    }
    return ask[report]()


def money(
    sheets: Sheets,
    framework: Framework,
    as_of: date,
    agreement: str | None = None,
    area: str | None = None,
    year: str | None = None,
) -> Money:
    """What the funding tables add up to, in pence."""
    return funding.money(read_day(sheets, framework, as_of), agreement, area, year)
