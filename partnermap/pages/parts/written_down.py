"""How a file was read, as text: to look at, to change, to keep, and to use again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import streamlit as st

from partnermap.errors import MappingError
from partnermap.intake.finance.laid import Laid
from partnermap.intake.finance.mapping import parse, together
from partnermap.pages.parts import reading
from partnermap.pages.parts.words import plain


def as_text(file: str, tables: Sequence[Laid], key: str) -> None:
    """How the file was read, in an editor, with the ways out and in."""
    text = together(table.mapping for table in tables)
    with st.expander("How this file was read, as text", icon=":material/edit_note:"):
        st.markdown(
            "For those who like to write it down: change the text and read the file by it, keep it for next year, "
            "or read the file by one that was kept."
        )
        _show_faults(key)
        _seed(key, text)
        st.text_area("How this file was read", key=f"{key}-text", height=320, label_visibility="collapsed")
        with st.container(horizontal=True):
            st.button("Read the file by this text", key=f"{key}-use", on_click=_use_text, args=(file, key))
            st.download_button(
                "Download (toml)", text, f"{PurePath(file).stem}.toml", on_click="ignore", key=f"{key}-download"
            )
        st.file_uploader(
            "Read the file by one that was kept", "toml", key=f"{key}-kept", on_change=_use_kept, args=(file, key)
        )


def start_over(file: str, key: str) -> None:
    """Takes corrections back, where there are any."""
    if file in reading.corrections():
        said, way = st.columns([3, 1], vertical_alignment="center")
        said.info("This file is read as you corrected it.", icon=":material/edit:")
        way.button(
            "Start over with what was worked out",
            key=f"{key}-over",
            on_click=reading.start_over,
            args=(file,),
            width="stretch",
        )


def _seed(key: str, text: str) -> None:
    """Show the text anew whenever it has changed otherwise; what somebody is writing stays."""
    if st.session_state.get(f"{key}-seeded") != text or f"{key}-text" not in st.session_state:
        st.session_state[f"{key}-text"] = st.session_state[f"{key}-seeded"] = text


def _show_faults(key: str) -> None:
    if fault := st.session_state.get(f"{key}-fault"):
        for line in fault.splitlines():
            st.error(plain(line))


def _use_text(file: str, key: str) -> None:
    _use(file, key, st.session_state[f"{key}-text"], "the text")


def _use_kept(file: str, key: str) -> None:
    uploaded = st.session_state[f"{key}-kept"]
    if uploaded is None:
        return
    try:
        text = uploaded.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.session_state[f"{key}-fault"] = f"{uploaded.name}: this is not text in UTF-8. Choose the toml file."
        return
    _use(file, key, text, uploaded.name)


def _use(file: str, key: str, text: str, origin: str) -> None:
    st.session_state.pop(f"{key}-fault", None)
    try:
        reading.correct(file, parse(text, origin))
    except MappingError as error:
        st.session_state[f"{key}-fault"] = str(error)
