"""The app: opens the map, asks once what is looked at, and routes to the pages."""

import streamlit as st

from partnermap.errors import PartnermapError
from partnermap.pages.parts import choice, kept, others, routes
from partnermap.pages.parts.words import plain

st.set_page_config(page_title="partnermap", page_icon="🧭", layout="wide")
page = st.navigation(routes.pages())
try:
    with kept.view() as view:
        choice.ask(view)
    others.watch(view.revision)
    page.run()
except PartnermapError as error:
    st.error(plain(str(error)))
    st.button("Try again")  # whatever is pressed, the page is drawn anew
