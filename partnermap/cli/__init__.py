"""The command line: parse, call, print.

Exit status: 0 done (warnings included), 1 the data or the request is at fault, 2 wrong usage. Everything heavy is
imported by the command that needs it, so that ``--help`` comes at once.
"""

from partnermap.cli import answering, changing, getting_in, keeping  # each adds its commands to the group
from partnermap.cli.group import main

__all__ = ["answering", "changing", "getting_in", "keeping", "main"]
