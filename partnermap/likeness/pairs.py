"""How like two names are, and why: a score from 0 to 100 with its reason in plain words.

A word that tells places, groups or numbers apart and stands in one name only, or another sort or tier of body, puts
the score far down, whatever the rest: “North Dorset” is not “Dorset”, nor “Kent Police” Kent County Council.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from partnermap.likeness.changed import known_together, sort_changed
from partnermap.likeness.parts import Parts, is_initials
from partnermap.likeness.reference import abbreviations, words
from partnermap.likeness.spelled import LONG, near, spelt
from partnermap.likeness.telling import but_for, small_differences


class Alike(NamedTuple):
    """A score from 0 to 100, and what it rests on."""

    score: float
    reason: str


# Scores are ranks: what people would take for one name before what they would ask about. From 94 up the two differ in
# nothing that names; in the 80s in something that is often left out; in the 70s in something that may name another
# body; below 60 (`asking.FLOOR`) nothing is suggested.
SAME, SMALL_DIFFERENCES, ONE_MARK, REORDERED, SHORTENED, SPACED = 100, 98, 97, 96, 95, 94
BRACKETED_INITIALS, BRACKETED = 96, 80
INITIALS, TWO_INITIALS = 86, 66
"""Two letters are the initials of many bodies."""
OTHER_MARKS = 75
CHANGED, CHANGED_AGAIN = 80, 6
"""A body that became another sort of body, and what each further change takes off."""
LITTLE_MORE = 86
"""Where words that say little stand in one name only."""
FURTHER_WORD, ONE_SHARED, BOTH_LACK, BOTH_LACK_OF_ONE = 6, 8, 10, 18
"""Taken off that for each further such word, where a single word is shared, and where each lacks one of the other's."""
AFTER_ON, AFTER_AND = 76, 72
"""What stands after “on” is left out more often than what stands after “and”."""
ONE_WORD_MORE = 75
OTHER_FORM, NO_FORM = 5, {"": 0, "council": 10, "parish council": 25}
"""Taken off where two forms are of one sort (District Council, DC), and where one name has none, by the other's sort: a
place without “Council” is likely its council, hardly its parish council."""
APART = Alike(40, "words that tell them apart")
"""Well below what is suggested, whatever the rest of the names."""
MISSPELT = 0.75
"""So like must a word be to a telling one (North) to be taken for it misspelt (Noth)."""


def compare(one: Parts, other: Parts) -> Alike:
    """How like two names are. Which comes first makes no difference to the score."""
    if one.folded == other.folded:
        return Alike(SAME, "the same name")
    if one.normal == other.normal:
        return Alike(SMALL_DIFFERENCES, small_differences(one, other))
    return next(_surely(one, other), None) or _by_words(one, other)


def _surely(one: Parts, other: Parts) -> Iterator[Alike]:
    """What needs no look at single words."""
    if one.unmarked == other.unmarked and one.marks and other.marks:
        yield Alike(OTHER_MARKS, f"the same but for the marks “{one.marks}” and “{other.marks}”")
    elif one.unmarked == other.unmarked:
        yield Alike(ONE_MARK, f"the same but for the mark “{one.marks or other.marks}”")
    if letters := sorted(set(one.letters) ^ set(other.letters)) if one.full == other.full else []:
        yield Alike(SHORTENED, f"{letters[0]} is short for {abbreviations()[letters[0]]}")
    if one.normal.replace(" ", "") == other.normal.replace(" ", ""):
        yield Alike(SPACED, "the same but for spaces")
    for short, long in ((one, other), (other, one)):
        if is_initials(short.text, long.text):
            yield Alike(
                INITIALS if len(short.text) > 2 else TWO_INITIALS, f"{short.text} are the initials of {long.text}"
            )
        if long.outside and long.outside == short.normal:
            yield Alike(
                BRACKETED_INITIALS if is_initials(long.bracket[1:-1], short.text) else BRACKETED, but_for(long.bracket)
            )


def _by_words(one: Parts, other: Parts) -> Alike:
    if not (one.key and other.key):
        return APART
    cost, apart = _cost(one, other), _apart(one, other)
    if cost is None and one.key == other.key and (changed := sort_changed(one.body.sort, other.body.sort)):
        return Alike(CHANGED - CHANGED_AGAIN * (changed[1] - 1), changed[0])
    if cost is None and not apart and not (one.body.sort and other.body.sort):
        return _as_a_whole(one, other)
    if cost is not None and (known := known_together(one, other)):
        return Alike(known.score - cost, known.reason)
    if cost is None or (apart and "".join(one.core) != "".join(other.core)):
        return APART
    alike = _same_words(one, other) or _more_words(one, other) or _spelt_alike(one, other)
    return Alike(max(alike.score - cost, 0), alike.reason)


def _spelt_alike(one: Parts, other: Parts) -> Alike:
    """With small words and without, as these too may be misspelt."""
    ours, theirs = (tuple(word.norm for word in name.words) for name in (one, other))
    return Alike(max(spelt(one.core, other.core), spelt(ours, theirs)), "spelt alike")


def _as_a_whole(one: Parts, other: Parts) -> Alike:
    """Forms and all, where only one has a form that is known: it may be misspelt in the other."""
    found = (
        spelt(ours.split(), theirs.split()) for ours, theirs in ((one.normal, other.normal), (one.full, other.full))
    )
    return max(Alike(max(found), "spelt alike"), APART)


def _cost(one: Parts, other: Parts) -> int | None:
    """What a difference in form takes off; None where it makes another body of it."""
    if one.body.sort and other.body.sort:
        tiers = {one.body.tier, other.body.tier} - {""}
        if one.body.sort != other.body.sort or len(tiers) > 1:
            return None
        return 0 if [*map(str.casefold, one.forms)] == [*map(str.casefold, other.forms)] else OTHER_FORM
    return NO_FORM.get(one.body.sort or other.body.sort)


def _apart(one: Parts, other: Parts) -> bool:
    """Whether a telling word of one is not in the other, not even misspelt."""
    ours, theirs = _telling(one, other), _telling(other, one)
    return _lacks(other, ours - theirs, theirs) or _lacks(one, theirs - ours, ours)


def _telling(name: Parts, beside: Parts) -> frozenset[str]:
    """The telling words; “County” is none beside a county council or a unitary one: County Durham, Durham UA."""
    is_county = beside.body.sort == "council" and beside.body.tier in ("county", "")
    return name.differs - {"county"} if is_county else name.differs


def _lacks(name: Parts, telling: frozenset[str], known: frozenset[str]) -> bool:
    others = [word for word in name.core if word not in known and word not in words().general]
    return any(
        word not in words().differs or not any(near(word, one) >= MISSPELT for one in others) for word in telling
    )


def _same_words(one: Parts, other: Parts) -> Alike | None:
    """The same words but for the form, their order, small words or spaces."""
    if one.key == other.key and _cost(one, other):
        return Alike(SAME if one.core == other.core else SMALL_DIFFERENCES, but_for(*_forms_apart(one, other)))
    if one.key == other.key:
        turned = sorted(one.full.split()) == sorted(other.full.split()) or one.core != other.core
        return Alike(REORDERED, "the same words in another order" if turned else "the same but for small words")
    if "".join(one.core) == "".join(other.core):
        return Alike(SPACED, "the same but for spaces")
    return None


def _forms_apart(one: Parts, other: Parts) -> Iterator[str]:
    shared = {form.casefold() for form in one.forms} & {form.casefold() for form in other.forms}
    return (form for form in (*one.forms, *other.forms) if form.casefold() not in shared)


def _more_words(one: Parts, other: Parts) -> Alike | None:
    """The same words, with others beside them that name little, or are often left out."""
    ours, theirs = (Counter(a.core) - Counter(b.core) for a, b in ((one, other), (other, one)))
    shared = len(one.core) - ours.total()
    if not shared or not (ours or theirs):
        return None
    if all(word in words().general or word == "county" for word in ours | theirs):
        off = FURTHER_WORD * (ours.total() + theirs.total() - 1) + (ONE_SHARED if shared == 1 else 0)
        off += (BOTH_LACK if shared > 1 else BOTH_LACK_OF_ONE) if ours and theirs else 0
        return Alike(LITTLE_MORE - off, but_for(*_shown(one, ours), *_shown(other, theirs)))
    if ours and theirs:
        return None
    return _left_out(*((other, one) if theirs else (one, other))) or _one_more(ours | theirs, shared)


def _shown(name: Parts, some: Counter[str]) -> Iterator[str]:
    return (word.shown for word in name.words if word.norm in some)


def _left_out(long: Parts, short: Parts) -> Alike | None:
    """What stands after “on” or “and” is sometimes left out."""
    size = len(short.core)
    if long.core[:size] != short.core:
        return None
    places = [place for place, word in enumerate(long.words) if word.norm in long.core]
    rest = long.words[places[size - 1] + 1 :]
    score = AFTER_ON if rest[0].norm in words().tail else AFTER_AND if rest[0].norm in words().pair else 0
    return Alike(score, but_for(" ".join(word.shown for word in rest if word.shown))) if score else None


def _one_more(more: Counter[str], shared: int) -> Alike | None:
    """A word more makes another name of a short one (Milton, Milton Keynes), less so of a long one."""
    return Alike(ONE_WORD_MORE, but_for(*more)) if shared >= LONG and more.total() == 1 else None
