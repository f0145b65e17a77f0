"""Start the app: Streamlit on this machine alone, telling nobody about it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from partnermap.resources import app_file
from partnermap.settings import SignIn

FLAGS = (
    "--browser.gatherUsageStats=false",
    "--server.address=127.0.0.1",
    "--client.toolbarMode=minimal",
    "--server.maxUploadSize=50",
    "--theme.primaryColor=#2463a6",  # Streamlit's own red reads as an alarm
)


def serve(address: str, day: dt.date | None, sign_in: SignIn | None = None) -> int:
    """Run the app on a store until it is stopped, read as of a day, else today. Gives the exit status.

    A server's sign-in is handed on in the environment, which other users of the machine cannot read.
    """
    store = address if "://" in address else str(Path(address).absolute())
    environment = os.environ | {"PARTNERMAP_STORE": store}
    if sign_in is not None:
        environment |= sign_in.as_environment()
    if day is not None:
        environment["PARTNERMAP_AS_OF"] = day.isoformat()
    command = [sys.executable, "-m", "streamlit", "run", str(app_file()), *FLAGS]
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
