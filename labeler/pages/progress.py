"""The page Progress: for leads the project, for annotators their own work."""

from collections.abc import Mapping

import streamlit as st

from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError, Role
from labeler.pages.progress_common import DAYS, USUAL_DAYS, listed, reader, reports
from labeler.pages.progress_list import show_list
from labeler.pages.progress_overview import show_overview
from labeler.pages.progress_own import show_own
from labeler.pages.progress_parts import show_labels, show_people, show_sources, show_stuck

_SOURCES = "progress-sources"
_PARTS = {
    "overview": ("Overview", show_overview),
    "people": ("People", show_people),
    "sources": ("Sources", show_sources),
    "stuck": ("Stuck", show_stuck),
    "labels": ("Labels", show_labels),
}


def page() -> None:
    """Show how far the project is, or the articles behind one of its numbers."""
    st.title("Progress")
    try:
        _show()
    except (NotAllowedError, NotFoundError):
        # Of somebody else, or the role was taken away since the page began to be made.
        st.info("There is nothing to see here for you. Leave out what the address asks for.")


def _show() -> None:
    found = listed()
    if found is not None:
        show_list(*found)
    elif reader().role.covers(Role.LEAD):
        _show_project()
    else:
        show_own()


def _show_project() -> None:
    st.write(
        "What is done, by whom, how fast, what is stuck, and when it will be through. Click a "
        "number in a table to see the articles behind it."
    )
    _filters()
    part = st.segmented_control(
        "Part",
        list(_PARTS),
        default=_known("part", list(_PARTS)) or "overview",
        required=True,
        format_func=lambda part: _PARTS[part][0],
        label_visibility="collapsed",
        key="progress-part",
        on_change=_keep,
        args=("part", "progress-part"),
    )
    _PARTS[part or "overview"][1]()


def _filters() -> None:
    names = reports().names(reader())
    sources = _source_names()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choose(
            "person", "Person", sorted(names, key=lambda login: names[login]), names, "Everybody"
        )
        called = {source: source or "No source" for source in sources}
        _choose("source", "Source", sources, called, "All sources")
        st.segmented_control(
            "Time",
            list(DAYS),
            default=_known("days", list(DAYS)) or USUAL_DAYS,
            required=True,
            format_func=lambda days: DAYS[days],
            key="progress-days",
            help="For what was submitted; what is in hand, left or stuck is told as it is now.",
            on_change=_keep,
            args=("days", "progress-days"),
        )


def _source_names() -> list[str]:
    # Read once in a visit: only an import changes them, and counting them takes a while.
    if _SOURCES not in st.session_state:
        st.session_state[_SOURCES] = list(reports().source_names())
    names: list[str] = st.session_state[_SOURCES]
    return names


def _choose(
    name: str, label: str, options: list[str], words: Mapping[str, str], everything: str
) -> None:
    known = _known(name, options)
    st.selectbox(
        label,
        options,
        index=None if known is None else options.index(known),
        format_func=lambda option: words.get(option, option),
        placeholder=everything,
        key=f"progress-{name}",
        width=220,
        on_change=_keep,
        args=(name, f"progress-{name}"),
    )


def _known(name: str, options: list[str]) -> str | None:
    value = st.query_params.get(name)
    return value if value in options else None


def _keep(name: str, key: str) -> None:
    """Write a choice into the address, so that it can be sent to somebody."""
    value = st.session_state.get(key)
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value
