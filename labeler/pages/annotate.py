"""The page on which articles are labelled: the surface and nothing else."""

import streamlit as st

from labeler.surface import annotation_surface


def page() -> None:
    """Show the surface, on the article that was asked for or the next one."""
    asked = st.session_state.pop("document", None)
    if asked is not None:
        st.query_params["document"] = asked
    shown = st.query_params.get("document")
    # Kept, as Streamlit may run this again before the surface has come to it.
    document, thread = st.session_state.get("thread", (None, None))
    annotation_surface(document_id=shown, thread_id=thread if document == shown else None)
