"""The page that takes in workbooks: what was understood, what would change, then the change, then the way back."""

import dataclasses
from collections.abc import Sequence

import streamlit as st

from partnermap.errors import PartnermapError
from partnermap.intake.importing import Options
from partnermap.intake.limits import LIMITS
from partnermap.intake.uploads import Upload
from partnermap.model import AGREEMENT
from partnermap.pages.parts import changes, differing, empty, imported, kept, naming, reading, routes, taking_in
from partnermap.pages.parts.words import plain
from partnermap.settings import who

ENDINGS = "xlsx, xlsm, xls, ods or csv"


def show() -> None:
    """The whole page."""
    routes.head(routes.IMPORT)
    changes.told()
    imported.last()
    st.markdown(
        "Choose map workbooks, or **workbooks with sums of money as you have them**: titles, notes, totals and all. "
        "You see what was understood, and can correct it, before anything is written."
    )
    empty.template()
    uploads = _uploads()
    if not uploads:
        reading.forget()
        return
    try:
        _take_in(reading.files(uploads))
    except PartnermapError as error:
        st.error(plain(str(error)))


def _uploads() -> list[Upload]:
    files = st.file_uploader(
        f"Workbooks ({ENDINGS})",
        accept_multiple_files=True,
        key=f"files-{imported.round_()}",
        max_upload_size=LIMITS.file_bytes // 1_000_000,
        help="A csv file is one sheet and is named after it, such as Partners.csv. "
        "A newer file of the same name takes the place of what the older one said.",
    )
    return [(file.name, file.getvalue()) for file in files]


def _take_in(files: reading.Files) -> None:
    with kept.view() as view:
        known = {name for change in view.history() if change.live for name, _ in change.files}
        agreements = kept.names(view, AGREEMENT)
    came_before = not known.isdisjoint(files.names)
    options = _options(agreements, came_before, files.finance)
    if files.finance:
        taking_in.finance(files, options, came_before)
    else:
        taking_in.maps(files, options)


def _options(agreements: Sequence[str], came_before: bool, finance: bool) -> Options:
    """The choices; of a finance workbook those about names and vanished rows are made where these are shown."""
    with st.expander("Choices for this import"):
        agreement = st.selectbox(
            "Agreement that rows belong to where they name none", agreements, index=None, placeholder="None"
        )
        if not finance:
            st.checkbox(
                "Add names that no sheet defines, as kind “other”",
                key=naming.CREATE,
                help="Without this, a name that is defined nowhere stops the import, and likely names are offered.",
            )
            st.checkbox(
                "Take out what a newer file of the same name no longer says",
                key=differing.REPLACE,
                disabled=not came_before,
                help="For a corrected file that is complete. Without this, what it no longer says is listed and stays.",
            )
    made = Options(agreement, naming.wanted(), differing.wanted(), who=who())
    corrected = [mapping for mappings in reading.corrections().values() for mapping in mappings]
    return dataclasses.replace(made, mappings=tuple(corrected))


show()
