"""How well suggestions for names do on the names that real public files give English councils and authorities.

    python -m tests.benchmarks.bench_names --shared PATH

PATH has ``names/``, ``places/`` and ``funding/``. Each list of names is asked of another, as one file's names are of
a map that another file made. What is right is told in :mod:`tests.benchmarks.councils`.

Asked are the names that do not join by themselves. A suggestion counts as made at a threshold if the likeliest thing
scores as much. Precision: of the suggestions made, those that are right; recall: of the names that have a partner in
the other list, those with the right suggestion. Nothing may join without asking, except names that are the same.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from partnermap.likeness import Likely
from partnermap.names import Names
from partnermap.store.ids import fold
from tests.benchmarks.councils import FILES, Trial, trials

KINDS = ("Partner",)
THRESHOLDS = range(60, 101, 5)


@dataclass
class Score:
    """What came of a trial."""

    title: str
    same: int = 0
    """Names that are the same in both lists, and so join."""
    wrongly_same: int = 0
    """Of these, those that mean something else there."""
    asked: int = 0
    joined: int = 0
    """Names that are not the same, and joined all the same."""
    partners: int = 0
    """Names asked that the other list has a partner for."""
    tops: list[tuple[float, bool]] = field(default_factory=list)
    """For each name with a suggestion the score of the likeliest, and whether it is right."""
    among_three: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def first(self) -> int:
        return sum(right for _, right in self.tops)

    def made(self, least: float) -> tuple[int, int]:
        """How many suggestions are made at a threshold, and how many of them are right."""
        found = [right for score, right in self.tops if score >= least]
        return len(found), sum(found)


def tried(trial: Trial) -> Score:
    names, score = Names(), Score(trial.title)
    for code, name in trial.known.items():
        names.add(*KINDS, name, code)
    left = {text: code for text, code in trial.asked if not _joins(score, trial, text, code, names.known(KINDS, text))}
    for text, likely in names.likeness.all_likely(KINDS, list(left)).items():
        _count(score, trial, text, left[text], likely)
    return score


def _joins(score: Score, trial: Trial, text: str, code: str | None, joined: str | None) -> bool:
    """Whether a name joins by itself, as it may if it is the same."""
    if joined is None or fold(trial.known[joined]) != fold(text):
        score.joined += joined is not None
        return joined is not None
    score.same += 1
    if joined != code:
        score.wrongly_same += 1
        score.notes.append(f"the same name of another: {text}")
    return True


def _count(score: Score, trial: Trial, text: str, code: str | None, likely: list[Likely]) -> None:
    things = [one.thing for one in likely]
    score.asked += 1
    score.partners += code is not None
    score.among_three += code in things
    score.tops += [(one.score, one.thing == code) for one in likely[:1]]
    wanted = trial.known[code] if code else "nothing"
    if things[:1] != [code] and (things or code):
        got = ", ".join(f"{one.score:g} {one.name} ({one.reason})" for one in likely) or "nothing"
        score.notes.append(f"{text} is {wanted}, not: {got}")


def show(scores: list[Score]) -> None:
    print(f"{'':<38} {'same':>5} {'asked':>6} {'in it':>6} {'first':>7} {'of 3':>7} {'wrong':>6} {'joined':>7}")
    for one in scores:
        print(
            f"{one.title:<38} {one.same:>5} {one.asked:>6} {one.partners:>6} {_share(one.first, one.partners)}"
            f" {_share(one.among_three, one.partners)} {len(one.tops) - one.first:>6} {one.joined:>7}"
        )
    partners, first = sum(one.partners for one in scores), sum(one.first for one in scores)
    print(f"\n{'at least':<9} {'made':>6} {'right':>6} {'precision':>10} {'recall':>7}")
    for least in THRESHOLDS:
        made, right = (sum(counts) for counts in zip(*(one.made(least) for one in scores), strict=True))
        print(f"{least:<9} {made:>6} {right:>6}    {_share(right, made)} {_share(right, partners)}")
    print(f"\nfirst place: {first} of {partners} ({_share(first, partners).strip()})")
    print(f"names that are the same and mean another: {sum(one.wrongly_same for one in scores)}")
    print(f"joined without asking, not being the same: {sum(one.joined for one in scores)}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:>7.1%}" if whole else f"{'-':>7}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Scores suggestions for names on real public files.")
    parser.add_argument("--shared", type=Path, required=True, help="the folder with names, places and funding")
    parser.add_argument("--notes", action="store_true", help="list every suggestion that is wrong or wanting as well")
    asked = parser.parse_args(arguments)
    if gone := [path for path in FILES.values() if not (asked.shared / path).exists()]:
        print(f"Nothing was scored: {asked.shared} has no {', '.join(gone)}.")
        return
    began = perf_counter()
    scores = [tried(trial) for trial in trials(asked.shared)]
    show(scores)
    print(f"{perf_counter() - began:.1f} seconds")
    for one in scores if asked.notes else ():
        print("\n".join([f"\n{one.title}", *one.notes]))
    if any(one.joined for one in scores):
        sys.exit("Something joined without asking.")


if __name__ == "__main__":
    main()
