"""The page that takes in workbooks: first what would change, then the change, then the way back."""

import dataclasses
from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from partnermap.errors import PartnermapError
from partnermap.intake.importing import ImportReport, Options, import_files
from partnermap.intake.limits import LIMITS
from partnermap.intake.uploads import Upload, unpacked
from partnermap.model import AGREEMENT
from partnermap.pages.parts import changes, empty, kept, problems, routes
from partnermap.pages.parts.words import plain
from partnermap.settings import who

ENDINGS = "xlsx, xlsm, xls, ods or csv"


def show() -> None:
    """The whole page."""
    routes.head(routes.IMPORT)
    changes.told()
    _last_import()
    st.markdown("Start from the empty workbook, or use one that was exported before.")
    empty.template()
    uploads = _uploads()
    if uploads:
        _preview(uploads, _options(uploads))


def _uploads() -> list[Upload]:
    files = st.file_uploader(
        f"Map workbooks ({ENDINGS})",
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('imports', 0)}",
        max_upload_size=LIMITS.file_bytes // 1_000_000,
        help="A csv file is one sheet and is named after it, such as Partners.csv. "
        "A newer file of the same name takes the place of what the older one said.",
    )
    return [(file.name, file.getvalue()) for file in files]


def _options(uploads: Sequence[Upload]) -> Options:
    with kept.view() as view:
        known = {name for change in view.history() if change.live for name, _ in change.files}
        agreements = kept.names(view, AGREEMENT)
    with st.expander("Choices for this import"):
        agreement = st.selectbox(
            "Agreement that rows belong to where they name none", agreements, index=None, placeholder="None"
        )
        create = st.checkbox(
            "Add names that no sheet defines, as kind “other”",
            help="Without this, a name that is defined nowhere stops the import, and likely names are offered.",
        )
        replace = st.checkbox(
            "Take out what a newer file of the same name no longer says",
            disabled=known.isdisjoint(name for name, _ in uploads),
            help="For a corrected file that is complete. Without this, what it no longer says is listed and stays.",
        )
    return Options(agreement, create, replace, who=who())


def _preview(uploads: Sequence[Upload], options: Options) -> None:
    st.header("What would change")
    try:
        report = _rehearsed(uploads, options)
    except PartnermapError as error:
        st.error(plain(str(error)))
        return
    _verdict(report)
    if not report.failed:
        changes.effect(report.effect)
    problems.rows(report)
    problems.listed(report.problems)
    can_apply = not report.failed and report.effect.alters_the_map
    if st.button("Apply to the map", type="primary", disabled=not can_apply):
        _apply(uploads, options)


def _rehearsed(uploads: Sequence[Upload], options: Options) -> ImportReport:
    """What the import would do; worked out again only if the files, the choices or the map have changed."""
    with kept.view() as view:
        revision = view.revision
    asked = (
        kept.store().address,
        revision,
        options,
        [(name, sha256(content).hexdigest()) for name, content in uploads],
    )
    if st.session_state.get("rehearsed", (None, None))[0] != asked:
        with st.spinner("Reading the files …"):
            st.session_state["rehearsed"] = (asked, _import(uploads, dataclasses.replace(options, dry_run=True)))
    report = st.session_state["rehearsed"][1]
    assert isinstance(report, ImportReport)
    return report


def _import(uploads: Sequence[Upload], options: Options) -> ImportReport:
    with unpacked(uploads) as paths:
        return import_files(kept.store(), paths, options)


def _verdict(report: ImportReport) -> None:
    errors = sum(problem.severity == "error" for problem in report.problems)
    if report.failed:
        many = "1 error" if errors == 1 else f"{errors} errors"
        st.error(
            f"These files cannot be imported yet: {many} to mend first. The map is as it was.", icon=":material/error:"
        )
    elif report.effect.alters_the_map:
        st.info("Nothing has been changed yet. Look through this, then choose Apply.", icon=":material/info:")
    else:
        st.info("The map says all of this already. There is nothing to apply.", icon=":material/info:")


def _apply(uploads: Sequence[Upload], options: Options) -> None:
    try:
        with st.spinner("Writing to the map …"):
            report = _import(uploads, options)
    except PartnermapError as error:
        st.error(plain(str(error)))
        return
    st.session_state["imported"] = report
    st.session_state["imports"] = st.session_state.get("imports", 0) + 1  # a fresh uploader
    st.rerun()


def _last_import() -> None:
    """What the import just made did, and the way back."""
    report = st.session_state.get("imported")
    if not isinstance(report, ImportReport) or report.effect.change is None:
        return
    number = report.effect.change
    with kept.view() as view:
        live = any(change.number == number and change.live for change in view.history())
    if live:
        st.success(
            f"Imported: {plain(', '.join(report.files))}. This is change {number} in History.", icon=":material/check:"
        )
        changes.effect(report.effect)
        changes.undo_button(number, "Undo this import", "undo-import")
        routes.link(routes.OVERVIEW, "See what stands out now")
        st.divider()


show()
