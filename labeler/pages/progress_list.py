"""The articles behind a number of the page Progress."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.progress import ArticleLine, ListKind
from labeler.pages.context import open_article
from labeler.pages.people_common import clock_time, plain
from labeler.pages.progress_common import forget_list, offer_downloads, reader, reports
from labeler.workflow.progress import Asked

_ROWS = 50
_AT_A_TIME = 10_000
_TITLES = {
    ListKind.DONE: "Articles done",
    ListKind.SUBMITTED: "Articles submitted",
    ListKind.DRAFTS: "Articles in hand",
    ListKind.SKIPPED: "Articles skipped",
    ListKind.LEFT: "Articles left",
    ListKind.STALE: "Drafts nobody has saved for long",
    ListKind.LAPSED: "Articles opened and left",
    ListKind.FLAGGED: "Articles with flags",
}
_COLUMNS = ["title", "source", "person", "saved", "submitted", "minutes", "note"]


def show_list(kind: ListKind, asked: Asked) -> None:
    """Show the articles behind a number, a page at a time; a click opens one."""
    if st.button("Back to the numbers", icon=":material/arrow_back:", key="progress-back"):
        forget_list()
        st.rerun()
    st.header(_TITLES[kind], anchor=False)
    key = f"progress-page-{st.query_params.to_dict()}"
    number = st.session_state.get(key, 1)
    first = (number - 1) * _ROWS
    found = reports().articles(reader(), asked, kind, limit=_ROWS, offset=first)
    names = reports().names(reader())
    if asked.login is not None:
        st.caption(f"Of {plain(names.get(asked.login, asked.login))}.")
    if not found.lines:
        st.info("There are none. Go back, and choose a longer time or another person.")
        return
    st.caption("Click an article to open it; labels of others stay theirs.")
    _table(found.lines, names, f"progress-list-{key}-{number}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{first + 1:,}–{first + len(found.lines):,} of {found.total:,}")
        if found.total > _ROWS:
            st.pagination(ceil(found.total / _ROWS), max_visible_pages=5, key=key)
    offer_downloads(lambda: _all(kind, asked, found.total), f"articles-{kind.value}")


def _table(lines: Sequence[ArticleLine], names: Mapping[str, str], key: str) -> None:
    frame = pd.DataFrame(
        {
            "title": [line.title for line in lines],
            "source": [line.source for line in lines],
            "person": [names.get(line.login, line.login) for line in lines],
            "saved": [clock_time(line.saved_at) for line in lines],
            "submitted": [clock_time(line.submitted_at) for line in lines],
            "minutes": [line.active_s / 60 or None for line in lines],
            "note": [line.note for line in lines],
        }
    )
    # Columns that say nothing in this list are left out.
    used = [name for name in _COLUMNS if name == "title" or frame[name].any()]
    chosen: Any = st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="single-cell",
        column_order=used,
        column_config={
            "title": st.column_config.TextColumn("Title"),
            "source": st.column_config.TextColumn("Source"),
            "person": st.column_config.TextColumn("Person"),
            "saved": st.column_config.TextColumn("Last saved", width=140),
            "submitted": st.column_config.TextColumn("Submitted", width=140),
            "minutes": st.column_config.NumberColumn("Active minutes", format="%.1f"),
            "note": st.column_config.TextColumn("Reason or flags"),
        },
    )
    if chosen.selection.cells:
        open_article(lines[chosen.selection.cells[0][0]].document_id)


def _all(kind: ListKind, asked: Asked, total: int) -> pd.DataFrame:
    """Return the whole list; only a download asks for it."""
    lines: list[ArticleLine] = []
    for offset in range(0, total, _AT_A_TIME):
        found = reports().articles(reader(), asked, kind, limit=_AT_A_TIME, offset=offset)
        lines += found.lines
    return pd.DataFrame(
        {
            "document_id": [line.document_id for line in lines],
            "title": [line.title for line in lines],
            "source": [line.source for line in lines],
            "login": [line.login for line in lines],
            "state": [line.state for line in lines],
            "saved_at": [line.saved_at for line in lines],
            "submitted_at": [line.submitted_at for line in lines],
            "active_s": [line.active_s for line in lines],
            "note": [line.note for line in lines],
        }
    )
