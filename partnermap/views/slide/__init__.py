"""A part of the map as one still slide, as svg and as png: made once as a drawing, then written in either form."""

from partnermap.views.copy import Copy
from partnermap.views.slide.composing import compose
from partnermap.views.slide.painting import as_png
from partnermap.views.slide.vector import as_svg


def slide_svg(copy: Copy) -> bytes:
    """A slide as svg, every text in it a text."""
    return as_svg(compose(copy))


def slide_png(copy: Copy) -> bytes:
    """The same slide as png, 1920 by 1080."""
    return as_png(compose(copy))
