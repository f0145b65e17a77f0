"""What goes with an import and stays without it: answers about its names, and how its tables were read."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.model import BY_NAME
from partnermap.store.base import Statement
from partnermap.store.ids import fold, kind_of, make_id
from partnermap.undoing.flip import Flip
from partnermap.undoing.stays import Reason, Stay


def besides(flip: Flip) -> Iterator[Stay]:
    """What imports that cease to count leave behind, as it is kept by itself."""
    gone = [number for number in flip.numbers if not flip.after[number] and flip.changes[number].kind == "import"]
    if gone:
        yield from _answers(flip, gone)
        yield from _mappings(flip, gone)


def _answers(flip: Flip, gone: list[int]) -> Iterator[Stay]:
    answers = [(change, one) for change, one in flip.decisions if flip.before[change] and flip.after[change]]
    if not answers:
        return
    named = {id_ for number in gone for said in flip.view.stated_in(number) for id_ in _named_in(said.statement)}
    for change, one in answers:
        if one.second in named:
            what = f"That {flip.changes[change].what}"
            yield Stay("", what, "stays decided", Reason(f"it is a change of its own (change {change})"))


def _named_in(statement: Statement) -> Iterator[str]:
    """The ids that the names in a row have by themselves, whatever they were taken for."""
    kind = BY_NAME[statement.kind]
    for name, fact in statement.facts.items():
        if name == "name":
            yield make_id(kind.name, (fold(fact.text),))
        elif kind[name].names_things and isinstance(fact.value, str):
            yield make_id(kind_of(fact.value), (fold(fact.text),))


def _mappings(flip: Flip, gone: list[int]) -> Iterator[Stay]:
    kept = {one.file for one in flip.view.mappings()}
    for file in dict.fromkeys(file for number in gone for file, _ in flip.changes[number].files):
        if file in kept:
            reason = Reason("a file with such headings is read so again, unless --mapping or the app corrects it")
            yield Stay("", f"How {file} was read", "stays remembered", reason)
