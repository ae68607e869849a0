"""The page Trash: what was put away, by whom and why, and the way back."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.trash import TrashLine
from labeler.pages.context import services
from labeler.pages.people_common import clock_time, looker, say, show_said

_ROWS = 50
_ROUND = "trash-round"
_TICKED = "What is ticked"
_FOUND = "All that is found"


def page() -> None:
    """Show what lies in the trash, latest first, and offer to restore it."""
    st.title("Trash")
    st.write(
        "Articles, and people’s labels of articles, that a lead put away. They are in no list, "
        "number or table, but nothing of them is lost: what is restored is as it was."
    )
    show_said()
    trash, by = services().trash, looker().login
    search = st.text_input(
        "Search",
        placeholder="Title, source, id, reason or login",
        icon=":material/search:",
        label_visibility="collapsed",
        key="trash-search",
        width=320,
    ).strip()
    key = f"trash-{search}"
    number = st.session_state.get(f"{key}-page", 1)
    found = trash.page(by, search, limit=_ROWS, offset=(number - 1) * _ROWS)
    if not found.lines:
        _nothing(search, found.total)
        return
    ticked = _table(found.lines, f"{key}-{number}-{st.session_state.get(_ROUND, 0)}")
    first = (number - 1) * _ROWS + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{first:,}–{first + len(found.lines) - 1:,} of {found.total:,}")
        if found.total > _ROWS:
            st.pagination(ceil(found.total / _ROWS), max_visible_pages=5, key=f"{key}-page")
    _offer([found.lines[at] for at in ticked], search, found.total)


def _nothing(search: str, total: int) -> None:
    if total:
        st.info("There is nothing on this page any more. Go back to the first.")
    elif search:
        st.info("Nothing in the trash matches. Clear the search.")
    else:
        st.info(
            "The trash is empty. On the page Articles, “Select articles” puts articles here; on "
            "the page History, a version of somebody’s labels leads to putting those here."
        )


def _table(lines: Sequence[TrashLine], key: str) -> list[int]:
    """Show the lines; return which are ticked."""
    names = services().histories.names(looker().login)
    chosen: Any = st.dataframe(
        pd.DataFrame(
            {
                "title": [line.title or line.document_id for line in lines],
                "what": [_what(line, names) for line in lines],
                "reason": [line.reason for line in lines],
                "by": [names.get(line.by, line.by) for line in lines],
                "at": [clock_time(line.at) for line in lines],
                "source": [line.source for line in lines],
            }
        ),
        key=key,
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="multi-row",
        alt="What lies in the trash",
        column_config={
            "title": st.column_config.TextColumn("Article"),
            "what": st.column_config.TextColumn("What", width=240),
            "reason": st.column_config.TextColumn("Why"),
            "by": st.column_config.TextColumn("Put here by", width=140),
            "at": st.column_config.TextColumn("When", width=140),
            "source": st.column_config.TextColumn("Source", width=120),
        },
    )
    return [at for at in chosen.selection.rows if at < len(lines)]


def _what(line: TrashLine, names: Mapping[str, str]) -> str:
    if line.task_id:
        return f"Labels of {names.get(line.whose, line.whose)}"
    if not line.sets:
        return "The article"
    return f"The article, with labels of {line.sets:,} {'person' if line.sets == 1 else 'people'}"


def _offer(ticked: Sequence[TrashLine], search: str, total: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = st.radio("What to restore", [_TICKED, _FOUND], horizontal=True, key="trash-which")
        count = len(ticked) if which == _TICKED else total
        wanted = st.button(
            "Restore", type="primary", icon=":material/restore_from_trash:", disabled=not count
        )
    if not count:
        st.caption("Tick something in the first column of the table.")
    elif wanted:
        _restore(ticked if which == _TICKED else None, search, count)


def _restore(lines: Sequence[TrashLine] | None, search: str, count: int) -> None:
    bar = st.progress(0.0, "Restoring …")

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, f"Restoring … {done:,} of {total:,}")

    trash, by = services().trash, looker().login
    if lines is None:
        done = trash.restore_found(by, search, tell)
    else:
        done = trash.restore(by, [(line.document_id, line.task_id) for line in lines], tell)
    # Another key takes the ticks from the table.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if done >= count:
        say(f"{done:,} restored." if done > 1 else "It is restored.")
    else:
        say(
            f"{done:,} of {count:,} restored. Labels whose article is in the trash come back once "
            "the article is restored.",
            wrong=True,
        )
    st.rerun()
