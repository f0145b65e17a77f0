"""Every kind of thing the map knows, declared once.

Tables and constraints, workbook sheets and columns, captions, colours, the data dictionary and
the networkx graph all follow from these declarations. A broken declaration does not import.

A :class:`Kind` is a sheet of the map workbook. Each of its rows says something about one thing of
that kind. A kind with ``ends`` (Membership, Party) is a link between two things; all others are nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final


class Type(Enum):
    """What a cell of a column may hold."""

    TEXT = "text"
    CHOICE = "one of a closed list"
    OPEN = "one of an open list, whose meaning a framework gives"
    DATE = "a day: a date cell, YYYY-MM-DD or DD/MM/YYYY"
    YEAR = "a financial year 2005/06, or a span 2005/06-2007/08"
    MONEY = "a sum in pounds, kept in pence"
    WHOLE = "a whole number"
    YESNO = "yes or no"
    NAME = "the name of a thing"
    SHARES = "names of things, each with an optional share: A: 60%; B: 40%"


@dataclass(frozen=True)
class Property:
    """One column of a sheet; ``says`` is its sentence in the data dictionary and the template."""

    name: str
    heading: str
    type: Type
    says: str
    required: bool = False
    several: bool = False
    choices: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Kinds of thing that a NAME may name; the first that has the name is meant."""
    link: str = ""
    """The relationship that the graph draws for a NAME, in capitals."""
    acyclic: bool = False
    """Whether a thing may never lead back to itself along this link."""

    @cached_property
    def names_things(self) -> bool:
        return self.type in (Type.NAME, Type.SHARES)


@dataclass(frozen=True)
class Kind:
    """One sheet of the map workbook, one table of the store, one kind of node or link of the graph."""

    name: str
    sheet: str
    table: str
    caption: str
    colour: str
    says: str
    key: tuple[str, ...]
    """Properties whose values together tell one thing from another."""
    properties: tuple[Property, ...]
    ends: tuple[str, str] | None = None
    """For a link: the properties that name its two ends, from and to."""
    link: str = ""
    """For a link: its relationship, in capitals."""
    counted: bool = False
    """Whether rows that share a key are different things, told apart by their order in the sheet."""

    def __getitem__(self, name: str) -> Property:
        return self._by_name[name]

    @property
    def _by_name(self) -> dict[str, Property]:
        return _BY_NAME[self.name]

    @property
    def columns(self) -> tuple[Property, ...]:
        """Properties that hold one value, a table's own columns."""
        return _COLUMNS[self.name]

    @property
    def lists(self) -> tuple[Property, ...]:
        """Properties that hold several values, a table each."""
        return _LISTS[self.name]

    @property
    def is_named(self) -> bool:
        return self.key[:1] == ("name",)


def _text(name: str, heading: str, says: str, *, required: bool = False) -> Property:
    return Property(name, heading, Type.TEXT, says, required)


def _choice(name: str, heading: str, says: str, choices: str, *, required: bool = False) -> Property:
    return Property(name, heading, Type.CHOICE, says, required, choices=tuple(choices.split()))


def _date(name: str, heading: str, says: str) -> Property:
    return Property(name, heading, Type.DATE, says)


def _yesno(name: str, heading: str, says: str) -> Property:
    return Property(name, heading, Type.YESNO, says)


def _name(
    name: str,
    heading: str,
    says: str,
    to: str,
    link: str,
    *,
    required: bool = False,
    several: bool = False,
    acyclic: bool = False,
) -> Property:
    kinds = tuple(to.split())
    return Property(name, heading, Type.NAME, says, required, several, to=kinds, link=link, acyclic=acyclic)


_SINCE = _date("since", "Since", "The first day on which this is so; blank: always.")
_UNTIL = _date("until", "Until", "The last day on which this is so; blank: still.")
_NOTES = _text("notes", "Notes", "Anything else worth keeping.")
_ALIASES = Property("aliases", "Aliases", Type.TEXT, "Other and former names.", several=True)


def _succeeded(kind: str) -> Property:
    return _name("succeeded_by", "Succeeded by", "What took its place.", kind, "SUCCEEDED_BY", several=True)


_BODY = "Partner Partnership"  # a partnership may stand where a partner is asked for

AREA = Kind(
    name="Area",
    sheet="Areas",
    table="area",
    caption="name",
    colour="#7a869a",
    says="A place, with its tier.",
    key=("name",),
    properties=(
        _text("name", "Name", "The area's name.", required=True),
        _choice("tier", "Tier", "Its tier.", "nation region county unitary district neighbourhood", required=True),
        _name("within", "Within", "Areas it lies within.", "Area", "WITHIN", several=True, acyclic=True),
        _text("code", "Code", "An official code."),
        _succeeded("Area"),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

PARTNER = Kind(
    name="Partner",
    sheet="Partners",
    table="partner",
    caption="name",
    colour="#2463a6",
    says="An organisation, with its kind and sector.",
    key=("name",),
    properties=(
        _text("name", "Name", "The organisation's name.", required=True),
        Property(
            "kind", "Kind", Type.OPEN, "What kind of body it is; a framework says what kinds mean.", required=True
        ),
        _choice("sector", "Sector", "Its sector; blank: its kind's.", "public voluntary community private"),
        _name("covers", "Covers", "Areas it works in.", "Area", "COVERS", several=True),
        _name("part_of", "Part of", "The body it is a part of.", "Partner", "PART_OF", acyclic=True),
        _succeeded("Partner"),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

THEME = Kind(
    name="Theme",
    sheet="Themes",
    table="theme",
    caption="name",
    colour="#8a5a9e",
    says="A block, a theme within one, or a cross-cutting theme.",
    key=("name",),
    properties=(
        _text("name", "Name", "The theme's name.", required=True),
        _choice("kind", "Kind", "Block, theme or cross-cutting theme.", "block theme cross-cutting"),
        _name("part_of", "Part of", "The wider theme it belongs to.", "Theme", "PART_OF", acyclic=True),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

PARTNERSHIP = Kind(
    name="Partnership",
    sheet="Partnerships",
    table="partnership",
    caption="name",
    colour="#c2571a",
    says="A body that partners, and other partnerships, sit on.",
    key=("name",),
    properties=(
        _text("name", "Name", "The partnership's name.", required=True),
        Property("kind", "Kind", Type.OPEN, "What kind of partnership it is, such as lsp or cdrp.", required=True),
        _name("themes", "Theme", "Themes it is about.", "Theme", "ABOUT", several=True),
        _name("covers", "Covers", "Areas it works for.", "Area", "COVERS", several=True, required=True),
        _name("reports_to", "Reports to", "The partnership it reports to.", "Partnership", "REPORTS_TO", acyclic=True),
        _name("oversees", "Oversees", "Agreements that it oversees.", "Agreement", "OVERSEES", several=True),
        _choice(
            "members_known",
            "Members known",
            "Whether the list of its members is complete; blank: all if any row of Memberships names it, else none.",
            "all some none",
        ),
        _name(
            "accountable_body",
            "Accountable body",
            "The partner that holds its money, a partnership being no legal person.",
            "Partner",
            "ACCOUNTABLE_BODY",
        ),
        Property("quorum", "Quorum", Type.WHOLE, "How many members it needs to decide."),
        _succeeded("Partnership"),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

MEMBERSHIP = Kind(
    name="Membership",
    sheet="Memberships",
    table="membership",
    caption="role",
    colour="#4f4f4f",
    says="A partner, or a partnership, sits on a partnership.",
    key=("partner", "partnership", "since"),
    ends=("partner", "partnership"),
    link="MEMBER_OF",
    properties=(
        _name("partner", "Partner", "Who sits there.", _BODY, "", required=True),
        _name("partnership", "Partnership", "On what it sits.", "Partnership", "", required=True),
        _choice("role", "Role", "As what it sits; an observer has no seat.", "chair vice_chair lead member observer"),
        _name("speaks_for", "Speaks for", "On whose behalf it sits as well.", _BODY, "SPEAKS_FOR", several=True),
        _text("seniority", "Seniority", "How senior the person is who attends."),
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

AGREEMENT = Kind(
    name="Agreement",
    sheet="Agreements",
    table="agreement",
    caption="name",
    colour="#b3282d",
    says="What was agreed for one or more areas.",
    key=("name",),
    properties=(
        _text("name", "Name", "The agreement's name.", required=True),
        _name("covers", "Covers", "Areas it was made for.", "Area", "COVERS", several=True, required=True),
        _name("lead_partner", "Lead partner", "The partner that leads it.", "Partner", "LED_BY"),
        _text("round", "Round", "The round it belongs to."),
        _date("starts", "Starts", "The day it starts."),
        _date("ends", "Ends", "The day it ends."),
        _yesno("single_pot", "Single pot", "Whether all its money is one pot."),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

PARTY = Kind(
    name="Party",
    sheet="Parties",
    table="party",
    caption="status",
    colour="#4f4f4f",
    says="How a partner stands to an agreement.",
    key=("partner", "agreement", "since"),
    ends=("partner", "agreement"),
    link="PARTY_TO",
    properties=(
        _name("partner", "Partner", "Who.", _BODY, "", required=True),
        _name("agreement", "Agreement", "To which agreement.", "Agreement", "", required=True),
        _choice(
            "status",
            "Status",
            "How far it has gone; blank: named.",
            "named informed consulted agreed signed declined withdrawn",
        ),
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

LEAD = Kind(
    name="Lead",
    sheet="Leads",
    table="lead",
    caption="post",
    colour="#5d6d3f",
    says="Who leads a theme of an agreement for the local or the government side; may be vacant.",
    key=("agreement", "side", "theme", "post", "since"),
    properties=(
        _name("agreement", "Agreement", "Of which agreement.", "Agreement", "FOR_AGREEMENT", required=True),
        _choice("side", "Side", "For which side.", "local government", required=True),
        _name("theme", "Theme", "Of which theme; blank: of the whole agreement.", "Theme", "FOR_THEME"),
        _name("partner", "Partner", "Who leads; blank: the post is vacant.", "Partner", "HELD_BY"),
        _text("post", "Post", "The post that leads."),
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

OUTCOME = Kind(
    name="Outcome",
    sheet="Outcomes",
    table="outcome",
    caption="name",
    colour="#1d7d5b",
    says="What should get better, under an agreement.",
    key=("name", "agreement"),
    properties=(
        _text("name", "Name", "The outcome in a few words.", required=True),
        _name("agreement", "Agreement", "The agreement it stands in.", "Agreement", "UNDER", required=True),
        _name("themes", "Theme", "Themes it is about.", "Theme", "ABOUT", several=True, required=True),
        _name("area", "Area", "The area it is for, if not the agreement's.", "Area", "IN"),
        _choice("priority", "Priority", "Whose priority it is.", "national local both"),
        _yesno("mandatory", "Mandatory", "Whether it had to be in."),
        _name("lead_partner", "Lead partner", "Who leads on it.", _BODY, "LED_BY"),
        _name("contributors", "Contributing partners", "Who contributes.", _BODY, "CONTRIBUTED_BY", several=True),
        _name("streams", "Streams", "Streams that serve it.", "FundingStream", "SERVED_BY", several=True),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

INDICATOR = Kind(
    name="Indicator",
    sheet="Indicators",
    table="indicator",
    caption="name",
    colour="#5fae8f",
    says="How an outcome is measured: baseline, target, by when.",
    key=("name", "outcome", "area", "target_year"),
    properties=(
        _text("name", "Name", "What is measured.", required=True),
        _name("outcome", "Outcome", "The outcome it measures.", "Outcome", "MEASURES", required=True),
        _name("agreement", "Agreement", "The agreement of that outcome.", "Agreement", ""),
        _name("area", "Area", "Where it is measured.", "Area", "IN"),
        _text("baseline", "Baseline", "Where it stood."),
        _text("baseline_year", "Baseline year", "When it stood there."),
        _text("target", "Target", "Where it should be."),
        _text("target_year", "Target year", "By when."),
        _text("stretch_target", "Stretch target", "A harder target with a reward."),
        _text("agree_by", "Agree by", "By when the target is to be agreed."),
        _name("lead_partner", "Lead partner", "Who answers for it.", "Partner", "LED_BY"),
        _text("unit", "Unit", "In what it is measured."),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

FUNDING_STREAM = Kind(
    name="FundingStream",
    sheet="Funding streams",
    table="funding_stream",
    caption="name",
    colour="#a8860b",
    says="A named source of money.",
    key=("name",),
    properties=(
        _text("name", "Name", "The stream's name.", required=True),
        _text("department", "Department", "Who provides it."),
        _name("part_of", "Part of", "The stream it is a part of.", "FundingStream", "PART_OF", acyclic=True),
        _choice("nature", "Nature", "What sort of money it is.", "area_based mainstream specific other"),
        _text("conditions", "Conditions", "What it may be spent on."),
        _yesno("ring_fenced", "Ring-fenced", "Whether it may be spent on nothing else."),
        _text("paid_to_tier", "Paid to tier", "To which tier it is paid."),
        _text("frequency", "Frequency", "How often it is paid."),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

ALLOCATION = Kind(
    name="Allocation",
    sheet="Allocations",
    table="allocation",
    caption="year",
    colour="#d9b84a",
    says="One sum of one stream, for a recipient, an area and a year, on a basis and terms.",
    key=("stream", "recipient", "agreement", "area", "year", "basis", "line"),
    counted=True,
    properties=(
        _name("stream", "Stream", "Of which stream.", "FundingStream", "OF", required=True),
        _name("recipient", "Recipient", "Who receives it.", _BODY, "TO"),
        _name("agreement", "Agreement", "Under which agreement.", "Agreement", "UNDER"),
        _name("area", "Area", "For which area.", "Area", "IN"),
        Property("year", "Year", Type.YEAR, "For which year; a span is never divided.", required=True),
        Property("amount", "Amount", Type.MONEY, "How much, in pounds; blank: not quantified."),
        _choice("basis", "Basis", "Planned, budgeted or spent; blank: budget.", "plan budget outturn"),
        Property(
            "treatment",
            "Treatment",
            Type.CHOICE,
            "On what terms it is in the agreement; blank: not stated.",
            several=True,
            choices=("pooled", "aligned", "passported", "excluded"),
        ),
        _choice("status", "Status", "Whether it was agreed; blank: agreed.", "proposed agreed refused"),
        _name("paid_through", "Paid through", "Through whom it is paid.", _BODY, "THROUGH"),
        _yesno("breakdown", "Breakdown", "Yes: another row holds this sum; shown, not added."),
        _text("line", "Line", "Tells like rows apart."),
        Property(
            "outcomes",
            "Outcomes",
            Type.SHARES,
            "Outcomes it serves, with shares if they are known.",
            several=True,
            to=("Outcome",),
            link="SERVES",
        ),
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

FREEDOM = Kind(
    name="Freedom",
    sheet="Freedoms",
    table="freedom",
    caption="name",
    colour="#3f8ea8",
    says="A freedom or flexibility that was asked for.",
    key=("name", "agreement"),
    properties=(
        _text("name", "Request", "What was asked for.", required=True),
        _name("agreement", "Agreement", "In which agreement.", "Agreement", "UNDER", required=True),
        _text("department", "Department", "Of whom it was asked."),
        _choice("status", "Status", "What became of it.", "requested ongoing agreed refused"),
        _text("label", "Label", "A label shared by like requests."),
        _text("rationale", "Rationale", "Why it was asked for."),
        _text("reply", "Reply", "What was answered."),
        _text("unlocks", "Unlocks", "What it would make possible."),
        _ALIASES,
        _SINCE,
        _UNTIL,
        _NOTES,
    ),
)

# In the order in which things may name each other: what is named comes first.
KINDS: Final = (
    AREA,
    PARTNER,
    THEME,
    AGREEMENT,
    PARTNERSHIP,
    FUNDING_STREAM,
    OUTCOME,
    INDICATOR,
    ALLOCATION,
    FREEDOM,
    MEMBERSHIP,
    PARTY,
    LEAD,
)
BY_NAME: Final = {kind.name: kind for kind in KINDS}

_BY_NAME: Final = {kind.name: {prop.name: prop for prop in kind.properties} for kind in KINDS}
_COLUMNS: Final = {kind.name: tuple(p for p in kind.properties if not p.several) for kind in KINDS}
_LISTS: Final = {kind.name: tuple(p for p in kind.properties if p.several) for kind in KINDS}

BLANK_MEANS: Final = {("Allocation", "basis"): "budget", ("Allocation", "status"): "agreed"}
"""What a blank cell stands for, where the contract gives it a meaning."""


def faults(kinds: tuple[Kind, ...] = KINDS) -> list[str]:
    """Every fault in the declarations, in words; none in a sound model."""
    known = {kind.name for kind in kinds}
    found = [f"{kind.name}: declared twice" for kind in kinds if sum(k.name == kind.name for k in kinds) > 1]
    for kind in kinds:
        found += _faults_of(kind, known)
    return found


def _faults_of(kind: Kind, known: set[str]) -> list[str]:
    names = [prop.name for prop in kind.properties]
    headings = [prop.heading.casefold() for prop in kind.properties]
    found = [f"{kind.name}.{name}: declared twice" for name in sorted(set(names)) if names.count(name) > 1]
    found += [f"{kind.name}: two columns {h!r}" for h in sorted(set(headings)) if headings.count(h) > 1]
    found += [f"{kind.name}: key {name!r} is no property" for name in kind.key if name not in names]
    found += [f"{kind.name}: end {name!r} is no property" for name in kind.ends or () if name not in names]
    if not kind.says.endswith("."):
        found.append(f"{kind.name}: says no sentence")
    for prop in kind.properties:
        found += [f"{kind.name}.{prop.name}: {fault}" for fault in _faults_in(prop, known)]
    return found


def _faults_in(prop: Property, known: set[str]) -> list[str]:
    checks = {
        "says no sentence": not prop.says.endswith("."),
        "is no plain name": not prop.name.replace("_", "").isalpha() or prop.name != prop.name.lower(),
        "is a choice without choices": (prop.type is Type.CHOICE) != bool(prop.choices),
        "names no kind": prop.names_things != bool(prop.to),
        "names a kind that is not there": not set(prop.to) <= known,
        "is acyclic but leads nowhere": prop.acyclic and not prop.link,
        "has a link that is not in capitals": prop.link != prop.link.upper(),
    }
    return [fault for fault, holds in checks.items() if holds]


if _found := faults():
    raise ImportError("the model does not hold together:\n" + "\n".join(_found))
