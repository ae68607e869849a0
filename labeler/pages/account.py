"""The page on which people see as whom they are signed in."""

import re

import streamlit as st

from labeler.pages.context import person

_ROLES = {
    "annotator": "You label articles.",
    "lead": "You label articles, import them and read everybody's labels.",
    "admin": "You may do everything here.",
}


def page() -> None:
    """Show who is signed in, and the way out."""
    found = person()
    st.title(re.sub(r"([^\w\s])", r"\\\1", found.name))
    st.write(f"Signed in as `{found.login}`, {found.role}. {_ROLES[found.role]}")
    st.html('<a href="/sign-out" target="_self">Sign out</a>')
