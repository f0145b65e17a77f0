"""Where the files that travel with the package are: the packaged copy, else the checkout's."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _carried(name: str) -> Path:
    packaged = _PACKAGE / "_carried" / name
    return packaged if packaged.exists() else _PACKAGE.parent / name


def data_folder() -> Path:
    """The folder with frameworks, reference facts and the illustrative county."""
    return _carried("data")


def queries_folder() -> Path:
    """The folder with the named Cypher questions."""
    return _carried("queries")


def app_file() -> Path:
    """The file that Streamlit runs."""
    return _carried("app.py")
