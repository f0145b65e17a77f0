"""The page that shows where sources differ, side by side, and on which a person may rule."""

import streamlit as st

from partnermap.analysis.findings import plural
from partnermap.disagreeing import Disagreement
from partnermap.errors import PartnermapError
from partnermap.model import Type
from partnermap.pages.parts import changes, empty, kept, routes
from partnermap.pages.parts.words import plain
from partnermap.ruling import rule, rule_otherwise, takes_another
from partnermap.settings import who
from partnermap.views.differing import differing_csv, values_rows
from partnermap.wording import day_of

AT_ONCE = 20


def show() -> None:
    """The whole page."""
    routes.head(routes.SOURCES)
    changes.told()
    with kept.view() as view:
        if empty.is_empty(view):
            empty.say_empty()
            return
        found = kept.differing(view)
    opened = [one for one in found if not one.is_settled]
    _open(opened, len(found) > len(opened))
    _ruled([one for one in found if one.is_settled])
    if found:
        st.download_button(
            "Download all as csv",
            lambda: differing_csv(found),
            "where sources differ.csv",
            "text/csv",
            on_click="ignore",
        )


def _open(found: list[Disagreement], any_ruled: bool) -> None:
    if not found:
        rest = ", but for what was ruled on" if any_ruled else ""
        st.success(f"No source contradicts another{rest}.", icon=":material/check:")
        return
    st.subheader(f"Open ({len(found)})")
    st.markdown("Both are kept. Until somebody rules, the newest shows.")
    for one in _some(found, "open"):
        with st.container(border=True):
            st.markdown(f"**{one.prop.heading}** of {one.kind.name} “{plain(one.caption)}”")
            _side_by_side(one)
            _choices(one)


def _ruled(found: list[Disagreement]) -> None:
    if not found:
        return
    st.subheader(f"Ruled on ({len(found)})")
    st.markdown("What was ruled shows, whatever order files come in. A value that nobody ruled on opens it again.")
    for one in _some(found, "ruled"):
        change = one.shown.change
        with st.container(border=True):
            st.markdown(
                f"**{one.prop.heading}** of {one.kind.name} “{plain(one.caption)}”: ruled on by "
                f"{plain(change.who or 'unknown')} on {day_of(change.at)} (change {change.number}): "
                f"**{plain(one.shown.words)}**"
            )
            _side_by_side(one)
            changes.undo_button(change.number, f"Open it again: undo change {change.number}", f"open-{_key(one)}")


def _some(found: list[Disagreement], key: str) -> list[Disagreement]:
    """A screenful at first, and a button for more."""
    many: int = st.session_state.get(f"sources-{key}", AT_ONCE)
    if len(found) > many and st.button(f"Show {min(AT_ONCE, len(found) - many)} more of {len(found)}", f"more-{key}"):
        st.session_state[f"sources-{key}"] = many + AT_ONCE
        st.rerun()
    return found[:many]


def _side_by_side(one: Disagreement) -> None:
    rows = values_rows(one)
    st.table([{name: plain(value) for name, value in row.items()} for row in rows], border="horizontal")
    st.caption(f"{plural(len(rows), 'row')}; the last shows in the map now.")


def _choices(one: Disagreement) -> None:
    """A button for each value, and a way to give another."""
    places = {heard.value: place for place, heard in reversed(list(enumerate(one.values)))}
    with st.container(horizontal=True):
        for value, place in sorted(places.items(), key=lambda item: item[1]):
            label = f"Use this value: {plain(one.values[place].words)}"
            if st.button(label, key=f"use-{_key(one)}-{value}"):
                _rule(one, place)
        if takes_another(one.prop):
            with st.popover("Neither: …"), st.form(f"neither-{_key(one)}", border=False):
                text = _other(one)
                if st.form_submit_button("Use this instead"):
                    _rule(one, text or "")


def _other(one: Disagreement) -> str | None:
    label = f"What {one.prop.heading} is"
    if one.prop.type is Type.CHOICE:
        return st.selectbox(label, one.prop.choices, index=None, placeholder="Choose one")
    help_ = "In pounds, such as 12500 or 12,500.50." if one.prop.type is Type.MONEY else None
    return st.text_input(label, help=help_)


def _rule(one: Disagreement, chosen: int | str) -> None:
    try:
        if isinstance(chosen, int):
            done = rule(kept.store(), one, chosen, who())
        else:
            done = rule_otherwise(kept.store(), one, chosen, who())
    except PartnermapError as error:
        st.error(plain(str(error)))
        return
    changes.say(f"Ruled on {one.prop.heading} of “{one.caption}”. This is change {done.change} in History.")


def _key(one: Disagreement) -> str:
    return f"{one.thing}-{one.prop.name}"


show()
