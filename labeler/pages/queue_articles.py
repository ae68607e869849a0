"""The articles of a batch on the page Queue, and what can be done with one of them."""

from collections.abc import Mapping
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.queue import Batch, Kind, QueuedArticle
from labeler.pages.people_common import attempt, plain
from labeler.pages.queue_plan import names
from labeler.workflow.queueing import Queueing

_ROWS = 25
_ROUND = "queue-article-round"
_CHOSEN = "queue-article"
_KINDS = {
    Kind.ORDINARY: "",
    Kind.CALIBRATION: "For everybody",
    Kind.CONTROL: "Control",
}
_STATES = {"draft": "begun", "left": "gave it up, draft kept", "trashed": "in the trash"}


def show_articles(queueing: Queueing, by: str, batch: Batch) -> None:
    """Show a page of the articles in the order in which they are handed out."""
    search = st.text_input(
        "Search",
        placeholder="Title, source or id",
        icon=":material/search:",
        label_visibility="collapsed",
        key=f"queue-search-{batch.id}",
        width=320,
    ).strip()
    key = f"queue-articles-{batch.id}-{search}"
    number = st.session_state.get(f"{key}-page", 1)
    rows, total = queueing.articles(by, batch.id, search, limit=_ROWS, offset=(number - 1) * _ROWS)
    if not rows:
        st.info(
            "No article matches. Clear the search."
            if search
            else "The batch is empty. Put articles in below."
        )
        return
    called = names()
    round_ = st.session_state.get(_ROUND, 0)
    chosen: Any = st.dataframe(
        pd.DataFrame(
            {
                "title": [row.title or row.document_id for row in rows],
                "people": [_people(row, called) for row in rows],
                "taken": [_taken(row) for row in rows],
                "kind": [_KINDS[row.kind] for row in rows],
                "source": [row.source for row in rows],
            }
        ),
        key=f"{key}-{number}-{round_}",
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="single-cell",
        alt="The articles of the batch",
        column_config={
            "title": st.column_config.TextColumn("Article"),
            "people": st.column_config.TextColumn("Who"),
            "taken": st.column_config.TextColumn(
                "Places", width=80, help="Taken, of how many are wanted."
            ),
            "kind": st.column_config.TextColumn("For", width=110),
            "source": st.column_config.TextColumn("Source", width=120),
        },
    )
    first = (number - 1) * _ROWS + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{first:,}–{first + len(rows) - 1:,} of {total:,}. Click one to give it away.")
        if total > _ROWS:
            st.pagination(ceil(total / _ROWS), max_visible_pages=5, key=f"{key}-page")
    cells = chosen.selection.cells
    if cells and cells[0][0] < len(rows):
        _open(queueing, by, batch, rows[cells[0][0]], called)


def _people(row: QueuedArticle, called: Mapping[str, str]) -> str:
    return ", ".join(
        f"{called.get(login, login)} ({_STATES.get(state, state)})" for login, state in row.people
    )


def _taken(row: QueuedArticle) -> str:
    return f"{row.taken} of {'all' if row.wanted is None else row.wanted}"


def _close() -> None:
    # Another key takes the mark from the table, so that the same article can be chosen again.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _open(
    queueing: Queueing, by: str, batch: Batch, row: QueuedArticle, called: Mapping[str, str]
) -> None:
    # The title of a dialog is fixed when it is made.
    @st.dialog(plain(row.title or row.document_id), on_dismiss=_close)
    def show() -> None:
        st.write(_people(row, called) or "Nobody has opened it yet.")
        if st.button("Hand it out before all others", icon=":material/vertical_align_top:"):
            _close()
            attempt(
                lambda: queueing.bring_forward(by, batch.id, [row.document_id]),
                f"“{row.title}” comes next.",
            )
        _give(queueing, by, row, called)
        _control(queueing, by, row, called)

    show()


def _give(queueing: Queueing, by: str, row: QueuedArticle, called: Mapping[str, str]) -> None:
    have = {login for login, _ in row.people}
    others = [login for login in called if login not in have]
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        login = st.selectbox(
            "Give it to",
            others,
            format_func=lambda found: called[found],
            help="It waits for them, whatever the number of people per article.",
        )
        if st.button("Give"):
            _close()
            attempt(
                lambda: queueing.assign(by, row.document_id, login),
                f"{called[login]} has “{row.title}” now.",
            )


def _control(queueing: Queueing, by: str, row: QueuedArticle, called: Mapping[str, str]) -> None:
    if row.kind is Kind.CONTROL:
        st.write("It is a control article: everybody gets it, and nobody is told.")
        if st.button("Make it an ordinary article"):
            _close()
            attempt(
                lambda: queueing.end_control(by, row.document_id),
                f"“{row.title}” is an ordinary article again.",
            )
        return
    done = [login for login, state in row.people if state == "submitted"]
    if not done:
        st.caption("Once somebody has submitted it, their labels can make it a control article.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        login = st.selectbox(
            "Right as labelled by",
            done,
            format_func=lambda found: called.get(found, found),
            help="Everybody else gets the article unseen, to be compared with these labels.",
        )
        if st.button("Make it a control article"):
            _close()
            attempt(
                lambda: queueing.make_control(by, row.document_id, login),
                f"“{row.title}” is a control article now.",
            )
