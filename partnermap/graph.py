"""The map on one day, as a networkx graph, from a store's view.

Nodes are things, keyed by id, with ``is_a`` (the kind of thing) and every property that is filled.
Edges carry ``link``; a seat (MEMBER_OF) and a party (PARTY_TO) carry their row's properties and its
``id`` besides. What is not there on the day is left out, with all that cannot be without it. Three
references are kept as a property even if what they name is gone, since rules ask whether it was named: an allocation's
recipient, a partnership's accountable body, a lead's theme. ``graph["gone"]`` says what those were; a partner
with an area that is gone is marked ``covered``, since its Covers is not blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import networkx as nx

from partnermap.model import KINDS, Kind, Property, Type
from partnermap.store.base import View

TIMELESS = ("Allocation", "Indicator")
"""Kinds read by their years alone, whatever their Since and Until."""

KEPT_WHEN_GONE = {("Allocation", "recipient"), ("Partnership", "accountable_body"), ("Lead", "theme")}

Columns = dict[str, list[Any]]
Lists = dict[tuple[str, str], list[tuple[str, Any, Any]]]


def build(view: View, as_of: dt.date | None = None) -> nx.MultiDiGraph:
    """The map of a day; without a day, everything the store holds, with its dates."""
    read = {kind.name: view.things(kind) for kind in KINDS}
    lists = {(kind.name, prop.name): view.pairs(kind, prop) for kind in KINDS for prop in kind.lists}
    there = _there(read, as_of.isoformat() if as_of else None)
    graph = nx.MultiDiGraph(as_of=as_of.isoformat() if as_of else None, revision=view.revision)
    for kind in KINDS:
        if kind.ends is None:
            graph.add_nodes_from(_nodes(kind, read[kind.name], there))
    for kind in KINDS:
        graph.add_edges_from(_seats(kind, read[kind.name], lists, there) if kind.ends else _edges(kind, read, there))
        for prop in kind.lists:
            _add_list(graph, kind, prop, lists[kind.name, prop.name], there)
    _settle_members_known(graph, read["Membership"]["partnership"])
    graph.graph["gone"] = _gone(graph, read, lists)
    return graph


def _there(read: dict[str, Columns], day: str | None) -> set[str]:
    there: set[str] = set()
    for kind in KINDS:  # in the order in which one needs another
        columns = read[kind.name]
        dated = day is not None and kind.name not in TIMELESS
        needs = [columns[p.name] for p in kind.columns if p.required and p.names_things]
        spans = zip(columns["since"], columns["until"], strict=True)
        now = [not dated or ((not s or s <= day) and (not u or u >= day)) for s, u in spans]
        for need in needs:
            now = [here and named in there for here, named in zip(now, need, strict=True)]
        there.update(thing for thing, here in zip(columns["id"], now, strict=True) if here)
    return there


def _nodes(kind: Kind, columns: Columns, there: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    plain = [prop.name for prop in kind.columns if not prop.names_things]
    named = [(prop.name, (kind.name, prop.name) in KEPT_WHEN_GONE) for prop in kind.columns if prop.names_things]
    width = len(plain)
    rows = zip(*(columns[name] for name in plain), *(columns[name] for name, _ in named), strict=True)
    for thing, row in zip(columns["id"], rows, strict=True):
        if thing in there:
            facts = {name: value for name, value in zip(plain, row, strict=False) if value is not None}
            facts["is_a"] = kind.name
            for (name, kept), target in zip(named, row[width:], strict=True):
                if target is not None and (kept or target in there):
                    facts[name] = target
            yield thing, facts


def _edges(kind: Kind, read: dict[str, Columns], there: set[str]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    columns = read[kind.name]
    for prop in kind.columns:
        if prop.names_things and prop.link:
            for thing, target in zip(columns["id"], columns[prop.name], strict=True):
                if target is not None and target in there and thing in there:
                    yield thing, target, prop.link, {"link": prop.link}


def _seats(
    kind: Kind, columns: Columns, lists: Lists, there: set[str]
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """The edges of a kind that is a link itself, one for each of its rows."""
    assert kind.ends
    spoken: dict[str, list[str]] = {}
    for membership, target, _ in lists.get((kind.name, "speaks_for"), ()):
        if target in there:
            spoken.setdefault(membership, []).append(target)
    facts = [prop.name for prop in kind.columns if prop.name not in kind.ends]
    rows = zip(*(columns[name] for name in facts), strict=True)
    ends = zip(columns[kind.ends[0]], columns[kind.ends[1]], strict=True)
    for row_id, (one, other), row in zip(columns["id"], ends, rows, strict=True):
        if row_id in there:
            said = {name: value for name, value in zip(facts, row, strict=True) if value is not None}
            said["link"], said["id"] = kind.link, row_id
            if row_id in spoken:
                said["speaks_for"] = spoken[row_id]
            yield one, other, f"{kind.link} {said['since']}" if "since" in said else kind.link, said
            for target in spoken.get(row_id, ()):
                yield one, target, f"SPEAKS_FOR {other}", {"link": "SPEAKS_FOR", "at": other}


def _add_list(
    graph: nx.MultiDiGraph, kind: Kind, prop: Property, pairs: list[tuple[str, Any, Any]], there: set[str]
) -> None:
    if kind.ends is not None:
        return
    if not prop.names_things:
        for thing, value, _ in pairs:
            if thing in there:
                graph.nodes[thing].setdefault(prop.name, []).append(value)
    elif prop.type is Type.SHARES:
        graph.add_edges_from(
            (thing, target, prop.link, {"link": prop.link} | ({"share": share} if share is not None else {}))
            for thing, target, share in pairs
            if thing in there and target in there
        )
    else:
        link = prop.link
        graph.add_edges_from(
            (thing, target, link, {"link": link}) for thing, target, _ in pairs if thing in there and target in there
        )
    if (kind.name, prop.name) == ("Partner", "covers"):
        _note_what_is_covered_no_more(graph, pairs, there)


def _note_what_is_covered_no_more(graph: nx.MultiDiGraph, pairs: list[tuple[str, Any, Any]], there: set[str]) -> None:
    """Mark partners with an area that is gone: their Covers is not blank, even if nothing of it is left."""
    for thing, area, _ in pairs:
        if area not in there and thing in there:
            graph.nodes[thing]["covered"] = True


def _settle_members_known(graph: nx.MultiDiGraph, listed: list[str]) -> None:
    """A blank Members known means all if any row of Memberships names the partnership, else none."""
    mentioned = set(listed)
    for thing, facts in graph.nodes(data=True):
        if facts["is_a"] == "Partnership":
            if "members_known" in facts:
                facts["members_written"] = facts["members_known"]
            else:
                facts["members_known"] = "all" if thing in mentioned else "none"


def _gone(graph: nx.MultiDiGraph, read: dict[str, Columns], lists: Lists) -> dict[str, dict[str, Any]]:
    """Name, kind and areas of what is named though it is not there on the day."""
    wanted = {
        facts[prop]
        for _, facts in graph.nodes(data=True)
        for kind, prop in KEPT_WHEN_GONE
        if facts["is_a"] == kind and prop in facts and facts[prop] not in graph
    }
    found: dict[str, dict[str, Any]] = {}
    for kind in ("Partner", "Partnership", "Theme") if wanted else ():
        columns = read[kind]
        for place, thing in enumerate(columns["id"]):
            if thing in wanted:
                covers = [area for one, area, _ in lists.get((kind, "covers"), ()) if one == thing]
                found[thing] = {
                    "is_a": kind,
                    "name": columns["name"][place],
                    "kind": columns["kind"][place],
                    "covers": covers,
                }
    return found
