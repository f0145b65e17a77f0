"""Which column says who receives, which stream, which year: by its heading, and by what the map knows of its cells."""

from __future__ import annotations

from partnermap.intake.finance.columns import Column, Draft
from partnermap.intake.finance.fields import BASES, LABELS, TREATMENTS, choice_alone
from partnermap.intake.values import text_of

NAMED = {"area": "Area", "agreement": "Agreement"}
"""Fields whose names an import never creates: a column is taken for one only if the map knows what stands in it."""
KNOWN_SHARE = 0.5
"""Such a column is taken if the map knows so many of its first names."""
LABELLED = ("recipient", "stream", "area")
SPOKEN = {"basis": BASES, "treatment": TREATMENTS}
FIGURES_TOO = ("year", "line")
"""Fields whose cells may be figures."""


def labels(draft: Draft) -> dict[str, Column]:
    """The column of each field that a table has; what was weighed is told among the guesses."""
    found: dict[str, Column] = {}
    for name in LABELS:
        fitting = [one for one in draft.columns if one.field == name and one.values and _fits(draft, one, name)]
        if fitting:
            best = min(fitting, key=lambda one: (not one.is_certain, one.rank))
            found[name] = best
            _tell(draft, name, best, fitting)
    for name, choices in SPOKEN.items():
        _find_spoken(draft, name, choices, found)
    if not any(name in found for name in LABELLED):
        _guess_recipient(draft, found)
    return found


def _find_spoken(draft: Draft, name: str, choices: dict[str, str], found: dict[str, Column]) -> None:
    """A column whose every cell is a basis, or a treatment, says it whatever its heading."""
    for one in draft.columns:
        texts = [text_of(value) for value in one.values]
        if name not in found and not one.field and texts and all(choice_alone(text, choices) for text in texts):
            found[name] = one
            draft.made.sure[name] = ("likely", f"each of its cells is a {name}")
            draft.guess("columns", f"column {one.letter} is taken for the {name}", "each of its cells is one")


def _fits(draft: Draft, one: Column, name: str) -> bool:
    if one.is_figures and name not in FIGURES_TOO:
        return False
    if name not in NAMED:
        return True
    known = sum(draft.knows(NAMED[name], text_of(value)) for value in one.values)
    if known >= KNOWN_SHARE * len(one.values):
        return True
    draft.guess(
        "columns", f"“{one.heading}” may be the {name}, but the map does not know what stands in it; it is left out"
    )
    return False


def _tell(draft: Draft, name: str, best: Column, fitting: list[Column]) -> None:
    assert best.means
    draft.made.sure[name] = (best.means.sure, best.means.why)
    word = name.replace("_", " ")
    if not best.is_certain:
        draft.guess("columns", f"“{best.heading}” is read as the {word}", best.means.why)
    if others := [one for one in fitting if one is not best]:
        rest = " or ".join(draft.told(one) for one in others)
        draft.guess("columns", f"for the {word} {draft.told(best)} is read, and not {rest}{draft.way_to(name, others)}")


def _guess_recipient(draft: Draft, found: dict[str, Column]) -> None:
    """Where no heading says it: the first column of words that are hardly ever the same twice."""
    for one in draft.columns:
        if one.field in ("", "recipient") and _is_names(one):
            why = "its cells are names, hardly any twice"
            found["recipient"] = one
            draft.made.sure["recipient"] = ("guess", why)
            draft.guess("columns", f"column {one.letter} (“{one.heading}”) is taken for the recipient", why)
            return


def _is_names(one: Column) -> bool:
    texts = [value for value in one.values if isinstance(value, str)]
    if not texts or len(texts) < len(one.values) or one.is_figures:
        return False
    return max(map(len, texts)) > 3 and len(set(texts)) * 2 > len(texts)
