"""Where sources differ on a value: what each says, which shows, and what a person ruled."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from partnermap.model import BY_NAME, Kind, Property
from partnermap.store.base import Change, Said, Source, View
from partnermap.store.halves import uncollected
from partnermap.store.ids import kind_of
from partnermap.store.joining import Canon
from partnermap.store.voices import Voice, is_settled, standing, voices
from partnermap.wording import caption, in_words, pounds


@dataclass(frozen=True)
class Heard:
    """One of the values, in words, with the cells that give it (several add up) and the change that brought it."""

    value: Any
    words: str
    sources: tuple[Source, ...]
    change: Change
    over: tuple[Any, ...]
    """What it was ruled over, if it is a person's ruling."""

    def as_record(self) -> dict[str, Any]:
        return {"value": self.words, "source": " + ".join(map(str, self.sources))}


@dataclass(frozen=True)
class Disagreement:
    """A property of which sources say different things; the value that shows stands last."""

    kind: Kind
    thing: str
    caption: str
    prop: Property
    values: tuple[Heard, ...]
    is_settled: bool
    """Whether a person ruled on all that is said."""

    @property
    def shown(self) -> Heard:
        return self.values[-1]

    def as_record(self) -> dict[str, Any]:
        """As ``check --format json`` prints it."""
        what = {"kind": self.kind.name, "thing": self.caption, "property": self.prop.heading}
        if not self.is_settled:
            return what | {"values": [one.as_record() for one in self.values]}
        ruling = self.shown
        by = {"value": ruling.words, "by": ruling.change.who, "at": ruling.change.at, "change": ruling.change.number}
        return what | by | {"values": [one.as_record() for one in self.values[:-1]]}


def disagreements(view: View, things: Collection[str] | None = None) -> list[Disagreement]:
    """Every one there is, or those about some things, in the order in which the things were first stated."""
    changes = {change.number: change for change in view.history()}
    canon = Canon(view.decisions())
    by_thing: dict[str, list[Said]] = {}
    with uncollected():
        for said in view.statements(things):
            by_thing.setdefault(said.entity, []).append(said)
        several = {thing: said for thing, said in by_thing.items() if len(said) > 1}
        return [one for thing, said in several.items() for one in _differing(thing, said, canon, changes)]


def _differing(thing: str, said: list[Said], canon: Canon, changes: dict[int, Change]) -> Iterator[Disagreement]:
    kind = BY_NAME[kind_of(thing)]
    for prop in kind.columns:
        heard = [] if prop.name in kind.key else voices(kind, prop, said, canon)
        if any(one.value != heard[0].value for one in heard[1:]):
            called = caption((one.statement for one in said), thing)
            shown = standing(heard)
            values = [_heard(prop, one, changes) for one in heard if one is not shown]
            values.append(_heard(prop, shown, changes))
            yield Disagreement(kind, thing, called, prop, tuple(values), is_settled(heard))


def _heard(prop: Property, voice: Voice, changes: dict[int, Change]) -> Heard:
    facts = [(one, one.statement.facts[prop.name]) for one in voice.said]
    words = in_words(prop, facts[-1][1]) if len(facts) == 1 else pounds(voice.value)
    sources = tuple(one.source(fact) for one, fact in facts)
    return Heard(voice.value, words, sources, changes[voice.said[-1].change], voice.over)
