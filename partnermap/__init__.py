"""partnermap: who sits where, which money comes in, which outcome it serves, and who is missing."""

__version__ = "0.1.0"
