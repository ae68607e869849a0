"""The Streamlit script: navigation, or why labelling cannot start."""

from pathlib import Path

import streamlit as st

from labeler.pages import annotate, articles, labels
from labeler.pages.context import StartFailure, provided, set_annotate_page


def _navigation() -> None:
    labelling = st.Page(
        annotate.page,
        title="Annotate",
        icon=":material/edit_note:",
        url_path="annotate",
        default=True,
    )
    set_annotate_page(labelling)
    st.navigation(
        [
            labelling,
            st.Page(
                articles.page, title="Articles", icon=":material/article:", url_path="articles"
            ),
            st.Page(labels.page, title="Labels", icon=":material/dataset:", url_path="labels"),
        ],
        position="top",
    ).run()


def _tighten() -> None:
    """Begin right under the navigation: Streamlit leaves a hand's breadth free there."""
    st.html("<style>.stMainBlockContainer{padding-top:4.5rem;padding-bottom:3rem}</style>")


def _failure(found: StartFailure) -> None:
    st.title(found.headline)
    st.write(found.remedy)
    st.code("\n".join(found.lines), language=None, wrap_lines=True)


st.set_page_config(
    page_title="Labeler", page_icon=str(Path(__file__).with_name("icon.png")), layout="wide"
)
_tighten()
state = provided()
if isinstance(state, StartFailure):
    _failure(state)
else:
    _navigation()
