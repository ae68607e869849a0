"""The page on which leads say which articles go to whom, and see who holds what."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError
from labeler.core.queue import BatchLine, BatchState, Plan, PlanRefusedError
from labeler.pages.context import services
from labeler.pages.people_common import looker, refusal, show_said, whole_percent
from labeler.pages.queue_batch import show_batch
from labeler.pages.queue_held import show_held
from labeler.pages.queue_plan import ask_plan

_BATCHES = "Batches"
_HELD = "Held now"
_CHOSEN = "batch"
_TABLE = "queue-table"
_ROUND = "queue-round"
_STATES = {BatchState.OPEN: "Open", BatchState.PAUSED: "Paused", BatchState.CLOSED: "Closed"}
_COLORS = ["green", "orange", "gray"]


def page() -> None:
    """Show the batches, one of them, or what is held now."""
    try:
        _show()
    except NotAllowedError:
        # The role was taken away since the page began to be made.
        st.title("Queue")
        st.info("The queue is for leads. Your next article is on the page Annotate.")


def _show() -> None:
    queueing, by = services().queueing, looker().login
    chosen = st.query_params.get(_CHOSEN, "")
    if chosen:
        try:
            show_batch(queueing, by, chosen, _leave)
        except NotFoundError:
            _leave()
            st.rerun()
        return
    st.title("Queue")
    st.write(
        "Articles wait in batches. A batch says how many people label each article, who they are, "
        "and what comes first."
    )
    show_said()
    part = st.segmented_control(
        "Part",
        [_BATCHES, _HELD],
        default=_BATCHES,
        required=True,
        label_visibility="collapsed",
        key="queue-part",
    )
    if part == _HELD:
        show_held(queueing, by)
        return
    _list(queueing.batches(by))
    _new()


def _list(lines: Sequence[BatchLine]) -> None:
    st.caption("In the order in which they are handed out. Click one to change it.")
    key = f"{_TABLE}-{st.session_state.get(_ROUND, 0)}"
    chosen: Any = st.dataframe(
        pd.DataFrame(
            {
                "name": [line.batch.plan.name for line in lines],
                "state": [[_STATES[line.batch.state]] for line in lines],
                "articles": [line.articles for line in lines],
                "each": [_each(line.batch.plan) for line in lines],
                "who": [_who(line.batch.plan) for line in lines],
                "done": [_done(line) for line in lines],
                "submitted": [line.states.get("submitted", 0) for line in lines],
                "begun": [line.states.get("draft", 0) for line in lines],
                "skipped": [line.states.get("skipped", 0) for line in lines],
            }
        ),
        key=key,
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="single-cell",
        alt="The batches of the project",
        column_config={
            "name": st.column_config.TextColumn("Batch"),
            "state": st.column_config.MultiselectColumn(
                "State", width=90, options=list(_STATES.values()), color=_COLORS
            ),
            "articles": st.column_config.NumberColumn(
                "Articles", width="small", format="localized"
            ),
            "each": st.column_config.TextColumn("Each goes to", width=110),
            "who": st.column_config.TextColumn("Who", width=110),
            "done": st.column_config.ProgressColumn(
                "Done",
                width=120,
                format="%d%%",
                max_value=100,
                help="Submitted, of all that are wanted; empty where everybody labels everything.",
            ),
            "submitted": st.column_config.NumberColumn(
                "Submitted", width="small", format="localized"
            ),
            "begun": st.column_config.NumberColumn("Begun", width="small", format="localized"),
            "skipped": st.column_config.NumberColumn("Skipped", width="small", format="localized"),
        },
    )
    cells = chosen.selection.cells
    if cells:
        st.query_params[_CHOSEN] = lines[cells[0][0]].batch.id
        st.rerun()


def _each(plan: Plan) -> str:
    if plan.wanted is None:
        return "everybody"
    return "1 person" if plan.wanted == 1 else f"{plan.wanted} people"


def _who(plan: Plan) -> str:
    count = len(plan.people)
    return "everybody" if not count else "1 person" if count == 1 else f"{count} people"


def _done(line: BatchLine) -> int | None:
    plan = line.batch.plan
    if plan.wanted is None or not line.articles:
        return None
    return whole_percent(line.states.get("submitted", 0), line.articles * plan.wanted)


def _new() -> None:
    with st.expander("New batch", icon=":material/add:"):
        st.write("It begins empty and paused: put articles in, then open it.")
        plan = ask_plan("queue-new", Plan("", wanted=1), "Make the batch")
        if plan is None:
            return
        try:
            made = services().queueing.create(looker().login, plan)
        except PlanRefusedError as error:
            st.error("  \n".join(refusal(error)))
        else:
            st.query_params[_CHOSEN] = made.id
            st.rerun()


def _leave() -> None:
    st.query_params.pop(_CHOSEN, None)
    # Another key takes the mark from the table, so that the same batch can be chosen again.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
