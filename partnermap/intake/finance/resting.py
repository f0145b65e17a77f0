"""What a corrected mapping still rests on: the guesses, reasons and cells that its corrections leave as they were."""

from __future__ import annotations

from collections.abc import Callable

from partnermap.intake.finance.block import Block
from partnermap.intake.finance.columns import Understood
from partnermap.intake.finance.fields import collapsed
from partnermap.intake.finance.guess import About, Guess
from partnermap.intake.finance.mapping import FinanceMapping
from partnermap.intake.finance.sums import without_unit

SAYS: dict[About, Callable[[FinanceMapping], object]] = {
    "unit": lambda mapping: mapping.unit,
    "year": lambda mapping: mapping.constants.get("year"),
    "basis": lambda mapping: mapping.constants.get("basis"),
    "stream": lambda mapping: mapping.constants.get("stream"),
    "income": lambda mapping: mapping.income,
    "breakdown": lambda mapping: mapping.breakdown,
    "columns": lambda mapping: (mapping.columns, mapping.streams, mapping.years),
}
"""What a mapping says of that which the guesses of `understanding` are about."""


def resting(corrected: Understood, block: Block, found: Understood) -> Understood:
    """A corrected mapping with what was found out of the table, so far as it still says the same."""
    mapping, first = corrected.mapping, found.mapping
    sure = {name: told for name, told in found.sure.items() if mapping.columns.get(name) == first.columns.get(name)}
    guesses = [
        guess for guess in found.guesses if guess not in corrected.guesses and _still_holds(guess, mapping, first)
    ]
    return Understood(
        mapping,
        guesses + corrected.guesses,
        sure,
        origins(mapping, block, found) | corrected.origins,
        corrected.question,
    )


def origins(mapping: FinanceMapping, block: Block, found: Understood) -> dict[str, tuple[str, str]]:
    """The cells that say what a mapping says of every row, where there are any."""
    return {name: at for name, text in mapping.constants.items() if (at := _origin(name, text, block, found))}


def _origin(name: str, text: str, block: Block, found: Understood) -> tuple[str, str] | None:
    if found.mapping.constants.get(name) == text:
        return found.origins.get(name)
    return next(((at, title) for at, title in block.title_cells() if without_unit(collapsed(title)) == text), None)


def _still_holds(guess: Guess, mapping: FinanceMapping, first: FinanceMapping) -> bool:
    """Whether a guess is about something that was not corrected."""
    says = SAYS[guess.about]
    return says(mapping) == says(first)
