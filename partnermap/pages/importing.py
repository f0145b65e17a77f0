"""importing."""

import streamlit as st

st.title("importing")
