"""The page on which articles are labelled: the surface and nothing else."""

import streamlit as st

from labeler.pages.context import offer, view
from labeler.surface import annotation_surface


def page() -> None:
    """Show the surface, on the article that was asked for or the next one."""
    asked = st.session_state.pop("document", None)
    if asked is not None:
        st.query_params["document"] = asked
    shown = st.query_params.get("document")
    # Kept, as Streamlit may run this again before the surface has come to it.
    document, thread = st.session_state.get("thread", (None, None))
    # A key for each project: what one has open must not stand under the address of another.
    annotation_surface(
        document_id=shown,
        thread_id=thread if document == shown else None,
        project="" if view() == offer().first else view(),
        key=f"surface-{view()}",
    )
