"""The page with the guidelines of the project: read by everybody, written by leads."""

import streamlit as st

from labeler.core.people import Role
from labeler.core.project import MOST_GUIDELINES
from labeler.pages.context import offer, person, view
from labeler.pages.people_common import attempt, form_sent, show_said

_EDIT = "guidelines-edit"


def page() -> None:
    """Show the guidelines, and to leads the way to change them."""
    looker = person()
    found = offer().projects.project(looker.login, view())
    st.title("Guidelines")
    show_said()
    if Role(looker.role).covers(Role.LEAD):
        st.write(
            "How to label in this project. Everybody in it finds this page in the navigation; "
            "what a type means stands in the schema, and beside each label."
        )
        if st.toggle("Edit", key=_EDIT):
            _edit(looker.login, found.guidelines, found.revision)
            return
    if found.guidelines:
        st.markdown(found.guidelines)
    else:
        st.info("There are no guidelines yet. Switch on “Edit” to write them.")


def _edit(login: str, before: str, revision: int) -> None:
    with st.form("guidelines", border=False):
        text = st.text_area(
            "Guidelines, in Markdown",
            before,
            height=420,
            max_chars=MOST_GUIDELINES,
            placeholder="## What we label\n\nEvery event the text says has happened …",
        )
        sent = form_sent("guidelines-sent", "Keep", primary=True)
    if sent:
        attempt(
            lambda: offer().projects.change(login, view(), revision, guidelines=text),
            "The guidelines are kept.",
        )
