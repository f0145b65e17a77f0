"""Random maps with odd texts in them, and what a store holds of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from partnermap.intake.importing import import_files
from partnermap.model import BY_NAME, KINDS, Type
from partnermap.store import Store, open_store
from partnermap.store.base import View
from partnermap.store.ids import fold
from partnermap.views.copy import WHOLE, Part
from partnermap.views.excerpt import Excerpt
from partnermap.views.exports import export
from tests.maps import AS_OF, Sheets, random_map
from tests.sheets import store_of

NASTY = (
    "=1+1", "+44 1", "-5", "@home", "'=1", "''+1", "＝1", "a;b", "a\nb", "a\tb", "\\", "\\u0041", "\\\\u005c", "'", '"',
    "<b>&amp;</b>", "]]>", "</script>", "http://x.example", "007", "1e5", "2005-03-22", "TRUE", "yes", "a\r=1",
    "\u202eabc", "_x0041_", "a\u2028b", "ŵ", "😀", "{{ x }}", "$(x)", "a: 60%", "None",
    "'); MATCH (n) DETACH DELETE n; //",
)  # fmt: skip

plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
controls = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def odd(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """Texts such as cells hold: never blank, no blanks around them."""
    one = st.one_of(st.sampled_from(NASTY), texts).map(str.strip).filter(bool)
    return st.lists(one, min_size=1, max_size=8)


parts = st.builds(Part, area=st.sampled_from([None, None, "Ashshire"]), as_of=st.sampled_from([None, AS_OF]))


def spiced(seed: int, texts: list[str]) -> Sheets:
    """A random map with these texts in its notes and its other texts; rows that were alike stay alike."""
    sheets, _ = random_map(seed)
    free = {
        kind.sheet: [p.heading for p in kind.properties if p.type is Type.TEXT and not p.required and not p.several]
        for kind in KINDS
    }
    for sheet, rows in sheets.items():
        for row in rows:
            rng = Random(f"{seed} {row}")
            for heading in free[sheet]:
                if heading not in row and rng.random() < 0.3:
                    row[heading] = rng.choice(texts)
    return sheets


def named(texts: list[str]) -> Sheets:
    """Areas with these texts for names, each in the one before where a cell of several can name it."""
    names = list({fold(text): text for text in texts}.values())
    rows = [{"Name": name, "Tier": "county"} for name in names]
    for row, before in zip(rows[1:], names, strict=False):
        row |= {"Within": before} if ";" not in before else {}
    return {"Areas": rows}


@contextmanager
def held(sheets: Sheets) -> Iterator[View]:
    """A view of a map of these sheets; without any, of an empty one."""
    with TemporaryDirectory() as folder:
        store = store_of(sheets, Path(folder)) if sheets else open_store(str(Path(folder) / "map.db"))
        with closing(store), store.view() as view:
            yield view


@contextmanager
def imported(*files: Path) -> Iterator[Store]:
    """A new store that these files were imported into without a problem."""
    with TemporaryDirectory() as folder, closing(open_store(str(Path(folder) / "other.db"))) as store:
        report = import_files(store, list(files))
        assert not report.failed, "\n".join(map(str, report.problems))
        yield store


def export_bytes(view: View, ending: str, part: Part = WHOLE) -> bytes:
    """A file of the map, or of a part of it, that leaves nothing out."""
    return export(view, ending, part).content


def told(view: View | Excerpt) -> dict[str, list[str]]:
    """Every value of a map, things by their names: the same for maps that differ in their ids alone."""
    names: dict[str, str] = {}
    for kind in KINDS:
        if kind.is_named:
            columns = view.things(kind)
            names |= dict(zip(columns["id"], columns["name"], strict=True))
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        columns = view.things(kind)
        lists: dict[str, list[object]] = {thing: [] for thing in columns["id"]}
        for prop in kind.lists:
            for thing, value, share in view.pairs(kind, prop):
                lists[thing].append((prop.name, names.get(value, value), share))
        shown = [
            prop.name for prop in BY_NAME[kind.name].columns if (kind.name, prop.name) != ("Indicator", "agreement")
        ]
        rows = zip(columns["id"], *(columns[name] for name in shown), strict=True)
        found[kind.name] = sorted(repr(([names.get(v, v) for v in row], lists[thing])) for thing, *row in rows)
    return found
