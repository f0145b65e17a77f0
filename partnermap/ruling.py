"""Ruling on what sources differ about: a person says which value shows, and it is kept as an edit."""

from __future__ import annotations

from typing import Any

from partnermap.changes import apply_checked
from partnermap.disagreeing import Disagreement, disagreements
from partnermap.errors import BadValue, RequestError
from partnermap.intake.against import leads_to, stored_edges
from partnermap.intake.values import reader
from partnermap.model import Property, Type
from partnermap.signs import harmless_signs
from partnermap.store.base import EDITS, Draft, Effect, Fact, Statement, Store, View
from partnermap.wording import in_words, pounds


def takes_another(prop: Property) -> bool:
    """Whether a person may give a value that no source gives."""
    return not prop.names_things and prop.type is not Type.YESNO


def rule(store: Store, one: Disagreement, place: int, who: str) -> Effect:
    """Of the values, the one at this place shows from now on."""
    chosen = one.values[place]
    return _rule(store, one, chosen.value, chosen.sources[-1].text if len(chosen.sources) == 1 else chosen.words, who)


def rule_otherwise(store: Store, one: Disagreement, text: str, who: str) -> Effect:
    """None of the values shows from now on, but another, given as a cell would give it.

    Raises:
        RequestError: it is no value of the property, in plain words.
    """
    text = " ".join(harmless_signs(text).split())
    if not text:
        raise RequestError(f"Write a value for {one.prop.heading}, or use one of those that the sources give.")
    try:
        value = reader(one.prop)(text)
    except BadValue as fault:
        raise RequestError(f"{fault.message} {fault.hint}") from None
    if value is None:
        raise RequestError(f"“{text}” is no figure. Write a sum in pounds, such as 12500 or 12,500.50.")
    return _rule(store, one, value, text, who)


def _rule(store: Store, one: Disagreement, value: Any, text: str, who: str) -> Effect:
    if one.is_settled and value == one.shown.value:
        raise RequestError(f"{one.prop.heading} of “{one.caption}” is ruled to be {one.shown.words} already.")
    with store.view() as view:
        if one not in disagreements(view, [one.thing]):
            raise RequestError(
                "What the sources say has changed just now. Nothing was done. Look at it, and rule again."
            )
        _check_circle(view, one, value)
        revision = view.revision
    known = dict.fromkeys(other for heard in one.values for other in (heard.value, *heard.over))
    fact = Fact(value, "", text, tuple(other for other in known if other != value))
    statement = Statement(one.thing, one.kind.name, EDITS, one.prop.heading, 0, {one.prop.name: fact})
    words = pounds(value) if one.prop.type is Type.MONEY else in_words(one.prop, fact)
    what = f"rule on {one.prop.heading} of {one.kind.name} “{one.caption}”: {words}"
    return apply_checked(store, Draft("edit", who, what, statements=[statement]), revision)


def _check_circle(view: View, one: Disagreement, value: Any) -> None:
    """Refuse what would lead a thing back to itself."""
    if not one.prop.acyclic:
        return
    edges: dict[str, set[str]] = {}
    for thing, other in stored_edges(view, one.kind, one.prop):
        if thing != one.thing:
            edges.setdefault(thing, set()).add(other)
    if value == one.thing or leads_to(edges, value, one.thing):
        raise RequestError(
            f"{one.prop.heading} of “{one.caption}” cannot be this: it would lead back to “{one.caption}”. "
            "Use another value, or correct the chain first."
        )
