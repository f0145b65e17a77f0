"""The map as a file for other tools, by the file's ending. The map only: no history, and no time.

The part is chosen and the audience's profile applied here, once, before anything is written. What writes a file gets a
:class:`~partnermap.views.copy.Copy` and can show no more than is in it. Another ending is a line in WRITERS.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import networkx as nx

from partnermap.errors import RequestError
from partnermap.graph import build
from partnermap.names import Names
from partnermap.redaction import Profile
from partnermap.store.base import View
from partnermap.views.answers import find, no_such
from partnermap.views.copy import WHOLE, Copy, Part
from partnermap.views.cypher_script import cypher_script
from partnermap.views.networks import as_gexf, as_graphml
from partnermap.views.picture_of import picture_file
from partnermap.views.redacted import Redacted, redact
from partnermap.views.selection import select, with_links
from partnermap.views.sheets_zip import sheets_zip
from partnermap.views.slide import slide_png, slide_svg
from partnermap.views.workbook import map_bytes


def as_json(copy: Copy) -> bytes:
    """networkx's node-link form: ``nodes`` and ``edges``."""
    record = nx.node_link_data(copy.network, edges="edges")
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def as_workbook(copy: Copy) -> bytes:
    """A map workbook that imports to the same map."""
    return map_bytes(copy.map, copy.about)


DATED = (".html",)
"""Files that say who is missing, which is asked of a day: today, if none is named."""

WRITERS: Final[Mapping[str, Callable[[Copy], bytes]]] = {
    ".html": picture_file,
    ".json": as_json,
    ".xlsx": as_workbook,
    ".csv": sheets_zip,
    ".graphml": as_graphml,
    ".gexf": as_gexf,
    ".svg": slide_svg,
    ".png": slide_png,
    ".cypher": cypher_script,
}
ENDINGS = tuple(WRITERS)


@dataclass(frozen=True)
class Exported:
    """A file's content, and what to say about it besides."""

    content: bytes
    said: tuple[str, ...] = ()


def export(view: View, ending: str, part: Part = WHOLE, profile: Profile | None = None) -> Exported:
    """The map, or a part of it, as the audience of a profile may have it, in the form of a file's ending."""
    if ending not in WRITERS:
        written = f"A file ending in {ending} cannot be written" if ending else "The file's ending says what to write"
        raise RequestError(f"{written}. Known endings are: {', '.join(ENDINGS)}.")
    if ending in DATED and part.as_of is None:
        part = replace(part, as_of=dt.date.today())
    copy = copy_for(view, part, profile)
    return Exported(WRITERS[ending](copy), _said(ending, copy))


def _said(ending: str, copy: Copy) -> tuple[str, ...]:
    zipped = ("It is a zip of sheets: unpack it to open or to import them.",) if ending == ".csv" else ()
    if not copy.audience:
        return zipped
    if not copy.left_out:
        return (*zipped, f"For “{copy.audience}” nothing had to be left out.")
    return (*zipped, f"Left out for “{copy.audience}”:", *(f"  {one}" for one in copy.left_out))


def copy_for(view: View, part: Part = WHOLE, profile: Profile | None = None) -> Copy:
    """The part that was asked for, without what the profile leaves out."""
    graph = build(view, part.as_of)
    asked = _asked(view, graph, part)
    if profile is None:
        return Copy(view, graph, frozenset(select(graph, *asked, part.hops)), part, asked[2])
    whole = with_links(graph, select(graph, *asked, part.hops))
    redacted = redact(view, profile)
    graph = build(redacted.view, part.as_of)
    asked = _still_there(redacted, asked, part)
    kept = frozenset(select(graph, *asked, part.hops))
    shown = _shown(redacted, asked, part)
    return Copy(redacted.view, graph, kept, shown, asked[2], profile.name, redacted.left_out(whole))


Asked = tuple[str | None, str | None, str | None]
"""The agreement, the area and the focus, by id."""


def _asked(view: View, graph: nx.MultiDiGraph, part: Part) -> Asked:
    asked = (find(view, "Agreement", part.agreement), find(view, "Area", part.area), _focus(view, part))
    for thing, name in zip(asked, (part.agreement, part.area, part.focus), strict=True):
        if thing is not None and thing not in graph:
            raise RequestError(
                f"“{name}” is not there on {part.as_of}. Choose another day with --as-of, or leave it out."
            )
    return asked


def _focus(view: View, part: Part) -> str | None:
    if part.focus is None:
        return None
    names = Names(view)
    kinds = ("Partner", "Partnership", "Agreement", "Outcome", "FundingStream", "Theme", "Area")
    for kind in kinds:
        if thing := names.known((kind,), part.focus):
            return thing
    raise RequestError(no_such("thing", part.focus, names.all_names(kinds)))


def _still_there(redacted: Redacted, asked: Asked, part: Part) -> Asked:
    """The same things in the redacted map."""
    for thing, name in zip(asked, (part.agreement, part.area, part.focus), strict=True):
        if thing is not None and thing not in redacted.ids:
            raise RequestError(
                f"“{name}” is left out of a copy for “{redacted.profile.name}”. Ask for another part, or another copy."
            )
    agreement, area, focus = (redacted.ids[thing] if thing is not None else None for thing in asked)
    return agreement, area, focus


def _shown(redacted: Redacted, asked: Asked, part: Part) -> Part:
    """The part by the names that the copy has for it; what was typed may be a name that is left out."""
    names = Names(redacted.view)
    agreement, area, focus = (names.written(thing) if thing is not None else None for thing in asked)
    return Part(agreement, area, focus, part.hops, part.as_of)
