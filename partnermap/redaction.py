"""Redaction profiles: what of a map an audience does not get, and why.

A profile is a TOML file that people write themselves: whole things that are removed, properties that are blanked,
whether sources are shown. A broken one is refused with all of its faults at once, each with its
line. What a profile does to a map is in :mod:`partnermap.views.redacted`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from partnermap.errors import ProfileError
from partnermap.model import BLANK_MEANS, BY_NAME, Kind, Property, Type
from partnermap.nearest import nearest
from partnermap.shelf import Shelf
from partnermap.toml_tables import Faults, Table, found

_SHELF = Shelf("redaction", "redaction profile", ProfileError)
_TOP_KEYS = ("name", "remove", "blank", "sources")
_ASKABLE = (Type.CHOICE, Type.OPEN, Type.YESNO)


@dataclass(frozen=True)
class Rule:
    """What is left out: whole things of some kinds, or some properties of theirs, and why."""

    kinds: tuple[str, ...]
    properties: tuple[str, ...]
    """Empty: the whole thing goes."""
    where: tuple[tuple[str, tuple[str, ...]], ...]
    """Only things of which each of these properties has one of the values beside it."""
    why: str

    def of(self, kind: Kind) -> list[Property]:
        """The properties of a kind that it blanks."""
        return [prop for prop in kind.properties if prop.name in self.properties and kind.name in self.kinds]

    def meets(self, kind: Kind, facts: dict[str, object]) -> bool:
        """Whether a thing with these facts is one that it is about."""
        return all(_said(kind, name, facts[name]) in values for name, values in self.where)


def _said(kind: Kind, name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value is not None else BLANK_MEANS.get((kind.name, name), "")


@dataclass(frozen=True)
class Profile:
    """What an audience does not get, in the order of the file."""

    name: str
    rules: tuple[Rule, ...]
    sources: bool
    """Whether the cells that facts came from are shown."""
    why_no_sources: str


def available() -> list[str]:
    """The names of the profiles that come with the package, in order of the alphabet."""
    return _SHELF.names()


def load(name_or_path: str) -> Profile:
    """A profile by its name, or from a file (a path, or anything that ends in .toml)."""
    return parse(*_SHELF.text(name_or_path))


def parse(text: str, origin: str) -> Profile:
    """The profile in a TOML text; `origin` is the file's name in messages. All faults are told together."""
    faults = Faults(text, origin)
    top = Table(faults.read(), "the profile", (), faults)
    top.refuse_unknown(_TOP_KEYS)
    rules = (*_rules(top, "remove"), *_rules(top, "blank"))
    sources, why = _sources(top)
    if not rules and sources and not faults.told():
        top.fault("", "the profile leaves nothing out; expected tables that begin with [[remove]] or [[blank]].")
    name = top.text("name") or Path(origin).stem
    if told := faults.told():
        raise ProfileError(told)
    return Profile(name, rules, sources, why)


def _sources(top: Table) -> tuple[bool, str]:
    values = top.values.get("sources")
    if values is None:
        return True, ""
    if not isinstance(values, dict):
        top.wrong("sources", values, "a table [sources]")
        return True, ""
    table = Table(values, "[sources]", ("sources",), top.faults)
    table.refuse_unknown(("show", "why"))
    shown = table.flag("show")
    return shown, "" if shown else _why(table)


def _rules(top: Table, verb: str) -> list[Rule]:
    listed = top.values.get(verb, [])
    if not isinstance(listed, list) or not all(isinstance(values, dict) for values in listed):
        top.wrong(verb, listed, f"tables that each begin with [[{verb}]]")
        return []
    places = [(verb, str(number)) for number in range(1, len(listed) + 1)]
    return [
        _rule(Table(values, f"[[{verb}]] {place[1]}", place, top.faults), verb)
        for place, values in zip(places, listed, strict=True)
    ]


def _rule(table: Table, verb: str) -> Rule:
    blanks = verb == "blank"
    table.refuse_unknown(("kinds", "properties", "where", "why") if blanks else ("kinds", "where", "why"))
    kinds = _kinds(table, blanks)
    names = _properties(table, kinds) if blanks else ()
    return Rule(tuple(kind.name for kind in kinds), names, _where(table, kinds), _why(table))


def _why(table: Table) -> str:
    why = table.text("why")
    if not why and isinstance(table.values.get("why", ""), str):
        table.fault("why", f'{table.called} gives no reason; expected why = "...", which the copy shows.')
    return why


def _kinds(table: Table, every: bool) -> list[Kind]:
    named = table.texts("kinds")
    if not named and every and "kinds" not in table.values:
        return list(BY_NAME.values())
    if not named:
        table.fault("kinds", f'{table.called} names no kind; expected one or more, such as kinds = ["Freedom"].')
    for name in named:
        if name not in BY_NAME:
            words = f'{table.called} has an unknown kind "{name}"; expected one of {", ".join(BY_NAME)}.'
            table.fault("kinds", words + _meant(name, list(BY_NAME)))
    return [BY_NAME[name] for name in named if name in BY_NAME]


def _properties(table: Table, kinds: list[Kind]) -> tuple[str, ...]:
    named = table.texts("properties")
    if not named:
        table.fault("properties", f'{table.called} names no property; expected some, such as properties = ["notes"].')
    known = list(dict.fromkeys(prop.name for kind in kinds for prop in kind.properties))
    for name in named:
        if name not in known:
            words = f'{table.called} has an unknown property "{name}"; expected one of {", ".join(known)}.'
            table.fault("properties", words + _meant(name, known))
        for kind in kinds:
            if any(prop.name == name and not _can_be_blank(kind, prop) for prop in kind.properties):
                words = f"{kind.name}.{name} cannot be blank, as it tells one thing from another or a map needs it"
                table.fault("properties", f"{table.called}: {words}; remove {kind.name} instead, or leave it.")
    return named


def _can_be_blank(kind: Kind, prop: Property) -> bool:
    """A text can be replaced by another; anything else has to be one that the map holds together without."""
    return prop.type is Type.TEXT or not (prop.required or (prop.name in kind.key and not kind.counted))


def _where(table: Table, kinds: list[Kind]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    values = table.values.get("where", {})
    if not isinstance(values, dict):
        table.wrong("where", values, 'a table such as { status = ["proposed"] }')
        return ()
    asked = Table(values, f"where of {table.called}", (*table.place, "where"), table.faults)
    return tuple((name, _values(asked, name, kinds)) for name in values)


def _values(asked: Table, name: str, kinds: list[Kind]) -> tuple[str, ...]:
    known = [p for kind in kinds for p in kind.properties if p.type in _ASKABLE and not p.several]
    shared = [p.name for p in known if all(p.name in {q.name for q in kind.properties} for kind in kinds)]
    if name not in shared:
        expected = f"expected one of {', '.join(dict.fromkeys(shared))}" if shared else "expected none here"
        asked.fault(name, f'{asked.called} has an unknown property "{name}"; {expected}.{_meant(name, shared)}')
        return ()
    allowed = _allowed([prop for prop in known if prop.name == name])
    texts = asked.texts(name)
    for text in texts:
        if allowed and text not in allowed:
            words = f'"{name}" of {asked.called} is {found(text)}; expected one of {", ".join(allowed)}.'
            asked.fault(name, words + _meant(text, allowed))
    return texts


def _allowed(props: list[Property]) -> list[str]:
    """What the properties may hold; empty if that is open."""
    if any(prop.type is Type.OPEN for prop in props):
        return []
    return list(dict.fromkeys(text for prop in props for text in prop.choices or ("yes", "no")))


def _meant(text: str, known: list[str]) -> str:
    likely = nearest(text, known, 1)
    return f' Did you mean "{likely[0]}"?' if likely else ""
