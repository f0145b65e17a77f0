"""Small, tangled maps from a seed: every sheet of a map workbook and a framework to read it with.

``random_map(seed)`` gives plain rows (heading -> text) that form a valid map workbook, and a framework as ``tomllib``
would parse it; ``framework_toml`` writes that framework as a file. Read them as of ``AS_OF``: dates lie around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

Row = dict[str, str]
Sheets = dict[str, list[Row]]
Framework = dict[str, Any]
Choice = TypeVar("Choice")

AS_OF = date(2005, 3, 22)

PARTNER_KINDS: dict[str, tuple[str, str]] = {  # kind: sector and, mostly, weight
    "county_council": ("public", "high"),
    "district_council": ("public", "high"),
    "pct": ("public", "high"),
    "police_bcu": ("public", "high"),
    "connexions": ("public", "medium"),
    "jobcentre_plus": ("public", "medium"),
    "lsc": ("public", "medium"),
    "vcs_umbrella": ("voluntary", "low"),
    "community_network": ("community", "low"),
    "chamber_of_commerce": ("private", "low"),
    "parish_council": ("public", "none"),
    "vcs_organisation": ("voluntary", "none"),
    "business": ("private", "none"),
    "government_department": ("public", "none"),
    "inspectorate": ("public", "medium"),
}
NATIONAL = ("government_department", "inspectorate")
UNLISTED = ("credit_union", "festival")
PARTNERSHIP_KINDS = (
    "lsp",
    "cdrp",
    "childrens_trust",
    "psb",
    "thematic",
    "steering_group",
    "operational_group",
    "network",
)
THEMES = ("Safer communities", "Youth crime", "Older people", "Healthier lives", "Economy", "Skills", "Transport")
SECTORS = ("public", "voluntary", "community", "private")
STATUSES = ("", "named", "named", "informed", "consulted", "agreed", "signed", "declined", "withdrawn")
ROLES = ("chair", "vice_chair", "lead", "member", "member", "member", "observer")
YEARS = ("2004/05", "2005/06", "2005/06", "2006/07", "2005/06-2007/08")
TREATMENTS = (
    "",
    "pooled",
    "pooled",
    "aligned",
    "aligned",
    "passported",
    "passported",
    "pooled; passported",
    "excluded",
)
BASES = ("", "", "budget", "plan", "outturn")
STREAMS = ("Neighbourhood fund", "Safer streets", "Warm front", "Positive futures", "Learning grant", "Sport fund")
OUTCOMES = ("Fewer burglaries", "More walking", "Warmer homes", "Better skills", "Less litter", "Safer roads")
INDICATORS = ("Burglaries", "Adults who walk", "Homes insulated", "Level 2 at 19", "Collisions")
MEASURES = ("", "12", "85%", "TBC", "tba", "To be agreed", "n/a", "-", "?", "to be 40", "placeholder", "20 (tbc)")
TIERS = ((), (), ("district",), ("district", "unitary"), ("county", "neighbourhood"), ("region",), ("nation",))
TARGET_YEARS = ("", "2006/07", "2007/08", "2008/09", "tbd", "To Be Confirmed")


def random_map(seed: int) -> tuple[Sheets, Framework]:
    """A map and a framework, the same for the same seed."""
    maker = Maker(Random(seed))
    sheets = maker.make_sheets()
    return sheets, maker.make_framework()


def framework_toml(framework: Framework) -> str:
    """The framework as the text of a TOML file."""
    lines = [f"name = {toml_value(framework['name'])}", "[kinds]"]
    lines += [f"{kind} = {toml_value(said)}" for kind, said in framework["kinds"].items()]
    for expectation in framework["expectation"]:
        lines += ["[[expectation]]", *(f"{key} = {toml_value(value)}" for key, value in expectation.items())]
    return "\n".join(lines) + "\n"


def toml_value(value: object) -> str:
    """One value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    return '"' + str(value).replace('"', '\\"') + '"'


def filled(row: dict[str, str]) -> Row:
    """The row without its blank cells."""
    return {heading: text for heading, text in row.items() if text}


def joined(names: Iterable[str]) -> str:
    """Several values in a cell, each once."""
    return "; ".join(dict.fromkeys(names))


class Maker:
    """Makes one map, sheet by sheet; each sheet refers only to what stands before it."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.sheets: Sheets = {}
        self.kinds: list[str] = [*PARTNER_KINDS, *UNLISTED]
        self.within: dict[str, list[str]] = {}
        self.national: set[str] = {kind for kind in NATIONAL if self.chance(0.8)}
        self.tangled_dates = rng.random() * 0.3
        self.on_paper: set[str] = set()

    def make_sheets(self) -> Sheets:
        """Every sheet that has a row."""
        self.make_areas()
        self.make_themes()
        self.make_partners()
        self.make_agreements()
        self.make_partnerships()
        self.make_memberships()
        self.make_parties()
        self.make_leads()
        self.make_streams()
        self.make_outcomes()
        self.make_indicators()
        self.make_allocations()
        self.make_freedoms()
        return {sheet: rows for sheet, rows in self.sheets.items() if rows}

    # Choosing

    def chance(self, share: float) -> bool:
        """Whether something that happens this often happens."""
        return self.rng.random() < share

    def one(self, things: Sequence[Choice]) -> Choice:
        """One of them."""
        return self.rng.choice(things)

    def maybe(self, share: float, things: Sequence[str]) -> str:
        """One of them this often, else blank."""
        return self.one(things) if things and self.chance(share) else ""

    def some(self, things: Sequence[Choice], least: int, most: int) -> list[Choice]:
        """A few of them, in any order."""
        count = min(len(things), self.rng.randint(least, most))
        return self.rng.sample(list(things), count)

    def names(self, *sheets: str) -> list[str]:
        """The names in sheets so far."""
        return [row["Name"] for sheet in sheets for row in self.sheets.get(sheet, [])]

    def add(self, sheet: str, row: dict[str, str]) -> None:
        """A row at the end of a sheet."""
        self.sheets.setdefault(sheet, []).append(filled(row))

    def referred(self, name: str) -> str:
        """A name as a reference gives it: the full name or, now and then, an alias."""
        rows = [row for sheet in ("Partners", "Partnerships") for row in self.sheets.get(sheet, [])]
        alias = next((row.get("Aliases", "") for row in rows if row["Name"] == name), "")
        return alias if alias and self.chance(0.4) else name

    # Dates

    def day(self, first: int, last: int) -> str:
        """A day so many days from AS_OF, in one of the two written forms."""
        moment = AS_OF + timedelta(days=self.rng.randint(first, last))
        return moment.strftime("%d/%m/%Y") if self.chance(0.3) else moment.isoformat()

    def dates(self, gone: float | None = None) -> Row:
        """Since and Until: mostly none; gone this often, else there, some of them to the day."""
        if self.chance(self.tangled_dates if gone is None else gone):
            return self.gone_dates()
        there: list[Row] = [
            {"Since": self.day(-900, -1)},
            {"Until": self.day(1, 900)},
            {"Since": self.day(-900, -1), "Until": self.day(1, 900)},
            {"Since": AS_OF.isoformat()},
            {"Until": AS_OF.isoformat()},
        ]
        return self.one(there) if self.chance(0.2) else {}

    def gone_dates(self) -> Row:
        """Not yet, no more, or never: it ends before it begins."""
        gone: list[Row] = [
            {"Since": self.day(1, 900)},
            {"Until": self.day(-900, -1)},
            {"Since": self.day(-900, -500), "Until": self.day(-400, -1)},
            {"Since": self.day(1, 400), "Until": self.day(-400, -1)},
        ]
        return self.one(gone)

    # Areas and what covers them

    def make_areas(self) -> None:
        """A nation, a region or two, a county or two with districts, a unitary, neighbourhoods."""
        self.add_area("England", "nation", [])
        self.add_area("Northvale", "region", ["England"])
        if self.chance(0.3):
            self.add_area("Southvale", "region", ["England"])
        self.add_county("Ashshire", ("Ashby", "Ashford", "Ashdown", "Ashwick"))
        if self.chance(0.5):
            self.add_county("Elmshire", ("Elmby", "Elmford", "Elmdown", "Elmwick"))
        if self.chance(0.6):
            self.add_area("Oakport", "unitary", self.some(["Northvale", "Ashshire"], 1, 2))
        self.make_neighbourhoods()

    def add_area(self, name: str, tier: str, within: list[str], gone: float = 0.0) -> None:
        """An area and what it is directly within."""
        self.within[name] = within
        self.add("Areas", {"Name": name, "Tier": tier, "Within": joined(within), **self.dates(gone)})

    def add_county(self, name: str, districts: tuple[str, ...]) -> None:
        """A county with three or four districts; one of them may lie in two counties."""
        self.add_area(name, "county", ["Northvale"])
        for district in districts[: self.rng.randint(3, 4)]:
            others = [area for area in ("Ashshire", "Oakport") if area in self.within and area != name]
            both = self.some(others, 0, 1) if self.chance(0.2) else []
            self.add_area(district, "district", [name, *both], gone=0.04)

    def make_neighbourhoods(self) -> None:
        """Some within a district, some within two areas, one perhaps within the county itself."""
        districts = self.tier("district")
        for name in ("Mill Lane", "Abbey", "Castle", "Docks")[: self.rng.randint(1, 4)]:
            wholes = [
                *self.some(districts, 1, 2 if self.chance(0.3) else 1),
                *(["Ashshire"] if self.chance(0.1) else []),
            ]
            self.add_area(name, "neighbourhood", wholes, gone=0.08)

    def tier(self, tier: str) -> list[str]:
        """The areas of a tier."""
        return [row["Name"] for row in self.sheets["Areas"] if row["Tier"] == tier]

    def parts(self, area: str) -> list[str]:
        """The areas directly within an area."""
        return [name for name, wholes in self.within.items() if area in wholes]

    def covers(self) -> list[str]:
        """What something covers: a county, all its districts, some, one, a neighbourhood, or wider."""
        county = self.one(self.tier("county"))
        districts = self.parts(county)
        style = self.rng.randrange(12)
        if style < 3:
            return [county]
        if style == 3:
            return districts
        if style < 6:
            return self.some(districts, 2, 3)
        if style < 9:
            return [self.one(districts)]
        if style == 9:
            return self.some(self.tier("neighbourhood"), 1, 2)
        if style == 10:
            return self.some([*self.tier("unitary"), *self.tier("district")], 1, 2)
        return [self.one(["England", "Northvale"]), *self.some(districts, 0, 1)]

    # Named things

    def make_themes(self) -> None:
        """Themes and what they are part of, some of them gone."""
        for name in self.some(THEMES, 4, 6):
            part_of = self.maybe(0.35, self.names("Themes"))
            kind = self.maybe(0.7, ["block", "theme", "cross-cutting"])
            self.add("Themes", {"Name": name, "Kind": kind, "Part of": part_of, **self.dates(0.07)})

    def unused(self, stem: str) -> str:
        """The stem, numbered where a partner or a partnership has that name."""
        taken = self.names("Partners", "Partnerships")
        return next(name for number in range(1, 99) if (name := f"{stem} {number}") not in taken)

    def alias(self, name: str) -> str:
        """An alias of its own, now and then."""
        return f"Old name of {name}" if self.chance(0.2) else ""

    def make_partners(self) -> None:
        """Partners of many kinds; some are part of another."""
        for _ in range(self.rng.randint(9, 15)):
            kind = self.one(self.kinds)
            name = self.unused(kind.replace("_", " ").capitalize())
            blank = kind in self.national and self.chance(0.7)
            covers = [self.one(["England", "Northvale", "Ashshire"])] if kind in self.national else self.covers()
            row = {
                "Name": name,
                "Kind": kind,
                "Sector": self.maybe(0.25, SECTORS),
                "Covers": "" if blank or self.chance(0.05) else joined(covers),
                "Part of": self.maybe(0.3, self.names("Partners")),
                "Aliases": self.alias(name),
            }
            self.add("Partners", row | self.dates())

    def make_agreements(self) -> None:
        """One to three agreements; most have a lead partner."""
        for number in range(1, self.rng.randint(1, 3) + 1):
            row = {
                "Name": f"Local agreement {number}",
                "Covers": joined(self.agreement_covers()),
                "Lead partner": self.maybe(0.6, self.names("Partners")),
                "Round": self.maybe(0.5, ["1", "2"]),
                "Starts": self.maybe(0.5, ["2005-04-01", "2001-04-01"]),
                "Ends": self.maybe(0.3, ["2008-03-31", "2004-03-31"]),
                "Single pot": self.maybe(0.3, ["yes", "no"]),
            }
            self.add("Agreements", row | self.dates(0.05 if number > 1 else 0.0))

    def agreement_covers(self) -> list[str]:
        """A county, all its districts, some, a unitary, or a county and a unitary; at least one that is there."""
        county = self.one(self.tier("county"))
        unitary = self.tier("unitary")
        styles = [[county], [county], self.parts(county), self.some(self.parts(county), 1, 2), unitary]
        chosen = self.one([*styles, [county, *unitary]]) or [county]
        return chosen if any(self.lasts(area) for area in chosen) else [county]

    def lasts(self, area: str) -> bool:
        """Whether an area has no dates."""
        return any(row["Name"] == area and "Since" not in row and "Until" not in row for row in self.sheets["Areas"])

    def make_partnerships(self) -> None:
        """Partnerships of every kind, with chains of Reports to."""
        if self.chance(0.2):
            self.make_paper_chain()
        for _ in range(self.rng.randint(6, 12)):
            kind = self.one(PARTNERSHIP_KINDS)
            name = self.unused(f"{kind.replace('_', ' ').capitalize()} board")
            known = self.one(["", "", "", "all", "all", "some", "none"])
            row = {
                "Name": name,
                "Kind": kind,
                "Theme": joined(self.some(self.names("Themes"), 0, 2)) if self.chance(0.75) else "",
                "Covers": joined(self.covers()),
                "Reports to": self.maybe(0.3, self.names("Partnerships")),
                "Oversees": joined(self.some(self.names("Agreements"), 1, 2)) if self.chance(0.25) else "",
                "Members known": known,
                "Accountable body": self.maybe(0.4, self.names("Partners")),
                "Quorum": self.maybe(0.3, ["2", "3"]),
                "Aliases": self.alias(name),
            }
            self.add("Partnerships", row | self.dates())

    def make_paper_chain(self) -> None:
        """A district's board that reports to the county's through one that nobody sits on."""
        theme = self.one(self.names("Themes"))
        chain = [
            ("Board of the county", "Ashshire", ""),
            ("Board on paper", self.one(["Ashshire", "England"]), "all"),
            ("Board of a district", self.one(self.parts("Ashshire")), ""),
        ]
        above = ""
        for name, area, known in chain:
            row = {"Name": name, "Kind": "psb", "Theme": theme, "Covers": area, "Reports to": above}
            self.add("Partnerships", row | {"Members known": known})
            above = name
        self.on_paper = {"Board on paper"}

    # Who sits, agrees and leads

    def make_memberships(self) -> None:
        """Seats, observers, partnerships on partnerships, rows that speak for others."""
        for partnership in [name for name in self.names("Partnerships") if name not in self.on_paper]:
            count = self.one([0, 1, 2, 3, 4, 5])
            holders = [*self.names("Partners"), *self.names("Partners"), *self.names("Partnerships")]
            for holder in dict.fromkeys(self.some(holders, count, count)):
                if holder != partnership:
                    self.add_membership(holder, partnership)
        if self.sheets.get("Memberships") and self.chance(0.1):
            self.sheets["Memberships"].append(dict(self.one(self.sheets["Memberships"])))

    def add_membership(self, holder: str, partnership: str) -> None:
        """One membership, or two of one after the other."""
        speaks_for = self.some(self.names("Partners", "Partnerships"), 1, 3) if self.chance(0.25) else []
        row = {
            "Partner": self.referred(holder),
            "Partnership": self.referred(partnership),
            "Role": self.one(ROLES),
            "Speaks for": joined(self.referred(name) for name in speaks_for if name != holder),
        }
        if self.chance(0.06):
            self.add("Memberships", row | {"Until": "2004-06-30"})
            self.add("Memberships", row | {"Role": self.one(ROLES), "Since": "2004-07-01"})
        else:
            self.add("Memberships", row | self.dates())

    def make_parties(self) -> None:
        """Party rows, for some partners several by Since; some end, some begin later."""
        for agreement in self.names("Agreements"):
            bodies = self.some(self.names("Partners"), 2, 6) + self.some(self.names("Partnerships"), 0, 1)
            for body in bodies:
                sinces = ["", "2003-05-01", "2004-11-30", "2005-03-22", "2005-09-01"]
                several = self.some(sinces, 2, 4) if self.chance(0.3) else [self.one(["", "", *sinces])]
                for since in several:
                    self.add_party(body, agreement, since)

    def add_party(self, body: str, agreement: str, since: str) -> None:
        """One party row."""
        row = {
            "Partner": self.referred(body),
            "Agreement": agreement,
            "Status": self.one(STATUSES),
            "Since": since,
            "Until": self.maybe(0.15, ["2004-12-31", "2005-03-22", "2008-03-31"]),
        }
        self.add("Parties", row)

    def make_leads(self) -> None:
        """Leads by side and theme; some posts are vacant."""
        for agreement in self.names("Agreements"):
            for number in range(self.one([0, 1, 2, 3, 4])):
                row = {
                    "Agreement": agreement,
                    "Side": self.one(["local", "government"]),
                    "Theme": self.maybe(0.85, self.names("Themes")),
                    "Partner": self.maybe(0.7, self.names("Partners")),
                    "Post": f"Post {number}",
                }
                self.add("Leads", row | self.dates())

    # Money, outcomes, indicators

    def departments(self) -> list[str]:
        """The government departments of the map."""
        return [row["Name"] for row in self.sheets["Partners"] if row["Kind"] == "government_department"]

    def make_streams(self) -> None:
        """Streams and their parts."""
        for name in self.some(STREAMS, 3, 6):
            row = {
                "Name": name,
                "Department": self.maybe(0.4, self.departments()),
                "Part of": self.maybe(0.6, self.names("Funding streams")),
                "Nature": self.maybe(0.5, ["area_based", "mainstream", "specific", "other"]),
            }
            self.add("Funding streams", row | self.dates(0.08))

    def make_outcomes(self) -> None:
        """Up to four outcomes an agreement; two agreements may have one of the same name."""
        for agreement in self.names("Agreements"):
            for name in self.some(OUTCOMES, 1, 4):
                self.add("Outcomes", self.outcome(name, agreement) | self.dates(0.07))

    def outcome(self, name: str, agreement: str) -> Row:
        """One outcome."""
        bodies = self.names("Partners") * 4 + self.names("Partnerships")
        return {
            "Name": name,
            "Agreement": agreement,
            "Theme": joined(self.some(self.names("Themes"), 1, 2)),
            "Area": self.maybe(0.3, self.names("Areas")),
            "Priority": self.maybe(0.5, ["national", "local", "both"]),
            "Lead partner": self.referred(self.maybe(0.65, bodies)),
            "Contributing partners": joined(self.referred(name) for name in self.some(bodies, 0, 2)),
            "Streams": joined(self.some(self.names("Funding streams"), 1, 2)) if self.chance(0.3) else "",
        }

    def agreements_of(self, outcome: str) -> list[str]:
        """The agreements that have an outcome of that name."""
        return [row["Agreement"] for row in self.sheets["Outcomes"] if row["Name"] == outcome]

    def make_indicators(self) -> None:
        """Up to two indicators an outcome, with what is still to be confirmed."""
        for outcome in self.sheets["Outcomes"]:
            alone = len(self.agreements_of(outcome["Name"])) == 1
            for name in self.some(INDICATORS, 0, 2):
                row = {
                    "Name": name,
                    "Outcome": outcome["Name"],
                    "Agreement": "" if alone and self.chance(0.4) else outcome["Agreement"],
                    "Baseline": self.one(MEASURES),
                    "Target": self.one(MEASURES),
                    "Target year": self.one(TARGET_YEARS),
                    "Lead partner": self.maybe(0.3, self.names("Partners")),
                }
                self.add("Indicators", row | self.dates())

    def make_allocations(self) -> None:
        """Allocations of every kind, some of them like an earlier one but for a little."""
        for _ in range(self.rng.randint(5, 14)):
            rows = self.sheets.get("Allocations", [])
            row = self.like(self.one(rows)) if rows and self.chance(0.45) else self.allocation()
            self.add("Allocations", row)

    def allocation(self) -> Row:
        """One allocation."""
        agreement = self.maybe(0.85, self.names("Agreements"))
        bodies = self.names("Partners") * 2 + self.names("Partnerships")
        row = {
            "Stream": self.one(self.names("Funding streams")),
            "Recipient": self.referred(self.maybe(0.85, bodies)),
            "Agreement": agreement,
            "Area": self.maybe(0.75, self.names("Areas")),
            "Year": self.one(YEARS),
            "Amount": self.amount(),
            "Basis": self.one(BASES),
            "Treatment": self.one(TREATMENTS),
            "Status": self.one(["", "", "", "agreed", "proposed", "refused"]),
            "Paid through": self.maybe(0.1, self.names("Partners")),
            "Breakdown": "yes" if self.chance(0.1) else "",
            "Line": self.maybe(0.3, ["1", "2"]),
            "Outcomes": self.served(agreement),
        }
        return row | (self.dates() if self.chance(0.2) else {})

    def amount(self) -> str:
        """A sum in pounds, with or without pence; blank is not quantified."""
        return self.one(["", "0", str(self.rng.randint(1, 900) * 1000), f"{self.rng.randint(1, 99999999) / 100:.2f}"])

    def served(self, agreement: str) -> str:
        """Outcomes of the agreement, with or without shares that make 100%."""
        names = [row["Name"] for row in self.sheets["Outcomes"] if row["Agreement"] == agreement]
        chosen = self.some(names, 1, 3) if self.chance(0.5) else []
        if len(chosen) == 1 or self.chance(0.5):
            return joined(chosen)
        shares = {2: ("60%", "40%"), 3: ("50%", "30%", "20%")}.get(len(chosen), ())
        return joined(f"{name}: {share}" for name, share in zip(chosen, shares, strict=True))

    def like(self, row: Row) -> Row:
        """An earlier allocation again: as it was, by a part or a whole, by another line, or passed on inwards."""
        twin = dict(row)
        style = self.rng.randrange(6)
        if style < 3:
            twin["Stream"] = self.one(self.related_streams(row["Stream"]))
            twin |= {"Line": self.maybe(0.3, ["1", "2"]), "Breakdown": "yes" if self.chance(0.15) else ""}
        elif style == 3:
            twin |= {"Basis": self.one(["budget", "outturn"]), "Line": self.one(["1", "2"])}
        elif style == 4:
            twin["Recipient"] = self.one(self.names("Partners"))
            twin["Area"] = self.one(self.parts(row.get("Area", "")) or self.names("Areas"))
        return twin | {"Amount": self.amount()}

    def related_streams(self, stream: str) -> list[str]:
        """What a stream is part of and what is part of it, in any number of steps, or itself."""
        every = self.names("Funding streams")
        related = [one for one in every if one in self.wholes(stream) or stream in self.wholes(one)]
        return related or [stream]

    def wholes(self, stream: str) -> list[str]:
        """What a stream is part of, in any number of steps."""
        above = next(row.get("Part of", "") for row in self.sheets["Funding streams"] if row["Name"] == stream)
        return [above, *self.wholes(above)] if above else []

    def make_freedoms(self) -> None:
        """A request or two."""
        for agreement in self.names("Agreements"):
            if self.chance(0.4):
                status = self.maybe(0.8, ["requested", "ongoing", "agreed", "refused"])
                label = self.maybe(0.5, ["Data", "Budgets"])
                row = {"Request": "Share data", "Agreement": agreement, "Status": status, "Label": label}
                self.add("Freedoms", row | self.dates())

    # The framework

    def make_framework(self) -> Framework:
        """What the kinds mean and whom one expects."""
        kinds = {kind: self.partner_kind(kind) for kind in PARTNER_KINDS if self.chance(0.95) or kind in self.national}
        expectations = [self.expectation(number) for number in range(1, self.rng.randint(4, 7) + 1)]
        return {"name": "Expectations", "kinds": kinds | self.general_kinds(), "expectation": expectations}

    def partner_kind(self, kind: str) -> dict[str, object]:
        """Sector and weight of a kind of partner."""
        sector, weight = PARTNER_KINDS[kind]
        moved = self.one(["high", "medium", "low", "none"]) if self.chance(0.2) else weight
        return {"sector": sector, "weight": moved} | ({"national": True} if kind in self.national else {})

    def general_kinds(self) -> dict[str, dict[str, object]]:
        """One or two general kinds of partnership, or none."""
        general = self.one([["lsp"], ["lsp"], ["lsp", "psb"], []])
        return {kind: {"general": True} for kind in general}

    def expectation(self, number: int) -> dict[str, Any]:
        """An expectation of one form or another."""
        said: dict[str, Any] = {"name": f"Expectation {number}"} | self.expected_partners()
        said |= {"each": self.chance(0.7)} if self.chance(0.5) else {}
        said |= self.expected_places()
        tiers = self.one(
            [[], [], ["district"], ["district", "unitary"], ["county", "neighbourhood"], ["region"], ["nation"]]
        )
        said |= {"tier": self.one_or_list(tiers)} if tiers else {}
        said["strength"] = self.one(["statutory", "expected", "desirable"])
        said |= self.force()
        return said | {"why": "it is so", "source": "an Act", "confirmed": self.chance(0.5)}

    def one_or_list(self, values: list[str]) -> str | list[str]:
        """ "may be one text or a list"."""
        return values[0] if len(values) == 1 and self.chance(0.5) else values

    def expected_partners(self) -> dict[str, Any]:
        """Kinds, names and sectors: one of these, or two."""
        partners = [row.get("Aliases", row["Name"]) for row in self.sheets["Partners"]]
        forms: dict[str, list[str]] = {
            "kinds": self.some(self.kinds, 1, 3),
            "names": [*self.some(partners, 1, 2), *(["Nobody's trust"] if self.chance(0.1) else [])],
            "sectors": self.some(SECTORS, 1, 2),
        }
        keys = self.some(list(forms), 1, 2)
        return {key: self.one_or_list(forms[key]) for key in keys}

    def expected_places(self) -> dict[str, Any]:
        """Kinds of partnership, a theme, both, or neither."""
        said: dict[str, Any] = {}
        if self.chance(0.4):
            said["sits_on"] = self.one_or_list(self.some(PARTNERSHIP_KINDS, 1, 3))
        if self.chance(0.4):
            said["theme"] = self.one(THEMES if self.chance(0.1) else self.names("Themes"))
        return said

    def force(self) -> dict[str, date]:
        """First and last day, around AS_OF."""
        days = [-400, -1, 0, 0, 1, 400]
        said: dict[str, date] = {}
        if self.chance(0.25):
            said["from"] = AS_OF + timedelta(days=self.one(days))
        if self.chance(0.25):
            said["until"] = AS_OF + timedelta(days=self.one(days))
        return said
