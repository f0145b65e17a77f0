"""The picture as a part of a page: it reaches nothing of the app, and what is chosen in it reaches the page.

The picture runs in a sandboxed frame, whose scripts have neither the app's page nor its cookies. It sends the place of
what was chosen among the things it shows; nothing else is heard.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import streamlit as st

HEIGHT = 980
"""Pixels: the picture, its choices and its legend without scrolling."""
_FRAME = (
    '<iframe sandbox="allow-scripts" title="The map as a picture, with a table of the same facts below it"></iframe>'
)
_draw = st.components.v2.component(
    "partnermap_picture",
    html=_FRAME,
    css="iframe { border: 0; width: 100% }",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def picture(page: str) -> int | None:
    """Draw a picture's page. Gives the place of the thing that is chosen in it, None if none is."""
    key = f"picture-{sha256(page.encode()).hexdigest()[:16]}"  # of another picture nothing is chosen yet
    drawn = _draw(key=key, data={"page": page, "height": HEIGHT}, default={"chosen": None}, on_chosen_change=_heard)
    chosen = drawn.chosen
    return chosen if isinstance(chosen, int) else None


def _heard() -> None:
    """The page runs again by itself."""
