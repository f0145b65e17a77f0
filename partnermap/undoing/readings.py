"""Names that files were read by while they were joined to another, and that stay read so once they are not."""

from __future__ import annotations

from collections.abc import Iterator

from partnermap.model import BY_NAME
from partnermap.store.base import Decision, Fact, Said
from partnermap.store.ids import fold, key_parts
from partnermap.undoing.flip import Flip
from partnermap.undoing.stays import Reason, Stay
from partnermap.undoing.told import ids_in
from partnermap.undoing.verdicts import called
from partnermap.wording import cell


def readings(flip: Flip) -> Iterator[Stay]:
    """For each decision that is used no more, the files in which it was."""
    parted = [one for one in flip.joins_that_go() if flip.canon_after(one.first) != flip.canon_after(one.second)]
    said = list(flip.view.statements()) if parted else []
    for one in parted:
        first: dict[str, tuple[Said, Fact]] = {}
        for other in said:
            if flip.after[other.change] and (fact := _read_by(flip, one, other)):
                first.setdefault(other.statement.file, (other, fact))
        yield from (_stay(flip, one, *found) for found in first.values())


def _read_by(flip: Flip, one: Decision, said: Said) -> Fact | None:
    """What a row says under the second name, and was taken to say of the first."""
    kind = BY_NAME[said.statement.kind]
    name = key_parts(one.second)[0]
    for prop, fact in said.statement.facts.items():
        meant = ids_in(fact.value) if kind[prop].names_things else [said.statement.thing] if prop == "name" else []
        if name in map(fold, fact.text.split(";")) and flip.canon_after(one.first) in map(flip.canon_after, meant):
            return fact
    return None


def _stay(flip: Flip, one: Decision, said: Said, fact: Fact) -> Stay:
    name = key_parts(one.second)[0]
    written = next(text.strip() for text in fact.text.split(";") if fold(text) == name)
    reason = f"it was read while the decision counted, and is read anew when it comes again (change {said.change})"
    return Stay(
        "", f"“{written}” in {said.statement.file}", f"stays read as “{called(flip, one.first)}”",
        Reason(reason, cell(said, fact)),
    )  # fmt: skip
