"""Names in finance workbooks that nobody defines: who they are, or that they are new."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from partnermap import changes
from partnermap.analysis.findings import plural
from partnermap.errors import PartnermapError
from partnermap.intake.finance.naming import NameQuestion
from partnermap.pages.parts import kept
from partnermap.pages.parts.understood import download
from partnermap.pages.parts.words import plain
from partnermap.settings import who
from partnermap.views.field_words import FIELD_WORDS

AT_ONCE = 10
LISTED = 1_000
LATER, NONE_OF_THESE = "Later", "It is none of these"
CREATE = "import-create"


def wanted() -> bool:
    """Whether names that are not in the map are to be added."""
    return bool(st.session_state.get(CREATE))


def names(questions: Sequence[NameQuestion]) -> None:
    """How many names are open, what each may mean, and whether the rest is added."""
    if not questions:
        return
    st.header("Names")
    open_ = [one for one in questions if one.likely and (one.field, one.text) not in _settled()]
    are = "name is" if len(questions) == 1 else "names are"
    st.markdown(f"**{len(questions):,} {are} not in the map.** Rows that name them are imported once this is settled.")
    for one in st.session_state.pop("names-told", []):
        st.warning(plain(one))
    if open_:
        _ask(open_)
    out = kept_out(questions)
    _add([one for one in questions if one.can_be_created and (one.field, one.text) not in out])
    _others([one for one in questions if not one.can_be_created])


def kept_out(questions: Sequence[NameQuestion]) -> frozenset[tuple[str, str]]:
    """Names that may be names of the map, as long as nobody has said that they are not: these are not added."""
    return frozenset((one.field, one.text) for one in questions if one.likely) - _settled()


def _settled() -> set[tuple[str, str]]:
    """Names that somebody has said no to all suggestions for."""
    settled: set[tuple[str, str]] = st.session_state.setdefault("names-settled", set())
    return settled


def _ask(questions: Sequence[NameQuestion]) -> None:
    st.markdown("Some look like names that the map knows. Say which they are; the answer is remembered.")
    with st.form("names", border=True):
        answers = [(one, _choice(one)) for one in questions[:AT_ONCE]]
        if len(questions) > AT_ONCE:
            st.caption(f"{len(questions) - AT_ONCE:,} more follow once these are answered.")
        if st.form_submit_button("Keep these answers"):
            _keep(answers)


def _choice(one: NameQuestion) -> str:
    choices = [LATER, *(f"It is {guess.name} ({guess.reason})" for guess in one.likely), NONE_OF_THESE]
    label = f"“{one.text}” ({FIELD_WORDS[one.field].lower()}; {_cells(one)})"
    shown = {choice: plain(choice) for choice in choices}
    key = f"name-{one.field}-{one.text}"
    return str(st.radio(plain(label), choices, format_func=shown.__getitem__, key=key, horizontal=True))


def _cells(one: NameQuestion) -> str:
    return f"cell {one.cells[0]}" + (f" and {len(one.cells) - 1:,} more" if len(one.cells) > 1 else "")


def _keep(answers: Sequence[tuple[NameQuestion, str]]) -> None:
    told, kept_ = [], 0
    for one, answer in answers:
        try:
            kept_ += _decide(one, answer)
        except PartnermapError as error:
            told.append(str(error))
    st.session_state["names-told"] = told
    if kept_:
        st.session_state["told"] = f"{plural(kept_, 'answer')} kept. Each is a change in History and can be taken back."
    st.rerun()


def _decide(one: NameQuestion, answer: str) -> bool:
    """Keep an answer; whether there was one."""
    if answer == LATER:
        return False
    if answer == NONE_OF_THESE:
        for guess in one.likely:
            changes.decide(kept.store(), "different", guess.name, one.text, who(), one.kinds)
        _settled().add((one.field, one.text))
        return True
    meant = next(guess for guess in one.likely if answer == f"It is {guess.name} ({guess.reason})")
    changes.decide(kept.store(), "same", meant.name, one.text, who(), one.kinds)
    return True


def _add(new: Sequence[NameQuestion]) -> None:
    if not new:
        return
    many = "the name that is" if len(new) == 1 else f"the {len(new):,} names that are"
    st.toggle(
        f"Add {many} like none in the map",
        key=CREATE,
        help="Recipients are added as partners, streams as funding streams.",
    )
    with st.expander("The list of these names"):
        records = [{"Name": one.text, "As": FIELD_WORDS[one.field], "First cell": one.cells[0]} for one in new]
        st.dataframe(records[:LISTED], hide_index=True, alt="Names that are not in the map.")
        if len(records) > LISTED:
            st.caption(f"The first {LISTED:,} of {len(records):,} are shown.")
        download("Download the list of names (csv)", records, "names.csv", "names-csv")


def _others(questions: Sequence[NameQuestion]) -> None:
    if questions:
        texts = ", ".join(f"“{one.text}” ({FIELD_WORDS[one.field].lower()})" for one in questions[:5])
        more = f" and {len(questions) - 5:,} more" if len(questions) > 5 else ""
        st.warning(
            plain(f"These need more than a name, so they cannot be added here: {texts}{more}. ")
            + "Add them with a map workbook, which can be uploaded together with these files."
        )
