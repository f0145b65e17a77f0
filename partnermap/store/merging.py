"""What several statements about one thing say together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from partnermap.model import Kind, Property, Type
from partnermap.store.base import Said, StatedRows
from partnermap.store.ids import fold, key_parts
from partnermap.store.joining import Canon
from partnermap.store.voices import standing, voices

Values = dict[str, Any]


def merge(kind: Kind, said: list[Said], canon: Canon) -> Values:
    """The values of one thing: several values add up; of single ones the newest shows, or what a person ruled.

    ``said``: oldest first.
    """
    if len(said) == 1 and not canon:
        values = {name: fact[0] for name, fact in said[0].statement.facts.items()}
        for prop in kind.lists:
            if len(several := values.get(prop.name) or []) > 1:
                values[prop.name] = _once(prop, several)
        return values
    merged: Values = {}
    ruled: set[str] = set()
    for one in said:
        for name, fact in one.statement.facts.items():
            prop = kind[name]
            if fact.over:
                ruled.add(name)
            value = _canonical(prop, fact.value, canon)
            merged[name] = _together(prop, merged.get(name, []), value) if prop.several else value
    if kind.counted:
        merged |= _sums(kind, said)
    for name in ruled:
        merged[name] = standing(voices(kind, kind[name], said, canon)).value
    return _keep_own_name(said, merged) if kind.is_named else merged


def said_alone(kind: Kind, rows: StatedRows, name: str) -> list[Any]:
    """The values of a property of things of which nothing but these rows speaks."""
    prop, values = kind[name], rows.values(name)
    return [value and _once(prop, value) for value in values] if prop.several else values


def _canonical(prop: Property, value: Any, canon: Canon) -> Any:
    if prop.type is Type.SHARES:
        return _once(prop, [[canon(one), share] for one, share in value])
    if prop.several:
        return _once(prop, [canon(one) for one in value] if prop.names_things else value)
    return canon(value) if prop.names_things else value


def _once(prop: Property, value: list[Any]) -> list[Any]:
    """Each value once; the shares of what is named twice are added."""
    if prop.type is not Type.SHARES:
        return list(dict.fromkeys(value)) if len(value) > 1 else value
    shares: dict[str, str | None] = {}
    for one, share in value:
        before = shares.get(one)
        shares[one] = share if before is None else before if share is None else str(Decimal(before) + Decimal(share))
    return [[one, share] for one, share in shares.items()]


def _together(prop: Property, before: list[Any], value: list[Any]) -> list[Any]:
    """What was said before and what is said now; of two shares of one thing, being single values, the newer."""
    if prop.type is not Type.SHARES:
        return list(dict.fromkeys([*before, *value]))
    shares = dict(before)
    for one, share in value:
        if share is not None or one not in shares:
            shares[one] = share
    return [[one, share] for one, share in shares.items()]


def _sums(kind: Kind, said: list[Said]) -> Values:
    """Rows of one file that became one thing when names were joined add up, so that no money is lost."""
    sums: Values = {}
    for prop in kind.properties:
        stating = [one for one in said if prop.type is Type.MONEY and prop.name in one.statement.facts]
        if stating:
            newest = (stating[-1].change, stating[-1].statement.file)
            rows = [one for one in stating if (one.change, one.statement.file) == newest]
            sums[prop.name] = sum(one.statement.facts[prop.name].value for one in rows)
    return sums


def _keep_own_name(said: list[Said], merged: Values) -> Values:
    """Of bodies found to be one, the kept id's own name shows; the other names become aliases."""
    if all(one.statement.thing == one.entity for one in said):
        return merged
    kept = key_parts(said[0].entity)[0]
    named = [(one, one.statement.facts["name"].value) for one in said if "name" in one.statement.facts]
    own = [name for one, name in named if one.statement.thing == one.entity or fold(name) == kept]
    if own:
        merged = merged | {"name": own[-1]}
    others = [name for _, name in named if name not in own and name != merged["name"]]
    aliases = list(dict.fromkeys([*merged.get("aliases", []), *others]))
    return merged | {"aliases": aliases} if aliases else merged
