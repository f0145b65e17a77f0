"""``python -m partnermap`` is the same as ``partnermap``."""

from partnermap.cli import main

main()
