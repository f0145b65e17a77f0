"""Which things a text that nobody defines may mean, likeliest first, with the reason; never decides anything."""

from partnermap.likeness.asking import Likely, Likeness
from partnermap.likeness.known import Written
from partnermap.likeness.spelling import marks_off, normal

__all__ = ["Likely", "Likeness", "Written", "marks_off", "normal"]
