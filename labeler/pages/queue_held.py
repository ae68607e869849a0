"""Who holds which article now, on the page Queue."""

from collections.abc import Mapping
from datetime import UTC, datetime
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.queue import HeldPlace
from labeler.pages.people_common import attempt, clock_time, plain, sure
from labeler.pages.queue_plan import names
from labeler.workflow.queueing import Queueing

_ROWS = 25
_ROUND = "queue-held-round"
_PAGE = "queue-held-page"


def show_held(queueing: Queueing, by: str) -> None:
    """Show what people have begun and not submitted, latest first."""
    number = st.session_state.get(_PAGE, 1)
    rows, total = queueing.held(by, limit=_ROWS, offset=(number - 1) * _ROWS)
    st.write(
        "Articles people have begun and not submitted. One that lies untouched beyond its time "
        "goes to whoever has nothing else to do; what was saved stays with who saved it."
    )
    if not rows:
        st.info("Nobody holds an article at the moment.")
        return
    called, now = names(), datetime.now(UTC)
    chosen: Any = st.dataframe(
        pd.DataFrame(
            {
                "person": [called.get(row.login, row.login) for row in rows],
                "title": [row.title or row.document_id for row in rows],
                "saved": [clock_time(row.saved_at) or "nothing yet" for row in rows],
                "until": [_until(row, now) for row in rows],
            }
        ),
        key=f"queue-held-{number}-{st.session_state.get(_ROUND, 0)}",
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="single-cell",
        alt="Who holds which article now",
        column_config={
            "person": st.column_config.TextColumn("Who"),
            "title": st.column_config.TextColumn("Article"),
            "saved": st.column_config.TextColumn("Last saved", width=140),
            "until": st.column_config.TextColumn("Theirs until", width=200),
        },
    )
    first = (number - 1) * _ROWS + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{first:,}–{first + len(rows) - 1:,} of {total:,}. Click one to take it back.")
        if total > _ROWS:
            st.pagination(ceil(total / _ROWS), max_visible_pages=5, key=_PAGE)
    cells = chosen.selection.cells
    if cells and cells[0][0] < len(rows):
        _open(queueing, by, rows[cells[0][0]], called)


def _until(row: HeldPlace, now: datetime) -> str:
    if row.assigned:
        return "they submit it: dealt to them"
    return clock_time(row.expires_at) if row.expires_at > now else "ran out"


def _close() -> None:
    # Another key takes the mark from the table, so that the same article can be chosen again.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _open(queueing: Queueing, by: str, row: HeldPlace, called: Mapping[str, str]) -> None:
    name = called.get(row.login, row.login)

    @st.dialog(plain(row.title or row.document_id), on_dismiss=_close)
    def show() -> None:
        st.write(f"{plain(name)} opened it at {clock_time(row.opened_at)}.")
        question = (
            "Others can have it then. What they saved stays with them as a draft, and a page they "
            "have open says what happened."
        )
        if sure(f"queue-take-{row.task_id}", "Take it from them", question):
            _close()
            attempt(lambda: queueing.give_back(by, row.task_id), f"“{row.title}” is free again.")

    show()
